"""PDF files to a printer of Windows by the shell's own verbs, as a person would by the mouse.

Not tried on a real Windows yet: a program for PDF has to be there that knows the verbs.
"""

import os
from collections.abc import Sequence
from pathlib import Path

__all__ = ["print_on_windows"]


def print_on_windows(files: Sequence[Path], printer: str) -> None:
    """Hand files to the program that Windows has for them, which prints them one after another.

    Args:
        files: they are there.
        printer: its name; empty for the default one.

    Raises:
        OSError: no program is set up for PDF, or it does not print.
    """
    start = os.startfile  # type: ignore[attr-defined]  # on Windows only
    for path in files:
        if printer:
            start(path, "printto", f'"{printer}"')
        else:
            start(path, "print")
