"""Texts of the interface through gettext, free of Qt.

The source language is Simplified Chinese: a message stands for itself. A catalogue under
`assets/locale` may replace it, for instance by a Uyghur or an English one.
"""

import gettext
from gettext import NullTranslations

from kiosk.assets import asset_path

__all__ = [
    "N_",
    "SOURCE_LANGUAGE",
    "_",
    "has_catalogue",
    "ngettext",
    "unmarked",
    "use_language",
    "use_marks",
]

SOURCE_LANGUAGE = "zh_CN"

_DOMAIN = "kiosk"
_current: NullTranslations = NullTranslations()
# Isolates of Unicode: they nest, and nothing of them is seen.
_OPEN, _CLOSE = "\u2068", "\u2069"


class _Marks(NullTranslations):
    """Every message as it is, between two invisible marks."""

    def gettext(self, message: str) -> str:
        return f"{_OPEN}{message}{_CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(super().ngettext(msgid1, msgid2, n))


def use_language(language: str) -> None:
    """Take texts from the catalogue of a language; from the source where it has none."""
    global _current  # noqa: PLW0603 (one interface language for the whole process)
    _current = gettext.translation(
        _DOMAIN, str(asset_path("locale")), languages=[language], fallback=True
    )


def use_marks() -> None:
    """Mark every message, so that an audit can tell what did not come through gettext.

    To be called before the modules of the interface are loaded: some of their texts are looked up
    at that moment.
    """
    global _current  # noqa: PLW0603 (one interface language for the whole process)
    _current = _Marks()


def unmarked(text: str) -> str:
    """What of a text stands outside of all marks: data, or a text that was never looked up."""
    depth, rest = 0, []
    for letter in text:
        if letter in {_OPEN, _CLOSE}:
            depth = max(0, depth + (1 if letter == _OPEN else -1))
        elif not depth:
            rest.append(letter)
    return "".join(rest)


def has_catalogue(language: str) -> bool:
    """Whether there are texts in a language besides the source's."""
    return gettext.find(_DOMAIN, str(asset_path("locale")), [language]) is not None


def _(message: str) -> str:
    """The text for a message."""
    return _current.gettext(message)


def N_(message: str) -> str:  # noqa: N802 (the name that gettext tools look for)
    """Mark a message that is looked up later."""
    return message


def ngettext(singular: str, plural: str, count: int) -> str:
    """The text for a count."""
    return _current.ngettext(singular, plural, count)
