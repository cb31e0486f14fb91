"""Both sides say how it went; an agreement spends one seat, undoing gives it back."""

from dataclasses import dataclass, field

from kiosk.domain.events import (
    ReferralAgreed,
    ReferralCancelled,
    ReferralDeclined,
    ReferralUndone,
)
from kiosk.domain.problems import NotPossible
from kiosk.domain.referral import Referral, ReferralStatus, Side
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.service.follow_ups import settle_seats
from kiosk.service.registration import seeker_view
from kiosk.service.site import Site
from kiosk.service.vacancy_views import referral_view
from kiosk.service.views import Candidate, ReferralView
from kiosk.store.log import Writing
from kiosk.store.people import survivor
from kiosk.store.vacancies import find_referral, referrals_of, vacancy_row

__all__ = [
    "Confirmation",
    "agree",
    "agree_sides",
    "cancel_referral",
    "candidates",
    "decline",
    "found_referral",
    "standing",
    "undo_agreement",
]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Where the referral stands after an answer."""

    referral: ReferralView
    left: int
    changed: frozenset[str] = field(default_factory=frozenset)


def candidates(site: Site, vacancy: str) -> tuple[Candidate, ...]:
    """Who came for a vacancy, in the order of their referrals."""
    station = site.store.chain().station
    found = []
    with site.store.read() as db:
        applier = site.store.applier(db)
        for row in referrals_of(db, vacancy):
            seeker = survivor(applier, row["seeker"])
            if not isinstance(seeker, Seeker):
                continue
            view = seeker_view(site, seeker)
            found.append(
                Candidate(
                    referral=referral_view(row, station),
                    public_name=view.public_name,
                    trade_names=tuple(site.trade_name(trade) for trade in view.trades),
                    visits=seeker.visits,
                )
            )
    return tuple(found)


def agree(site: Site, referral: str, side: Side, by: str) -> Confirmation:
    """One side says 谈成了. With both sides' word the referral's own station spends a seat.

    Args:
        site: this station.
        referral: id of the referral.
        side: whose word it is.
        by: who entered it, an aggregate or a staff pseudonym.

    Raises:
        NotPossible: `unknown_referral`, `cancelled`, or `vacancy_full` where this station knows
            that no seat is left anywhere.
    """
    return agree_sides(site, referral, (side,), by)


def agree_sides(site: Site, referral: str, sides: tuple[Side, ...], by: str) -> Confirmation:
    """`agree` for one side or both in one transaction.

    Raises:
        NotPossible: see `agree`.
    """
    with site.store.write() as writing:
        vacancy, item = found_referral(writing, referral)
        status = vacancy.referral_status(item)
        if status in {ReferralStatus.CANCELLED, ReferralStatus.DECLINED}:
            raise NotPossible("cancelled")
        if status is not ReferralStatus.AGREED and vacancy.seats.total_free <= 0:
            raise NotPossible("vacancy_full")
        for side in sides:
            if _answer(item, side) != "agreed":
                writing.append(ReferralAgreed(referral=referral, side=side, by=by), vacancy.id, by)
        settle_seats(writing)
        return standing(writing, referral)


def decline(site: Site, referral: str, side: Side, by: str, reason: str = "") -> Confirmation:
    """One side says 没谈成.

    Raises:
        NotPossible: `unknown_referral`; `already_agreed` where it must be undone instead.
    """
    with site.store.write() as writing:
        vacancy, item = found_referral(writing, referral)
        if vacancy.referral_status(item) is ReferralStatus.AGREED:
            raise NotPossible("already_agreed")
        if _answer(item, side) != "declined":
            event = ReferralDeclined(referral=referral, side=side, by=by, reason=reason)
            writing.append(event, vacancy.id, by)
        return standing(writing, referral)


def cancel_referral(site: Site, referral: str, by: str) -> Confirmation:
    """The seeker gives the referral up before an agreement.

    Raises:
        NotPossible: `unknown_referral`, `already_agreed`.
    """
    with site.store.write() as writing:
        vacancy, item = found_referral(writing, referral)
        if vacancy.referral_status(item) is ReferralStatus.AGREED:
            raise NotPossible("already_agreed")
        if not item.is_cancelled:
            writing.append(ReferralCancelled(referral=referral, by=by), vacancy.id, by)
        return standing(writing, referral)


def undo_agreement(site: Site, referral: str, by: str, reason: str = "") -> Confirmation:
    """Take an agreement back: both answers open again, the spender gets its seat back once.

    Raises:
        NotPossible: `unknown_referral`, `not_agreed_yet`.
    """
    with site.store.write() as writing:
        vacancy, item = found_referral(writing, referral)
        status = vacancy.referral_status(item)
        if status not in {ReferralStatus.AGREED, ReferralStatus.PENDING, ReferralStatus.HALF}:
            raise NotPossible("not_agreed_yet")
        event = ReferralUndone(referral=referral, by=by, reason=reason)
        writing.append(event, vacancy.id, by)
        settle_seats(writing)
        return standing(writing, referral)


def found_referral(writing: Writing, referral: str) -> tuple[Vacancy, Referral]:
    """A referral with its vacancy, as of this transaction.

    Raises:
        NotPossible: `unknown_referral`.
    """
    row = find_referral(writing.db, referral)
    state = writing.state(row["vacancy"]) if row else None
    if not isinstance(state, Vacancy) or state.posting is None:
        raise NotPossible("unknown_referral")
    return state, state.referrals[referral]


def _answer(item: Referral, side: Side) -> str:
    return item.answer_seeker if side is Side.SEEKER else item.answer_employer


def standing(writing: Writing, referral: str) -> Confirmation:
    """Where a referral stands within this transaction."""
    row = find_referral(writing.db, referral)
    assert row is not None  # noqa: S101 (found before in this transaction)
    vacancy = vacancy_row(writing.db, row["vacancy"])
    assert vacancy is not None  # noqa: S101 (the same)
    return Confirmation(
        referral=referral_view(row, writing.chain.station),
        left=vacancy["minted"] - vacancy["retired"] - vacancy["spent"],
        changed=frozenset(writing.changed),
    )
