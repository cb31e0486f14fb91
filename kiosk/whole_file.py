"""Files that are there whole or not at all, and stay when the power goes."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["sync_folder", "whole_file", "write_whole"]


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to, renamed to `path` where the block ends well; else the old file stays.

    It is on the disk when the block is left: what is said to be saved is there after a power cut,
    and on a stick that is pulled out at once.

    Raises:
        OSError: it cannot be written.
    """
    draft = path.with_name(path.name + ".new")
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write bytes as a whole file; OSError if they cannot be written."""
    with whole_file(path) as draft:
        draft.write_bytes(data)


def sync_folder(folder: Path) -> None:
    """Make a new or renamed file of a folder durable; Windows does so by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
