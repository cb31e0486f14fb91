"""What the certificate will say, or says."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.day_words import range_text
from kiosk.i18n import _
from kiosk.service.day_views import DayView
from kiosk.ui.painting import Align, box, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["CertificateCard"]

_HEAD_ROWS, _ROW, _PAD = 2, 40, 12


class CertificateCard(QWidget):
    """Hall, day, figures, numbers, the head of the chain."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._title = self._day = ""
        self._rows: tuple[tuple[str, str], ...] = ()
        self._foot: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_view(self, view: DayView, day: str) -> None:
        """A day's certificate."""
        figures = view.figures
        self._title, self._day = view.hall_name, _("{day} 日结").format(day=day)
        self._rows = tuple(
            (label, unit.format(count=figures.get(name, 0)))
            for name, label, unit in (
                ("registrations", _("登记"), _("{count} 人次")),
                ("posts", _("岗位"), _("{count} 个")),
                ("headcount", _("要招"), _("{count} 人")),
                ("referrals", _("对接"), _("{count} 人次")),
                ("agreements", _("谈成"), _("{count} 人次")),
                ("arrivals", _("到岗"), _("{count} 人")),
            )
        )
        own = [part.head for part in view.chains if part.station == view.station]
        code = f"{own[-1][:4]}-{own[-1][4:8]}".upper() if own else "—"
        numbers = _("、").join(range_text(item) for item in view.numbers) or "—"
        void = sum(len(places) for item in view.numbers for places in item.voids.values())
        self._foot = (
            _("号码 {numbers}，作废 {count}").format(numbers=numbers, count=void),
            _("{count} 条 · 码 {code}").format(count=view.total, code=code),
        )
        words = (self._title, self._day, *(f"{a} {b}" for a, b in self._rows), *self._foot)
        self.setAccessibleName("；".join(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """All rows."""
        theme = self._theme
        rows = _HEAD_ROWS + len(self._rows) + len(self._foot)
        return QSize(theme.px(400), rows * theme.px(_ROW) + theme.px(2 * _PAD + 16))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """A frame like a paper's."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        edge = colours.border if theme.is_high_contrast else colours.rail.fill
        box(painter, self.rect(), theme.px(10), colours.card, edge, theme.px(4))
        pad, high, top = theme.px(24), theme.px(_ROW), theme.px(_PAD)
        wide, centre = self.width() - 2 * pad, Align.AlignCenter
        title = QRect(pad, top, wide, high)
        draw_text(
            painter, title, self._title, theme, "desk_title", colours.ink, bold=True, align=centre
        )
        day = title.translated(0, high)
        draw_text(painter, day, self._day, theme, "desk", colours.ink2, align=centre)
        top += _HEAD_ROWS * high
        for label, value in self._rows:
            row = QRect(pad, top, wide, high)
            draw_text(painter, row, label, theme, "desk", colours.ink2)
            width = text_width(theme.font("desk", bold=True), value) + 2
            place = QRect(row.right() - width, top, width, high)
            draw_text(painter, place, value, theme, "desk", colours.ink, bold=True)
            top += high
        top += theme.px(8)
        painter.setPen(QPen(theme.colour(colours.border), 2, Qt.PenStyle.DashLine))
        painter.drawLine(pad, top, pad + wide, top)
        top += theme.px(8)
        for text in self._foot:
            place = QRect(pad, top, wide, high)
            draw_text(painter, place, text, theme, "desk", colours.ink, align=centre)
            top += high
        painter.end()
