"""`kiosk doctor`: checks of the machine, the station and what is plugged in."""

import os
import platform
import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kiosk.assets import asset_path
from kiosk.command_errors import CommandFailed
from kiosk.commands.doctor_devices import (
    Check,
    check_hub,
    check_inputs,
    check_printer,
    check_reader,
    find_devices,
)
from kiosk.config import Settings, SettingsError, load_settings
from kiosk.station import RECOVERY_SHEET, STORE_FILE, open_station
from kiosk.store.enrolment import load_enrolment
from kiosk.store.errors import StoreError

__all__ = ["examine", "write_pdf"]

_MIN_FREE_BYTES = 500 * 1024 * 1024
_PROGRAM_YEAR = 2026
_FSYNC_ROUNDS = 20
# A disk that claims to have written durably within 30 µs cannot have.
_HONEST_FSYNC_S = 30e-6
_MIN_GLIBC = (2, 28)


def examine(data_dir: Path, *, is_finding: bool = False) -> list[dict[str, Any]]:
    """All checks, in order: name, state (ok, warn, red), detail, advice.

    With is_finding the serial ports are asked too, which takes some seconds for each.
    """
    checks = [*_checks(data_dir), *check_inputs()]
    if is_finding:
        checks += find_devices()
    return [
        {"name": name, "state": state, "detail": detail, "advice": advice}
        for name, state, detail, advice in checks
    ]


def write_pdf(checks: list[dict[str, Any]], path: Path) -> None:
    """The report as PDF; CommandFailed if it cannot be written."""
    from kiosk.printing.pdf.check_report import (  # noqa: PLC0415  a hub has no reportlab
        Finding,
        write_check_report,
    )

    made_at = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    try:
        write_check_report(tuple(Finding(**check) for check in checks), made_at, path)
    except OSError as error:
        raise CommandFailed(f"{path}: {error}") from error


def _checks(data_dir: Path) -> Iterator[Check]:
    yield "python", "ok", platform.python_version(), ""
    yield _check_libc()
    yield _check_clock()
    yield _check_fonts()
    try:
        settings = load_settings(data_dir)
    except SettingsError as error:
        yield "settings", "red", str(error), "correct the key in kiosk.toml"
        return
    yield "settings", "ok", str(data_dir), ""
    yield from _check_disk(data_dir)
    yield from _check_store(data_dir)
    yield from _check_keys(data_dir, settings)
    yield check_printer(settings)
    yield check_reader(settings)


def _check_libc() -> Check:
    name, version = platform.libc_ver()
    detail = f"{name} {version}".strip() or sys.platform
    numbers = re.findall(r"\d+", version)[:2]
    if name == "glibc" and tuple(map(int, numbers)) < _MIN_GLIBC:
        return "libc", "red", detail, "glibc 2.28 is needed; update the system (UOS 20, Kylin V10)"
    return "libc", "ok", detail, ""


def _check_clock() -> Check:
    today = date.fromtimestamp(time.time())  # noqa: DTZ012 (only the year matters)
    if today.year < _PROGRAM_YEAR:
        return "clock", "red", today.isoformat(), "set the clock; the battery may be empty"
    return "clock", "ok", today.isoformat(), ""


def _check_fonts() -> Check:
    needed = ("NotoSansSC_500Medium.ttf", "NotoSansSC_700Bold.ttf", "HanaMinB.ttf")
    missing = [name for name in needed if not asset_path("fonts", name).is_file()]
    if missing:
        return "fonts", "red", ", ".join(missing), "install the program anew"
    return "fonts", "ok", f"{len(needed)} files", ""


def _check_disk(data_dir: Path) -> Iterator[Check]:
    if not data_dir.is_dir():
        return
    free = shutil.disk_usage(data_dir).free
    state = "ok" if free > _MIN_FREE_BYTES else "red"
    yield "disk", state, f"{free // 2**20} MiB free", "" if state == "ok" else "make room"
    yield _check_fsync(data_dir)


def _check_fsync(data_dir: Path) -> Check:
    """Ask the disk to write durably; one that answers too fast loses slips in a power cut."""
    path = data_dir / ".fsync-probe"
    took = []
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        for _ in range(_FSYNC_ROUNDS):
            os.write(handle, b"x" * 4096)
            start = time.perf_counter()
            os.fsync(handle)
            took.append(time.perf_counter() - start)
    finally:
        os.close(handle)
        path.unlink()
    median = sorted(took)[len(took) // 2]
    detail = f"{median * 1000:.2f} ms a durable write"
    if median < _HONEST_FSYNC_S:
        return "fsync", "warn", detail, "the disk may not keep its word; test with a power cut"
    return "fsync", "ok", detail, ""


def _check_store(data_dir: Path) -> Iterator[Check]:
    if not (data_dir / STORE_FILE).is_file():
        yield "store", "red", "none", "make one with: kiosk init"
        return
    try:
        station = open_station(data_dir)
    except StoreError as error:
        yield "store", "red", f"{error.code}: {error}", "see the deployment guide"
        return
    try:
        chain = station.store.chain()
        yield "store", "ok", f"station {chain.station}, {chain.n} own events", ""
        with station.store.read() as db:
            version = db.execute("SELECT sqlite_version()").fetchone()[0]
            cipher = db.execute("PRAGMA cipher_version").fetchone()[0]
            enrolment = load_enrolment(db)
        yield "sqlcipher", "ok", f"{cipher}, SQLite {version} (system {sqlite3.sqlite_version})", ""
        yield check_hub(enrolment.hub_url if enrolment else "")
    finally:
        station.close()


def _check_keys(data_dir: Path, settings: Settings) -> Iterator[Check]:
    if settings.keys.keeper == "file" and sys.platform != "win32":
        yield (
            "key",
            "warn",
            "in a file beside the store",
            'fit for demo and trial; use keys.keeper = "systemd" in a real hall',
        )
    else:
        yield "key", "ok", settings.keys.keeper, ""
    if (data_dir / RECOVERY_SHEET).exists():
        yield (
            "recovery sheet",
            "warn",
            "still on this disk",
            "print it, lock it away, delete the file",
        )
