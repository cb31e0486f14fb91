"""Day and time by taps: no wheel, no typing."""

from datetime import date, timedelta

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui.components.choices import ChoiceGroup
from kiosk.ui.components.labels import Words
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.painting import Align, draw_text
from kiosk.ui.theme import Theme
from kiosk.words import date_text

__all__ = ["Calendar", "DayPicker", "DayTile", "TimePicker", "calendar_days"]

_WEEK, _WEEKS = 7, 5
_OTHER = -1
_NEAR_DAYS = 3
_HALF = 30


def calendar_days(today: date) -> tuple[date, ...]:
    """Five whole weeks, Monday first, of which the first holds today."""
    monday = today - timedelta(days=today.weekday())
    return tuple(monday + timedelta(days=index) for index in range(_WEEK * _WEEKS))


class DayPicker(QWidget):
    """今天, 明天, 后天, 别的日子. Days are offsets from today."""

    picked = Signal(int)
    other_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._group = ChoiceGroup(
            theme, self._options(_("别的日子")), fill=theme.colours.brown, height=92
        )
        self._group.picked.connect(self._touched)
        layout.addWidget(self._group)

    def show_day(self, today: date, offset: int) -> None:
        """Show the chosen day; a later one by its date."""
        is_near = offset < _NEAR_DAYS
        far = _("别的日子") if is_near else date_text(today + timedelta(days=offset))
        self._group.offer(self._options(far))
        self._group.choose(offset if is_near else _OTHER)

    def button(self, offset: int) -> Touchable:
        """The button of a near day, or the one of the others."""
        return self._group.button(offset if 0 <= offset < _NEAR_DAYS else _OTHER)

    @staticmethod
    def _options(far: str) -> list[tuple[object, str]]:
        return [(0, _("今天")), (1, _("明天")), (2, _("后天")), (_OTHER, far)]

    def _touched(self, offset: int) -> None:
        if offset == _OTHER:
            self.other_asked.emit()
        else:
            self.picked.emit(offset)


class DayTile(Touchable):
    """One day of the calendar."""

    def __init__(self, theme: Theme, height: int = 200) -> None:
        super().__init__(theme, "", height)
        self.setCheckable(True)
        self.note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(84))
        self.setMaximumHeight(theme.px(height))

    def show_day(self, day: date, note: str, *, is_open: bool, is_chosen: bool) -> None:
        """Show a day with a word below it; one that is not open cannot be touched."""
        self.setText(str(day.day))
        self.setAccessibleName(date_text(day) + note)
        self.note = note
        self.setEnabled(is_open)
        self.setChecked(is_chosen)
        self.update()

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Number, and the word where there is one."""
        theme, colours = self.theme, self.theme.colours
        brown, is_plain = colours.brown, theme.is_high_contrast
        fill, edge, ink = colours.card, colours.border, colours.ink
        if self.isChecked():
            fill, ink = brown.fill, colours.on_fill
            edge = brown.fill
            if is_plain:
                fill, edge, ink = colours.amber, colours.amber, "#000000"
        self.draw_frame(painter, rect, fill, edge, pressed_fill=brown.tint, pressed_edge=brown.fill)
        if not self.isEnabled():
            ink = colours.ink2
        elif self.isDown() and not is_plain:
            ink = colours.ink
        centre = Align.AlignCenter
        number = QRect(rect)
        if self.note:
            number.setBottom(rect.top() + rect.height() * 3 // 5)
            word = QRect(rect)
            word.setTop(number.bottom() - theme.px(6))
            draw_text(painter, word, self.note, theme, "small", ink, bold=True, align=centre)
        draw_text(painter, number, self.text(), theme, "strong", ink, bold=True, align=centre)


class Calendar(QWidget):
    """Five weeks of days; `picked` carries the offset from today."""

    picked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(24))
        self._today = date.min
        # A wide panel is low: two weeks stand in one row.
        columns = 2 * _WEEK if theme.is_landscape else _WEEK
        names = _("一二三四五六日") * (columns // _WEEK)
        for column, name in enumerate(names):
            word = Words(theme, name, "body", bold=True, centred=True)
            # Room to spare goes to the days, not between their names.
            word.setFixedHeight(theme.px(64))
            grid.addWidget(word, 0, column)
            grid.setColumnStretch(column, 1)
        self.tiles = [DayTile(theme) for _index in range(_WEEK * _WEEKS)]
        for index, tile in enumerate(self.tiles):
            grid.addWidget(tile, 1 + index // columns, index % columns)
            tile.clicked.connect(lambda _checked=False, at=index: self._touched(at))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_month(self, today: date, chosen: int, last: int) -> None:
        """Show the weeks from today's on; days from today to the offset `last` are open."""
        self._today = today
        for tile, day in zip(self.tiles, calendar_days(today), strict=True):
            offset = (day - today).days
            note = _("今天") if not offset else ""
            if day.day == 1:
                note = _("{month}月").format(month=day.month)
            tile.show_day(day, note, is_open=0 <= offset <= last, is_chosen=offset == chosen)

    def tile(self, offset: int) -> DayTile:
        """The tile of a day; IndexError outside the five weeks."""
        return self.tiles[self._today.weekday() + offset]

    def _touched(self, index: int) -> None:
        self.picked.emit(index - self._today.weekday())


class TimePicker(QWidget):
    """An hour, then full or half; `picked` carries minutes since midnight."""

    picked = Signal(int)

    def __init__(self, theme: Theme, first_h: int, last_h: int) -> None:
        super().__init__()
        self._minutes = -1
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(24))
        hours = [(h, _("{n}点").format(n=h)) for h in range(first_h, last_h + 1)]
        columns = 8 if theme.is_landscape else 4
        brown = theme.colours.brown
        self.hour = ChoiceGroup(theme, hours, columns=columns, fill=brown, height=92)
        self.half = ChoiceGroup(theme, ((0, _("整点")), (_HALF, _("半点（:30）"))), height=92)
        self.hour.picked.connect(lambda hour: self._pick(hour * 60 + max(0, self._minutes) % 60))
        self.half.picked.connect(self._half_touched)
        layout.addWidget(self.hour)
        layout.addWidget(self.half)

    def show_time(self, minutes: int, first_hour: int) -> None:
        """Show a time, -1 for none; hours before `first_hour` cannot be touched."""
        self._minutes = minutes
        self.hour.choose(minutes // 60 if minutes >= 0 else None)
        self.half.choose(minutes % 60 if minutes >= 0 else None)
        for hour in self.hour.values:
            assert isinstance(hour, int)  # noqa: S101 (built of whole hours)
            self.hour.button(hour).setEnabled(hour >= first_hour)

    def _half_touched(self, minutes: int) -> None:
        # Half past what? The hour comes first.
        if self._minutes >= 0:
            self._pick(self._minutes // 60 * 60 + minutes)

    def _pick(self, minutes: int) -> None:
        self._minutes = minutes
        self.picked.emit(minutes)
