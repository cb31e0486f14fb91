"""The base of every screen between header and footer."""

import re
from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import N_, _
from kiosk.ui.components.keypad import Keypad
from kiosk.ui.components.labels import StepBar, Words
from kiosk.ui.theme import Theme

__all__ = ["Screen"]

# Parts of phone and identity numbers, masked or not. Hotlines are written in groups.
_TAIL_OF_A_PHONE = N_("尾号")
_NUMBER_OF_A_PERSON = re.compile(r"\*{2,}|\d{11}")


class Typed(Protocol):
    """A presenter that takes digits."""

    def key(self, digit: str) -> None:
        """A digit."""

    def erase(self) -> None:
        """退一格."""


class Screen(QWidget):
    """Two columns that stand side by side in landscape and one above the other in portrait.

    `main` takes what is looked at, `side` what is touched to go on.
    """

    name = ""
    is_home = False
    shows_identity = False
    """Whether personal data stand here: the shorter idle time holds."""

    def __init__(self, theme: Theme, *, is_single: bool = False, main_share: int = 1) -> None:
        super().__init__()
        self.theme = theme
        margin = theme.px(48)
        is_wide = theme.is_landscape and not is_single
        outer = QHBoxLayout(self) if is_wide else QVBoxLayout(self)
        top = theme.px(20 if theme.is_landscape else 28)
        outer.setContentsMargins(margin, top, margin, theme.px(24))
        outer.setSpacing(theme.px(40 if is_wide else 24))
        self.main, self.side = QVBoxLayout(), QVBoxLayout()
        for column, share in ((self.main, main_share), (self.side, 1)):
            column.setSpacing(theme.px(24))
            if is_wide:
                outer.addLayout(column, share)
            else:
                outer.addLayout(column, 1 if column is self.main else 0)
        self._is_wide = is_wide

    def head(self, question: str, line: str = "", *, step: int = 0, steps: int = 0) -> Words:
        """Step bar, question and the line below it; returns the question."""
        if step:
            self.main.addWidget(StepBar(self.theme, step, steps))
        words = Words(self.theme, question, "question", bold=True)
        self.main.addWidget(words)
        self.line = Words(self.theme, line, "body", colour=self.theme.colours.ink2)
        self.main.addWidget(self.line)
        # Secondary lines are dropped in large type: what must be touched needs the room.
        self.line.setMaximumHeight(0 if self.theme.is_large else self.line.maximumHeight())
        return words

    def fill(self, column: QVBoxLayout) -> None:
        """Push what stands above up."""
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column.addWidget(gap, 1)

    def add_keypad(self, keypad: Keypad, typed: Typed) -> Keypad:
        """Digits below what stands in `main`, beside it in landscape; returns the keypad."""
        if self.theme.is_landscape:
            self.fill(self.main)
        keypad.pressed.connect(typed.key)
        keypad.erased.connect(typed.erase)
        (self.side if self.theme.is_landscape else self.main).addWidget(keypad, 1)
        return keypad

    def enter(self) -> None:
        """The screen is shown: the presenter fills it."""

    def wipe(self) -> None:
        """Nothing of the session's person may stay in a widget."""

    def spoken_texts(self) -> list[str]:
        """What 朗读 says, top to bottom; never a name, a phone or an identity number."""
        widgets = [child for child in self.findChildren(QWidget) if child.isVisibleTo(self)]
        widgets.sort(key=lambda child: child.mapTo(self, child.rect().topLeft()).y())
        texts = [getattr(child, "spoken", "") for child in widgets]
        public = (text for text in texts if text and not _is_of_a_person(text))
        return list(dict.fromkeys(public))


def _is_of_a_person(text: str) -> bool:
    marks = (_TAIL_OF_A_PHONE, _(_TAIL_OF_A_PHONE))
    return any(mark in text for mark in marks) or _NUMBER_OF_A_PERSON.search(text) is not None
