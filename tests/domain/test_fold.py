"""The fold: the same events give the same state, in whatever order they come."""

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic import MORNING_MS, plain_number

from kiosk.domain.clock import CLAMP_MS, stamp_of
from kiosk.domain.employer import Employer
from kiosk.domain.envelope import Event, order_key, payload_hash
from kiosk.domain.events import (
    Consent,
    EmployerContactGiven,
    EmployerRegistered,
    EmployerVerified,
    EventRefused,
    HallProfileChanged,
    Payload,
    PeopleMerged,
    PersonErased,
    ReferralAgreed,
    ReferralCancelled,
    ReferralDeclined,
    ReferralMade,
    ReferralUndone,
    SeatReturned,
    SeatsMinted,
    SeatSpent,
    SeatsRetired,
    SeatsTransferred,
    SeekerChanged,
    SeekerCheckedIn,
    SeekerRegistered,
    StationEnrolled,
    VacancyClosed,
    VacancyPosted,
    VacancyReviewed,
    decode_payload,
    encode_payload,
)
from kiosk.domain.fold import (
    decode_state,
    encode_state,
    fold,
    forces_refold,
    new_state,
    step,
)
from kiosk.domain.projection import COLUMNS, project
from kiosk.domain.referral import ReferralStatus
from kiosk.domain.seeker import Seeker

SALT = "00" * 16
SEEKER = "seeker:01935a00-0000-7000-8000-000000000005"
SMALLER = "seeker:01935a00-0000-7000-8000-000000000002"
SMALLEST = "seeker:01935a00-0000-7000-8000-000000000001"
LARGER = "seeker:01935a00-0000-7000-8000-000000000009"
VACANCY = "vacancy:01935a00-0000-7000-8000-000000000003"
EMPLOYER = "employer:01935a00-0000-7000-8000-000000000004"
REFERRAL = "referral:01935a00-0000-7000-8000-00000000000a"


class Scribe:
    """Writes events of several stations; the time moves one second at each."""

    def __init__(self) -> None:
        self.n: dict[str, itertools.count] = {}
        self.ms = MORNING_MS

    def __call__(
        self,
        payload: Payload,
        aggregate: str,
        *,
        station: str = "sa",
        actor: str = "station",
        ms: int = 0,
        received: int = 0,
    ) -> Event:
        self.ms += 1000
        n = next(self.n.setdefault(station, itertools.count(1)))
        text = encode_payload(payload)
        return Event(
            id=f"{station}-{n}",
            station=station,
            epoch=1,
            n=n,
            time=stamp_of(ms or self.ms),
            type=type(payload).__name__,
            schema=1,
            scope="hall:430111001",
            aggregate=aggregate,
            actor=actor,
            payload_hash=payload_hash(SALT, text),
            prev="",
            payload=text,
            salt=SALT,
            received=received,
        )


@pytest.fixture
def write() -> Scribe:
    return Scribe()


def registered(name: str = "张试", number: str = "A001") -> SeekerRegistered:
    return SeekerRegistered(
        number=number,
        name=name,
        id_kind="resident",
        id_number=plain_number(1),
        phone="13900000001",
        trades=("loader",),
        consent=Consent(version="1"),
    )


def posted(number: str = "A001", headcount: int = 2) -> VacancyPosted:
    return VacancyPosted(
        number=number,
        employer=EMPLOYER,
        employer_name="试用户",
        trade="loader",
        headcount=headcount,
        pay_cents=26_000,
        pay_unit="day",
        settlement="daily",
        starts=MORNING_MS,
        ends=MORNING_MS + 1,
        valid_until=MORNING_MS + 1,
        place="试验市场",
        review="live",
    )


referrals = st.sampled_from(["referral:1", "referral:2", "referral:3"])
sides = st.sampled_from(["seeker", "employer"])
small = st.integers(1, 3)
vacancy_payloads = st.one_of(
    st.builds(posted, st.sampled_from(["A001", "B001"]), small),
    st.builds(SeatsMinted, count=small),
    st.builds(SeatsRetired, count=small),
    st.builds(
        SeatsTransferred,
        to=st.sampled_from(["sa", "sb"]),
        count=small,
        request=st.sampled_from("qr"),
    ),
    st.builds(SeatSpent, referral=referrals),
    st.builds(SeatReturned, referral=referrals),
    st.builds(ReferralMade, referral=referrals, number=st.just("A1"), seeker=st.just(SEEKER)),
    st.builds(ReferralAgreed, referral=referrals, side=sides, by=st.just("station")),
    st.builds(ReferralDeclined, referral=referrals, side=sides, by=st.just("station")),
    st.builds(ReferralCancelled, referral=referrals, by=st.just("station")),
    st.builds(ReferralUndone, referral=referrals, by=st.just("station")),
    st.builds(VacancyReviewed, verdict=st.sampled_from(["live", "rejected"])),
    st.builds(VacancyClosed, reason=st.just("filled")),
    st.builds(
        EventRefused,
        event=st.sampled_from([f"{s}-{n}" for s in ("sa", "sb", "sc") for n in range(1, 6)]),
        code=st.just("duplicate"),
        reason=st.just("已登记"),
    ),
)
seeker_payloads = st.one_of(
    st.builds(registered, st.sampled_from(["张试", "张试试"])),
    st.builds(SeekerCheckedIn, number=st.sampled_from(["A002", "B002"])),
    st.builds(SeekerChanged, phone=st.none() | st.just("13900000002"), trades=st.none()),
    st.builds(PeopleMerged, into=st.sampled_from([SMALLEST, SMALLER])),
    st.builds(PersonErased),
    st.builds(
        EventRefused,
        event=st.sampled_from([f"{s}-{n}" for s in ("sa", "sb", "sc") for n in range(1, 6)]),
        code=st.just("duplicate"),
        reason=st.just("已登记"),
    ),
)


@st.composite
def days(draw, aggregate, payloads):
    """Events of one aggregate by three stations; the clock of one is wrong, hubs clamp it."""
    write = Scribe()
    events = []
    for payload in draw(st.lists(payloads, min_size=1, max_size=14)):
        station = draw(st.sampled_from(["sa", "sb", "sc"]))
        ahead = 70 * 365 * 24 * 3_600_000 if station == "sc" else 0
        events.append(
            write(
                payload,
                aggregate,
                station=station,
                actor=draw(st.sampled_from(["station", "staff:x"])),
                ms=write.ms + ahead,
                received=write.ms + 2000 if ahead or draw(st.booleans()) else 0,
            )
        )
    return events


def text_of(aggregate, events) -> str:
    return encode_state(fold(aggregate, events))


@given(st.data())
@pytest.mark.parametrize(
    ("aggregate", "payloads"), [(VACANCY, vacancy_payloads), (SEEKER, seeker_payloads)]
)
def test_order_of_arrival_cannot_matter(aggregate, payloads, data):
    events = data.draw(days(aggregate, payloads))
    mixed = data.draw(st.permutations(events))
    assert text_of(aggregate, mixed) == text_of(aggregate, events)


@given(st.data())
@pytest.mark.parametrize(
    ("aggregate", "payloads"), [(VACANCY, vacancy_payloads), (SEEKER, seeker_payloads)]
)
def test_stepping_the_newest_gives_what_folding_gives(aggregate, payloads, data):
    """What a store does: step where it may, fold where it must, through the written text."""
    events = sorted(data.draw(days(aggregate, payloads)), key=order_key)
    state = new_state(aggregate)
    for place, event in enumerate(events):
        if forces_refold(event):
            state = fold(aggregate, events[: place + 1])
        else:
            step(state, event)
        state = decode_state(aggregate, encode_state(state))
    assert encode_state(state) == text_of(aggregate, events)


@given(days(VACANCY, vacancy_payloads))
def test_rows_have_their_columns_and_statuses_fit(events):
    vacancy = fold(VACANCY, events)
    for row in project(vacancy, ""):
        assert len(row.values) == len(COLUMNS[row.table])
    assert vacancy.agreed <= len(vacancy.seats.spent)
    for item in vacancy.referrals.values():
        status = vacancy.referral_status(item)
        if status is ReferralStatus.AGREED:
            assert item.id in vacancy.seats.spent
        if status is ReferralStatus.PENDING:
            assert item.id not in vacancy.seats.spent


@given(days(SEEKER, seeker_payloads))
def test_an_erased_person_leaves_nothing(events):
    seeker = fold(SEEKER, events)
    assert isinstance(seeker, Seeker)
    if any(event.type == "PersonErased" for event in events):
        assert seeker.erased
        left = encode_state(seeker)
        for word in ("张试", plain_number(1), "139000"):
            assert word not in left


@given(days(SEEKER, seeker_payloads))
def test_erased_payloads_give_the_state_that_readable_ones_give(events):
    if all(event.type != "PersonErased" for event in events):
        return
    kept = {"PersonErased", "PeopleMerged", "EventRefused"}
    bare = [
        event if event.type in kept else msgspec.structs.replace(event, payload=None, salt=None)
        for event in events
    ]
    assert text_of(SEEKER, bare) == text_of(SEEKER, events)


def test_a_refused_event_has_no_effect(write):
    first, second = write(registered("张试"), SEEKER), write(registered("李试"), SEEKER)
    refusal = write(EventRefused(event=second.id, code="duplicate", reason="已登记"), SEEKER)
    seeker = fold(SEEKER, [refusal, second, first])
    assert (seeker.name, seeker.visits) == ("张试", 1)
    assert [item.event for item in seeker.refused] == [second.id]
    assert seeker.refused[0].reason == "已登记"


def test_a_refusal_may_come_before_what_it_refuses(write):
    refusal = write(EventRefused(event="sb-1", code="duplicate", reason="已登记"), SEEKER)
    refused = write(registered(), SEEKER, station="sb")
    assert fold(SEEKER, [refusal, refused]).name == ""


def test_a_refusal_counts_once(write):
    event = write(registered(), SEEKER)
    again = [
        write(EventRefused(event=event.id, code=code, reason="已登记"), SEEKER) for code in "ab"
    ]
    assert [item.code for item in fold(SEEKER, [event, *again]).refused] == ["a"]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_smallest_id_survives_a_chain_of_merges(write, order):
    merges = [
        write(PeopleMerged(into=SMALLER), SEEKER),
        write(PeopleMerged(into=SMALLEST), SEEKER, station="sb"),
        write(PeopleMerged(into=SMALLER), SEEKER, station="sc"),
    ]
    assert fold(SEEKER, [merges[i] for i in order]).merged_into == SMALLEST


@pytest.mark.parametrize("into", [LARGER, SEEKER])
def test_a_merge_into_a_larger_id_has_no_effect(write, into):
    assert fold(SEEKER, [write(PeopleMerged(into=into), SEEKER)]).merged_into == ""


def test_merges_of_employers(write):
    into = EMPLOYER[:-1] + "1"
    employer = fold(EMPLOYER, [write(PeopleMerged(into=into), EMPLOYER)])
    assert employer.merged_into == into


def test_last_write_wins_per_field(write):
    events = [
        write(registered(), SEEKER),
        write(SeekerChanged(phone="13900000002"), SEEKER, station="sb"),
        write(SeekerChanged(address="甲路"), SEEKER, station="sc"),
    ]
    seeker = fold(SEEKER, events)
    assert (seeker.name, seeker.phone, seeker.address) == ("张试", "13900000002", "甲路")


def test_a_clock_in_2099_does_not_win_for_ever(write):
    late = 4_070_908_800_000
    events = [
        write(registered(), SEEKER),
        write(SeekerChanged(phone="13900000099"), SEEKER, station="sc", ms=late, received=write.ms),
        write(
            SeekerChanged(phone="13900000002"), SEEKER, station="sb", ms=write.ms + CLAMP_MS + 9000
        ),
    ]
    assert fold(SEEKER, events).phone == "13900000002"


@pytest.mark.parametrize("actor", ["account:1", "console", "staff:x"])
def test_only_staff_verify_and_review(write, actor):
    plain = [write(EmployerRegistered(kind="company", name="甲", uscc="x"), EMPLOYER)]
    by_station = [*plain, write(EmployerVerified(basis="licence"), EMPLOYER)]
    by_staff = [*plain, write(EmployerVerified(basis="licence"), EMPLOYER, actor=actor)]
    assert not fold(EMPLOYER, by_station).is_verified
    assert fold(EMPLOYER, by_staff).is_verified
    post = write(posted(), VACANCY)
    review = VacancyReviewed(verdict="rejected")
    for other in ("station", "hub", "seeker:1", EMPLOYER, "stafford"):
        assert fold(VACANCY, [post, write(review, VACANCY, actor=other)]).review == "live"
    assert fold(VACANCY, [post, write(review, VACANCY, actor=actor)]).review == "rejected"


def test_contact_keeps_what_is_not_given_anew(write):
    events = [
        write(EmployerContactGiven(contact_name="刘试", phone="13900000001"), EMPLOYER),
        write(EmployerContactGiven(phone="13900000002"), EMPLOYER),
    ]
    employer = fold(EMPLOYER, events)
    assert isinstance(employer, Employer)
    assert (employer.contact_name, employer.phone) == ("刘试", "13900000002")


def test_answers_before_their_referral(write):
    events = [
        write(
            ReferralAgreed(referral=REFERRAL, side="seeker", by="station"), VACANCY, station="sb"
        ),
        write(ReferralMade(referral=REFERRAL, number="A001", seeker=SEEKER), VACANCY),
    ]
    referral = fold(VACANCY, events).referrals[REFERRAL]
    assert (referral.number, referral.answer_seeker) == ("A001", "agreed")


def test_the_way_of_a_referral(write):
    events = [write(posted(), VACANCY), write(SeatsMinted(count=1), VACANCY)]

    def status(*payloads: Payload) -> ReferralStatus:
        events.extend(write(payload, VACANCY) for payload in payloads)
        vacancy = fold(VACANCY, events)
        return vacancy.referral_status(vacancy.referrals[REFERRAL])

    made = ReferralMade(referral=REFERRAL, number="A001", seeker=SEEKER)
    assert status(made) is ReferralStatus.OPEN
    agreed = ReferralAgreed(referral=REFERRAL, side="seeker", by="station")
    assert status(agreed) is ReferralStatus.HALF
    agreed = ReferralAgreed(referral=REFERRAL, side="employer", by="station")
    assert status(agreed) is ReferralStatus.PENDING
    assert status(SeatSpent(referral=REFERRAL)) is ReferralStatus.AGREED
    assert status(ReferralUndone(referral=REFERRAL, by="staff:x")) is ReferralStatus.OPEN
    assert fold(VACANCY, events).seats.total_free == 0
    assert status(SeatReturned(referral=REFERRAL)) is ReferralStatus.OPEN
    assert fold(VACANCY, events).seats.total_free == 1
    assert status(ReferralCancelled(referral=REFERRAL, by="s")) is ReferralStatus.CANCELLED
    declined = ReferralDeclined(referral=REFERRAL, side="employer", by="s")
    assert status(declined) is ReferralStatus.DECLINED


def test_the_hall_knows_its_stations(write):
    hall = fold(
        "hall:430111001",
        [
            write(HallProfileChanged(name="试验市场", bays=3), "hall:430111001"),
            write(HallProfileChanged(hotline="12333"), "hall:430111001"),
            write(
                StationEnrolled(
                    station="sb", hall="430111001", kind="public", letter="B", public_key="k"
                ),
                "hall:430111001",
            ),
        ],
    )
    assert (hall.name, hall.bays, hall.hotline) == ("试验市场", 3, "12333")
    assert hall.stations["sb"].letter == "B"
    assert [row.table for row in project(hall, "")] == ["halls", "stations"]


def test_what_a_newer_program_wrote_is_passed_over(write):
    event = write(registered(), SEEKER)
    newer = msgspec.structs.replace(event, id="sb-1", station="sb", type="SeekerRewarded")
    unfit = msgspec.structs.replace(event, id="sb-2", station="sb", n=2, payload='{"number":3}')
    assert text_of(SEEKER, [newer, unfit, event]) == text_of(SEEKER, [event])
    assert fold("gift:1", [event]) is None
    assert new_state("gift:1") is None


def test_payloads_read_back_and_unknown_fields_are_ignored():
    text = encode_payload(registered())
    assert decode_payload("SeekerRegistered", text) == registered()
    longer = text[:-1] + ',"colour":"red"}'
    assert decode_payload("SeekerRegistered", longer) == registered()
    assert decode_payload("SeekerRegistered", None) is None
    assert decode_payload("SeekerRewarded", "{}") is None
    assert decode_payload("SeekerRegistered", "[") is None
