"""12 write by hand or by pinyin."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.labels import Banner
from kiosk.ui.components.word_keys import WordKeys
from kiosk.ui.components.writing_pad import WritingPad
from kiosk.ui.components.written_field import WrittenField
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.writing_presenter import Mode, WritingPresenter, WritingState
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["WritingScreen"]


_LETTERS, _COLUMNS = 30, 6
# Rows and columns of the surnames.
_TALL, _WIDE, _WIDE_LARGE = (7, 6), (5, 8), (5, 6)


class WritingScreen(Screen):
    """Field, ten candidates, the sheet or the keys, and done."""

    name = "writing"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        wide = _WIDE_LARGE if theme.is_large else _WIDE
        rows, columns = wide if theme.is_landscape else _TALL
        self.presenter = WritingPresenter(context, self, rows * columns - 1)
        act = self.presenter
        self.title = self.head(" ")
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.field = WrittenField(theme)
        self.erase = BigButton(theme, _("删一字"), kind="amber", icon="backspace", height=136)
        self.erase.setFixedWidth(theme.px(264))
        self.erase.clicked.connect(lambda _checked=False: act.erase())
        row.addWidget(self.field, 1)
        row.addWidget(self.erase)
        self.main.addLayout(row)
        self.message = Banner(theme, "error")
        self.main.addWidget(self.message)
        self.candidates = WordKeys(theme, 10, 5, 96 if theme.is_landscape else 112)
        self.candidates.picked.connect(act.pick)
        self.main.addWidget(self.candidates)
        self.pad = WritingPad(theme)
        self.pad.stroke_written.connect(act.stroke)
        self.keys = WordKeys(theme, _LETTERS, _COLUMNS, 112)
        self.surname_keys = WordKeys(theme, rows * columns, columns, 112)
        for keys in (self.keys, self.surname_keys):
            keys.picked.connect(act.key)
        where = self.side if theme.is_landscape else self.main
        where.addWidget(self.pad, 1)
        where.addWidget(self.keys, 1)
        where.addWidget(self.surname_keys, 1)
        if theme.is_landscape:
            self.fill(self.main)
        below = self.main if theme.is_landscape else self.side
        below.addLayout(self._modes(theme))
        self.done = BigButton(theme, _("写好了"), kind="primary", commits=True)
        self.done.clicked.connect(lambda _checked=False: act.done())
        self.side.addWidget(self.done)

    def _modes(self, theme: Theme) -> QHBoxLayout:
        act = self.presenter
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.undo = BigButton(theme, _("退一笔"), icon="undo", height=104)
        self.undo.clicked.connect(lambda _checked=False: act.undo_stroke())
        self.clear = BigButton(theme, _("重写"), icon="delete_sweep", height=104)
        self.clear.clicked.connect(lambda _checked=False: act.clear())
        self.hand = BigButton(theme, _("用手写"), icon="draw", height=104)
        self.hand.clicked.connect(lambda _checked=False: act.use(Mode.HAND))
        self.pinyin = BigButton(theme, _("用拼音"), icon="keyboard", height=104)
        self.pinyin.clicked.connect(lambda _checked=False: act.use(Mode.PINYIN))
        self.surnames = BigButton(theme, _("挑姓"), icon="person", height=104)
        self.surnames.clicked.connect(lambda _checked=False: act.use(Mode.SURNAMES))
        for button in (self.undo, self.clear, self.surnames, self.hand, self.pinyin):
            row.addWidget(button)
        return row

    def enter(self) -> None:
        """An empty sheet."""
        self.presenter.enter()

    def show_state(self, state: WritingState) -> None:
        """Show text, candidates, sheet or keys."""
        questions = {
            "name": _("您叫什么名字？写一写"),
            "place": _("在哪里干活？写一写"),
            "content": _("干什么活？写一句"),
        }
        self.title.say(questions.get(state.purpose, _("写一写")))
        self.field.show_text(state.text, state.letters)
        self.message.say(state.message)
        self.candidates.show_words(state.candidates, marks_first=True)
        # Surnames need no candidates: their room shows more surnames.
        self.candidates.setVisible(state.mode is not Mode.SURNAMES)
        is_hand = state.mode is Mode.HAND
        self.pad.setVisible(is_hand)
        self.pad.show_strokes(state.strokes)
        is_surnames = state.mode is Mode.SURNAMES
        self.keys.setVisible(state.mode is Mode.PINYIN)
        self.keys.show_words(() if is_surnames else state.keys)
        self.surname_keys.setVisible(is_surnames)
        self.surname_keys.show_words(state.keys if is_surnames else ())
        self.undo.setVisible(is_hand)
        self.clear.setVisible(is_hand)
        self.undo.setEnabled(bool(state.strokes))
        self.clear.setEnabled(bool(state.strokes))
        self.hand.setVisible(not is_hand)
        self.pinyin.setVisible(state.mode is not Mode.PINYIN)
        self.surnames.setVisible(state.purpose == "name" and state.mode is Mode.PINYIN)
        self.erase.setEnabled(bool(state.text or state.letters))

    def wipe(self) -> None:
        """Nothing of what was written stays."""
        self.presenter.forget()
        self.field.show_text("", "")
        self.message.say("")
        self.candidates.show_words(())
        self.keys.show_words(())
        self.surname_keys.show_words(())
        self.pad.forget()
