"""Sound that nobody hears: notes what it is asked, and ends when a test says so."""

from PySide6.QtCore import QObject, Signal

__all__ = ["FakeLoudspeaker", "FakeVoice"]


class FakeLoudspeaker(QObject):
    """Notes what it is asked; `end` is the end of a sound."""

    finished = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self.played: list[tuple[str, int, bytes, float]] = []
        self.stopped: list[str] = []
        self.is_closed = False

    def play(self, channel: str, token: int, pcm: bytes, volume: float) -> None:
        self.played.append((channel, token, pcm, volume))

    def stop(self, channel: str) -> None:
        self.stopped.append(channel)

    def close(self) -> None:
        self.is_closed = True

    def end(self, at: int = -1) -> None:
        channel, token, _pcm, _volume = self.played[at]
        self.finished.emit(channel, token)


class FakeVoice(QObject):
    """A system's voice that speaks as long as a test wants."""

    ended = Signal(int)
    failed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.is_ready = True
        self.told: list[tuple[int, str, float]] = []
        self.stops = 0
        self.is_closed = False

    def say(self, token: int, text: str, volume: float) -> None:
        self.told.append((token, text, volume))

    def stop(self) -> None:
        self.stops += 1

    def close(self) -> None:
        self.is_closed = True
