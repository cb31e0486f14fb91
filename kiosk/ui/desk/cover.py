"""The cover: over everything until somebody has signed in, and while the window is locked."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.domain.roles import Act, StaffSession
from kiosk.i18n import _
from kiosk.service.site import Site
from kiosk.staff_words import act_text, role_text
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.desk.dialogs import DeskDialog
from kiosk.ui.desk.pane import DeskButton
from kiosk.ui.desk.people_tiles import PeopleTiles
from kiosk.ui.desk.pin_pad import PinDots, PinKeys, pin_key
from kiosk.ui.desk.sign_in_presenter import SignInPresenter, SignInState, Step
from kiosk.ui.desk.step_up_presenter import StepUpPresenter, StepUpState
from kiosk.ui.painting import Align, box, draw_text
from kiosk.ui.public.context import Tasks
from kiosk.ui.theme import Theme

__all__ = ["Cover", "StepUpDialog"]

_CARD_WIDE, _CARD_HIGH = 1360, 840


class _PinPage(QWidget):
    """Who, dots, digits."""

    def __init__(self, theme: Theme, presenter: SignInPresenter) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        edge = theme.px(48)
        row.setContentsMargins(edge, edge, edge, edge)
        row.setSpacing(theme.px(48))
        left = QVBoxLayout()
        left.setSpacing(theme.px(20))
        self.who = Words(theme, "", "title", bold=True)
        self.role = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.question = Words(theme, "", "desk_title", bold=True)
        self.hint = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.dots = PinDots(theme)
        self.message = Banner(theme, "error", role="desk")
        self.proceed = DeskButton(theme, _("登录"), kind="primary", height=84)
        self.back = DeskButton(theme, _("换个人"), icon="arrow_back", height=76)
        self.proceed.clicked.connect(lambda _checked=False: presenter.proceed())
        self.back.clicked.connect(lambda _checked=False: presenter.back())
        for widget in (self.who, self.role, self.question, self.dots, self.hint, self.message):
            left.addWidget(widget)
        left.addStretch(1)
        left.addWidget(self.proceed)
        left.addWidget(self.back)
        keys = PinKeys(theme)
        keys.pressed.connect(presenter.key)
        keys.erased.connect(presenter.erase)
        self.keys = keys
        row.addLayout(left, 1)
        row.addWidget(keys, 1)

    def show_state(self, state: SignInState) -> None:
        """Show it."""
        self.who.say(state.name)
        self.role.say(role_text(state.role))
        question, hint, word = {
            Step.NEW_PIN: (
                _("换成您自己的密码"),
                _("这个密码是别人给的。6 到 12 个数字，不要用生日和连号。"),
                _("下一步"),
            ),
            Step.AGAIN: (_("再按一遍新密码"), _("两遍一样才算。"), _("用这个密码")),
        }.get(state.step, (_("请按密码"), "", _("解锁") if state.is_locked else _("登录")))
        if state.is_locked:
            hint = _("没人操作，屏幕锁上了。做到一半的还在。")
        self.question.say(question)
        self.hint.say(hint)
        self.dots.say(state.dots)
        self.message.say(state.message, "error")
        self.proceed.setText(_("请稍等") if state.is_busy else word)
        self.proceed.setAccessibleName(self.proceed.text())
        self.proceed.setEnabled(state.can_proceed)
        back = _("不是我，退出这个账号") if state.is_locked else _("换个人")
        self.back.setText(back)
        self.back.setAccessibleName(back)


class Cover(QWidget):
    """The view of `SignInPresenter`, over the whole window; also `Staff`."""

    opened = Signal(object)
    """A `StaffSession` may work."""
    covers = Signal(bool)
    """Whether it lies over the window."""
    emptied = Signal()
    """Nobody's work lies beneath any more."""

    def __init__(self, theme: Theme, site: Site, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._site, self._tasks = theme, site, tasks
        self._hall = ""
        self.presenter = SignInPresenter(site, tasks, self)
        self._card = QWidget(self)
        self.step_up: StepUpDialog | None = None
        self.people = PeopleTiles(theme)
        self.pin = _PinPage(theme, self.presenter)
        self.stack = QStackedWidget(self._card)
        self.stack.addWidget(self.people)
        self.stack.addWidget(self.pin)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.people.searched.connect(self.presenter.find)
        self.people.entered.connect(self.presenter.choose_only)
        self.people.picked.connect(self.presenter.choose)
        self.people.turned.connect(self.presenter.turn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(parent.rect())

    @property
    def session(self) -> StaffSession | None:
        """Who works."""
        return self.presenter.session

    def show_hall(self, name: str) -> None:
        """The hall's name."""
        self._hall = name
        self.update()

    def ask_step_up(self, act: Act, then: Callable[[], None]) -> None:
        """Ask for the PIN; `then` is called when it was right."""
        session, window = self.presenter.session, self.parentWidget()
        if session is None or window is None:
            return

        def proven(fresher: StaffSession) -> None:
            self.step_up = None
            self.presenter.use(fresher)
            then()

        if self.step_up is not None:
            self.step_up.close_dialog()
        dialog = StepUpDialog(self._theme, window, act)
        dialog.use(StepUpPresenter(self._site, self._tasks, dialog, session, proven))
        self.step_up = dialog

    def show_state(self, state: SignInState) -> None:
        """Show it, and lie above everything."""
        if not self.isVisible():
            self.show()
            self.covers.emit(True)
        self.raise_()
        if state.step is Step.PEOPLE:
            self.people.show_people(state.people, state.page, state.pages, state.message)
            if self.stack.currentWidget() is not self.people:
                self.people.field.clear()
            self.stack.setCurrentWidget(self.people)
            self.people.field.setFocus()
        else:
            self.pin.show_state(state)
            self.stack.setCurrentWidget(self.pin)
            self.setFocus()

    def let_in(self, session: StaffSession) -> None:
        """Uncover."""
        self.hide()
        self.covers.emit(False)
        self.people.field.clear()
        self.opened.emit(session)

    def send_out(self) -> None:
        """Wipe what lies beneath."""
        if self.step_up is not None:
            self.step_up.close_dialog()
            self.step_up = None
        self.emptied.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Digits by keyboard; no key reaches what is covered."""
        if self.stack.currentWidget() is self.pin:
            press(self.presenter, pin_key(event))
        event.accept()

    def resizeEvent(self, _event) -> None:  # type: ignore[no-untyped-def]  # noqa: N802 (Qt's)
        """The card stands in the middle."""
        theme = self._theme
        wide = min(theme.px(_CARD_WIDE), self.width() - theme.px(48))
        high = min(theme.px(_CARD_HIGH), self.height() - theme.px(140))
        self._card.setGeometry(
            (self.width() - wide) // 2,
            theme.px(100) + (self.height() - theme.px(100) - high) // 2,
            wide,
            high,
        )

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """The band's colour, the hall's name, the card."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(colours.rail.fill))
        side = theme.px(56)
        logo = QRect(theme.px(40), theme.px(28), side, side)
        box(painter, logo, theme.px(10), colours.amber)
        centre = Align.AlignCenter
        draw_text(painter, logo, _("工"), theme, "desk_title", "#000000", bold=True, align=centre)
        words = QRect(logo.right() + theme.px(20), logo.top(), self.width() // 2, side)
        title = _("{hall} · 服务台").format(hall=self._hall or _("零工市场"))
        draw_text(painter, words, title, theme, "desk_title", "#FFFFFF", bold=True)
        edge = colours.border if theme.is_high_contrast else ""
        box(painter, self._card.geometry(), theme.px(24), colours.paper, edge, 3 if edge else 0)
        painter.end()


class StepUpDialog(DeskDialog):
    """The PIN once more, before a sensitive act."""

    def __init__(self, theme: Theme, parent: QWidget, act: Act) -> None:
        line = _("接下来要做的事要记在您名下：{act}。").format(act=act_text(act))
        super().__init__(theme, parent, _("请再按一次您的密码"), line, width=720)
        self.presenter: StepUpPresenter | None = None
        self.dots = PinDots(theme)
        self.message = Banner(theme, "error", role="desk")
        self.keys = PinKeys(theme, key_height=104)
        self.proceed = DeskButton(theme, _("继续"), kind="primary", height=76)
        self.leave = DeskButton(theme, _("不做了"), height=76)
        self.keys.setMaximumWidth(theme.px(720))
        for widget in (self.dots, self.message, self.keys):
            self.body.addWidget(widget)
        self.row(self.proceed, self.leave)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def use(self, presenter: StepUpPresenter) -> None:
        """Whose view this is."""
        self.presenter = presenter
        self.keys.pressed.connect(presenter.key)
        self.keys.erased.connect(presenter.erase)
        self.proceed.clicked.connect(lambda _checked=False: presenter.proceed())
        self.leave.clicked.connect(lambda _checked=False: self.give_up())
        presenter.show()
        self.rise()
        self.setFocus()

    def show_state(self, state: StepUpState) -> None:
        """Show it."""
        self.dots.say(state.dots)
        self.message.say(state.message, "error")
        self.proceed.setEnabled(state.can_proceed)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Digits by keyboard."""
        key = pin_key(event)
        if key == "back":
            self.give_up()
        elif self.presenter is not None:
            press(self.presenter, key)
        event.accept()


def press(presenter: SignInPresenter | StepUpPresenter, key: str) -> None:
    """A key of a PIN, see `pin_key`."""
    match key:
        case "erase":
            presenter.erase()
        case "proceed":
            presenter.proceed()
        case "back":
            if isinstance(presenter, SignInPresenter):
                presenter.back()
        case "":
            return
        case _:
            presenter.key(key)
