"""Buttons with a word and an icon."""

from typing import Literal

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from kiosk.ui.components.touchable import Touchable
from kiosk.ui.painting import Align, draw_icon, draw_text, fitted_font, text_width
from kiosk.ui.theme import Theme

__all__ = ["BigButton", "ButtonKind", "SmallButton"]

# Darker at once, and still 8:1 under ink.
_PRESSED_AMBER = "#DDA41F"
ButtonKind = Literal["primary", "secondary", "danger", "amber", "blue"]


class BigButton(Touchable):
    """The button of the kit: one primary a screen, the others beside it."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        kind: ButtonKind = "secondary",
        icon: str = "",
        height: int = 0,
        commits: bool = False,
        role: str = "",
        icon_after: str = "",
    ) -> None:
        is_main = kind == "primary"
        super().__init__(theme, label, height or (144 if is_main else 112), commits=commits)
        self.kind = kind
        self._icon, self._icon_after = icon, icon_after
        self._role = role or ("title" if is_main else "button")

    @property
    def radius(self) -> int:
        """Corner radius."""
        return self.theme.px(20 if self.kind == "primary" else 16)

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Frame, icon and word, centred together."""
        fill, border, ink, pressed = self._look()
        edge = {"danger": border, "amber": self.theme.colours.ink}.get(self.kind, "")
        self.draw_frame(painter, rect, fill, border, pressed_fill=pressed, pressed_edge=edge)
        if not self.isEnabled():
            ink = self.theme.colours.ink2
        self._draw_label(painter, rect, ink)

    def _look(self) -> tuple[str, str, str, str]:
        """Fill, border, ink, fill while pressed."""
        c = self.theme.colours
        if self.theme.is_high_contrast:
            if self.kind in {"primary", "amber"}:
                return c.amber, c.amber, "#000000", "#FFFFFF"
            return c.card, c.border, c.ink, "#333333"
        looks = {
            "primary": (c.green.fill, c.green.fill, c.on_fill, _darker(c.green.fill)),
            "blue": (c.blue.fill, c.blue.fill, c.on_fill, _darker(c.blue.fill)),
            "danger": (c.card, c.red.fill, c.red.fill, c.red.tint),
            "amber": (c.amber, c.amber, c.ink, _PRESSED_AMBER),
        }
        return looks.get(self.kind, (c.card, c.border, c.ink, c.sink))

    def _draw_label(self, painter: QPainter, rect: QRect, ink: str) -> None:
        theme, text = self.theme, self.text()
        size = theme.text_px(self._role)
        gap = theme.px(18)
        icons = [name for name in (self._icon, self._icon_after) if name]
        room = rect.width() - theme.px(32) - len(icons) * (size + gap)
        line = QRect(0, 0, max(room, 1), rect.height())
        font = fitted_font(theme.font(self._role, bold=True), text, line, Align.AlignCenter.value)
        width = min(text_width(font, text), room)
        total = width + len(icons) * (size + gap)
        left = rect.left() + (rect.width() - total) // 2
        if self._icon:
            mark = QRect(left, rect.top() + (rect.height() - size) // 2, size, size)
            draw_icon(painter, mark, self._icon, ink)
            left += size + gap
        place = QRect(left, rect.top(), width + 2, rect.height())
        draw_text(painter, place, text, theme, self._role, ink, bold=True)
        if self._icon_after:
            left += width + gap
            mark = QRect(left, rect.top() + (rect.height() - size) // 2, size, size)
            draw_icon(painter, mark, self._icon_after, ink)


class SmallButton(BigButton):
    """A button as wide as its word: 看一下, 朗读."""

    def __init__(self, theme: Theme, label: str, *, icon: str = "", height: int = 96) -> None:
        super().__init__(theme, label, icon=icon, height=height, role="body")
        width = text_width(theme.font("body", bold=True), label)
        extra = theme.text_px("body") + theme.px(18) if icon else 0
        self.setFixedWidth(width + extra + theme.px(56))


def _darker(colour: str) -> str:
    return QColor(colour).darker(165).name()
