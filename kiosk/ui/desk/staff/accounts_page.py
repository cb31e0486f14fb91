"""账号: who works here, and what each may do."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.devices.id_card import IdCard
from kiosk.domain.clock import day_of
from kiosk.domain.roles import Act, Role
from kiosk.i18n import N_, _
from kiosk.service.accounts import AccountView
from kiosk.staff_words import role_text
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.form import Form
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.desk.staff.accounts_presenter import AccountsPresenter, AccountsState, NewPin
from kiosk.ui.theme import Theme
from kiosk.words import date_text

__all__ = ["AccountsPage"]


class _NewAccount(QWidget):
    """Name and role of a new account."""

    def __init__(self, theme: Theme, presenter: AccountsPresenter) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(20))
        self.form = Form(theme)
        self.form.line("name", _("姓名"), _("登录时点的名字"))
        roles = [(str(role), role_text(role)) for role in Role]
        self.form.choices("role", _("做什么"), roles, columns=2)
        hint = _("密码由机器随机给，开好后只显示一次。本人第一次登录要换成自己的。")
        self.open = DeskButton(theme, _("开账号"), kind="primary", icon="person_add", height=76)
        self.open.clicked.connect(
            lambda _checked=False: presenter.open(
                self.form.written("name"), Role(str(self.form.value("role")))
            )
        )
        column.addWidget(self.form)
        column.addWidget(Words(theme, hint, "desk", colour=theme.colours.ink2))
        column.addStretch(1)
        column.addWidget(self.open)


class _OneAccount(QWidget):
    """Facts of an account and what can be changed."""

    def __init__(self, theme: Theme, presenter: AccountsPresenter) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        self.facts = FactsPane(theme)
        self.pin = Banner(theme, "notice", icon="lock", role="desk")
        self.put_away = DeskButton(theme, _("记下了，收起来"), icon="check")
        self.card_hint = Banner(theme, "notice", icon="credit_card", role="desk")
        self.role = DeskButton(theme, _("改角色"), icon="swap_horiz")
        self.reset = DeskButton(theme, _("重设密码"), icon="lock")
        self.card = DeskButton(theme, _("绑定身份证"), icon="credit_card")
        self.unlink = DeskButton(theme, _("解除身份证"), icon="close")
        self.disable = DeskButton(theme, "", icon="block", kind="danger")
        self.erase = DeskButton(theme, _("删除账号"), icon="delete_forever", kind="danger")
        for button, act in (
            (self.put_away, presenter.put_pin_away),
            (self.role, presenter.change_role),
            (self.reset, presenter.reset_pin),
            (self.card, presenter.link_card),
            (self.unlink, presenter.unlink_card),
            (self.disable, presenter.disable),
            (self.erase, presenter.erase),
        ):
            button.clicked.connect(lambda _checked=False, run=act: run())
        column.addWidget(self.facts)
        column.addWidget(self.pin)
        column.addWidget(self.put_away)
        column.addWidget(self.card_hint)
        column.addStretch(1)
        for button in (
            self.role,
            self.reset,
            self.card,
            self.unlink,
            self.disable,
            self.erase,
        ):
            column.addWidget(button)

    def show_account(self, account: AccountView, state: AccountsState) -> None:
        """Show it."""
        self.facts.show_facts(_facts(account))
        self.pin.say(_pin_words(state.pin), "notice")
        self.put_away.setVisible(state.pin is not None)
        waits = _("请把 {name} 的身份证放在读卡器上").format(name=account.name)
        self.card_hint.say(waits if state.awaits_card else "", "notice")
        self.card.setText(_("先不绑了") if state.awaits_card else _("绑定身份证"))
        self.card.setAccessibleName(self.card.text())
        self.unlink.setVisible(account.has_card)
        self.disable.setText(_("停用账号") if account.is_active else _("重新启用"))
        self.disable.setAccessibleName(self.disable.text())
        for button in (self.role, self.reset, self.card):
            button.show()
            button.setEnabled(account.is_active)
        # Who is signed in cannot take the ground from under the own feet.
        for button in (self.role, self.disable):
            button.setVisible(not state.is_self)
        self.erase.setVisible(not account.is_active and not state.is_self)
        if state.pin is not None:
            # One thing to do now: write it down.
            for button in (self.role, self.reset, self.card, self.unlink, self.disable, self.erase):
                button.hide()


class AccountsPage(DeskPage):
    """List left, the chosen account right."""

    name, title, icon, act = "accounts", N_("账号"), "how_to_reg", Act.ACCOUNTS

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = AccountsPresenter(context, self)
        self.pane = Pane(theme, "how_to_reg", _("账号"), is_flush=True)
        self.list = RecordList(theme, _("账号"))
        self.list.chosen.connect(self.presenter.choose)
        self.add = DeskButton(theme, _("新开账号"), kind="blue", icon="person_add")
        self.add.clicked.connect(lambda _checked=False: self.presenter.begin_new())
        self.pane.body.addWidget(self.list)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.px(24), theme.px(12), theme.px(24), theme.px(8))
        foot.addWidget(self.add)
        self.pane.body.addLayout(foot)
        self.detail = Pane(theme, "badge", "")
        self.stack = QStackedWidget()
        self.hint = Words(theme, _("点一个账号，或者新开一个。"), "desk", colour=theme.colours.ink2)
        self.one = _OneAccount(theme, self.presenter)
        self.new = _NewAccount(theme, self.presenter)
        for widget in (self.hint, self.one, self.new):
            self.stack.addWidget(widget)
        self.detail.body.addWidget(self.stack)
        self.panes.addWidget(self.pane, 3)
        self.panes.addWidget(self.detail, 2)

    def show_subject(self, subject_id: str) -> None:
        """An account's id."""
        self.presenter.choose(subject_id)

    def card_arrived(self, card: IdCard) -> None:
        """Links it where somebody waits for it."""
        self.presenter.card(card.number)

    def show_state(self, state: AccountsState) -> None:
        """Show list and account."""
        self.list.show_rows([_row(item) for item in state.accounts])
        self.list.choose(state.chosen.id if state.chosen else "")
        count = sum(item.is_active for item in state.accounts)
        self.pane.say(_("账号"), _("{count} 个能用").format(count=count))
        if state.is_new:
            self.detail.say(_("新开账号"))
            if self.stack.currentWidget() is not self.new:
                self.new.form.wipe()
            self.stack.setCurrentWidget(self.new)
            self.new.form.field("name").setFocus()
        elif state.chosen is not None:
            self.detail.say(state.chosen.name, role_text(state.chosen.role))
            self.one.show_account(state.chosen, state)
            self.stack.setCurrentWidget(self.one)
        else:
            self.detail.say(_("账号"))
            self.stack.setCurrentWidget(self.hint)

    def wipe(self) -> None:
        """No names, no PIN."""
        self.presenter.wipe()
        self.list.show_rows(())
        self.new.form.wipe()
        self.one.facts.show_facts(())
        self.one.pin.say("", "notice")


def _row(item: AccountView) -> Row:
    marks = []
    if not item.is_active:
        marks.append(Mark(_("停用"), "plain", "block"))
    elif item.minutes_locked:
        marks.append(Mark(_("锁住了"), "bad", "lock"))
    elif item.is_temporary:
        marks.append(Mark(_("没换密码"), "warn"))
    if item.has_card:
        marks.append(Mark(_("有证"), "info", "credit_card"))
    return Row(item.id, item.name, role_text(item.role), marks=tuple(marks))


def _facts(item: AccountView) -> tuple[Fact, ...]:
    if not item.is_active:
        state = _("停用了，不能登录")
    elif item.minutes_locked:
        state = _("试错太多，再过 {count} 分钟能试").format(count=item.minutes_locked)
    elif item.is_temporary:
        state = _("能用，第一次登录要换密码")
    else:
        state = _("能用")
    return (
        Fact("", _("姓名"), item.name),
        Fact("", _("做什么"), role_text(item.role)),
        Fact("", _("情况"), state),
        Fact("", _("身份证"), _("绑定了，刷卡能登录") if item.has_card else _("没有绑定")),
        Fact("", _("开户"), date_text(day_of(item.opened_at))),
    )


def _pin_words(pin: NewPin | None) -> str:
    if pin is None:
        return ""
    return _("{name} 的临时密码：{pin}\n只显示这一次，请写下来交给本人。").format(
        name=pin.name, pin=f"{pin.pin[:3]} {pin.pin[3:]}"
    )
