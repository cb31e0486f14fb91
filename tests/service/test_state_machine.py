"""Any sequence of use cases keeps the books: headcount = spent + free + retired, never oversold."""

import contextlib
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)
from synthetic import FakeClock, Stores, household, posting, same_chance, seeker

from kiosk.domain.events import SeatsRetired
from kiosk.domain.problems import NotPossible
from kiosk.domain.referral import Side
from kiosk.domain.vacancy import Vacancy
from kiosk.service.confirmation import agree, cancel_referral, candidates, decline, undo_agreement
from kiosk.service.employers import register_employer
from kiosk.service.matching import list_vacancies, refer, show_vacancy
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import erase_person, find_seeker, register_seeker
from kiosk.service.vacancy_changes import close_vacancy
from kiosk.store.verify import verify_store

WHY = {
    *("vacancy_closed", "vacancy_full", "vacancy_expired", "too_many_open", "cancelled"),
    *("already_agreed", "not_agreed_yet", "unknown_seeker", "unknown_employer"),
}


class Hall(RuleBasedStateMachine):
    """One station, its people, and a model of who was registered."""

    people = Bundle("people")
    employers = Bundle("employers")
    vacancies = Bundle("vacancies")
    referrals = Bundle("referrals")

    def __init__(self) -> None:
        super().__init__()
        self._open = contextlib.ExitStack()
        folder = tempfile.mkdtemp()
        self._open.callback(shutil.rmtree, folder)
        self._open.enter_context(same_chance(1))
        self.clock = FakeClock()
        stores = Stores(Path(folder), self.clock)
        self._open.callback(stores.close)
        self.site = stores.site()
        self.posted: dict[str, int] = {}
        self.registered: dict[str, int] = {}

    @contextlib.contextmanager
    def _may_not_be_possible(self):
        """Refused for a reason of the closed list, and then without a trace."""
        before, code = self.site.store.chain(), ""
        try:
            yield
        except NotPossible as error:
            code = error.code
        if code:
            assert code in WHY
            assert self.site.store.chain() == before

    @initialize(target=employers)
    def first_employer(self):
        return register_employer(self.site, household(1)).id

    @rule(target=people, index=st.integers(0, 5))
    def register(self, index):
        done = register_seeker(self.site, seeker(index))
        known = [person for person, who in self.registered.items() if who == index]
        assert done.seeker.id in known or not known
        self.registered[done.seeker.id] = index
        return done.seeker.id

    @rule(person=consumes(people))
    def erase(self, person):
        erase_person(self.site, person, "staff:x")
        index = self.registered.pop(person, None)
        if index is not None:
            assert find_seeker(self.site, seeker(index).id_number) is None

    @rule(target=employers, index=st.integers(1, 3))
    def employ(self, index):
        return register_employer(self.site, household(index)).id

    @rule(target=vacancies, employer=employers, headcount=st.integers(1, 3))
    def post(self, employer, headcount):
        given = posting(self.site, employer, headcount=headcount)
        vacancy = post_vacancy(self.site, given).vacancy.id
        self.posted[vacancy] = headcount
        return vacancy

    @rule(vacancy=vacancies)
    def close(self, vacancy):
        with self._may_not_be_possible():
            close_vacancy(self.site, vacancy, "staff:x")

    @rule(vacancy=vacancies)
    def retire(self, vacancy):
        """A lower headcount takes free seats out."""
        if self._state(vacancy).seats.free(self.site.store.chain().station) > 0:
            with self.site.store.write() as writing:
                writing.append(SeatsRetired(count=1), vacancy, "station")

    @rule(target=referrals, person=people, vacancy=vacancies)
    def refer(self, person, vacancy):
        with self._may_not_be_possible():
            done = refer(self.site, person, vacancy)
            again = refer(self.site, person, vacancy)
            assert (again.referral.id, again.is_new) == (done.referral.id, False)
            return done.referral.id
        return multiple()

    @rule(referral=referrals, side=st.sampled_from(Side))
    def agree(self, referral, side):
        with self._may_not_be_possible():
            agree(self.site, referral, side, "station")

    @rule(referral=referrals)
    def agree_both(self, referral):
        for side in Side:
            with self._may_not_be_possible():
                done = agree(self.site, referral, side, "station")
                before = self.site.store.chain()
                again = agree(self.site, referral, side, "station")
                assert (again.referral, again.left) == (done.referral, done.left)
                assert self.site.store.chain() == before

    @rule(referral=referrals, side=st.sampled_from(Side))
    def decline(self, referral, side):
        with self._may_not_be_possible():
            decline(self.site, referral, side, "station")

    @rule(referral=referrals)
    def cancel(self, referral):
        with self._may_not_be_possible():
            cancel_referral(self.site, referral, "station")

    @rule(referral=referrals)
    def undo(self, referral):
        with self._may_not_be_possible():
            undo_agreement(self.site, referral, "staff:x")

    @rule(minutes=st.sampled_from([-5, 1, 31, 600]))
    def wait(self, minutes):
        self.clock.advance(minutes=minutes)

    @invariant()
    def the_books_are_right(self):
        for vacancy, headcount in self.posted.items():
            state = self._state(vacancy)
            seats = state.seats
            free = sum(seats.free(station) for station in seats.held)
            assert headcount == len(seats.spent) + free + seats.retired
            assert free >= 0
            assert seats.overflow == 0
            assert state.agreed == len(seats.spent) <= headcount
            view = show_vacancy(self.site, vacancy)
            assert (view.left, view.agreed) == (free, state.agreed)
            statuses = [item.referral.status for item in candidates(self.site, vacancy)]
            assert statuses.count("agreed") == state.agreed

    @invariant()
    def the_list_shows_what_is_open(self):
        page = list_vacancies(self.site, per_page=100)
        assert page.total == len(page.items)
        assert all(item.is_open for item in page.items)
        shown = {item.id for item in page.items}
        hidden = set(self.posted) - shown
        assert not any(show_vacancy(self.site, vacancy).is_open for vacancy in hidden)

    def _state(self, vacancy: str) -> Vacancy:
        with self.site.store.read() as db:
            state = self.site.store.applier(db).state(vacancy)
        assert isinstance(state, Vacancy)
        return state

    def teardown(self):
        try:
            assert verify_store(self.site.store).findings == ()
        finally:
            self._open.close()


TestHall = Hall.TestCase
TestHall.settings = settings(max_examples=30, stateful_step_count=30)
