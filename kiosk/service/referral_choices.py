"""Work that somebody was introduced to lately: what a complaint can be about."""

from dataclasses import dataclass

from kiosk.domain.clock import day_of, stamp_of
from kiosk.domain.employer import Employer
from kiosk.service.site import Site
from kiosk.store.people import same_people, survivor
from kiosk.store.vacancies import referrals_of_seeker, vacancy_row

__all__ = ["WorkDone", "work_of"]

_BACK_MS = 365 * 24 * 3_600_000
_MOST = 5


@dataclass(frozen=True, slots=True)
class WorkDone:
    """A referral with the terms of its vacancy. `day` is an ISO day."""

    referral: str
    vacancy: str
    number: str
    day: str
    trade_name: str
    pay_cents: int
    pay_unit: str
    employer_name: str


def work_of(site: Site, seeker: str) -> tuple[WorkDone, ...]:
    """The latest five of the last year, agreed ones first."""
    found = []
    with site.store.read() as db:
        applier = site.store.applier(db)
        since = stamp_of(max(0, site.now_ms() - _BACK_MS))
        rows = referrals_of_seeker(db, same_people(db, seeker), since)
        for row in sorted(rows, key=lambda row: (row["status"] != "agreed", -row["made_at"])):
            vacancy = vacancy_row(db, row["vacancy"])
            if vacancy is None:
                continue
            employer = survivor(applier, vacancy["employer"])
            name = vacancy["employer_name"]
            if not name and isinstance(employer, Employer):
                name = employer.name
            found.append(
                WorkDone(
                    referral=row["id"],
                    vacancy=row["vacancy"],
                    number=row["number"],
                    day=day_of(vacancy["starts"]).isoformat(),
                    trade_name=site.trade_name(vacancy["trade"]),
                    pay_cents=vacancy["pay_cents"],
                    pay_unit=vacancy["pay_unit"],
                    employer_name=name,
                )
            )
    return tuple(found[:_MOST])
