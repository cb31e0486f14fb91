"""What a hub refuses because of other events: posts of suspended employers, unlicensed agencies."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from network import SyncHall, states
from synthetic import HALL, FakeClock, Stores, household, posting, seeker, uscc_code

from kiosk.domain.counter_events import EmployerReinstated, EmployerSuspended
from kiosk.domain.events import (
    EmployerRegistered,
    EventRefused,
    ReferralAgreed,
    ReferralMade,
    ReferralMissed,
    RefusalLifted,
    SeatSpent,
)
from kiosk.domain.referral import Side
from kiosk.domain.roles import Act
from kiosk.service.authority import authorise_console
from kiosk.service.confirmation import agree, undo_agreement
from kiosk.service.employer_trust import PaperSeen, check_paper, suspend_employer
from kiosk.service.employers import RegisterEmployer, register_employer
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.refusals import appeal_record, refused_records, withdraw_record
from kiosk.service.registration import register_seeker
from kiosk.service.seat_views import seat_view
from kiosk.service.site import Site
from kiosk.store.store import Store
from kiosk.store.verify import verify_store
from kiosk.sync.hub import verify_hub
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.stream_log import fill_county
from kiosk.sync.hub.tables import FOLLOWS

LEAVE = authorise_console(Act.ANSWER_REFUSAL)
SUSPEND = authorise_console(Act.SUSPEND_EMPLOYER)
VERIFY = authorise_console(Act.VERIFY_EMPLOYER)
OTHER_HALL = "430111002"


@pytest.fixture
def hall(
    tmp_path: Path, stores: Stores, clock: FakeClock, new_database: Callable[[], str]
) -> Iterator[SyncHall]:
    """As elsewhere, with the number of a real hall, so that posting slips can be made."""
    made = SyncHall(tmp_path, clock, stores, hall=HALL, database=new_database())
    yield made
    made.close()


def site_of(store: Store) -> Site:
    return Site(store, lambda: bytes(32))


def company(body: str = "91430111MA4L2Q8K0", kind: str = "company") -> RegisterEmployer:
    return RegisterEmployer(
        kind, "试用物流", uscc=uscc_code(body), contact_name="刘试", phone="13900000001"
    )


def post_for(site: Site, given: RegisterEmployer) -> str:
    """Register the employer here and post one gig. Returns the vacancy."""
    employer = register_employer(site, given).id
    return post_vacancy(site, posting(site, employer)).vacancy.id


def suspend(site: Site, given: RegisterEmployer, days: int = 30) -> str:
    employer = register_employer(site, given).id
    until = (site.today() + timedelta(days=days)).isoformat()
    suspend_employer(site, SUSPEND, employer, until=until, reason="fees", text="收押金")
    return employer


def said_of(hall: SyncHall, vacancy: str) -> list[str]:
    """What the hub said about a vacancy, in its order."""
    with open_hub(hall.hub_dir) as hub, hub.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT type, aggregate FROM events WHERE actor = 'hub' ORDER BY seq"
        ).all()
    return [row[0] for row in rows if row[1] == vacancy]


def at_rest(hall: SyncHall, *stores: Store) -> None:
    """Everything sent, everybody alike, every log whole."""
    for store in (*stores, *stores):
        hall.sync(store)
    for store in stores:
        here = states(store)
        there = hall.hub_states()
        assert all(there[name] == state for name, state in here.items())
        assert verify_store(store).is_clean
    assert verify_hub(hall.hub_dir).is_clean


@pytest.fixture
def two_halls(hall: SyncHall) -> tuple[Store, Store]:
    hall.add_hall(OTHER_HALL)
    return hall.station(), hall.station(hall=OTHER_HALL)


ORDERS: dict[str, Callable[[SyncHall, Store, Store], None]] = {
    "the suspension comes first": lambda hall, a, b: (hall.sync(a), hall.sync(b)),
    "the suspension comes late": lambda hall, a, b: (hall.sync(b), hall.sync(a)),
}


@pytest.mark.parametrize("order", ORDERS)
def test_a_suspended_employer_posts_in_no_hall(hall: SyncHall, two_halls, order):
    a, b = two_halls
    suspend(site_of(a), company())
    hall.clock.advance(minutes=2)
    vacancy = post_for(site_of(b), company())
    ORDERS[order](hall, a, b)
    at_rest(hall, a, b)
    assert said_of(hall, vacancy) == ["EventRefused"]

    (record,) = refused_records(site_of(b))
    assert (record.code, record.stage, record.fields) == ("employer_suspended", "open", ())
    assert "暂停" in record.why
    assert "没有丢" in record.next_step
    assert refused_records(site_of(a)) == ()
    # Once more, and again with every station restored to nothing known: nobody says it twice.
    for store in (b, a, b):
        hall.sync(store)
    assert said_of(hall, vacancy) == ["EventRefused"]
    withdraw_record(site_of(b), LEAVE, record.event)
    at_rest(hall, a, b)
    assert refused_records(site_of(b)) == ()


def test_what_was_posted_before_the_suspension_or_after_its_end_stands(hall: SyncHall, two_halls):
    a, b = two_halls
    before = post_for(site_of(b), company())
    hall.clock.advance(minutes=2)
    suspend(site_of(a), company(), days=0)
    hall.clock.advance(hours=24)
    after = post_for(site_of(b), company())
    for store in (a, b):
        hall.sync(store)
    at_rest(hall, a, b)
    assert said_of(hall, before) == said_of(hall, after) == []
    assert refused_records(site_of(b)) == ()


def test_a_household_is_known_by_its_card(hall: SyncHall, two_halls):
    a, b = two_halls
    suspend(site_of(a), household(7))
    hall.clock.advance(minutes=2)
    refused, other = post_for(site_of(b), household(7)), post_for(site_of(b), household(8))
    hall.sync(b)
    hall.sync(a)
    at_rest(hall, a, b)
    assert said_of(hall, refused) == ["EventRefused"]
    assert said_of(hall, other) == []


def test_a_reinstatement_that_comes_late_takes_the_refusal_back(hall: SyncHall):
    """The desk suspends, its word comes; it reinstates without a line; the gig is posted."""
    a, b = hall.station("desk"), hall.station()
    employer = suspend(site_of(a), company())
    hall.sync(a)
    hall.clock.advance(minutes=2)
    with a.write() as writing:
        writing.append(EmployerReinstated(reason="查清了"), employer, "account:x")
    hall.clock.advance(minutes=2)
    vacancy = post_for(site_of(b), company())
    hall.sync(b)
    assert said_of(hall, vacancy) == ["EventRefused"]
    hall.sync(a)
    assert said_of(hall, vacancy) == ["EventRefused", "RefusalLifted"]
    at_rest(hall, a, b)
    assert refused_records(site_of(b)) == ()


def test_what_the_hubs_staff_lifted_is_not_refused_again(hall: SyncHall, two_halls):
    from kiosk.sync.hub.appeals import answer_appeal

    a, b = two_halls
    suspend(site_of(a), company())
    hall.clock.advance(minutes=2)
    vacancy = post_for(site_of(b), company())
    at_rest(hall, a, b)
    (record,) = refused_records(site_of(b))
    appeal_record(site_of(b), LEAVE, record.event, "已和老板谈清，先补工资")
    hall.sync(b)
    answer_appeal(hall.hub_dir, record.event, is_lifted=True, clock=hall.clock)
    suspend(site_of(a), company(), days=60)
    at_rest(hall, a, b)
    assert said_of(hall, vacancy) == ["EventRefused", "RefusalLifted"]
    assert refused_records(site_of(b)) == ()


def test_only_staff_suspend(hall: SyncHall):
    a = hall.station()
    site = site_of(a)
    employer = register_employer(site, company()).id
    with a.write() as writing:
        until = (site.today() + timedelta(days=9)).isoformat()
        writing.append(EmployerSuspended(until=until, reason="fees"), employer, "seeker:x")
    vacancy = post_vacancy(site, posting(site, employer)).vacancy.id
    at_rest(hall, a)
    assert said_of(hall, vacancy) == []


def live_post(store: Store, employer: str, **changes: int) -> str:
    """A post that claims to be live whatever this station's own rules say."""
    from kiosk.domain.events import SeatsMinted, VacancyPosted

    with store.write() as writing:
        now = writing.now_ms
        fields = {
            "number": writing.next_number("2026-11-23"),
            "employer": employer,
            "employer_name": "试用劳务",
            "trade": "loader",
            "headcount": 2,
            "pay_cents": 26_000,
            "pay_unit": "day",
            "settlement": "daily",
            "starts": now + 3_600_000,
            "ends": now + 9 * 3_600_000,
            "valid_until": now + 9 * 3_600_000,
            "place": "东门",
            "review": "live",
        }
        posted = VacancyPosted(**(fields | changes))
        vacancy = writing.append(posted, writing.new_id("vacancy"), "station").aggregate
        writing.append(SeatsMinted(count=2), vacancy, "station")
    return vacancy


def licence(site: Site, *, is_good: bool = True, days: int = 30) -> PaperSeen:
    until = (site.today() + timedelta(days=days)).isoformat()
    return PaperSeen("licence", is_good, number="43012026", valid_until=until)


def test_an_agency_goes_live_by_itself_only_with_a_licence(hall: SyncHall):
    a, b = hall.station("desk"), hall.station()
    site = site_of(a)
    agency = register_employer(site, company(kind="agency")).id
    at_rest(hall, a, b)
    without = live_post(b, agency)
    queued = post_vacancy(site, posting(site, agency)).vacancy.id
    at_rest(hall, a, b)
    assert said_of(hall, without) == ["EventRefused"]
    assert said_of(hall, queued) == []
    (record,) = refused_records(site_of(b))
    assert record.code == "agency_unlicensed"
    assert "许可证" in record.why

    hall.clock.advance(minutes=9)
    check_paper(site, VERIFY, agency, licence(site))
    hall.clock.advance(minutes=2)
    licensed = post_vacancy(site, posting(site, agency)).vacancy.id
    at_rest(hall, a, b)
    assert said_of(hall, licensed) == []


def test_a_bad_licence_that_comes_late_counts_from_when_it_was_seen(hall: SyncHall):
    a, b = hall.station("desk"), hall.station()
    site = site_of(a)
    agency = register_employer(site, company(kind="agency")).id
    check_paper(site, VERIFY, agency, licence(site))
    at_rest(hall, a, b)
    early = live_post(b, agency)
    hall.clock.advance(minutes=9)
    check_paper(site, VERIFY, agency, licence(site, is_good=False))
    hall.clock.advance(minutes=9)
    late = live_post(b, agency)
    hall.sync(b)
    assert said_of(hall, late) == []
    at_rest(hall, a, b)
    assert said_of(hall, early) == []
    assert said_of(hall, late) == ["EventRefused"]


def test_batches_without_such_events_ask_nothing(hall: SyncHall, monkeypatch):
    """The rule costs nothing where nobody posted and nothing was said of an employer."""
    from network import register

    from kiosk.sync.hub import clash_rules, post_rules

    def asked(*_arguments: object) -> None:
        raise AssertionError("looked up for nothing")

    for name in ("employer_groups", "judged_employers", "_read_posts"):
        monkeypatch.setattr(post_rules, name, asked)
    monkeypatch.setattr(clash_rules, "_states", asked)
    a = hall.station()
    register(a, 20)
    hall.sync(a)
    assert said_of(hall, "x") == []


def test_both_words_of_the_hub_are_its_own(hall: SyncHall, two_halls):
    """A station that writes them is not heard, so nobody can lift a refusal by himself."""
    a, b = two_halls
    suspend(site_of(a), company())
    hall.clock.advance(minutes=2)
    vacancy = post_for(site_of(b), company())
    at_rest(hall, a, b)
    (record,) = refused_records(site_of(b))
    with b.write() as writing:
        writing.append(RefusalLifted(event=record.event), vacancy, "hub")
    hall.sync(b)
    kinds = {EventRefused.__name__, EmployerRegistered.__name__}
    with open_hub(hall.hub_dir) as hub, hub.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT type FROM events WHERE actor = 'hub'").all()
    assert "RefusalLifted" not in {row[0] for row in rows}
    assert kinds & {row[0] for row in rows} == {EventRefused.__name__}


def agreed(site: Site, person: int, vacancy: str) -> str:
    """A made-up person agrees to a gig. Returns the referral."""
    who = register_seeker(site, seeker(person)).seeker.id
    referral = refer(site, who, vacancy).referral.id
    for side in Side:
        agree(site, referral, side, "staff:x")
    return referral


def clashing(store: Store, vacancy: str) -> set[str]:
    """Referrals of a vacancy of which this store knows that their hours clash."""
    with store.read() as db:
        state = store.applier(db).state(vacancy)
    return {name for name, referral in state.referrals.items() if referral.clashes}


@pytest.fixture
def two_gigs(hall: SyncHall, two_halls) -> tuple[Store, Store, str, str]:
    """Two halls, each with a gig of the same hours; nobody has a line."""
    a, b = two_halls
    one = post_for(site_of(a), household(7))
    two = post_for(site_of(b), household(8))
    return a, b, one, two


@pytest.mark.parametrize("order", ORDERS)
def test_one_person_at_two_gigs_is_said_at_both_and_refused_at_none(hall, two_gigs, order):
    a, b, one, two = two_gigs
    here, there = agreed(site_of(a), 1, one), agreed(site_of(b), 1, two)
    agreed(site_of(b), 2, two)
    ORDERS[order](hall, a, b)
    at_rest(hall, a, b)
    assert (clashing(a, one), clashing(b, two)) == ({here}, {there})
    assert "EventRefused" not in said_of(hall, one) + said_of(hall, two)
    (line, *_rest) = seat_view(site_of(b), two).lines
    assert "同一时间" in line
    assert "撤回" in line

    undo_agreement(site_of(a), here, "staff:x", "去了另一家")
    at_rest(hall, a, b)
    assert (clashing(a, one), clashing(b, two)) == (set(), set())
    assert said_of(hall, two).count("ReferralClashed") == 2


def test_other_hours_and_other_people_do_not_clash(hall: SyncHall, two_gigs):
    a, b, one, two = two_gigs
    site = site_of(b)
    employer = register_employer(site, household(8)).id
    now = site.now_ms()
    evening = posting(site, employer, starts=now + 9 * 3_600_000, ends=now + 12 * 3_600_000)
    later = post_vacancy(site, evening).vacancy.id
    agreed(site_of(a), 1, one)
    agreed(site, 1, later)
    agreed(site, 3, two)
    at_rest(hall, a, b)
    assert clashing(a, one) | clashing(b, two) | clashing(b, later) == set()


def test_who_did_not_come_to_one_is_free_for_the_other(hall: SyncHall, two_gigs):
    a, b, one, two = two_gigs
    missed, kept = agreed(site_of(a), 1, one), agreed(site_of(b), 1, two)
    at_rest(hall, a, b)
    assert clashing(b, two) == {kept}
    with a.write() as writing:
        writing.append(ReferralMissed(referral=missed, by="staff:x"), one, "staff:x")
    at_rest(hall, a, b)
    assert clashing(a, one) | clashing(b, two) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts": 2**53 - 1, "ends": 2**53 - 1, "valid_until": 2**53 - 1}, "invalid_times"),
        ({"ends": 0}, "invalid_times"),
        ({"valid_until": -1}, "invalid_times"),
        ({"pay_cents": -1}, "invalid_vacancy"),
        ({"pay_cents": 2**53 - 1}, "invalid_vacancy"),
    ],
)
def test_a_post_that_no_calendar_or_purse_holds_is_refused(hall: SyncHall, changes, code):
    a = hall.station()
    vacancy = live_post(a, "employer:x", **changes)
    at_rest(hall, a)
    assert said_of(hall, vacancy) == ["EventRefused"]
    (record,) = refused_records(site_of(a))
    assert record.code == code
    assert (record.fields == ()) == (code == "invalid_times")


def test_a_clash_at_another_halls_gig_is_told_where_the_person_was_referred(hall, two_halls):
    """Hall B refers its people to a gig of hall A: hall A's stations know nothing of them."""
    a, b = two_halls
    one = post_for(site_of(a), household(7))
    two = post_for(site_of(b), household(8))
    with open_hub(hall.hub_dir) as hub, hub.database.write() as connection:
        connection.execute(FOLLOWS.insert(), {"hall": OTHER_HALL, "county": "350102"})
        fill_county(connection, "350102")
    hall.sync(a)
    hall.sync(b)
    far, near = agreed(site_of(b), 1, one), ""
    with b.write() as writing:
        person = writing.state(one).referrals[far].seeker
        near = writing.new_id("referral")
        writing.append(ReferralMade(referral=near, number="B9", seeker=person), two, "staff:x")
        for side in Side:
            said = ReferralAgreed(referral=near, side=side, by="staff:x")
            writing.append(said, two, "staff:x")
        for referral, vacancy in ((near, two), (far, one)):
            writing.append(SeatSpent(referral=referral), vacancy, "staff:x")
    hall.sync(b)
    hall.sync(a)
    assert (clashing(b, one), clashing(b, two)) == ({far}, {near})
    assert clashing(a, one) == set()
