"""A hub's data directory: master key, encrypted database, halls; made once, opened often."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, select

from kiosk.domain.clock import Clock
from kiosk.domain.envelope import Event
from kiosk.domain.events import HallProfileChanged
from kiosk.domain.scopes import scope_for, stream_of_hall
from kiosk.store.errors import AlreadyExists
from kiosk.store.keys import Secrets, new_master_key, open_keeper, remember_keeper
from kiosk.store.places import is_hub
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.store.system_clock import SystemClock
from kiosk.sync.enrolment_code import new_enrolment_code
from kiosk.sync.hub.limits import RateLimit
from kiosk.sync.hub.own_chain import OwnChain, read_meta, write_meta
from kiosk.sync.hub.statements import Upsert
from kiosk.sync.hub.storage import (
    create_database,
    hub_path,
    open_database,
    require_hub,
    require_room_at,
)
from kiosk.sync.hub.storing import append_own
from kiosk.sync.hub.stream_log import fill_county
from kiosk.sync.hub.tables import CODES, EVENTS, FOLLOWS, HALLS, STATIONS
from kiosk.sync.protocol import Signed

__all__ = [
    "Hub",
    "add_hall",
    "hub_events",
    "hub_stats",
    "init_hub",
    "new_code",
    "open_hub",
]

_UPSERT_HALL = Upsert(HALLS)
STATION_KINDS = ("public", "desk", "board", "hub")


class Hub:
    """An open hub: database, keys, clock. `id` is its station id; `close` it after use."""

    def __init__(self, data_dir: Path, keys: Secrets, clock: Clock) -> None:
        self.database = open_database(data_dir, keys)
        self.keys = keys
        self.clock = clock
        self.limiter = RateLimit()
        self.root: Signed | None = None
        """What the hub signs of itself, kept once it was asked for."""
        try:
            with self.database.read() as connection:
                self.id = read_meta(connection, "chain.station")
        except BaseException:
            self.database.close()
            raise

    def hall_key(self, hall: str) -> bytes:
        """Key of slip and posting codes of a hall, 32 bytes."""
        return self.keys.derive(f"hall key {hall}")

    def close(self) -> None:
        """Close the database."""
        self.database.close()


@contextlib.contextmanager
def open_hub(data_dir: Path, *, keeper: str = "", clock: Clock | None = None) -> Iterator[Hub]:
    """Open a hub.

    Raises:
        MissingStore: there is no hub in that directory.
        MissingKey, WrongKey, DamagedStore: as for a station's store.
    """
    require_hub(data_dir)
    hub = Hub(data_dir, Secrets(open_keeper(keeper, data_dir).load()), clock or SystemClock())
    try:
        yield hub
    finally:
        hub.close()


def init_hub(
    data_dir: Path,
    hall_id: str,
    hall_name: str,
    county: str = "",
    *,
    follows: tuple[str, ...] = (),
    database: str = "",
    keeper: str = "",
    clock: Clock | None = None,
) -> str:
    """Make a hub with its first hall.

    Args:
        data_dir: made if it is missing.
        hall_id: the hall's identifier, as stations and scopes name it.
        hall_name: as people read it.
        county: code of the county that the hall's vacancies are shown for.
        follows: counties whose public vacancies the hall wants to see.
        database: an empty PostgreSQL database, `postgresql+psycopg://…`; without it an encrypted
            file in the directory.
        keeper: who keeps the master key: file, systemd, keyring.
        clock: where the time comes from.

    Returns:
        The hub's id.

    Raises:
        AlreadyExists: a hub is there; nothing is changed.
        ValueError: `database` is not the address of one.
    """
    if is_hub(data_dir):
        raise AlreadyExists(str(hub_path(data_dir)))
    if database:
        require_room_at(database)
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = open_keeper(keeper, data_dir)
    if keeper:
        remember_keeper(keeper, data_dir)
    if keeper != "systemd":
        kept.save(new_master_key())
    keys = Secrets(kept.load())
    create_database(data_dir, keys, database)
    with open_hub(data_dir, keeper=keeper, clock=clock) as hub:
        _add_hall(hub, hall_id, hall_name, county, follows)
        return hub.id


def add_hall(
    data_dir: Path,
    hall_id: str,
    hall_name: str,
    county: str = "",
    *,
    follows: tuple[str, ...] = (),
    keeper: str = "",
    clock: Clock | None = None,
) -> None:
    """Serve one more hall, or change name, county and followed counties of a served one."""
    with open_hub(data_dir, keeper=keeper, clock=clock) as hub:
        _add_hall(hub, hall_id, hall_name, county, follows)


def new_code(
    data_dir: Path,
    kind: str = "public",
    ttl_s: int = 900,
    *,
    hall: str = "",
    keeper: str = "",
    clock: Clock | None = None,
) -> tuple[str, int]:
    """A one-time enrolment code; also while the hub serves. Lifts a lock-out.

    Args:
        data_dir: of the hub.
        kind: kind of station: public, desk, board.
        ttl_s: how long the code is good, seconds.
        hall: which hall; may be empty where the hub serves one only.
        keeper: who keeps the master key.
        clock: where the time comes from.

    Returns:
        The code as a person reads it, and when it expires, ms.

    Raises:
        ValueError: unknown kind, unknown hall, or several halls and none named.
    """
    if kind not in STATION_KINDS:
        raise ValueError(f"kind {kind!r} is none of {', '.join(STATION_KINDS)}")
    with open_hub(data_dir, keeper=keeper, clock=clock) as hub:
        code = new_enrolment_code(hub.keys.public_key)
        expires = hub.clock.now_ms() + ttl_s * 1000
        with hub.database.write() as connection:
            values = {
                "secret": code.secret,
                "hall": _which_hall(connection, hall),
                "kind": kind,
                "expires": expires,
                "used_by": "",
            }
            connection.execute(CODES.insert(), values)
            write_meta(connection, "enrol.failures", "0")
        return code.text(), expires


def hub_stats(data_dir: Path, *, keeper: str = "") -> dict[str, int]:
    """Counts: station_events, hub_events, stations, quarantined."""
    with open_hub(data_dir, keeper=keeper) as hub, hub.database.read() as connection:
        of_hub = EVENTS.c.station == hub.id
        counts = {
            "station_events": select(func.count()).select_from(EVENTS).where(~of_hub),
            "hub_events": select(func.count()).select_from(EVENTS).where(of_hub),
            "stations": select(func.count()).select_from(STATIONS),
            "quarantined": select(func.count())
            .select_from(STATIONS)
            .where(STATIONS.c.quarantine != ""),
        }
        return {name: int(connection.execute(query).scalar_one()) for name, query in counts.items()}


def hub_events(data_dir: Path, station: str = "", *, keeper: str = "") -> Iterator[Event]:
    """Events that the hub holds, in order of station, epoch and number.

    Args:
        data_dir: of the hub.
        station: only of this station; empty for all, the hub's own included.
        keeper: who keeps the master key.
    """
    query = select(*(EVENTS.c[name] for name in EVENT_COLUMNS))
    if station:
        query = query.where(EVENTS.c.station == station)
    query = query.order_by(EVENTS.c.station, EVENTS.c.epoch, EVENTS.c.n)
    with open_hub(data_dir, keeper=keeper) as hub, hub.database.read() as connection:
        for row in connection.execute(query):
            yield event_of(row)


def _add_hall(
    hub: Hub, hall_id: str, hall_name: str, county: str, follows: tuple[str, ...]
) -> None:
    with hub.database.write() as connection:
        values = {"id": hall_id, "name": hall_name, "county": county}
        _UPSERT_HALL(connection, values)
        connection.execute(FOLLOWS.delete().where(FOLLOWS.c.hall == hall_id))
        for followed in follows:
            connection.execute(FOLLOWS.insert(), {"hall": hall_id, "county": followed})
            fill_county(connection, followed)
        now_ms = hub.clock.now_ms()
        chain = OwnChain(connection, now_ms)
        profile = HallProfileChanged(name=hall_name, county=county)
        scope = scope_for("HallProfileChanged", hall_id)
        event = chain.seal(profile, stream_of_hall(hall_id), scope)
        chain.save()
        append_own(connection, [event], hub.keys.index_key)


def _which_hall(connection: Connection, hall: str) -> str:
    halls = [row[0] for row in connection.execute(select(HALLS.c.id).order_by(HALLS.c.id))]
    if hall and hall in halls:
        return hall
    if hall or len(halls) != 1:
        raise ValueError(f"name one of the halls: {', '.join(halls)}")
    return str(halls[0])
