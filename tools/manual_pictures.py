"""Renders the pictures of docs/manual from the gallery: `python tools/manual_pictures.py`.

Each is the real window on the gallery's hall, made smaller and of few colours: all of them stay
below 3 MB.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image, ImageQt
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.desk.gallery_samples import SAMPLES, shown_desk
from kiosk.ui.gallery import shown
from kiosk.ui.gallery_scene import scene
from kiosk.ui.theme import Theme

_FOLDER = Path(__file__).parents[1] / "docs" / "manual" / "pictures"
_COLOURS = 96
_DESK_WIDE, _PUBLIC_WIDE = 960, 400


def main() -> None:
    """Render every picture that the manual shows."""
    wanted = wanted_pictures()
    application = QApplication.instance() or QApplication([])
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kiosk-manual-") as folder:
        made = scene(Path(folder) / "hall")
        for name, window in shown(made, Theme()):
            if name in wanted:
                _save(window, name, _PUBLIC_WIDE)
        samples = tuple(sample for sample in SAMPLES if sample.name in wanted)
        for name, window in shown_desk(made, Theme(1920, 1080), samples):
            if name in wanted:
                _save(window, name, _DESK_WIDE)
        made.site.store.close()
    application.processEvents()


def wanted_pictures() -> set[str]:
    """Names of the pictures that stand in the manual's chapters."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(_FOLDER.parent.glob("*.md")))
    found = [part.split(".png")[0] for text in texts for part in text.split("pictures/")[1:]]
    return set(found)


def _save(window: QWidget, name: str, wide: int) -> None:
    picture = ImageQt.fromqimage(window.grab().toImage()).convert("RGB")
    high = round(picture.height * wide / picture.width)
    small = picture.resize((wide, high), Image.Resampling.LANCZOS)
    few = small.quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(_FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
