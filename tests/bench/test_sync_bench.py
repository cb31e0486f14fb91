"""Push and pull of 10,000 events over loopback, everything on: `make bench`."""

import contextlib
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import floor
import httpx
import pytest
from synthetic import whole_registration

from kiosk.domain.ids import new_station_id
from kiosk.store.chain import Chain
from kiosk.store.keys import Secrets, new_master_key
from kiosk.store.store import Store
from kiosk.store.system_clock import SystemClock
from kiosk.sync.engine import Engine
from kiosk.sync.enrolling import enroll
from kiosk.sync.hub import add_hall, hub_stats, init_hub, new_code

pytestmark = pytest.mark.bench

EVENTS = 10_000
ROUNDS = 5
BATCH = 500
# About 500 events of 400 bytes with their headers.
BATCH_BYTES = BATCH * 730
_SERVE = """
import sys
from pathlib import Path
from kiosk.sync.hub import HubServer
server = HubServer(Path(sys.argv[1]))
server.listen()
print(server.url, flush=True)
server.run()
"""


class _Wire(httpx.HTTPTransport):
    """The line, with the bytes of the bodies that went over it."""

    size = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        for message in (request, response):
            self.size += int(message.headers.get("content-length", "0"))
        return response


class _Row(NamedTuple):
    """One direction: seconds, CPU seconds of station and hub, bytes and requests."""

    seconds: float
    station_s: float
    hub_s: float
    size: int
    rounds: int


class _HubProcess(NamedTuple):
    """Where a hub lies, where it answers, and its process."""

    folder: Path
    url: str
    pid: int


def _cpu_of(process: int) -> float:
    """CPU seconds of another process so far (proc(5): fields 14 and 15)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _station(folder: Path, name: str, hub: _HubProcess, hall: str) -> Store:
    keys = Secrets(new_master_key())
    store = Store.create(folder / name, keys, SystemClock(), Chain(new_station_id(), "", ""))
    enroll(store, hub.url, new_code(hub.folder, hall=hall)[0], "public")
    return store


def _warm_up(folder: Path, hub: _HubProcess) -> int:
    """A first batch, as a hub that runs has long had it; returns the bytes of an idle exchange."""
    store = _station(folder, "first.db", hub, "h0")
    _register(store, 0, BATCH)
    wire = _Wire()
    with contextlib.closing(_engine(store, wire, BATCH_BYTES)) as engine:
        while engine.exchange().has_more:
            pass
        wire.size = 0
        assert not engine.exchange().has_more
    store.close()
    return wire.size


def _engine(store: Store, wire: _Wire, batch_bytes: int) -> Engine:
    # The log page by page is what is measured, not states first.
    engine = Engine(store, snapshot_behind=10 * EVENTS, transport=wire)
    for size in (engine._push_size, engine._page_size):
        size.bytes, size.most = batch_bytes or size.bytes, batch_bytes or size.most
    return engine


def _run(store: Store, expected: int, count: str, hub: int, batch_bytes: int) -> _Row:
    wire = _Wire()
    engine = _engine(store, wire, batch_bytes)
    done = rounds = 0
    cpu, hub_cpu, start = _own_cpu(), _cpu_of(hub), time.perf_counter()
    while done < expected:
        done += getattr(engine.exchange(), count)
        rounds += 1
    seconds = time.perf_counter() - start
    row = _Row(seconds, _own_cpu() - cpu, _cpu_of(hub) - hub_cpu, wire.size, rounds)
    engine.close()
    return row


def _printed(name: str, rows: Sequence[_Row], floors: Sequence[float]) -> str:
    """Medians, each of its own; beside the speed its extremes: machines change their pace."""
    speeds = sorted(EVENTS / row.seconds for row in rows)
    times = [row.seconds / floor_s for row, floor_s in zip(rows, floors, strict=True)]
    return (
        f"{name:<5}{median(speeds):>8,.0f}/s ({speeds[0]:,.0f} to {speeds[-1]:,.0f})   "
        f"{median(row.size / EVENTS for row in rows):>4.0f} B/event   "
        f"CPU {median(row.station_s + row.hub_s for row in rows):.2f} s "
        f"(station {median(row.station_s for row in rows):.2f}, "
        f"hub {median(row.hub_s for row in rows):.2f})   "
        f"floor {median(EVENTS / floor_s for floor_s in floors):>8,.0f}/s, "
        f"{median(times):.1f} times as long   {rows[0].rounds} round trips"
    )


def _floor(folder: Path) -> tuple[float, float]:
    """Seconds of the floor for the same number of events of the same size."""
    folder.mkdir()
    command = [sys.executable, str(Path(floor.__file__)), str(folder / "floor-hub.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        port = int(process.stdout.readline())
        here, there = (floor.connect(folder / f"floor-{name}.db") for name in "ab")
        body = "测" * 60 + "x" * 220
        floor.insert(here, [(f"{i:032d}", body + str(i)) for i in range(EVENTS)])
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            seconds = floor.push(line, here, BATCH), floor.pull(line, there, BATCH)
        here.close()
        there.close()
    return seconds


def _register(store: Store, first: int, count: int) -> None:
    with store.write() as writing:
        for i in range(first, first + count):
            person = whole_registration(i, f"A{i:05d}")
            writing.append(person, writing.new_id("seeker"), "station")


@contextlib.contextmanager
def _serving(folder: Path) -> Iterator[_HubProcess]:
    folder.mkdir()
    hub_dir = folder / "hub"
    init_hub(hub_dir, "h0", "测试大厅", "350100")
    add_hall(hub_dir, "h1", "测试大厅", "350100")
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(hub_dir)], stdout=subprocess.PIPE, text=True
    ) as process:
        yield _HubProcess(hub_dir, process.stdout.readline().strip(), process.pid)
        process.terminate()


def _round(folder: Path, batch_bytes: int = 0) -> tuple[_Row, _Row, int]:
    """A hub of its own; one station pushes, another pulls; then nothing is left to do.

    Without a size batches grow as in a hall: from 16 kB, doubled at each success.
    """
    with _serving(folder) as hub:
        idle = _warm_up(folder, hub)
        stations = [_station(folder, f"{name}.db", hub, "h1") for name in "ab"]
        _register(stations[0], BATCH, EVENTS)
        push = _run(stations[0], EVENTS, "pushed", hub.pid, batch_bytes)
        pull = _run(stations[1], EVENTS, "pulled", hub.pid, batch_bytes)
        for store in stations:
            store.close()
        assert hub_stats(hub.folder)["station_events"] == EVENTS + BATCH
    return push, pull, idle


def test_push_and_pull_of_ten_thousand_events(tmp_path):
    even, grown, floors = [], [], []
    for turn in range(ROUNDS):
        even.append(_round(tmp_path / f"even-{turn}", BATCH_BYTES))
        floors.append(_floor(tmp_path / f"floor-{turn}"))
        grown.append(_round(tmp_path / f"grown-{turn}"))
    print(
        f"\n{EVENTS:,} registrations, loopback, all on; medians of {ROUNDS} rounds; "
        "targets (SYNC 8): push 15,000/s, pull 18,000/s, 150 B/event, CPU 0.8 s, "
        "idle 1 round trip"
    )
    for name, rounds in ((f"in batches of {BATCH}", even), ("in batches as they grow", grown)):
        print(name)
        for place, direction in enumerate(("push", "pull")):
            rows = [each[place] for each in rounds]
            print(_printed(direction, rows, [each[place] for each in floors]))
    print(f"idle  1 round trip, {even[0][2]} B")
