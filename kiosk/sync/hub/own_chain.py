"""The hub's own chain: it is a station of its own and appends refusals and enrolments."""

import secrets

from sqlalchemy import Connection, bindparam, select

from kiosk.domain.clock import CLAMP_MS, next_stamp, stamp_of
from kiosk.domain.envelope import Event, header_hash, payload_hash
from kiosk.domain.events import Payload, encode_payload
from kiosk.domain.ids import uuid7
from kiosk.sync.hub.statements import Prepared, Upsert
from kiosk.sync.hub.tables import META

__all__ = ["HUB_ACTOR", "OwnChain", "read_meta", "write_meta"]

HUB_ACTOR = "hub"
_UPSERT = Upsert(META)
_READ = Prepared(select(META.c.value).where(META.c.key == bindparam("key")))
_NAMES = ("station", "epoch", "n", "head", "stamp")


def read_meta(connection: Connection, key: str) -> str:
    """A value of the hub's meta table; empty if there is none."""
    row = _READ(connection, {"key": key}).one_or_none()
    return str(row[0]) if row else ""


def write_meta(connection: Connection, key: str, value: str) -> None:
    """Set a value of the hub's meta table."""
    _UPSERT(connection, {"key": key, "value": value})


class OwnChain:
    """Seals the hub's events in one write transaction; `save` before it ends."""

    def __init__(self, connection: Connection, now_ms: int) -> None:
        self._connection = connection
        self._now_ms = now_ms
        rows = connection.execute(select(META).where(META.c.key.like("chain.%")))
        kept = {row[0]: str(row[1]) for row in rows}
        self.station = kept.get("chain.station", "")
        self._epoch = int(kept.get("chain.epoch", "1"))
        self._n = int(kept.get("chain.n", "0"))
        self._head = kept.get("chain.head", "")
        self.stamp = int(kept.get("chain.stamp", "0"))

    def follow(self, stamp: int) -> None:
        """The next events answer one of this stamp: they stand after it, on any clock that is not
        more than five minutes ahead."""
        self.stamp = max(self.stamp, min(stamp, stamp_of(self._now_ms + CLAMP_MS)))

    def seal(self, payload: Payload, aggregate: str, scope: str) -> Event:
        """The next event of the chain; the caller stores it."""
        text, salt, kind = encode_payload(payload), secrets.token_hex(16), type(payload).__name__
        self.stamp = next_stamp(self.stamp, self._now_ms)
        event = Event(
            id=uuid7(self._now_ms),
            station=self.station,
            epoch=self._epoch,
            n=self._n + 1,
            time=self.stamp,
            type=kind,
            schema=1,
            scope=scope,
            aggregate=aggregate,
            actor=HUB_ACTOR,
            payload_hash=payload_hash(salt, text),
            prev=self._head,
            payload=text,
            salt=salt,
            received=self._now_ms,
        )
        self._n, self._head = event.n, header_hash(event)
        return event

    def save(self) -> None:
        """Write the head back."""
        values = (self.station, self._epoch, self._n, self._head, self.stamp)
        rows = [
            {"key": f"chain.{name}", "value": str(value)}
            for name, value in zip(_NAMES, values, strict=True)
        ]
        _UPSERT(self._connection, rows)
