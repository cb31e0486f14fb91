"""Tap, done, try again: generated, the same samples every time."""

import enum

import numpy as np

from kiosk.speech.joiner import RATE, Samples, frames

__all__ = ["Sound", "sound"]

_FLANK_MS = 5.0


class Sound(enum.Enum):
    """What the station answers without words."""

    TAP = "tap"
    DONE = "done"
    AGAIN = "again"


# Tones in Hz and ms, one after another; strength 0 … 1. Two rising tones, one low tone.
_TONES: dict[Sound, tuple[tuple[float, float], ...]] = {
    Sound.TAP: ((1_000.0, 30.0),),
    Sound.DONE: ((659.3, 140.0), (987.8, 220.0)),
    Sound.AGAIN: ((220.0, 320.0),),
}
_STRENGTH = {Sound.TAP: 0.25, Sound.DONE: 0.35, Sound.AGAIN: 0.45}
# Small loudspeakers hardly give 220 Hz: its overtones carry it.
_OVERTONES = (1.0, 0.4, 0.2)


def sound(kind: Sound) -> Samples:
    """Its samples at the common rate."""
    tones = [_tone(hertz, ms) for hertz, ms in _TONES[kind]]
    return (np.concatenate(tones) * np.float32(_STRENGTH[kind])).astype(np.float32)


def _tone(hertz: float, ms: float) -> Samples:
    count, flank = frames(ms), frames(_FLANK_MS)
    time = np.arange(count) / RATE
    wave = np.zeros(count)
    for index, weight in enumerate(_OVERTONES):
        wave += weight / sum(_OVERTONES) * np.sin(2 * np.pi * hertz * (index + 1) * time)
    rise = 0.5 - 0.5 * np.cos(np.pi * np.arange(flank) / flank)
    wave[:flank] *= rise
    wave[-flank:] *= rise[::-1]
    return np.asarray(wave, np.float32)
