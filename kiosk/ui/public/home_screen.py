"""01 home."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from kiosk.i18n import _
from kiosk.ui.components.labels import Words
from kiosk.ui.components.tiles import MainTile, SmallTile, StatTile
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.home_presenter import HomePresenter, HomeState
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["HomeScreen"]


class HomeScreen(Screen):
    """Figures, question, two main tiles, four small ones."""

    name = "home"
    is_home = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, is_single=True)
        self.presenter = HomePresenter(context, self)
        colours = theme.colours
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.posts = StatTile(theme, _("今天在招"), _("个活"))
        self.headcount = StatTile(theme, _("要招人数"), _("人"))
        self.agreed = StatTile(theme, _("已经谈成"), _("人"))
        for stat in (self.posts, self.headcount, self.agreed):
            row.addWidget(stat)
        self.main.addLayout(row)
        ask = QHBoxLayout()
        ask.addWidget(Words(theme, _("您要办什么？点一下"), "title", bold=True), 3)
        self.hotline = Words(theme, "", "small", bold=True, colour=colours.rail.fill)
        if theme.is_high_contrast:
            self.hotline = Words(theme, "", "small", bold=True)
        ask.addWidget(self.hotline, 2)
        self.main.addLayout(ask)
        self._add_tiles(theme)
        self.address = Words(theme, "", "small", colour=colours.ink2, centred=True)
        # Large type needs the room for the tiles; the board shows the address too.
        self.address.setMaximumHeight(0 if theme.is_large else self.address.maximumHeight())
        if theme.is_landscape:
            ask.addWidget(self.address, 3)
        else:
            self.main.addWidget(self.address)

    def _add_tiles(self, theme: Theme) -> None:
        colours, act = theme.colours, self.presenter
        self.tiles = {
            "find_work": MainTile(
                theme, _("找活干"), _("看今天的活，听着选"), "engineering", colours.blue
            ),
            "hire": MainTile(
                theme, _("我要招工"), _("六步发好，马上有人看"), "groups", colours.brown
            ),
            "my_slips": SmallTile(
                theme, _("我的单子"), _("谈成了 · 没谈成"), "receipt_long", colours.green
            ),
            "my_registration": SmallTile(
                theme, _("我的登记"), _("刷身份证看看"), "badge", colours.slate
            ),
            "training": SmallTile(theme, _("学门手艺"), _("免费 · 有补贴"), "school", colours.plum),
            "rights": SmallTile(theme, _("投诉维权"), _("没拿到工钱？"), "gavel", colours.red),
        }
        for name, tile in self.tiles.items():
            tile.clicked.connect(lambda _checked=False, item=name: getattr(act, item)())
        grid = QGridLayout()
        grid.setSpacing(theme.px(24))
        columns = 4 if theme.is_landscape else 2
        for index, tile in enumerate(self.tiles.values()):
            if theme.is_landscape and index < 2:
                grid.addWidget(tile, 0, index * 2, 1, 2)
            elif theme.is_landscape:
                grid.addWidget(tile, 1, index - 2)
            else:
                grid.addWidget(tile, index // columns, index % columns)
        grid.setRowStretch(0, 4)
        for line in range(1, 2 if theme.is_landscape else 3):
            grid.setRowStretch(line, 3)
        self.main.addLayout(grid, 1)

    def enter(self) -> None:
        """Refresh the figures."""
        self.presenter.enter()

    def show_state(self, state: HomeState) -> None:
        """Show hall and figures."""
        self.posts.show_value(str(state.figures.posts))
        self.headcount.show_value(str(state.figures.headcount))
        self.agreed.show_value(str(state.figures.agreed))
        address = state.hall.address
        self.address.say(_("本场在{address}").format(address=address) if address else "")
        hotline = state.hall.hotline
        self.hotline.say(_("热线 {number}").format(number=hotline) if hotline else "")
