"""到岗 and 爽约 of people who agreed."""

from kiosk.domain.events import Payload, ReferralArrived, ReferralMissed
from kiosk.domain.problems import NotPossible
from kiosk.domain.referral import ReferralStatus
from kiosk.domain.vacancy import Vacancy
from kiosk.service.site import Site
from kiosk.store.vacancies import find_referral

__all__ = ["mark_arrived", "mark_missed"]


def mark_arrived(site: Site, referral: str, by: str) -> None:
    """The person came to work.

    Raises:
        NotPossible: `unknown_referral`, `not_agreed_yet`.
    """
    _mark(site, referral, ReferralArrived(referral=referral, by=by), "arrived")


def mark_missed(site: Site, referral: str, by: str) -> None:
    """The person did not come. Her or his seat is not given to somebody else by itself.

    Raises:
        NotPossible: `unknown_referral`, `not_agreed_yet`.
    """
    _mark(site, referral, ReferralMissed(referral=referral, by=by), "missed")


def _mark(site: Site, referral: str, event: Payload, arrival: str) -> None:
    with site.store.write() as writing:
        row = find_referral(writing.db, referral)
        vacancy = writing.state(row["vacancy"]) if row else None
        if not isinstance(vacancy, Vacancy):
            raise NotPossible("unknown_referral")
        item = vacancy.referrals[referral]
        if vacancy.referral_status(item) is not ReferralStatus.AGREED:
            raise NotPossible("not_agreed_yet")
        if item.arrival != arrival:
            writing.append(event, vacancy.id, getattr(event, "by", ""))
