"""What the wall display and the desk show."""

from dataclasses import dataclass

from kiosk.domain.clock import day_bounds, stamp_of
from kiosk.domain.masking import mask_name
from kiosk.service.hall_profile import hall_view, today_figures
from kiosk.service.site import Site
from kiosk.service.views import Figures, HallView
from kiosk.store.boards import (
    latest_open_referrals,
    open_by_zone,
    pick_ups,
    referrals_since,
)

__all__ = [
    "BoardGig",
    "BoardView",
    "Call",
    "DeskReferral",
    "PickUp",
    "board_view",
    "desk_referrals",
]

_CALLS, _PICK_UPS, _DESK_ROWS = 3, 4, 200
_TALK_MS = 30 * 60_000


@dataclass(frozen=True, slots=True)
class BoardGig:
    """One gig in its zone's column; times in ms, money in cents."""

    trade_name: str
    zone: str
    pay_cents: int
    pay_unit: str
    starts: int
    left: int
    bay: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A number and the zone it should go to. Never a name."""

    number: str
    zone: str
    called_at: int = 0
    """Stamp of the last call, 0 for a new number: a number called again is spoken again."""


@dataclass(frozen=True, slots=True)
class PickUp:
    """A vehicle at a bay."""

    bay: str
    starts: int
    plate: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """Everything on the board."""

    hall: HallView
    figures: Figures
    gigs: tuple[BoardGig, ...]
    calls: tuple[Call, ...]
    pick_ups: tuple[PickUp, ...]


@dataclass(frozen=True, slots=True)
class DeskReferral:
    """A referral as the desk lists it: 张*, tail of phone or number."""

    id: str
    number: str
    name: str
    tail: str
    trade_name: str
    status: str
    answer_seeker: str
    answer_employer: str


def board_view(site: Site) -> BoardView:
    """The board as it stands now."""
    now = site.now_ms()
    with site.store.read() as db:
        gigs = open_by_zone(db, now)
        calls = latest_open_referrals(db, stamp_of(now - _TALK_MS), _CALLS)
        vehicles = pick_ups(db, now, _PICK_UPS)
    return BoardView(
        hall=hall_view(site),
        figures=today_figures(site),
        gigs=tuple(
            BoardGig(
                trade_name=site.trade_name(row["trade"]),
                zone=_zone(site, row["trade"]),
                pay_cents=row["pay_cents"],
                pay_unit=row["pay_unit"],
                starts=row["starts"],
                left=row["left"],
                bay=row["bay"],
                is_urgent=bool(row["is_urgent"]),
            )
            for row in gigs
        ),
        calls=tuple(
            Call(row["number"], _zone(site, row["trade"]), row["called_at"]) for row in calls
        ),
        pick_ups=tuple(PickUp(row["bay"], row["starts"], row["plate"]) for row in vehicles),
    )


def desk_referrals(site: Site) -> tuple[DeskReferral, ...]:
    """Today's referrals, newest first."""
    since = stamp_of(day_bounds(site.today())[0])
    with site.store.read() as db:
        rows = referrals_since(db, since, _DESK_ROWS)
    return tuple(
        DeskReferral(
            id=row["id"],
            number=row["number"],
            name=mask_name(row["name"] or ""),
            tail=(row["phone"] or "")[-4:] or (row["seeker_number"] or ""),
            trade_name=site.trade_name(row["trade"]),
            status=row["status"],
            answer_seeker=row["answer_seeker"],
            answer_employer=row["answer_employer"],
        )
        for row in rows
    )


def _zone(site: Site, trade: str) -> str:
    known = site.trades.get(trade)
    return known.zone if known else ""
