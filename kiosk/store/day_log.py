"""The log of one local day, as the day close counts it; and what is still open at its end."""

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from kiosk.domain.clock import CLAMP_MS, COUNTER, ms_of
from kiosk.domain.scopes import UNASSIGNED_HALL
from kiosk.store.chain import read_chain

__all__ = [
    "ACKNOWLEDGED",
    "PENDING",
    "REFUSED",
    "DayEvent",
    "closed_days",
    "earlier_pending",
    "last_slip_number",
    "open_referrals",
    "own_answers",
    "read_day",
    "seats_abroad",
    "unreviewed_posts",
    "waiting_closings",
]

ACKNOWLEDGED, PENDING, REFUSED = "acknowledged", "pending", "refused"
# `domain.clock.order_time` in SQL.
_TIME = f"CASE received WHEN 0 THEN time ELSE min(time, (received + {CLAMP_MS}) * {COUNTER}) END"
_REFUSALS = (
    "SELECT json_extract(payload, '$.event'), json_extract(payload, '$.code'), "
    "json_extract(payload, '$.reason') FROM events WHERE type = 'EventRefused' "
    "AND payload IS NOT NULL"
)
_OWN_ANSWERS = (
    "SELECT events.id, outbox.seq IS NOT NULL, coalesce(outbox.invalid_code, '') FROM events "
    "LEFT JOIN outbox USING (seq) WHERE station = ? AND epoch = ? AND n BETWEEN ? AND ?"
)


@dataclass(frozen=True, slots=True)
class DayEvent:
    """An event of the day. `answer`: acknowledged, pending, refused; `code`, `reason` say why.

    `number` is the slip number it gave out, empty where it gave none; None where its payload is
    erased or did not come.
    """

    id: str
    station: str
    epoch: int
    n: int
    head: str
    type: str
    aggregate: str
    actor: str
    at: int
    number: str | None
    record: str
    answer: str
    code: str = ""
    reason: str = ""


def read_day(db: Database, first_ms: int, end_ms: int) -> tuple[DayEvent, ...]:
    """Events of the own hall between two moments, by station and number.

    Each has one answer: pending while it waits in the outbox, refused where a hub refused it or
    would not take it, else acknowledged. So the three always add up.
    """
    chain = read_chain(db)
    refused = {row[0]: (row[1], row[2]) for row in db.execute(_REFUSALS).fetchall()}
    rows = db.conn.execute(
        f"SELECT id, station, epoch, n, hash, type, aggregate, actor, {_TIME}, "
        "CASE WHEN payload IS NULL THEN NULL "
        "ELSE coalesce(json_extract(payload, '$.number'), '') END, "
        "coalesce(json_extract(payload, '$.referral'), aggregate), "
        "outbox.seq IS NOT NULL, coalesce(outbox.invalid_code, ''), "
        "coalesce(outbox.invalid_reason, '') FROM events LEFT JOIN outbox USING (seq) "
        f"WHERE time >= ? AND {_TIME} >= ? AND {_TIME} < ? "
        "AND substr(scope, instr(scope, ':') + 1) IN (?, ?) ORDER BY station, epoch, n",
        (*[first_ms * COUNTER] * 2, end_ms * COUNTER, chain.hall, UNASSIGNED_HALL),
    )
    return tuple(_day_event(row, refused) for row in rows)


def _day_event(row: tuple[Any, ...], refused: dict[str, tuple[str, str]]) -> DayEvent:
    is_waiting, code, reason = row[11:14]
    if code:
        answer = REFUSED
    else:
        code, reason = refused.get(row[0], ("", ""))
        # What waits is pending, even if somebody else has refused it already.
        answer = PENDING if is_waiting else REFUSED if code else ACKNOWLEDGED
    event, station, epoch, n, head, kind, aggregate, actor, time, number, record = row[:11]
    return DayEvent(
        id=event,
        station=station,
        epoch=epoch,
        n=n,
        head=head,
        type=kind,
        aggregate=aggregate,
        actor=actor,
        at=ms_of(time),
        number=number,
        record=record,
        answer=answer,
        code=code,
        reason=reason,
    )


def own_answers(
    db: Database, station: str, epoch: int, first_n: int, last_n: int
) -> dict[str, int]:
    """How the own events of a part of the chain are answered now."""
    refused = {row[0] for row in db.execute(_REFUSALS).fetchall()}
    counts = {ACKNOWLEDGED: 0, PENDING: 0, REFUSED: 0}
    for event, is_waiting, code in db.execute(_OWN_ANSWERS, (station, epoch, first_n, last_n)):
        if code or (not is_waiting and event in refused):
            counts[REFUSED] += 1
        else:
            counts[PENDING if is_waiting else ACKNOWLEDGED] += 1
    return counts


def earlier_pending(db: Database, first_ms: int) -> int:
    """Own events from before a moment that nobody has answered."""
    row = db.execute(
        "SELECT count(*) FROM outbox JOIN events USING (seq) WHERE invalid_code = '' AND time < ?",
        (first_ms * COUNTER,),
    ).fetchone()
    return int(row[0])


def last_slip_number(db: Database, day: str) -> int:
    """The last number that this station gave out on a day; 0 for none."""
    row = db.execute("SELECT last FROM counters WHERE day = ? AND name = 'slip'", (day,)).fetchone()
    return int(row[0]) if row else 0


def open_referrals(db: Database, first_ms: int, end_ms: int) -> list[tuple[Any, ...]]:
    """(id, number, status, made_at) of referrals of the time that nobody brought to an end."""
    return db.execute(
        "SELECT id, number, status, made_at FROM referrals "
        "WHERE status IN ('open', 'half', 'pending') AND made_at >= ? AND made_at < ? "
        "ORDER BY made_at, id",
        (first_ms * COUNTER, end_ms * COUNTER),
    ).fetchall()


def unreviewed_posts(db: Database, hall: str) -> list[tuple[Any, ...]]:
    """(id, number, review, posted_at) of posts that wait for staff."""
    return db.execute(
        "SELECT id, number, review, posted_at FROM vacancies "
        "WHERE review IN ('queued', 'asked') AND closed = '' AND hall IN (?, ?) "
        "ORDER BY posted_at, id",
        (hall, UNASSIGNED_HALL),
    ).fetchall()


def seats_abroad(db: Database, hall: str, before_ms: int) -> list[str]:
    """Vacancies of the hall to look at for seats: work begun before a moment, seats not settled, or
    more agreements than seats."""
    rows = db.execute(
        "SELECT id FROM vacancies WHERE hall IN (?, ?) AND closed = '' AND review = 'live' "
        "AND (overflow > 0 OR (starts < ? AND minted - retired > spent "
        "AND valid_until >= ? - 86400000)) ORDER BY posted_at, id",
        (hall, UNASSIGNED_HALL, before_ms, before_ms),
    ).fetchall()
    return [str(row[0]) for row in rows]


def waiting_closings(db: Database, station: str) -> list[str]:
    """Own days that are closed and not completed."""
    rows = db.execute(
        "SELECT id FROM day_closes WHERE station = ? AND status = 'closed' ORDER BY day",
        (station,),
    ).fetchall()
    return [str(row[0]) for row in rows]


def closed_days(db: Database, hall: str, limit: int) -> list[str]:
    """Days of the hall's stations that were ever closed, the latest first."""
    rows = db.execute(
        "SELECT id FROM day_closes WHERE hall IN (?, ?) AND closed_at > 0 "
        "ORDER BY day DESC, station LIMIT ?",
        (hall, UNASSIGNED_HALL, limit),
    ).fetchall()
    return [str(row[0]) for row in rows]
