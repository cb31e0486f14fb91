"""Skills, certificates and wishes in the fold: what is said, what was seen, what runs out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.desk_rows import parse_certificates, parse_skills, parse_wish, seeker_rows
from kiosk.domain.envelope import Event
from kiosk.domain.events import Consent, SeekerRegistered, encode_payload
from kiosk.domain.fold import decode_state, encode_state, fold
from kiosk.domain.qualifications import (
    LEVELS,
    HeldCertificate,
    Skill,
    certificate_state,
    days_left,
    joined,
    skill_of,
    years_later,
)
from kiosk.domain.skill_events import (
    CertificateRecorded,
    CertificateVerified,
    CertificateWithdrawn,
    PreferenceRecorded,
    SkillRecorded,
    SkillWithdrawn,
)

SEEKER = "seeker:01"
CLERK, SELF = "account:1", SEEKER


def event(place: int, payload, actor: str = CLERK) -> Event:
    return Event(
        id=f"e{place}", station="s0", epoch=1, n=place, time=place * 1024,
        type=type(payload).__name__, schema=1, scope="hall:1", aggregate=SEEKER, actor=actor,
        payload_hash="", prev="", payload=encode_payload(payload), salt="", received=0,
    )  # fmt: skip


def folded(*steps) -> object:
    first = SeekerRegistered(
        number="A001", name="张试", id_kind="resident", id_number="x", consent=Consent(version="1")
    )
    events = [event(1, first, SELF)]
    for place, step in enumerate(steps, start=2):
        payload, actor = step if isinstance(step, tuple) else (step, CLERK)
        events.append(event(place, payload, actor))
    return fold(SEEKER, events)


class TestFold:
    def test_seen_and_said_stand_side_by_side(self):
        own = folded(
            SkillRecorded(trade="welder", level=4, is_seen=False),
            SkillRecorded(trade="welder", level=3, is_seen=True, basis="职业资格证"),
        ).qualified
        claims = {key: claim.level for key, claim in own.skills.items()}
        assert claims == {"welder declared": 4, "welder seen": 3}
        assert skill_of(claims, "welder") == Skill(3, True)
        assert skill_of({"welder declared": 4}, "welder") == Skill(4, False)
        assert skill_of(claims, "cook") is None

    def test_nobody_sees_a_paper_of_her_or_his_own(self):
        own = folded(
            (SkillRecorded(trade="welder", level=4, is_seen=True), SELF),
            (CertificateRecorded(certificate="c", kind="health", is_seen=True), SELF),
            (CertificateVerified(certificate="c"), SELF),
        ).qualified
        assert list(own.skills) == ["welder declared"]
        assert not own.certificates["c"].is_seen

    def test_a_person_cannot_change_what_a_clerk_saw(self):
        seen = CertificateRecorded(
            certificate="c", kind="health", valid_until="2027-01-01", is_seen=True
        )
        own = folded(
            seen,
            (CertificateRecorded(certificate="c", kind="health", valid_until="2099-01-01"), SELF),
            (CertificateWithdrawn(certificate="c"), SELF),
        ).qualified
        assert own.certificates["c"].valid_until == "2027-01-01"
        assert folded(seen, CertificateWithdrawn(certificate="c")).qualified.certificates == {}

    def test_verified_later_and_withdrawn(self):
        said = CertificateRecorded(certificate="c", kind="health", number="7")
        own = folded(said, CertificateVerified(certificate="c")).qualified
        assert own.certificates["c"].is_seen
        assert own.certificates["c"].number == "7"
        both = (
            SkillRecorded(trade="cook", level=2),
            SkillRecorded(trade="cook", level=2, is_seen=True),
        )
        assert folded(*both, SkillWithdrawn(trade="cook")).qualified.skills == {}
        left = folded(*both, (SkillWithdrawn(trade="cook"), SELF)).qualified.skills
        assert list(left) == ["cook seen"]
        assert folded(CertificateVerified(certificate="?")).qualified.certificates == {}

    def test_what_another_program_may_write(self):
        own = folded(
            SkillRecorded(trade="welder", level=9),
            SkillRecorded(trade="a b", level=2),
            CertificateRecorded(certificate="c", kind="no kind"),
            CertificateRecorded(certificate="d", kind="health", valid_until="2027-13-99"),
            PreferenceRecorded(pay_cents=-5, hours="never", first="soon"),
        ).qualified
        assert own.skills == {}
        assert list(own.certificates) == ["d"]
        assert own.certificates["d"].ends == ""
        assert (own.wish.pay_cents, own.wish.hours, own.wish.first) == (0, "", "")

    def test_the_row_is_read_as_it_was_written(self):
        state = folded(
            SkillRecorded(trade="welder", level=3, is_seen=True),
            CertificateRecorded(certificate="c", kind="health", valid_until="2027-01-01"),
            CertificateRecorded(certificate="d", kind="driving", is_seen=True),
            PreferenceRecorded(pay_cents=26_000, county="430111", town="东塘街道", hours="day"),
        )
        (values,) = [values for table, values in seeker_rows(state) if table == "seeker_skills"]
        assert parse_skills(values[2]) == [("welder seen", 3, 2048)]
        assert parse_certificates(values[3]) == [
            ("driving", "seen", ""), ("health", "declared", "2027-01-01"),
        ]  # fmt: skip
        wish = parse_wish(values[4])
        assert wish == state.qualified.wish
        assert decode_state(SEEKER, encode_state(state)) == state
        assert not seeker_rows(folded())

    def test_twins_are_joined_the_later_claim_wins(self):
        one = folded(SkillRecorded(trade="cook", level=2)).qualified
        other = folded(
            SkillRecorded(trade="welder", level=1),
            SkillRecorded(trade="cook", level=4),
            PreferenceRecorded(hours="night"),
        ).qualified
        for order in ((one, other), (other, one)):
            whole = joined(order)
            assert {key: claim.level for key, claim in whole.skills.items()} == {
                "cook declared": 4, "welder declared": 1,
            }  # fmt: skip
            assert whole.wish.hours == "night"


DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


class TestValidity:
    @given(DAYS, st.integers(-400, 400))
    def test_states_follow_each_other(self, today, ahead):
        ends = (today + timedelta(days=ahead)).isoformat()
        assert days_left(ends, today) == ahead
        state = certificate_state(ends, today)
        assert state == ("expired" if ahead < 0 else "soon" if ahead <= 30 else "valid")
        order = ["valid", "soon", "expired"]
        tomorrow = certificate_state(ends, today + timedelta(days=1))
        assert order.index(tomorrow) >= order.index(state)
        assert certificate_state("", today) == "valid"

    @given(DAYS, DAYS)
    def test_the_earlier_of_expiry_and_review_ends_it(self, until, review):
        held = HeldCertificate(1, CLERK, "x", valid_until=str(until), review_by=str(review))
        assert held.ends == str(min(until, review))
        assert HeldCertificate(1, CLERK, "x", review_by=str(review)).ends == str(review)
        assert HeldCertificate(1, CLERK, "x").ends == ""

    @pytest.mark.parametrize(
        ("issued", "years", "last"),
        [("2024-03-01", 6, "2030-02-28"), ("2024-02-29", 3, "2027-02-28"),
         ("2024-01-01", 1, "2024-12-31")],
    )  # fmt: skip
    def test_terms_of_years(self, issued, years, last):
        assert years_later(date.fromisoformat(issued), years).isoformat() == last

    @given(DAYS, st.integers(1, 10))
    def test_a_term_has_so_many_years(self, issued, years):
        last = years_later(issued, years)
        assert timedelta(days=365 * years - 1) <= last - issued <= timedelta(days=366 * years - 1)

    def test_the_ladder_has_eight_steps(self):
        assert list(LEVELS) == [1, 2, 3, 4, 5, 6, 7, 8]


STEPS = st.lists(
    st.tuples(
        st.one_of(
            st.builds(SkillRecorded, trade=st.sampled_from(["a", "b"]), level=st.integers(1, 8),
                      is_seen=st.booleans()),
            st.builds(SkillWithdrawn, trade=st.sampled_from(["a", "b"])),
            st.builds(CertificateRecorded, certificate=st.sampled_from(["c", "d"]),
                      kind=st.sampled_from(["health", "driving"]), is_seen=st.booleans()),
            st.builds(CertificateVerified, certificate=st.sampled_from(["c", "d"])),
            st.builds(CertificateWithdrawn, certificate=st.sampled_from(["c", "d"])),
            st.builds(PreferenceRecorded, hours=st.sampled_from(["", "day"])),
        ),
        st.sampled_from([CLERK, SELF]),
    ),
    max_size=12,
)  # fmt: skip


@given(STEPS, st.randoms())
def test_any_order_of_arrival_gives_the_same(steps, random):
    events = [event(place, payload, actor) for place, (payload, actor) in enumerate(steps, 1)]
    mixed = list(events)
    random.shuffle(mixed)
    assert fold(SEEKER, mixed) == fold(SEEKER, events)
