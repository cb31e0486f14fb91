"""Where files of the desk can go: sticks that are plugged in, and a folder of this machine."""

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from kiosk.i18n import _
from kiosk.ui.desk.paper_out import EXPORTS

__all__ = ["Place", "folders", "sticks"]

_MOUNTS = ("/media/", "/run/media/", "/mnt/")
_GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Place:
    """A folder and what people call it."""

    label: str
    path: Path


def sticks() -> tuple[Place, ...]:
    """Sticks and disks that are plugged in and can be written to."""
    return tuple(
        Place(_stick_text(item), Path(item.rootPath()))
        for item in QStorageInfo.mountedVolumes()
        if item.isReady() and not item.isReadOnly() and _is_removable(item)
    )


def folders(data_dir: Path) -> tuple[Place, ...]:
    """Sticks first; then the folder of this machine, which is made when something is written."""
    own = Place(_("这台机器的“导出”文件夹"), data_dir / EXPORTS)
    return (*sticks(), own)


def _is_removable(volume: QStorageInfo) -> bool:
    if sys.platform == "win32":
        return not volume.isRoot()
    return volume.rootPath().startswith(_MOUNTS)


def _stick_text(volume: QStorageInfo) -> str:
    name = volume.displayName() or volume.rootPath()
    free = volume.bytesAvailable() / _GIB
    return _("U 盘 {name}，还能放 {free:.1f} GB").format(name=name, free=free)
