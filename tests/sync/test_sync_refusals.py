"""A refusal at the desk: listed in plain words, mended, appealed against, withdrawn."""

import pytest
from network import SyncHall, post, states

from kiosk.domain.events import EventRefused, VacancyPosted
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.roles import Act
from kiosk.domain.vacancy import Vacancy
from kiosk.service.authority import NotAllowed, authorise_console
from kiosk.service.refusals import (
    appeal_record,
    mend_record,
    refused_count,
    refused_records,
    withdraw_record,
)
from kiosk.service.site import Site
from kiosk.store.verify import verify_store
from kiosk.sync.hub import verify_hub
from kiosk.sync.hub.appeals import answer_appeal, list_appeals
from kiosk.words import not_possible_text

LEAVE = authorise_console(Act.ANSWER_REFUSAL)


def site_of(store) -> Site:
    return Site(store, lambda: bytes(32))


def vacancy_state(store, vacancy) -> Vacancy:
    with store.read() as db:
        state = store.applier(db).state(vacancy)
    assert isinstance(state, Vacancy)
    return state


@pytest.fixture
def refused(hall: SyncHall):
    """Two stations; the first posted a vacancy that the hub did not accept."""
    a, b = hall.station(), hall.station("desk")
    vacancy = post(a, headcount=0)
    hall.sync(a)
    hall.sync(b)
    return a, b, vacancy


def everywhere_alike(hall: SyncHall, *sites) -> None:
    for site in (*sites, *sites):
        hall.sync(site)
    assert all(states(site) == hall.hub_states() for site in sites)
    assert all(verify_store(site).is_clean for site in sites)
    assert verify_hub(hall.hub_dir).is_clean


def test_it_is_listed_in_plain_words_at_every_desk_of_the_hall(hall: SyncHall, refused):
    a, b, vacancy = refused
    for store in (a, b):
        (record,) = refused_records(site_of(store))
        assert record.aggregate == vacancy
        assert record.what == "发布岗位 A001"
        assert "1 到 9999" in record.why
        assert record.stage == "open"
        assert "没有丢" in record.next_step
        assert ("headcount", "人数", 0) in record.fields
        assert refused_count(site_of(store)) == 1


def test_a_mended_record_counts_in_its_place_with_seats(hall: SyncHall, refused):
    a, b, vacancy = refused
    (record,) = refused_records(site_of(a))
    mend_record(site_of(a), LEAVE, record.event, {"headcount": 5})
    everywhere_alike(hall, a, b)

    for store in (a, b):
        state = vacancy_state(store, vacancy)
        assert state.posting is not None
        assert (state.headcount, state.seats.minted) == (5, 5)
        assert refused_records(site_of(store)) == ()
        (settled,) = refused_records(site_of(store), is_with_settled=True)
        assert settled.stage == "mended"
    with pytest.raises(NotPossible, match="refusal_settled"):
        mend_record(site_of(b), LEAVE, record.event, {"headcount": 6})


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"headcount": 0},
        {"headcount": 10_000},
        {"headcount": "five"},
        {"employer": "employer:x"},
    ],
)
def test_what_would_come_back_again_is_found_here(hall: SyncHall, refused, changes):
    a, _b, _vacancy = refused
    (record,) = refused_records(site_of(a))
    before = a.chain().n
    with pytest.raises(InvalidInput):
        mend_record(site_of(a), LEAVE, record.event, changes)
    assert a.chain().n == before


def test_an_appeal_is_lifted_and_the_record_counts_again(hall: SyncHall):
    a, b = hall.station(), hall.station("desk")
    vacancy = post(a, headcount=0)
    for store in (a, b):
        hall.sync(store)
    (record,) = refused_records(site_of(b))
    appeal_record(site_of(b), LEAVE, record.event, "这是临时工，人数以后再定")
    (waiting,) = refused_records(site_of(b))
    assert (waiting.stage, waiting.note) == ("appealed", "这是临时工，人数以后再定")
    assert refused_count(site_of(b)) == 0
    with pytest.raises(NotPossible, match="already_appealed"):
        appeal_record(site_of(b), LEAVE, record.event, "再看一次")
    everywhere_alike(hall, a, b)

    (appeal,) = list_appeals(hall.hub_dir)
    assert (appeal.event, appeal.type) == (record.event, VacancyPosted.__name__)
    answer_appeal(hall.hub_dir, record.event, is_lifted=True, clock=hall.clock)
    assert list_appeals(hall.hub_dir) == []
    everywhere_alike(hall, a, b)
    for store in (a, b):
        assert vacancy_state(store, vacancy).posting is not None
        assert refused_records(site_of(store), is_with_settled=True) == ()


def test_an_upheld_appeal_says_why_and_the_record_is_given_up(hall: SyncHall, refused):
    a, b, vacancy = refused
    (record,) = refused_records(site_of(a))
    appeal_record(site_of(a), LEAVE, record.event, "请再看看")
    hall.sync(a)
    answer_appeal(hall.hub_dir, record.event, "人数必须写", is_lifted=False, clock=hall.clock)
    everywhere_alike(hall, a, b)
    (upheld,) = refused_records(site_of(b))
    assert (upheld.stage, upheld.note) == ("upheld", "人数必须写")
    assert refused_count(site_of(b)) == 1

    withdraw_record(site_of(b), LEAVE, record.event)
    everywhere_alike(hall, a, b)
    assert refused_records(site_of(a)) == ()
    assert vacancy_state(a, vacancy).posting is None


def test_what_the_hub_would_not_store_loses_its_effect_here_too(hall: SyncHall):
    a, b = hall.station(), hall.station()
    vacancy = post(a)
    hall.sync(a)
    with a.write() as writing:
        event = writing.append(EventRefused(event="x", code="c", reason="r"), vacancy, "me")
    hall.sync(a)
    (record,) = refused_records(site_of(a))
    assert (record.event, record.is_stored, record.code) == (event.id, False, "hub_only")
    with pytest.raises(NotPossible, match="not_stored"):
        appeal_record(site_of(a), LEAVE, record.event, "请再看看")
    with pytest.raises(NotPossible, match="not_mendable"):
        mend_record(site_of(a), LEAVE, record.event, {"headcount": 5})
    withdraw_record(site_of(a), LEAVE, record.event)
    assert refused_records(site_of(a)) == ()
    for store in (a, b):
        hall.sync(store)
    assert verify_store(a).is_clean


def test_nobody_takes_back_what_another_station_said(hall: SyncHall):
    """A withdrawal refuses an event only for a hub's word, or where both are of one station."""
    from kiosk.domain.events import RefusedEventWithdrawn

    a, b = hall.station(), hall.station()
    vacancy = post(a)
    hall.sync(a)
    hall.sync(b)
    with b.read() as db:
        row = db.execute("SELECT id FROM events WHERE type = 'VacancyPosted'").fetchone()
    with b.write() as writing:
        writing.append(RefusedEventWithdrawn(event=row[0]), vacancy, "me")
    everywhere_alike(hall, a, b)
    assert vacancy_state(a, vacancy).posting is not None


def test_only_leave_for_it_decides_and_every_no_has_words(hall: SyncHall, refused):
    a, _b, _vacancy = refused
    (record,) = refused_records(site_of(a))
    with pytest.raises(NotAllowed):
        withdraw_record(site_of(a), authorise_console(Act.REVIEW), record.event)
    with pytest.raises(NotPossible, match="not_refused") as caught:
        withdraw_record(site_of(a), LEAVE, "somewhere else")
    assert "没有被退回" in not_possible_text(caught.value)
    with pytest.raises(InvalidInput):
        appeal_record(site_of(a), LEAVE, record.event, "  ")
    with pytest.raises(ValueError, match="no open appeal"):
        answer_appeal(hall.hub_dir, record.event, is_lifted=True, clock=hall.clock)
