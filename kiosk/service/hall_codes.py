"""The hall's own codes on slips, checked offline: what each of them opens."""

import uuid
from dataclasses import dataclass

from kiosk.domain.codes import CodeKind, parse_code, verify_mac
from kiosk.domain.problems import NotPossible
from kiosk.domain.seeker import Seeker
from kiosk.service.registration import seeker_view
from kiosk.service.site import Site
from kiosk.service.vacancy_views import referral_view, vacancy_view
from kiosk.service.views import ReferralView, SeekerView, VacancyView
from kiosk.store.people import survivor
from kiosk.store.vacancies import find_referral, vacancy_row

__all__ = ["ScannedReferral", "open_posting_code", "open_referral_code", "open_seeker_code"]


@dataclass(frozen=True, slots=True)
class ScannedReferral:
    """What a referral slip stands for."""

    referral: ReferralView
    vacancy: VacancyView
    public_name: str


def open_referral_code(site: Site, text: str) -> ScannedReferral:
    """Read the code of a referral slip, checked offline.

    Raises:
        NotPossible: `unknown_code` (foreign, forged, another hall's, or not known here yet).
    """
    referral = _open_code(site, text, CodeKind.REFERRAL, "referral")
    with site.store.read() as db:
        row = find_referral(db, referral)
        if row is None:
            raise NotPossible("unknown_code")
        vacancy = vacancy_row(db, row["vacancy"])
        applier = site.store.applier(db)
        seeker = survivor(applier, row["seeker"])
    if vacancy is None or not isinstance(seeker, Seeker):
        raise NotPossible("unknown_code")
    station = site.store.chain().station
    return ScannedReferral(
        referral=referral_view(row, station),
        vacancy=vacancy_view(site, vacancy),
        public_name=seeker_view(site, seeker).public_name,
    )


def open_posting_code(site: Site, text: str) -> VacancyView:
    """Read the code of a posting slip: it lets the employer answer for this vacancy.

    Raises:
        NotPossible: `unknown_code`.
    """
    vacancy = _open_code(site, text, CodeKind.POSTING, "vacancy")
    with site.store.read() as db:
        row = vacancy_row(db, vacancy)
    if row is None:
        raise NotPossible("unknown_code")
    return vacancy_view(site, row)


def open_seeker_code(site: Site, text: str) -> SeekerView:
    """Read the code of a registration slip: it stands for the card on a later day.

    Raises:
        NotPossible: `unknown_code`.
    """
    person = _open_code(site, text, CodeKind.SEEKER, "seeker")
    with site.store.read() as db:
        state = survivor(site.store.applier(db), person)
    if not isinstance(state, Seeker) or state.erased:
        raise NotPossible("unknown_code")
    return seeker_view(site, state)


def _open_code(site: Site, text: str, kind: CodeKind, aggregate: str) -> str:
    code = parse_code(text)
    if code is None or code.kind is not kind or not verify_mac(code, site.hall_key()):
        raise NotPossible("unknown_code")
    record: uuid.UUID = code.record_id
    return f"{aggregate}:{record}"
