"""Leaflets: the list, and one of them."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from kiosk.catalog import Leaflet
from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.labels import Words
from kiosk.ui.components.page_row import PageRow
from kiosk.ui.components.tiles import SmallTile
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.leaflet_presenter import (
    LeafletPresenter,
    LeafletsPresenter,
    LeafletsState,
    LeafletState,
)
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["LeafletScreen", "LeafletsScreen"]

_PER_PAGE, _PER_PAGE_LARGE = 7, 4
_COLOURS = ("red", "red", "brown", "slate", "green", "plum", "blue")


class LeafletsScreen(Screen):
    """A tile a leaflet, of those that are shown today; two requests below."""

    name = "leaflets"

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, is_single=True)
        self.per_page = _PER_PAGE_LARGE if theme.is_large else _PER_PAGE
        self.presenter = LeafletsPresenter(context, self)
        self.head(_("干活的规矩，您要知道"), _("点一张看，也可以听"))
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(24))
        self.tiles: dict[str, SmallTile] = {}
        self._shown: tuple[Leaflet, ...] = ()
        self.main.addLayout(self._grid, 1)
        self.pages = PageRow(theme)
        self.pages.turned.connect(self.presenter.turn)
        self.main.addWidget(self.pages)
        self.pages.show_page(1, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.legal_aid = BigButton(theme, _("要法律援助"), icon="balance", height=128)
        self.advice = BigButton(theme, _("问问政策"), icon="help", height=128)
        for button, kind in ((self.legal_aid, "legal_aid"), (self.advice, "advice")):
            button.clicked.connect(lambda _checked=False, item=kind: self.presenter.ask(item))
            row.addWidget(button)
        self.side.addLayout(row)

    def enter(self) -> None:
        """Look at what is shown today."""
        self.presenter.enter()

    def show_leaflets(self, state: LeafletsState) -> None:
        """Show a page of tiles."""
        self.pages.show_page(state.page, state.pages)
        if state.leaflets == self._shown:
            return
        self._shown = state.leaflets
        for tile in self.tiles.values():
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        columns = 3 if self.theme.is_landscape else 1
        self.tiles = {leaflet.id: self._tile(leaflet, n) for n, leaflet in enumerate(self._shown)}
        for place, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, place // columns, place % columns)
            # A layout shows what it gets in Qt's next round only; a finger may be faster.
            tile.show()

    def _tile(self, leaflet: Leaflet, place: int) -> SmallTile:
        theme = self.theme
        zone = getattr(theme.colours, _COLOURS[place % len(_COLOURS)])
        # Where there is no room, the basis stands on the leaflet only.
        line = "" if theme.is_landscape else leaflet.basis
        tile = SmallTile(theme, leaflet.title, line, leaflet.icon, zone, is_soft=True)
        tile.setMinimumHeight(theme.px(104))
        tile.clicked.connect(lambda _checked=False, item=leaflet.id: self.presenter.open(item))
        return tile


class LeafletScreen(Screen):
    """A few large sentences, and where they come from."""

    name = "leaflet"

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, main_share=3)
        self.presenter = LeafletPresenter(context, self)
        self.title = self.head(" ")
        role = "body" if theme.is_large or theme.is_landscape else "strong"
        self.lines = [Words(theme, "", role) for _index in range(6)]
        for words in self.lines:
            self.main.addWidget(words)
        self.fill(self.main)
        self.source = Words(theme, "", "small", colour=theme.colours.ink2)
        if theme.is_landscape:
            self.fill(self.side)
        self.side.addWidget(self.source)
        self.another = BigButton(theme, _("看别的"), icon="menu_book", height=128)
        self.another.clicked.connect(lambda _checked=False: self.presenter.another())
        self.side.addWidget(self.another)

    def enter(self) -> None:
        """Show the chosen leaflet."""
        self.presenter.enter()

    def show_state(self, state: LeafletState) -> None:
        """Show it."""
        leaflet = state.leaflet
        self.title.say(leaflet.title)
        for index, words in enumerate(self.lines):
            line = leaflet.lines[index] if index < len(leaflet.lines) else ""
            words.say(f"{index + 1}　{line}" if line else "")
        note = "" if leaflet.is_confirmed else _(" · 湖南口径待核实，以公告为准")
        parts = [leaflet.basis, _("{day} 起").format(day=leaflet.since) if leaflet.since else ""]
        source = _("，").join(part for part in parts if part)
        self.source.say(_("出处：{source}").format(source=source) + note if source else "")
