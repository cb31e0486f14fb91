"""How rows of lists and tables look; the frozen values they show."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QScroller

from kiosk.ui.painting import Align, box, draw_icon, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["Mark", "MarkKind", "Row", "draw_mark", "dress_view", "mark_width"]

MarkKind = Literal["plain", "good", "warn", "bad", "info", "help"]
_MARK_HIGH = 44


@dataclass(frozen=True, slots=True)
class Mark:
    """A word on a tint: 正在谈. `help` is plum, of priority help."""

    text: str
    kind: MarkKind = "plain"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a `RecordList`.

    `number` stands large on the left, `title` bold above `line`; `aside` right of the title where
    there is room, `marks` at the right edge. `is_head` marks a row that groups what follows and
    cannot be chosen.
    """

    id: str
    title: str
    line: str = ""
    number: str = ""
    aside: str = ""
    marks: tuple[Mark, ...] = ()
    is_head: bool = False

    @property
    def spoken(self) -> str:
        """All of it in one line."""
        words = (self.number, self.title, self.aside, self.line)
        return " ".join(part for part in (*words, *(mark.text for mark in self.marks)) if part)


def mark_width(theme: Theme, mark: Mark) -> int:
    """Pixels a mark takes."""
    icon = theme.px(40) if mark.icon else 0
    return text_width(theme.font("desk", bold=True), mark.text) + icon + theme.px(24)


def draw_mark(painter: QPainter, rect: QRect, mark: Mark, theme: Theme) -> None:
    """Tint, icon, word."""
    colours = theme.colours
    zone = {
        "good": colours.green,
        "bad": colours.red,
        "info": colours.blue,
        "help": colours.plum,
    }.get(mark.kind, colours.slate)
    is_warning = mark.kind == "warn"
    ink = colours.ink if is_warning or theme.is_high_contrast else zone.fill
    edge = colours.border if theme.is_high_contrast else ""
    high = min(theme.px(_MARK_HIGH), rect.height())
    place = QRect(rect.left(), rect.center().y() - high // 2, rect.width(), high)
    tint = colours.amber_tint if is_warning else zone.tint
    box(painter, place, theme.px(8), tint, edge, 2 if edge else 0)
    inner = place.adjusted(theme.px(12), 0, -theme.px(12), 0)
    if mark.icon:
        side = theme.px(30)
        draw_icon(
            painter,
            QRect(inner.left(), place.center().y() - side // 2, side, side),
            mark.icon,
            ink,
        )
        inner = inner.adjusted(theme.px(40), 0, 0, 0)
    centre = Align.AlignCenter
    draw_text(
        painter, inner.adjusted(-2, 0, 2, 0), mark.text, theme, "desk", ink, bold=True, align=centre
    )


def dress_view(view: QAbstractItemView, theme: Theme, name: str) -> None:
    """Frame, wide scroll bar, one row at a time, flicking by finger."""
    colours = theme.colours
    view.setAccessibleName(name)
    view.setFont(theme.font("desk"))
    view.setFrameShape(QAbstractItemView.Shape.NoFrame)
    view.setMouseTracking(False)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    QScroller.grabGesture(view.viewport(), QScroller.ScrollerGestureType.TouchGesture)
    view.setStyleSheet(
        f"QAbstractItemView {{ background: {colours.card}; color: {colours.ink}; outline: 0; }}"
        + scroll_bar_style(theme)
    )


def scroll_bar_style(theme: Theme) -> str:
    """The style sheet of a scroll bar wide enough to be seen and grasped."""
    colours, thumb, wide = theme.colours, theme.px(60), theme.px(22)
    return (
        f"QScrollBar:vertical {{ background: {colours.sink}; width: {wide}px; margin: 0; }}"
        f"QScrollBar::handle:vertical {{ background: {colours.border}; min-height: {thumb}px;"
        f" border-radius: {wide // 2 - 2}px; margin: 2px; }}"
        "QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }"
        "QScrollBar::add-page, QScrollBar::sub-page { background: none; }"
    )
