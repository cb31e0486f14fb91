"""A hall of real stations and a real hub, run step by step from a seed (SYNC §9.1).

Stations are SQLCipher stores with the use cases of `kiosk.service` and the sync engine; the hub is
its own handlers on its own database. Only line, clock and power are simulated: requests and
replies are dropped, doubled, delayed, cut; programs end in the middle of a transaction or right
after it; clocks jump. After every step the promises that can be looked at are looked at, and in
the end all of them.
"""

import contextlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import httpx
from node_states import states_at, states_in
from synthetic import HALL, HALL_KEY, FakeClock, household, posting, seeker

from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.referral import Side
from kiosk.domain.roles import Act
from kiosk.domain.vacancy import Vacancy
from kiosk.service.authority import authorise_console
from kiosk.service.confirmation import agree, decline, undo_agreement
from kiosk.service.employer_trust import reinstate_employer, suspend_employer
from kiosk.service.employers import register_employer
from kiosk.service.follow_ups import after_delivery
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.service.seat_escrow import change_headcount
from kiosk.service.site import Site
from kiosk.store.chain import Chain
from kiosk.store.errors import DiskFull
from kiosk.store.keys import Secrets
from kiosk.store.store import Store
from kiosk.store.verify import verify_store
from kiosk.sync.engine import Engine
from kiosk.sync.enrolling import enroll
from kiosk.sync.errors import SyncError
from kiosk.sync.hub import init_hub, new_code, verify_hub
from kiosk.sync.hub.app import HANDLERS, respond
from kiosk.sync.hub.installation import Hub, open_hub
from kiosk.sync.signing import Request


@contextlib.contextmanager
def unsigned() -> Iterator[None]:
    """Leave out the signatures of requests and replies: half the time of a step, and none of what
    is looked for here depends on them (tests/sync/test_sync_trust.py does)."""

    def nothing(*_arguments: object) -> None:
        return None

    with (
        mock.patch("kiosk.sync.client.sign_request", nothing),
        mock.patch("kiosk.sync.client.verify_reply", nothing),
        mock.patch("kiosk.sync.hub.app.sign_reply", nothing),
        mock.patch("kiosk.sync.hub.admission.verify_request", nothing),
        mock.patch("kiosk.sync.hub.enrolling.verify_request", nothing),
    ):
        yield


URL = "http://127.0.0.1:1"
STATIONS = 3
STEPS = 30


class Crash(BaseException):
    """The program ends here."""


class Broken(AssertionError):
    """A promise that was not kept."""


def has_images(seed: int) -> bool:
    """In every fourth world somebody copies disks and puts old ones in."""
    return seed % 4 == 3


@dataclass
class Line(httpx.BaseTransport):
    """To the hub of the world, with bad days."""

    world: "World"
    is_good: bool = False
    late: list[httpx.Request] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        chance = self.world.chance
        day = "" if self.is_good else chance.choice(_DAYS)
        if day == "drop_request":
            raise httpx.ConnectError("dropped")
        if day == "late_request":
            self.late.append(request)
            raise httpx.ReadTimeout("on its way")
        if self.late and not self.is_good:
            # What was thought lost arrives, long after a newer one was sent.
            self._answer(self.late.pop())
        response = self._answer(request)
        if day == "double":
            self._answer(request)
        if day == "drop_reply":
            raise httpx.ReadTimeout("dropped")
        if day == "cut":
            cut = response.content[: len(response.content) // 2]
            return httpx.Response(200, headers=response.headers, stream=httpx.ByteStream(cut))
        return response

    def _answer(self, request: httpx.Request) -> httpx.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        signed = Request(request.method, str(request.url), headers)
        handler = HANDLERS[request.method, request.url.path]
        answer = respond(self.world.hub, signed, request.content, handler)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=httpx.ByteStream(answer.body)
        )


_DAYS = ("",) * 8 + ("drop_request", "late_request", "double", "drop_reply", "cut")


class Station:
    """One station: its store, its engine, and what a person was told there."""

    disk_full = 0.03

    def __init__(self, world: "World", path: Path, keys: Secrets, clock: FakeClock) -> None:
        self.world, self.path, self.keys, self.clock = world, path, keys, clock
        self.committed: set[str] = set()
        self.snapshots: list[Path] = []
        self.image = path.with_name(f"image-{path.name}")
        self.open()

    def open(self) -> None:
        self.store = Store(self.path, self.keys, self.clock)
        self.site = Site(self.store, lambda: HALL_KEY)
        self.name = self.store.chain().station
        self.store.write = self._crashing(self.store.write)
        self.line = Line(self.world)
        self.engine = Engine(
            self.store, after_delivery=after_delivery, transport=self.line, monotonic=lambda: 0.0
        )
        self.engine._push_size.bytes = self.world.chance.choice([2_048, 4_096, 16_384])
        self.engine._page_size.bytes = self.world.chance.choice([2_048, 4_096, 16_384])

    def close(self) -> None:
        self.engine.close()
        self.store.close()

    def restart(self, *, lost_commits: int = 0) -> None:
        """End the program; a power cut takes with it what was not on the disk."""
        self.close()
        if lost_commits and self.snapshots:
            kept = self.snapshots[max(0, len(self.snapshots) - lost_commits)]
            for old in self.path.parent.glob(self.path.name + "*"):
                old.unlink()
            for part in kept.parent.glob(kept.name + "*"):
                suffix = part.name.removeprefix(kept.name)
                shutil.copy(part, self.path.with_name(self.path.name + suffix))
        self.snapshots.clear()
        self.open()

    def keep_image(self) -> None:
        """Somebody copies the disk, for later or for another machine."""
        self.close()
        shutil.copy(self.path, self.image)
        self.open()

    def go_back_to_image(self, on_hub: set[str]) -> None:
        """The old disk, or its copy, goes on in the place of this one; what stood on this one alone
        is lost with it."""
        self.restart_from(self.image)
        here = {row[0] for row in self.rows("SELECT id FROM events")}
        self.committed &= here | on_hub

    def restart_from(self, image: Path) -> None:
        self.close()
        for old in self.path.parent.glob(self.path.name + "*"):
            old.unlink()
        shutil.copy(image, self.path)
        self.open()

    def power_cut(self) -> None:
        """With synchronous=FULL nothing committed is lost; with less, the last commits are."""
        is_full = self.store._db.execute("PRAGMA synchronous").fetchone()[0] >= 2
        self.restart(lost_commits=0 if is_full else self.world.chance.randint(1, 3))

    def _crashing(self, write):
        @contextlib.contextmanager
        def crashing() -> Iterator[object]:
            chance, appended = self.world.chance, []
            self._keep_a_copy()
            with write() as writing:
                yield writing
                if self.world.is_dangerous and chance.random() < 0.03:
                    raise Crash
                if self.world.is_dangerous and chance.random() < self.disk_full:
                    raise DiskFull("for a moment")
                appended = [event.id for event in writing.appended]
            self.committed.update(appended)
            if self.world.is_dangerous and chance.random() < 0.03:
                raise Crash

        return crashing

    def _keep_a_copy(self) -> None:
        """Only where the disk would forget: what it would hold after a cut."""
        if self.store._db.execute("PRAGMA synchronous").fetchone()[0] >= 2:
            return
        name = self.path.with_name(f"cut-{len(self.snapshots)}-{self.path.name}")
        for part in self.path.parent.glob(self.path.name + "*"):
            shutil.copy(part, name.with_name(name.name + part.name.removeprefix(self.path.name)))
        self.snapshots.append(name)

    def rows(self, query: str, *values: object) -> list[tuple]:
        with self.store.read() as db:
            return db.execute(query, values).fetchall()

    def state(self, aggregate: str) -> Vacancy | None:
        with self.store.read() as db:
            return self.store.applier(db).state(aggregate)


@dataclass
class Template:
    """A hub with enrolled stations, made once and copied for each seed."""

    folder: Path
    keys: list[Secrets]

    @classmethod
    def make(cls, folder: Path, database: str = "") -> "Template":
        clock = FakeClock()
        init_hub(folder / "hub", HALL, "第一零工市场", "430111", database=database, clock=clock)
        keys = [Secrets(bytes([65 + i]) * 32) for i in range(STATIONS)]
        with open_hub(folder / "hub", clock=clock) as hub:
            maker = World.__new__(World)
            maker.hub, maker.chance = hub, random.Random(0)
            for i in range(STATIONS):
                path = folder / f"{i}.db"
                chain = Chain(f"s{i:015d}", "", "")
                store = Store.create(path, keys[i], clock, chain)
                code, _ = new_code(folder / "hub", clock=clock)
                enroll(store, URL, code, "public", transport=Line(maker, is_good=True))
                store.close()
        return cls(folder, keys)


class World:
    """One run of one seed."""

    def __init__(self, template: Template, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        shutil.copytree(template.folder, folder)
        self.folder = folder
        self.clock = FakeClock()
        self.is_dangerous = False
        self._hub_open = open_hub(folder / "hub", clock=self.clock)
        self.hub: Hub = self._hub_open.__enter__()
        # Each station has a clock of its own, off by up to two minutes.
        self.stations = [
            Station(
                self,
                folder / f"{i}.db",
                keys,
                FakeClock(self.clock.ms + self.chance.randint(-120_000, 120_000)),
            )
            for i, keys in enumerate(template.keys)
        ]
        self.people = 0
        self.vacancies = 0
        self.alarms: list[str] = []
        self.is_clock_wrong = False
        self.has_images = has_images(seed)
        self.is_disk_old = False
        employer = register_employer(self.stations[0].site, household(1)).id
        self._post(self.stations[0], employer)
        self.is_dangerous = True

    def close(self) -> None:
        for station in self.stations:
            station.close()
        self._hub_open.__exit__(None, None, None)
        shutil.rmtree(self.folder)

    def run(self, steps: int = STEPS) -> None:
        for _ in range(steps):
            self.step()
        self.come_to_rest()

    def step(self) -> None:
        station = self.chance.choice(self.stations)
        acts = _ACTS | _ACTS_ON_DISKS if self.has_images else _ACTS
        act = self.chance.choices(list(acts), list(acts.values()))[0]
        try:
            getattr(self, "_" + act)(station)
        except (NotPossible, DiskFull):
            pass
        except SyncError as error:
            self._note(error)
        except Crash:
            station.power_cut()
        self.check(station)

    def _note(self, error: SyncError) -> None:
        if error.code == "checksum" or (error.code == "fork" and not self.is_disk_old):
            self.alarms.append(error.code)

    # What people, programs and the weather do.

    def _post(self, station: Station, employer: str = "") -> None:
        if self.vacancies >= 3:
            return
        employer = employer or register_employer(station.site, household(1)).id
        headcount = self.chance.choice([1, 2, 3, 6])
        given = posting(station.site, employer, headcount=headcount)
        post_vacancy(station.site, given)
        self.vacancies += 1

    def _register(self, station: Station) -> str:
        self.people += 1
        done = register_seeker(station.site, seeker(self.chance.randint(1, 12)))
        return str(done.seeker.id)

    def _agree(self, station: Station) -> None:
        vacancy = self._known_vacancy(station)
        if not vacancy:
            return
        person = self._register(station)
        referral = refer(station.site, person, vacancy).referral.id
        for side in Side:
            agree(station.site, referral, side, "station")

    def _answer(self, station: Station) -> None:
        """Somebody answers for a referral of whatever station."""
        known = station.rows("SELECT id FROM referrals ORDER BY id")
        if known:
            referral = self.chance.choice(known)[0]
            act = self.chance.choice([agree, decline])
            act(station.site, referral, self.chance.choice(list(Side)), "station")

    def _undo(self, station: Station) -> None:
        known = station.rows("SELECT id FROM referrals WHERE status = 'agreed' ORDER BY id")
        if known:
            undo_agreement(station.site, self.chance.choice(known)[0], "staff:x")

    def _headcount(self, station: Station) -> None:
        vacancy = self._known_vacancy(station)
        state = station.state(vacancy) if vacancy else None
        if state is not None and state.station == station.name:
            # Below what is agreed here it is refused; what others agreed it cannot know yet.
            with contextlib.suppress(InvalidInput):
                change_headcount(station.site, vacancy, self.chance.randint(1, 6), "staff:x")

    def _suspend(self, station: Station) -> None:
        """The desk suspends the employer, or lets it go on; other stations post meanwhile."""
        employer = register_employer(station.site, household(1)).id
        site = station.site
        try:
            reinstate_employer(site, authorise_console(Act.SUSPEND_EMPLOYER), employer, "查清了")
        except NotPossible:
            leave, today = authorise_console(Act.SUSPEND_EMPLOYER), site.today().isoformat()
            suspend_employer(site, leave, employer, until=today, reason="fees", text="收押金")

    def _sync(self, station: Station) -> None:
        station.engine.exchange()

    def _wait(self, _station: Station) -> None:
        ms = self.chance.choice([1_000, 60_000, 20 * 60_000, 70 * 60_000])
        self.clock.ms += ms
        for station in self.stations:
            station.clock.ms += ms

    def _jump(self, station: Station) -> None:
        """A clock is set back by a dead battery, or forward by a finger."""
        station.clock.ms += self.chance.choice([-3, 2]) * 3_600_000
        self.is_clock_wrong = True

    def _crash(self, station: Station) -> None:
        station.restart()

    def _cut(self, station: Station) -> None:
        station.power_cut()

    def _image(self, _station: Station) -> None:
        for station in self.stations:
            station.keep_image()

    def _old_disk(self, _station: Station) -> None:
        kept = [station for station in self.stations if station.image.exists()]
        if kept:
            self.is_disk_old = True
            station = self.chance.choice(kept)
            station.go_back_to_image(self.hub_ids())
            # Work goes on at once: on what the hub knows otherwise, if it knows more.
            self._register(station)

    def _new_code(self, station: Station) -> None:
        """Staff look into it and enrol the station anew."""
        code, _ = new_code(self.folder / "hub", clock=self.clock)
        enroll(station.store, URL, code, "public", transport=Line(self, is_good=True))
        station.restart()

    def _restart_hub(self, _station: Station) -> None:
        self._hub_open.__exit__(None, None, None)
        self._hub_open = open_hub(self.folder / "hub", clock=self.clock)
        self.hub = self._hub_open.__enter__()

    def _known_vacancy(self, station: Station) -> str:
        known = station.rows("SELECT id FROM vacancies ORDER BY id")
        return str(self.chance.choice(known)[0]) if known else ""

    # What must hold.

    def hub_ids(self) -> set[str]:
        with self.hub.database.read() as connection:
            return {row[0] for row in connection.exec_driver_sql("SELECT id FROM events")}

    def check(self, station: Station) -> None:
        """After each step: nothing is called delivered that the hub does not hold (I8), the
        station has all it was told it has (I7), and nobody oversold what he can see (I4)."""
        acknowledged = {
            row[0]
            for row in station.rows(
                "SELECT events.id FROM events LEFT JOIN outbox USING (seq) "
                "WHERE events.station = ? AND outbox.seq IS NULL",
                station.name,
            )
        }
        missing = acknowledged - self.hub_ids()
        if missing:
            raise Broken(f"I8: {len(missing)} events are called delivered and are not")
        known = {row[0] for row in station.rows("SELECT id FROM events")}
        if self.is_disk_old:
            # What an old disk lacks comes back from the hub, once it has a chain of its own.
            known |= self.hub_ids()
        if not station.committed <= known:
            raise Broken(f"I7: {len(station.committed - known)} committed events are gone")
        for alarm in self.alarms:
            raise Broken(f"I5: alarm {alarm} without anybody having touched a disk")

    def come_to_rest(self) -> None:
        """Good weather until nobody has anything to say; then everything is looked at."""
        self.is_dangerous = False
        for station in self.stations:
            station.clock.ms = self.clock.ms
            station.line.is_good = True
        for _ in range(60):
            moved = False
            for station in self.stations:
                try:
                    done = station.engine.exchange()
                except SyncError as error:
                    self._note(error)
                    moved = True
                    if error.code in {"fork", "quarantined", "epoch"}:
                        self._new_code(station)
                    continue
                moved = moved or bool(done.pushed or done.pulled or done.has_more)
            if not moved:
                break
        else:
            raise Broken("I1: the stations never come to rest")
        for station in self.stations:
            self.check(station)
        self._check_all()

    def _check_all(self) -> None:
        held = self.hub_ids()
        for station in self.stations:
            if not station.committed <= held:
                raise Broken(f"I1: {len(station.committed - held)} events are lost")
            waiting = station.rows("SELECT count(*) FROM outbox")[0][0]
            if waiting:
                raise Broken(f"I6: {waiting} events have no answer")
            have = {row[0] for row in station.rows("SELECT id FROM events")}
            if not held <= have:
                raise Broken(f"I5: {len(held - have)} events were skipped")
        self._check_states()
        self._check_seats()

    def _check_states(self) -> None:
        with self.hub.database.read() as connection:
            states = states_at(connection)
        for station in self.stations:
            with station.store.read() as db:
                found = states_in(db)
            if found != states:
                raise Broken("I3: a station and the hub hold the same events and differ")

    def _check_seats(self) -> None:
        for (vacancy,) in self.stations[0].rows("SELECT id FROM vacancies"):
            state = self.stations[0].state(vacancy)
            wanted = self.stations[0].rows(
                "SELECT max(json_extract(payload, '$.headcount')) FROM events WHERE aggregate = ?",
                vacancy,
            )
            most = wanted[0][0]
            seats = state.seats
            if seats.minted != seats.retired + sum(seats.held.values()):
                raise Broken("I4: seats were lost or made")
            if seats.overflow and not (self.is_clock_wrong or self.is_disk_old):
                raise Broken(f"I4: {seats.overflow} agreements over, and every clock was right")
            if state.agreed > most + seats.overflow:
                raise Broken(f"I4: {state.agreed} agreements on {most} seats")
        asked = self.stations[0].rows(
            "SELECT count(*), count(DISTINCT json_extract(payload, '$.request')) FROM events "
            "WHERE type = 'SeatsTransferred'"
        )
        if asked[0][0] != asked[0][1] and not self.is_disk_old:
            raise Broken("I2: one request was served twice")

    def verify(self) -> None:
        """Fold everything anew on every node; slower, for some seeds."""
        for station in self.stations:
            if verify_store(station.store).findings:
                raise Broken("verify: a station")
        if verify_hub(self.folder / "hub").findings:
            raise Broken("verify: the hub")


_ACTS = {
    "agree": 10,
    "answer": 4,
    "undo": 3,
    "post": 3,
    "headcount": 2,
    "suspend": 1,
    "sync": 22,
    "wait": 4,
    "jump": 1,
    "crash": 2,
    "cut": 2,
    "restart_hub": 1,
}
_ACTS_ON_DISKS = {"image": 4, "old_disk": 5, "new_code": 2}
