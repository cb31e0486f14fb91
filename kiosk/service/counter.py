"""The counter: call a number, refer, say how it went for either side, undo, put in another order.

Each is one transaction with leave from the gate. The board shows and speaks what is called.
"""

from kiosk.domain.counter_events import RankingOverridden, ReferralMoved
from kiosk.domain.events import ReferralCalled, ReferralUndone
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.referral import Referral, ReferralStatus, Side
from kiosk.domain.roles import Act
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.service.arrivals import mark_arrived, mark_missed
from kiosk.service.authority import Authorised
from kiosk.service.confirmation import (
    Confirmation,
    agree_sides,
    cancel_referral,
    decline,
    found_referral,
    standing,
)
from kiosk.service.counter_views import counter_queue
from kiosk.service.follow_ups import settle_seats
from kiosk.service.matching import Referred, enter_referral
from kiosk.service.site import Site
from kiosk.store.log import Writing
from kiosk.store.people import survivor

__all__ = [
    "answer_for",
    "call_number",
    "call_numbers",
    "cancel_for",
    "mark_arrival",
    "move_in_queue",
    "override_ranking",
    "refer_at_counter",
    "undo_result",
]

_TEXT_LIMIT = 200
_LAST_PLACE = 20
_OVER = frozenset({ReferralStatus.DECLINED, ReferralStatus.CANCELLED})


def call_number(site: Site, allowed: Authorised, referral: str) -> frozenset[str]:
    """叫号: the board shows the number on top and speaks it, each time anew.

    Raises:
        NotPossible: `unknown_referral`, `cancelled` for one that is over.
    """
    return call_numbers(site, allowed, (referral,))


def call_numbers(site: Site, allowed: Authorised, referrals: tuple[str, ...]) -> frozenset[str]:
    """Call several numbers one after another, all or none.

    Raises:
        NotPossible: see `call_number`.
    """
    actor = allowed.actor_for(Act.CALL_NUMBER)
    with site.store.write() as writing:
        for referral in referrals:
            vacancy, item = found_referral(writing, referral)
            if vacancy.referral_status(item) in _OVER:
                raise NotPossible("cancelled")
            writing.append(ReferralCalled(referral=referral), vacancy.id, actor)
        return frozenset(writing.changed)


def refer_at_counter(
    site: Site, allowed: Authorised, seeker: str, vacancy: str, *, calls: bool = False
) -> Referred:
    """打单叫来: introduce somebody, queue the slip, and call the number if wanted.

    Raises:
        NotPossible: see `kiosk.service.matching.refer`.
    """
    actor = allowed.actor_for(Act.REFER)
    with site.store.write() as writing:
        made = enter_referral(site, writing, seeker, vacancy, "staff", actor)
        if calls:
            writing.append(ReferralCalled(referral=made.referral.id), vacancy, actor)
        return made


def answer_for(
    site: Site,
    allowed: Authorised,
    referral: str,
    sides: tuple[Side, ...],
    *,
    is_agreed: bool,
    reason: str = "",
) -> Confirmation:
    """谈成了 or 没谈成 on behalf of one side or both, as told at the counter.

    Raises:
        NotPossible: see `kiosk.service.confirmation.agree` and `decline`.
    """
    actor = allowed.actor_for(Act.CONFIRM)
    if is_agreed:
        return agree_sides(site, referral, sides, actor)
    return decline(site, referral, sides[-1], actor, reason)


def cancel_for(site: Site, allowed: Authorised, referral: str) -> Confirmation:
    """The seeker does not want it any more.

    Raises:
        NotPossible: `unknown_referral`, `already_agreed`.
    """
    return cancel_referral(site, referral, allowed.actor_for(Act.CONFIRM))


def undo_result(site: Site, allowed: Authorised, referral: str, reason: str = "") -> Confirmation:
    """撤回: whatever was said is open again by an event of its own; a spent seat comes back.

    Raises:
        NotPossible: `unknown_referral`, `nothing_said` where there is nothing to take back.
    """
    actor = allowed.actor_for(Act.UNDO)
    with site.store.write() as writing:
        vacancy, item = found_referral(writing, referral)
        if vacancy.referral_status(item) is ReferralStatus.OPEN:
            raise NotPossible("nothing_said")
        event = ReferralUndone(referral=referral, by=actor, reason=reason.strip())
        writing.append(event, vacancy.id, actor)
        settle_seats(writing)
        return standing(writing, referral)


def mark_arrival(site: Site, allowed: Authorised, referral: str, *, has_come: bool) -> None:
    """到岗 or 没来, for somebody who agreed; a later word goes before an earlier one.

    Raises:
        NotPossible: `unknown_referral`, `not_agreed_yet`.
    """
    actor = allowed.actor_for(Act.ARRIVAL)
    (mark_arrived if has_come else mark_missed)(site, referral, actor)


def move_in_queue(
    site: Site, allowed: Authorised, referral: str, before: str, reason: str
) -> frozenset[str]:
    """换顺序: a number is called before another one, or last where `before` is empty.

    Raises:
        InvalidInput: there is no reason.
        NotPossible: `unknown_referral`, also where one of both does not wait any more.
    """
    actor = allowed.actor_for(Act.MANUAL_ORDER)
    _check_reason(reason)
    waiting = [row.id for row in counter_queue(site) if row.is_waiting and row.id != referral]
    if before and before not in waiting:
        raise NotPossible("unknown_referral")
    spot = waiting.index(before) if before else len(waiting)
    with site.store.write() as writing:
        vacancy, item = found_referral(writing, referral)
        if vacancy.referral_status(item) in _OVER | {ReferralStatus.AGREED}:
            raise NotPossible("unknown_referral")
        earlier = _stamp(writing, waiting[spot - 1]) if spot else 0
        later = _stamp(writing, waiting[spot]) if spot < len(waiting) else 0
        place = (earlier + later) // 2 if earlier and later else later - 1 if later else earlier + 1
        moved = ReferralMoved(referral=referral, place=max(1, place), reason=reason.strip())
        writing.append(moved, vacancy.id, actor)
        return frozenset(writing.changed)


def override_ranking(
    site: Site, allowed: Authorised, vacancy: str, seeker: str, place: int, reason: str
) -> frozenset[str]:
    """Put a seeker at a place among a vacancy's candidates (0: back to the rules), with a reason.

    Raises:
        InvalidInput: there is no reason, or no such place.
        NotPossible: `unknown_vacancy`, `unknown_seeker`.
    """
    actor = allowed.actor_for(Act.OVERRIDE_RANKING)
    _check_reason(reason)
    if not 0 <= place <= _LAST_PLACE:
        raise InvalidInput(Problem("place", "out_of_range", {"limit": _LAST_PLACE}))
    with site.store.write() as writing:
        state, person = writing.state(vacancy), survivor(writing.applier, seeker)
        if not isinstance(state, Vacancy) or state.posting is None:
            raise NotPossible("unknown_vacancy")
        if not isinstance(person, Seeker) or person.erased:
            raise NotPossible("unknown_seeker")
        event = RankingOverridden(seeker=person.id, place=place, reason=reason.strip())
        writing.append(event, vacancy, actor)
        return frozenset(writing.changed)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(Problem("reason", "required"))
    if len(reason) > _TEXT_LIMIT:
        raise InvalidInput(Problem("reason", "too_long", {"limit": _TEXT_LIMIT}))


def _stamp(writing: Writing, referral: str) -> int:
    item: Referral = found_referral(writing, referral)[1]
    return item.queue_key[0]
