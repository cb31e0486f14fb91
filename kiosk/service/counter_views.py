"""What the counter sees: today's numbers in their order, and the gigs of tomorrow."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from kiosk.domain.clock import day_bounds, ms_of, stamp_of
from kiosk.domain.masking import mask_name
from kiosk.domain.referral import Referral
from kiosk.domain.vacancy import Vacancy
from kiosk.service.site import Site
from kiosk.service.vacancy_views import vacancy_view
from kiosk.service.views import VacancyView
from kiosk.store.apply import Applier
from kiosk.store.counter_rows import (
    gigs_between,
    referrals_for_counter,
    referrals_for_vacancy,
)

__all__ = ["Dispatch", "QueueRow", "count_waiting", "counter_queue", "dispatch_of", "people_of"]

_MOST = 500
_MINUTE_MS = 60_000
_WAITING = frozenset({"open", "half", "pending"})


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A number at the counter, masked: 张*, tail of phone or number. Times in ms, 0 for none."""

    id: str
    number: str
    vacancy: str
    seeker: str
    name: str
    tail: str
    trade_name: str
    status: str
    calls: int
    called_at: int
    made_at: int
    starts: int
    arrival: str = ""
    is_moved: bool = False
    is_expired: bool = False
    """Nobody said anything for so long that the person is free again."""

    @property
    def is_waiting(self) -> bool:
        """Whether the talk is not over yet."""
        return self.status in _WAITING and not self.is_expired


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A gig of another day with the people for it."""

    vacancy: VacancyView
    people: tuple[QueueRow, ...]

    @property
    def agreed(self) -> tuple[QueueRow, ...]:
        """Who goes."""
        return tuple(row for row in self.people if row.status == "agreed")


def counter_queue(site: Site) -> tuple[QueueRow, ...]:
    """Who waits, in the order of the queue; then who is done with, the latest first.

    Numbers made today, and those of earlier days whose work starts today.
    """
    bounds = day_bounds(site.today())
    with site.store.read() as db:
        found = referrals_for_counter(db, stamp_of(bounds[0]), bounds, _MOST)
        rows = _rows(site, db, found)
    waiting = [(key, row) for key, row in rows if row.is_waiting]
    waiting.sort(key=lambda item: item[0])
    done = [row for _key, row in rows if not row.is_waiting]
    return (*(row for _key, row in waiting), *done)


def count_waiting(site: Site) -> int:
    """How many numbers wait."""
    return sum(row.is_waiting for row in counter_queue(site))


def people_of(site: Site, vacancy: str) -> tuple[QueueRow, ...]:
    """Everybody who was referred to a vacancy."""
    with site.store.read() as db:
        return tuple(row for _key, row in _rows(site, db, referrals_for_vacancy(db, vacancy)))


def dispatch_of(site: Site, day: date | None = None) -> tuple[Dispatch, ...]:
    """Gigs that start on a day (tomorrow where none is given) and who goes there."""
    day = day or site.today() + timedelta(days=1)
    with site.store.read() as db:
        gigs = gigs_between(db, day_bounds(day))
        return tuple(
            Dispatch(
                vacancy_view(site, gig),
                tuple(row for _key, row in _rows(site, db, referrals_for_vacancy(db, gig["id"]))),
            )
            for gig in gigs
        )


def _rows(
    site: Site, db: Database, found: list[dict[str, Any]]
) -> list[tuple[tuple[int, int, str], QueueRow]]:
    folded = _folded(site.store.applier(db), {row["vacancy"] for row in found})
    since = stamp_of(site.now_ms() - site.rules.referral_minutes * _MINUTE_MS)
    return [_row(site, row, folded[row["id"]], since) for row in found if row["id"] in folded]


def _folded(applier: Applier, vacancies: set[str]) -> dict[str, Referral]:
    states = [applier.state(item) for item in sorted(vacancies)]
    return {
        referral.id: referral
        for state in states
        if isinstance(state, Vacancy)
        for referral in state.referrals.values()
    }


def _row(
    site: Site, row: dict[str, Any], item: Referral, since: int
) -> tuple[tuple[int, int, str], QueueRow]:
    heard_at = max(row["made_at"], row["called_at"])
    view = QueueRow(
        id=row["id"],
        number=row["number"],
        vacancy=row["vacancy"],
        seeker=row["seeker"],
        name=mask_name(row["name"] or ""),
        tail=(row["phone"] or "")[-4:] or (row["seeker_number"] or ""),
        trade_name=site.trade_name(row["trade"]),
        status=row["status"],
        calls=item.calls,
        called_at=ms_of(item.called_at),
        made_at=ms_of(item.made_at),
        starts=row["starts"],
        arrival=row["arrival"],
        is_moved=bool(item.moved_to),
        is_expired=row["status"] == "open" and heard_at <= since,
    )
    return item.queue_key, view
