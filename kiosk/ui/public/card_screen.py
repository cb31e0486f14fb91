"""02 put the card."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.painting import box, draw_icon
from kiosk.ui.public.card_presenter import CardPresenter, CardState
from kiosk.ui.public.context import PublicContext
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["CardScreen"]


class _CardPicture(QWidget):
    """A card above the reader, two arrows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("身份证平放在读卡器上"))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A third of the screen."""
        return QSize(self._theme.px(984), self._theme.px(480))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """The picture."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        plain = theme.is_high_contrast
        edge = colours.border if plain else colours.rail.fill
        box(painter, self.rect(), theme.px(24), colours.rail.tint, edge, theme.px(3))
        centre = self.rect().center()
        card = QRect(0, 0, theme.px(420), theme.px(220))
        card.moveCenter(centre)
        card.translate(0, -theme.px(76))
        box(painter, card, theme.px(20), colours.card, edge, theme.px(5))
        face = QRect(card.left() + theme.px(28), card.top() + theme.px(48), *[theme.px(124)] * 2)
        draw_icon(painter, face, "person", colours.ink if plain else colours.blue.fill)
        for line in range(3):
            width = theme.px(200 - line * 40)
            at = QRect(face.right() + theme.px(28), face.top() + line * theme.px(44), width, 0)
            at.setHeight(theme.px(18))
            box(painter, at, theme.px(9), colours.ink if plain else colours.rail.fill)
        reader = QRect(0, 0, theme.px(600), theme.px(96))
        reader.moveCenter(centre)
        reader.moveTop(card.bottom() + theme.px(28))
        box(painter, reader, theme.px(28), colours.ink if plain else colours.rail.fill)
        slot = QRect(reader.left() + theme.px(80), reader.top() + theme.px(18), 0, theme.px(14))
        slot.setRight(reader.right() - theme.px(80))
        box(painter, slot, theme.px(7), colours.amber)
        for x in (card.left() - theme.px(150), card.right() + theme.px(50)):
            arrow = QRect(x, card.top() + theme.px(60), theme.px(100), theme.px(140))
            draw_icon(
                painter, arrow, "arrow_downward", colours.ink if plain else colours.brown.fill
            )
        painter.end()


class CardScreen(Screen):
    """Picture, what is going on, and the other ways."""

    name = "card"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self.presenter = CardPresenter(context, self)
        self._question = self.head(_("请把身份证放在读卡器上"), _("平着放，等嘀一声，大约 3 秒"))
        self.main.addWidget(_CardPicture(theme), 1)
        self.status = Banner(theme, "info", _("等您放卡…"), "hourglass_empty")
        self.main.addWidget(self.status)
        self.side.addWidget(Words(theme, _("没带身份证？"), "strong", bold=True))
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.type_number = BigButton(theme, _("手输号码"), icon="keyboard", height=152)
        self.type_number.clicked.connect(lambda _checked=False: self.presenter.type_number())
        row.addWidget(self.type_number)
        self.look = BigButton(theme, _("先看看活"), icon="search", height=152)
        self.look.clicked.connect(lambda _checked=False: self.presenter.look_only())
        row.addWidget(self.look)
        self.by_pin = BigButton(theme, _("用取单密码"), icon="receipt_long", height=152)
        self.by_pin.clicked.connect(lambda _checked=False: self.presenter.open_by_pin())
        row.addWidget(self.by_pin)
        self.side.addLayout(row)
        self.scan = Banner(theme, "notice", icon="qr_code_scanner")
        self.side.addWidget(self.scan)
        self.fill(self.side)
        self.side.addWidget(
            Banner(
                theme, "info", _("不拍照，不收指纹，不收钱。办完就清空，旁边的人看不到。"), "lock"
            )
        )

    def enter(self) -> None:
        """Wait for a card."""
        self.presenter.enter()

    def show_state(self, state: CardState) -> None:
        """Show how far the reading is."""
        self.look.setVisible(state.purpose == "work")
        self.by_pin.setVisible(state.purpose == "hire")
        by_camera = _("有以前的单子，把码对着摄像头也行。摄像头只认码，不拍照。")
        by_scanner = _("有以前的单子，拿到扫码口扫一下也行。")
        words = by_camera if state.has_camera else by_scanner
        self.scan.say(state.scan_hint or words, "notice", "qr_code_scanner")
        if state.purpose == "mine":
            self._question.say(_("请扫一下单子，或者放身份证"))
        else:
            self._question.say(_("请把身份证放在读卡器上"))
        if state.message:
            self.status.say(state.message, "error", "error")
        elif state.is_reading:
            self.status.say(_("读到了，请取走身份证"), "done", "check_circle")
        else:
            self.status.say(_("等您放卡…"), "info", "hourglass_empty")

    def wipe(self) -> None:
        """Back to waiting."""
        self.status.say(_("等您放卡…"), "info", "hourglass_empty")
