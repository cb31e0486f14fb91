"""12 write a name, a place or a sentence: by hand, by pinyin, a surname from the grid."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kiosk.i18n import _
from kiosk.ui.public.context import PublicContext
from kiosk.writing.fusion import candidates_of
from kiosk.writing.pinyin import Lexicon, common_surnames

__all__ = ["LETTERS", "Mode", "WritingPresenter", "WritingState", "WritingView"]

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_Stroke = tuple[tuple[float, float], ...]
_CANDIDATES = 10
_MOST_WORDS = 240
"""Of a reading: more than the longest of single syllables has (yi)."""
_LIMITS = {"name": 20, "place": 40, "content": 60}


class Mode(StrEnum):
    """How it is entered."""

    HAND = "hand"
    PINYIN = "pinyin"
    SURNAMES = "surnames"


@dataclass(frozen=True, slots=True)
class WritingState:
    """`letters` are typed and not yet chosen; `keys` belong to the modes with a grid."""

    purpose: str
    text: str
    mode: Mode
    candidates: tuple[str, ...]
    strokes: tuple[_Stroke, ...] = ()
    letters: str = ""
    keys: tuple[str, ...] = ()
    message: str = ""


class WritingView(Protocol):
    """The view of the screen."""

    def show_state(self, state: WritingState) -> None:
        """Show it."""


class WritingPresenter:
    """What is written stays in the session only until it is taken over."""

    def __init__(
        self, context: PublicContext, view: WritingView, surnames_per_page: int = 41
    ) -> None:
        self._surnames_per_page = surnames_per_page
        self._context = context
        self._view = view
        self._mode = Mode.HAND
        self._strokes: tuple[_Stroke, ...] = ()
        self._letters = ""
        self._found: tuple[str, ...] = ()
        self._page = 0

    def enter(self) -> None:
        """The screen is shown: a name begins with the surnames."""
        session = self._context.session
        self.forget()
        if session.writing_for == "name" and not session.text:
            self._mode = Mode.SURNAMES
        self._show()

    def forget(self) -> None:
        """Nothing of what was written stays."""
        self._mode, self._strokes, self._letters, self._found = Mode.HAND, (), "", ()
        self._page = 0

    def stroke(self, points: _Stroke) -> None:
        """A stroke was written."""
        self._strokes = (*self._strokes, points)
        self._recognise()

    def undo_stroke(self) -> None:
        """退一笔."""
        self._strokes = self._strokes[:-1]
        self._recognise()

    def clear(self) -> None:
        """重写."""
        self._strokes, self._letters, self._found = (), "", ()
        self._show()

    def key(self, key: str) -> None:
        """A letter, a surname, or 下一页 of the surnames was touched."""
        if self._mode is Mode.PINYIN:
            self._letters += key
            self._look_up()
        elif key == self._next_words:
            self._page += 1
            self._show()
        else:
            self._append(key)
            self.use(Mode.HAND)

    def pick(self, word: str) -> None:
        """A candidate was touched, or the key for more of them."""
        if word == self._more_candidates:
            self._page += 1
            self._show()
            return
        self._strokes, self._letters, self._found = (), "", ()
        self._append(word)
        self._show()

    def erase(self) -> None:
        """删一字: first the letters, then the text."""
        session = self._context.session
        if self._letters:
            self._letters = self._letters[:-1]
            self._look_up()
            return
        session.text = session.text[:-1]
        self._show()

    def use(self, mode: Mode) -> None:
        """用拼音, 用手写, 百家姓."""
        self._strokes, self._letters, self._found, self._page = (), "", (), 0
        self._mode = mode
        self._show()

    def done(self) -> None:
        """写好了; an unfinished character is taken as its likeliest reading."""
        session = self._context.session
        if self._found and (self._strokes or self._letters):
            self.pick(self._candidates()[0])
        text = session.text.strip()
        if not text:
            self._show(_("还没有写，请写一个字，再点上面的字。"))
            return
        match session.writing_for:
            case "name":
                session.name = text
            case "place":
                session.draft.place = text
            case "content":
                session.draft.content = text
        session.text, session.writing_for = "", ""
        self.forget()
        self._context.navigator.back()

    @property
    def _next_words(self) -> str:
        return _("更多")

    @property
    def _more_candidates(self) -> str:
        # No word of the lexicon has these dots.
        return _("更多…")

    def _append(self, word: str) -> None:
        session = self._context.session
        limit = _LIMITS.get(session.writing_for, 40)
        session.text = (session.text + word)[:limit]

    def _recognise(self) -> None:
        strokes = self._strokes
        self._show()

        def known(found: tuple[str, ...]) -> None:
            # A stroke may have been added while this was looked up.
            if strokes == self._strokes:
                self._found = found
                self._show()

        self._context.tasks.read(
            lambda: candidates_of(strokes, _CANDIDATES), known, lambda _error: None
        )

    def _look_up(self) -> None:
        letters = self._letters
        self._page = 0
        self._show()

        def known(found: tuple[str, ...]) -> None:
            if letters == self._letters:
                self._found = found
                self._show()

        self._context.tasks.read(
            lambda: tuple(Lexicon.load().candidates(letters, _MOST_WORDS)),
            known,
            lambda _error: None,
        )

    def _candidates(self) -> tuple[str, ...]:
        """Those of the page, and the key for the next one where they are more than fit."""
        if len(self._found) <= _CANDIDATES:
            return self._found
        each = _CANDIDATES - 1
        start = self._page % -(-len(self._found) // each) * each
        return (*self._found[start : start + each], self._more_candidates)

    def _keys(self) -> tuple[str, ...]:
        if self._mode is Mode.PINYIN:
            return tuple(LETTERS)
        if self._mode is Mode.SURNAMES:
            surnames = common_surnames()
            pages = -(-len(surnames) // self._surnames_per_page)
            start = self._page % pages * self._surnames_per_page
            return (*surnames[start : start + self._surnames_per_page], self._next_words)
        return ()

    def _show(self, message: str = "") -> None:
        session = self._context.session
        self._view.show_state(
            WritingState(
                purpose=session.writing_for,
                text=session.text,
                mode=self._mode,
                candidates=self._candidates(),
                strokes=self._strokes,
                letters=self._letters,
                keys=self._keys(),
                message=message,
            )
        )
