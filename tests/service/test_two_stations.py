"""Two stations that meet now and then: seats are settled, twins joined, nobody is found twice."""

import pytest
from synthetic import household, phone, posting, seeker

from kiosk.domain.events import PeopleMerged, PersonErased
from kiosk.domain.problems import NotPossible
from kiosk.domain.referral import Side
from kiosk.printing.queue import JobState
from kiosk.service.confirmation import agree, candidates, decline, undo_agreement
from kiosk.service.employers import find_employer_by_id_number, register_employer
from kiosk.service.follow_ups import after_delivery
from kiosk.service.matching import refer, show_vacancy
from kiosk.service.posting import post_vacancy
from kiosk.service.print_queue import StoredPrintQueue
from kiosk.service.registration import change_seeker, erase_person, find_seeker, register_seeker
from kiosk.store.keys import Secrets
from kiosk.store.people import same_people, survivor
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.store.verify import verify_store

KEYS = Secrets(b"m" * 32)


@pytest.fixture
def two(stores):
    return [stores.site_on(stores.create(letter, keys=KEYS)) for letter in "AB"]


def events(site):
    columns = ", ".join(EVENT_COLUMNS)
    with site.store.read() as db:
        rows = db.execute(f"SELECT {columns} FROM events ORDER BY station, n").fetchall()
    return [event_of(row) for row in rows]


def give(giver, taker) -> None:
    """One way: what the one knows reaches the other."""
    with taker.store.write() as writing:
        writing.deliver(events(giver))
        after_delivery(writing)


def meet(*sites) -> None:
    """Until nobody has anything to say; at the end all is right and the same."""
    before = None
    while before != (before := [len(events(site)) for site in sites]):
        for giver in sites:
            for taker in sites:
                if giver is not taker:
                    give(giver, taker)
    for site in sites:
        assert verify_store(site.store).findings == ()
    assert all(events(site) == events(sites[0]) for site in sites)


def count(site, kind: str) -> int:
    return sum(event.type == kind for event in events(site))


def seats(site, vacancy: str):
    with site.store.read() as db:
        return site.store.applier(db).state(vacancy).seats


@pytest.fixture
def shared(two):
    """Posted and referred at A, known at B: (vacancy, referral)."""
    here = two[0]
    employer = register_employer(here, household(1))
    vacancy = post_vacancy(here, posting(here, employer.id)).vacancy.id
    person = register_seeker(here, seeker(10)).seeker.id
    referral = refer(here, person, vacancy).referral.id
    meet(*two)
    return vacancy, referral


def test_answers_at_another_station_are_settled_by_the_referrals_own(two, shared):
    here, there = two
    vacancy, referral = shared
    agree(there, referral, Side.SEEKER, "station")
    done = agree(there, referral, Side.EMPLOYER, "station")
    assert (done.referral.status, done.left) == ("pending", 2)
    assert count(there, "SeatSpent") == 0
    give(there, here)
    assert show_vacancy(here, vacancy).agreed == 1
    meet(*two)
    assert (show_vacancy(there, vacancy).agreed, show_vacancy(there, vacancy).left) == (1, 1)
    assert count(here, "SeatSpent") == 1


def test_one_answer_here_one_there(two, shared):
    vacancy, referral = shared
    agree(two[0], referral, Side.SEEKER, "station")
    agree(two[1], referral, Side.EMPLOYER, "station")
    meet(*two)
    assert [show_vacancy(site, vacancy).agreed for site in two] == [1, 1]
    assert count(two[0], "SeatSpent") == 1


def test_undone_there_returned_here_once(two, shared):
    here, there = two
    vacancy, referral = shared
    for side in Side:
        agree(here, referral, side, "station")
    meet(*two)
    undo_agreement(there, referral, "staff:x")
    assert count(there, "SeatReturned") == 0
    meet(*two)
    meet(*two)
    assert count(here, "SeatReturned") == 1
    assert seats(here, vacancy).total_free == 2


def test_agreed_here_declined_there_at_the_same_time(two, shared, clock):
    here, there = two
    vacancy, referral = shared
    for side in Side:
        agree(here, referral, side, "station")
    clock.advance(minutes=1)
    decline(there, referral, Side.SEEKER, "station")
    meet(*two)
    assert [candidates(site, vacancy)[0].referral.status for site in two] == ["declined"] * 2
    assert seats(here, vacancy).total_free == 2
    assert seats(here, vacancy).overflow == 0


def test_a_station_without_seats_waits_for_a_grant(two, shared):
    here, there = two
    vacancy, _ = shared
    person = register_seeker(there, seeker(11)).seeker.id
    referral = refer(there, person, vacancy).referral.id
    for side in Side:
        done = agree(there, referral, side, "station")
    assert done.referral.status == "pending"
    assert count(there, "SeatsTransferRequested") == 1
    meet(*two)
    assert count(here, "SeatsTransferred") == 1
    assert [show_vacancy(site, vacancy).agreed for site in two] == [1, 1]
    assert count(here, "SeatSpent") == 1
    assert (seats(here, vacancy).total_free, seats(here, vacancy).overflow) == (1, 0)


def test_two_offline_stations_cannot_oversell(two):
    here = two[0]
    employer = register_employer(here, household(1))
    vacancy = post_vacancy(here, posting(here, employer.id, headcount=1)).vacancy.id
    meet(*two)
    for place, site in enumerate(two):
        person = register_seeker(site, seeker(10 + place)).seeker.id
        referral = refer(site, person, vacancy).referral.id
        for side in Side:
            agree(site, referral, side, "station")
    meet(*two)
    assert [show_vacancy(site, vacancy).agreed for site in two] == [1, 1]
    assert count(here, "SeatSpent") == 1
    assert seats(here, vacancy).overflow == 0


def test_twins_become_one_person(two):
    here, there = two
    first = register_seeker(here, seeker(1, phone="", trades=("loader",))).seeker.id
    second = register_seeker(there, seeker(1, phone=phone(5), trades=("painter",))).seeker.id
    assert first != second
    meet(*two)
    survivors = {find_seeker(site, seeker(1).id_number).id for site in two}
    assert survivors == {min(first, second)}
    for site in two:
        view = find_seeker(site, seeker(1).id_number)
        # What the survivor lacks comes from the twin; what it has it keeps.
        assert view.phone_masked == "139****0005"
        assert view.trades == (("loader",) if min(first, second) == first else ("painter",))
        with site.store.read() as db:
            assert survivor(site.store.applier(db), max(first, second)).id == min(first, second)
            assert same_people(db, first) == sorted((first, second))
    before = [len(events(site)) for site in two]
    meet(*two)
    assert [len(events(site)) for site in two] == before


def test_triplets_become_one_person(stores):
    three = [stores.site_on(stores.create(letter, keys=KEYS)) for letter in "ABC"]
    ids = [register_seeker(site, seeker(1)).seeker.id for site in three]
    give(three[2], three[1])
    give(three[1], three[0])
    meet(*three)
    for site in three:
        assert find_seeker(site, seeker(1).id_number).id == min(ids)
        with site.store.read() as db:
            for person in ids:
                assert survivor(site.store.applier(db), person).id == min(ids)
                assert same_people(db, person) == sorted(ids)


def test_twin_employers_become_one(two):
    for site in two:
        register_employer(site, household(1))
    meet(*two)
    found = {find_employer_by_id_number(site, household(1).id_number).id for site in two}
    assert len(found) == 1


def test_referrals_of_both_twins_count_together(two):
    here = two[0]
    employer = register_employer(here, household(1))
    posts = [post_vacancy(here, posting(here, employer.id)).vacancy.id for _ in range(4)]
    meet(*two)
    for place, site in enumerate(two):
        person = register_seeker(site, seeker(10)).seeker.id
        refer(site, person, posts[place])
    meet(*two)
    person = find_seeker(here, seeker(10).id_number).id
    refer(here, person, posts[2])
    with pytest.raises(NotPossible, match="too_many_open"):
        refer(here, person, posts[3])
    assert not refer(here, person, posts[1]).is_new


def test_erasing_one_twin_erases_the_person(two):
    for site in two:
        register_seeker(site, seeker(1))
    meet(*two)
    erase_person(two[1], find_seeker(two[1], seeker(1).id_number).id, "staff:x")
    meet(*two)
    for site in two:
        assert find_seeker(site, seeker(1).id_number) is None
    again = register_seeker(two[0], seeker(1))
    assert again.is_new
    meet(*two)
    assert find_seeker(two[1], seeker(1).id_number).id == again.seeker.id


def test_erased_while_a_twin_was_being_joined(two):
    """The survivor is erased at one station, the twin merged into it at another."""
    here, there = two
    ids = sorted(register_seeker(site, seeker(1)).seeker.id for site in two)
    with here.store.write() as writing:
        writing.append(PersonErased(), ids[0], "staff:x")
    with there.store.write() as writing:
        writing.append(PeopleMerged(into=ids[0]), ids[1], "station")
    meet(*two)
    employer = register_employer(here, household(1))
    vacancy = post_vacancy(here, posting(here, employer.id)).vacancy.id
    # Whoever registers at the screen now must get somewhere.
    person = register_seeker(here, seeker(1)).seeker
    assert refer(here, person.id, vacancy).is_new
    assert change_seeker(here, person.id, phone=phone(9)).phone_masked == "139****0009"


def test_a_record_made_before_the_erasure_elsewhere_goes_too(two, clock):
    """Nobody had heard of it when the person was erased; it comes in later."""
    here, there = two
    register_seeker(there, seeker(1))
    person = register_seeker(here, seeker(1)).seeker.id
    clock.advance(minutes=1)
    erase_person(here, person, "staff:x")
    meet(*two)
    assert count(here, "PersonErased") >= 2
    for site in two:
        assert find_seeker(site, seeker(1).id_number) is None
    # Who comes back is somebody new, and stays.
    clock.advance(minutes=1)
    again = register_seeker(there, seeker(1)).seeker.id
    meet(*two)
    assert find_seeker(here, seeker(1).id_number).id == again


def test_the_erased_is_not_joined_with_who_registers_anew_elsewhere(two):
    here, there = two
    person = register_seeker(here, seeker(1)).seeker.id
    meet(*two)
    erase_person(here, person, "staff:x")
    anew = register_seeker(here, seeker(1)).seeker.id
    meet(*two)
    assert find_seeker(there, seeker(1).id_number).id == anew
    assert count(there, "PeopleMerged") == 0


def test_the_queue_outlives_the_program(stores, two):
    here = two[0]
    employer = register_employer(here, household(1))
    for _ in range(2):
        post_vacancy(here, posting(here, employer.id))
    queue = StoredPrintQueue(here.store)
    job = queue.claim_next()
    queue.mark(job.id, JobState.SENDING, "")
    queue = StoredPrintQueue(stores.reopen(here.store))
    assert [item.id for item in queue.interrupted()] == [job.id]
    assert queue.claim_next().id != job.id


def test_a_merge_into_itself_ends(two):
    here = two[0]
    person = register_seeker(here, seeker(1)).seeker.id
    with here.store.write() as writing:
        writing.append(PeopleMerged(into=person), person, "station")
    with here.store.read() as db:
        state = here.store.applier(db).state(person)
        assert state.merged_into == ""
        assert survivor(here.store.applier(db), person).id == person
