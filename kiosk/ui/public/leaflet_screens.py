"""Leaflets: the list, and one of them."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from kiosk.catalog import leaflets
from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.labels import Words
from kiosk.ui.components.tiles import SmallTile
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.leaflet_presenter import LeafletPresenter, LeafletsPresenter, LeafletState
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["LeafletScreen", "LeafletsScreen"]

_COLOURS = ("red", "red", "brown", "slate", "green", "plum", "blue")


class LeafletsScreen(Screen):
    """A tile a leaflet; two requests below."""

    name = "leaflets"

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, is_single=True)
        self.presenter = LeafletsPresenter(context)
        self.head(_("干活的规矩，您要知道"), _("点一张看，也可以听"))
        grid = QGridLayout()
        grid.setSpacing(theme.px(24))
        columns = 3 if theme.is_landscape else 1
        self.tiles: dict[str, SmallTile] = {}
        for index, leaflet in enumerate(leaflets().values()):
            zone = getattr(theme.colours, _COLOURS[index % len(_COLOURS)])
            # Where there is no room, the basis stands on the leaflet only.
            line = "" if theme.is_landscape else leaflet.basis
            tile = SmallTile(theme, leaflet.title, line, leaflet.icon, zone, is_soft=True)
            tile.setMinimumHeight(theme.px(104))
            tile.clicked.connect(lambda _checked=False, item=leaflet.id: self.presenter.open(item))
            self.tiles[leaflet.id] = tile
            grid.addWidget(tile, index // columns, index % columns)
        self.main.addLayout(grid, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.legal_aid = BigButton(theme, _("要法律援助"), icon="balance", height=128)
        self.advice = BigButton(theme, _("问问政策"), icon="help", height=128)
        for button, kind in ((self.legal_aid, "legal_aid"), (self.advice, "advice")):
            button.clicked.connect(lambda _checked=False, item=kind: self.presenter.ask(item))
            row.addWidget(button)
        self.side.addLayout(row)


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
        self.source.say(
            _("出处：{basis}，{since} 起").format(basis=leaflet.basis, since=leaflet.since) + note
        )
