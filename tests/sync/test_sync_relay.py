"""Hall hub → city → province: one program on three levels, nothing lost on the way."""

import contextlib
import threading
import time

import msgspec
import pytest
from hub_process import HubProcess
from network import BadNetwork, SyncHall, post, register

from kiosk.domain.envelope import Event, header_hash
from kiosk.store.chain import Chain
from kiosk.store.keys import Secrets, new_master_key
from kiosk.store.store import Store
from kiosk.store.system_clock import SystemClock
from kiosk.store.verify import verify_store
from kiosk.sync.engine import sync_until_empty
from kiosk.sync.enrolling import enroll
from kiosk.sync.errors import SyncError
from kiosk.sync.hub import HubServer, hub_events, init_hub, new_code, verify_hub
from kiosk.sync.hub import parent as parent_module
from kiosk.sync.hub import relay as relay_module
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.parent import join_parent, refused_above
from kiosk.sync.hub.relay import Relay
from kiosk.sync.hub.tables import CHECKPOINTS


class Levels:
    """A city and a province above the hall's hub."""

    def __init__(self, hall: SyncHall, new_database) -> None:
        self.hall, self.servers, self.dirs = hall, {}, {"hall": hall.hub_dir}
        for name in ("city", "province"):
            self.dirs[name] = hall.folder / name
            database = new_database()
            init_hub(self.dirs[name], name, name, database=database, clock=hall.clock)
            self.start(name)
        self.join("hall", "city")
        self.join("city", "province")

    def start(self, name: str, port: int = 0) -> None:
        self.servers[name] = HubServer(self.dirs[name], port=port, clock=self.hall.clock)
        self.servers[name].start()

    def restart(self, name: str) -> None:
        port = int(self.servers[name].url.rpartition(":")[2])
        self.servers[name].stop()
        self.start(name, port)

    def join(self, child: str, parent: str) -> None:
        code = new_code(self.dirs[parent], "hub", hall=parent, clock=self.hall.clock)[0]
        with open_hub(self.dirs[child], clock=self.hall.clock) as hub:
            join_parent(hub, self.servers[parent].url, code)

    def pass_on(self, name: str, network: BadNetwork | None = None) -> int:
        """Until the parent has everything. Returns how many events went up."""
        with open_hub(self.dirs[name], clock=self.hall.clock) as hub:
            relay, count = Relay(hub, transport=network or BadNetwork()), 0
            with contextlib.closing(relay):
                while sent := relay.pass_on():
                    count += sent
        return count

    def events(self, name: str) -> dict[str, Event]:
        return {event.id: event for event in hub_events(self.dirs[name])}

    def close(self) -> None:
        for server in self.servers.values():
            server.stop()


@pytest.fixture
def levels(hall: SyncHall, new_database):
    made = Levels(hall, new_database)
    yield made
    made.close()


def test_headers_of_all_and_payloads_of_public_events_reach_the_top(levels: Levels):
    a = levels.hall.station()
    (person,) = register(a)
    vacancy = post(a)
    levels.hall.sync(a)
    levels.pass_on("hall")
    levels.pass_on("city")
    below, above = levels.events("hall"), levels.events("province")
    assert set(below) <= set(above)
    for key, event in below.items():
        assert header_hash(above[key]) == header_hash(event)
        assert above[key].received == event.received
    assert all(event.payload is None for event in above.values() if event.aggregate == person)
    assert all(event.payload for event in above.values() if event.aggregate == vacancy)
    for name in levels.dirs:
        assert verify_hub(levels.dirs[name]).findings == ()
    assert levels.pass_on("hall") == 0


def test_the_province_can_check_what_a_station_signed(levels: Levels):
    a = levels.hall.station()
    register(a, 3)
    levels.hall.sync(a)
    levels.pass_on("hall")
    levels.pass_on("city")
    with open_hub(levels.dirs["province"]) as hub, hub.database.read() as connection:
        words = {row.station: row.n for row in connection.execute(CHECKPOINTS.select())}
    assert words[a.chain().station] == 3


@pytest.mark.parametrize("fault", ["drop_request", "drop_reply", "duplicate", "cut"])
def test_each_fault_on_the_way_up_loses_nothing(levels: Levels, fault):
    a = levels.hall.station()
    register(a, 4)
    levels.hall.sync(a)
    # A request that arrived twice is told that its counter was used: it asks again at once.
    is_mended = fault == "duplicate"
    with contextlib.nullcontext() if is_mended else pytest.raises(SyncError):
        levels.pass_on("hall", BadNetwork(faults=[fault]))
    levels.pass_on("hall")
    assert set(levels.events("hall")) <= set(levels.events("city"))
    assert verify_hub(levels.dirs["city"]).is_clean


def test_two_hubs_restart_in_the_middle(levels: Levels, monkeypatch):
    monkeypatch.setattr(relay_module, "_EVENTS_AT_ONCE", 3)
    a = levels.hall.station()
    register(a, 10)
    levels.hall.sync(a)
    with open_hub(levels.dirs["hall"], clock=levels.hall.clock) as hub:
        relay = Relay(hub, transport=BadNetwork())
        with contextlib.closing(relay):
            relay.pass_on()
    levels.restart("city")
    levels.hall.restart()
    levels.pass_on("hall")
    levels.restart("province")
    levels.pass_on("city")
    assert set(levels.events("hall")) <= set(levels.events("province"))
    assert verify_hub(levels.dirs["province"]).is_clean


def test_a_serving_hub_passes_on_by_itself(levels: Levels):
    a = levels.hall.station()
    register(a, 2)
    levels.hall.sync(a)
    levels.hall.restart()
    levels.restart("city")
    wanted = set(levels.events("hall"))
    for _ in range(2_000):
        if wanted <= set(levels.events("province")):
            break
    assert wanted <= set(levels.events("province"))


def test_a_hub_cannot_alter_what_a_station_said(levels: Levels, monkeypatch):
    """A relay with a changed event: its hash no longer fits what the station signed."""
    a = levels.hall.station()
    post(a)
    levels.hall.sync(a)
    real = relay_module._as_seen_above

    def altered(event: Event) -> Event:
        if event.type == "VacancyPosted":
            return msgspec.structs.replace(real(event), actor="staff:forged")
        return real(event)

    monkeypatch.setattr(relay_module, "_as_seen_above", altered)
    with pytest.raises(SyncError, match="checkpoint"):
        levels.pass_on("hall")
    assert not any(event.type == "VacancyPosted" for event in levels.events("city").values())


def test_a_hall_belongs_to_the_hub_that_spoke_for_it_first(
    levels: Levels, hall: SyncHall, new_database
):
    register(station := hall.station())
    hall.sync(station)
    levels.pass_on("hall")
    other = hall.folder / "other"
    init_hub(other, hall.hall, "翻版", database=new_database(), clock=hall.clock)
    levels.dirs["other"] = other
    levels.join("other", "city")
    levels.pass_on("other")
    with open_hub(other) as hub:
        assert {code for _, code, _ in refused_above(hub)} == {"wrong_hall"}
    assert {event.station for event in levels.events("other").values()}.isdisjoint(
        event.station for event in levels.events("city").values()
    )


def test_a_station_cannot_pass_on(levels: Levels, hall: SyncHall, monkeypatch):
    code = new_code(levels.dirs["city"], "public", hall="city", clock=hall.clock)[0]
    monkeypatch.setattr(parent_module, "HUB_KIND", "public")
    other = hall.folder / "thief"
    init_hub(other, "h7", "贼", clock=hall.clock)
    with open_hub(other, clock=hall.clock) as hub:
        join_parent(hub, levels.servers["city"].url, code)
    levels.dirs["thief"] = other
    with pytest.raises(SyncError, match="not_a_hub"):
        levels.pass_on("thief")


def test_erasure_goes_up_and_covers_what_comes_later(levels: Levels):
    from kiosk.domain.events import EmployerRegistered, PersonErased

    a = levels.hall.station()
    with a.write() as writing:
        employer = writing.new_id("employer")
        writing.append(EmployerRegistered(kind="household", name="张某"), employer, "station")
    levels.hall.sync(a)
    levels.pass_on("hall")
    with a.write() as writing:
        writing.append(PersonErased(), employer, "station")
    levels.hall.sync(a)
    levels.pass_on("hall")
    kept = [event for event in levels.events("city").values() if event.aggregate == employer]
    assert [bool(event.payload) for event in sorted(kept, key=lambda e: e.n)] == [False, True]
    assert verify_hub(levels.dirs["city"]).is_clean


class Processes:
    """Province, city and two halls' hubs, each a process of its own on its own clock."""

    def __init__(self, folder, new_database) -> None:
        self.dirs, self.running = {}, {}
        tree = (("province", "", "430000"), ("city", "province", "430100"))
        halls = (("a", "city", "430111"), ("b", "city", "430121"))
        follows = {"a": ("430121",), "b": ("430111",)}
        for name, parent, county in (*tree, *halls):
            self.dirs[name] = folder / f"process-{name}"
            init_hub(
                self.dirs[name],
                f"{county}001",
                name,
                county,
                follows=follows.get(name, ()),
                database=new_database(),
            )
            if parent:
                with open_hub(self.dirs[name]) as hub:
                    code = new_code(self.dirs[parent], "hub")[0]
                    join_parent(hub, self.running[parent].url, code)
            self.running[name] = HubProcess(self.dirs[name])

    def kill_and_start(self, name: str) -> None:
        self.running[name].kill()
        self.running[name].start()

    def close(self) -> None:
        for process in self.running.values():
            process.kill()

    def ids(self, name: str) -> set[str]:
        return {event.id for event in hub_events(self.dirs[name])}


def test_hubs_are_killed_in_the_middle_three_levels_deep(tmp_path, stores, new_database):
    """From hall A up to the province and down to hall B, while hubs on the way die by kill -9."""
    tree = Processes(tmp_path, new_database)
    try:
        a, b = (
            stores.keep(
                Store.create(
                    tmp_path / f"{letter}.db",
                    Secrets(new_master_key()),
                    SystemClock(),
                    Chain(stores.create(letter).chain().station, "", "?"),
                )
            )
            for letter in "AB"
        )
        for store, name in ((a, "a"), (b, "b")):
            enroll(store, tree.running[name].url, new_code(tree.dirs[name])[0], "public")
        posted = set()
        for victims in (("city",), ("a", "city"), ("b", "province"), ("city", "b")):
            posted |= {post(a) for _ in range(5)}
            register(a, 3)
            sync_until_empty(a)
            for name in victims:
                tree.kill_and_start(name)

        def has_all() -> bool:
            sync_until_empty(b)
            with b.read() as db:
                listed = {row[0] for row in db.execute("SELECT id FROM vacancies").fetchall()}
            return listed == posted and tree.ids("a") <= tree.ids("province")

        deadline = time.monotonic() + 60
        while not has_all() and time.monotonic() < deadline:
            threading.Event().wait(0.2)
        assert has_all()
    finally:
        tree.close()
    for path in tree.dirs.values():
        assert verify_hub(path).findings == ()
    for store in (a, b):
        assert verify_store(store).findings == ()
