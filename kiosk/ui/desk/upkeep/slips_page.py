"""单子: slips that nobody knows the fate of; staff look at the printer and decide."""

from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.authority import Authorised
from kiosk.service.print_desk import DoubtfulSlip, confirm_slip, doubtful_slips, reprint_slip
from kiosk.slip_words import doubt_text, slip_kind_text
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme
from kiosk.words import clock_text

__all__ = ["SlipsPage", "SlipsPresenter"]


class SlipsPresenter(PagePresenter):
    """Lists doubtful slips and decides about one."""

    def __init__(self, context: DeskContext, page: "SlipsPage") -> None:
        super().__init__(context)
        self._page = page
        self._slips: tuple[DoubtfulSlip, ...] = ()
        self._chosen = ""

    def refresh(self) -> None:
        """Look again."""
        store = self._context.site.store

        def known(slips: tuple[DoubtfulSlip, ...]) -> None:
            self._slips = slips
            self._show()

        self.read(lambda: doubtful_slips(store), known)

    def choose(self, slip: str) -> None:
        """A row was chosen."""
        self._chosen = slip
        self._show()

    def confirm(self) -> None:
        """打出来了."""
        store, chosen = self._context.site.store, self._chosen

        def work(allowed: Authorised) -> bool:
            confirm_slip(store, allowed, chosen)
            return True

        if chosen:
            self.act(Act.PRINT_AGAIN, work, _("记下了：单子打出来了"), subject=chosen)

    def reprint(self) -> None:
        """补打一张."""
        store, chosen = self._context.site.store, self._chosen

        def work(allowed: Authorised) -> str:
            return reprint_slip(store, allowed, chosen)

        if chosen:
            self.act(Act.PRINT_AGAIN, work, lambda _job: self.say(_("已排队补打")), subject=chosen)

    def _show(self) -> None:
        chosen = next((item for item in self._slips if item.id == self._chosen), None)
        if chosen is None and self._slips:
            chosen = self._slips[0]
            self._chosen = chosen.id
        self._page.show_slips(self._slips, chosen)


class SlipsPage(DeskPage):
    """List left, the chosen slip right."""

    name, title, icon, act = "slips", N_("没打准的单子"), "print", Act.PRINT_AGAIN
    has_badge = True

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = SlipsPresenter(context, self)
        self.pane = Pane(theme, "print", _("不知道打出来没有"), is_flush=True)
        empty = _("没有要看的单子。打印机没答话的单子会列在这里，机器自己不会重打。")
        self.list = RecordList(theme, _("不知道打出来没有"), empty=empty)
        self.list.chosen.connect(self.presenter.choose)
        self.pane.body.addWidget(self.list)
        self.detail = Pane(theme, "receipt_long", _("这张单子"))
        self.facts = FactsPane(theme)
        hint = _("请看看打印机出纸口：单子在，点“打出来了”；不在或者打坏了，点“补打”。")
        self.confirm = DeskButton(
            theme, _("打出来了"), kind="primary", icon="check", height=76, commits=True
        )
        self.again = DeskButton(theme, _("没有，补打一张"), icon="print", height=76, commits=True)
        self.confirm.clicked.connect(lambda _checked=False: self.presenter.confirm())
        self.again.clicked.connect(lambda _checked=False: self.presenter.reprint())
        self.detail.body.addWidget(self.facts)
        self.detail.body.addWidget(Words(theme, hint, "desk", colour=theme.colours.ink2))
        self.detail.body.addStretch(1)
        self.detail.body.addWidget(self.again)
        self.detail.body.addWidget(self.confirm)
        self.panes.addWidget(self.pane, 3)
        self.panes.addWidget(self.detail, 2)

    count = DeskPage.enter

    def show_subject(self, subject_id: str) -> None:
        """A print job's id."""
        self.presenter.choose(subject_id)

    def show_slips(self, slips: tuple[DoubtfulSlip, ...], chosen: DoubtfulSlip | None) -> None:
        """Show list and chosen slip."""
        self.list.show_rows([_row(item) for item in slips])
        self.list.choose(chosen.id if chosen else "")
        self.pane.say(_("不知道打出来没有"), _("{count} 张").format(count=len(slips)))
        self.facts.show_facts(_facts(chosen) if chosen else ())
        for button in (self.confirm, self.again):
            button.setEnabled(chosen is not None)
        self.badged.emit(len(slips))


def _row(item: DoubtfulSlip) -> Row:
    kind = slip_kind_text(item.kind)
    when = _("{time} 打的").format(time=clock_text(item.changed_at))
    marks = (Mark(doubt_text(item.note), "warn"),)
    return Row(item.id, kind, when, number=item.number, marks=marks)


def _facts(item: DoubtfulSlip) -> tuple[Fact, ...]:
    copy = _("第 {count} 张").format(count=item.copy_number) if item.copy_number > 1 else ""
    return (
        Fact("", _("单子"), slip_kind_text(item.kind)),
        Fact("", _("号码"), item.number),
        Fact("", _("时间"), clock_text(item.changed_at)),
        Fact("", _("打印机"), doubt_text(item.note)),
        Fact("", _("补打"), copy),
    )
