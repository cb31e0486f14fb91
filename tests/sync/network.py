"""A network with bad days, for httpx; and a hall with a real hub and real stations."""

import shutil
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from node_states import states_at, states_in
from postgres_server import shared_server
from synthetic import FakeClock, Stores

from kiosk.domain.events import Consent, SeekerRegistered, VacancyPosted
from kiosk.store.chain import Chain, write_chain
from kiosk.store.database import transaction
from kiosk.store.store import Store
from kiosk.sync.engine import Engine, SyncCounts, sync_until_empty
from kiosk.sync.enrolling import enroll
from kiosk.sync.hub import HubServer, add_hall, init_hub, new_code
from kiosk.sync.hub.installation import open_hub

FAULTS = ("drop_request", "drop_reply", "duplicate", "cut")


class _CutStream(httpx.SyncByteStream):
    def __init__(self, data: bytes) -> None:
        self._data = data

    def __iter__(self) -> Iterator[bytes]:
        yield self._data
        raise httpx.ReadError("cut")


@dataclass
class BadNetwork(httpx.BaseTransport):
    """Hands requests on, except where the next word of `faults` says otherwise.

    `seen` keeps every request with its body. `alter` may change a request before it is sent,
    `answer` may answer instead of the hub.
    """

    faults: list[str] = field(default_factory=list)
    seen: list[httpx.Request] = field(default_factory=list)
    alter: Callable[[httpx.Request], httpx.Request] | None = None
    answer: Callable[[httpx.Request], httpx.Response] | None = None

    def __post_init__(self) -> None:
        # No TLS here: reading the system's authorities takes longer than most exchanges.
        self._real = httpx.HTTPTransport(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.seen.append(request)
        if self.answer is not None:
            return self.answer(request)
        if self.alter is not None:
            request = self.alter(request)
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "drop_request":
            raise httpx.ConnectError("dropped")
        response = self._forward(request)
        if fault == "drop_reply":
            raise httpx.ReadTimeout("reply dropped")
        if fault == "duplicate":
            response = self._forward(request)
        if fault == "cut":
            half = response.content[: len(response.content) // 2]
            return httpx.Response(
                response.status_code, headers=response.headers, stream=_CutStream(half)
            )
        return response

    def _forward(self, request: httpx.Request) -> httpx.Response:
        response = self._real.handle_request(request)
        body = b"".join(response.stream)
        response.close()
        return httpx.Response(
            response.status_code, headers=response.headers, stream=httpx.ByteStream(body)
        )

    def close(self) -> None:
        self._real.close()


@dataclass
class SyncHall:
    """A hub that serves one hall (or more) on loopback, and stations that enrol there."""

    folder: Path
    clock: FakeClock
    stores: Stores
    hall: str = "hall-1"
    database: str = ""
    backup_database: str = ""

    def __post_init__(self) -> None:
        self.hub_dir = self.folder / "hub"
        init_hub(
            self.hub_dir,
            self.hall,
            "第一零工市场",
            "350102",
            database=self.database,
            clock=self.clock,
        )
        self.server = HubServer(self.hub_dir, clock=self.clock)
        self.server.start()
        self.network = BadNetwork()

    def close(self) -> None:
        self.server.stop()
        self.network.close()

    def restart(self, before: Callable[[], object] = lambda: None) -> None:
        """Stop the hub, do something, and serve again at the same address."""
        port = httpx.URL(self.server.url).port
        self.server.stop()
        before()
        self.server = HubServer(self.hub_dir, port=port or 0, clock=self.clock)
        self.server.start()

    def back_up(self) -> None:
        """Keep a copy of the stopped hub."""
        shutil.copytree(self.hub_dir, self.folder / "backup")
        if self.database:
            name = self.database.rpartition("/")[2]
            self.backup_database = shared_server().new_database(template=name)

    def restore_backup(self) -> None:
        if self.database:
            shared_server().replace_database(self.database, self.backup_database)
        shutil.rmtree(self.hub_dir)
        shutil.copytree(self.folder / "backup", self.hub_dir)

    def add_hall(self, hall: str, county: str = "", follows: tuple[str, ...] = ()) -> None:
        add_hall(self.hub_dir, hall, f"大厅 {hall}", county, follows=follows, clock=self.clock)

    def code(self, kind: str = "public", hall: str = "") -> str:
        return new_code(self.hub_dir, kind, hall=hall or self.hall, clock=self.clock)[0]

    def fresh(self, *, hall: str = "", clock: FakeClock | None = None) -> Store:
        store = self.stores.create("?", clock=clock)
        with transaction(store._db) as db:
            write_chain(db, Chain(store.chain().station, hall, "?"))
        return store

    def station(
        self, kind: str = "public", *, hall: str = "", clock: FakeClock | None = None
    ) -> Store:
        store = self.fresh(clock=clock)
        enroll(store, self.server.url, self.code(kind, hall), kind, transport=BadNetwork())
        return store

    def engine(self, store: Store) -> Engine:
        return Engine(store, transport=self.network)

    def sync(self, store: Store, **options: object) -> SyncCounts:
        return sync_until_empty(store, **options)  # type: ignore[arg-type]

    def hub_states(self, prefix: str = "") -> dict[str, str]:
        with open_hub(self.hub_dir) as hub, hub.database.read() as connection:
            found = states_at(connection)
        return {name: text for name, text in found.items() if name.startswith(prefix)}


def states(store: Store) -> dict[str, str]:
    with store.read() as db:
        return states_in(db)


def event_ids(store: Store) -> set[str]:
    with store.read() as db:
        return {row[0] for row in db.execute("SELECT id FROM events").fetchall()}


def register(store: Store, count: int = 1, name: str = "张试") -> list[str]:
    """Made-up seekers, one transaction each. Returns their aggregates."""
    people = []
    for i in range(count):
        with store.write() as writing:
            person = SeekerRegistered(
                number=writing.next_number("2026-11-23"),
                name=f"{name}{i}",
                id_kind="resident",
                id_number="",
                consent=Consent(version="1"),
            )
            people.append(writing.append(person, writing.new_id("seeker"), "station").aggregate)
    return people


def post(store: Store, headcount: int = 3) -> str:
    """A made-up vacancy. Returns its aggregate."""
    with store.write() as writing:
        vacancy = VacancyPosted(
            number=writing.next_number("2026-11-23"),
            employer="employer:x",
            employer_name="试用户",
            trade="loader",
            headcount=headcount,
            pay_cents=26_000,
            pay_unit="day",
            settlement="daily",
            starts=writing.now_ms,
            ends=writing.now_ms + 3_600_000,
            valid_until=writing.now_ms + 3_600_000,
            place="东门",
            review="live",
        )
        return writing.append(vacancy, writing.new_id("vacancy"), "station").aggregate
