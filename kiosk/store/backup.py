"""Encrypted backups of a station's store, each opened and verified before it counts as one.

A backup opens with the station's own key (the recovery sheet). A restored one starts a new epoch:
what the station wrote after the backup stands in the chain of the epoch before, at the hub.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from kiosk.domain.clock import Clock, local_time
from kiosk.store.database import connect, translated
from kiosk.store.epochs import begin_epoch
from kiosk.store.errors import AlreadyExists, DamagedStore
from kiosk.store.keys import Secrets
from kiosk.store.store import Store
from kiosk.store.verify import verify_store
from kiosk.whole_file import sync_folder, write_whole

__all__ = ["Backup", "back_up", "list_backups", "restore"]

_SUFFIX = ".kioskbackup"
_CHUNK = 1 << 20


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the file beside a backup. `made_at` in ms; nothing in it is secret."""

    file: str
    station: str
    hall: str
    epoch: int
    n: int
    head: str
    events: int
    made_at: int
    sha256: str
    size: int


def back_up(
    store: Store, folder: Path, *, keep: int = 14, on_step: Callable[[str], None] = lambda _: None
) -> Backup:
    """Write a verified copy of an open store into a folder, for instance a USB stick.

    It appears under its name when it is whole, verified and on the disk; then older ones of this
    station go.

    Args:
        store: may go on being written.
        folder: made if it is missing.
        keep: how many backups of this station stay.
        on_step: told `copying`, `verifying`, `done`.

    Raises:
        OSError: the stick is full or gone.
        DamagedStore: the copy does not verify; it is deleted, older ones stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    moment = local_time(store.clock.now_ms())
    station = store.chain().station
    name = f"{station}-{moment:%Y%m%d-%H%M%S}{_SUFFIX}"
    draft, path = folder / (name + ".part"), folder / name
    draft.unlink(missing_ok=True)
    try:
        on_step("copying")
        _copy(store, draft)
        on_step("verifying")
        made = _verified(store, draft, name)
        draft.replace(path)
        write_whole(path.with_suffix(".json"), msgspec.json.encode(made))
    finally:
        for rest in ("", "-wal", "-shm", "-journal"):
            draft.with_name(draft.name + rest).unlink(missing_ok=True)
    sync_folder(folder)
    for old in [item for item in list_backups(folder) if item.station == station][keep:]:
        (folder / old.file).unlink(missing_ok=True)
        (folder / old.file).with_suffix(".json").unlink(missing_ok=True)
    on_step("done")
    return made


def list_backups(folder: Path) -> list[Backup]:
    """Backups of a folder, the latest first; what is not whole or cannot be read is left out."""
    found = []
    for path in folder.glob("*.json"):
        try:
            made = msgspec.json.decode(path.read_bytes(), type=Backup)
        except (OSError, msgspec.MsgspecError):
            continue
        if (folder / made.file).is_file() and Path(made.file).name == made.file:
            found.append(made)
    return sorted(found, key=lambda item: (item.made_at, item.file), reverse=True)


def restore(backup: Path, target: Path, keys: Secrets, clock: Clock) -> Backup:
    """Put a backup in the place of a lost store, verified, in a new epoch.

    Seats are frozen until the first exchange with the hub: some may have been spent since.

    Args:
        backup: the file.
        target: path of the store; nothing may be there.
        keys: of the station, from its keeper or the recovery sheet.
        clock: where the time comes from.

    Raises:
        AlreadyExists: there is a store; nothing is overwritten.
        WrongKey: the backup is of another station, or the key is not the right one.
        DamagedStore: the file is not what its note says, or does not verify.
        OSError: it cannot be read or written.
    """
    if target.exists():
        raise AlreadyExists(str(target))
    noted = _note_of(backup)
    if noted is not None and noted.sha256 != _sha256(backup):
        raise DamagedStore(f"{backup.name} is not the file that was backed up")
    draft = target.with_name(target.name + ".restoring")
    _clear(draft)
    try:
        _copy_file(backup, draft)
        store = Store(draft, keys, clock)
        try:
            made = _described(store, backup.name, _sha256(backup), backup.stat().st_size)
            _require_clean(store)
            with store.write() as writing:
                begin_epoch(writing)
        finally:
            store.close()
        draft.replace(target)
    finally:
        _clear(draft)
    sync_folder(target.parent)
    return made


def _copy(store: Store, draft: Path) -> None:
    db = connect(store.path, store.keys.database_key)
    try:
        # The copy is encrypted with the key of the connection; one snapshot is copied.
        with translated():
            db.conn.execute("VACUUM INTO ?", (str(draft),))
    finally:
        db.close()
    with draft.open("rb+") as file:
        os.fsync(file.fileno())


def _verified(store: Store, draft: Path, name: str) -> Backup:
    with draft.open("rb") as file:
        if file.read(16).startswith(b"SQLite format 3"):
            raise DamagedStore("the copy is not encrypted")
    sha256, size = _sha256(draft), draft.stat().st_size
    copy = Store(draft, store.keys, store.clock)
    try:
        _require_clean(copy)
        made = _described(copy, name, sha256, size)
    finally:
        copy.close()
    if _sha256(draft) != sha256:
        # Opening wrote to it (a checkpoint): the note must speak of the file as it lies there.
        made = msgspec.structs.replace(made, sha256=_sha256(draft), size=draft.stat().st_size)
    return made


def _described(store: Store, name: str, sha256: str, size: int) -> Backup:
    chain = store.chain()
    with store.read() as db:
        events = int(db.execute("SELECT count(*) FROM events").fetchone()[0])
    return Backup(
        file=name,
        station=chain.station,
        hall=chain.hall,
        epoch=chain.epoch,
        n=chain.n,
        head=chain.head,
        events=events,
        made_at=store.clock.now_ms(),
        sha256=sha256,
        size=size,
    )


def _require_clean(store: Store) -> None:
    findings = verify_store(store).findings
    if findings:
        first = findings[0]
        raise DamagedStore(f"{first.check}: {first.subject}: {first.detail}")


def _note_of(backup: Path) -> Backup | None:
    try:
        return msgspec.json.decode(backup.with_suffix(".json").read_bytes(), type=Backup)
    except (OSError, msgspec.MsgspecError):
        return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_file(source: Path, target: Path) -> None:
    target.touch(mode=0o600)
    with source.open("rb") as reading, target.open("wb") as file:
        while block := reading.read(_CHUNK):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def _clear(draft: Path) -> None:
    for rest in ("", "-wal", "-shm", "-journal"):
        draft.with_name(draft.name + rest).unlink(missing_ok=True)
