"""The system's own Mandarin voice, in a process of its own (`kiosk voice serve`).

In the station's process it would stop the screen: Qt's engine for speech-dispatcher holds the
interpreter for three to five seconds while it asks for the voices, and a voice that crashes would
take the station with it.
"""

import sys
from collections.abc import Sequence
from typing import Protocol

import msgspec
import structlog
from PySide6.QtCore import QObject, QProcess, QTimer, Signal, SignalInstance

__all__ = ["Said", "SystemVoice", "Told", "Voice", "voice_command"]

# A voice that says nothing so long, or goes on for so much longer than anybody would, is stuck.
_BEGIN_MS, _END_MS, _CHARACTER_MS = 4_000, 3_000, 600
_STOP_MS = 1_000
_log = structlog.get_logger("speech")


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line to the voice: say a text under a token at a volume 0 … 1, or be silent."""

    text: str = ""
    token: int = 0
    volume: float = 0.0


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line from the voice: `what` is ready, began, ended or failed."""

    what: str
    token: int = 0
    name: str = ""
    """Name of the voice, when it is ready."""


class Voice(Protocol):
    """Says one text at a time, later."""

    @property
    def is_ready(self) -> bool:
        """Whether there is such a voice, and it has not failed."""

    @property
    def ended(self) -> SignalInstance:
        """(token): said to the end."""

    @property
    def failed(self) -> SignalInstance:
        """(token): it could not be said."""

    def say(self, token: int, text: str, volume: float) -> None:
        """Say a text instead of what is said now; `volume` 0 … 1, as an ear judges it."""

    def stop(self) -> None:
        """Be silent at once."""

    def close(self) -> None:
        """End it."""


def voice_command(choice: str) -> list[str]:
    """What starts the voice's process: program and arguments."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "kiosk"]
    return [*program, "voice", "serve", "--choice", choice]


class SystemVoice(QObject):
    """Made and used on the screen's thread, which never waits for it. Whatever goes wrong, it is
    given up for this run, and the texts are said from clips again.
    """

    ended = Signal(int)
    failed = Signal(int)

    def __init__(self, command: Sequence[str]) -> None:
        super().__init__()
        self._is_ready, self._token, self._length = False, 0, 0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(lambda: self._give_up("silent"))
        self._process = QProcess(self)
        # What engines and Qt chat about is nobody's log.
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(lambda _code, _how: self._give_up("ended"))
        self._process.errorOccurred.connect(lambda error: self._give_up(error.name))
        self._process.start(command[0], list(command[1:]))

    @property
    def is_ready(self) -> bool:
        """Whether there is such a voice, and it has not failed; may be asked on any thread."""
        return self._is_ready

    def say(self, token: int, text: str, volume: float) -> None:
        """Say a text instead of what is said now; `volume` 0 … 1, as an ear judges it."""
        if not self._is_ready:
            self.failed.emit(token)
            return
        self._token, self._length = token, len(text)
        self._patience.start(_BEGIN_MS)
        self._write(Told(text, token, volume))

    def stop(self) -> None:
        """Be silent at once."""
        self._patience.stop()
        if self._is_ready and self._token:
            self._token = 0
            self._write(Told())

    def close(self) -> None:
        """End its process."""
        self._is_ready, self._token = False, 0
        self._patience.stop()
        self._process.blockSignals(True)
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.closeWriteChannel()
            if not self._process.waitForFinished(_STOP_MS):
                self._process.kill()
                self._process.waitForFinished(_STOP_MS)

    def _write(self, told: Told) -> None:
        self._process.write(msgspec.json.encode(told) + b"\n")

    def _read(self) -> None:
        while self._process.canReadLine():
            try:
                said = msgspec.json.decode(self._process.readLine().data(), type=Said)
            except msgspec.DecodeError:
                # An engine that prints on its own account.
                continue
            self._heard(said)

    def _heard(self, said: Said) -> None:
        if said.what == "ready":
            self._is_ready = True
            _log.info("system_voice", voice=said.name)
        elif not self._token or said.token != self._token:
            return
        elif said.what == "began":
            self._patience.start(_END_MS + _CHARACTER_MS * self._length)
        elif said.what == "ended":
            self._patience.stop()
            self._token = 0
            self.ended.emit(said.token)
        elif said.what == "failed":
            self._give_up("failed")

    def _give_up(self, why: str) -> None:
        """Once: then there is no such voice."""
        was_ready, self._is_ready = self._is_ready, False
        token, self._token = self._token, 0
        self._patience.stop()
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.blockSignals(True)
            self._process.kill()
        if was_ready:
            _log.warning("system_voice_lost", why=why)
        if token:
            self.failed.emit(token)
