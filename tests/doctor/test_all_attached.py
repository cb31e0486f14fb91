"""`kiosk doctor` with every emulator attached, and with each one failing in turn."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from kiosk.cli import main
from kiosk.devices.displays import Display
from kiosk.devices.simulated import SimulatedCardReader
from kiosk.devices.simulated_scanner import SimulatedScanner
from kiosk.doctor import machine
from kiosk.printing.simulated import Fault, SimulatedPrinter
from kiosk.store.lock import hold
from kiosk.store.places import STORE_FILE

HONEST_FSYNC_S = machine._HONEST_FSYNC_S
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")

SETTINGS = """
[printer]
destination = "{printer}"
[card_reader]
port = "{reader}"
[scanner]
port = "{scanner}"
[camera]
device = "folder:{pictures}"
[keys]
keeper = "file"
"""
INPUTS = """\
I: Bus=0003 Vendor=0eef Product=0001 Version=0210
N: Name="eGalax Inc. eGalaxTouch"
B: ABS=260800000000003
"""


@dataclass
class Bench:
    """Everything on one table."""

    data: Path
    printer: SimulatedPrinter
    reader: SimulatedCardReader
    scanner: SimulatedScanner
    pictures: Path
    patch: pytest.MonkeyPatch

    def doctor(self) -> dict[str, dict[str, str]]:
        """Checks by name."""
        result = CliRunner().invoke(main, ["doctor", "--data", str(self.data), "--json"])
        checks = {check["name"]: check for check in json.loads(result.stdout)["checks"]}
        has_red = any(check["state"] == "red" for check in checks.values())
        assert result.exit_code == int(has_red)
        return checks


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    data, pictures = tmp_path / "data", tmp_path / "pictures"
    made = CliRunner().invoke(main, ["init", "--data", str(data), "--hall", "430111001"])
    assert made.exit_code == 0
    pictures.mkdir()
    Image.new("L", (8, 8)).save(pictures / "1.png")
    (tmp_path / "inputs").write_text(INPUTS)
    (tmp_path / "sound").write_text(" 0 [PCH  ]: HDA-Intel - HDA Intel PCH\n")
    panel = Display("HDMI-A-1", 1080, 1920, 268, 476)
    # The data may lie in memory here, which is faster than any disk that keeps its word.
    monkeypatch.setattr(machine, "_HONEST_FSYNC_S", 0.0)
    monkeypatch.setattr("kiosk.doctor.examination.displays", lambda: (panel,))
    monkeypatch.setattr(
        "kiosk.devices.discovery.input_devices.__defaults__", (tmp_path / "inputs",)
    )
    monkeypatch.setattr("kiosk.devices.discovery.sound_cards.__defaults__", (tmp_path / "sound",))
    with (
        SimulatedPrinter() as printer,
        SimulatedCardReader() as reader,
        SimulatedScanner() as scanner,
    ):
        text = SETTINGS.format(
            printer=printer.url, reader=reader.port, scanner=scanner.port, pictures=pictures
        )
        (data / "kiosk.toml").write_text(text)
        for sheet in data.glob("*.pdf"):
            sheet.unlink()  # printed and locked away
        yield Bench(data, printer, reader, scanner, pictures, monkeypatch)


# Not of a device: the key lies beside the data and there is no hub, which is right for a trial.
TRIAL = {"key": "warn", "hub": "warn"}


def test_all_attached_and_all_well(bench: Bench) -> None:
    checks = bench.doctor()
    states = {name: check["state"] for name, check in checks.items()}
    assert {name: state for name, state in states.items() if state != "ok"} == TRIAL
    assert states.keys() >= {
        "printer", "card reader", "scanner", "camera", "screen", "touch panel", "sound",
        "clock", "disk", "fsync", "libc", "fonts", "settings", "store", "sqlcipher", "hub",
    }  # fmt: skip
    for check in checks.values():
        assert bool(check["advice"]) == (check["state"] != "ok"), check


def _fault(fault: Fault) -> Callable[[Bench], None]:
    return lambda bench: bench.printer.set_fault(fault)


def _old_year(bench: Bench) -> None:
    bench.patch.setattr(machine.time, "time", lambda: 86_400.0 * 365)


def _full_disk(bench: Bench) -> None:
    usage = type("Usage", (), {"free": 2**20})
    bench.patch.setattr(machine.shutil, "disk_usage", lambda _path: usage)


def _lying_disk(bench: Bench) -> None:
    bench.patch.setattr(machine, "_HONEST_FSYNC_S", HONEST_FSYNC_S)
    bench.patch.setattr(machine.os, "fsync", lambda _handle: None)


def _torn_store(bench: Bench) -> None:
    path = bench.data / STORE_FILE
    size = path.stat().st_size
    path.write_bytes(os.urandom(size))
    for rest in bench.data.glob(f"{STORE_FILE}-*"):
        rest.unlink()


def _other_screen(bench: Bench) -> None:
    seen = Display("DP-1", 1366, 768, 344, 193)
    bench.patch.setattr("kiosk.doctor.examination.displays", lambda: (seen,))


def _no_listing(name: str) -> Callable[[Bench], None]:
    def fail(bench: Bench) -> None:
        place = f"kiosk.devices.discovery.{name}.__defaults__"
        bench.patch.setattr(place, (bench.data / "nowhere",))

    return fail


FAILING: dict[str, tuple[str, str, Callable[[Bench], None], str]] = {
    "paper out": ("printer", "red", _fault(Fault.NO_PAPER), "装一卷新纸"),
    "paper near end": ("printer", "warn", _fault(Fault.NEAR_END), "准备一卷新纸"),
    "cover open": ("printer", "red", _fault(Fault.COVER_OPEN), "盖子按紧"),
    "printer offline": ("printer", "red", _fault(Fault.OFFLINE), "联机键"),
    "cutter jammed": ("printer", "red", _fault(Fault.CUTTER), "卡纸"),
    "printer silent": ("printer", "red", _fault(Fault.SILENT), "看电源"),
    "printer off": ("printer", "red", lambda bench: bench.printer.close(), "看电源"),
    "reader silent": ("card reader", "red", lambda b: b.reader.silence(True), "读卡器的电源"),
    "reader unplugged": ("card reader", "red", lambda b: b.reader.unplug(), "把线插好"),
    "scanner unplugged": ("scanner", "red", lambda b: b.scanner.unplug(), "把线插好"),
    "camera gone": ("camera", "red", lambda b: b.pictures.rename(b.data / "x"), "camera.device"),
    "another screen": ("screen", "warn", _other_screen, "panel.width_px"),
    "no touch panel": ("touch panel", "warn", _no_listing("input_devices"), "USB"),
    "no sound": ("sound", "warn", _no_listing("sound_cards"), "音频线"),
    "clock of 1971": ("clock", "red", _old_year, "校准时间"),
    "disk full": ("disk", "red", _full_disk, "清理磁盘"),
    "disk that lies": ("fsync", "warn", _lying_disk, "换硬盘"),
    "store torn": ("store", "red", _torn_store, "从备份恢复"),
}


@pytest.mark.parametrize("failing", FAILING)
def test_one_that_fails_is_told_with_what_to_do_and_the_others_stay_well(
    bench: Bench, failing: str
) -> None:
    name, state, fail, advice = FAILING[failing]
    fail(bench)
    checks = bench.doctor()
    assert checks[name]["state"] == state
    assert advice in checks[name]["advice"]
    others = {
        other: check["state"]
        for other, check in checks.items()
        if other != name and check["state"] != "ok"
    }
    assert others.items() <= TRIAL.items()


def test_settings_that_make_no_sense_name_the_key(bench: Bench) -> None:
    (bench.data / "kiosk.toml").write_text('[printer]\nwidth_dots = "wide"\n')
    checks = bench.doctor()
    assert checks["settings"]["state"] == "red"
    assert "printer.width_dots" in checks["settings"]["detail"]


def test_devices_of_a_running_station_are_left_alone(bench: Bench) -> None:
    """Its fence's answer would be read by the doctor, and the slip would be in doubt."""
    asked: list[str] = []
    bench.patch.setattr(
        "kiosk.printing.escpos.EscposPrinter.status", lambda _self: asked.append("printer")
    )
    bench.patch.setattr(
        "kiosk.devices.samv_reader.SamvReader.is_answering", lambda _self: asked.append("reader")
    )
    with hold(bench.data, "kiosk run --station public"):
        checks = bench.doctor()
    assert asked == []
    for name in ("printer", "card reader"):
        assert checks[name]["state"] == "warn"
        assert "kiosk run --station public" in checks[name]["detail"]


def test_the_lines_on_a_terminal_are_for_people(bench: Bench) -> None:
    bench.printer.set_fault(Fault.NO_PAPER)
    result = CliRunner().invoke(main, ["doctor", "--data", str(bench.data)])
    assert f"✗ 打印机: {bench.printer.url} · 没纸了  → 请装一卷新纸，亮面朝外。" in result.output


def test_the_programs_log_does_not_mix_with_json(bench: Bench) -> None:
    bench.printer.close()  # which is logged
    result = CliRunner().invoke(main, ["doctor", "--data", str(bench.data), "--json"])
    assert json.loads(result.stdout).keys() == {"checks"}
