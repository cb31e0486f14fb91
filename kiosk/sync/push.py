"""What to push: how large a batch may be on this line, and the batch itself."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sqlite_utils import Database

from kiosk.domain.envelope import Event
from kiosk.store.chain import Chain
from kiosk.store.keys import Secrets
from kiosk.store.outbox import pending
from kiosk.sync.protocol import MAX_EVENTS, Checkpoint
from kiosk.sync.signing import sign_checkpoint
from kiosk.sync.wire import shorten

__all__ = ["Batch", "BatchSize", "build_batch"]

_START_BYTES = 16 * 1024
_LEAST_BYTES = 2 * 1024
_MOST_BYTES = 768 * 1024
_MOST_SECONDS = 8.0
# A header on the wire before compression.
_HEADER_BYTES = 330


@dataclass(slots=True)
class BatchSize:
    """Bytes per batch: doubled on success, halved on a timeout, at most about 8 s of the line."""

    bytes: int = _START_BYTES
    most: int = field(default=_MOST_BYTES)

    def succeeded(self, sent_bytes: int, elapsed_s: float) -> None:
        """Grow after an exchange that carried `sent_bytes` in `elapsed_s`, unless it was slow."""
        ceiling = self.most
        # A small batch tells of the round trip, not of the line.
        if sent_bytes * 2 >= self.bytes and elapsed_s > 0:
            ceiling = min(ceiling, int(sent_bytes / elapsed_s * _MOST_SECONDS))
        self.bytes = max(_LEAST_BYTES, min(self.bytes * 2, ceiling))

    def failed(self) -> None:
        """Shrink after a timeout or a cut line."""
        self.bytes = max(_LEAST_BYTES, self.bytes // 2)


class Batch(NamedTuple):
    """Events as they travel, their ids in the same order, and the checkpoint that closes them."""

    events: list[Event]
    ids: list[str]
    checkpoint: Checkpoint | None
    size: int
    has_more: bool


def build_batch(db: Database, chain: Chain, keys: Secrets, max_bytes: int) -> Batch:
    """The next events of the outbox in station order; at least one if any waits."""
    pairs: list[tuple[Event, str]] = []
    size, has_more = 0, False
    for event, own_hash in pending(db):
        more = len(event.payload or "") + _HEADER_BYTES
        if pairs and event.epoch != pairs[0][0].epoch:
            # What waited when a backup was made goes by itself: a checkpoint speaks for one chain.
            has_more = True
            break
        if pairs and (size + more > max_bytes or len(pairs) >= MAX_EVENTS):
            has_more = True
            break
        pairs.append((event, own_hash))
        size += more
    if not pairs:
        return Batch([], [], None, 0, False)
    last, head = pairs[-1]
    checkpoint = sign_checkpoint(chain.station, last.epoch, last.n, head, keys.signing_key)
    return Batch(shorten(pairs), [event.id for event, _ in pairs], checkpoint, size, has_more)
