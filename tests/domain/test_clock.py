"""Stamps rise whatever the clock does; days are the hall's."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from synthetic import HOUR_MS, MORNING_MS

from kiosk.domain.clock import (
    CLAMP_MS,
    day_bounds,
    day_of,
    ms_of,
    next_stamp,
    order_time,
    stamp_of,
)

YEAR_2099_MS = 4_070_908_800_000
moments = st.integers(0, YEAR_2099_MS)


@given(st.lists(moments, min_size=2, max_size=50))
def test_stamps_rise_strictly_with_any_clock(looks):
    stamps, last = [], 0
    for now in looks:
        last = next_stamp(last, now)
        stamps.append(last)
        assert ms_of(last) >= now
    assert stamps == sorted(set(stamps))


def test_a_forward_clock_is_followed_exactly():
    assert next_stamp(stamp_of(5), 6) == stamp_of(6)
    assert next_stamp(stamp_of(6), 6) == stamp_of(6) + 1
    assert next_stamp(stamp_of(7), 6) == stamp_of(7) + 1


def test_stamps_are_exact_in_other_languages():
    assert stamp_of(YEAR_2099_MS) < 2**53
    assert float(stamp_of(YEAR_2099_MS) + 1) == stamp_of(YEAR_2099_MS) + 1


@given(moments, moments)
def test_order_time(stamp_ms, received):
    stamp = stamp_of(stamp_ms)
    ordered = order_time(stamp, received)
    assert ordered <= stamp
    if received:
        assert ordered <= stamp_of(received + CLAMP_MS)
        assert ordered in {stamp, stamp_of(received + CLAMP_MS)}
    else:
        assert ordered == stamp


def test_2099_is_clamped_to_five_minutes_after_arrival():
    assert order_time(stamp_of(YEAR_2099_MS), MORNING_MS) == stamp_of(MORNING_MS + CLAMP_MS)
    assert order_time(stamp_of(MORNING_MS + CLAMP_MS), MORNING_MS) == stamp_of(
        MORNING_MS + CLAMP_MS
    )


@given(moments)
def test_a_moment_lies_in_its_day(ms):
    start, end = day_bounds(day_of(ms))
    assert start <= ms < end
    assert end - start == 24 * HOUR_MS


def test_the_day_begins_at_midnight_in_the_hall():
    assert day_of(MORNING_MS) == date(2026, 11, 23)
    midnight = MORNING_MS - 7 * HOUR_MS
    assert day_of(midnight) == date(2026, 11, 23)
    assert day_of(midnight - 1) == date(2026, 11, 22)
