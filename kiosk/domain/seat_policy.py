"""Who asks whom for seats, and who gives how many: pure decisions on a folded vacancy.

The books (`kiosk.domain.seats`) are right whatever is decided here; these rules only make seats
be where people are. Demand is what a station's own referrals show.
"""

from dataclasses import dataclass

from kiosk.domain.clock import CLAMP_MS
from kiosk.domain.referral import ReferralStatus
from kiosk.domain.seats import SeatRequest
from kiosk.domain.vacancy import Vacancy

__all__ = [
    "GUARD_MS",
    "LEASE_MS",
    "Ask",
    "Gift",
    "Moment",
    "deposit",
    "gifts_for",
    "idle_returns",
    "lease_for",
    "request_of",
    "seats_to_ask",
    "seats_to_recall",
    "surplus",
]

LEASE_MS = 2 * 60 * 60 * 1000
GUARD_MS = 15 * 60 * 1000
"""After a lease, before its giver takes seats back: for clocks that differ and lines that fail."""
_RETURN_BEFORE_MS = 20 * 60 * 1000
_SMALL_HEADCOUNT = 2
"""Up to here seats stay with the posting station unless somebody waits for one."""
_MOST_REFUSALS = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """What time it is, and whether the clock may be believed."""

    now_ms: int
    is_trusted: bool = True

    @classmethod
    def at(cls, now_ms: int, last_ms: int, skew_ms: int = 0) -> "Moment":
        """Judge a clock.

        Args:
            now_ms: where it stands.
            last_ms: where it stood before: one that went backwards is not trusted.
            skew_ms: how far it was ahead of the hub's when both were seen together.
        """
        return cls(now_ms, now_ms + CLAMP_MS >= last_ms and abs(skew_ms) <= CLAMP_MS)


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask this holder for so many seats."""

    holder: str
    count: int
    purpose: str = "demand"


@dataclass(frozen=True, slots=True)
class Gift:
    """Give so many seats; `returns` names the request of the grant that they go back to."""

    to: str
    count: int
    lease_until: int = 0
    returns: str = ""


def seats_to_ask(vacancy: Vacancy, station: str, moment: Moment, hub: str = "") -> Ask | None:
    """What a station should ask for now; None while its request waits for an answer.

    Its hub is asked first where it has any: it answers in the same exchange.
    """
    seats = vacancy.seats
    here = _spendable(vacancy, station, moment)
    waiting = _count(vacancy, station, {ReferralStatus.PENDING})
    wanted = waiting - here
    if vacancy.headcount > _SMALL_HEADCOUNT and not here:
        wanted = max(wanted, _share(vacancy, station) if _demand(vacancy, station) else 0)
    holder = _best_holder(vacancy, station, hub)
    unanswered = [item.holder for item in seats.requests.values() if item.station == station]
    if wanted <= 0 or not holder or holder in unanswered:
        return None
    # Somebody else may be away for hours: the hub is asked besides.
    return Ask(holder, wanted) if holder == hub or not unanswered else None


def gifts_for(
    vacancy: Vacancy, holder: str, request: str, moment: Moment, *, is_hub: bool = False
) -> list[Gift]:
    """How a holder serves a request addressed to it; nothing means that it declines."""
    asked = vacancy.seats.requests[request]
    if asked.purpose == "retire":
        return _for_retirement(vacancy, holder, asked, moment)
    own = min(vacancy.seats.own_free(holder), _spendable(vacancy, holder, moment))
    free = own - _count(vacancy, holder, {ReferralStatus.PENDING})
    # A hub keeps none for itself: whoever asks it next is served from what is left.
    most = free if is_hub else max(1, free // 2)
    count = min(asked.count, most, free)
    if count <= 0:
        return []
    return [Gift(asked.station, count, lease_for(vacancy, moment))]


def deposit(vacancy: Vacancy, station: str, hub: str, moment: Moment) -> Gift | None:
    """What a posting station with a live hub leaves there, once for a vacancy."""
    seats = vacancy.seats
    is_done = any(grant.giver == station and grant.to == hub for grant in seats.grants.values())
    if vacancy.station != station or is_done or vacancy.headcount <= _SMALL_HEADCOUNT:
        return None
    kept = max(
        1, _demand(vacancy, station), round(min(_share(vacancy, station), seats.total_free / 2))
    )
    count = min(seats.own_free(station), _spendable(vacancy, station, moment)) - kept
    return Gift(hub, count) if count > 0 and not vacancy.closed else None


def idle_returns(vacancy: Vacancy, station: str, moment: Moment) -> list[Gift]:
    """Leased seats that end soon and are not needed: they go back while they still may."""
    if not moment.is_trusted:
        return []
    seats = vacancy.seats
    return [
        Gift(seats.grants[key].giver, left, returns=key.partition("/")[2])
        for key, left in seats.unspent_leases(station)
        if left and 0 < seats.grants[key].lease_until - moment.now_ms <= _RETURN_BEFORE_MS
    ]


def surplus(vacancy: Vacancy) -> int:
    """Seats beyond the headcount, spent ones included; below 0 where some must be minted."""
    return vacancy.seats.minted - vacancy.seats.retired - vacancy.headcount


def seats_to_recall(vacancy: Vacancy, station: str) -> Ask | None:
    """Whom the posting station asks for seats to retire after the headcount was lowered."""
    seats = vacancy.seats
    excess = surplus(vacancy) - seats.own_free(station)
    if excess <= 0 or any(asked.station == station for asked in seats.requests.values()):
        return None
    holder = _best_holder(vacancy, station)
    return Ask(holder, min(excess, seats.free(holder)), "retire") if holder else None


def lease_for(vacancy: Vacancy, moment: Moment) -> int:
    """When the lease of a grant made now ends, ms."""
    until = vacancy.posting.valid_until if vacancy.posting else 0
    end = moment.now_ms + LEASE_MS
    return min(end, until) if until > moment.now_ms else end


def _for_retirement(
    vacancy: Vacancy, holder: str, asked: SeatRequest, moment: Moment
) -> list[Gift]:
    seats, gifts, missing = vacancy.seats, [], asked.count
    own = min(missing, seats.own_free(holder))
    if own:
        gifts.append(Gift(asked.station, own))
        missing -= own
    for key, left in seats.unspent_leases(holder):
        count = min(left, missing)
        grant = seats.grants[key]
        is_running = moment.is_trusted and grant.lease_until > moment.now_ms
        if count and is_running and grant.giver == asked.station:
            gifts.append(Gift(grant.giver, count, returns=key.partition("/")[2]))
            missing -= count
    return gifts


def _best_holder(vacancy: Vacancy, station: str, hub: str = "") -> str:
    """Who is known to have most to give; empty if nobody, or if it refused too often."""
    seats = vacancy.seats
    refusals = [key.partition("/") for key in seats.declined]
    found = [
        (holder == hub, seats.free(holder), holder)
        for holder in sorted(seats.held)
        if holder != station
        and seats.free(holder) > 0
        and sum(who == holder and what.startswith(station) for who, _, what in refusals)
        < _MOST_REFUSALS
    ]
    return max(found)[2] if found else ""


def _share(vacancy: Vacancy, station: str) -> int:
    """The station's part of the headcount by the demand seen so far."""
    known = {item.station for item in vacancy.referrals.values() if item.station}
    everyone = {station, vacancy.station, *known} - {""}
    total = sum(_demand(vacancy, each) + 1 for each in everyone)
    return max(1, round((_demand(vacancy, station) + 1) / total * vacancy.headcount))


_LIVE = {ReferralStatus.OPEN, ReferralStatus.HALF, ReferralStatus.PENDING}


def _demand(vacancy: Vacancy, station: str) -> int:
    return _count(vacancy, station, _LIVE)


def _count(vacancy: Vacancy, station: str, statuses: set[ReferralStatus]) -> int:
    return sum(
        item.station == station and vacancy.referral_status(item) in statuses
        for item in vacancy.referrals.values()
    )


def _spendable(vacancy: Vacancy, station: str, moment: Moment) -> int:
    return vacancy.seats.spendable(station, moment.now_ms, is_time_trusted=moment.is_trusted)


def request_of(station: str, unique: str) -> str:
    """A request id; it begins with who asks, so that a holder's refusals can be counted."""
    return f"{station}:{unique}"
