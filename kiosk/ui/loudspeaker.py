"""What plays sound; Qt's multimedia is loaded only where there is sound."""

import os
import sys
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import SignalInstance

from kiosk.ui.multimedia import quiet_multimedia

__all__ = ["Loudspeaker", "default_loudspeaker", "has_sound_server"]


class Loudspeaker(Protocol):
    """Plays 16-bit mono sound on several channels; a channel plays one thing at a time."""

    @property
    def finished(self) -> SignalInstance:
        """(channel, token): that has come to its end by itself."""

    def play(self, channel: str, token: int, pcm: bytes, volume: float) -> None:
        """Begin, instead of what the channel plays now; `volume` 0 … 1, as an ear judges it."""

    def stop(self, channel: str) -> None:
        """Be silent at once."""

    def close(self) -> None:
        """Give the device back."""


def has_sound_server() -> bool:
    """Whether the desktop's sound service can be there; Windows and macOS have their own.

    Asked before Qt's multimedia is loaded: its own search writes warnings where there is none.
    """
    if sys.platform != "linux" or os.environ.get("PULSE_SERVER"):
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR", f"/run/user/{os.getuid()}")
    folders = (os.environ.get("PULSE_RUNTIME_PATH", ""), f"{runtime}/pulse", "/run/pulse")
    return any((Path(folder) / "native").exists() for folder in folders if folder)


def default_loudspeaker() -> Loudspeaker | None:
    """The default output of the machine; None where there is no sound."""
    if not has_sound_server():
        return None
    quiet_multimedia()
    # Tens of milliseconds and many libraries: only where there is sound.
    from kiosk.ui.audio import QtLoudspeaker  # noqa: PLC0415

    return QtLoudspeaker()
