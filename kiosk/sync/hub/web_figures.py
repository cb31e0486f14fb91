"""What the hub's web pages show: plain rows, none of a person."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy import Connection, func, select

from kiosk.domain.clock import day_bounds, day_of
from kiosk.domain.employer_rules import LAST_MS
from kiosk.domain.ids import aggregate_id
from kiosk.domain.scopes import hall_of
from kiosk.sync.hub.tables import EVENTS, STATE

__all__ = [
    "CHARTS",
    "DayCounts",
    "HallLine",
    "JobLine",
    "count_days",
    "counts_today",
    "hall_lines",
    "open_jobs",
]

CHARTS = ("SeekerRegistered", "VacancyPosted", "ReferralMade", "SeatSpent")
_DAY_MS = 86_400_000
_OFFSET_MS = 8 * 3_600_000
_MOST_JOBS = 500


@dataclass(frozen=True, slots=True)
class JobLine:
    """A vacancy that can be taken now. Times in ms, pay in cents."""

    number: str
    hall: str
    trade: str
    employer: str
    pay_cents: int
    pay_unit: str
    settlement: str
    starts: int
    ends: int
    place: str
    content: str
    left: int
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Events by local day of receipt, `days` in order, one number a day for each of `CHARTS`."""

    days: tuple[date, ...]
    counts: dict[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HallLine:
    """A hall of this hub or of one below. `today` counts by `CHARTS`."""

    id: str
    name: str
    county: str
    address: str
    hours: str
    hotline: str
    stations: int
    today: dict[str, int]


def open_jobs(connection: Connection, now_ms: int, hall: str = "") -> list[JobLine]:
    """Vacancies with a free place, those that start first in front."""
    rows = STATE["vacancies"].c
    # As at the stations: what is minted or wanted, whichever is less, without what is taken.
    query = (
        select(STATE["vacancies"])
        .where(
            rows.review == "live",
            rows.closed == "",
            rows.valid_until > now_ms,
            # A hub below may hold what this one would have refused; no row may spoil the page.
            rows.starts.between(0, LAST_MS),
            rows.ends.between(0, LAST_MS),
        )
        .order_by(rows.starts, rows.id)
    )
    if hall:
        query = query.where(rows.hall == hall)
    found: list[JobLine] = []
    for row in connection.execute(query):
        left = max(0, min(row.minted - row.retired, row.headcount) - row.spent)
        if left and len(found) < _MOST_JOBS:
            found.append(
                JobLine(
                    number=row.number,
                    hall=row.hall,
                    trade=row.trade,
                    employer=row.employer_name,
                    pay_cents=row.pay_cents,
                    pay_unit=row.pay_unit,
                    settlement=row.settlement,
                    starts=row.starts,
                    ends=row.ends,
                    place=row.place,
                    content=row.content,
                    left=left,
                    is_urgent=bool(row.is_urgent),
                )
            )
    return found


def count_days(connection: Connection, now_ms: int, days: int = 14) -> DayCounts:
    """How much was received on each of the last days, from headers alone."""
    today = day_of(now_ms)
    first = today - timedelta(days=days - 1)
    number = (EVENTS.c.received + _OFFSET_MS) // _DAY_MS
    rows = connection.execute(
        select(EVENTS.c.type, number, func.count())
        .where(EVENTS.c.type.in_(CHARTS), EVENTS.c.received >= day_bounds(first)[0])
        .group_by(EVENTS.c.type, number)
    )
    start = date(1970, 1, 1)
    found = {(row[0], start + timedelta(days=int(row[1]))): row[2] for row in rows}
    every = tuple(first + timedelta(days=i) for i in range(days))
    return DayCounts(
        every, {kind: tuple(found.get((kind, day), 0) for day in every) for kind in CHARTS}
    )


def counts_today(connection: Connection, now_ms: int) -> dict[str, dict[str, int]]:
    """Hall → events received today by `CHARTS`; reads the day's headers."""
    today: dict[str, dict[str, int]] = defaultdict(dict)
    rows = connection.execute(
        select(EVENTS.c.scope, EVENTS.c.type, func.count())
        .where(EVENTS.c.type.in_(CHARTS), EVENTS.c.received >= day_bounds(day_of(now_ms))[0])
        .group_by(EVENTS.c.scope, EVENTS.c.type)
    )
    for scope, kind, count in rows:
        counts = today[hall_of(scope)]
        counts[kind] = counts.get(kind, 0) + count
    return today


def hall_lines(
    connection: Connection, today: Mapping[str, dict[str, int]] = MappingProxyType({})
) -> list[HallLine]:
    """Every hall that this hub knows, with its figures of today where they are given."""
    told = STATE["stations"].c
    per_hall = connection.execute(select(told.hall, func.count()).group_by(told.hall))
    stations: dict[str, int] = {row[0]: row[1] for row in per_hall}
    return [
        HallLine(
            id=aggregate_id(row.id),
            name=row.name,
            county=row.county,
            address=row.address,
            hours=f"{row.opens}–{row.closes}" if row.opens else "",
            hotline=row.hotline,
            stations=stations.get(row.id, 0),
            today=today.get(aggregate_id(row.id), {}),
        )
        for row in connection.execute(select(STATE["halls"]).order_by(STATE["halls"].c.id))
    ]
