"""A field for a number that others must not read, with 看一下."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.components.buttons import SmallButton
from kiosk.ui.components.keypad import Field
from kiosk.ui.components.look import Look
from kiosk.ui.theme import Theme

__all__ = ["MaskedField"]


class MaskedField(QWidget):
    """Shows what it is told to; whoever tells it covers the number again when asked.

    The number itself never comes here while it is covered: the widget holds the covered text.
    A long number needs the whole width: with `is_wide` the screen places `look` elsewhere.
    """

    looked = Signal(bool)
    """看一下 was touched (True), or its three seconds are over (False)."""

    def __init__(self, theme: Theme, *, is_brown: bool = False, is_wide: bool = False) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(24))
        self.field = Field(theme, is_money=is_brown)
        height = 100 if is_wide else 152
        self.look = SmallButton(theme, _("看一下"), icon="visibility", height=height)
        self._look = Look(self, self.looked.emit)
        self.look.clicked.connect(lambda _checked=False: self._look.begin())
        row.addWidget(self.field, 1)
        if not is_wide:
            row.addWidget(self.look)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The text shown."""
        return self.field.text

    def say(self, text: str) -> None:
        """Show another text, covered or not."""
        self.field.say(text)

    def wipe(self) -> None:
        """Forget it, and do not show it again by itself."""
        self._look.stop()
        self.field.say("")
