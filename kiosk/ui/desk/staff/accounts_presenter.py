"""Accounts of the staff: open, role, PIN, card, disable, delete; no Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.roles import Act, Role
from kiosk.i18n import _
from kiosk.service.accounts import (
    AccountView,
    change_role,
    disable_account,
    enable_account,
    erase_account,
    link_card,
    list_accounts,
    open_account,
    reset_pin,
)
from kiosk.service.authority import Authorised
from kiosk.service.pins import random_pin
from kiosk.staff_words import role_text
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.question import Question

__all__ = ["AccountsPresenter", "AccountsState", "AccountsView", "NewPin"]


@dataclass(frozen=True, slots=True)
class NewPin:
    """A PIN nobody chose, shown once; its repr hides it."""

    name: str
    pin: str

    def __repr__(self) -> str:
        return "NewPin()"


@dataclass(frozen=True, slots=True)
class AccountsState:
    """All accounts; the chosen one, or a new one being made. `awaits_card`: a card put on the
    reader is linked to the chosen one."""

    accounts: tuple[AccountView, ...]
    chosen: AccountView | None = None
    is_new: bool = False
    awaits_card: bool = False
    pin: NewPin | None = None
    is_self: bool = False


class AccountsView(Protocol):
    """The view of the page."""

    def show_state(self, state: AccountsState) -> None:
        """Show it."""


class AccountsPresenter(PagePresenter):
    """Chooses an account and changes it."""

    def __init__(self, context: DeskContext, view: AccountsView) -> None:
        super().__init__(context)
        self._view = view
        self._accounts: tuple[AccountView, ...] = ()
        self._chosen = ""
        self._is_new = self._awaits_card = False
        self._pin: NewPin | None = None

    def refresh(self) -> None:
        """Look at the store again."""
        site = self._context.site

        def known(accounts: tuple[AccountView, ...]) -> None:
            self._accounts = accounts
            self._show()

        self.read(lambda: list_accounts(site), known)

    def choose(self, account: str) -> None:
        """A row was chosen."""
        self._chosen, self._is_new, self._awaits_card, self._pin = account, False, False, None
        self._show()

    def begin_new(self) -> None:
        """新开账号."""
        self._chosen, self._is_new, self._awaits_card, self._pin = "", True, False, None
        self._show()

    def open(self, name: str, role: Role) -> None:
        """Open it with a PIN that has to be changed at the first sign-in."""
        site, pin = self._context.site, random_pin()

        def opened(account: str) -> None:
            self.choose(account)
            self.show_pin(NewPin(name, pin))
            self.say(_("{name} 的账号开好了").format(name=name))

        self.act(Act.ACCOUNTS, lambda allowed: open_account(site, allowed, name, role, pin), opened)

    def change_role(self) -> None:
        """改角色: ask which."""
        chosen = self._account
        if chosen is None:
            return
        options = [(str(role), role_text(role)) for role in Role if str(role) != chosen.role]
        question = _("{name} 改做什么？").format(name=chosen.name)

        def picked(role: str) -> None:
            words = _("{name} 现在是{role}").format(name=chosen.name, role=role_text(role))
            self._change(lambda allowed: self._with_role(allowed, chosen.id, Role(role)), words)

        self._context.navigator.choose(question, options, picked)

    def reset_pin(self) -> None:
        """重设密码: a new temporary PIN."""
        site, chosen, pin = self._context.site, self._account, random_pin()
        if chosen is None:
            return

        def done(_none: object) -> None:
            self.show_pin(NewPin(chosen.name, pin))
            self.say(_("{name} 的密码换好了").format(name=chosen.name))

        work = self._work(lambda allowed: reset_pin(site, allowed, chosen.id, pin))
        self.act(Act.ACCOUNTS, work, done)

    def link_card(self) -> None:
        """绑定身份证: wait for a card, or stop waiting."""
        self._awaits_card = not self._awaits_card
        self._show()

    def card(self, id_number: str) -> None:
        """A card was put on the reader."""
        site, chosen = self._context.site, self._account
        if chosen is None or not self._awaits_card:
            return
        self._awaits_card = False
        words = _("绑定好了，{name} 刷身份证就能登录").format(name=chosen.name)
        self._change(lambda allowed: link_card(site, allowed, chosen.id, id_number), words)

    def unlink_card(self) -> None:
        """解除身份证."""
        site, chosen = self._context.site, self._account
        if chosen is not None:
            words = _("{name} 的身份证解除了").format(name=chosen.name)
            self._change(lambda allowed: link_card(site, allowed, chosen.id, ""), words)

    def disable(self) -> None:
        """停用, after a question; or 重新启用 at once."""
        site, chosen = self._context.site, self._account
        if chosen is None:
            return
        if not chosen.is_active:
            words = _("{name} 的账号又能用了").format(name=chosen.name)
            self._change(lambda allowed: enable_account(site, allowed, chosen.id), words)
            return
        question = Question(
            "block",
            _("停用 {name} 的账号？").format(name=chosen.name),
            _("停用以后马上不能登录、不能办事；做过的记录都留着，随时可以重新启用。"),
            _("不停用"),
            _("停用"),
        )
        words = _("{name} 的账号停用了").format(name=chosen.name)
        self._ask(question, lambda allowed: disable_account(site, allowed, chosen.id), words)

    def erase(self) -> None:
        """删除, after a question."""
        site, chosen = self._context.site, self._account
        if chosen is None:
            return
        question = Question(
            "delete_forever",
            _("删除 {name} 的账号？").format(name=chosen.name),
            _("名字、密码、身份证绑定都删掉，找不回来。做过的记录留着，只是没有名字。"),
            _("不删除"),
            _("删除"),
        )
        words = _("账号删除了")
        self._ask(question, lambda allowed: erase_account(site, allowed, chosen.id), words)

    def show_pin(self, pin: NewPin) -> None:
        """Show a PIN until it is put away."""
        self._pin = pin
        self._show()

    def put_pin_away(self) -> None:
        """The PIN was written down."""
        self._pin = None
        self._show()

    def wipe(self) -> None:
        """Nothing stays, least of all a PIN."""
        self._accounts, self._chosen, self._pin = (), "", None
        self._is_new = self._awaits_card = False

    @property
    def _account(self) -> AccountView | None:
        return next((item for item in self._accounts if item.id == self._chosen), None)

    def _with_role(self, allowed: Authorised, account: str, role: Role) -> None:
        change_role(self._context.site, allowed, account, role)

    @staticmethod
    def _work(work: Callable[[Authorised], None]) -> Callable[[Authorised], bool]:
        """The work with a result that can be handed on."""

        def worked(allowed: Authorised) -> bool:
            work(allowed)
            return True

        return worked

    def _change(self, work: Callable[[Authorised], None], words: str) -> None:
        self._pin = None
        self.act(Act.ACCOUNTS, self._work(work), words)

    def _ask(self, question: Question, work: Callable[[Authorised], None], words: str) -> None:
        def answered(is_safe: bool) -> None:
            if not is_safe:
                self._change(work, words)

        self._context.navigator.ask(question, answered)

    def _show(self) -> None:
        session, chosen = self._context.staff.session, self._account
        is_self = session is not None and chosen is not None and session.account_id == chosen.id
        self._view.show_state(
            AccountsState(
                self._accounts, chosen, self._is_new, self._awaits_card, self._pin, is_self
            )
        )
