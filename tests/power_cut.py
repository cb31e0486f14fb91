"""A disk that forgets: every write of SQLCipher is noted, and a power cut may drop or tear it.

The library's own VFS is used; only its `xOpen`, and `xWrite`, `xTruncate`, `xSync` of the files
that it opens, are led through Python, which writes down what reached the disk in which order
(sqlite.org/vfs.html). The real store runs on it unchanged. Afterwards any moment of that list can
be taken as the moment of the cut: what was synced before it is on the disk; of the rest each write
is there, is not there, or is torn at a sector.
"""

import contextlib
import ctypes
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlcipher3._sqlite3

__all__ = ["Disk", "recorded"]

SECTOR = 512
_OK = 0

_Open = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_void_p,
)
_Delete = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_Write = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
)
_Truncate = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class _Vfs(ctypes.Structure):
    """`sqlite3_vfs`, as far as it is used here."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", _Open),
        ("delete", _Delete),
    )


class _Methods(ctypes.Structure):
    """`sqlite3_io_methods` of version 3."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("close", ctypes.c_void_p),
        ("read", ctypes.c_void_p),
        ("write", _Write),
        ("truncate", _Truncate),
        ("sync", _Sync),
        ("rest", ctypes.c_void_p * 13),
    )


class _File(ctypes.Structure):
    """`sqlite3_file`."""

    _fields_ = (("methods", ctypes.POINTER(_Methods)),)


@dataclass
class Disk:
    """What was written, truncated, synced and deleted, in order, with what was said in between.

    Entries: ("write", file, offset, bytes), ("truncate", file, size), ("sync", file),
    ("delete", file), ("said", word): somebody was told so at that moment.
    """

    folder: Path
    entries: list[tuple] = field(default_factory=list)

    def say(self, word: str) -> None:
        """Note what somebody was told, after the commit that it rests on."""
        self.entries.append(("said", word))

    def cut(self, at: int, chance: random.Random, target: Path) -> list[str]:
        """What a power cut before entry `at` leaves, as files in `target`.

        Returns:
            What had been said by then.
        """
        durable: dict[str, bytearray] = {}
        pending: dict[str, list[tuple]] = {}
        said = []
        for entry in self.entries[:at]:
            if entry[0] == "said":
                said.append(entry[1])
            elif entry[0] == "sync":
                for each in pending.pop(entry[1], []):
                    _carry_out(durable, each)
            elif entry[0] == "delete":
                # A deletion that is lost leaves a file that SQLite knows how to read.
                pending.pop(entry[1], None)
                durable.pop(entry[1], None)
            else:
                pending.setdefault(entry[1], []).append(entry)
        keeps_order = chance.random() < 0.5
        for entries in pending.values():
            for each in _survivors(entries, chance, keeps_order=keeps_order):
                _carry_out(durable, each)
        for name, data in durable.items():
            (target / name).write_bytes(data)
        return said


def _survivors(
    entries: list[tuple], chance: random.Random, *, keeps_order: bool
) -> Iterator[tuple]:
    """Writes that reached the platter all the same: the first ones, or any of them."""
    for entry in entries:
        if keeps_order and chance.random() < 0.15:
            return
        if not keeps_order and chance.random() < 0.5:
            continue
        if entry[0] == "write" and chance.random() < 0.2:
            whole = entry[3]
            kept = SECTOR * chance.randint(0, len(whole) // SECTOR)
            yield (*entry[:3], whole[:kept])
            continue
        yield entry


def _carry_out(files: dict[str, bytearray], entry: tuple) -> None:
    data = files.setdefault(entry[1], bytearray())
    if entry[0] == "truncate":
        del data[entry[2] :]
        return
    _word, _name, offset, new = entry
    if len(data) < offset:
        data.extend(bytes(offset - len(data)))
    data[offset : offset + len(new)] = new


@contextlib.contextmanager
def recorded(folder: Path) -> Iterator[Disk]:
    """While the block runs, files that SQLCipher opens under `folder` are recorded.

    They must not be there yet, or stand as they are on the disk: the block begins with nothing
    un-synced. Connections must be opened and closed inside it.
    """
    disk = Disk(folder)
    for path in sorted(folder.iterdir()):
        if path.is_file():
            disk.entries += [("write", path.name, 0, path.read_bytes()), ("sync", path.name)]
    library = ctypes.CDLL(sqlcipher3._sqlite3.__file__)
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    vfs = library.sqlite3_vfs_find(None).contents
    shim = _Shim(disk, _address(vfs, "open"), _address(vfs, "delete"))
    try:
        vfs.open, vfs.delete = shim.opener, shim.deleter
        yield disk
    finally:
        vfs.open = ctypes.cast(shim.real_open_at, _Open)
        vfs.delete = ctypes.cast(shim.real_delete_at, _Delete)


def _address(structure: ctypes.Structure, name: str) -> int:
    """The function pointer as it stands, not as Python wraps it."""
    offset = getattr(type(structure), name).offset
    place = ctypes.addressof(structure) + offset
    return ctypes.c_void_p.from_address(place).value or 0


class _Shim:
    """The functions that stand between the library and its VFS; kept alive by whoever uses them."""

    def __init__(self, disk: Disk, real_open_at: int, real_delete_at: int) -> None:
        self._disk = disk
        self.real_open_at, self.real_delete_at = real_open_at, real_delete_at
        self._open, self._delete = _Open(real_open_at), _Delete(real_delete_at)
        self._names: dict[int, str] = {}
        self._methods: dict[int, _Methods] = {}
        self.opener, self.deleter = _Open(self._on_open), _Delete(self._on_delete)

    def _on_open(self, vfs, name, file, flags, out_flags) -> int:
        code = self._open(vfs, name, file, flags, out_flags)
        # The library keeps the pointer to the name: it must be handed on as it is.
        path = Path(ctypes.string_at(name).decode()) if name else None
        if code == _OK and path is not None and path.parent == self._disk.folder:
            self._names[file] = path.name
            self._lead_through(ctypes.cast(file, ctypes.POINTER(_File)).contents)
        return code

    def _on_delete(self, vfs, name, is_synced) -> int:
        path = Path(ctypes.string_at(name).decode())
        if path.parent == self._disk.folder:
            self._disk.entries.append(("delete", path.name))
        return self._delete(vfs, name, is_synced)

    def _lead_through(self, file: _File) -> None:
        real = file.methods.contents
        at = ctypes.addressof(real)
        if at not in self._methods:
            copy = _Methods.from_buffer_copy(real)
            write, truncate, sync = (
                kind(_address(real, name))
                for kind, name in ((_Write, "write"), (_Truncate, "truncate"), (_Sync, "sync"))
            )

            def on_write(handle, data, size, offset) -> int:
                entry = ("write", self._names[handle], offset, ctypes.string_at(data, size))
                self._disk.entries.append(entry)
                return write(handle, data, size, offset)

            def on_truncate(handle, size) -> int:
                self._disk.entries.append(("truncate", self._names[handle], size))
                return truncate(handle, size)

            def on_sync(handle, flags) -> int:
                code = sync(handle, flags)
                self._disk.entries.append(("sync", self._names[handle]))
                return code

            copy.write, copy.truncate = _Write(on_write), _Truncate(on_truncate)
            copy.sync = _Sync(on_sync)
            self._methods[at] = copy
        file.methods = ctypes.pointer(self._methods[at])
