"""Lists of vacancies, and 对接: a recorded introduction with number and slip."""

from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from kiosk.domain.clock import stamp_of
from kiosk.domain.events import ReferralMade
from kiosk.domain.problems import NotPossible
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.service.employer_trust import check_trusted
from kiosk.service.event_mode import fair_for
from kiosk.service.posting_checks import age_hits
from kiosk.service.registration import seeker_view
from kiosk.service.site import Site, hall_aggregate
from kiosk.service.skill_views import check_certificate
from kiosk.service.slips import queue_referral_slip
from kiosk.service.vacancy_views import reasons_for, referral_view, vacancy_view
from kiosk.service.views import ReferralView, VacancyPage, VacancyView
from kiosk.store.log import Writing
from kiosk.store.people import same_people, survivor
from kiosk.store.spool import copies_of
from kiosk.store.vacancies import (
    ListWish,
    count_open,
    find_referral,
    list_open,
    open_referrals_of,
    vacancy_row,
)

__all__ = ["Referred", "enter_referral", "list_vacancies", "refer", "show_vacancy"]

_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Referred:
    """A referral with its vacancy; `is_new` is False where the person had it already."""

    referral: ReferralView
    vacancy: VacancyView
    public_name: str
    print_job: str
    is_new: bool
    changed: frozenset[str] = field(default_factory=frozenset)


def list_vacancies(
    site: Site,
    seeker: str = "",
    page: int = 1,
    per_page: int = 4,
    *,
    order: str = "fit",
    only_trade: str = "",
) -> VacancyPage:
    """One page of open vacancies; pages count from 1.

    Args:
        site: this station.
        seeker: whose trades come first; empty for somebody who only looks.
        page: number of the page; the last one where there are fewer.
        per_page: how many vacancies a page has.
        order: `fit`, `near`, `pay` or `start`.
        only_trade: leave out all other trades.
    """
    with site.store.read() as db:
        trades, county = _trades_of(site, db, seeker), _county(db)
        wish = ListWish(trades, order, only_trade, county)
        total = count_open(db, site.now_ms(), wish)
        pages = max(1, -(-total // per_page))
        page = min(max(1, page), pages)
        rows = list_open(db, site.now_ms(), wish, per_page, (page - 1) * per_page)
    items = tuple(vacancy_view(site, row, reasons_for(row, trades, county)) for row in rows)
    return VacancyPage(items, page, pages, total)


def show_vacancy(site: Site, vacancy: str, seeker: str = "") -> VacancyView:
    """One vacancy with the reasons for this person.

    Raises:
        NotPossible: `unknown_vacancy`.
    """
    with site.store.read() as db:
        row = vacancy_row(db, vacancy)
        if row is None:
            raise NotPossible("unknown_vacancy")
        return vacancy_view(site, row, _reasons(site, db, row, seeker))


def refer(site: Site, seeker: str, vacancy: str, made_by: str = "seeker") -> Referred:
    """Introduce a seeker to a vacancy and queue the slip; asking twice gives the same referral.

    Raises:
        NotPossible: `unknown_seeker`, `unknown_vacancy`, `vacancy_closed`, `vacancy_full`,
            `vacancy_expired`, `vacancy_in_review`, `too_many_open`, `already_agreed`,
            `employer_suspended`, `too_young`, `certificate_expired`.
    """
    with site.store.write() as writing:
        return enter_referral(site, writing, seeker, vacancy, made_by)


def enter_referral(
    site: Site, writing: Writing, seeker: str, vacancy: str, made_by: str, actor: str = ""
) -> Referred:
    """`refer` within a transaction; `actor` is who of the staff does it, else the seeker."""
    person = survivor(writing.applier, seeker)
    if not isinstance(person, Seeker) or person.erased:
        raise NotPossible("unknown_seeker")
    row = vacancy_row(writing.db, vacancy)
    if row is None:
        raise NotPossible("unknown_vacancy")
    bound = _bound(site, writing, person)
    known = next((item for item in bound if item["vacancy"] == vacancy), None)
    if known:
        return _again(site, writing, person, row, known)
    _check_open(site, row)
    check_trusted(site, writing.applier, writing.db, row["employer"])
    _check_age(site, writing, person, vacancy)
    _check_certificate(site, writing, person, vacancy)
    _check_free(site, row, bound)
    return _introduce(site, writing, person, row, made_by, actor or person.id)


def _introduce(
    site: Site, writing: Writing, person: Seeker, row: dict[str, Any], made_by: str, actor: str
) -> Referred:
    reasons = _reasons(site, writing.db, row, person.id)
    event = ReferralMade(
        referral=writing.new_id("referral"),
        number=writing.next_number(site.today().isoformat()),
        seeker=person.id,
        reasons=tuple(reason for reason in reasons if reason != "other_trade"),
        made_by=made_by,
        fair=fair_for(site, writing),
    )
    writing.append(event, row["id"], actor)
    state = writing.state(row["id"])
    assert isinstance(state, Vacancy)  # noqa: S101 (just written)
    job = queue_referral_slip(site, writing, state, state.referrals[event.referral])
    made = find_referral(writing.db, event.referral)
    assert made is not None  # noqa: S101 (just written)
    return _referred(site, writing, person, row, made, job, is_new=True)


def _again(
    site: Site, writing: Writing, person: Seeker, row: dict[str, Any], known: dict[str, Any]
) -> Referred:
    jobs = copies_of(writing.db, known["id"], "referral")
    job = jobs[-1]["id"] if jobs else ""
    return _referred(site, writing, person, row, known, job, is_new=False)


def _referred(
    site: Site,
    writing: Writing,
    person: Seeker,
    row: dict[str, Any],
    referral: dict[str, Any],
    job: str,
    *,
    is_new: bool,
) -> Referred:
    return Referred(
        referral=referral_view(referral, writing.chain.station),
        vacancy=vacancy_view(site, row, _reasons(site, writing.db, row, person.id)),
        public_name=seeker_view(site, person).public_name,
        print_job=job,
        is_new=is_new,
        changed=frozenset(writing.changed),
    )


def _check_open(site: Site, row: dict[str, Any]) -> None:
    if row["review"] != "live":
        raise NotPossible("vacancy_in_review")
    if row["closed"]:
        raise NotPossible("vacancy_closed")
    if row["valid_until"] <= site.now_ms():
        raise NotPossible("vacancy_expired")
    if row["minted"] - row["retired"] - row["spent"] <= 0:
        raise NotPossible("vacancy_full")


def _check_age(site: Site, writing: Writing, person: Seeker, vacancy: str) -> None:
    """What the law forbids outright; what asks for a look is shown to staff beforehand."""
    state = writing.state(vacancy)
    if isinstance(state, Vacancy) and any(
        hit.severity == "block" for hit in age_hits(site, person, state)
    ):
        raise NotPossible("too_young")


def _check_certificate(site: Site, writing: Writing, person: Seeker, vacancy: str) -> None:
    """A certificate that the law asks for and that is known to have run out."""
    state = writing.state(vacancy)
    if isinstance(state, Vacancy):
        check_certificate(site, writing.applier, same_people(writing.db, person.id), state)


def _check_free(site: Site, row: dict[str, Any], bound: list[dict[str, Any]]) -> None:
    """A second outing on the same day is fine as long as the hours do not overlap."""
    agreed = [item for item in bound if item["status"] == "agreed"]
    if any(item["starts"] < row["ends"] and row["starts"] < item["ends"] for item in agreed):
        raise NotPossible("already_agreed")
    if len(bound) - len(agreed) >= site.rules.open_referrals_per_seeker:
        raise NotPossible("too_many_open", limit=site.rules.open_referrals_per_seeker)


def _bound(site: Site, writing: Writing, person: Seeker) -> list[dict[str, Any]]:
    """Referrals that bind the person; open ones free her or him after half an hour.

    Agreed ones bind until the work is over, or was missed.
    """
    now = site.now_ms()
    since = stamp_of(now - site.rules.referral_minutes * _MINUTE_MS)
    bound = open_referrals_of(writing.db, same_people(writing.db, person.id), since)
    return [
        row
        for row in bound
        if row["ends"] > now and not (row["status"] == "agreed" and row["arrival"] == "missed")
    ]


def _reasons(site: Site, db: Database, row: dict[str, Any], seeker: str) -> tuple[str, ...]:
    return reasons_for(row, _trades_of(site, db, seeker), _county(db))


def _trades_of(site: Site, db: Database, seeker: str) -> tuple[str, ...]:
    state = site.store.applier(db).state(seeker) if seeker else None
    return state.trades if isinstance(state, Seeker) else ()


def _county(db: Database) -> str:
    hall = db.execute("SELECT value FROM meta WHERE key = 'chain.hall'").fetchone()[0]
    row = db.execute("SELECT county FROM halls WHERE id = ?", (hall_aggregate(hall),)).fetchone()
    return str(row[0]) if row else ""
