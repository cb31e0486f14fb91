"""What to push: how large a batch may be on this line, and the batch itself."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sqlite_utils import Database

from kiosk.domain.envelope import Event
from kiosk.store.chain import Chain
from kiosk.store.keys import Secrets
from kiosk.store.log import SettledRow
from kiosk.store.outbox import waiting
from kiosk.sync.protocol import MAX_EVENTS, Checkpoint
from kiosk.sync.signing import sign_checkpoint
from kiosk.sync.wire import shorten

__all__ = ["NOTHING", "Batch", "BatchSize", "build_batch"]

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

    @property
    def next_bytes(self) -> int:
        """What `succeeded` will allow on a line that is fast enough."""
        return min(self.bytes * 2, self.most)

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
    """Events as they travel, their numbers in the log, and the checkpoint that closes them."""

    events: list[Event]
    seqs: list[int]
    checkpoint: Checkpoint | None
    size: int
    has_more: bool

    @property
    def ids(self) -> list[str]:
        """Ids of the events, in their order."""
        return [event.id for event in self.events]

    @property
    def rows(self) -> dict[str, SettledRow]:
        """What the log knows of each event, by id."""
        return {
            event.id: (seq, event.time, event.aggregate)
            for event, seq in zip(self.events, self.seqs, strict=True)
        }

    @property
    def span(self) -> tuple[int, int]:
        """First and last number in the log; zeros for an empty batch."""
        return (self.seqs[0], self.seqs[-1]) if self.seqs else (0, 0)


NOTHING = Batch([], [], None, 0, has_more=False)


def build_batch(
    db: Database,
    chain: Chain,
    keys: Secrets,
    max_bytes: int,
    under_way: tuple[int, int] = (0, 0),
) -> Batch:
    """The next events of the outbox in station order; at least one if any waits.

    Args:
        db: a connection.
        chain: the station's own.
        keys: sign the checkpoint.
        max_bytes: before compression.
        under_way: `span` of a batch that was sent and is not answered yet.
    """
    pairs: list[tuple[Event, str]] = []
    seqs: list[int] = []
    size, has_more = 0, False
    for event, own_hash, seq in waiting(db, under_way):
        more = len(event.payload or "") + _HEADER_BYTES
        if pairs and event.epoch != pairs[0][0].epoch:
            # What waited when a backup was made goes by itself: a checkpoint speaks for one chain.
            has_more = True
            break
        if pairs and (size + more > max_bytes or len(pairs) >= MAX_EVENTS):
            has_more = True
            break
        pairs.append((event, own_hash))
        seqs.append(seq)
        size += more
    if not pairs:
        return NOTHING
    last, head = pairs[-1]
    checkpoint = sign_checkpoint(chain.station, last.epoch, last.n, head, keys.signing_key)
    return Batch(shorten(pairs), seqs, checkpoint, size, has_more)
