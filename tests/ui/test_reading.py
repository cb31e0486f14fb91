"""朗读 at the station: on by one touch, every screen after it, off at the end of the session."""

from collections.abc import Iterator

import pytest
from hand import LONG, Hand
from pytestqt.qtbot import QtBot
from still_clock import StillClock
from synthetic import id_number

from kiosk.ui.components.touchable import Touchable
from kiosk.ui.public.consent_screen import ConsentScreen
from kiosk.ui.public.phone_screen import PhoneScreen
from kiosk.ui.reading import Reading
from kiosk.ui.speech import Sound


class FakeSpeaker:
    """Notes what it is asked to say."""

    def __init__(self) -> None:
        self.has_voice = True
        self.said: list[list[str]] = []
        self.played: list[Sound] = []
        self.stops = 0

    def say(self, texts: list[str]) -> None:
        self.said.append(list(texts))

    def play(self, kind: Sound) -> None:
        self.played.append(kind)

    def stop(self) -> None:
        self.stops += 1


@pytest.fixture
def speaker() -> FakeSpeaker:
    return FakeSpeaker()


@pytest.fixture
def heard(hand: Hand, speaker: FakeSpeaker) -> Iterator[Hand]:
    """The station of `hand`, with a voice."""
    station = hand.station
    station.reading = Reading(speaker, station._spoken_now)  # type: ignore[arg-type]
    station.window.has_voice = True
    station._use_theme(station.window.theme)
    yield hand
    assert LONG.idle_s


def read_button(hand: Hand, *, home: bool) -> Touchable:
    return hand.window.headers[home].read


def test_reads_this_screen_and_those_after_it(
    qtbot: QtBot, heard: Hand, speaker: FakeSpeaker
) -> None:
    heard.touch(read_button(heard, home=True))
    assert any("找活干" in text for text in speaker.said[-1])
    heard.begin("find_work")
    qtbot.waitUntil(lambda: any("身份证" in text for text in speaker.said[-1]))
    heard.put_card("张试工", id_number(21))
    qtbot.waitUntil(lambda: any("同意" in text for text in speaker.said[-1]))
    heard.touch(heard.screen(ConsentScreen).agree, "check")
    count = len(speaker.said)
    qtbot.waitUntil(lambda: len(speaker.said) > count)
    assert not any("张" in text and "师傅" in text for text in speaker.said[-1])
    assert not any(id_number(21)[-4:] in text for text in speaker.said[-1])


def test_second_touch_is_silence(qtbot: QtBot, heard: Hand, speaker: FakeSpeaker) -> None:
    heard.touch(read_button(heard, home=True))
    heard.touch(read_button(heard, home=True))
    said = len(speaker.said)
    heard.begin("find_work")
    heard.leave()
    assert len(speaker.said) == said
    assert not heard.station.reading.is_on


def test_the_next_person_is_not_read_to(heard: Hand, speaker: FakeSpeaker) -> None:
    heard.begin("find_work")
    heard.touch(read_button(heard, home=False))
    assert heard.station.reading.is_on
    heard.leave()
    assert not heard.station.reading.is_on
    said = len(speaker.said)
    heard.begin("find_work")
    assert len(speaker.said) == said


def test_sounds(heard: Hand, speaker: FakeSpeaker) -> None:
    heard.begin("find_work")
    assert Sound.TAP in speaker.played
    heard.put_card("张试工", id_number(21))
    assert Sound.DONE in speaker.played
    heard.touch(heard.screen(ConsentScreen).agree, "check")
    heard.touch(heard.station.screen("check").right, "phone")  # type: ignore[attr-defined]
    screen = heard.screen(PhoneScreen)
    heard.type_on(screen.keypad, "12800001111")
    assert Sound.AGAIN not in speaker.played
    heard.touch(screen.next)
    assert Sound.AGAIN in speaker.played


def test_silent_machine_has_no_button(hand: Hand, touch_clock: StillClock) -> None:
    assert not hand.station.reading.has_voice
    assert not read_button(hand, home=True).isVisible()
    assert touch_clock is not None
