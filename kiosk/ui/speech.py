"""朗读: what a screen says, and the sounds of tap, done and try again."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
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
from kiosk.ui.loudspeaker import Loudspeaker, has_sound_server
from kiosk.ui.multimedia import quiet_multimedia

__all__ = ["Sound", "Speaker", "called", "speaker_of"]

_SPEECH, _SOUNDS = "speech", "sounds"
# Silence after each text of a screen, in bytes of 16-bit sound.
_REST = bytes(2 * frames(PAUSE_MS[STOP]))
_log = structlog.get_logger("speech")


def speaker_of(data_dir: Path) -> "Speaker":
    """The speaker of a station: recordings of the hall in `voice/` beside its data come first."""
    return Speaker(VoiceLibrary(data_dir / "voice"), _loudspeaker())


def _loudspeaker() -> Loudspeaker | None:
    if not has_sound_server():
        return None
    quiet_multimedia()
    # Tens of milliseconds and many libraries: only where there is sound.
    from kiosk.ui.audio import QtLoudspeaker  # noqa: PLC0415

    return QtLoudspeaker()


def _by_hour() -> float:
    return volume_at(datetime.now(HALL_TIME).hour)


class Speaker(QObject):
    """Made and used on the screen's thread; clips are read and joined on another one.

    Without a loudspeaker every call is allowed and nothing is heard.
    """

    began = Signal()
    finished = Signal()
    """Nothing is said any more: at the end, stopped, or there was nothing to say."""
    _made = Signal(int, bytes)
    _over = Signal(int, object)

    def __init__(
        self,
        library: VoiceLibrary,
        loudspeaker: Loudspeaker | None,
        *,
        volume: Callable[[], float] = _by_hour,
    ) -> None:
        super().__init__()
        self._library, self._loudspeaker, self._volume = library, loudspeaker, volume
        self._has_voice = loudspeaker is not None and library.has_voice
        self._ticket = 0
        self._is_speaking = self._is_playing = self._is_made = False
        self._ready: deque[bytes] = deque()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="speech")
        self._sounds = {kind: pcm16(sound(kind)) for kind in Sound}
        queued = Qt.ConnectionType.QueuedConnection
        self._made.connect(self._on_made, queued)
        self._over.connect(self._on_over, queued)
        if loudspeaker is not None:
            loudspeaker.finished.connect(self._on_played, queued)
            self._worker.submit(library.prepare)

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
            if is_first:
                self._made.emit(ticket, pcm16(samples) + _REST)
            else:
                rest += pcm16(samples) + _REST
            is_first = False
        if rest:
            self._made.emit(ticket, bytes(rest))

    def _silence(self) -> None:
        self._ticket += 1
        self._ready.clear()
        self._is_playing, self._is_made = False, False
        if self._loudspeaker is not None:
            self._loudspeaker.stop(_SPEECH)

    def _on_made(self, ticket: int, pcm: bytes) -> None:
        if ticket == self._ticket:
            self._ready.append(pcm)
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

    def _play_next(self) -> None:
        self._is_playing = bool(self._ready) and self._loudspeaker is not None
        if self._is_playing and self._loudspeaker is not None:
            pcm = self._ready.popleft()
            self._loudspeaker.play(_SPEECH, self._ticket, pcm, self._volume())
        elif self._is_made:
            self._end()

    def _end(self) -> None:
        self._is_speaking = False
        self.finished.emit()
