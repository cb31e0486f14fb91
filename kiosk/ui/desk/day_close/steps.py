"""The steps of a day close, painted: done with a tick, now in amber, to come hollow."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.day_words import range_text
from kiosk.i18n import _
from kiosk.service.day_views import Kept
from kiosk.ui.desk.day_close.presenter import DayCloseState
from kiosk.ui.painting import Align, box, draw_icon, draw_text
from kiosk.ui.theme import Theme
from kiosk.words import clock_text

__all__ = ["Step", "StepList", "steps_of"]

_ROW, _CIRCLE = 112, 56
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One step."""

    title: str
    line: str
    is_done: bool


def steps_of(state: DayCloseState) -> tuple[Step, ...]:
    """The six steps of a day as it stands."""
    view = state.looked.view
    numbers = _("、").join(range_text(item) for item in view.numbers)
    void = sum(len(places) for item in view.numbers for places in item.voids.values())
    if numbers and void:
        numbers = _("{numbers}，作废 {count} 个").format(numbers=numbers, count=void)
    left = sum(len(check.records) for check in view.open_checks)
    percent = view.acknowledged * _PERCENT // view.total if view.total else _PERCENT
    sent = _("{done} / {total}，{percent}%").format(
        done=view.acknowledged, total=view.total, percent=percent
    )
    return (
        Step(_("核对号码"), numbers or _("今天没有发号"), True),
        Step(
            _("清没办完的"),
            _("还有 {count} 件").format(count=left) if left else _("都办完了"),
            not left,
        ),
        Step(_("送出记录"), sent, not view.pending),
        _keeping(_("存报表"), _("存好了"), view.report),
        _keeping(_("备份"), _("备份好了"), view.backup),
        Step(_("出关账证"), _certificate_line(state), state.is_closed),
    )


def _keeping(title: str, done: str, kept: Kept) -> Step:
    if not kept.at:
        return Step(title, _("还没做"), False)
    time = clock_text(kept.at)
    if kept.later:
        words = _("{time} 做过，后来又有 {count} 条").format(time=time, count=kept.later)
        return Step(title, words, False)
    return Step(title, f"{time} {done}", True)


def _certificate_line(state: DayCloseState) -> str:
    view = state.looked.view
    if view.status == "completed":
        return _("关好了，全部有了答复")
    if view.status == "closed":
        return _("关好了，等补送")
    return _("重开了，还没再关") if view.status == "reopened" else _("还没做")


class StepList(QWidget):
    """Circles joined by a line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.steps: tuple[Step, ...] = ()
        self._has_now = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_steps(self, steps: Sequence[Step], *, has_now: bool = True) -> None:
        """Other steps; where all is over none is marked as the one to do now."""
        self.steps, self._has_now = tuple(steps), has_now
        self.setAccessibleName("；".join(f"{step.title} {step.line}" for step in steps))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Six rows."""
        return QSize(self._theme.px(420), self._theme.px(6 * _ROW))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Rows close together."""
        return QSize(self._theme.px(320), self._theme.px(6 * 92))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """All steps; the first one that is not done is now."""
        theme = self._theme
        painter = QPainter(self)
        high = min(theme.px(_ROW), self.height() // max(1, len(self.steps)))
        todo = (n for n, step in enumerate(self.steps) if not step.is_done)
        now = next(todo, -1) if self._has_now else -1
        for place, step in enumerate(self.steps):
            row = QRect(0, place * high, self.width(), high)
            if place == now:
                painter.fillRect(row, theme.colour(theme.colours.amber_tint))
            if place + 1 < len(self.steps):
                self._draw_line(painter, row, step.is_done)
            self._draw_step(painter, row, step, place, is_now=place == now)
        painter.end()

    def _draw_line(self, painter: QPainter, row: QRect, is_done: bool) -> None:
        theme, colours = self._theme, self._theme.colours
        left = theme.px(24) + theme.px(_CIRCLE) // 2 - 2
        middle = row.center().y() + theme.px(_CIRCLE) // 2
        line = QRect(left, middle, 4, row.height() - theme.px(_CIRCLE))
        colour = colours.green.fill if is_done else colours.hairline
        painter.fillRect(line, theme.colour(colour))

    def _draw_step(
        self, painter: QPainter, row: QRect, step: Step, place: int, *, is_now: bool
    ) -> None:
        theme, colours = self._theme, self._theme.colours
        side = theme.px(_CIRCLE)
        circle = QRect(theme.px(24), row.center().y() - side // 2, side, side)
        fill = colours.green.fill if step.is_done else colours.card
        fill = colours.amber if is_now else fill
        edge = colours.green.fill if step.is_done else colours.ink
        box(painter, circle, side // 2, fill, edge, theme.px(3))
        if step.is_done:
            inset = theme.px(10)
            draw_icon(painter, circle.adjusted(inset, inset, -inset, -inset), "check", "#FFFFFF")
        else:
            number, centre = str(place + 1), Align.AlignCenter
            draw_text(painter, circle, number, theme, "desk", colours.ink, bold=True, align=centre)
        left = circle.right() + theme.px(20)
        room = QRect(left, row.top(), row.width() - left - theme.px(16), row.height())
        half, line = room.height() // 2, theme.px(40)
        title = QRect(left, room.top() + half - line, room.width(), line)
        below = QRect(left, room.top() + half, room.width(), line)
        draw_text(painter, title, step.title, theme, "desk", colours.ink, bold=True)
        draw_text(painter, below, step.line, theme, "desk", colours.ink2)
