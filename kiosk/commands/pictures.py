"""`kiosk gallery`."""

import os
from pathlib import Path

__all__ = ["draw_gallery"]


def draw_gallery(out: Path, *, quick: bool) -> str:
    """Render every screen; returns one line on what was made."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kiosk.ui.gallery import render_all  # noqa: PLC0415 (needs the platform set before)

    count = render_all(out, quick=quick)
    return f"{count} pictures in {out}, index: {out / 'index.html'}"
