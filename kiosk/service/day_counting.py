"""Counting a local day: the equation, the chains, the slip numbers, and what is left to do."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlite_utils import Database

from kiosk.domain.clock import day_bounds, ms_of
from kiosk.domain.day_events import ChainPart, DayBackedUp, DayReported, NumberRange
from kiosk.domain.facts import Period
from kiosk.domain.figures import Tally, Total
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.slip_numbers import NumberedEvent, number_ranges
from kiosk.domain.statistics import CARRY_DAYS, Statistics, compute_statistics
from kiosk.domain.vacancy import Vacancy
from kiosk.service.day_views import DayCheck, DayRecord, Kept
from kiosk.store.apply import Applier
from kiosk.store.chain import read_chain
from kiosk.store.day_log import (
    REFUSED,
    DayEvent,
    last_slip_number,
    open_referrals,
    read_day,
    seats_abroad,
    unreviewed_posts,
)
from kiosk.store.figures import read_facts
from kiosk.store.refusals import settled_refusals
from kiosk.store.rows import rows_where_in
from kiosk.store.spool import job_rows

__all__ = ["CountedDay", "count_day", "find_checks", "record_of"]

# Types that give out a number of the day's counter.
_NUMBERED = frozenset(
    {
        "SeekerRegistered",
        "SeekerCheckedIn",
        "VacancyPosted",
        "ReferralMade",
        "ComplaintMade",
        "CourseJoined",
        "AssistanceOpened",
        "EvidenceHandedOver",
    }
)
_NEEDS_HUMAN = ("needs_human",)


class CountedDay:
    """A day's events and what they add up to, in one snapshot."""

    def __init__(self, db: Database, day: date) -> None:
        self.first_ms, self.end_ms = day_bounds(day)
        self.day = day
        everything = read_day(db, self.first_ms, self.end_ms)
        # The closing of a day is no part of what it closes.
        self.events = tuple(item for item in everything if aggregate_kind(item.aggregate) != "day")
        self._answers = Counter(item.answer for item in self.events)
        self.chains = _chains(self.events)
        self.numbers = _numbers(db, self.events, day.isoformat())
        self.figures = _figures(db, day)

    @property
    def total(self) -> int:
        """All events of the day."""
        return len(self.events)

    def count(self, answer: str) -> int:
        """Events with one answer."""
        return self._answers[answer]

    def with_answer(self, answer: str) -> tuple[DayEvent, ...]:
        """Events behind one term of the equation; all of them for `total`."""
        return tuple(item for item in self.events if answer in {"total", item.answer})

    def kept(self, station: str, what: DayReported | DayBackedUp | None, at: int) -> Kept:
        """Papers or a copy made at a moment (ms), and how many records of the day came later."""
        if what is None:
            return Kept()
        reach = (what.epoch, what.n)
        later = [
            item
            for item in self.events
            # What staff do at a window, signing in and out too, is no business of the day.
            if aggregate_kind(item.aggregate) not in {"account", "store"}
            and ((item.epoch, item.n) > reach if item.station == station else item.at > at)
        ]
        return Kept(at, len(later))


def count_day(db: Database, day: date) -> CountedDay:
    """Count a local day in the caller's snapshot."""
    return CountedDay(db, day)


def record_of(item: DayEvent) -> DayRecord:
    """An event as a record on a list."""
    reason = item.reason or item.code
    return DayRecord(item.id, "event", item.number or "", item.answer, item.at, reason or item.type)


def find_checks(
    db: Database, applier: Applier, day: CountedDay, now_ms: int
) -> tuple[DayCheck, ...]:
    """What is left to do before the day ends, each with its records and its way to mend."""
    hall = read_chain(db).hall
    settled = settled_refusals(db)
    refused = tuple(record_of(item) for item in day.with_answer(REFUSED) if item.id not in settled)
    return (
        DayCheck(
            "open_referrals",
            "answer_referral",
            tuple(
                DayRecord(row[0], "referral", row[1], row[2], ms_of(row[3]))
                for row in open_referrals(db, day.first_ms, day.end_ms)
            ),
        ),
        DayCheck(
            "unreviewed_posts",
            "review_post",
            tuple(
                DayRecord(row[0], "vacancy", row[1], row[2], ms_of(row[3]))
                for row in unreviewed_posts(db, hall)
            ),
        ),
        DayCheck(
            "doubtful_slips",
            "decide_slip",
            tuple(
                DayRecord(
                    row["id"],
                    "print_job",
                    row["number"],
                    row["state"],
                    row["changed_at"],
                    row["note"],
                )
                for row in job_rows(db, _NEEDS_HUMAN)
            ),
        ),
        DayCheck("refused_events", "mend_event", refused),
        DayCheck("seats_outstanding", "settle_seats", _seats(db, applier, hall, now_ms)),
    )


def _seats(db: Database, applier: Applier, hall: str, now_ms: int) -> tuple[DayRecord, ...]:
    """Vacancies whose work has begun with seats lent out and unspent, agreements that wait for a
    seat, or more agreements than seats."""
    found = []
    for vacancy_id in seats_abroad(db, hall, now_ms):
        state = applier.state(vacancy_id)
        if not isinstance(state, Vacancy) or state.posting is None:
            continue
        seats = state.seats
        lent = sum(max(0, seats.free(holder)) for holder in seats.held if holder != state.station)
        if seats.overflow:
            word, count = "overflow", seats.overflow
        elif lent:
            word, count = "lent", lent
        else:
            continue
        found.append(
            DayRecord(
                vacancy_id,
                "vacancy",
                state.posting.number,
                word,
                ms_of(state.posted_at),
                str(count),
            )
        )
    return tuple(found)


def _chains(events: Sequence[DayEvent]) -> tuple[ChainPart, ...]:
    parts: dict[tuple[str, int], list[DayEvent]] = {}
    for item in events:
        parts.setdefault((item.station, item.epoch), []).append(item)
    return tuple(
        ChainPart(station, epoch, group[0].n, group[-1].n, len(group), group[-1].head)
        for (station, epoch), group in sorted(parts.items())
    )


def _numbers(db: Database, events: Sequence[DayEvent], day: str) -> tuple[NumberRange, ...]:
    numbered = [item for item in events if item.type in _NUMBERED]
    cancelled = _cancelled(db, numbered)
    last = last_slip_number(db, day)
    return number_ranges(
        [NumberedEvent(item.station, item.number, _void(item, cancelled)) for item in numbered],
        {read_chain(db).letter: last} if last else {},
    )


def _void(item: DayEvent, cancelled: set[str]) -> str:
    if item.code:
        return "refused"
    return "cancelled" if item.record in cancelled else ""


def _cancelled(db: Database, numbered: Sequence[DayEvent]) -> set[str]:
    """Referrals given up before an agreement, and posts that staff turned down."""
    referrals = sorted(item.record for item in numbered if item.type == "ReferralMade")
    posts = sorted(item.aggregate for item in numbered if item.type == "VacancyPosted")
    found: set[str] = set()
    rows: list[tuple[Any, ...]] = [
        *rows_where_in(db, "SELECT id, status FROM referrals", "id", referrals),
        *rows_where_in(db, "SELECT id, review FROM vacancies", "id", posts),
    ]
    for record, word in rows:
        if word in {"cancelled", "rejected"}:
            found.add(record)
    return found


def _figures(db: Database, day: date) -> dict[str, int]:
    """Whole numbers of the statistics of the day, by name."""
    period = Period.day(day)
    counted = compute_statistics(read_facts(db, period, CARRY_DAYS), period)
    found: dict[str, int] = {}
    for name in Statistics.__slots__:
        value = getattr(counted, name)
        if isinstance(value, Tally | Total):
            found[name] = value.value
    return found
