"""What all steps of a posting share."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.choices import ChoiceGroup
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.posting.presenter import STEPS, PostingPresenter, PostingState
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["StepScreen"]


class StepScreen(Screen):
    """What all steps share: step bar, question, summary, message, next."""

    step = 0
    question = ""
    next_words = _("下一步")
    is_single = False
    main_share = 1
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, is_single=self.is_single, main_share=self.main_share)
        self.presenter = PostingPresenter(context, self, self.step)
        self.head(self.question, step=self.step, steps=len(STEPS))
        self.build()
        self.message = Banner(theme, "error")
        self.side.addWidget(self.message)
        self.next = BigButton(theme, self.next_words, kind="primary", commits=True, role="title")
        self.next.clicked.connect(lambda _checked=False: self.presenter.proceed())
        self.side.addWidget(self.next)

    def build(self) -> None:
        """Add the step's own widgets."""
        raise NotImplementedError

    def label(self, column: QVBoxLayout, text: str) -> Words:
        """A small heading."""
        words = Words(self.theme, text, "strong", bold=True)
        column.addWidget(words)
        return words

    def choices(self, field: str, group: ChoiceGroup) -> ChoiceGroup:
        """Let a group answer for a field of the draft."""
        group.picked.connect(lambda value: self.presenter.choose(field, value))
        return group

    def enter(self) -> None:
        """Show the draft."""
        self.presenter.enter()

    def show_state(self, state: PostingState) -> None:
        """Show summary and message."""
        # A message needs the room of the summary; what is wrong matters more.
        self.line.say("" if state.message else state.summary)
        self.message.say(state.message)
        self.next.setEnabled(not state.is_busy)

    def wipe(self) -> None:
        """Forget the draft."""
        self.line.say("")
        self.message.say("")
