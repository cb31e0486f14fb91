"""The best for a gig: place, who, why, and one button."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.service.candidates import CandidateList, CandidateRow
from kiosk.ui.desk.components.row_style import Mark, draw_mark, mark_width
from kiosk.ui.desk.matching.words import claim_text, tail_text
from kiosk.ui.desk.pane import DeskButton
from kiosk.ui.painting import Align, box, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["CandidateRows", "CandidateWidget"]

_HIGH, _PLACE, _LINE, _NARROW_LINE = 142, 60, 44, 38
_SHRUNK = 0.88
"""How much smaller the letters may be before there are two lines."""


class _Who(QWidget):
    """Place, name, tail, need, reasons."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._row: CandidateRow | None = None
        self._place = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for a name."""
        return QSize(self._theme.px(240), self._theme.px(_HIGH - 20))

    def show_row(self, place: int, row: CandidateRow) -> None:
        """Another person."""
        self._place, self._row = place, row
        words = (f"{place}", row.name, tail_text(row.tail), claim_text(row)[0], *row.sentences)
        words = (*words, *row.against)
        self.setAccessibleName(" ".join(part for part in words if part))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """One person."""
        row, theme, colours = self._row, self._theme, self._theme.colours
        if row is None:
            return
        painter = QPainter(self)
        side, middle = theme.px(_PLACE), self.height() // 2
        circle = QRect(0, middle - side // 2, side, side)
        is_first = self._place == 1
        fill = colours.amber if is_first else colours.sink
        box(painter, circle, side // 2, fill)
        centre = Align.AlignCenter
        ink = colours.ink
        draw_text(
            painter, circle, str(self._place), theme, "desk_title", ink, bold=True, align=centre
        )
        left = side + theme.px(20)
        wide = self.width() - left
        # No line begins with a dot.
        reasons = "\u00a0· ".join((*row.sentences, *self._given(row)))
        # Long reasons get a second line rather than small letters.
        is_long = text_width(theme.font("desk"), reasons) * _SHRUNK > wide
        line = theme.px(_LINE)
        high = theme.px(_NARROW_LINE) * 2 if is_long else line
        top = middle - (line + high) // 2
        self._draw_name(painter, QRect(left, top, wide, line), row)
        below = QRect(left, top + line, wide, high)
        draw_text(painter, below, reasons, theme, "desk", colours.ink, wrap=is_long)
        painter.end()

    def _draw_name(self, painter: QPainter, place: QRect, row: CandidateRow) -> None:
        theme, colours = self._theme, self._theme.colours
        wide = text_width(theme.font("desk", bold=True), row.name) + 2
        draw_text(
            painter,
            QRect(place.left(), place.top(), wide, place.height()),
            row.name,
            theme,
            "desk",
            colours.ink,
            bold=True,
        )
        left = place.left() + wide + theme.px(14)
        tail = tail_text(row.tail)
        wide = text_width(theme.font("desk"), tail) + 2
        rest = QRect(left, place.top(), wide, place.height())
        draw_text(painter, rest, tail, theme, "desk", colours.ink2)
        left += wide + theme.px(14)
        words, is_sure = claim_text(row)
        claim = Mark(words, "help", "verified_user") if is_sure else Mark(words, "plain", "info")
        marks = [claim]
        if not row.is_here:
            marks.append(Mark(_("今天没来"), "warn"))
        marks += [Mark(words, "bad", "error") for words in row.against]
        for mark in marks:
            wide = mark_width(theme, mark)
            if mark.text and left + wide <= place.right():
                draw_mark(painter, QRect(left, place.top(), wide, place.height()), mark, theme)
                left += wide + theme.px(10)

    @staticmethod
    def _given(row: CandidateRow) -> tuple[str, ...]:
        return (_("换了顺序：{reason}").format(reason=row.place_reason),) if row.place_given else ()


class CandidateWidget(QWidget):
    """One row with its button."""

    asked = Signal(str)
    """打单叫来 for a seeker."""
    wanted = Signal(str)
    """The phone of somebody who is not here."""
    shown = Signal(str)
    """The referral that there is."""

    def __init__(self, theme: Theme, *, is_last: bool) -> None:
        super().__init__()
        self._theme, self._is_last = theme, is_last
        self.row: CandidateRow | None = None
        self.setFixedHeight(theme.px(_HIGH))
        layout = QHBoxLayout(self)
        edge = theme.px(24)
        layout.setContentsMargins(edge, theme.px(8), edge, theme.px(10))
        layout.setSpacing(theme.px(16))
        self.who = _Who(theme)
        self.refer = DeskButton(theme, _("打单叫来"), kind="primary", commits=True)
        self.talk = DeskButton(theme, _("正在谈"))
        self.phone = DeskButton(theme, _("看电话"), icon="call")
        layout.addWidget(self.who, 1)
        for button in (self.refer, self.talk, self.phone):
            button.setFixedWidth(theme.px(184))
            layout.addWidget(button)
        self.phone.clicked.connect(self._want)
        self.refer.clicked.connect(self._ask)
        self.talk.clicked.connect(self._show)

    def show_row(self, place: int, row: CandidateRow) -> None:
        """Another person."""
        self.row = row
        self.who.show_row(place, row)
        self.refer.setVisible(not row.referral and row.is_here)
        self.phone.setVisible(not row.referral and not row.is_here)
        self.phone.setAccessibleName(f"{_('看电话')} {row.name} {row.tail}")
        self.talk.setVisible(bool(row.referral))
        self.refer.setAccessibleName(f"{_('打单叫来')} {row.name} {row.tail}")
        self.talk.setAccessibleName(f"{_('正在谈')} {row.number} {row.tail}")

    def _ask(self, _checked: bool = False) -> None:
        if self.row is not None:
            self.asked.emit(self.row.seeker)

    def _want(self, _checked: bool = False) -> None:
        if self.row is not None:
            self.wanted.emit(self.row.seeker)

    def _show(self, _checked: bool = False) -> None:
        if self.row is not None:
            self.shown.emit(self.row.referral)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """A hairline below."""
        if not self._is_last:
            painter = QPainter(self)
            line = QRect(0, self.height() - 2, self.width(), 2)
            painter.fillRect(line, self._theme.colour(self._theme.colours.hairline))
            painter.end()


class CandidateRows(QWidget):
    """So many rows below one another."""

    asked = Signal(str)
    wanted = Signal(str)
    shown = Signal(str)

    def __init__(self, theme: Theme, count: int) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = [CandidateWidget(theme, is_last=False) for _place in range(count)]
        for row in self.rows:
            row.asked.connect(self.asked)
            row.wanted.connect(self.wanted)
            row.shown.connect(self.shown)
            column.addWidget(row)
            row.hide()
        # One row stays at the top, also before the pane has shrunk to it.
        column.addStretch(1)

    def show_list(self, listed: CandidateList | None, most: int) -> None:
        """The best of a gig, so many at most."""
        found = listed.rows[:most] if listed else ()
        for place, widget in enumerate(self.rows, start=1):
            if place <= len(found):
                widget.show_row(place, found[place - 1])
            widget.setVisible(place <= len(found))
