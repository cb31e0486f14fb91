"""A finger on the windows: synthetic touches, waiting for conditions, pictures, a transcript."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.bridge import Bridge
from kiosk.ui.components.touchable import GUARD_S, Touchable
from kiosk.ui.public.public_station import PublicStation

__all__ = ["DemoFailed", "Finger"]

_PATIENCE_S = 20.0


class DemoFailed(Exception):
    """A step did not lead where it should; the text says which."""


class Finger:
    """Touches targets of a station's window and notes how long the next screen took.

    Args:
        station: whose window is touched.
        bridge: tells when results are still under way.
        out: folder of pictures and transcript.
    """

    def __init__(self, station: PublicStation, bridge: Bridge, out: Path) -> None:
        self._station, self._bridge, self._out = station, bridge, out
        self._device = QTest.createTouchDevice()
        self._transcript = (out / "transcript.jsonl").open("w", encoding="utf-8")
        self._pictures = 0
        self._last_change = 0.0

    def close(self) -> None:
        """Close the transcript."""
        self._transcript.close()

    def touch(self, target: QWidget, step: str, leads_to: str = "", picture: str = "") -> None:
        """Touch a target; wait for the screen it leads to, and for its painting.

        Raises:
            DemoFailed: the target cannot be touched, or the screen does not come.
        """
        if not target.isVisible() or not target.isEnabled():
            raise DemoFailed(f"{step}: nobody could touch {target.accessibleName()!r}")
        if isinstance(target, Touchable) and target.commits:
            # A person cannot touch twice within 400 ms of a change either.
            self.wait(lambda: time.monotonic() - self._last_change > GUARD_S, step)
        start = time.perf_counter()
        window = target.window()
        at = target.mapTo(window, target.rect().center())
        QTest.touchEvent(window, self._device).press(0, at, window).commit()
        QTest.touchEvent(window, self._device).release(0, at, window).commit()
        if isinstance(target, Touchable) and target.commits:
            self._last_change = time.monotonic()
        if leads_to:
            self.wait_screen(leads_to, step)
        self._paint()
        self.note(step, start, picture)

    def wait_screen(self, name: str, step: str) -> None:
        """Wait until a screen is shown."""
        self.wait(lambda: self._station.navigator.current.name == name, f"{step}: {name}")
        self._last_change = time.monotonic()

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Let the program run until a condition holds.

        Raises:
            DemoFailed: it does not within 20 s.
        """
        deadline = time.monotonic() + _PATIENCE_S
        while not condition():
            if time.monotonic() > deadline:
                raise DemoFailed(f"waited in vain: {what}")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def note(self, step: str, start: float, picture: str = "") -> None:
        """One line of the transcript, and a picture of the window."""
        took_ms = round((time.perf_counter() - start) * 1000, 1)
        line = {"step": step, "screen": self._station.navigator.current.name, "ms": took_ms}
        if picture:
            self.wait(lambda: self._bridge.is_idle, f"{step}: results")
            self._paint()
            self._pictures += 1
            name = f"{self._pictures:02d}-{picture}.png"
            self._station.window.grab().save(str(self._out / name))
            line["picture"] = name
        self._transcript.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._transcript.flush()

    def type_burst(self, text: str) -> None:
        """What a scanner does: types the code and Enter."""
        QTest.keyClicks(self._station.window, text)
        QTest.keyClick(self._station.window, Qt.Key.Key_Return)

    def _paint(self) -> None:
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QApplication.processEvents()
