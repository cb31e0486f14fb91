"""The equation of a day split by kind of record, the records behind each figure, and what waits."""

from dataclasses import dataclass
from datetime import date

from kiosk.domain.clock import ms_of
from kiosk.service.day_counting import CountedDay, count_day, record_of
from kiosk.service.day_views import DayRecord
from kiosk.service.site import Site
from kiosk.store.day_log import ACKNOWLEDGED, PENDING, REFUSED, DayEvent
from kiosk.store.outbox import waiting_bytes

__all__ = ["GROUPS", "DayGroup", "Waiting", "day_table", "group_records", "waiting_to_send"]

GROUPS: dict[str, frozenset[str]] = {
    "seekers": frozenset({"SeekerRegistered", "SeekerCheckedIn", "SeekerChanged"}),
    "posts": frozenset(
        {
            "EmployerRegistered",
            "EmployerContactGiven",
            "EmployerVerified",
            "VacancyPosted",
            "VacancyReviewed",
            "VacancyClosed",
            "VacancyKept",
            "HeadcountChanged",
        }
    ),
    "referrals": frozenset(
        {"ReferralMade", "ReferralCalled", "ReferralDeclined", "ReferralCancelled"}
    ),
    "agreements": frozenset(
        {"ReferralAgreed", "ReferralUndone", "ReferralArrived", "ReferralMissed"}
    ),
    "other": frozenset(),
}
"""Kinds of records by their events; what is in none is `other`."""
_GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}


@dataclass(frozen=True, slots=True)
class DayGroup:
    """A row of the table: total = acknowledged + pending + refused."""

    code: str
    total: int
    acknowledged: int
    pending: int
    refused: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What no hub has acknowledged yet. `size` in bytes as it lies in the log, before it is packed
    for the way; `oldest_ms` is 0 where nothing waits."""

    count: int
    size: int
    oldest_ms: int


def day_table(site: Site, day: date) -> tuple[DayGroup, ...]:
    """All groups of a day, those with nothing in them as well; runs on a reading thread."""
    with site.store.read() as db:
        counted = count_day(db, day)
    found = []
    for group in GROUPS:
        answers = [item.answer for item in _of(counted, group)]
        found.append(
            DayGroup(
                group,
                len(answers),
                answers.count(ACKNOWLEDGED),
                answers.count(PENDING),
                answers.count(REFUSED),
            )
        )
    return tuple(found)


def group_records(site: Site, day: date, group: str, answer: str) -> tuple[DayRecord, ...]:
    """Records behind a figure of the table.

    Args:
        site: this station.
        day: the day.
        group: of `GROUPS`, empty for all.
        answer: acknowledged, pending, refused, or total.
    """
    with site.store.read() as db:
        counted = count_day(db, day)
    chosen = _of(counted, group) if group else counted.events
    return tuple(record_of(item) for item in chosen if answer in {"total", item.answer})


def waiting_to_send(site: Site) -> Waiting:
    """How much is still to be sent, of whatever day."""
    with site.store.read() as db:
        waiting = waiting_bytes(db)
    return Waiting(waiting.count, waiting.size, ms_of(waiting.oldest) if waiting.oldest else 0)


def _of(counted: CountedDay, group: str) -> list[DayEvent]:
    return [item for item in counted.events if _GROUP_OF.get(item.type, "other") == group]
