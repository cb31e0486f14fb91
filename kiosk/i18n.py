"""Texts of the interface through gettext, free of Qt.

The source language is Simplified Chinese: a message stands for itself. A catalogue under
`assets/locale` may replace it, for instance by a Uyghur or an English one.
"""

import gettext
from gettext import NullTranslations

from kiosk.assets import asset_path

__all__ = ["N_", "_", "ngettext", "use_language"]

_DOMAIN = "kiosk"
_current: NullTranslations = NullTranslations()


def use_language(language: str) -> None:
    """Take texts from the catalogue of a language; from the source where it has none."""
    global _current  # noqa: PLW0603 (one interface language for the whole process)
    _current = gettext.translation(
        _DOMAIN, str(asset_path("locale")), languages=[language], fallback=True
    )


def _(message: str) -> str:
    """The text for a message."""
    return _current.gettext(message)


def N_(message: str) -> str:  # noqa: N802 (the name that gettext tools look for)
    """Mark a message that is looked up later."""
    return message


def ngettext(singular: str, plural: str, count: int) -> str:
    """The text for a count."""
    return _current.ngettext(singular, plural, count)
