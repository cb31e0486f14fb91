"""The station's window: header, screens, footer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.ui.components.toast import Toast
from kiosk.ui.footer import Footer
from kiosk.ui.header import Header
from kiosk.ui.status_words import HeaderState
from kiosk.ui.theme import Theme

__all__ = ["StationWindow"]


class StationWindow(QWidget):
    """Frame of all screens of a public station. Closing it by touch or key is not possible."""

    tapped = Signal()
    """A target was touched."""
    erred = Signal()
    """A screen says that something is wrong."""

    def __init__(self, theme: Theme, *, has_voice: bool = False) -> None:
        super().__init__()
        self.has_voice = has_voice
        self.may_close = False
        self._hall = self._notice = ""
        self._state = HeaderState()
        self.setFixedSize(theme.width_px, theme.height_px)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.stack = QStackedWidget()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.stack, 1)
        self.theme = theme
        self.headers: dict[bool, Header] = {}
        self.footers: dict[bool, Footer] = {}
        self.toast: Toast | None = None
        self.use_theme(theme)

    def use_theme(self, theme: Theme) -> None:
        """Build header and footer of a theme anew."""
        self.theme = theme
        old: list[QWidget] = [*self.headers.values(), *self.footers.values()]
        if self.toast is not None:
            old.append(self.toast)
        for widget in old:
            self._layout.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for is_home in (True, False):
            header = Header(theme, is_home=is_home, has_voice=self.has_voice)
            header.show_hall(self._hall)
            header.show_state(self._state)
            header.show_notice(self._notice)
            self.headers[is_home] = header
            self.footers[is_home] = Footer(theme, is_home=is_home)
            self._layout.insertWidget(0, header)
            self._layout.addWidget(self.footers[is_home])
        self.toast = Toast(theme, self, foot_px=self.footers[False].height())
        self.show_frame(is_home=True)

    def show_frame(self, *, is_home: bool) -> None:
        """Header and footer of home, or of the other screens."""
        for kind in (True, False):
            self.headers[kind].setVisible(kind is is_home)
            self.footers[kind].setVisible(kind is is_home)

    def show_hall(self, name: str) -> None:
        """Show the hall's name."""
        self._hall = name
        for header in self.headers.values():
            header.show_hall(name)

    def show_notice(self, words: str) -> None:
        """Something to see to at once, in place of the hall's name; empty takes it away."""
        self._notice = words
        for header in self.headers.values():
            header.show_notice(words)

    def note(self, words: str) -> None:
        """A line for a moment; empty takes it away."""
        if self.toast is not None:
            self.toast.say(words)

    @property
    def state(self) -> HeaderState:
        """What the header shows."""
        return self._state

    def show_state(self, state: HeaderState) -> None:
        """Show clock and sync."""
        self._state = state
        for header in self.headers.values():
            header.show_state(state)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Only the program itself closes its window."""
        if self.may_close:
            event.accept()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Warm paper."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.colour(self.theme.colours.paper))
        painter.end()
