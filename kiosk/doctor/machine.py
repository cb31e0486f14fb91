"""Checks of the machine itself."""

import os
import platform
import re
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kiosk.assets import asset_path
from kiosk.domain.check import Check
from kiosk.i18n import _

__all__ = ["check_disk", "check_machine"]

_MIN_FREE_BYTES = 500 * 1024 * 1024
_PROGRAM_YEAR = 2026
_FSYNC_ROUNDS = 20
# A disk that claims to have written durably within 30 µs cannot have.
_HONEST_FSYNC_S = 30e-6
_MIN_GLIBC = (2, 28)


def check_machine() -> Iterator[Check]:
    """Python, C library, clock, fonts."""
    yield Check("python", "Python", "ok", platform.python_version())
    yield _check_libc()
    yield _check_clock()
    yield _check_fonts()


def _check_libc() -> Check:
    name, version = platform.libc_ver()
    detail = f"{name} {version}".strip() or sys.platform
    numbers = re.findall(r"\d+", version)[:2]
    if name == "glibc" and tuple(map(int, numbers)) < _MIN_GLIBC:
        advice = _("系统太旧，要 glibc 2.28 以上。请升级系统（统信 20、麒麟 V10 可以用）。")
        return Check("libc", _("系统库"), "red", detail, advice)
    return Check("libc", _("系统库"), "ok", detail)


def _check_clock() -> Check:
    today = date.fromtimestamp(time.time())  # noqa: DTZ012 (only the year matters)
    if today.year < _PROGRAM_YEAR:
        advice = _("时间不对。请校准时间；断电后又不对，就换主板电池。")
        return Check("clock", _("时钟"), "red", today.isoformat(), advice)
    return Check("clock", _("时钟"), "ok", today.isoformat())


def _check_fonts() -> Check:
    needed = ("NotoSansSC_500Medium.ttf", "NotoSansSC_700Bold.ttf", "HanaMinB.ttf")
    missing = [name for name in needed if not asset_path("fonts", name).is_file()]
    if missing:
        return Check("fonts", _("字体"), "red", ", ".join(missing), _("请重新安装本程序。"))
    return Check("fonts", _("字体"), "ok", _("{count} 个，齐了").format(count=len(needed)))


def check_disk(data_dir: Path) -> Iterator[Check]:
    """Room, and whether the disk keeps its word; nothing where there is no directory yet."""
    if not data_dir.is_dir():
        return
    free = shutil.disk_usage(data_dir).free
    has_room = free > _MIN_FREE_BYTES
    detail = _("还剩 {count} MB").format(count=free // 2**20)
    advice = "" if has_room else _("快满了。请清理磁盘，备份拷走以后可以删旧的。")
    yield Check("disk", _("磁盘"), "ok" if has_room else "red", detail, advice)
    yield _check_fsync(data_dir)


def _check_fsync(data_dir: Path) -> Check:
    """Ask the disk to write durably; one that answers too fast loses slips in a power cut."""
    path = data_dir / ".fsync-probe"
    took = []
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        for _round in range(_FSYNC_ROUNDS):
            os.write(handle, b"x" * 4096)
            start = time.perf_counter()
            os.fsync(handle)
            took.append(time.perf_counter() - start)
    finally:
        os.close(handle)
        path.unlink()
    median = sorted(took)[len(took) // 2]
    detail = _("真正写盘一次 {ms:.2f} 毫秒").format(ms=median * 1000)
    if median < _HONEST_FSYNC_S:
        advice = _("快得不像真的，断电可能丢记录。请拔电试一次，不行就换硬盘。")
        return Check("fsync", _("写盘"), "warn", detail, advice)
    return Check("fsync", _("写盘"), "ok", detail)
