"""Faults as screens: what happened, that nothing is lost, and what to do."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.i18n import _
from kiosk.service.hall_profile import hall_view
from kiosk.service.staff_calls import call_staff
from kiosk.service.station_state import Fault, look_for_fault
from kiosk.service.views import HallView
from kiosk.store.errors import StoreError
from kiosk.ui.public.context import PublicContext

__all__ = ["FaultPresenter", "FaultState", "FaultView", "FaultWords", "words_of"]


@dataclass(frozen=True, slots=True)
class FaultWords:
    """Icon and sentences of a fault; `answer` is the button that goes on."""

    icon: str
    title: str
    happened: str
    safe: str
    todo: str
    answer: str


@dataclass(frozen=True, slots=True)
class FaultState:
    """One fault in words."""

    words: FaultWords


class FaultView(Protocol):
    """The view of the screen."""

    def show_state(self, state: FaultState) -> None:
        """Show it."""


def words_of(fault: Fault, hall: HallView) -> FaultWords:
    """The sentences of a fault."""
    hotline = _("打本场热线 {number}。").format(number=hall.hotline) if hall.hotline else ""
    kept = _("办过的都存好了，不会丢。")
    match fault:
        case Fault.CLOSED:
            return FaultWords(
                "event_busy",
                _("现在还没开门"),
                _("今天不开门")
                if hall.is_closed_today
                else _("开放时间：{opens} 到 {closes}").format(
                    opens=hall.opens, closes=hall.closes
                ),
                _("您的登记和单子都在，不会丢。"),
                _("到时间再来。着急的事，{call}").format(call=hotline or _("打 12333。")),
                _("先看看活"),
            )
        case Fault.CLOCK:
            return FaultWords(
                "lock_clock",
                _("这台机器的钟不准了"),
                _("钟往回走了，开工时间可能看错。"),
                kept,
                _("请叫工作人员把钟对好。{call}").format(call=hotline),
                _("对好了，再看一次"),
            )
        case Fault.UPDATE:
            return FaultWords(
                "update",
                _("机器正在更新"),
                _("工作人员在给机器换新程序，几分钟就好。"),
                kept,
                _("请等一等，或者到服务台办。{call}").format(call=hotline),
                _("再看一次"),
            )
        case Fault.DISK:
            return FaultWords(
                "storage",
                _("机器快存满了"),
                _("地方不够，新的事先记不下来。"),
                kept,
                _("请到服务台办，叫工作人员来看机器。{call}").format(call=hotline),
                _("再看一次"),
            )
        case Fault.STORE:
            return FaultWords(
                "storage",
                _("机器一时存不了东西"),
                _("刚才那一步没有存下来，别的都在。"),
                kept,
                _("请到服务台办，叫工作人员来看机器。{call}").format(call=hotline),
                _("再看一次"),
            )


class FaultPresenter:
    """Shows the fault of the station; looks again when asked."""

    def __init__(self, context: PublicContext, view: FaultView) -> None:
        self._context = context
        self._view = view
        self.fault = Fault.CLOSED

    def enter(self) -> None:
        """The screen is shown."""
        site, fault = self._context.site, self.fault

        def failed(_error: Exception) -> None:
            # The hall's own numbers cannot be read: say what can be said.
            self._view.show_state(FaultState(words_of(fault, HallView(id="", name=""))))

        def known(hall: HallView) -> None:
            self._view.show_state(FaultState(words_of(fault, hall)))

        self._context.tasks.read(lambda: hall_view(site), known, failed)

    def go_on(self) -> None:
        """先看看活, or 再看一次."""
        context = self._context
        if self.fault is Fault.CLOSED:
            context.session.wipe()
            context.session.purpose = "work"
            context.navigator.go("posts")
            return
        site = context.site

        def looked(fault: Fault | None) -> None:
            context.navigator.stand_in("home" if fault in {None, Fault.CLOSED} else "fault")

        def probe() -> Fault | None:
            # An empty transaction proves that the store can be written again.
            with site.store.write():
                pass
            return look_for_fault(site)

        context.tasks.write(probe, looked, self._still_failing)

    def call(self) -> None:
        """找工作人员."""
        site = self._context.site
        self._context.tasks.write(
            lambda: call_staff(site, "fault"), lambda _call: None, lambda _error: None
        )

    def _still_failing(self, error: Exception) -> None:
        if isinstance(error, StoreError):
            self.fault = Fault.STORE
        self.enter()
