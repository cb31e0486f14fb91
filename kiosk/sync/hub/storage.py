"""Where a hub's data lie: an encrypted file in its directory, or a PostgreSQL database."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from kiosk.domain.ids import new_station_id
from kiosk.store.database import create_file
from kiosk.store.errors import AlreadyExists, MissingStore, StoreError
from kiosk.store.keys import Secrets
from kiosk.store.places import HUB_ADDRESS_FILE, HUB_FILE, is_hub
from kiosk.sync.hub.dialect import COUNTER_KEY, HubDatabase
from kiosk.sync.hub.engines import check_database_url, postgresql_engine, sqlite_engine
from kiosk.sync.hub.own_chain import write_meta
from kiosk.sync.hub.refolding import note_fold
from kiosk.sync.hub.tables import META, METADATA
from kiosk.sync.hub.upgrading import bring_up_to_date
from kiosk.whole_file import sync_folder

__all__ = [
    "create_database",
    "hub_path",
    "open_database",
    "require_hub",
    "require_room_at",
]


def hub_path(data_dir: Path) -> Path:
    """The file that names a hub in messages."""
    return data_dir / HUB_FILE


def require_hub(data_dir: Path) -> None:
    """Raise MissingStore where no hub was made."""
    if not is_hub(data_dir):
        raise MissingStore(str(hub_path(data_dir)))


def open_database(data_dir: Path, keys: Secrets) -> HubDatabase:
    """The hub's database; tables that a newer program knows are added, and state that an older one
    folded is folded anew.

    Raises:
        WrongKey, DamagedStore: as for a station's store.
        StoreError: the server cannot be reached.
    """
    address = data_dir / HUB_ADDRESS_FILE
    if address.is_file():
        url = address.read_text(encoding="utf-8").strip()
        database = _require_durable(HubDatabase(postgresql_engine(url)))
    else:
        engine = sqlite_engine(data_dir / HUB_FILE, keys.derive("hub database"))
        database = HubDatabase(engine)
    try:
        bring_up_to_date(database, keys.index_key)
    except BaseException:
        database.close()
        raise
    return database


def require_room_at(url: str) -> None:
    """Look before anything is made: the server answers, writes to its disk, and holds no hub.

    Raises:
        ValueError: the address is none.
        AlreadyExists, StoreError: as they say.
    """
    check_database_url(url)
    try:
        database = _require_durable(HubDatabase(postgresql_engine(url)))
        with database.read() as connection:
            has_hub = inspect(connection).has_table(META.name)
        database.close()
    except DBAPIError as error:
        raise StoreError(str(error.orig).strip()) from error
    if has_hub:
        raise AlreadyExists("the database of a hub")


def create_database(data_dir: Path, keys: Secrets, url: str) -> None:
    """Make the tables; the file that makes the directory a hub's is written last.

    Args:
        data_dir: of the hub.
        keys: whose database key encrypts the file.
        url: of an empty PostgreSQL database; empty for a file.

    Raises:
        AlreadyExists: the database holds a hub.
        StoreError: the server cannot be reached.
    """
    draft = data_dir / (HUB_FILE + ".new")
    database = HubDatabase(postgresql_engine(url) if url else _draft_engine(draft, keys))
    try:
        _create_tables(database)
    except DBAPIError as error:
        raise StoreError(str(error.orig).strip()) from error
    finally:
        database.close()
    if url:
        address = data_dir / HUB_ADDRESS_FILE
        address.touch(mode=0o600)
        address.write_text(url + "\n", encoding="utf-8")
    else:
        draft.rename(data_dir / HUB_FILE)
    sync_folder(data_dir)


def _draft_engine(draft: Path, keys: Secrets) -> Engine:
    """A file under another name until it is whole: after a power cut there is a hub, or none."""
    for suffix in ("", "-wal", "-shm"):
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)
    key = keys.derive("hub database")
    create_file(draft, key).close()
    return sqlite_engine(draft, key)


def _require_durable(database: HubDatabase) -> HubDatabase:
    """A server that does not write to its disk would make every acknowledgement a lie."""
    try:
        with database.read() as connection:
            is_synced = connection.execute(text("SHOW fsync")).scalar_one() == "on"
    except BaseException:
        database.close()
        raise
    if not is_synced:
        database.close()
        raise StoreError("PostgreSQL runs with fsync = off; a hub needs it on")
    return database


def _create_tables(database: HubDatabase) -> None:
    with database.create() as connection:
        if inspect(connection).has_table(META.name):
            raise AlreadyExists("the database of a hub")
        METADATA.create_all(connection, checkfirst=False)
        write_meta(connection, "chain.station", new_station_id())
        write_meta(connection, COUNTER_KEY, "0")
        note_fold(connection)
