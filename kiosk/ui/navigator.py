"""Changes screens, watches for forgotten sessions, wipes."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from kiosk.config import SessionSettings
from kiosk.i18n import _
from kiosk.ui.components.overlay import Overlay
from kiosk.ui.components.touchable import guard_commits
from kiosk.ui.question import Question
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["ScreenNavigator"]

_TICK_MS = 200
_TOUCHES = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.KeyPress,
}


class ScreenNavigator(QObject):
    """A stack of screen names; 返回 goes down one, 不办了 empties it and wipes.

    Args:
        stack: shows the screens.
        settings: idle times.
        wipe: clears the session; called before home is shown again.
    """

    changed = Signal(str)
    noted = Signal(str)
    """A small thing was done; empty when the session ends."""

    def __init__(
        self, stack: QStackedWidget, settings: SessionSettings, wipe: Callable[[], None]
    ) -> None:
        super().__init__()
        self._stack, self._settings, self._wipe = stack, settings, wipe
        self._screens: dict[str, Screen] = {}
        self._home = "home"
        self._names = [self._home]
        self._overlay: Overlay | None = None
        self._left_ms = 0.0
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._ask)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._count_down)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    @property
    def current(self) -> Screen:
        """The screen that is shown."""
        return self._screens[self._names[-1]]

    def use_screens(self, screens: dict[str, Screen]) -> None:
        """Take a set of screens, for instance of another theme; the stack of names stays."""
        old, self._screens = self._screens, dict(screens)
        for screen in screens.values():
            self._stack.addWidget(screen)
        self._show()
        for screen in old.values():
            self._stack.removeWidget(screen)
            screen.deleteLater()

    def go(self, name: str) -> None:
        """Show a screen on top."""
        self._names.append(name)
        self._show()

    def replace(self, name: str) -> None:
        """Show a screen in place of the present one."""
        self._names[-1] = name
        self._show()

    def back(self) -> None:
        """Show the screen below; from the first one, leave."""
        if len(self._names) <= 2:
            self.leave()
            return
        self._names.pop()
        self._show()

    def leave(self) -> None:
        """Wipe everything of the person and show home."""
        self._close_overlay()
        self.noted.emit("")
        self._wipe()
        for screen in self._screens.values():
            screen.wipe()
        self._names = [self._home]
        self._show()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Every touch proves that somebody is there."""
        if event.type() in _TOUCHES and self._overlay is None:
            self._start_idle()
        return False

    def ask_now(self) -> None:
        """Put the idle question at once (tests, gallery)."""
        self._ask()

    def leave_for(self, name: str) -> None:
        """Wipe everything of the person, and go on with the next one at once."""
        self.leave()
        self.go(name)

    def stand_in(self, name: str) -> None:
        """What is shown in place of home from now on, at once if nobody is at work."""
        if name == self._home:
            return
        before, self._home = self._home, name
        is_idle = self._names == [before]
        self._names[0] = name
        if is_idle and self._screens and self._overlay is None:
            self._show()

    def note(self, words: str) -> None:
        """Say for a moment that a small thing was done."""
        self.noted.emit(words)

    def tell(self, question: Question) -> None:
        """A dialog with one thing to know; the other answer ends the session."""
        overlay = self._open(question)
        if overlay is not None:
            overlay.answered.connect(self._answered)

    def ask(self, question: Question, chosen: Callable[[bool], None]) -> None:
        """A dialog with two answers; `chosen` is told True for the safe one."""
        overlay = self._open(question)
        if overlay is None:
            return

        def answered(is_safe: bool) -> None:
            self._close_overlay()
            self._start_idle()
            chosen(is_safe)

        overlay.answered.connect(answered)

    def _open(self, question: Question) -> Overlay | None:
        if self._overlay is not None or not self._screens:
            return None
        overlay = Overlay(
            self._theme,
            self._window,
            icon=question.icon,
            question=question.title,
            safe=question.safe,
            other=question.other,
        )
        overlay.line.say(question.line)
        self._overlay = overlay
        self._start_idle()
        return overlay

    def stop(self) -> None:
        """Stop timers; the program ends."""
        self._idle.stop()
        self._tick.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    @property
    def _window(self) -> QWidget:
        return self._stack.window()

    @property
    def _theme(self) -> Theme:
        return self.current.theme

    def _show(self) -> None:
        screen = self.current
        guard_commits()
        self._stack.setCurrentWidget(screen)
        # No target is focused until somebody uses a keyboard: a ring would look like a choice.
        self._window.setFocus()
        screen.enter()
        self._start_idle()
        self.changed.emit(screen.name)

    def _start_idle(self) -> None:
        if self._screens and not self.current.is_home:
            short = self.current.shows_identity
            seconds = self._settings.idle_on_id_screens_s if short else self._settings.idle_s
            self._idle.start(round(seconds * 1000))
        else:
            self._idle.stop()

    def _ask(self) -> None:
        self._close_overlay()
        self._overlay = Overlay(
            self._theme,
            self._window,
            icon="hourglass_bottom",
            question=_("您还在吗？"),
            safe=_("还在，接着办"),
            other=_("办完了，清空"),
        )
        self._overlay.bar.show()
        self._overlay.answered.connect(self._answered)
        self._left_ms = self._settings.countdown_s * 1000
        self._tick.start()
        self._count_down()

    def _count_down(self) -> None:
        if self._overlay is None:
            self._tick.stop()
            return
        total = self._settings.countdown_s * 1000
        seconds = max(0, round(self._left_ms / 1000))
        self._overlay.bar.show_share(self._left_ms / total)
        self._overlay.line.say(
            _("没人按，就自动清空，保护您的身份信息。\n还剩 {seconds} 秒").format(seconds=seconds)
        )
        self._left_ms -= _TICK_MS
        if self._left_ms < 0:
            self.leave()

    def _answered(self, stays: bool) -> None:
        self._close_overlay()
        if stays:
            self._start_idle()
        else:
            self.leave()

    def _close_overlay(self) -> None:
        self._tick.stop()
        if self._overlay is not None:
            self._overlay.hide()
            self._overlay.deleteLater()
            self._overlay = None
