"""有人找: who asked for help at a station, until somebody went there."""

from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.authority import Authorised
from kiosk.service.staff_calls import WaitingCall, answer_staff_call, waiting_calls
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme
from kiosk.words import clock_text

__all__ = ["CallsPage", "CallsPresenter"]

_MINUTE_MS = 60_000


class CallsPresenter(PagePresenter):
    """Lists calls and answers one."""

    def __init__(self, context: DeskContext, page: "CallsPage") -> None:
        super().__init__(context)
        self._page = page
        self._known: frozenset[str] | None = None

    def refresh(self) -> None:
        """Look again; a new call is said on whatever page somebody is."""
        site = self._context.site

        def known(calls: tuple[WaitingCall, ...]) -> None:
            ids = frozenset(call.call for call in calls)
            fresh = [
                call for call in calls if self._known is not None and call.call not in self._known
            ]
            self._known = ids
            self._page.show_calls(calls, site.now_ms())
            if fresh:
                self.say(_("{place}有人找工作人员").format(place=place_text(fresh[-1])))

        self.read(lambda: waiting_calls(site), known)

    def answer(self, call: str) -> None:
        """我去了."""
        site = self._context.site

        def work(allowed: Authorised) -> bool:
            answer_staff_call(site, call, allowed.actor_for(Act.ANSWER_CALL))
            return True

        if call:
            self.act(Act.ANSWER_CALL, work, _("记下了：您去了"), subject=call)


class CallsPage(DeskPage):
    """A list and one button."""

    name, title, icon, act = "calls", N_("有人找"), "support_agent", Act.ANSWER_CALL
    has_badge = True

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = CallsPresenter(context, self)
        self.pane = Pane(theme, "support_agent", _("有人找工作人员"), is_flush=True)
        empty = _("现在没有人找。自助机上有人点“找工作人员”，这里马上会有。")
        self.list = RecordList(theme, _("有人找工作人员"), row_height=104, empty=empty)
        self.list.chosen.connect(lambda _id: self._chosen())
        self.list.opened.connect(self.presenter.answer)
        self.pane.body.addWidget(self.list)
        side = Pane(theme, "directions_walk", _("去看看"))
        hint = _("到机器前问一声要办什么。去了就点一下，屏幕上的人不用再等。")
        side.body.addWidget(Words(theme, hint, "desk"))
        side.body.addStretch(1)
        self.go = DeskButton(theme, _("我去了"), kind="primary", icon="check", height=76)
        self.go.clicked.connect(lambda _checked=False: self.presenter.answer(self.list.chosen_id))
        side.body.addWidget(self.go)
        self.panes.addWidget(self.pane, 3)
        self.panes.addWidget(side, 2)

    count = DeskPage.enter

    def show_subject(self, subject_id: str) -> None:
        """A call's id."""
        self.list.choose(subject_id)
        self._chosen()

    def show_calls(self, calls: tuple[WaitingCall, ...], now_ms: int) -> None:
        """Show them, the first one chosen."""
        self.list.show_rows([_row(call, now_ms) for call in calls])
        if calls and not self.list.chosen_id:
            self.list.choose(calls[0].call)
        self.pane.say(_("有人找工作人员"), _("{count} 个在等").format(count=len(calls)))
        self._chosen()
        self.badged.emit(len(calls))

    def _chosen(self) -> None:
        self.go.setEnabled(bool(self.list.chosen_id))


def place_text(call: WaitingCall) -> str:
    """Which machine."""
    return _("{letter} 机").format(letter=call.letter) if call.letter else _("自助机")


def _row(call: WaitingCall, now_ms: int) -> Row:
    minutes = max(0, now_ms - call.asked_at) // _MINUTE_MS
    asked = _("{time} 叫的").format(time=clock_text(call.asked_at))
    waits = Mark(_("等了 {count} 分钟").format(count=minutes), "warn", "hourglass_empty")
    return Row(call.call, place_text(call), asked, marks=(waits,))
