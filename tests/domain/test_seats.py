"""Seats: nothing is spent that is not held without being counted as overflow."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.seats import Seats

STATIONS = ("sa", "sb", "sc")
station = st.sampled_from(STATIONS)
count = st.integers(1, 5)
referral = st.sampled_from([f"referral:{i}" for i in range(6)])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("mint"), station, count),
        st.tuples(st.just("retire"), station, count),
        st.tuples(st.just("transfer"), station, station, count, st.sampled_from("qrst")),
        st.tuples(st.just("spend"), station, referral),
        st.tuples(st.just("take_back"), station, referral),
    ),
    max_size=40,
)


def run(given_steps) -> Seats:
    seats = Seats()
    for name, *values in given_steps:
        getattr(seats, name)(*values)
    return seats


@given(steps)
def test_the_sum_is_kept_and_every_excess_is_counted(given_steps):
    seats = run(given_steps)
    assert seats.minted == seats.retired + sum(seats.held.values())
    assert seats.total_free == sum(seats.free(name) for name in STATIONS)
    over = sum(max(0, -seats.free(name)) for name in STATIONS)
    assert seats.overflow == over
    for name in set(seats.spent.values()):
        assert seats.free(name) >= -seats.overflow


@given(steps)
def test_agreements_without_overflow_fit_what_was_minted(given_steps):
    seats = run(given_steps)
    if all(seats.free(name) >= 0 for name in STATIONS):
        assert seats.overflow == 0
        assert len(seats.spent) <= seats.minted - seats.retired


@given(steps, st.lists(st.integers(0, 100), max_size=5))
def test_grants_and_spendings_that_arrive_twice_count_once(given_steps, places):
    doubled = list(given_steps)
    for place in places:
        if doubled:
            name, *values = doubled[place % len(doubled)]
            if name in {"transfer", "spend"}:
                # At once again: nothing came between, so nothing may change.
                at = place % len(doubled)
                doubled.insert(at, (name, *values))
    assert run(doubled) == run(given_steps)


def test_a_grant_is_served_once():
    seats = Seats()
    seats.mint("sa", 4)
    seats.transfer("sa", "sb", 2, "r1")
    seats.transfer("sa", "sb", 2, "r1")
    assert (seats.free("sa"), seats.free("sb")) == (2, 2)


def test_one_seat_per_referral_and_back_once():
    seats = Seats()
    seats.mint("sa", 2)
    seats.spend("sa", "r")
    seats.spend("sa", "r")
    seats.spend("sb", "r")
    assert (seats.free("sa"), seats.free("sb"), seats.overflow) == (1, 0, 0)
    seats.take_back("sb", "r")
    assert seats.free("sa") == 1
    seats.take_back("sa", "r")
    seats.take_back("sa", "r")
    assert (seats.free("sa"), seats.total_free) == (2, 2)


def test_spending_without_holding_is_overflow():
    seats = Seats()
    seats.mint("sa", 1)
    seats.spend("sa", "r1")
    seats.spend("sb", "r2")
    assert (seats.overflow, seats.free("sb"), seats.total_free) == (1, -1, -1)
    seats.take_back("sb", "r2")
    assert seats.overflow == 0
