"""21 the board: gigs by zone, numbers to go and talk, vehicles; never a person's name."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.domain.clock import local_time
from kiosk.i18n import _
from kiosk.service.boards import BoardGig, BoardView, Call, board_view
from kiosk.service.site import Site
from kiosk.sync.loop import SyncStatus
from kiosk.ui.bridge import Bridge
from kiosk.ui.painting import Align, box, draw_icon, draw_text
from kiosk.ui.speech import Speaker, called
from kiosk.ui.status_words import sync_words
from kiosk.ui.theme import Theme
from kiosk.words import clock_text, unit_text, yuan

__all__ = ["BoardWindow", "zone_pages"]

_PAGE_MS, _REFRESH_MS = 15_000, 5_000
_COLUMNS, _ROWS = 3, 5
_DEEP, _LINE = "#0C2A30", "#2B5A62"
_ZONE_NAMES = {
    "A": (_("建筑装修"), "construction"),
    "B": (_("搬运物流"), "inventory_2"),
    "C": (_("家政保洁"), "cleaning_services"),
    "D": (_("餐饮商店"), "restaurant"),
    "E": (_("工厂保安"), "factory"),
    "F": (_("园林农活"), "grass"),
}

Column = tuple[str, tuple[BoardGig, ...]]


def zone_pages(gigs: tuple[BoardGig, ...]) -> list[list[Column]]:
    """Pages of up to three columns; a zone with many gigs takes several columns."""
    columns: list[Column] = []
    for zone in _ZONE_NAMES:
        own = [gig for gig in gigs if gig.zone == zone]
        columns += [(zone, tuple(own[i : i + _ROWS])) for i in range(0, len(own), _ROWS)]
    pages = [columns[i : i + _COLUMNS] for i in range(0, len(columns), _COLUMNS)]
    return pages or [[]]


class BoardWindow(QWidget):
    """Painted as one picture; changes its page every 15 s."""

    def __init__(
        self, theme: Theme, site: Site, bridge: Bridge, speaker: Speaker | None = None
    ) -> None:
        super().__init__()
        self._speaker = speaker
        self._said: set[tuple[str, int]] | None = None
        self.theme, self._site, self._bridge = theme, site, bridge
        self.may_close = False
        self._view: BoardView | None = None
        self._page = 0
        self._sync = sync_words("unenrolled", 0, 0)
        self.setFixedSize(theme.width_px, theme.height_px)
        self.setAccessibleName(_("大屏"))
        self._turn = self._timer(_PAGE_MS, self._next_page)
        self._again = self._timer(_REFRESH_MS, self.refresh)
        bridge.published.connect(self._reported)
        self.refresh()

    def stop(self) -> None:
        """Stop timers and let the window close."""
        self._turn.stop()
        self._again.stop()
        self._bridge.close()
        self.may_close = True
        self.close()

    def refresh(self) -> None:
        """Look at the store again."""
        site = self._site
        self._bridge.read(lambda: board_view(site), self.show_view, lambda _error: None)

    def show_view(self, view: BoardView) -> None:
        """Show what the store says, and say the numbers that are new."""
        self._view = view
        self._say_new(view.calls)
        self._page = min(self._page, len(zone_pages(view.gigs)) - 1)
        self.update()

    def _say_new(self, calls: tuple[Call, ...]) -> None:
        """Each call is spoken twice, once; what stood there at the start is not repeated."""
        stands = {(call.number, call.called_at) for call in calls}
        if self._said is not None and self._speaker is not None:
            texts = [
                called(call.number, _("{zone}区").format(zone=call.zone))
                for call in reversed(calls)
                if (call.number, call.called_at) not in self._said
            ]
            if texts:
                self._speaker.say(texts)
        self._said = stands | (self._said or set())

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Only the program itself closes its window."""
        event.setAccepted(self.may_close)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Head, columns, calls, vehicles, rights."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.colour(_DEEP))
        if self._view is not None:
            self._draw_head(painter, self._view)
            self._draw_columns(painter, self._view)
            self._draw_calls(painter, self._view)
            self._draw_pick_ups(painter, self._view)
            self._draw_rights(painter, self._view)
        painter.end()

    def _timer(self, interval_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.timeout.connect(act)
        timer.start()
        return timer

    def _next_page(self) -> None:
        if self._view is not None:
            self._page = (self._page + 1) % len(zone_pages(self._view.gigs))
            self.update()

    def _reported(self, _topic: str, value: object) -> None:
        if isinstance(value, SyncStatus):
            self._sync = sync_words(value.state, value.pending, value.last_success_ms)
            self.update()
        elif isinstance(value, frozenset):
            self.refresh()

    def _draw_head(self, painter: QPainter, view: BoardView) -> None:
        theme, px = self.theme, self.theme.px
        painter.fillRect(0, px(106), self.width(), px(6), theme.colour(theme.colours.amber))
        logo = QRect(px(32), px(20), px(68), px(68))
        box(painter, logo, px(12), theme.colours.amber)
        centre = Align.AlignCenter
        draw_text(painter, logo, _("工"), theme, "strong", "#000000", bold=True, align=centre)
        name = QRect(px(112), 0, px(420), px(106))
        draw_text(painter, name, view.hall.name, theme, "title", "#FFFFFF", bold=True)
        figures = _("今天 {posts} 个活 · 要 {count} 人 · 全部免费").format(
            posts=view.figures.posts, count=view.figures.headcount
        )
        row = QRect(px(548), 0, px(720), px(106))
        draw_text(painter, row, figures, theme, "body", "#FFFFFF")
        words, is_online = self._sync
        at = QRect(px(1300), px(30), px(48), px(48))
        draw_icon(painter, at, "cloud_done" if is_online else "cloud_off", theme.colours.amber)
        row = QRect(px(1360), 0, px(340), px(106))
        draw_text(painter, row, words, theme, "body", "#FFFFFF")
        moment = local_time(self._site.now_ms())
        clock = QRect(px(1700), 0, px(190), px(106))
        right = Align.AlignRight | Align.AlignVCenter
        text = f"{moment.hour}:{moment.minute:02d}"
        draw_text(painter, clock, text, theme, "tile_main", "#FFFFFF", bold=True, align=right)

    def _draw_columns(self, painter: QPainter, view: BoardView) -> None:
        theme, px = self.theme, self.theme.px
        pages = zone_pages(view.gigs)
        for index, (zone, gigs) in enumerate(pages[self._page]):
            left = px(24) + index * px(472)
            frame = QRect(left, px(132), px(452), px(774))
            box(painter, frame, px(16), theme.colours.rail.fill, _LINE, px(2))
            name, icon = _ZONE_NAMES[zone]
            head = QRect(left, px(132), px(452), px(88))
            painter.fillRect(
                head.adjusted(2, 2, -2, 0), theme.colour(theme.colours.zone(zone).fill)
            )
            draw_icon(painter, QRect(left + px(24), px(150), px(52), px(52)), icon, "#FFFFFF")
            title = head.adjusted(px(92), 0, -px(12), 0)
            text = _("{zone}区 {name}").format(zone=zone, name=name)
            draw_text(painter, title, text, theme, "strong", "#FFFFFF", bold=True)
            for line, gig in enumerate(gigs):
                self._draw_gig(
                    painter, QRect(left, px(220) + line * px(137), px(452), px(137)), gig
                )
        words = _("第 {page} 页，共 {pages} 页 · 15 秒换一次").format(
            page=self._page + 1, pages=len(pages)
        )
        row = QRect(px(32), px(914), px(1000), px(60))
        draw_text(painter, row, words, theme, "body", "#FFFFFF")

    def _draw_gig(self, painter: QPainter, area: QRect, gig: BoardGig) -> None:
        theme, px = self.theme, self.theme.px
        inner = area.adjusted(px(18), px(6), -px(18), -px(6))
        half = inner.height() // 2
        right = Align.AlignRight | Align.AlignVCenter
        pay = QRect(inner.right() - px(216), inner.top(), px(216), half)
        wage = f"{yuan(gig.pay_cents)} {unit_text(gig.pay_unit)}"
        amber = theme.colours.amber
        draw_text(painter, pay, wage, theme, "strong", amber, bold=True, align=right)
        title = QRect(inner.left(), inner.top(), inner.width() - px(224), half)
        draw_text(painter, title, gig.trade_name, theme, "strong", "#FFFFFF", bold=True)
        below = QRect(inner.left(), inner.top() + half, inner.width(), half)
        text = _("{time} · 差{left}人").format(time=clock_text(gig.starts), left=gig.left)
        draw_text(painter, below, text, theme, "body", "#FFFFFF")
        bay = _("上车 {bay}").format(bay=gig.bay) if gig.bay else _("自己去")
        draw_text(painter, below, bay, theme, "body", "#FFFFFF", bold=True, align=right)
        line = QRect(area.left() + px(2), area.bottom(), area.width() - px(4), 2)
        painter.fillRect(line, theme.colour(_LINE))

    def _draw_calls(self, painter: QPainter, view: BoardView) -> None:
        theme, px = self.theme, self.theme.px
        frame = QRect(px(1436), px(132), px(460), px(384))
        box(painter, frame, px(16), theme.colours.amber)
        draw_icon(painter, QRect(px(1460), px(150), px(48), px(48)), "campaign", "#000000")
        head = QRect(px(1524), px(140), px(360), px(68))
        draw_text(painter, head, _("请到桌前来谈"), theme, "body", "#000000", bold=True)
        if not view.calls:
            draw_text(
                painter,
                frame.adjusted(px(24), px(60), -px(24), 0),
                _("现在没有人要叫"),
                theme,
                "body",
                "#000000",
                align=Align.AlignCenter,
            )
        for index, call in enumerate(view.calls):
            row = QRect(px(1460), px(214) + index * px(98), px(412), px(92))
            role = "tile_main" if index == 0 else "title"
            draw_text(painter, row, call.number, theme, role, "#000000", bold=True)
            right = Align.AlignRight | Align.AlignVCenter
            where = _("{zone}区").format(zone=call.zone)
            draw_text(painter, row, where, theme, "strong", "#000000", bold=True, align=right)

    def _draw_pick_ups(self, painter: QPainter, view: BoardView) -> None:
        theme, px = self.theme, self.theme.px
        colours = theme.colours
        frame = QRect(px(1436), px(536), px(460), px(370))
        box(painter, frame, px(16), colours.paper)
        ink = colours.rail.fill
        draw_icon(painter, QRect(px(1460), px(552), px(48), px(48)), "airport_shuttle", ink)
        head = QRect(px(1524), px(544), px(360), px(64))
        draw_text(painter, head, _("上车位，即停即走"), theme, "body", ink, bold=True)
        right = Align.AlignRight | Align.AlignVCenter
        for index, vehicle in enumerate(view.pick_ups):
            row = QRect(px(1460), px(614) + index * px(70), px(412), px(66))
            draw_text(painter, row, vehicle.bay, theme, "body", ink, bold=True)
            time = row.adjusted(px(96), 0, 0, 0)
            draw_text(painter, time, clock_text(vehicle.starts), theme, "body", colours.ink)
            draw_text(painter, row, vehicle.plate, theme, "body", colours.ink, align=right)

    def _draw_rights(self, painter: QPainter, view: BoardView) -> None:
        theme, px = self.theme, self.theme.px
        strip = QRect(0, px(980), self.width(), px(100))
        painter.fillRect(strip, theme.colour(theme.colours.paper))
        chip = QRect(px(32), px(992), px(276), px(76))
        box(painter, chip, px(12), theme.colours.red.fill)
        centre = Align.AlignCenter
        draw_text(painter, chip, _("您的权利"), theme, "body", "#FFFFFF", bold=True, align=centre)
        text = _("不收押金，不扣证件，干完给钱。没拿到钱打 12333")
        if view.hall.hotline:
            text += _("，热线 {number}").format(number=view.hall.hotline)
        row = QRect(px(336), px(980), self.width() - px(360), px(100))
        draw_text(painter, row, text, theme, "body", theme.colours.ink, bold=True)

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # noqa: N802 (Qt's)
        """A board takes no keys, Escape included."""
        event.accept() if event.key() == Qt.Key.Key_Escape else super().keyPressEvent(event)
