"""Hub and stations as real processes on loopback."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

KIOSK = (sys.executable, "-m", "kiosk")


def run(*args: str | Path, expect: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*KIOSK, *map(str, args)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == expect, (args, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done


def run_json(*args: str | Path) -> dict[str, object]:
    return json.loads(run(*args, "--json").stdout)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(data: Path, port: int) -> Iterator[str]:
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [*KIOSK, "hub", "serve", "--data", str(data), "--listen", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        deadline = time.monotonic() + 30
        while not listens(port):
            assert process.poll() is None, "the hub ended"
            assert time.monotonic() < deadline, "the hub does not listen"
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def test_a_day_goes_to_the_hub_and_to_the_other_station(tmp_path: Path) -> None:
    hub, one, two = tmp_path / "hub", tmp_path / "one", tmp_path / "two"
    made = run_json(
        "hub", "init", "--data", hub, "--hall", "430111001", "--name", "示范", "--county", "430111"
    )
    assert made["hall"] == "430111001"
    run("init", "--data", one)
    run("init", "--data", two)
    run("simulate", "--data", one, "--seekers", "20", "--vacancies", "6")
    with serving(hub, free_port()) as url:
        letters = set()
        for station in (one, two):
            code = run_json("hub", "code", "--data", hub)
            assert set(code) == {"code", "expires"}
            letters.add(run_json("enroll", url, str(code["code"]), "--data", station)["letter"])
        assert len(letters) == 2
        used = run("enroll", url, str(code["code"]), "--data", one, expect=1)
        assert "wrong_code" in used.stderr
        pushed = run_json("sync", "--data", one)
        assert pushed["unacknowledged"] == 0
        assert pushed["pushed"] > 50
        assert run_json("sync", "--data", two)["pulled"] >= pushed["pushed"]
    first, second = (run_json("store", "stats", "--data", item) for item in (one, two))
    at_hub = run_json("store", "stats", "--data", hub)
    assert {"station_events", "hub_events", "stations"} <= set(at_hub)
    assert at_hub["station_events"] == first["own_events"] + second["own_events"]
    assert at_hub["stations"] == 2
    assert second["pulled_events"] >= first["own_events"]
    for data in (hub, one, two):
        assert run_json("store", "verify", "--data", data)["clean"] is True


def test_without_the_hub_nothing_is_lost(tmp_path: Path) -> None:
    hub, station, port = tmp_path / "hub", tmp_path / "station", free_port()
    run("hub", "init", "--data", hub, "--hall", "430111001", "--name", "示范")
    run("init", "--data", station)
    with serving(hub, port) as url:
        code = str(run_json("hub", "code", "--data", hub)["code"])
        wrong = run("enroll", url, "AAAA-BBBB-CCCC-DDDD-EEEE", "--data", station, expect=1)
        assert wrong.stderr.count("\n") == 1
        run("enroll", url, code, "--data", station)
    run("simulate", "--data", station, "--seekers", "5", "--vacancies", "2")
    alone = run("sync", "--data", station, expect=1)
    assert "none is lost" in alone.stderr
    waiting = run_json("store", "stats", "--data", station)["unacknowledged"]
    assert waiting
    with serving(hub, port):
        # It may also leave seats at the hub: events of this exchange itself.
        assert run_json("sync", "--data", station)["pushed"] >= waiting
    assert run_json("store", "stats", "--data", station)["unacknowledged"] == 0


def test_a_hub_that_is_not_there(tmp_path: Path) -> None:
    missing = run("hub", "serve", "--data", tmp_path, expect=1)
    assert "kiosk hub init" in missing.stderr
    assert "HOST:PORT" in run("hub", "serve", "--data", tmp_path, "--listen", "x", expect=1).stderr


def test_a_stick_carries_what_the_line_does_not(tmp_path: Path) -> None:
    hub, station, port = tmp_path / "hub", tmp_path / "station", free_port()
    run("hub", "init", "--data", hub, "--hall", "430111001", "--name", "示范")
    run("init", "--data", station)
    with serving(hub, port) as url:
        code = str(run_json("hub", "code", "--data", hub)["code"])
        run("enroll", url, code, "--data", station)
    run("simulate", "--data", station, "--seekers", "4", "--vacancies", "2")
    stick = tmp_path / "stick.bundle"
    events = run_json("bundle", "export", str(stick), "--data", station)["events"]
    taken = run_json("bundle", "import", str(stick), "--data", hub)
    assert (taken["events"], taken["refused"]) == (events, 0)
    run("bundle", "import", str(taken["answer"]), "--data", station)
    assert run_json("store", "stats", "--data", station)["unacknowledged"] <= 2
    again = run("bundle", "import", str(stick), "--data", station, expect=1)
    assert "other_receiver" in again.stderr
    row = run_json("hub", "stations", "--data", hub)["stations"][0]
    assert (row["events"], row["gaps"], row["state"]) == (events, 0, "")
    run("hub", "revoke", row["station"], "--reason", "sold", "--data", hub)
    assert run_json("hub", "stations", "--data", hub)["stations"][0]["state"] == "revoked: sold"
    run("hub", "release", row["station"], "--data", hub)
    assert "no station" in run("hub", "revoke", "nobody", "--data", hub, expect=1).stderr
    assert run_json("store", "verify", "--data", hub)["clean"]


def test_a_database_that_cannot_be_used_is_named_and_nothing_is_made(tmp_path: Path) -> None:
    hub = tmp_path / "hub"
    make = ("hub", "init", "--data", hub, "--hall", "430111001", "--name", "示范", "--database")
    wrong = run(*make, "mysql://x/y", expect=1)
    assert "postgresql+psycopg://" in wrong.stderr
    pytest.importorskip("psycopg")
    away = run(*make, f"postgresql+psycopg://x@127.0.0.1:{free_port()}/y", expect=1)
    assert away.stderr.count("Traceback") == 0
    assert not hub.exists()
