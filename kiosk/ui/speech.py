"""朗读: what a screen says, and the sounds of tap, done and try again."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from PySide6.QtCore import QObject, Qt, Signal

from kiosk.domain.clock import HALL_TIME
from kiosk.speech.calls import called
from kiosk.speech.joiner import frames, pcm16
from kiosk.speech.library import VoiceLibrary
from kiosk.speech.marks import PAUSE_MS, STOP
from kiosk.speech.sounds import Sound, sound
from kiosk.speech.volume import volume_at
from kiosk.speech.wording import worded
from kiosk.ui.loudspeaker import Loudspeaker, default_loudspeaker
from kiosk.ui.system_voice import SystemVoice, Voice, voice_command

__all__ = ["Sound", "Speaker", "called", "speaker_of"]

_SPEECH, _SOUNDS = "speech", "sounds"
_NO_VOICE = "off"
# Silence after each text of a screen, in bytes of 16-bit sound.
_REST = bytes(2 * frames(PAUSE_MS[STOP]))
_log = structlog.get_logger("speech")


def speaker_of(data_dir: Path, system_voice: str = _NO_VOICE) -> "Speaker":
    """The speaker of a station: recordings of the hall in `voice/` beside its data come first.

    Args:
        data_dir: of the station.
        system_voice: as `voice.system` in the settings.
    """
    loudspeaker = default_loudspeaker()
    voice = None
    if loudspeaker is not None and system_voice != _NO_VOICE:
        voice = SystemVoice(voice_command(system_voice))
    return Speaker(VoiceLibrary(data_dir / "voice"), loudspeaker, voice)


def _by_hour() -> float:
    return volume_at(datetime.now(HALL_TIME).hour)


@dataclass(frozen=True, slots=True)
class _Part:
    """What is said in one go. `text` is for the system's voice; `pcm` says the same by clips."""

    pcm: bytes
    text: str = ""


class Speaker(QObject):
    """Made and used on the screen's thread; clips are read and joined on another one.

    Without a loudspeaker every call is allowed and nothing is heard. Texts that have no clip are
    said by the system's voice where there is one, and by syllables where there is none.
    """

    began = Signal()
    finished = Signal()
    """Nothing is said any more: at the end, stopped, or there was nothing to say."""
    _made = Signal(int, object)
    _over = Signal(int, object)

    def __init__(
        self,
        library: VoiceLibrary,
        loudspeaker: Loudspeaker | None,
        voice: Voice | None = None,
        *,
        volume: Callable[[], float] = _by_hour,
    ) -> None:
        super().__init__()
        self._library, self._loudspeaker, self._volume = library, loudspeaker, volume
        self._has_voice = loudspeaker is not None and library.has_voice
        self._voice, self._by_voice = voice, b""
        self._ticket = 0
        self._is_speaking = self._is_playing = self._is_made = False
        self._ready: deque[_Part] = deque()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="speech")
        self._sounds = {kind: pcm16(sound(kind)) for kind in Sound}
        queued = Qt.ConnectionType.QueuedConnection
        self._made.connect(self._on_made, queued)
        self._over.connect(self._on_over, queued)
        if loudspeaker is not None:
            loudspeaker.finished.connect(self._on_played, queued)
            self._worker.submit(library.prepare)
        if voice is not None:
            voice.ended.connect(self._on_voice_ended, queued)
            voice.failed.connect(self._on_voice_failed, queued)

    @property
    def has_voice(self) -> bool:
        """Whether 朗读 is worth a button."""
        return self._has_voice

    @property
    def is_speaking(self) -> bool:
        """From `say` until the last word, or `stop`."""
        return self._is_speaking

    def say(self, texts: str | Sequence[str]) -> None:
        """Say a text, or the texts of a screen from top to bottom, instead of what is said now.

        The first is heard while the others are still being joined.
        """
        if self._loudspeaker is None:
            return
        self._silence()
        ticket, self._is_speaking = self._ticket, True
        wanted = (texts,) if isinstance(texts, str) else tuple(texts)

        def over(future: "Future[None]") -> None:
            self._over.emit(ticket, future)

        self._worker.submit(self._make, ticket, wanted).add_done_callback(over)
        self.began.emit()

    def toggle(self, texts: str | Sequence[str]) -> None:
        """The button 朗读: a second press stops."""
        if self._is_speaking:
            self.stop()
        else:
            self.say(texts)

    def stop(self) -> None:
        """Be silent at once; a screen that is left says no more."""
        if self._is_speaking:
            self._silence()
            self._end()

    def play(self, kind: Sound) -> None:
        """A sound beside what is said."""
        if self._loudspeaker is not None:
            self._loudspeaker.play(_SOUNDS, 0, self._sounds[kind], self._volume())

    def close(self) -> None:
        """End threads and device; nothing is said after it."""
        self.stop()
        self._silence()
        self._worker.shutdown(wait=True, cancel_futures=True)
        if self._loudspeaker is not None:
            self._loudspeaker.close()
            self._loudspeaker = None
        if self._voice is not None:
            self._voice.close()
            self._voice = None

    def _make(self, ticket: int, texts: Sequence[str]) -> None:
        """On the worker: the first text at once, the others as one sound.

        A sound service may tell the end of a sound late: one such gap is enough.
        """
        rest = bytearray()
        is_first = True
        for text in texts:
            if ticket != self._ticket:
                return
            samples = self._library.say(text)
            if not len(samples):
                continue
            pcm = pcm16(samples) + _REST
            if self._is_for_voice(text):
                if rest:
                    self._made.emit(ticket, _Part(bytes(rest)))
                    rest.clear()
                self._made.emit(ticket, _Part(pcm, worded(text)))
            elif is_first:
                self._made.emit(ticket, _Part(pcm))
            else:
                rest += pcm
            is_first = False
        if rest:
            self._made.emit(ticket, _Part(bytes(rest)))

    def _is_for_voice(self, text: str) -> bool:
        voice = self._voice
        return voice is not None and voice.is_ready and not self._library.has_clips_for(text)

    def _silence(self) -> None:
        self._ticket += 1
        self._ready.clear()
        self._is_playing, self._is_made = False, False
        if self._loudspeaker is not None:
            self._loudspeaker.stop(_SPEECH)
        if self._voice is not None and self._by_voice:
            self._voice.stop()
        self._by_voice = b""

    def _on_made(self, ticket: int, part: _Part) -> None:
        if ticket == self._ticket:
            self._ready.append(part)
            if not self._is_playing:
                self._play_next()

    def _on_over(self, ticket: int, future: "Future[None]") -> None:
        if ticket != self._ticket or future.cancelled():
            return
        error = future.exception()
        if error is not None:
            # The type only: the text may be what a person typed.
            _log.warning("speech_failed", error=type(error).__name__)
        self._is_made = True
        if not self._is_playing:
            self._play_next()

    def _on_played(self, channel: str, token: int) -> None:
        if channel == _SPEECH and token == self._ticket and self._is_speaking:
            self._play_next()

    def _on_voice_ended(self, token: int) -> None:
        if token == self._ticket and self._by_voice:
            self._by_voice = b""
            self._play_next()

    def _on_voice_failed(self, token: int) -> None:
        if token == self._ticket and self._by_voice:
            pcm, self._by_voice = self._by_voice, b""
            self._play(pcm)

    def _play_next(self) -> None:
        self._is_playing = bool(self._ready) and self._loudspeaker is not None
        if self._is_playing:
            part = self._ready.popleft()
            if part.text and self._voice is not None and self._voice.is_ready:
                self._by_voice = part.pcm
                self._voice.say(self._ticket, part.text, self._volume())
            else:
                self._play(part.pcm)
        elif self._is_made:
            self._end()

    def _play(self, pcm: bytes) -> None:
        if self._loudspeaker is not None:
            self._loudspeaker.play(_SPEECH, self._ticket, pcm, self._volume())

    def _end(self) -> None:
        self._is_speaking = False
        self.finished.emit()
