"""Whatever the program itself says on a public screen has a clip; what a hall enters need not."""

from pytestqt.qtbot import QtBot

from kiosk.speech.library import VoiceLibrary
from kiosk.ui.gallery import shown
from kiosk.ui.gallery_scene import Scene
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

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
"""Screens that show what somebody entered, and what that is."""


def said_by_syllables(hall: Scene, library: VoiceLibrary) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, window in shown(hall, Theme()):
        page = window.stack.currentWidget()
        texts = page.spoken_texts() if isinstance(page, Screen) else []
        if without := [text for text in texts if not library.has_clips_for(text)]:
            found[name] = without
    return found


def test_texts_of_the_program_have_clips(qtbot: QtBot, hall: Scene) -> None:
    found = said_by_syllables(hall, VoiceLibrary())
    assert found
    assert {
        name: texts for name, texts in found.items() if not name.startswith(tuple(ENTERED))
    } == {}


def test_text_without_a_clip_is_seen() -> None:
    library = VoiceLibrary()
    assert library.has_clips_for("请把身份证放在读卡器上")
    assert not library.has_clips_for("枘柯忖")
