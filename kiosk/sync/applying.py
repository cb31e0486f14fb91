"""Apply a hub's reply at a station: acknowledgements, events, cursors, in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import structlog

from kiosk.store.bases import has_bases
from kiosk.store.enrolment import keep_receipt, load_enrolment, note_clock, note_success, thaw_seats
from kiosk.store.epochs import is_forked, note_fork
from kiosk.store.log import ForkError, SettledRow, Writing
from kiosk.store.outbox import outbox_counts, requeue
from kiosk.store.store import Store
from kiosk.store.streams import cursors, move_stream
from kiosk.sync.errors import SyncError
from kiosk.sync.protocol import ExchangeReply
from kiosk.sync.pull import Pulled, read_logs
from kiosk.sync.signing import BadSignature, check_receipt

_log: Any = structlog.get_logger(__name__)

__all__ = ["AfterDelivery", "Applied", "apply_reply"]

AfterDelivery = Callable[[Writing], None]


class Applied(NamedTuple):
    """What one reply did. `changed` are aggregates whose state was written."""

    pushed: int
    pulled: int
    invalid: int
    changed: frozenset[str]
    has_follow_ups: bool
    is_in_turn: bool


def apply_reply(
    store: Store,
    ids: Sequence[str],
    reply: ExchangeReply,
    pulled: Pulled,
    after_delivery: AfterDelivery | None,
    *,
    is_fresh: bool = True,
    rows: Mapping[str, SettledRow] | None = None,
    asked_from: Mapping[str, int] | None = None,
    epoch: int = 0,
) -> Applied:
    """Apply a reply whole or not at all.

    Args:
        store: of the station.
        ids: of the pushed events, in the order of the reply's results.
        reply: as the hub signed it.
        pulled: its pages, checked.
        after_delivery: called inside the transaction.
        is_fresh: the reply was made just now; one that travelled on a stick tells no time.
        rows: what the log knows of the pushed events; without it, it is asked.
        asked_from: where the streams stood that the pages go on from. Where they stand elsewhere
            now, the pages are passed over: a page never stands in for one that was not applied.
        epoch: of the chain that the request was made in; 0 where nobody knows.

    Raises:
        SyncError: `fork` where two events claim one place.
    """
    logs = read_logs(reply)
    try:
        with store.write() as writing:
            pushed, invalid = _take_answers(writing, ids, reply, rows)
            is_in_turn = _is_in_turn(writing, asked_from, pulled)
            if not is_in_turn:
                pulled = Pulled([], {}, {}, [])
            # An older answer may count fewer than a newer one acknowledged.
            returned = requeue(writing, reply.held) if is_fresh else 0
            if is_fresh and _is_rolled_back(writing, reply, epoch):
                note_fork(writing)
            writing.deliver(pulled.events, pulled.hashes)
            if reply.filled:
                writing.complete(reply.filled, logs)
            has_bases_left = has_bases(writing.db)
            _keep_receipt(writing, reply)
            move_stream(writing, pulled.cursor, pulled.checksum)
            if is_fresh:
                note_clock(writing, reply.time)
            if reply.pages and not reply.more and is_in_turn and not is_forked(writing.db):
                thaw_seats(writing)
            if after_delivery is not None:
                after_delivery(writing)
            note_success(writing)
            follow_ups, changed = bool(writing.appended), frozenset(writing.changed)
    except ForkError as error:
        raise SyncError("fork", f"two events claim one place: {error}") from error
    goes_on = follow_ups or returned > 0 or has_bases_left or not is_in_turn
    return Applied(pushed, len(pulled.events), invalid, changed, goes_on, is_in_turn)


def _take_answers(
    writing: Writing,
    ids: Sequence[str],
    reply: ExchangeReply,
    rows: Mapping[str, SettledRow] | None,
) -> tuple[int, int]:
    """Settle what the hub holds, set aside what it would not store; returns how many of each."""
    by_time: dict[int, list[str]] = defaultdict(list)
    invalid = 0
    for event_id, result in zip(ids, reply.results, strict=True):
        if result.status in {"stored", "duplicate"}:
            by_time[result.received].append(event_id)
        elif result.status == "invalid":
            writing.mark_invalid(event_id, result.code, result.reason)
            invalid += 1
    if any(result.code == "fork" for result in reply.results):
        note_fork(writing)
    for received_ms, received in by_time.items():
        if rows is None:
            writing.acknowledge(received, received_ms)
        else:
            writing.settle([rows[event_id] for event_id in received], received_ms)
    return sum(map(len, by_time.values())), invalid


def _is_rolled_back(writing: Writing, reply: ExchangeReply, epoch: int) -> bool:
    """Whether the hub holds own events that this disk never wrote. While some still wait, their
    answers tell more: which of them stand where the hub has others."""
    chain = writing.chain
    if epoch != chain.epoch or reply.highest_n <= chain.n:
        return False
    return outbox_counts(writing.db).pending == 0


def _is_in_turn(writing: Writing, asked_from: Mapping[str, int] | None, pulled: Pulled) -> bool:
    """Whether the pages go on from where the streams stand in this transaction."""
    if asked_from is None:
        return True
    now = cursors(writing.db)
    return all(now.get(stream, 0) == asked_from.get(stream, 0) for stream in pulled.cursor)


def _keep_receipt(writing: Writing, reply: ExchangeReply) -> None:
    """Keep the hub's word on our chain. One that is not its own is no reason to stop syncing: the
    reply as a whole is signed; only the proof for the day close is missing then."""
    enrolment, receipt = load_enrolment(writing.db), reply.receipt
    if receipt is None or enrolment is None:
        return
    chain = writing.chain
    try:
        check_receipt(receipt, enrolment.hub_key)
    except BadSignature:
        _log.warning("receipt_not_signed", hub=receipt.hub)
        return
    if (receipt.hub, receipt.station, receipt.epoch) == (enrolment.hub, chain.station, chain.epoch):
        keep_receipt(writing, receipt)
