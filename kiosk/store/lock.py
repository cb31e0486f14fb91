"""One station program at a time on one store; whoever comes second is told who holds it.

Only the programs that own devices and the sync loop take this lock. A command such as
`kiosk store stats` beside a running station needs none: each of its transactions takes SQLite's
own write lock and reads the chain anew.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kiosk.store.errors import MissingStore, StoreHeld

__all__ = ["hold", "holder_of"]


@contextmanager
def hold(data_dir: Path, program: str) -> Iterator[None]:
    """Hold the lock of a data directory; the system lets it go when the process ends.

    Raises:
        MissingStore: there is no such directory.
        StoreHeld: names the program and the process that hold it.
    """
    if not data_dir.is_dir():
        raise MissingStore(str(data_dir))
    path = data_dir / "station.lock"
    with path.open("a+", encoding="utf-8") as file:
        if not _try_lock(file):
            file.seek(0)
            raise StoreHeld(_holder(file.read()))
        file.truncate(0)
        file.write(json.dumps({"program": program, "pid": os.getpid()}))
        file.flush()
        yield


def holder_of(data_dir: Path) -> str:
    """The station program that runs on this data, with its process; empty if there is none."""
    path = data_dir / "station.lock"
    if not path.is_file():
        return ""
    with path.open("a+", encoding="utf-8") as file:
        if _try_lock(file):  # let go as soon as the file is closed
            return ""
        file.seek(0)
        return _holder(file.read())


def _holder(text: str) -> str:
    try:
        known = json.loads(text)
        return f"{known['program']} (pid {known['pid']})"
    except (ValueError, KeyError, TypeError):
        return "another program"


def _try_lock(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 (exists on Windows only)

            file.seek(0x7FFF0000)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 (exists on POSIX only)

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
