"""The gig on the right: band in its zone's colour, pay, marks."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.service.candidates import GigFacts
from kiosk.ui.desk.components.row_style import Mark, draw_mark, mark_width
from kiosk.ui.painting import box, draw_icon, draw_text, text_width
from kiosk.ui.public.icons import trade_icon
from kiosk.ui.theme import Theme
from kiosk.words import settlement_text, unit_text, yuan

__all__ = ["GigHead"]

_BAND, _PAY = 112, 76


class GigHead(QWidget):
    """What and who, then for how much."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._gig: GigFacts | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(_BAND + _PAY))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """The width of a detail pane."""
        return QSize(self._theme.px(430), self._theme.px(_BAND + _PAY))

    def show_gig(self, gig: GigFacts | None) -> None:
        """Another gig."""
        self._gig = gig
        self.setAccessibleName(gig.vacancy.trade_name if gig else "")
        self.setVisible(gig is not None)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Band and pay."""
        gig, theme, colours = self._gig, self._theme, self._theme.colours
        if gig is None:
            return
        painter = QPainter(self)
        vacancy, high = gig.vacancy, theme.px(_BAND)
        zone = colours.zone(vacancy.zone)
        edge = colours.border if theme.is_high_contrast else ""
        box(painter, QRect(0, 0, self.width(), high), theme.px(12), zone.fill, edge, 2)
        side, left = theme.px(60), theme.px(24)
        icon = QRect(left, (high - side) // 2, side, side)
        draw_icon(painter, icon, trade_icon(vacancy.trade), colours.on_fill)
        room = QRect(left + side + theme.px(20), 0, self.width() - side - theme.px(64), high)
        title = QRect(room.left(), theme.px(14), room.width(), theme.px(48))
        draw_text(
            painter, title, vacancy.trade_name, theme, "desk_title", colours.on_fill, bold=True
        )
        checked = _("证照已核实") if gig.is_verified else _("证照没核")
        line = QRect(room.left(), theme.px(62), room.width(), theme.px(44))
        words = f"{vacancy.employer_name} · {checked}"
        draw_text(painter, line, words, theme, "desk", colours.on_fill)
        self._draw_pay(painter, QRect(0, high, self.width(), theme.px(_PAY)), gig)
        painter.end()

    def _units(self, gig: GigFacts) -> tuple[tuple[str, str], ...]:
        vacancy, colours = gig.vacancy, self._theme.colours
        settled = settlement_text(vacancy.settlement)
        return (unit_text(vacancy.pay_unit), colours.wage), (settled, colours.ink)

    def _draw_pay(self, painter: QPainter, room: QRect, gig: GigFacts) -> None:
        theme, colours, vacancy = self._theme, self._theme.colours, gig.vacancy
        amount = yuan(vacancy.pay_cents)
        wide = text_width(theme.font("strong", bold=True), amount) + 2
        pay = QRect(room.left(), room.top(), wide, room.height())
        draw_text(painter, pay, amount, theme, "strong", colours.wage, bold=True)
        left = pay.right() + theme.px(12)
        for words, ink in self._units(gig):
            wide = text_width(theme.font("desk", bold=True), words) + 2
            place = QRect(left, room.top(), wide, room.height())
            draw_text(painter, place, words, theme, "desk", ink, bold=True)
            left += wide + theme.px(14)
        right = room.right()
        marks = [Mark(_("急招"), "warn", "bolt")] if vacancy.is_urgent else []
        if gig.prefers_priority:
            marks.append(Mark(_("愿意优先招用"), "help", "volunteer_activism"))
        for mark in marks:
            wide = mark_width(theme, mark)
            if right - wide > left:
                draw_mark(
                    painter, QRect(right - wide, room.top(), wide, room.height()), mark, theme
                )
                right -= wide + theme.px(10)
