"""A worker's own referrals of today, wherever they stand."""

from dataclasses import dataclass

from kiosk.domain.clock import day_bounds, stamp_of
from kiosk.service.site import Site
from kiosk.service.vacancy_views import referral_view, vacancy_view
from kiosk.service.views import ReferralView, VacancyView
from kiosk.store.people import same_people
from kiosk.store.vacancies import referrals_of_seeker, vacancy_row

__all__ = ["MyReferral", "my_referrals"]


@dataclass(frozen=True, slots=True)
class MyReferral:
    """A referral with its gig."""

    referral: ReferralView
    vacancy: VacancyView


def my_referrals(site: Site, seeker: str) -> tuple[MyReferral, ...]:
    """Referrals made today, and agreed ones whose work is not over; the newest first."""
    station = site.store.chain().station
    now, today = site.now_ms(), day_bounds(site.today())[0]
    found = []
    with site.store.read() as db:
        for row in referrals_of_seeker(db, same_people(db, seeker), stamp_of(now - _MONTH_MS)):
            vacancy = vacancy_row(db, row["vacancy"])
            if vacancy is None:
                continue
            is_ahead = row["status"] == "agreed" and vacancy["ends"] > now
            if row["made_at"] >= stamp_of(today) or is_ahead:
                found.append(MyReferral(referral_view(row, station), vacancy_view(site, vacancy)))
    return tuple(found)


_MONTH_MS = 31 * 24 * 3_600_000
