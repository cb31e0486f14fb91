"""A gig or a course on a card, and a page of such cards."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.components.chip import ChipKind, chip_width, draw_chip
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.painting import Align, box, draw_icon, draw_text, smooth_painter, text_width
from kiosk.ui.theme import Theme, Zone

__all__ = ["CardList", "PostCard", "PostFacts"]

# Heights of title, place, time and reason; without a reason the others share its room.
_SHARES = (66, 54, 54, 64)
# Characters that fit on the strip in the size of buttons.
_SHORT_WORD = 2


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What a card of a gig says."""

    key: str
    title: str
    pay: str
    unit: str
    place: str
    time: str
    wanted: str
    bay: str
    reason: str
    mark: ChipKind
    """What kind of chip the reason is."""
    icon: str
    zone: Zone
    is_urgent: bool = False
    action: str = ""
    """Word on the strip; 看看 where it is empty."""
    is_free: bool = False
    """The pay is a price, and it is nothing: green instead of the colour of money."""


class PostCard(Touchable):
    """One gig: band · text · 看看; the whole card is the target."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", 520 if theme.is_large else 292)
        self.facts: PostFacts | None = None
        self._ahead: tuple[PostFacts, QPixmap] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(theme.px(520 if theme.is_large else 292))
        self.setMinimumHeight(theme.px(216))

    def show_facts(self, facts: PostFacts) -> None:
        """Show another gig."""
        self.facts = facts
        words = (facts.title, f"{facts.pay}{facts.unit}", facts.place, facts.time, facts.wanted)
        self.setAccessibleName("，".join(filter(None, (*words, facts.reason))))
        self.update()

    def draw_ahead(self, facts: PostFacts) -> None:
        """Draw another gig out of sight: shown next, it only has to be copied."""
        if self.isDown() or self.hasFocus():
            return
        picture = QPixmap(self.size())
        picture.fill(self.theme.colour(self.theme.colours.paper))
        now, self.facts = self.facts, facts
        painter = smooth_painter(picture)
        self.paint(painter, self.rect())
        painter.end()
        self.facts, self._ahead = now, (facts, picture)

    def forget(self) -> None:
        """Nothing of what was shown or drawn ahead stays."""
        self.facts = self._ahead = None
        self.setAccessibleName("")

    @property
    def radius(self) -> int:
        """Corner radius."""
        return self.theme.px(20)

    @property
    def _border(self) -> int:
        """Width of the frame: pressed it is thicker."""
        return self.theme.px(6) if self.isDown() else self.theme.line_width

    @property
    def _strip(self) -> Zone:
        """Colour of the strip: the card's own where it has a word of its own, else blue."""
        if self.facts is not None and self.facts.action:
            return self.facts.zone
        return self.theme.colours.blue

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Band, lines, strip."""
        if self.facts is None:
            return
        if self._is_drawn(rect) and self._ahead is not None:
            painter.drawPixmap(0, 0, self._ahead[1])
            return
        theme, colours = self.theme, self.theme.colours
        zone = self.facts.zone
        self.draw_frame(painter, rect, colours.card, colours.border, pressed_fill=zone.tint)
        border = self._border
        band = rect.adjusted(border, border, 0, -border)
        band.setWidth(theme.px(128))
        strip = rect.adjusted(0, border, -border, -border)
        strip.setLeft(rect.right() - theme.px(124))
        self._draw_ends(painter, rect, band, strip)
        left = band.right() + theme.px(28)
        inner = QRect(left, rect.top(), strip.left() - left - theme.px(20), rect.height())
        inner.adjust(0, theme.px(9), 0, -theme.px(9))
        self._draw_lines(painter, inner)

    def _is_drawn(self, rect: QRect) -> bool:
        """Whether the picture drawn ahead is what has to be shown."""
        if self._ahead is None or self.isDown() or not self.isEnabled():
            return False
        facts, picture = self._ahead
        return facts == self.facts and rect == picture.rect() and not self.shows_focus

    def _draw_ends(self, painter: QPainter, rect: QRect, band: QRect, strip: QRect) -> None:
        assert self.facts is not None  # noqa: S101 (checked in paint)
        theme, colours = self.theme, self.theme.colours
        if not theme.is_high_contrast:
            for part, fill in ((band, self.facts.zone.fill), (strip, self._strip.tint)):
                painter.save()
                painter.setClipRect(part)
                edge = self._border
                inner = rect.adjusted(edge, edge, -edge, -edge)
                box(painter, inner, self.radius - edge, fill)
                painter.restore()
        side = theme.px(72)
        at = QRect(band.center().x() - side // 2, band.center().y() - side // 2, side, side)
        draw_icon(painter, at, self.facts.icon, colours.on_fill)
        ink = colours.amber if theme.is_high_contrast else self._strip.fill
        action = self.facts.action or _("看看")
        word = QRect(strip.left(), strip.center().y() - theme.px(70), strip.width(), theme.px(70))
        draw_text(painter, word, action, theme, "button", ink, bold=True, align=Align.AlignCenter)
        arrow = QRect(strip.left(), strip.center().y() + theme.px(8), strip.width(), theme.px(56))
        draw_icon(painter, arrow, "chevron_right", ink)

    def _draw_lines(self, painter: QPainter, inner: QRect) -> None:
        facts, theme, colours = self.facts, self.theme, self.theme.colours
        assert facts is not None  # noqa: S101 (checked in paint)
        rows = _rows(inner, _SHARES if facts.reason else _SHARES[:-1])
        wage = f"{facts.pay} {facts.unit}"
        wide = text_width(theme.font("title", bold=True), wage)
        pay = QRect(rows[0])
        pay.setLeft(max(inner.left(), inner.right() - wide - 4))
        right = Align.AlignRight | Align.AlignVCenter
        price = colours.wage
        if facts.is_free and not theme.is_high_contrast:
            price = colours.green.fill
        if not self.isEnabled():
            price = colours.ink2
        draw_text(painter, pay, wage, theme, "title", price, bold=True, align=right)
        title = QRect(rows[0])
        title.setRight(pay.left() - theme.px(20))
        draw_text(painter, title, facts.title, theme, "title", colours.ink, bold=True)
        if facts.is_urgent:
            self._draw_urgent(painter, title)
        self._draw_icon_line(painter, rows[1], "place", facts.place)
        self._draw_icon_line(painter, rows[2], "schedule", self._when(rows[2].width()))
        if facts.reason:
            self._draw_reason(painter, rows[-1])

    def _draw_urgent(self, painter: QPainter, title: QRect) -> None:
        """Beside the title, or on the band where the line is full."""
        assert self.facts is not None  # noqa: S101 (checked in paint)
        theme, words = self.theme, _("急招")
        wide = chip_width(theme, "urgent", words)
        end = title.left() + text_width(theme.font("title", bold=True), self.facts.title)
        at = QPoint(end + theme.px(16), title.center().y() - theme.px(29))
        fits = at.x() + wide <= title.right()
        if not fits:
            at = QPoint(theme.line_width + theme.px(8), self.height() - theme.px(82))
            wide = theme.px(112)
        draw_chip(painter, theme, at, "urgent", words, wide, has_icon=fits)

    def _when(self, room: int) -> str:
        """Time and people wanted, and the bay where it fits; the detail page tells it anyway."""
        assert self.facts is not None  # noqa: S101 (checked in paint)
        short = " · ".join(part for part in (self.facts.time, self.facts.wanted) if part)
        full = f"{short}   {self.facts.bay}"
        wide = text_width(self.theme.font("body"), full) + self.theme.px(58)
        return full if self.facts.bay and wide <= room else short

    def _draw_icon_line(self, painter: QPainter, row: QRect, icon: str, text: str) -> None:
        theme, colours = self.theme, self.theme.colours
        side = theme.px(44)
        at = QRect(row.left(), row.center().y() - side // 2, side, side)
        draw_icon(painter, at, icon, colours.ink2)
        place = row.adjusted(side + theme.px(14), 0, 0, 0)
        draw_text(painter, place, text, theme, "body", colours.ink)

    def _draw_reason(self, painter: QPainter, row: QRect) -> None:
        facts = self.facts
        assert facts is not None  # noqa: S101 (checked in paint)
        at = QPoint(row.left(), row.center().y() - self.theme.px(27))
        reason = facts.reason
        if chip_width(self.theme, facts.mark, reason) > row.width():
            # Better one reason in full than two in small type.
            reason = reason.split(" · ")[0]
        draw_chip(painter, self.theme, at, facts.mark, reason, row.width())


def _rows(inner: QRect, shares: Sequence[int]) -> list[QRect]:
    """Rows one below the other, high in proportion."""
    whole, top, rows = sum(shares), inner.top(), []
    for share in shares:
        high = inner.height() * share // whole
        rows.append(QRect(inner.left(), top, inner.width(), high))
        top += high
    return rows


class CardList(QWidget):
    """A page of gigs; `opened` carries the key of the one touched."""

    opened = Signal(str)

    def __init__(self, theme: Theme, per_page: int) -> None:
        super().__init__()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(24))
        columns = 2 if theme.is_landscape else 1
        self.cards = [PostCard(theme) for _index in range(per_page)]
        for index, card in enumerate(self.cards):
            layout.addWidget(card, index // columns, index % columns)
            card.clicked.connect(lambda _checked=False, item=card: self._open(item))
        for column in range(columns):
            layout.setColumnStretch(column, 1)
        layout.setRowStretch(-(-per_page // columns), 1)
        self._coming: list[PostFacts] = []
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._draw_one)

    def show_items(self, items: Sequence[PostFacts]) -> None:
        """Show a page; cards without a gig hide but keep the others' size."""
        shown = len([card for card in self.cards if not card.isHidden()])
        # Each card that comes or goes lays the whole page out: once is enough.
        is_other = shown != min(len(items), len(self.cards)) and self.isVisible()
        if is_other:
            self.hide()
        for index, card in enumerate(self.cards):
            card.setVisible(index < len(items))
            if index < len(items):
                card.show_facts(items[index])
        if is_other:
            self.show()

    def draw_ahead(self, items: Sequence[PostFacts]) -> None:
        """Draw the page that comes next, a card at a time, while nobody does anything."""
        self._coming = list(items[: len(self.cards)])
        self._idle.start()

    def forget(self) -> None:
        """Show nothing, and keep nothing of what was shown."""
        self._coming = []
        self.show_items(())
        for card in self.cards:
            card.forget()

    def _draw_one(self) -> None:
        if not self._coming or not self.isVisible():
            self._idle.stop()
            return
        facts = self._coming.pop()
        self.cards[len(self._coming)].draw_ahead(facts)

    def _open(self, card: PostCard) -> None:
        if card.facts is not None:
            self.opened.emit(card.facts.key)
