"""The way out, always in the same place."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.theme import Theme

__all__ = ["Footer"]


class Footer(QWidget):
    """返回 · 找工作人员 · 不办了; on home 大字 · 黑底白字 · 找工作人员."""

    back_asked = Signal()
    staff_asked = Signal()
    leave_asked = Signal()
    large_asked = Signal()
    contrast_asked = Signal()

    def __init__(self, theme: Theme, *, is_home: bool) -> None:
        super().__init__()
        self._theme = theme
        high = 152 if is_home else 168
        self.setFixedHeight(theme.px(132 if theme.is_landscape else high))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        margin, top = theme.px(48), theme.px(12 if theme.is_landscape else 24)
        layout.setContentsMargins(margin, top, margin, top)
        layout.setSpacing(theme.px(24))
        self.buttons: dict[str, BigButton] = {}
        if is_home:
            large = _("变回来") if theme.is_large else _("大字")
            contrast = _("变回来") if theme.is_high_contrast else _("黑底白字")
            self._add(layout, "large", large, "text_increase", self.large_asked.emit, 4)
            self._add(layout, "contrast", contrast, "contrast", self.contrast_asked.emit, 5)
            self._add(layout, "staff", _("找工作人员"), "support_agent", self.staff_asked.emit, 6)
        else:
            self._add(layout, "back", _("返回"), "arrow_back", self.back_asked.emit, 4)
            self._add(layout, "staff", _("找工作人员"), "support_agent", self.staff_asked.emit, 6)
            self._add(layout, "leave", _("不办了"), "close", self.leave_asked.emit, 4)

    def _add(  # type: ignore[no-untyped-def]
        self,
        layout: QHBoxLayout,
        name: str,
        label: str,
        icon: str,
        act,
        stretch: int,
    ) -> None:
        kind = "danger" if name == "leave" else "secondary"
        button = BigButton(self._theme, label, kind=kind, icon=icon, height=112)  # type: ignore[arg-type]  # two of the kinds
        button.clicked.connect(lambda _checked=False: act())
        layout.addWidget(button, stretch)
        self.buttons[name] = button

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """White with a hairline above."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(colours.card))
        painter.fillRect(0, 0, self.width(), 2, self._theme.colour(colours.hairline))
        painter.end()
