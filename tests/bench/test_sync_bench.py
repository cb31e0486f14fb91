"""Push and pull of 10,000 events over loopback, everything on: `make bench`."""

import resource
import socket
import subprocess
import sys
import time
from pathlib import Path

import floor
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


def _station(folder: Path, name: str, hub: Path, url: str) -> Store:
    keys = Secrets(new_master_key())
    store = Store.create(folder / name, keys, SystemClock(), Chain(new_station_id(), "", ""))
    enroll(store, url, new_code(hub)[0], "public")
    return store


def _engine(store: Store) -> Engine:
    # The log page by page is what is measured, not states first.
    engine = Engine(store, snapshot_behind=10 * EVENTS)
    for size in (engine._push_size, engine._page_size):
        size.bytes = size.most = BATCH_BYTES
    return engine


def _run(engine: Engine, expected: int, count: str) -> float:
    done, start = 0, time.perf_counter()
    while done < expected:
        done += getattr(engine.exchange(), count)
    return time.perf_counter() - start


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
        before = resource.getrusage(resource.RUSAGE_SELF)
        pusher, puller = _engine(a), _engine(b)
        push_s = _run(pusher, EVENTS, "pushed")
        pull_s = _run(puller, EVENTS, "pulled")
        after = resource.getrusage(resource.RUSAGE_SELF)
        pusher.close()
        puller.close()
        a.close()
        b.close()
        assert hub_stats(hub)["station_events"] == EVENTS
        process.terminate()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    hub_cpu = children.ru_utime + children.ru_stime
    station_cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    floor_push_s, floor_pull_s = _floor(tmp_path)
    print(
        f"\npush {EVENTS / push_s:,.0f}/s  pull {EVENTS / pull_s:,.0f}/s  payload {size:.0f} B  "
        f"CPU stations {station_cpu:.2f} s (push and pull), hub {hub_cpu:.2f} s (start included)\n"
        f"floor, same run: push {EVENTS / floor_push_s:,.0f}/s  pull {EVENTS / floor_pull_s:,.0f}/s"
    )
