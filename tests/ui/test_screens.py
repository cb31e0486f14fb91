"""Every screen of the gallery keeps the rules of the design, on every panel and in every mode."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from staff import light_hashes

import kiosk.ui.public
from kiosk.speech.library import VoiceLibrary
from kiosk.ui.audit import Violation, audit
from kiosk.ui.gallery import render_all, shown
from kiosk.ui.gallery_scene import Scene
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme
from kiosk.ui.window import StationWindow

__all__ = ["light_hashes"]

PANELS = {
    "landscape": Theme(1920, 1080),
    "small-portrait": Theme(768, 1366, 2.87),
    "small-landscape": Theme(1366, 768, 2.87),
    "large": Theme(is_large=True),
    "large-landscape": Theme(1920, 1080, is_large=True),
    "contrast": Theme(is_high_contrast=True),
    "contrast-landscape": Theme(1920, 1080, is_high_contrast=True),
    "large-contrast": Theme(is_large=True, is_high_contrast=True),
}


ENTERED = {
    "01-home": "address of the hall",
    "01-staff-door": "surnames of the staff",
    "07-posts": "places and employers",
    "08-post-detail": "places, employers, words of the posting",
    "10-post-5-where": "places",
    "11-employer": "places",
    "12-my-slips": "places and employers",
    "12-confirm": "places and employers",
    "12-writing": "single characters, which the syllables say",
    "15-leaflet": "leaflets, whose lines are not rendered yet",
    "16-training": "names and places of courses",
}
"""Screens that show what somebody entered, and what that is: it need not have a clip."""


@dataclass(frozen=True)
class Seen:
    """What is looked for on one screen."""

    violations: list[Violation]
    spoken: list[str]
    targets: list[str]


def seen(hall: Scene, theme: Theme) -> dict[str, Seen]:
    return {name: _look(window, theme) for name, window in shown(hall, theme)}


def _look(window: StationWindow, theme: Theme) -> Seen:
    page = window.stack.currentWidget()
    return Seen(
        violations=audit(window, theme),
        spoken=page.spoken_texts() if isinstance(page, Screen) else [],
        targets=[
            widget.accessibleName()
            for widget in page.findChildren(QWidget)
            if hasattr(widget, "click_allowed") and widget.isVisible()
        ],
    )


def violations(screens: dict[str, Seen]) -> dict[str, list[Violation]]:
    return {name: screen.violations for name, screen in screens.items() if screen.violations}


@pytest.fixture(scope="module")
def portrait(qapp: QApplication, hall: Scene) -> dict[str, Seen]:
    """All screens are gone through once for all that is asked of them."""
    return seen(hall, Theme())


def test_screens_keep_the_rules(portrait: dict[str, Seen]) -> None:
    assert violations(portrait) == {}


@pytest.mark.parametrize("panel", PANELS)
def test_screens_keep_the_rules_on_other_panels(qtbot: QtBot, hall: Scene, panel: str) -> None:
    assert violations(seen(hall, PANELS[panel])) == {}


def test_what_is_spoken_holds_nothing_of_the_person(hall: Scene, portrait: dict[str, Seen]) -> None:
    session = hall.session
    assert session.name
    assert session.id_number
    secrets = (session.name, session.id_number, session.id_number[-4:], "**", "尾号", "13800001234")
    for name, screen in portrait.items():
        for secret in secrets:
            assert not any(secret in text for text in screen.spoken), (name, screen.spoken)


def test_targets_have_a_name_of_their_own(portrait: dict[str, Seen]) -> None:
    """Two targets of one screen that are spoken alike cannot be told apart."""
    for name, screen in portrait.items():
        is_sheet = name.startswith("24-components")
        assert is_sheet or len(screen.targets) == len(set(screen.targets)), (name, screen.targets)


def test_texts_of_the_program_have_clips(portrait: dict[str, Seen]) -> None:
    """Whatever the program itself says has a clip; what a hall enters need not."""
    library = VoiceLibrary()
    found = {
        name: without
        for name, screen in portrait.items()
        if (without := [text for text in screen.spoken if not library.has_clips_for(text)])
    }
    assert found
    assert {
        name: texts for name, texts in found.items() if not name.startswith(tuple(ENTERED))
    } == {}


def test_text_without_a_clip_is_seen() -> None:
    library = VoiceLibrary()
    assert library.has_clips_for("请把身份证放在读卡器上")
    assert not library.has_clips_for("枘柯忖")


@pytest.mark.usefixtures("light_hashes")
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
