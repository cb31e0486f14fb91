"""Where the clips lie: recordings of the hall first, then those that come with the program.

A clip is one file, named by its key (`qing3-shua1-ka3.ogg`) or by the phrase itself
(`请刷卡.wav`); WAV, OGG, FLAC or MP3 at any rate, one channel or two. The syllables for everything
else lie in one archive.
"""

import zipfile
from collections.abc import Iterable
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
import soundfile
import structlog

from kiosk.assets import asset_path
from kiosk.speech.joiner import RATE, Samples, frames, join, level, trim
from kiosk.speech.marks import STOP
from kiosk.speech.readings import Readings
from kiosk.speech.spoken import Pause, Say, spoken
from kiosk.speech.wording import worded

__all__ = ["PHRASES", "SYLLABLES", "VoiceLibrary", "phrase_rows"]

PHRASES, SYLLABLES = "phrases.txt", "syllables.zip"
_SUFFIXES = (".wav", ".ogg", ".flac", ".mp3", ".opus")
_CACHED_CLIPS = 400
_log = structlog.get_logger("speech")


def phrase_rows(path: Path) -> list[tuple[str, str, str]]:
    """Key, worded text and ending of each line of the phrase list; empty without the file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows if len(row) > 1]


class VoiceLibrary:
    """Not for several threads at once. Reading folders is left to the first use."""

    def __init__(self, own: Path | None = None, *, delivered: Path | None = None) -> None:
        self._delivered = delivered or asset_path("voice")
        self._folders = [folder for folder in (own, self._delivered) if folder]
        self._clip = lru_cache(maxsize=_CACHED_CLIPS)(self._read)

    @cached_property
    def _files(self) -> dict[str, list[Path]]:
        """Files by the name they answer to, the hall's own first."""
        found: dict[str, list[Path]] = {}
        for folder in self._folders:
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                if path.suffix.lower() in _SUFFIXES:
                    found.setdefault(path.stem, []).append(path)
        return found

    @cached_property
    def phrases(self) -> dict[str, str]:
        """Worded text of each phrase that has a clip, and the name of the clip."""
        rows = phrase_rows(self._delivered / PHRASES)
        found = {text: key for key, text, _ending in rows if key in self._files}
        for name in self._files:
            # A recording under its own words, also of a phrase nobody thought of: a place.
            text = worded(name).strip(STOP)
            if text and not name.isascii():
                found[text] = name
        return found

    @cached_property
    def readings(self) -> Readings:
        """How characters without a phrase are read."""
        folder = self._delivered
        return Readings.load(folder / "readings.txt", folder / "words.txt")

    @cached_property
    def _syllables(self) -> dict[str, bytes]:
        try:
            with zipfile.ZipFile(self._delivered / SYLLABLES) as archive:
                return {Path(name).stem: archive.read(name) for name in archive.namelist()}
        except FileNotFoundError:
            return {}

    @property
    def has_voice(self) -> bool:
        """Whether there is any clip; looks at the folders anew."""
        return any(
            path.suffix.lower() in _SUFFIXES
            for folder in self._folders
            if folder.is_dir()
            for path in folder.iterdir()
        )

    def prepare(self) -> None:
        """Read lists and tables, so that the first sentence need not wait for them."""
        _ = self.phrases, self.readings, self._syllables

    def say(self, text: str) -> Samples:
        """The sound of a text; empty where nothing in it may or can be said.

        Raises:
            OSError: the delivered lists cannot be read.
        """
        return join(list(self._parts(spoken(text, self.phrases, self.readings))))

    def has_clips_for(self, text: str) -> bool:
        """Whether no part of a text has to be put together from single syllables.

        Raises:
            OSError: as `say`.
        """
        pieces = spoken(text, self.phrases, self.readings)
        return not any(isinstance(piece, Say) and piece.is_syllable for piece in pieces)

    def _parts(self, pieces: Iterable[Say | Pause]) -> Iterable[Samples]:
        for piece in pieces:
            if isinstance(piece, Pause):
                yield np.zeros(frames(piece.ms), np.float32)
            else:
                yield self._clip(piece.key)

    def _read(self, key: str) -> Samples:
        """The clip under a key, trimmed and level; empty where there is none."""
        for path in self._files.get(key, []):
            try:
                return _decoded(path.read_bytes())
            except (OSError, soundfile.LibsndfileError) as error:
                _log.warning("clip_unreadable", file=path.name, error=type(error).__name__)
        data = self._syllables.get(key)
        return _decoded(data) if data else np.zeros(0, np.float32)


def _decoded(data: bytes) -> Samples:
    """One channel at the common rate.

    Raises:
        soundfile.LibsndfileError: no sound, or a broken one.
    """
    samples, rate = soundfile.read(BytesIO(data), dtype="float32", always_2d=True)
    mono: Samples = np.asarray(samples, np.float32).mean(axis=1)
    return level(trim(_at_rate(mono, rate)))


def _at_rate(samples: Samples, rate: int) -> Samples:
    if rate == RATE or not len(samples):
        return samples.astype(np.float32)
    if rate > RATE:
        # What lies above the new band would fold into it.
        width = -(-rate // RATE)
        samples = np.convolve(samples, np.full(width, 1 / width), mode="same")
    count = round(len(samples) * RATE / rate)
    times = np.arange(count) * (rate / RATE)
    return np.asarray(np.interp(times, np.arange(len(samples)), samples), np.float32)
