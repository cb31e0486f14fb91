"""A hub whose program folds otherwise than the one before it: its state is folded anew, once.

Until then rows that only the newer fold writes would be missing, and events of types that the older
program kept without knowing them would have no effect.
"""

import structlog
from sqlalchemy import Connection, select

from kiosk.domain.fold import FOLD_VERSION
from kiosk.sync.hub.dialect import HubDatabase
from kiosk.sync.hub.folding import refold
from kiosk.sync.hub.own_chain import read_meta, write_meta
from kiosk.sync.hub.tables import EVENTS

__all__ = ["note_fold", "refold_if_older"]

_VERSION = "fold_version"
_CHUNK = 200
_log = structlog.get_logger()


def note_fold(connection: Connection) -> None:
    """From here on the state is that of this program's fold."""
    write_meta(connection, _VERSION, str(FOLD_VERSION))


def refold_if_older(database: HubDatabase, index_key: bytes) -> int:
    """Fold every aggregate anew where another fold wrote the state; returns how many.

    A few hundred in one transaction, so that others may write between; the version is written last,
    and after a power cut it begins again.
    """
    with database.read() as connection:
        if read_meta(connection, _VERSION) == str(FOLD_VERSION):
            return 0
        found = connection.execute(select(EVENTS.c.aggregate).distinct())
        aggregates = sorted(row[0] for row in found)
    for first in range(0, len(aggregates), _CHUNK):
        with database.write() as connection:
            refold(connection, aggregates[first : first + _CHUNK], index_key)
        _log.info("refolding", done=min(first + _CHUNK, len(aggregates)), total=len(aggregates))
    with database.write() as connection:
        note_fold(connection)
    return len(aggregates)
