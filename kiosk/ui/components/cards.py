"""Cards: facts in rows, gigs in a list, page buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.chip import ChipKind, chip_width, draw_chip
from kiosk.ui.components.labels import Words
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.painting import Align, box, draw_icon, draw_text, text_width
from kiosk.ui.theme import Theme, Zone

__all__ = ["CardList", "Fact", "FactsCard", "PageRow", "PostCard", "PostFacts"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: icon, label, value."""

    icon: str
    label: str
    value: str


# Height of a row that touches no glyph, in sizes of its type.
_CLOSEST_ROW = 1.05


class FactsCard(QWidget):
    """White card with rows of facts."""

    def __init__(self, theme: Theme, facts: Sequence[Fact] = (), *, row_height: int = 96) -> None:
        super().__init__()
        self._theme, self._row = theme, row_height
        self._facts: tuple[Fact, ...] = tuple(facts)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.show_facts(facts)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show other rows; those without a value are left out."""
        self._facts = tuple(fact for fact in facts if fact.value)
        self.setAccessibleName("；".join(f"{fact.label} {fact.value}" for fact in self._facts))
        self.updateGeometry()
        self.update()

    @property
    def spoken(self) -> str:
        """What 朗读 says of it."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As high as its rows."""
        theme = self._theme
        high = len(self._facts) * theme.px(self._row) + theme.px(24)
        return QSize(theme.px(600), high)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Rows may be as close as their type allows."""
        row = round(self._theme.text_px("strong") * _CLOSEST_ROW)
        return QSize(self._theme.px(400), len(self._facts) * row + self._theme.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Rows with hairlines between."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        box(painter, self.rect(), theme.px(20), colours.card, colours.border, theme.px(2))
        pad = theme.px(32)
        high = (self.height() - theme.px(24)) // max(1, len(self._facts))
        font = theme.font("body")
        wide = max((text_width(font, fact.label) for fact in self._facts), default=0)
        for index, fact in enumerate(self._facts):
            top = theme.px(12) + index * high
            if index:
                painter.fillRect(
                    QRect(pad, top, self.width() - 2 * pad, max(1, theme.px(2))),
                    theme.colour(colours.hairline),
                )
            left = pad
            if fact.icon:
                side = theme.px(48)
                at = QRect(left, top + (high - side) // 2, side, side)
                draw_icon(painter, at, fact.icon, colours.ink2)
                left += side + theme.px(20)
            label = QRect(left, top, wide + theme.px(8), high)
            draw_text(painter, label, fact.label, theme, "body", colours.ink2)
            value = QRect(left + wide + theme.px(36), top, 0, high)
            value.setRight(self.width() - pad)
            self._draw_value(painter, value, fact.value)
        painter.end()

    def _draw_value(self, painter: QPainter, place: QRect, value: str) -> None:
        """On one line where it fits, else on two in a smaller role."""
        theme, ink = self._theme, self._theme.colours.ink
        fits = text_width(theme.font("strong", bold=True), value) * 0.85 <= place.width()
        role = "strong" if fits else "body"
        draw_text(painter, place, value, theme, role, ink, bold=True, wrap=not fits)


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
    fits: bool
    icon: str
    zone: Zone
    is_urgent: bool = False


class PostCard(Touchable):
    """One gig: band · text · 看看; the whole card is the target."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", 440 if theme.is_large else 292)
        self.facts: PostFacts | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(theme.px(440 if theme.is_large else 292))
        self.setMinimumHeight(theme.px(200))

    def show_facts(self, facts: PostFacts) -> None:
        """Show another gig."""
        self.facts = facts
        words = (facts.title, f"{facts.pay}{facts.unit}", facts.place, facts.time, facts.wanted)
        self.setAccessibleName("，".join((*words, facts.reason)))
        self.update()

    @property
    def radius(self) -> int:
        """Corner radius."""
        return self.theme.px(20)

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Band, lines, strip."""
        if self.facts is None:
            return
        theme, colours = self.theme, self.theme.colours
        zone = self.facts.zone
        self.draw_frame(painter, rect, colours.card, colours.border, pressed_fill=zone.tint)
        border = theme.line_width
        band = rect.adjusted(border, border, 0, -border)
        band.setWidth(theme.px(128))
        strip = rect.adjusted(0, border, -border, -border)
        strip.setLeft(rect.right() - theme.px(124))
        self._draw_ends(painter, rect, band, strip)
        left = band.right() + theme.px(28)
        inner = QRect(left, rect.top(), strip.left() - left - theme.px(20), rect.height())
        inner.adjust(0, theme.px(8), 0, -theme.px(8))
        self._draw_lines(painter, inner)

    def _draw_ends(self, painter: QPainter, rect: QRect, band: QRect, strip: QRect) -> None:
        assert self.facts is not None  # noqa: S101 (checked in paint)
        theme, colours = self.theme, self.theme.colours
        if not theme.is_high_contrast:
            for part, fill in ((band, self.facts.zone.fill), (strip, colours.blue.tint)):
                painter.save()
                painter.setClipRect(part)
                edge = theme.line_width
                inner = rect.adjusted(edge, edge, -edge, -edge)
                box(painter, inner, self.radius - edge, fill)
                painter.restore()
        side = theme.px(72)
        at = QRect(band.center().x() - side // 2, band.center().y() - side // 2, side, side)
        draw_icon(painter, at, self.facts.icon, colours.on_fill)
        ink = colours.amber if theme.is_high_contrast else colours.blue.fill
        word = QRect(strip.left(), strip.center().y() - theme.px(70), strip.width(), theme.px(70))
        draw_text(
            painter, word, _("看看"), theme, "button", ink, bold=True, align=Align.AlignCenter
        )
        arrow = QRect(strip.left(), strip.center().y() + theme.px(8), strip.width(), theme.px(56))
        draw_icon(painter, arrow, "chevron_right", ink)

    def _draw_lines(self, painter: QPainter, inner: QRect) -> None:
        facts, theme, colours = self.facts, self.theme, self.theme.colours
        assert facts is not None  # noqa: S101 (checked in paint)
        high = inner.height() // 4
        rows = [QRect(inner.left(), inner.top() + i * high, inner.width(), high) for i in range(4)]
        wage = f"{facts.pay} {facts.unit}"
        wide = text_width(theme.font("title", bold=True), wage)
        pay = QRect(rows[0])
        pay.setLeft(max(inner.left(), inner.right() - wide - 4))
        right = Align.AlignRight | Align.AlignVCenter
        draw_text(painter, pay, wage, theme, "title", colours.wage, bold=True, align=right)
        title = QRect(rows[0])
        title.setRight(pay.left() - theme.px(20))
        draw_text(painter, title, facts.title, theme, "title", colours.ink, bold=True)
        if facts.is_urgent:
            self._draw_urgent(painter, title)
        self._draw_icon_line(painter, rows[1], "place", facts.place)
        self._draw_icon_line(painter, rows[2], "schedule", self._when(rows[2].width()))
        if facts.reason:
            self._draw_reason(painter, rows[3])

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
        short = f"{self.facts.time} · {self.facts.wanted}"
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
        at = QPoint(row.left(), row.top() + self.theme.px(2))
        kind: ChipKind = "fits" if facts.fits else "differs"
        draw_chip(painter, self.theme, at, kind, facts.reason, row.width())


class PageRow(QWidget):
    """上一页 · 第1页 共10页 · 下一页; no scrolling, no swipe."""

    turned = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._page, self._pages = 1, 1
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(24))
        self.before = BigButton(theme, _("上一页"), icon="chevron_left", height=104)
        self.after = BigButton(
            theme, _("下一页"), kind="blue", icon_after="chevron_right", height=104
        )
        self.words = Words(theme, "", "body", bold=True, centred=True)
        for widget, stretch in ((self.before, 4), (self.words, 3), (self.after, 4)):
            layout.addWidget(widget, stretch)
        self.before.clicked.connect(lambda _checked=False: self.turned.emit(self._page - 1))
        self.after.clicked.connect(lambda _checked=False: self.turned.emit(self._page + 1))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_page(self, page: int, pages: int) -> None:
        """Show where one is; the row hides itself for a single page."""
        self._page, self._pages = page, pages
        self.words.say(_("第{page}页\n共{pages}页").format(page=page, pages=pages))
        self.before.setEnabled(page > 1)
        self.after.setEnabled(page < pages)
        self.setVisible(pages > 1)


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

    def show_items(self, items: Sequence[PostFacts]) -> None:
        """Show a page; cards without a gig hide but keep the others' size."""
        for index, card in enumerate(self.cards):
            card.setVisible(index < len(items))
            if index < len(items):
                card.show_facts(items[index])

    def _open(self, card: PostCard) -> None:
        if card.facts is not None:
            self.opened.emit(card.facts.key)
