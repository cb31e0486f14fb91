"""Two halls with a hub each below a city, run step by step from a seed: the way down and seats.

Real stores, hubs and handlers; the lines between hubs lose, double and cut, hubs end inside the
transaction that keeps a page.
"""

import contextlib
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from synthetic import HALL_KEY, FakeClock, household, posting, seeker
from world import Broken, Crash, Line

from kiosk.domain.problems import NotPossible
from kiosk.domain.referral import Side
from kiosk.service.confirmation import agree
from kiosk.service.employers import register_employer
from kiosk.service.follow_ups import after_delivery
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.service.site import Site
from kiosk.store.chain import Chain
from kiosk.store.keys import Secrets
from kiosk.store.store import Store
from kiosk.sync.engine import Engine
from kiosk.sync.enrolling import enroll
from kiosk.sync.errors import SyncError
from kiosk.sync.hub import from_above, init_hub, new_code
from kiosk.sync.hub.installation import Hub, open_hub
from kiosk.sync.hub.parent import join_parent, refused_above
from kiosk.sync.hub.relay import Relay

__all__ = ["TwoHalls", "make_template"]

URL = "http://127.0.0.1:1"
COUNTIES = {"city": "430100", "a": "430111", "b": "430121"}
HALLS = ("a", "b")
STEPS = 24
_ROUNDS = 40


@dataclass
class Wire:
    """What a `Line` wants to know: the hub at its other end, and chance."""

    hub: Hub
    chance: random.Random


def make_template(folder: Path) -> Path:
    """City and two hubs that joined it, a station in each hall; made once, copied per seed."""
    clock, chance = FakeClock(), random.Random(0)
    follows = {"a": (COUNTIES["b"],), "b": (COUNTIES["a"],)}
    for name, county in COUNTIES.items():
        wanted = follows.get(name, ())
        init_hub(folder / name, f"{county}001", name, county, follows=wanted, clock=clock)
    with contextlib.ExitStack() as stack:
        hubs = {
            name: stack.enter_context(open_hub(folder / name, clock=clock)) for name in COUNTIES
        }
        for place, name in enumerate(HALLS):
            code, _ = new_code(folder / "city", "hub", clock=clock)
            line = Line(Wire(hubs["city"], chance), is_good=True)
            join_parent(hubs[name], URL, code, transport=line)
            keys, chain = Secrets(bytes([65 + place]) * 32), Chain(f"s{place:015d}", "", "")
            store = Store.create(folder / f"{name}.db", keys, clock, chain)
            line = Line(Wire(hubs[name], chance), is_good=True)
            enroll(store, URL, new_code(folder / name, clock=clock)[0], "public", transport=line)
            store.close()
    return folder


_BAD_TIMES = frozenset({"timeout", "unreachable"})


class TwoHalls:
    """One run of one seed."""

    def __init__(self, template: Path, folder: Path, seed: int) -> None:
        self.chance, self.clock, self.folder = random.Random(seed), FakeClock(), folder
        shutil.copytree(template, folder)
        self._stack = contextlib.ExitStack()
        self.hubs = {
            name: self._stack.enter_context(open_hub(folder / name, clock=self.clock))
            for name in COUNTIES
        }
        self.is_dangerous = False
        self.stores: dict[str, Store] = {}
        self.engines: dict[str, Engine] = {}
        self.relays: dict[str, Relay] = {}
        self.lines: list[Line] = []
        for place, name in enumerate(HALLS):
            store = Store(folder / f"{name}.db", Secrets(bytes([65 + place]) * 32), self.clock)
            self.stores[name] = store
            self.engines[name] = Engine(
                store,
                after_delivery=after_delivery,
                transport=self._line(name),
                monotonic=lambda: 0.0,
            )
            self.relays[name] = Relay(self.hubs[name], transport=self._line("city"))
            self._make_dangerous(self.hubs[name])
        self.posts: list[str] = []
        self.people = 0
        self._employers = {
            name: register_employer(self._site(name), household(place + 1)).id
            for place, name in enumerate(HALLS)
        }
        self._post("a")
        self.is_dangerous = True

    def close(self) -> None:
        for name in HALLS:
            self.relays[name].close()
            self.engines[name].close()
            self.stores[name].close()
        self._stack.close()
        shutil.rmtree(self.folder)

    def _line(self, hub: str) -> Line:
        line = Line(Wire(self.hubs[hub], self.chance))
        self.lines.append(line)
        return line

    def _make_dangerous(self, hub: Hub) -> None:
        """Now and then the program ends before a transaction is over."""
        real = hub.database.write

        @contextlib.contextmanager
        def write():
            with real() as connection:
                yield connection
                if self.is_dangerous and self.chance.random() < 0.05:
                    raise Crash

        hub.database.write = write

    def _site(self, name: str) -> Site:
        return Site(self.stores[name], lambda: HALL_KEY)

    def _post(self, name: str) -> None:
        site, headcount = self._site(name), self.chance.randint(1, 5)
        made = posting(site, self._employers[name], headcount=headcount)
        self.posts.append(post_vacancy(site, made).vacancy.id)

    def _agree(self, name: str) -> None:
        known = self.rows(name, "SELECT id FROM vacancies ORDER BY id")
        if not known:
            return
        self.people += 1
        site = self._site(name)
        person = register_seeker(site, seeker(self.people)).seeker.id
        with contextlib.suppress(NotPossible):
            referral = refer(site, person, self.chance.choice(known)[0]).referral.id
            for side in Side:
                agree(site, referral, side, "station")

    def run(self) -> None:
        for _ in range(STEPS):
            name = self.chance.choice(HALLS)
            act = self.chance.choices(
                [self._agree, self._post, self._exchange, self._relay], [5, 1, 6, 8]
            )[0]
            with contextlib.suppress(SyncError, Crash):
                act(name)
            self.clock.ms += self.chance.choice([0, 1_000, 60_000])
        self._come_to_rest()

    def _exchange(self, name: str) -> int:
        done = self.engines[name].exchange()
        return done.pushed + done.pulled + done.has_more

    def _relay(self, name: str) -> int:
        return self.relays[name].pass_on()

    def _come_to_rest(self) -> None:
        self.is_dangerous = False
        for line in self.lines:
            line.is_good = True
        for turn in range(_ROUNDS):
            moved = 0
            for name in HALLS:
                for step in (self._exchange, self._relay):
                    try:
                        moved += step(name)
                    except (SyncError, Crash) as error:
                        # A request that went out ahead still had the bad times before it.
                        is_old = turn == 0 and getattr(error, "code", "timeout") in _BAD_TIMES
                        if not is_old and getattr(error, "code", "") != "replayed":
                            raise Broken(f"I5: {error} between hubs in good weather") from error
                        moved += 1
            if not moved:
                break
        else:
            raise Broken("I1: the hubs never come to rest")
        self._check()

    def _check(self) -> None:
        above = self.ids("city")
        for name in HALLS:
            if not self.ids(name) <= above:
                raise Broken(f"I1: {name} has events that the city has not")
            if refused_above(self.hubs[name]):
                raise Broken("I2: what came down was sent up again")
            with self.hubs[name].database.read() as connection:
                if from_above.refused_from_above(connection):
                    raise Broken("I6: an honest parent was not believed")
            listed = {row[0] for row in self.rows(name, "SELECT id FROM vacancies")}
            if not set(self.posts) <= listed:
                raise Broken(f"I5: {name} does not list what the halls posted")
        seats = "SELECT id, headcount, minted, retired, spent, overflow FROM vacancies ORDER BY id"
        if self.rows("a", seats) != self.rows("b", seats):
            raise Broken("I3: the halls know different seats")
        for _id, headcount, minted, retired, spent, overflow in self.rows("a", seats):
            if spent > headcount or spent > minted - retired or overflow:
                raise Broken(f"I4: {spent} agreements on {headcount} places")

    def ids(self, name: str) -> set[str]:
        with self.hubs[name].database.read() as connection:
            return {row[0] for row in connection.exec_driver_sql("SELECT id FROM events")}

    def rows(self, name: str, query: str) -> list[tuple]:
        with self.stores[name].read() as db:
            return db.execute(query).fetchall()
