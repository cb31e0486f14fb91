"""The camera's thread of decoding: the newest frame wins, older ones are never looked at.

Qt-free: frames come as functions that make a grey picture, called in this thread, so that the
camera's and the screen's threads convert nothing. No frame is kept or written anywhere.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import structlog
from PIL import ImageStat

from kiosk.devices.qr import decode_image, decode_text, has_code_like
from kiosk.devices.scans import CodeScanned, RepeatGate

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["CameraEvent", "CameraHinted", "CodeWatch", "Frame", "FrameHint", "hint_of"]

_log = structlog.get_logger(__name__)

Frame = Callable[[], "Image.Image | None"]
"""Makes a frame's grey picture; None for a frame that cannot be read."""

# Mean of grey levels 0-255 below and above which codes are hardly read.
_DARK_BELOW, _BRIGHT_ABOVE = 40, 225
_SHRINK = 8
# The thorough look costs 0.1-1 s where there is no code.
_THOROUGH_EVERY_S = 1.0


class FrameHint(StrEnum):
    """Why no code is read; NONE while all is well or nothing is held before the camera."""

    NONE = ""
    DARK = "dark"
    BRIGHT = "bright"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class CameraHinted:
    """What would help, told when it changes."""

    hint: FrameHint


CameraEvent = CodeScanned | CameraHinted


def hint_of(grey: Image.Image) -> FrameHint:
    """What is wrong with a picture in which no code was read."""
    small = grey.reduce(_SHRINK) if min(grey.size) >= 2 * _SHRINK else grey
    level = ImageStat.Stat(small).mean[0]
    if level < _DARK_BELOW:
        return FrameHint.DARK
    if level > _BRIGHT_ABOVE:
        return FrameHint.BRIGHT
    return FrameHint.UNREADABLE if has_code_like(grey) else FrameHint.NONE


class CodeWatch:
    """Decodes frames and posts events from its own thread; start() and stop() once each."""

    def __init__(
        self,
        on_event: Callable[[CameraEvent], None],
        *,
        thorough_every_s: float = _THOROUGH_EVERY_S,
    ) -> None:
        self._on_event = on_event
        self._thorough_every_s = thorough_every_s
        self._gate = RepeatGate()
        self._hint = FrameHint.NONE
        self._thorough_at_s = 0.0
        self._changed = threading.Condition()
        self._newest: Frame | None = None
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="camera-decoder", daemon=True)

    def start(self) -> None:
        """Start waiting for frames."""
        self._thread.start()

    def offer(self, frame: Frame) -> None:
        """The newest frame, from any thread; one that still waits is forgotten."""
        with self._changed:
            self._newest = frame
            self._changed.notify_all()

    def forget(self) -> None:
        """Nobody is before the camera any more: the same code is new the next time."""
        with self._changed:
            self._newest = None
            self._gate.forget()
            self._hint = FrameHint.NONE

    def stop(self, timeout_s: float = 5.0) -> bool:
        """End after the frame in hand; False if the thread did not end in time."""
        with self._changed:
            self._is_stopping = True
            self._newest = None
            self._changed.notify_all()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (frame := self._next()) is not None:
            try:
                self._look(frame)
            except Exception:  # a broken frame is one frame lost, not the camera
                _log.exception("frame_not_decoded")

    def _next(self) -> Frame | None:
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None or self._is_stopping)
            frame, self._newest = self._newest, None
            return None if self._is_stopping else frame

    def _look(self, frame: Frame) -> None:
        grey = frame()
        if grey is None:
            return
        found = decode_image(grey, is_thorough=False) or self._look_thoroughly(grey)
        hint = FrameHint.NONE if found else hint_of(grey)
        for raw in found[:1]:
            text = decode_text(raw)
            with self._changed:
                is_new = self._gate.is_new(text, time.monotonic())
            if is_new:
                self._on_event(CodeScanned(text))
        with self._changed:
            is_other, self._hint = hint is not self._hint, hint
        if is_other:
            self._on_event(CameraHinted(hint))

    def _look_thoroughly(self, grey: Image.Image) -> list[bytes]:
        now_s = time.monotonic()
        if now_s - self._thorough_at_s < self._thorough_every_s:
            return []
        found = decode_image(grey)
        self._thorough_at_s = time.monotonic()
        return found
