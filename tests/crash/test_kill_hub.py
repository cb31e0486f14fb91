"""kill -9 at a working station and at its hub, in turns: nothing is lost, nothing stands twice."""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from committed import KEYS
from hub_process import HubProcess
from synthetic import FakeClock, Stores

from kiosk.service.follow_ups import after_delivery
from kiosk.store.outbox import outbox_counts
from kiosk.store.store import Store
from kiosk.store.system_clock import SystemClock
from kiosk.store.verify import verify_store
from kiosk.sync.engine import sync_until_empty
from kiosk.sync.enrolling import enroll
from kiosk.sync.hub import hub_events, init_hub, new_code, verify_hub

HERE = Path(__file__).parent
# More than a station gets done before it is killed, and forty turns of them have numbers.
PEOPLE_A_TURN = 1_000
_TABLES = {
    "seeker": "seekers",
    "vacancy": "vacancies",
    "referral": "referrals",
    "agreed": "referrals",
    "pending": "referrals",
}


class StationProcess:
    """A station that works and synchronises; what it said is kept."""

    def __init__(self, path: Path) -> None:
        self.path, self.said, self.turn = path, [], 0
        self.start()

    def start(self) -> None:
        self.turn += 1
        self._process = subprocess.Popen(
            [
                sys.executable,
                str(HERE / "busy_station.py"),
                str(self.path),
                str(self.turn * PEOPLE_A_TURN),
                "sync",
            ],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent), *sys.path])},
        )
        assert self._process.stdout.readline() == "ready -\n"
        self._reader = threading.Thread(target=self._read, args=(self._process,))
        self._reader.start()

    def _read(self, process: subprocess.Popen) -> None:
        self.said += [line.split() for line in process.stdout if line.endswith("\n")]

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self._process.stdout.close()
        assert self._process.returncode == -signal.SIGKILL


def kill_in_turns(folder: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    init_hub(folder / "hub", "430111001", "第一零工市场", "430111")
    hub = HubProcess(folder / "hub")
    stores = Stores(folder, FakeClock())
    path = stores.create(keys=KEYS).path
    stores.close()
    store = Store(path, KEYS, SystemClock())
    enroll(store, hub.url, new_code(folder / "hub")[0], "public")
    store.close()
    station = StationProcess(path)
    try:
        for _ in range(kills):
            threading.Event().wait(chance.uniform(0.02, 0.4))
            victim = chance.choice([hub, station])
            victim.kill()
            victim.start()
        threading.Event().wait(0.3)
    except BaseException:
        hub.kill()
        raise
    finally:
        station.kill()
    look_at_everything(folder, hub, station)


def look_at_everything(folder: Path, hub: HubProcess, station: StationProcess) -> None:
    store = Store(station.path, KEYS, SystemClock())
    try:
        sync_until_empty(store, after_delivery=after_delivery)
        with store.read() as db:
            assert outbox_counts(db).pending == 0
            assert outbox_counts(db).invalid == 0
            # The log of the program stands between.
            said = [words for words in station.said if words and words[0] in _TABLES]
            for word, record, *_number in said:
                query = f"SELECT 1 FROM {_TABLES[word]} WHERE id = ?"
                row = db.execute(query, (record,)).fetchone()
                assert row is not None, (word, record)
        chain = store.chain()
        assert len(said) > 20
        assert verify_store(store).findings == ()
    finally:
        store.close()
        hub.kill()
    held = [event.n for event in hub_events(folder / "hub", chain.station)]
    assert held == list(range(1, chain.n + 1))
    assert verify_hub(folder / "hub").findings == ()


def test_station_and_hub_killed_in_turns(tmp_path):
    kill_in_turns(tmp_path, 4, seed=1)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(10))
def test_three_hundred_kills(tmp_path, seed):
    """Ten runs of thirty."""
    kill_in_turns(tmp_path, 30, seed)
