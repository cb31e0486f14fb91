"""Clips joined into one sound, without clicks.

Every clip is trimmed to its sound, brought to one loudness and laid over its neighbour with
raised-cosine flanks: the sum has no jump that was not in a clip.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["OVERLAP_MS", "RATE", "Samples", "frames", "join", "level", "pcm16", "trim"]

Samples = NDArray[np.float32]
"""Mono, −1 … 1."""

RATE = 24_000
"""Samples per second of everything that is joined."""

OVERLAP_MS = 6.0
_MARGIN_MS = 12.0
_SILENT_DB = -42.0
_LOUDNESS_DB = -20.0
_MOST_GAIN_DB = 15.0
_PEAK = 0.89
_WINDOW_MS = 10.0


def frames(ms: float) -> int:
    """Samples in so many milliseconds."""
    return round(ms * RATE / 1000)


def trim(clip: Samples) -> Samples:
    """The clip without the silence around it, cut where it crosses zero."""
    power = _power(clip)
    if not power.size or not power.max():
        return np.zeros(0, np.float32)
    loud = np.flatnonzero(power >= power.max() * 10 ** (_SILENT_DB / 10))
    window, margin = frames(_WINDOW_MS), frames(_MARGIN_MS)
    start = max(0, int(loud[0]) * window - margin)
    stop = min(len(clip), (int(loud[-1]) + 1) * window + margin)
    return clip[_zero_near(clip, start) : _zero_near(clip, stop)]


def level(clip: Samples) -> Samples:
    """The clip at the common loudness, measured where it sounds."""
    power = _power(clip)
    if not power.size or not power.max():
        return clip
    sounding = power[power >= power.max() * 1e-2]
    gain = 10 ** (_LOUDNESS_DB / 20) / float(np.sqrt(sounding.mean()))
    gain = min(gain, 10 ** (_MOST_GAIN_DB / 20), _PEAK / float(np.abs(clip).max()))
    return (clip * np.float32(gain)).astype(np.float32)


@dataclass(frozen=True)
class _Flanks:
    """Rising and falling half of a raised cosine; together they are one."""

    length: int

    @cached_property
    def rise(self) -> Samples:
        phase = (np.arange(self.length, dtype=np.float32) + 0.5) / self.length
        return (0.5 - 0.5 * np.cos(np.pi * phase)).astype(np.float32)

    @cached_property
    def fall(self) -> Samples:
        return self.rise[::-1]


_FLANKS = _Flanks(frames(OVERLAP_MS))


def join(parts: Sequence[Samples]) -> Samples:
    """One sound: its length is the sum of the parts less one overlap for each joint.

    Silence is a part of zeros. The ends are faded as well. Parts shorter than two overlaps are
    left out.
    """
    overlap = _FLANKS.length
    used = [part for part in parts if len(part) >= 2 * overlap]
    if not used:
        return np.zeros(0, np.float32)
    whole = np.zeros(sum(map(len, used)) - overlap * (len(used) - 1), np.float32)
    at = 0
    for part in used:
        faded = part.astype(np.float32, copy=True)
        faded[:overlap] *= _FLANKS.rise
        faded[-overlap:] *= _FLANKS.fall
        whole[at : at + len(faded)] += faded
        at += len(faded) - overlap
    return whole


def pcm16(sound: Samples) -> bytes:
    """Little-endian 16-bit samples."""
    return (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()


def _power(clip: Samples) -> NDArray[np.float64]:
    """Mean square of each window; a rest at the end counts as a window."""
    window = frames(_WINDOW_MS)
    count = -(-len(clip) // window)
    padded = np.zeros(count * window, np.float64)
    padded[: len(clip)] = clip
    return np.asarray((padded.reshape(count, window) ** 2).mean(axis=1), np.float64)


def _zero_near(clip: Samples, at: int) -> int:
    """The smallest sample within 2 ms."""
    reach = frames(2)
    start, stop = max(0, at - reach), min(len(clip), at + reach)
    if start >= stop:
        return at
    return start + int(np.abs(clip[start:stop]).argmin())
