"""Whether windows can be shown here at all; asked before Qt is, which would abort the program."""

import os
import sys

__all__ = ["has_display"]


def has_display() -> bool:
    """Whether there is a screen, or the environment names a platform of Qt's."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
