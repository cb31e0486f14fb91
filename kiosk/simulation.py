"""A synthetic day of a hall through the service floor: `kiosk simulate`."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from kiosk.domain.masking import surname
from kiosk.domain.problems import NotPossible
from kiosk.domain.referral import Side
from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.qualification_tables import kinds_of_trade
from kiosk.service.authority import authorise_console
from kiosk.service.confirmation import agree, cancel_referral, decline, undo_agreement
from kiosk.service.employers import RegisterEmployer, register_employer
from kiosk.service.matching import Referred, list_vacancies, refer
from kiosk.service.person_skills import (
    RecordCertificate,
    RecordPreference,
    RecordSkill,
    record_certificate,
    record_preference,
    record_skill,
)
from kiosk.service.posting import PostVacancy, post_vacancy
from kiosk.service.registration import RegisterSeeker, Registration, register_seeker
from kiosk.service.reviewing import approve
from kiosk.service.site import Site
from kiosk.synthetic import Invention, Person

__all__ = ["SimulatedDay", "simulate_day"]

_HOUR_MS = 3_600_000
_HALF_HOUR_MS = 1_800_000


class SimulatedDay:
    """Runs one day step by step; `counts` says what happened."""

    def __init__(
        self, site: Site, seed: int, on_commit: Callable[[str], None] = lambda _number: None
    ) -> None:
        self._site = site
        self._invention = Invention(seed)
        self._on_commit = on_commit
        self.vacancies: list[str] = []
        self.agreed: list[str] = []
        """Referrals with an agreement that stands."""
        self.counts: Counter[str] = Counter()

    def post(self) -> None:
        """An employer comes and posts a gig."""
        invention, gig = self._invention, self._invention.gig()
        if invention.chance(0.6):
            name, code = invention.company()
            given = RegisterEmployer(
                kind="company",
                name=name,
                uscc=code,
                contact_name=invention.person().name,
                phone=invention.phone(),
            )
        else:
            person = invention.person()
            given = RegisterEmployer(
                kind="household",
                name=_("{surname}老板").format(surname=surname(person.name)),
                id_number=person.id_number,
                contact_name=person.name,
                phone=person.phone,
            )
        employer = register_employer(self._site, given)
        start = self._site.now_ms() + int(gig.starts_in_hours * _HOUR_MS)
        start += -start % _HALF_HOUR_MS
        posted = post_vacancy(
            self._site,
            PostVacancy(
                employer=employer.id,
                trade=gig.trade,
                headcount=gig.headcount,
                pay_cents=gig.pay_cents,
                pay_unit=gig.pay_unit,
                starts=start,
                ends=start + int(gig.hours * _HOUR_MS),
                place=gig.place,
                content=gig.content,
                bay=gig.bay,
                plate=gig.plate if gig.bay else "",
                is_urgent=invention.chance(0.1),
            ),
        )
        self.vacancies.append(posted.vacancy.id)
        self.counts["posted"] += 1
        self._on_commit(posted.number)
        if posted.vacancy.review == "queued":
            # Where new employers wait, somebody at the desk reads what they wrote.
            self._approve(posted.vacancy.id)

    def _approve(self, vacancy: str) -> None:
        try:
            approve(self._site, authorise_console(Act.REVIEW), vacancy, _("打电话核对过"))
        except NotPossible as error:
            self.counts[f"not_possible_{error.code}"] += 1
        else:
            self.counts["approved"] += 1

    def seek(self, person: Person | None = None) -> Registration:
        """A worker comes, registers, and usually takes something; without one somebody new."""
        person = person or self._invention.person()
        registration = register_seeker(
            self._site,
            RegisterSeeker(
                name=person.name,
                id_number=person.id_number,
                phone=person.phone if self._invention.chance(0.8) else "",
                trades=self._invention.trades(),
                share_phone=self._invention.chance(0.5),
                has_consented=True,
            ),
        )
        self.counts["registered"] += 1
        self._on_commit(registration.number)
        if registration.is_new and registration.seeker.trades:
            self._show_papers(registration.seeker.id, registration.seeker.trades[0])
        if self._invention.chance(0.85):
            self._take(registration)
        return registration

    def _show_papers(self, seeker: str, trade: str) -> None:
        """Some have a skill level or a certificate, some say what they wish."""
        site, today = self._site, self._site.today()
        kinds, _is_required = kinds_of_trade(today.isoformat(), trade)
        papers = self._invention.papers(kinds)
        leave = authorise_console(Act.RECORD_SKILL)
        if papers.level:
            given = RecordSkill(trade, papers.level, papers.is_seen)
            record_skill(site, leave, seeker, given)
            self.counts["skills"] += 1
        if papers.kind:
            issued = today - timedelta(days=papers.issued_days_ago)
            held = RecordCertificate(
                papers.kind, papers.number, issued.isoformat(), is_seen=papers.is_seen
            )
            record_certificate(site, leave, seeker, held)
            self.counts["certificates"] += 1
        if papers.wish_cents or papers.hours:
            wish = RecordPreference(papers.wish_cents, hours=papers.hours)
            record_preference(site, authorise_console(Act.REGISTER_SEEKER), seeker, wish)
            self.counts["wishes"] += 1

    def _take(self, registration: Registration) -> None:
        page = list_vacancies(self._site, registration.seeker.id, per_page=10)
        if not page.items:
            return
        wanted = page.items[self._invention.pick(len(page.items))]
        try:
            referred = refer(self._site, registration.seeker.id, wanted.id)
        except NotPossible as error:
            self.counts[f"not_possible_{error.code}"] += 1
            return
        if referred.referral.status == "agreed":
            # Yesterday's gig, and still open: the referral is the one that there was.
            self.counts["agreed_before"] += 1
            return
        self.counts["referred"] += 1
        self._on_commit(referred.referral.number)
        self._talk(referred, registration.seeker.id)

    def _talk(self, referred: Referred, seeker: str) -> None:
        invention, site, referral = self._invention, self._site, referred.referral.id
        employer = referred.vacancy.employer
        try:
            if invention.chance(0.05):
                cancel_referral(site, referral, seeker)
                self.counts["cancelled"] += 1
            elif invention.chance(0.65):
                agree(site, referral, Side.SEEKER, seeker)
                done = agree(site, referral, Side.EMPLOYER, employer)
                self.counts[done.referral.status] += 1
                if done.referral.status != "agreed":
                    return
                if invention.chance(0.05):
                    undo_agreement(site, referral, "staff:simulated", "came to nothing")
                    self.counts["undone"] += 1
                else:
                    self.agreed.append(referral)
            elif invention.chance(0.7):
                decline(site, referral, Side.EMPLOYER, employer)
                self.counts["declined"] += 1
        except NotPossible as error:
            self.counts[f"not_possible_{error.code}"] += 1


def simulate_day(
    site: Site,
    seekers: int,
    vacancies: int,
    seed: int,
    on_commit: Callable[[str], None] = lambda _number: None,
) -> dict[str, int]:
    """So many seekers and vacancies, mixed over the day; returns what happened, by name.

    Args:
        site: the station.
        seekers: how many people register.
        vacancies: how many gigs are posted; a fifth of them before the doors open.
        seed: the same seed gives the same day.
        on_commit: is given each number right after its commit.
    """
    day = SimulatedDay(site, seed, on_commit)
    early = -(-vacancies // 5)
    for _early in range(early):
        day.post()
    posted, sought = early, 0
    while posted < vacancies or sought < seekers:
        if posted < vacancies and posted * seekers <= sought * vacancies:
            day.post()
            posted += 1
        elif sought < seekers:
            day.seek()
            sought += 1
        else:
            day.post()
            posted += 1
    return dict(sorted(day.counts.items()))
