"""The process that speaks with the system's Mandarin voice: lines of JSON in, lines out."""

import math
import sys
import threading
from collections.abc import Iterator

import msgspec
from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, Signal
from PySide6.QtTextToSpeech import QTextToSpeech, QVoice

from kiosk.ui.system_voice import Said, Told

__all__ = ["AUTO", "mandarin_voices", "names_of_voices", "serve"]

AUTO = "auto"
_MOCK = "mock"
# The better ones first, where a system has several.
_ENGINES = ("winrt", "darwin", "sapi")
# What espeak-ng calls its Mandarin. Its tones are harder to follow than joined syllables, so it
# speaks only where somebody chose it by name.
_POOR = "Chinese (Mandarin"
_FULL = 100


def mandarin_voices(engines: tuple[str, ...] = ()) -> Iterator[tuple[QTextToSpeech, QVoice]]:
    """Voices that the system gives out as Mandarin of mainland China, the better engines first;
    after them those without a language that are Chinese by their name.

    Args:
        engines: only these; all but Qt's own mock where it is empty. The mock's voices count
            whatever they speak: it is for tests.
    """
    names = engines or tuple(name for name in QTextToSpeech.availableEngines() if name != _MOCK)
    for name in sorted(names, key=lambda each: (each not in _ENGINES, each)):
        engine = QTextToSpeech(name)
        if engine.state() is QTextToSpeech.State.Error:
            continue
        # Asked for one locale, some engines of this version answer with all voices.
        for voice in engine.allVoices(None):  # type: ignore[arg-type]  # a null pointer in C++
            if name == _MOCK or _is_mandarin(voice):
                yield engine, voice


def names_of_voices(engines: tuple[str, ...] = ()) -> list[str]:
    """Names of `mandarin_voices`, asked from outside of any Qt program."""
    application = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    found = [voice.name() for _engine, voice in mandarin_voices(engines)]
    application.processEvents()
    return found


def _is_mandarin(voice: QVoice) -> bool:
    place = voice.locale()
    if place.language() == QLocale.Language.Chinese:
        return place.territory() == QLocale.Country.China
    # Qt does not know the code `cmn` under which espeak-ng gives out its voice.
    return place.language() == QLocale.Language.C and voice.name().startswith(_POOR)


def _chosen(choice: str, engines: tuple[str, ...]) -> tuple[QTextToSpeech, QVoice] | None:
    for engine, voice in mandarin_voices(engines):
        is_poor = voice.name().startswith(_POOR)
        if not is_poor if choice == AUTO else choice.casefold() in voice.name().casefold():
            return engine, voice
    return None


def serve(choice: str, *, engines: tuple[str, ...] = ()) -> int:
    """Speak what comes in until the input ends; exit code 1 where there is no such voice.

    Args:
        choice: `auto`, or a part of the voice's name.
        engines: as in `mandarin_voices`.
    """
    application = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    found = _chosen(choice, engines)
    if found is None:
        return 1
    mouth = _Mouth(*found)
    lines = _Lines()
    lines.came.connect(mouth.hear, Qt.ConnectionType.QueuedConnection)
    lines.ended.connect(lambda: application.exit(0), Qt.ConnectionType.QueuedConnection)
    threading.Thread(target=lines.read, daemon=True, name="lines").start()
    _tell(Said("ready", name=found[1].name()))
    return int(application.exec())


def _tell(said: Said) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
    sys.stdout.buffer.flush()


class _Lines(QObject):
    """Standard input, read on a thread: Windows cannot watch it otherwise."""

    came = Signal(bytes)
    ended = Signal()

    def read(self) -> None:
        for line in sys.stdin.buffer:
            self.came.emit(line)
        self.ended.emit()


class _Mouth(QObject):
    """The engine, and the token it speaks for."""

    def __init__(self, engine: QTextToSpeech, voice: QVoice) -> None:
        super().__init__()
        self._engine = engine
        self._token, self._has_begun = 0, False
        engine.setVoice(voice)
        engine.stateChanged.connect(self._changed)

    def hear(self, line: bytes) -> None:
        told = msgspec.json.decode(line, type=Told)
        self._token, self._has_begun = 0, False
        self._engine.stop()
        if told.text:
            self._token = told.token
            self._engine.setVolume(_linear(told.volume))
            self._engine.say(told.text)

    def _changed(self, state: QTextToSpeech.State) -> None:
        if not self._token:
            return
        if state is QTextToSpeech.State.Speaking:
            self._has_begun = True
            _tell(Said("began", self._token))
        elif state is QTextToSpeech.State.Error:
            _tell(Said("failed", self._token))
            self._token = 0
        elif state is QTextToSpeech.State.Ready and self._has_begun:
            _tell(Said("ended", self._token))
            self._token = 0


def _linear(volume: float) -> float:
    """Volume as an ear judges it, as engines want it; the curve of QAudio.convertVolume."""
    return min(1.0, -math.log(1 - volume) / math.log(_FULL)) if volume < 1 else 1.0
