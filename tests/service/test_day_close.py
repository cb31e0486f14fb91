"""Day close: the equation, the checks, the numbers, the signature, completion, reopening."""

import base64
import json
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic import HOUR_MS, household, posting, seeker

from kiosk.domain.day_close import DayClose, day_aggregate
from kiosk.domain.events import EventRefused
from kiosk.domain.hall import Hall, HallStation
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.referral import Side
from kiosk.domain.slip_numbers import NumberedEvent, number_ranges
from kiosk.service.confirmation import agree, cancel_referral, decline
from kiosk.service.day_close import (
    close_day,
    complete_day_closes,
    day_records,
    is_certificate_signed,
    list_closed_days,
    look_at_day,
    reopen_day,
)
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import erase_person, register_seeker
from kiosk.simulation import simulate_day
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.store.spool import job_rows, set_job_state
from kiosk.store.verify import verify_store

DAY = date(2026, 11, 23)
ACTOR = "staff:leader"
TERMS = ("acknowledged", "pending", "refused")


@pytest.fixture(autouse=True)
def _always_verified(site):
    yield
    assert verify_store(site.store).findings == ()


def sql(site, query, *values):
    with site.store.read() as db:
        return db.execute(query, values).fetchall()


def acknowledge(site, share=bool):
    """As a hub would: own events come out of the outbox."""
    rows = sql(site, "SELECT id, n FROM events JOIN outbox USING (seq) WHERE invalid_code = ''")
    with site.store.write() as writing:
        writing.acknowledge([row[0] for row in rows if share(row[1])], site.now_ms())
        complete_day_closes(writing)


def adds_up(site, view):
    """The law of the screen, and that each term opens as many records as it says."""
    assert view.total == view.acknowledged + view.pending + view.refused
    if view.certificate is None:
        for term in (*TERMS, "total"):
            assert len(day_records(site, DAY, term)) == getattr(view, term)


def small_day(site):
    employer = register_employer(site, household(1)).id
    vacancy = post_vacancy(site, posting(site, employer, headcount=3)).vacancy.id
    people = [register_seeker(site, seeker(10 + i)).seeker.id for i in range(3)]
    referrals = [refer(site, person, vacancy).referral.id for person in people]
    for side in Side:
        agree(site, referrals[0], side, "station")
    cancel_referral(site, referrals[1], people[1])
    decline(site, referrals[2], Side.EMPLOYER, employer)
    return vacancy, people, referrals


def test_an_ordinary_day_is_closed_offline_and_completes_itself_later(site, clock):
    small_day(site)
    before = look_at_day(site)
    adds_up(site, before)
    assert (before.status, before.pending, before.open_checks) == ("open", before.total, ())

    closed = close_day(site, DAY, ACTOR)
    assert (closed.status, closed.total, closed.pending) == ("closed", before.total, before.total)
    assert closed.certificate.account == ACTOR
    assert closed.is_signature_right
    adds_up(site, closed)

    # Half arrives: not complete yet. All of it: complete, without anybody asking.
    acknowledge(site, lambda n: n % 2)
    half = look_at_day(site)
    assert half.status == "closed"
    assert 0 < half.pending < half.total
    adds_up(site, half)
    clock.advance(hours=14)
    acknowledge(site)
    done = look_at_day(site, DAY)
    assert (done.status, done.pending, done.acknowledged) == ("completed", 0, done.total)
    assert done.completed_at > done.closed_at
    acknowledge(site)
    assert sql(site, "SELECT count(*) FROM events WHERE type = 'DayCloseCompleted'") == [(1,)]
    assert list_closed_days(site) == (("2026-11-23", closed.station, "completed"),)


def test_the_chain_part_names_exactly_the_events_of_the_day(site, clock):
    small_day(site)
    clock.advance(hours=24)
    register_seeker(site, seeker(50))
    (part,) = look_at_day(site, DAY).chains
    rows = sql(site, "SELECT n, hash FROM events ORDER BY n")
    assert (part.first_n, part.last_n, part.count) == (1, len(rows) - 1, len(rows) - 1)
    assert part.head == rows[-2][1]
    tomorrow = look_at_day(site)
    assert (tomorrow.total, tomorrow.earlier_pending) == (1, len(rows) - 1)


def test_open_checks_stop_the_close_until_the_manager_accepts_them(site):
    vacancy, *_rest = small_day(site)
    fourth = register_seeker(site, seeker(20)).seeker.id
    left = refer(site, fourth, vacancy).referral.id
    with site.store.write() as writing:
        job = job_rows(writing.db, ("queued",))[0]["id"]
        set_job_state(writing, job, "needs_human", "paper_out")
        event = writing.db.execute("SELECT id FROM events WHERE type = 'SeekerRegistered'")
        refused = event.fetchone()[0]
        writing.mark_invalid(refused, "wrong_hall", "belongs elsewhere")
    queued = post_vacancy(
        site, posting(site, register_employer(site, household(2)).id, content="搬砖，先交200元押金")
    )
    assert queued.vacancy.review == "queued"

    view = look_at_day(site)
    found = {check.code: [item.id for item in check.records] for check in view.open_checks}
    assert found == {
        "open_referrals": [left],
        "unreviewed_posts": [queued.vacancy.id],
        "doubtful_slips": [job],
        "refused_events": [refused],
    }
    assert all(check.mend for check in view.checks)
    adds_up(site, view)
    with pytest.raises(NotPossible, match="open_checks"):
        close_day(site, DAY, ACTOR)
    closed = close_day(site, DAY, ACTOR, accepts_open=True)
    assert closed.certificate.checks == {
        "open_referrals": 1,
        "unreviewed_posts": 1,
        "doubtful_slips": 1,
        "refused_events": 1,
        "seats_outstanding": 0,
    }
    # What the hub would not take never completes as acknowledged: it is in the third term.
    acknowledge(site)
    done = look_at_day(site)
    assert (done.status, done.pending, done.refused) == ("completed", 0, 1)
    adds_up(site, done)


def test_seats_lent_out_are_shown_once_the_work_has_begun(stores, clock):
    here, there = stores.site("A"), stores.site("B")
    employer = register_employer(here, household(1)).id
    vacancy = post_vacancy(here, posting(here, employer, headcount=4)).vacancy.id
    from kiosk.domain.events import SeatsTransferred

    with here.store.write() as writing:
        to = there.store.chain().station
        writing.append(SeatsTransferred(to=to, count=2, request="r1"), vacancy, "station")
    assert look_at_day(here).checks[-1].is_clear
    clock.advance(hours=2)
    (record,) = look_at_day(here).checks[-1].records
    assert (record.id, record.state, record.detail) == (vacancy, "lent", "2")


def test_every_number_is_accounted_for(site):
    _vacancy, people, referrals = small_day(site)
    numbers = dict(sql(site, "SELECT id, number FROM referrals"))
    erased = sql(site, "SELECT number FROM seekers WHERE id = ?", people[2])[0][0]
    erase_person(site, people[2], "staff:x")
    refused = sql(
        site,
        "SELECT id, json_extract(payload, '$.number') FROM events "
        "WHERE type = 'SeekerRegistered' AND aggregate = ?",
        people[0],
    )[0]
    with site.store.write() as writing:
        refusal = EventRefused(event=refused[0], code="duplicate", reason="已登记")
        writing.append(refusal, people[0], "station")
    (found,) = look_at_day(site).numbers
    issued = int(sql(site, "SELECT last FROM counters")[0][0])
    assert (found.letter, found.last) == ("A", issued)
    assert found.voids == {
        "cancelled": (int(numbers[referrals[1]][1:]),),
        "refused": (int(refused[1][1:]),),
        "erased": (int(erased[1:]),),
    }
    assert found.used + sum(map(len, found.voids.values())) == found.last


def test_a_simulated_day_adds_up_as_plain_counting_says(site):
    simulate_day(site, 40, 15, seed=3)
    acknowledge(site, lambda n: n <= 60)
    view = look_at_day(site)
    adds_up(site, view)
    whole = sql(site, "SELECT count(*) FROM events")[0][0]
    waiting = sql(site, "SELECT count(*) FROM outbox")[0][0]
    assert (view.total, view.pending, view.refused) == (whole, waiting, 0)
    (found,) = view.numbers
    assert found.used + sum(map(len, found.voids.values())) == found.last
    assert view.figures["posts"] == 15
    assert view.figures["registrations"] == 40


def test_closing_twice_or_ahead_is_refused_and_reopening_is_audited(site):
    small_day(site)
    with pytest.raises(InvalidInput):
        close_day(site, DAY + timedelta(days=1), ACTOR)
    with pytest.raises(NotPossible, match="day_open"):
        reopen_day(site, DAY, ACTOR, "补录")
    close_day(site, DAY, ACTOR)
    with pytest.raises(NotPossible, match="day_closed"):
        close_day(site, DAY, ACTOR)
    with pytest.raises(InvalidInput):
        reopen_day(site, DAY, ACTOR, "  ")
    register_seeker(site, seeker(60))
    assert look_at_day(site).late == 1
    reopened = reopen_day(site, DAY, "staff:other", "有人补登记")
    assert (reopened.status, reopened.certificate, reopened.times_reopened) == ("reopened", None, 1)
    again = close_day(site, DAY, ACTOR)
    assert (again.status, again.late, again.times_reopened) == ("closed", 0, 1)
    log = sql(site, "SELECT type, actor, payload FROM events WHERE type LIKE 'Day%' ORDER BY n")
    assert [row[0] for row in log] == ["DayClosed", "DayReopened", "DayClosed"]
    assert (log[1][1], json.loads(log[1][2])["reason"]) == ("staff:other", "有人补登记")


def test_a_completion_of_an_older_closing_does_not_complete_the_new_one(site):
    small_day(site)
    close_day(site, DAY, ACTOR)
    older = look_at_day(site)
    reopen_day(site, DAY, ACTOR, "补录")
    register_seeker(site, seeker(61))
    close_day(site, DAY, ACTOR)
    last = older.chains[0].last_n
    acknowledge(site, lambda n: n <= last)
    assert look_at_day(site).status == "closed"


def test_a_certificate_that_was_changed_or_signed_by_another_does_not_hold(site):
    small_day(site)
    view = close_day(site, DAY, ACTOR)
    with site.store.read() as db:
        state = site.store.applier(db).state(view.id)
    assert isinstance(state, DayClose)
    assert is_certificate_signed(state, None)
    own = base64.b64encode(site.store.keys.public_key).decode()
    certified = Hall(id="hall:x", stations={view.station: HallStation("desk", "A", own)})
    other = Hall(id="hall:x", stations={view.station: HallStation("desk", "A", "AAAA")})
    assert is_certificate_signed(state, certified)
    assert not is_certificate_signed(state, other)
    for changes in ({"total": 1}, {"account": "staff:thief"}, {"chains": ()}):
        forged = msgspec.structs.replace(state.certificate, **changes)
        assert not is_certificate_signed(msgspec.structs.replace(state, certificate=forged), None)


def test_only_its_own_station_speaks_for_a_day(stores):
    here, there = stores.site("A"), stores.site("B")
    small_day(here)
    close_day(here, DAY, ACTOR)
    aggregate = day_aggregate(here.store.chain().station, DAY.isoformat())
    columns = ", ".join(EVENT_COLUMNS)
    rows = sql(here, f"SELECT {columns} FROM events WHERE aggregate = ?", aggregate)
    with there.store.write() as writing:
        writing.deliver([event_of(row) for row in rows])
        from kiosk.domain.events import PAYLOADS

        writing.append(PAYLOADS["DayReopened"](reason="nosy"), aggregate, ACTOR)
        state = writing.state(aggregate)
    assert state.status == "closed"


def test_yesterday_can_be_closed_today(site, clock):
    small_day(site)
    clock.ms += 20 * HOUR_MS
    register_seeker(site, seeker(62))
    view = close_day(site, DAY, ACTOR, accepts_open=True)
    assert view.day == "2026-11-23"
    assert (
        view.total == sql(site, "SELECT count(*) FROM events WHERE type <> 'DayClosed'")[0][0] - 1
    )


places = st.lists(st.sampled_from(["used", "cancelled", "refused", "erased"]), max_size=40)


@given(places, st.integers(0, 3))
def test_used_and_void_numbers_are_all_numbers_each_once(words, missing):
    events = [
        NumberedEvent(
            "s1",
            None if word == "erased" else f"A{place:03d}",
            "" if word in {"used", "erased"} else word,
        )
        for place, word in enumerate(words, start=1)
    ]
    last = len(words) + missing
    found = number_ranges(events, {"A": last} if last else {})
    if not found:
        assert not last
        return
    (account,) = found
    assert account.last == last
    listed = [number for group in account.voids.values() for number in group]
    assert len(listed) == len(set(listed))
    assert account.used + len(listed) == last
    for word in ("cancelled", "refused"):
        expected = tuple(place for place, said in enumerate(words, start=1) if said == word)
        assert account.voids.get(word, ()) == expected
    erased = {place for place, said in enumerate(words, start=1) if said == "erased"}
    # What nobody can know by the numbers around it is called missing, never used.
    assert erased <= {*account.voids.get("erased", ()), *account.voids.get("missing", ())}
    between = {place for place in erased if any(said != "erased" for said in words[place:])}
    assert between <= set(account.voids.get("erased", ()))
