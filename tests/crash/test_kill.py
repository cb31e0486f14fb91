"""kill -9 at any moment: what was told after its commit is there, and the store is right."""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from committed import KEYS, check
from synthetic import FakeClock, Stores

HERE = Path(__file__).parent


def new_store(folder: Path) -> Path:
    stores = Stores(folder, FakeClock())
    path = stores.create(keys=KEYS).path
    stores.close()
    return path


def run_and_kill(path: Path, first: int, after_s: float) -> list[list[str]]:
    """Let the station work, kill it some time after its first breath; what it said till then."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "busy_station.py"), str(path), str(first)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HERE.parent)},
    )
    with process:
        assert process.stdout.readline() == "ready -\n", process.stderr.read()
        killer = threading.Timer(after_s, process.kill)
        killer.start()
        lines = process.stdout.readlines()
        killer.join()
    assert process.returncode == -signal.SIGKILL
    return [line.split() for line in lines if line.endswith("\n")]


def kill_often(folder: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    path = new_store(folder)
    said: list[list[str]] = []
    count = 0
    for turn in range(kills):
        new = run_and_kill(path, turn * 2_000, chance.uniform(0.001, 0.12))
        said += new
        now = check(path, said)
        assert now >= count
        count = now
    assert len(said) > kills
    numbers = [words[2] for words in said if words[0] == "referral"]
    assert len(numbers) == len(set(numbers))


def test_killed_again_and_again(tmp_path):
    kill_often(tmp_path, 15, seed=1)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_killed_many_times(tmp_path):
    for seed in range(10):
        folder = tmp_path / str(seed)
        folder.mkdir()
        kill_often(folder, 50, seed)


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_two_programs_write(tmp_path, seed):
    """Both die at different moments; the chain is one."""
    chance = random.Random(seed)
    path = new_store(tmp_path)
    said: list[list[list[str]]] = [[], []]

    def run(place: int, after_s: float) -> None:
        said[place] = run_and_kill(path, place * 4_000, after_s)

    threads = [
        threading.Thread(target=run, args=(place, chance.uniform(0.05, 0.2))) for place in (0, 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert check(path, said[0] + said[1]) > 0
