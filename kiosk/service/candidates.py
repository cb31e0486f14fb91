"""谁最合适: candidates of a vacancy as the desk lists them, with reasons and what staff changed.

One ranking for the whole window; whoever asks takes a turn.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlite_utils import Database

from kiosk.domain.employer import Employer
from kiosk.domain.masking import mask_name
from kiosk.domain.referral import ReferralStatus
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.service.employers import employer_view
from kiosk.service.ranking import Explained, MatchDesk
from kiosk.service.seat_views import SeatView, seats_of
from kiosk.service.site import Site
from kiosk.service.vacancy_views import vacancy_view
from kiosk.service.views import VacancyView
from kiosk.store.chain import read_chain
from kiosk.store.people import survivor
from kiosk.store.vacancies import vacancy_row

__all__ = ["CandidateList", "CandidateRow", "Candidates", "FittingGig", "GigFacts"]

_COUNTED = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """Somebody who fits, masked. `place_given` is the place staff gave, 0 by the rules alone."""

    seeker: str
    name: str
    tail: str
    sentences: tuple[str, ...]
    claims: tuple[str, ...]
    """`category certainty` of what is known of need, for who consented to it."""
    trade_names: tuple[str, ...] = ()
    is_here: bool = False
    """Came to the hall today."""
    referral: str = ""
    number: str = ""
    status: str = ""
    """Of the referral to this vacancy, if there is one that is not over."""
    place_given: int = 0
    place_reason: str = ""
    against: tuple[str, ...] = ()
    """What speaks against it: a certificate that has run out, a level that is too low."""


@dataclass(frozen=True, slots=True)
class GigFacts:
    """A vacancy as the counter sees it: who asks, and what the list does not say."""

    vacancy: VacancyView
    contact: str
    is_verified: bool
    prefers_priority: bool
    source: str
    seats: SeatView


@dataclass(frozen=True, slots=True)
class CandidateList:
    """The best for a vacancy; `free` of all who fit and are free (`_COUNTED` stands for more)."""

    gig: GigFacts
    rows: tuple[CandidateRow, ...]
    free: int
    is_more: bool

    @property
    def vacancy(self) -> VacancyView:
        """The vacancy."""
        return self.gig.vacancy


@dataclass(frozen=True, slots=True)
class FittingGig:
    """An open vacancy that fits a seeker, and why."""

    vacancy: VacancyView
    sentences: tuple[str, ...]


class Candidates:
    """The ranking of one window, kept up with the log."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lock = threading.Lock()
        self._desk: MatchDesk | None = None

    def for_vacancy(self, vacancy: str, limit: int = 5) -> CandidateList:
        """Who fits a vacancy, best first, with the places that staff gave.

        Raises:
            NotPossible: `unknown_vacancy`.
        """
        found = self._ask(lambda desk: desk.candidates(vacancy, _COUNTED))
        with self._site.store.read() as db:
            state = self._site.store.applier(db).state(vacancy)
            row = vacancy_row(db, vacancy)
            assert isinstance(state, Vacancy)  # noqa: S101 (ranked just now)
            assert row is not None  # noqa: S101 (the same)
            ordered = _with_places(state, list(found))
            rows = tuple(self._row(db, state, item) for item in ordered[:limit])
            gig = self._facts(db, state, vacancy_view(self._site, row))
        return CandidateList(gig, rows, len(found), len(found) == _COUNTED)

    def for_seeker(self, seeker: str, limit: int = 5) -> tuple[FittingGig, ...]:
        """Open vacancies that fit a seeker, best first; hours that are taken are left out, so
        that a second outing is offered and no double one.

        Raises:
            NotPossible: `unknown_seeker` for who has not been here for a month.
        """
        found = self._ask(lambda desk: desk.vacancies(seeker, limit))
        with self._site.store.read() as db:
            rows = [(item, vacancy_row(db, item.id)) for item in found]
        return tuple(
            FittingGig(vacancy_view(self._site, row), item.sentences)
            for item, row in rows
            if row is not None
        )

    def _ask(self, question: Callable[[MatchDesk], T]) -> T:
        with self._lock:
            if self._desk is None:
                self._desk = MatchDesk(self._site)
            self._desk.catch_up()
            return question(self._desk)

    def _facts(self, db: Database, state: Vacancy, view: VacancyView) -> GigFacts:
        posting = state.posting
        assert posting is not None  # noqa: S101 (ranked just now)
        employer = survivor(self._site.store.applier(db), posting.employer)
        contact, is_verified = "", False
        if isinstance(employer, Employer):
            shown = employer_view(employer)
            contact = " ".join(part for part in (shown.contact, shown.phone_masked) if part)
            is_verified = employer.is_verified
        seats = seats_of(state, read_chain(db).station)
        return GigFacts(view, contact, is_verified, posting.prefers_priority, posting.source, seats)

    def _row(self, db: Database, vacancy: Vacancy, item: Explained) -> CandidateRow:
        person = self._site.store.applier(db).state(item.id)
        assert isinstance(person, Seeker)  # noqa: S101 (ranked just now)
        card = self._desk.card_of(item.id) if self._desk else None
        given = vacancy.overrides.get(item.id)
        own = [
            (referral, vacancy.referral_status(referral))
            for referral in vacancy.referrals.values()
            if referral.seeker == item.id
        ]
        live = [pair for pair in own if pair[1] not in _OVER]
        referral, status = live[-1] if live else (None, "")
        return CandidateRow(
            seeker=item.id,
            name=mask_name(person.name),
            tail=person.phone[-4:] or person.number,
            sentences=item.sentences,
            claims=tuple(sorted(person.priority)) if person.priority_consent else (),
            trade_names=tuple(self._site.trade_name(trade) for trade in person.trades),
            is_here=card is not None and card.arrival > 0,
            referral=referral.id if referral else "",
            number=referral.number if referral else "",
            status=str(status),
            place_given=given.place if given else 0,
            place_reason=given.reason if given else "",
            against=item.against,
        )


_OVER = frozenset({ReferralStatus.DECLINED, ReferralStatus.CANCELLED})


def _with_places(vacancy: Vacancy, found: list[Explained]) -> list[Explained]:
    """Staff's places go before the rules': the lower place first, then who was put there last."""
    placed = sorted(
        (item for item in found if item.id in vacancy.overrides),
        key=lambda item: (vacancy.overrides[item.id].place, -vacancy.overrides[item.id].at),
    )
    rest = [item for item in found if item.id not in vacancy.overrides]
    for item in placed:
        rest.insert(min(vacancy.overrides[item.id].place - 1, len(rest)), item)
    return rest
