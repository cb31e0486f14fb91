"""No clicks: the joined sound jumps no more than its clips do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.speech.joiner import OVERLAP_MS, RATE, Samples, frames, join, level, pcm16, trim
from kiosk.speech.sounds import Sound, sound
from kiosk.speech.volume import DAY, volume_at

OVERLAP = frames(OVERLAP_MS)


def tone(hertz: float, ms: float, strength: float = 0.5, phase: float = 0.0) -> Samples:
    time = np.arange(frames(ms)) / RATE
    return (strength * np.sin(2 * np.pi * hertz * time + phase)).astype(np.float32)


def steepest(samples: Samples) -> float:
    return float(np.abs(np.diff(samples, prepend=0, append=0)).max())


TONES = st.builds(
    tone,
    st.floats(80, 500),
    st.floats(20, 120),
    st.floats(0.05, 0.9),
    st.floats(0, 2 * np.pi),
)


@given(st.lists(TONES, min_size=1, max_size=6))
def test_joints_have_no_jump(parts: list[Samples]) -> None:
    inside = max(float(np.abs(np.diff(part)).max()) for part in parts)
    loudest = max(float(np.abs(part).max()) for part in parts)
    # Slope of a flank: pi / (2 * overlap) of the amplitude for each of two neighbours.
    assert steepest(join(parts)) <= 2 * inside + loudest * np.pi / OVERLAP


def test_plain_chaining_would_jump() -> None:
    """The bound of the test above is one that clicks break."""
    parts = [tone(200, 50, 0.9, np.pi / 2), -tone(200, 50, 0.9, np.pi / 2)]
    inside = max(float(np.abs(np.diff(part)).max()) for part in parts)
    bound = 2 * inside + 0.9 * np.pi / OVERLAP
    assert steepest(np.concatenate(parts)) > bound
    assert steepest(join(parts)) <= bound


@given(st.lists(TONES, min_size=1, max_size=6))
def test_length_is_the_sum_less_the_overlaps(parts: list[Samples]) -> None:
    assert len(join(parts)) == sum(map(len, parts)) - OVERLAP * (len(parts) - 1)


def test_nothing_joined_is_silence() -> None:
    assert len(join([])) == 0
    assert len(join([np.zeros(3, np.float32)])) == 0


def test_crossfade_keeps_a_steady_sound_steady() -> None:
    flat = np.full(frames(50), 0.5, np.float32)
    inner = join([flat, flat])[OVERLAP:-OVERLAP]
    assert np.abs(inner - 0.5).max() < 1e-6


def test_trimmed_of_silence_and_no_more() -> None:
    silence = np.zeros(frames(300), np.float32)
    spoken = tone(220, 400)
    got = trim(np.concatenate([silence, spoken, silence]))
    assert len(spoken) <= len(got) <= len(spoken) + frames(60)
    assert float((got**2).sum()) == pytest.approx(float((spoken**2).sum()), rel=0.01)
    assert len(trim(silence)) == 0
    assert len(trim(np.zeros(0, np.float32))) == 0


@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_loud_and_soft_clips_become_alike(one: float, other: float) -> None:
    first, second = level(tone(200, 300, one)), level(tone(200, 300, other))
    assert float(np.abs(first).max()) == pytest.approx(float(np.abs(second).max()), rel=0.01)
    assert float(np.abs(first).max()) <= 0.9


def test_a_whisper_is_not_blown_up_into_noise() -> None:
    faint = tone(200, 300, 0.0005)
    assert float(np.abs(level(faint)).max()) < 0.01


def test_pcm_is_little_endian_and_clipped() -> None:
    assert pcm16(np.array([0, 1, -1, 2], np.float32)) == b"\x00\x00\xff\x7f\x01\x80\xff\x7f"


@pytest.mark.parametrize("kind", list(Sound))
def test_sounds_are_the_same_each_time_and_begin_and_end_softly(kind: Sound) -> None:
    made = sound(kind)
    assert np.array_equal(made, sound(kind))
    assert abs(float(made[0])) < 0.01
    assert abs(float(made[-1])) < 0.01
    assert 0.1 < float(np.abs(made).max()) < 0.9


def _pitch(samples: Samples) -> float:
    return float(np.abs(np.fft.rfft(samples)).argmax()) * RATE / len(samples)


def test_done_rises_and_again_is_low() -> None:
    done = sound(Sound.DONE)
    first, second = done[: frames(140)], done[frames(140) :]
    assert _pitch(first) < _pitch(second)
    assert _pitch(sound(Sound.AGAIN)) < 300
    assert len(sound(Sound.TAP)) == frames(30)


def test_quieter_at_night_and_at_noon() -> None:
    assert volume_at(3) < volume_at(5) < volume_at(8)
    assert volume_at(12) < volume_at(8)
    assert volume_at(1, ((6, 0.9), (20, 0.2))) == 0.2
    assert [volume_at(hour) for hour, _volume in DAY] == [volume for _hour, volume in DAY]


@pytest.mark.parametrize("steps", [(), ((0, 1.5),), ((0, -0.1),)])
def test_volume_table_is_checked(steps: tuple[tuple[int, float], ...]) -> None:
    with pytest.raises(ValueError, match="volume"):
        volume_at(8, steps)
