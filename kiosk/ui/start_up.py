"""The window before the windows: the store is opened, and after an update folded anew."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.components.progress import Progress
from kiosk.ui.painting import icon_pixmap
from kiosk.ui.theme import Theme

__all__ = ["StartUpWindow", "opened_behind"]

T = TypeVar("T")
_PATIENCE_MS, _POLL_MS = 400, 50


class StartUpWindow(QWidget):
    """Says that the machine makes itself ready, how far it is, and that nothing is lost."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(theme.width_px, theme.height_px)
        layout = QVBoxLayout(self)
        margin = theme.px(120)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(48))
        mark = Words(theme, "", centred=True)
        mark.setPixmap(icon_pixmap("hourglass_top", theme.px(176), theme.colours.ink))
        title = _("机器正在准备，请等一等")
        mark.setAccessibleName(title)
        mark.show()
        self.progress = Progress(theme)
        safe = Banner(theme, "done", _("以前办好的都在，不会丢。"), "check_circle")
        layout.addStretch(1)
        layout.addWidget(mark)
        layout.addWidget(Words(theme, title, "question", bold=True, centred=True))
        layout.addWidget(self.progress)
        layout.addWidget(safe)
        layout.addStretch(1)
        self.show_progress(0, 0)

    def show_progress(self, done: int, total: int) -> None:
        """So many of so many records are ready."""
        self.progress.show_progress(_("正在整理记录"), done, total)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Warm paper."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(self._theme.colours.paper))
        painter.end()


def opened_behind(
    work: Callable[[Callable[[int, int], None]], T],
    theme: Theme,
    show: Callable[[StartUpWindow], None],
) -> T:
    """Run `work` on a thread of its own; where it takes its time, a window says how far it is.

    Args:
        work: told a function that takes how many are done, of how many.
        theme: of the window.
        show: shows the window the way the station's panel wants it.

    Raises:
        Exception: whatever the work raises.
    """
    far = [(0, 0)]

    def note(done: int, total: int) -> None:
        far[0] = (done, total)

    loop, window = QEventLoop(), StartUpWindow(theme)
    with ThreadPoolExecutor(1, "start-up") as thread:
        future = thread.submit(work, note)
        patience, poll = QTimer(), QTimer()
        patience.setSingleShot(True)
        patience.timeout.connect(lambda: show(window))
        poll.timeout.connect(lambda: window.show_progress(*far[0]))
        poll.timeout.connect(lambda: loop.quit() if future.done() else None)
        patience.start(_PATIENCE_MS)
        poll.start(_POLL_MS)
        loop.exec()
        patience.stop()
        poll.stop()
    # Hidden, not closed: closing the last window would end the program.
    window.hide()
    window.deleteLater()
    return future.result()
