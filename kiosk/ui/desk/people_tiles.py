"""The first page of the cover: who is it?"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.service.accounts import AccountView
from kiosk.staff_words import role_text
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.desk.components.page_turner import PageTurner
from kiosk.ui.desk.components.row_style import Mark, draw_mark, mark_width
from kiosk.ui.desk.pane import LineField
from kiosk.ui.painting import draw_icon, draw_text
from kiosk.ui.theme import Theme

__all__ = ["PeopleTiles", "PersonTile"]

_COLUMNS = 3
_ICONS = {"manager": "verified_user", "technician": "build", "volunteer": "volunteer_activism"}


class PersonTile(Touchable):
    """Name and role of an account."""

    def __init__(self, theme: Theme, person: AccountView) -> None:
        super().__init__(theme, person.name, 132)
        self.person = person
        self.setMinimumHeight(theme.px(96))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A third of the card."""
        return QSize(self.theme.px(400), self._height)

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Icon of the role, name, role, and whether it is locked."""
        theme, colours, person = self.theme, self.theme.colours, self.person
        self.draw_frame(painter, rect, colours.card, colours.border)
        side = theme.px(56)
        mark = QRect(rect.left() + theme.px(24), rect.center().y() - side // 2, side, side)
        ink = colours.ink if theme.is_high_contrast else colours.rail.fill
        draw_icon(painter, mark, _ICONS.get(person.role, "person"), ink)
        room = rect.adjusted(theme.px(100), theme.px(18), -theme.px(16), -theme.px(18))
        if person.minutes_locked:
            words = _("已锁 {count} 分钟").format(count=person.minutes_locked)
            locked = Mark(words, "bad")
            wide = mark_width(theme, locked)
            at = QRect(room.right() - wide, room.top(), wide, room.height() // 2)
            draw_mark(painter, at, locked, theme)
        half = room.height() // 2
        name = QRect(room.left(), room.top(), room.width(), half)
        role = QRect(room.left(), room.top() + half, room.width(), half)
        draw_text(painter, name, person.name, theme, "desk_title", colours.ink, bold=True)
        draw_text(painter, role, role_text(person.role), theme, "desk", colours.ink2)


class PeopleTiles(QWidget):
    """Search, nine tiles, pages."""

    searched = Signal(str)
    entered = Signal()
    """Enter in the search field."""
    picked = Signal(str)
    turned = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.tiles: list[PersonTile] = []
        column = QVBoxLayout(self)
        edge = theme.px(48)
        column.setContentsMargins(edge, theme.px(36), edge, theme.px(36))
        column.setSpacing(theme.px(20))
        column.addWidget(Words(theme, _("今天谁在服务台？"), "title", bold=True))
        hint = _("点自己的名字，或者把身份证放在读卡器上。")
        column.addWidget(Words(theme, hint, "desk", colour=theme.colours.ink2))
        self.field = LineField(theme, _("找名字，可以打拼音"))
        self.field.textEdited.connect(self.searched.emit)
        self.field.returnPressed.connect(self.entered.emit)
        column.addWidget(self.field)
        self.message = Banner(theme, "error", role="desk")
        column.addWidget(self.message)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(16))
        column.addLayout(self._grid)
        column.addStretch(1)
        self.pages = PageTurner(theme)
        self.pages.turned.connect(self.turned.emit)
        column.addWidget(self.pages)

    def show_people(
        self, people: Sequence[AccountView], page: int, pages: int, message: str
    ) -> None:
        """Tiles of a page, counted from 1."""
        self.message.say(message, "error")
        if [tile.person for tile in self.tiles] != list(people):
            self._rebuild(people)
        self.pages.setVisible(pages > 1)
        self.pages.show_page(page, pages)

    def _rebuild(self, people: Sequence[AccountView]) -> None:
        for tile in self.tiles:
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = [PersonTile(self._theme, person) for person in people]
        for place, tile in enumerate(self.tiles):
            account = tile.person.id
            tile.clicked.connect(lambda _checked=False, item=account: self.picked.emit(item))
            self._grid.addWidget(tile, place // _COLUMNS, place % _COLUMNS)
        for place in range(_COLUMNS):
            self._grid.setColumnStretch(place, 1)
