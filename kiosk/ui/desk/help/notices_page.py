"""宣传资料: the list, the chosen one as it reads, what can be done."""

from kiosk.domain.roles import Act
from kiosk.help_words import iso_year_text
from kiosk.i18n import N_, _
from kiosk.service.notices import NoticeRow
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.history_text import HistoryText
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.components.row_style import MarkKind
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.help.notices_presenter import NoticesPresenter, NoticesState
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme

__all__ = ["NoticesPage"]


class NoticesPage(DeskPage):
    """What people can read and hear at the public station."""

    name, title, icon, act = "notices", N_("宣传资料"), "menu_book", Act.PUBLISH

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = NoticesPresenter(context, self)
        self.pane = Pane(theme, "menu_book", _("宣传资料"), is_flush=True)
        self.list = RecordList(theme, _("宣传资料"), empty=_("还没有资料"))
        self.list.chosen.connect(self.presenter.choose)
        self.pane.body.addWidget(self.list, 1)
        self.detail = Pane(theme, "description", _("这一份"))
        self.hint = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.lines = HistoryText(theme, _("正文"), empty=_("没有正文"))
        self.facts = FactsPane(theme)
        self.detail.body.addWidget(self.hint)
        self.detail.body.addWidget(self.lines, 1)
        self.detail.body.addWidget(self.facts)
        self.ways = Pane(theme, "edit", _("怎么办"))
        self.ways.body.addStretch(1)
        self._build_acts()
        for pane, share in ((self.pane, 37), (self.detail, 37), (self.ways, 26)):
            self.panes.addWidget(pane, share)
        self.show_state(NoticesState())

    def _build_acts(self) -> None:
        theme, presenter = self.theme, self.presenter
        self.acts = {
            "withdraw": DeskButton(theme, _("不再展示"), icon="block"),
            "change": DeskButton(theme, _("改写，再发布"), icon="edit"),
            "import_file": DeskButton(theme, _("从文件导入"), icon="storage"),
            "publish": DeskButton(theme, _("发布新的"), kind="primary", icon="add"),
        }
        for name, button in self.acts.items():
            button.clicked.connect(lambda _checked=False, act=name: getattr(presenter, act)())
            self.ways.body.addWidget(button)

    def show_subject(self, subject_id: str) -> None:
        """A leaflet's id."""
        self.list.choose(subject_id)
        self.presenter.choose(subject_id)

    def show_state(self, state: NoticesState) -> None:
        """List and chosen one."""
        self.list.show_rows([_row(item) for item in state.rows])
        shown = sum(item.state == "shown" for item in state.rows)
        self.pane.say(_("宣传资料"), _("展示 {count} 份").format(count=shown))
        item = state.chosen
        self.detail.say(item.leaflet.title if item else _("这一份"))
        self.hint.say("" if item else _("点左边的一份。"))
        self.lines.setVisible(item is not None)
        lines = item.leaflet.lines if item else ()
        self.lines.show_entries([(f"{n}　{line}", "") for n, line in enumerate(lines, start=1)])
        self.facts.show_facts(_facts(item) if item else ())
        self.acts["withdraw"].setVisible(item is not None and item.state != "withdrawn")
        self.acts["change"].setVisible(item is not None)


_MARKS: dict[str, MarkKind] = {
    "shown": "good",
    "early": "info",
    "over": "plain",
    "withdrawn": "plain",
}


def _row(item: NoticeRow) -> Row:
    word = {
        "shown": _("在展示"),
        "early": _("还没到日子"),
        "over": _("过期了"),
        "withdrawn": _("不展示"),
    }.get(item.state, item.state)
    where = (item.source or _("本场发布")) if item.is_own else _("程序自带")
    mark = Mark(word, _MARKS.get(item.state, "plain"))
    return Row(item.leaflet.id, item.leaflet.title, where, marks=(mark,))


def _facts(item: NoticeRow) -> tuple[Fact, ...]:
    confirmed = _("核对过") if item.leaflet.is_confirmed else _("湖南口径待核实")
    return (
        Fact("", _("依据"), item.leaflet.basis),
        Fact("", _("哪里来"), item.source if item.is_own else _("程序自带")),
        Fact("", _("从哪天起"), iso_year_text(item.leaflet.since)),
        Fact("", _("到哪天止"), iso_year_text(item.valid_until) or _("一直展示")),
        Fact("", _("口径"), confirmed),
    )
