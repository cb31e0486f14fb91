"""我的登记: what is registered, and changing, printing or deleting it."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.problems import NotPossible
from kiosk.i18n import _
from kiosk.service.registration import erase_person, find_seeker_by_id, print_registration
from kiosk.service.views import SeekerView
from kiosk.ui.public.context import PublicContext, failure_text
from kiosk.ui.question import Question

__all__ = ["MyDetailsPresenter", "MyDetailsState", "MyDetailsView"]


@dataclass(frozen=True, slots=True)
class MyDetailsState:
    """What is registered, as a public screen may show it."""

    person: str
    number: str
    phone: str
    trades: str
    message: str = ""
    is_problem: bool = False
    is_erased: bool = False


class MyDetailsView(Protocol):
    """The view of the screen."""

    def show_state(self, state: MyDetailsState) -> None:
        """Show it."""


class MyDetailsPresenter:
    """Changes go through the very screens of the registration."""

    def __init__(self, context: PublicContext, view: MyDetailsView) -> None:
        self._context = context
        self._view = view

    def enter(self) -> None:
        """The screen is shown, or comes back from a change."""
        context, seeker = self._context, self._context.session.seeker
        if seeker is not None:
            self._show()
            context.tasks.read(
                lambda: find_seeker_by_id(context.site, seeker.id), self._known, self._failed
            )

    def change_trades(self) -> None:
        """改工种."""
        self._context.navigator.go("trades")

    def change_phone(self) -> None:
        """改手机号."""
        self._context.session.phone = ""
        self._context.navigator.go("phone")

    def print_slip(self) -> None:
        """打登记单: next time its code stands for the card."""
        context, seeker = self._context, self._context.session.seeker
        if seeker is not None:
            context.tasks.write(
                lambda: print_registration(context.site, seeker.id),
                lambda _job: self._show(_("登记单在打了，请到出纸口拿。下次扫它，不用刷身份证。")),
                self._failed,
            )

    def find_work(self) -> None:
        """去找活."""
        self._context.session.purpose = "work"
        self._context.navigator.go("posts")

    def ask_to_erase(self) -> None:
        """删掉我的登记: asked once more, the safe answer first."""
        question = Question(
            "delete_forever",
            _("真的要删掉您的登记吗？"),
            _("姓名、证号、电话都会删掉，各处都删，找不回来。以后可以重新登记。"),
            _("不删，留着"),
            _("删掉"),
        )
        self._context.navigator.ask(question, self._erase_answered)

    def _erase_answered(self, keeps: bool) -> None:
        context, seeker = self._context, self._context.session.seeker
        if keeps or seeker is None:
            return

        def erased(_changed: frozenset[str]) -> None:
            context.session.wipe()
            done = _("您的登记删掉了。本机和各处都不再留您的姓名、证号和电话。")
            self._view.show_state(MyDetailsState("", "", "", "", done, is_erased=True))

        context.tasks.write(
            lambda: erase_person(context.site, seeker.id, seeker.id), erased, self._failed
        )

    def end(self) -> None:
        """办完了, after everything was erased."""
        self._context.navigator.leave()

    def _known(self, seeker: SeekerView | None) -> None:
        if seeker is None:
            self._failed(NotPossible("unknown_seeker"))
            return
        self._context.session.seeker = seeker
        self._context.session.trades = seeker.trades
        self._show()

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error), is_problem=True)

    def _show(self, message: str = "", *, is_problem: bool = False) -> None:
        seeker, site = self._context.session.seeker, self._context.site
        if seeker is None:
            return
        trades = "、".join(site.trade_name(trade) for trade in seeker.trades)
        self._view.show_state(
            MyDetailsState(
                person=seeker.public_name,
                number=seeker.number,
                phone=seeker.phone_masked or _("没有留"),
                trades=trades or _("还没有选"),
                message=message,
                is_problem=is_problem,
            )
        )
