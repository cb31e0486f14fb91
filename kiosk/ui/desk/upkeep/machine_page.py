"""机器: where it belongs, what waits to be sent, how full it is; send now, back up."""

from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.offline_words import needs_somebody
from kiosk.service.authority import Authorised
from kiosk.service.machine_facts import MachineFacts, machine_facts
from kiosk.sync.loop import SyncStatus
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.components.progress import Bar
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.day_close.papers import DayPapers
from kiosk.ui.desk.day_close.sending import Sending
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.status_words import sync_words
from kiosk.ui.theme import Theme
from kiosk.words import clock_text, day_text

__all__ = ["MachinePage", "MachinePresenter"]

_MIB = 1 << 20


class MachinePresenter(PagePresenter):
    """Looks at the machine and sends."""

    def __init__(self, context: DeskContext, page: "MachinePage") -> None:
        super().__init__(context)
        self._page = page
        self._facts: MachineFacts | None = None
        self.sending = Sending()
        self.papers = DayPapers(context, context.site.today, self.show, self.refresh)

    def refresh(self) -> None:
        """Look again."""
        site = self._context.site

        def known(facts: MachineFacts) -> None:
            self._facts = facts
            self.sending = self.sending.noted(facts.waiting, site.now_ms())
            self.show()

        self.read(lambda: machine_facts(site), known)

    def sync_changed(self, status: SyncStatus) -> None:
        """The sync loop reported."""
        self.sending = self.sending.reported(status)
        self.show()

    def send(self) -> None:
        """立即送; who asked is in the log."""
        machine = self._context.machine

        def allowed(_leave: Authorised) -> None:
            self.sending = self.sending.asked(self._context.site.now_ms())
            machine.sync_now()
            self.say(_("正在联系上级"))

        self.act(Act.SYNC, lambda leave: leave, allowed)

    def show(self) -> None:
        """Show what is known."""
        if self._facts is not None:
            self._page.show_machine(self._facts, self.sending, self.papers.busy)


class MachinePage(DeskPage):
    """Facts left, sending and backup right."""

    name, title, icon, act = "machine", N_("机器"), "storage", Act.SYNC
    has_badge = True

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = MachinePresenter(context, self)
        self._status: SyncStatus | None = None
        left = Pane(theme, "storage", _("这台机器"))
        self.facts = FactsPane(theme)
        left.body.addWidget(self.facts)
        left.body.addStretch(1)
        right = Pane(theme, "cloud_done", _("送出和备份"))
        self.words = Words(theme, "", "desk")
        self.bar = Bar(theme, share=0.0)
        self.trouble = Banner(theme, "notice", icon="cloud_off", role="desk")
        hint = _("备份是加密的，打开核对过才算数。要恢复，需要恢复密钥那张纸。")
        self.busy = Words(theme, hint, "desk", colour=theme.colours.ink2)
        self._hint = hint
        self.send = DeskButton(theme, _("立即送"), kind="primary", icon="update", height=76)
        self.backup = DeskButton(theme, _("备份"), icon="save", height=76)
        self.send.clicked.connect(lambda _checked=False: self.presenter.send())
        self.backup.clicked.connect(lambda _checked=False: self.presenter.papers.back_up())
        self.backup.setVisible(self.may(Act.BACK_UP))
        right.body.addWidget(self.words)
        right.body.addWidget(self.bar)
        right.body.addWidget(self.trouble)
        right.body.addStretch(1)
        for widget in (self.busy, self.backup, self.send):
            right.body.addWidget(widget)
        self.panes.addWidget(left, 3)
        self.panes.addWidget(right, 2)

    def sync_changed(self, status: SyncStatus) -> None:
        """The sync loop reported."""
        self._status = status
        self.presenter.sync_changed(status)
        self.badged.emit(int(needs_somebody(status.error_code)))

    def show_machine(self, facts: MachineFacts, sending: Sending, busy: str) -> None:
        """Show facts, and how far the sending is."""
        self.facts.show_facts(self._rows(facts))
        self.words.say(sending.words)
        self.bar.show_share(sending.share)
        self.bar.setVisible(sending.is_moving)
        self.trouble.say(sending.reason, "notice" if sending.needs_somebody else "info")
        self.busy.say(busy or (self._hint if self.may(Act.BACK_UP) else ""))
        self.backup.setEnabled(not busy)

    def _rows(self, facts: MachineFacts) -> tuple[Fact, ...]:
        status, today = self._status, self.context.site.today()
        sync = last = ""
        if status is not None:
            sync = sync_words(
                status.state, status.pending, status.last_success_ms, status.error_code
            )[0]
            if status.last_success_ms:
                at = status.last_success_ms
                last = f"{day_text(at, today)} {clock_text(at)}"
        oldest = facts.waiting.oldest_ms
        first = f"{day_text(oldest, today)} {clock_text(oldest)}" if oldest else ""
        return (
            Fact("", _("名字"), facts.name),
            Fact("", _("号码开头"), facts.letter),
            Fact("", _("市场"), facts.hall_name),
            Fact("", _("上级平台"), facts.hub_url or _("还没有入网，单机使用")),
            Fact("", _("网络"), sync),
            Fact("", _("上次送达"), last or _("还没有")),
            Fact("", _("最早没送的"), first),
            Fact("", _("被退回"), _("{count} 条").format(count=facts.refused)),
            Fact("", _("账上记录"), _("{count} 条").format(count=facts.events)),
            Fact("", _("占用"), _("{size} MB").format(size=max(1, facts.store_size // _MIB))),
            Fact("", _("硬盘还剩"), _("{size:.1f} GB").format(size=facts.free / (_MIB << 10))),
            Fact("", _("程序版本"), facts.version),
        )
