"""Push and pull of 10,000 events over loopback, everything on: `make bench`."""

import contextlib
import os
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import floor
import httpx
import pytest

from kiosk.domain.events import Consent, SeekerRegistered
from kiosk.domain.ids import new_station_id
from kiosk.store.chain import Chain
from kiosk.store.keys import Secrets, new_master_key
from kiosk.store.store import Store
from kiosk.store.system_clock import SystemClock
from kiosk.sync.engine import Engine
from kiosk.sync.enrolling import enroll
from kiosk.sync.hub import hub_stats, init_hub, new_code

pytestmark = pytest.mark.bench

EVENTS = 10_000
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


def _cpu_of(process: int) -> float:
    """CPU seconds of another process so far (proc(5): fields 14 and 15)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _station(folder: Path, name: str, hub: Path, url: str) -> Store:
    keys = Secrets(new_master_key())
    store = Store.create(folder / name, keys, SystemClock(), Chain(new_station_id(), "", ""))
    enroll(store, url, new_code(hub)[0], "public")
    return store


def _engine(store: Store, wire: _Wire) -> Engine:
    # The log page by page is what is measured, not states first.
    engine = Engine(store, snapshot_behind=10 * EVENTS, transport=wire)
    for size in (engine._push_size, engine._page_size):
        size.bytes = size.most = BATCH_BYTES
    return engine


def _run(store: Store, expected: int, count: str, hub: int) -> _Row:
    wire = _Wire()
    engine = _engine(store, wire)
    done = rounds = 0
    cpu, hub_cpu, start = _own_cpu(), _cpu_of(hub), time.perf_counter()
    while done < expected:
        done += getattr(engine.exchange(), count)
        rounds += 1
    seconds = time.perf_counter() - start
    row = _Row(seconds, _own_cpu() - cpu, _cpu_of(hub) - hub_cpu, wire.size, rounds)
    engine.close()
    return row


def _printed(name: str, row: _Row, floor_s: float) -> str:
    return (
        f"{name:<5}{EVENTS / row.seconds:>8,.0f}/s   {row.size / EVENTS:>4.0f} B/event   "
        f"CPU {row.station_s + row.hub_s:.2f} s "
        f"(station {row.station_s:.2f}, hub {row.hub_s:.2f})   "
        f"floor {EVENTS / floor_s:>8,.0f}/s, {row.seconds / floor_s:.1f} times as long   "
        f"{row.rounds} round trips"
    )


def _floor(folder: Path) -> tuple[float, float]:
    """Seconds of the floor for the same number of events of the same size."""
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


def test_push_and_pull_of_ten_thousand_events(tmp_path):
    hub = tmp_path / "hub"
    init_hub(hub, "h1", "测试大厅", "350100")
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(hub)], stdout=subprocess.PIPE, text=True
    ) as process:
        url = process.stdout.readline().strip()
        a, b = (_station(tmp_path, name, hub, url) for name in ("a.db", "b.db"))
        with a.write() as writing:
            for i in range(EVENTS):
                person = SeekerRegistered(
                    number=f"A{i:05d}",
                    name="测试员",
                    id_kind="resident",
                    id_number=f"3501{i:014d}",
                    sex="男",
                    birth="1980-01-01",
                    ethnicity="汉",
                    address="福建省福州市鼓楼区测试路 1 号",
                    phone=f"138{i:08d}",
                    trades=("porter", "cleaner", "bricklayer"),
                    consent=Consent(version="2026-01", share_phone=True),
                )
                writing.append(person, writing.new_id("seeker"), "station")
        with a.read() as db:
            size = db.execute("SELECT avg(length(CAST(payload AS BLOB))) FROM events").fetchone()[0]
        push = _run(a, EVENTS, "pushed", process.pid)
        pull = _run(b, EVENTS, "pulled", process.pid)
        wire = _Wire()
        with contextlib.closing(_engine(b, wire)) as engine:
            assert not engine.exchange().has_more
        a.close()
        b.close()
        assert hub_stats(hub)["station_events"] == EVENTS
        process.terminate()
    floor_push_s, floor_pull_s = _floor(tmp_path)
    print(
        f"\n{EVENTS:,} registrations of {size:.0f} B, batches of {BATCH}, loopback, all on; "
        "targets (SYNC 8): push 15,000/s, pull 18,000/s, 150 B/event, CPU 0.8 s, "
        "idle 1 round trip\n"
        f"{_printed('push', push, floor_push_s)}\n{_printed('pull', pull, floor_pull_s)}\n"
        f"idle  1 round trip, {wire.size} B"
    )
