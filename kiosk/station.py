"""One station put together, without windows: made by `kiosk init`, opened by every command."""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import Progress as RichProgress
from rich.progress import TaskID

from kiosk.config import Settings, load_settings
from kiosk.domain.clock import Clock, day_of
from kiosk.domain.ids import new_station_id
from kiosk.printing.pdf.recovery_sheet import RecoverySheet, write_recovery_sheet
from kiosk.service.site import Site
from kiosk.store.backup import Backup, restore
from kiosk.store.chain import Chain
from kiosk.store.enrolment import load_enrolment
from kiosk.store.errors import AlreadyExists, MissingKey, MissingStore
from kiosk.store.keys import KeyKeeper, Secrets, new_master_key, open_keeper, recovery_text
from kiosk.store.places import STORE_FILE, is_hub
from kiosk.store.store import Progress, Store
from kiosk.store.system_clock import SystemClock

__all__ = [
    "RECOVERY_SHEET",
    "OpenStation",
    "hall_key",
    "init_station",
    "open_station",
    "recover_station",
    "restore_station",
    "today_here",
]

RECOVERY_SHEET = "recovery-sheet.pdf"


@dataclass(frozen=True)
class OpenStation:
    """An open station: close it when done."""

    data_dir: Path
    settings: Settings
    store: Store
    site: Site

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def init_station(data_dir: Path, hall: str, letter: str, today: date) -> Chain:
    """Make identity, keys, store and recovery sheet in an empty data directory.

    The key is on disk before the store that needs it; a store is there only when it is whole.

    Args:
        data_dir: made if it is not there.
        hall: id of the hall, or `UNASSIGNED_HALL`.
        letter: letter of slip numbers until a hub gives another.
        today: for the sheet.

    Raises:
        AlreadyExists: a store is there; nothing is overwritten.
        StoreError: the store or key cannot be made.
    """
    settings = load_settings(data_dir)
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (data_dir / STORE_FILE).exists():
        raise AlreadyExists(str(data_dir / STORE_FILE))
    if is_hub(data_dir):
        # One master key would serve both, and with it one signing key.
        raise AlreadyExists(f"a hub ({data_dir})")
    keeper = open_keeper(settings.keys.keeper, data_dir)
    master = _master_key(keeper)
    chain = Chain(station=new_station_id(), hall=hall, letter=letter)
    Store.create(data_dir / STORE_FILE, Secrets(master), SystemClock(), chain).close()
    sheet = RecoverySheet(
        station=chain.station,
        letter=letter,
        hall=hall,
        made_on=today.isoformat(),
        recovery_key=recovery_text(master),
    )
    (data_dir / RECOVERY_SHEET).unlink(missing_ok=True)
    write_recovery_sheet(sheet, data_dir / RECOVERY_SHEET)
    return chain


def _master_key(keeper: KeyKeeper) -> bytes:
    """The key that is there (systemd's, or of an `init` cut short by the power), else a new one."""
    try:
        return keeper.load()
    except MissingKey:
        master = new_master_key()
        keeper.save(master)
        return master


def recover_station(data_dir: Path, master: bytes) -> None:
    """Put the key of a recovery sheet back beside a store, after checking that it opens it.

    Raises:
        MissingStore, WrongKey: nothing is written.
        AlreadyExists: there is a key already.
    """
    settings = load_settings(data_dir)
    Store(data_dir / STORE_FILE, Secrets(master), SystemClock()).close()
    open_keeper(settings.keys.keeper, data_dir).save(master)


def restore_station(data_dir: Path, backup: Path, master: bytes | None = None) -> Backup:
    """Put a backup in the place of a lost store; with the recovery sheet's key on a new machine.

    Args:
        data_dir: of the station; made if it is missing.
        backup: the file.
        master: key of the recovery sheet; without it that of the keeper.

    Raises:
        AlreadyExists: there is a store, or another key.
        MissingKey, WrongKey, DamagedStore: as they say; nothing is written.
    """
    settings = load_settings(data_dir)
    keeper = open_keeper(settings.keys.keeper, data_dir)
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = Secrets(master if master is not None else keeper.load())
    made = restore(backup, data_dir / STORE_FILE, keys, SystemClock())
    if master is not None:
        with contextlib.suppress(AlreadyExists):
            keeper.save(master)
    return made


def open_station(
    data_dir: Path, on_rebuild: Progress | None = None, *, clock: Clock | None = None
) -> OpenStation:
    """Open a station.

    Args:
        data_dir: its data.
        on_rebuild: told how far a newer program is with folding the log anew; left out, a bar on
            the terminal shows it.
        clock: in place of the machine's, for a simulation.

    Raises:
        SettingsError: the settings file cannot be used.
        MissingStore, MissingKey, WrongKey, DamagedStore, NewerSchema: as they say.
    """
    settings = load_settings(data_dir)
    if not (data_dir / STORE_FILE).is_file():
        raise MissingStore(str(data_dir / STORE_FILE))
    keys = Secrets(open_keeper(settings.keys.keeper, data_dir).load())
    with nullcontext(on_rebuild) if on_rebuild else _progress_bar() as told:
        store = Store(data_dir / STORE_FILE, keys, clock or SystemClock(), told)
    site = Site(store, lambda: hall_key(store), settings.site_rules())
    return OpenStation(data_dir, settings, store, site)


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """A bar on the terminal while a newer program folds the whole log anew; none otherwise."""
    bar = RichProgress(console=Console(stderr=True), transient=True)
    tasks: list[TaskID] = []

    def show(done: int, total: int) -> None:
        if not tasks:
            bar.start()
            tasks.append(bar.add_task("rebuilding the state from the log"))
        bar.update(tasks[0], completed=done, total=total)

    try:
        yield show
    finally:
        if tasks:
            bar.stop()


def hall_key(store: Store) -> bytes:
    """The hall's key for slip and posting codes; an own one before enrolment."""
    with store.read() as db:
        enrolment = load_enrolment(db)
    return enrolment.hall_key if enrolment else store.keys.derive("slip codes")


def today_here() -> date:
    """The hall's local day by the machine's clock."""
    return day_of(SystemClock().now_ms())
