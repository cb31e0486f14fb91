"""Correct, join, withdraw, erase a person at the desk (PRODUCT §7)."""

import pytest
from staff import light_hashes, session_of
from synthetic import Stores, household, phone, plain_number, posting, seeker

from kiosk.domain.events import Consent, SeekerRegistered
from kiosk.domain.facts import Period
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.roles import Act, Role
from kiosk.domain.seeker import Seeker
from kiosk.service.assistance import follow_up_case, open_case
from kiosk.service.authority import NotAllowed, authorise, authorise_console
from kiosk.service.complaint_desk import accept_complaint, close_complaint, note_complaint
from kiosk.service.complaints import MakeComplaint, make_complaint
from kiosk.service.employers import register_employer
from kiosk.service.erasure import erase_whole_person, preview_erasure
from kiosk.service.follow_ups import after_delivery
from kiosk.service.matching import refer
from kiosk.service.monitoring import compare
from kiosk.service.person_care import (
    PersonFields,
    change_person,
    merge_people,
    person_card,
    person_fields,
    withdraw_phone_consent,
)
from kiosk.service.posting import post_vacancy
from kiosk.service.priority_help import NoteClaim, allow_help_data, claims_of, note_claim
from kiosk.service.registration import print_registration, register_seeker
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.store.verify import verify_store

__all__ = ["light_hashes"]

pytestmark = pytest.mark.usefixtures("light_hashes")


@pytest.fixture(autouse=True)
def _always_verified(site):
    """Whatever a test did, the store is right at its end."""
    yield
    assert verify_store(site.store).findings == ()


@pytest.fixture
def staff(site):
    return session_of(site, Role.SPECIALIST)


@pytest.fixture
def person(site) -> str:
    return register_seeker(site, seeker(10, share_phone=True)).seeker.id


def leave(act: Act = Act.CHANGE_PERSON):
    return authorise_console(act)


def state_of(site, aggregate: str):
    with site.store.read() as db:
        return site.store.applier(db).state(aggregate)


def foreign_record(site, index: int) -> str:
    """The same person under a residence permit, entered elsewhere."""
    known = seeker(index)
    with site.store.write() as writing:
        twin = writing.new_id("seeker")
        event = SeekerRegistered(
            number="B001",
            name=known.name,
            id_kind="hmt",
            id_number=plain_number(700 + index),
            phone=phone(index + 1),
            trades=("cook",),
            consent=Consent(version="2026-11"),
        )
        writing.append(event, twin, twin)
    return twin


class TestCorrecting:
    def test_only_what_changed_is_written(self, site, staff, person):
        fields = person_fields(site, staff, person)
        assert fields.phone == phone(10)
        changed = change_person(
            site, leave(), person, PersonFields("张试拾", fields.phone, "试验路 1 号", ("cook",))
        )
        assert changed == {person}
        after = state_of(site, person)
        assert isinstance(after, Seeker)
        assert (after.name, after.address, after.trades) == ("张试拾", "试验路 1 号", ("cook",))
        assert change_person(site, leave(), person, PersonFields(name="张试拾")) == frozenset()

    def test_the_card_is_masked_and_the_full_read_is_logged(self, site, staff, person):
        card = person_card(site, staff, person)
        assert (card.name, card.phone_masked, card.shares_phone) == ("张*", "139****0010", True)
        assert plain_number(10) not in str(card)
        person_fields(site, staff, person)
        with site.store.read() as db:
            reads = db.execute(
                "SELECT count(*) FROM events WHERE type = 'SensitiveRead' AND aggregate = ?",
                (person,),
            ).fetchone()[0]
        assert reads == 1

    def test_what_is_wrong_is_told_and_nothing_written(self, site, person):
        with pytest.raises(InvalidInput) as refused:
            change_person(site, leave(), person, PersonFields(" ", "12", "长" * 101, ("no_trade",)))
        assert {problem.field for problem in refused.value.problems} == {
            "name",
            "phone",
            "address",
        }
        with pytest.raises(InvalidInput):
            change_person(site, leave(), person, PersonFields(trades=("no_trade",)))
        with pytest.raises(InvalidInput, match="name: required"):
            change_person(site, leave(), person, PersonFields("。\u200b"))

    def test_the_phone_is_not_given_any_more(self, site, person):
        withdraw_phone_consent(site, leave(), person)
        after = state_of(site, person)
        assert isinstance(after, Seeker)
        assert not after.share_phone
        assert withdraw_phone_consent(site, leave(), person) == frozenset()


class TestJoining:
    def test_the_smaller_id_survives_and_lacks_nothing(self, site, person):
        allow_help_data(site, leave(Act.VERIFY_PRIORITY), person)
        twin = foreign_record(site, 10)
        allow_help_data(site, leave(Act.VERIFY_PRIORITY), twin)
        claim = NoteClaim("disabled", "verified")
        note_claim(site, leave(Act.VERIFY_PRIORITY), twin, claim)
        kept, other = sorted((person, twin))
        assert merge_people(site, leave(Act.MERGE_PEOPLE), twin, person) == kept
        with site.store.read() as db:
            assert "disabled verified" in claims_of(db, site.store.applier(db), kept)
        assert state_of(site, other).merged_into == kept
        with pytest.raises(NotPossible, match="same_record"):
            merge_people(site, leave(Act.MERGE_PEOPLE), twin, person)

    def test_two_resident_numbers_are_two_people(self, site, person):
        other = register_seeker(site, seeker(11)).seeker.id
        with pytest.raises(NotPossible, match="different_people"):
            merge_people(site, leave(Act.MERGE_PEOPLE), person, other)


class TestErasing:
    def make_all(self, site, person: str) -> tuple[str, str]:
        allow_help_data(site, leave(Act.VERIFY_PRIORITY), person)
        claim = NoteClaim("disabled", "certified", "证 123")
        note_claim(site, leave(Act.VERIFY_PRIORITY), person, claim)
        case = open_case(site, leave(Act.CASES), person, "找张试10能干的活")
        follow_up_case(site, leave(Act.CASES), case, "张试10说还好")
        given = MakeComplaint("fees", person, phone=phone(10))
        complaint = make_complaint(site, given).complaint
        note_complaint(site, leave(Act.COMPLAINTS), complaint, "张试10说收了钱")
        return case, complaint

    def test_everything_that_is_the_persons_goes(self, site, person):
        boss = register_employer(site, household(10))
        vacancy = post_vacancy(site, posting(site, boss.id)).vacancy.id
        other = register_employer(site, household(1))
        elsewhere = post_vacancy(site, posting(site, other.id)).vacancy.id
        refer(site, person, elsewhere)
        print_registration(site, person)
        case, complaint = self.make_all(site, person)
        preview = preview_erasure(site, leave(Act.ERASE_PERSON), person)
        assert (preview.complaints, preview.open_complaints, preview.cases) == (1, 1, 1)
        assert preview.is_employer
        erase_whole_person(site, leave(Act.ERASE_PERSON), person)
        for aggregate in (person, boss.id, case, complaint):
            assert state_of(site, aggregate).erased
        assert not state_of(site, vacancy).erased
        with site.store.read() as db:
            texts = [
                row[0] for row in db.execute("SELECT payload FROM events WHERE payload IS NOT NULL")
            ]
            jobs = [bytes(row[0]).decode() for row in db.execute("SELECT payload FROM print_jobs")]
        for secret in ("张试10", phone(10), plain_number(10), "证 123"):
            assert not any(secret in text for text in texts)
            assert not any(secret in job for job in jobs)
        with pytest.raises(NotPossible, match="unknown_seeker"):
            erase_whole_person(site, leave(Act.ERASE_PERSON), person)

    def test_counts_stay(self, site, person):
        _case, complaint = self.make_all(site, person)
        accept_complaint(site, leave(Act.COMPLAINTS), complaint)
        close_complaint(site, leave(Act.COMPLAINTS), complaint, "settled", "退了")
        day = Period.day(site.today())
        before = compare(site, day).now
        erase_whole_person(site, leave(Act.ERASE_PERSON), person)
        after = compare(site, day).now
        for name in ("registrations", "complaints_received", "complaints_closed"):
            assert getattr(after, name).value == getattr(before, name).value == 1
        assert after.helped.value == before.helped.value
        assert after.help_services.value == before.help_services.value

    def test_what_comes_in_late_is_erased_as_well(self, stores: Stores, site, person):
        there = stores.site("B")
        hand_all(site, there)
        late = make_complaint(there, MakeComplaint("fees", person, phone=phone(10))).complaint
        erase_whole_person(site, leave(Act.ERASE_PERSON), person)
        hand_all(there, site)
        assert state_of(site, late).erased


def hand_all(giver, taker) -> None:
    with giver.store.read() as db:
        rows = db.execute(f"SELECT {', '.join(EVENT_COLUMNS)} FROM events ORDER BY seq").fetchall()
    with taker.store.write() as writing:
        writing.deliver([event_of(row) for row in rows])
        after_delivery(writing)


class TestGate:
    @pytest.mark.parametrize(
        ("act", "roles"),
        [
            (Act.CHANGE_PERSON, {Role.SPECIALIST, Role.MANAGER}),
            (Act.MERGE_PEOPLE, {Role.MANAGER}),
            (Act.ERASE_PERSON, {Role.MANAGER}),
        ],
    )
    @pytest.mark.parametrize("role", list(Role))
    def test_who_may_do_what(self, site, act, roles, role):
        staff = session_of(site, role, is_fresh=True)
        if role in roles:
            assert authorise(site, staff, act).actor == staff.actor
        else:
            with pytest.raises(NotAllowed):
                authorise(site, staff, act)

    def test_a_leave_for_something_else_opens_nothing(self, site, person):
        wrong = leave(Act.TRAINING)
        for change in (
            lambda: change_person(site, wrong, person, PersonFields(name="好")),
            lambda: withdraw_phone_consent(site, wrong, person),
            lambda: merge_people(site, wrong, person, person),
            lambda: preview_erasure(site, wrong, person),
            lambda: erase_whole_person(site, wrong, person),
        ):
            with pytest.raises(NotAllowed):
                change()
