"""`kiosk doctor`: the first checks; devices follow with the devices' own self-tests."""

import os
import platform
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.assets import asset_path
from kiosk.config import Settings, SettingsError, load_settings
from kiosk.station import RECOVERY_SHEET, STORE_FILE, open_station
from kiosk.store.errors import StoreError

__all__ = ["examine"]

_MIN_FREE_BYTES = 500 * 1024 * 1024
_PROGRAM_YEAR = 2026
_FSYNC_ROUNDS = 20
# A disk that claims to have written durably within 30 µs cannot have.
_HONEST_FSYNC_S = 30e-6


def examine(data_dir: Path) -> list[dict[str, Any]]:
    """All checks, in order: name, state (ok, warn, red), detail, advice."""
    return [
        {"name": name, "state": state, "detail": detail, "advice": advice}
        for name, state, detail, advice in _checks(data_dir)
    ]


Check = tuple[str, str, str, str]


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
    yield _check_printer(settings)
    yield _check_reader(settings)


def _check_libc() -> Check:
    name, version = platform.libc_ver()
    return "libc", "ok", f"{name} {version}".strip() or sys.platform, ""


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
        yield "sqlcipher", "ok", f"{cipher}, SQLite {version} (system {sqlite3.sqlite_version})", ""
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


def _check_printer(settings: Settings) -> Check:
    if not settings.printer.destination:
        return "printer", "warn", "none configured", "set printer.destination"
    from kiosk.printing.destination import parse_destination  # noqa: PLC0415 (devices only here)
    from kiosk.printing.escpos import EscposPrinter  # noqa: PLC0415

    try:
        printer = EscposPrinter(parse_destination(settings.printer.destination))
    except ValueError as error:
        return "printer", "red", str(error), "correct printer.destination"
    try:
        status = printer.status()
    finally:
        printer.close()
    if status.can_print:
        return "printer", "ok", str(status.state), ""
    return "printer", "red", str(status.state), "look at paper, cover, cable and power"


def _check_reader(settings: Settings) -> Check:
    port = settings.card_reader.port
    if not port:
        return "card reader", "warn", "none configured", "set card_reader.port"
    if not Path(port).exists():
        return "card reader", "red", f"{port} is not there", "check cable and card_reader.port"
    return "card reader", "ok", port, ""
