"""`kiosk run` with each kind of window, as a service starts it, ended by SIGTERM."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import main

_PATIENCE_S = 60.0


def started(data: Path) -> bool:
    path = data / "logs" / "kiosk.log"
    if not path.exists():
        return False
    lines = path.read_text(encoding="utf-8").splitlines()
    return any(json.loads(line).get("event") == "started" for line in lines)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM ends a process at once there")
@pytest.mark.parametrize("kind", ["desk", "board"])
def test_a_station_starts_and_ends_when_told(tmp_path: Path, kind: str) -> None:
    data = tmp_path / "data"
    args = ["init", "--data", str(data), "--hall", "430111001", "--json"]
    made = CliRunner().invoke(main, args)
    assert made.exit_code == 0
    command = [sys.executable, "-m", "kiosk", "run", "--data", str(data), "--station", kind]
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + _PATIENCE_S
        while not started(data):
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < deadline
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
        process.send_signal(signal.SIGTERM)
        _out, errors = process.communicate(timeout=_PATIENCE_S)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
