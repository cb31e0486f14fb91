"""Hubs in levels on loopback, with stations below: who joins whom is said by the test."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from network import BadNetwork
from synthetic import FakeClock, Stores

from kiosk.domain.envelope import Event
from kiosk.service.follow_ups import after_delivery
from kiosk.store.store import Store
from kiosk.store.verify import verify_store
from kiosk.sync.engine import SyncCounts, sync_until_empty
from kiosk.sync.enrolling import enroll
from kiosk.sync.hub import HubServer, hub_events, init_hub, new_code, verify_hub
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.parent import join_parent
from kiosk.sync.hub.relay import Relay

COUNTIES = {"a": "430111", "b": "430121", "city": "430100", "province": "430000", "c": "430211"}
ROUNDS = 12


@dataclass
class Tree:
    """Hubs by name; each serves the hall of its name, in a county of its own."""

    folder: Path
    clock: FakeClock
    stores: Stores
    new_database: Callable[[], str]
    dirs: dict[str, Path] = field(default_factory=dict)
    servers: dict[str, HubServer] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    stations: list[Store] = field(default_factory=list)

    def add(self, name: str, parent: str = "", *, follows: tuple[str, ...] = ()) -> None:
        """A hub, below another; `follows` are names of halls whose county its hall follows."""
        self.dirs[name] = self.folder / f"hub-{name}"
        init_hub(
            self.dirs[name],
            hall_of(name),
            f"{name} 零工市场",
            COUNTIES[name],
            follows=tuple(COUNTIES[each] for each in follows),
            database=self.new_database(),
            clock=self.clock,
        )
        self.start(name)
        if parent:
            self.join(name, parent)

    def join(self, name: str, parent: str) -> None:
        self.parents[name] = parent
        code = new_code(self.dirs[parent], "hub", clock=self.clock)[0]
        with open_hub(self.dirs[name], clock=self.clock) as hub:
            join_parent(hub, self.servers[parent].url, code)

    def start(self, name: str, port: int = 0) -> None:
        # Tests say themselves when a hub speaks with its parent.
        self.servers[name] = HubServer(self.dirs[name], port=port, clock=self.clock)
        self.servers[name].start()

    def restart(self, name: str) -> None:
        port = httpx.URL(self.servers[name].url).port
        self.servers[name].stop()
        self.start(name, port or 0)

    def station(self, name: str, kind: str = "public") -> Store:
        store = self.stores.create("?")
        self.enroll(store, name, kind)
        self.stations.append(store)
        return store

    def enroll(self, store: Store, name: str, kind: str = "public") -> None:
        code = new_code(self.dirs[name], kind, clock=self.clock)[0]
        enroll(store, self.servers[name].url, code, kind, transport=BadNetwork())

    def sync(self, store: Store) -> SyncCounts:
        return sync_until_empty(store, after_delivery=after_delivery)

    def pass_on(self, name: str, network: BadNetwork | None = None) -> int:
        """Until neither side has anything more. Returns how many events moved."""
        with open_hub(self.dirs[name], clock=self.clock) as hub:
            relay, count = Relay(hub, transport=network or BadNetwork()), 0
            with contextlib.closing(relay):
                while moved := relay.pass_on():
                    count += moved
        return count

    def come_to_rest(self) -> None:
        """Everybody speaks with everybody until nobody has anything to say."""
        for _ in range(ROUNDS):
            moved = 0
            for store in self.stations:
                done = self.sync(store)
                moved += done.pushed + done.pulled
            for name in self.parents:
                moved += self.pass_on(name)
            if not moved:
                return
        raise AssertionError("they never come to rest")

    def events(self, name: str) -> dict[str, Event]:
        return {event.id: event for event in hub_events(self.dirs[name])}

    def verify(self) -> None:
        for path in self.dirs.values():
            assert verify_hub(path).findings == ()
        for store in self.stations:
            assert verify_store(store).findings == ()

    def close(self) -> None:
        for server in self.servers.values():
            server.stop()


def rows(store: Store, query: str, *values: object) -> list[tuple]:
    with store.read() as db:
        return db.execute(query, values).fetchall()


def hall_of(name: str) -> str:
    """The hall that the hub of that name serves."""
    return f"{COUNTIES[name]}001"
