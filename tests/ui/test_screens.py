"""Every screen of the gallery keeps the rules of the design, on every panel and in every mode."""

import ast
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import kiosk.ui.public
from kiosk.ui.audit import Violation, audit
from kiosk.ui.gallery import render_all, shown
from kiosk.ui.gallery_scene import Scene
from kiosk.ui.theme import Theme

PANELS = {
    "portrait": Theme(),
    "landscape": Theme(1920, 1080),
    "small-portrait": Theme(768, 1366, 2.87),
    "small-landscape": Theme(1366, 768, 2.87),
    "large": Theme(is_large=True),
    "large-landscape": Theme(1920, 1080, is_large=True),
    "contrast": Theme(is_high_contrast=True),
    "contrast-landscape": Theme(1920, 1080, is_high_contrast=True),
    "large-contrast": Theme(is_large=True, is_high_contrast=True),
}


def violations(hall: Scene, theme: Theme) -> dict[str, list[Violation]]:
    found: dict[str, list[Violation]] = {}
    for name, window in shown(hall, theme):
        if broken := audit(window, theme):
            found[name] = broken
    return found


@pytest.mark.parametrize("panel", PANELS)
def test_screens_keep_the_rules(qtbot: QtBot, hall: Scene, panel: str) -> None:
    assert violations(hall, PANELS[panel]) == {}


def test_what_is_spoken_holds_nothing_of_the_person(qtbot: QtBot, hall: Scene) -> None:
    session = hall.session
    assert session.name
    assert session.id_number
    secrets = (session.name, session.id_number, session.id_number[-4:], "**", "尾号", "13800001234")
    for name, window in shown(hall, Theme()):
        page = window.stack.currentWidget()
        texts = page.spoken_texts() if hasattr(page, "spoken_texts") else []
        for secret in secrets:
            assert not any(secret in text for text in texts), (name, texts)


def test_gallery_writes_pictures_and_an_index(qtbot: QtBot, tmp_path: Path) -> None:
    count = render_all(tmp_path, quick=True)
    pictures = sorted(tmp_path.rglob("*.png"))
    assert len(pictures) == count
    names = {picture.stem for picture in pictures}
    assert {"01-home", "07-posts", "13-idle", "24-components-controls"} <= names
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert all(f"{picture.stem}.png" in index for picture in pictures)


def test_presenters_know_nothing_of_qt() -> None:
    folder = Path(kiosk.ui.public.__file__).parent
    presenters = sorted(folder.glob("*_presenter.py"))
    assert presenters
    for path in [*presenters, folder / "context.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in getattr(node, "names", [])]
            module = getattr(node, "module", None) or ""
            assert not any("PySide6" in str(name) for name in [*names, module]), path.name


def test_targets_have_a_name_of_their_own(qtbot: QtBot, hall: Scene) -> None:
    """Two targets of one screen that are spoken alike cannot be told apart."""
    for name, window in shown(hall, Theme()):
        spoken = [
            widget.accessibleName()
            for widget in window.stack.currentWidget().findChildren(QWidget)
            if hasattr(widget, "click_allowed") and widget.isVisible()
        ]
        assert name.startswith("24-components") or len(spoken) == len(set(spoken)), (name, spoken)
