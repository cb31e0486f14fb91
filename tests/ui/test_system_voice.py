"""The system's voice: its process with Qt's own mock engine, and the speaker beside it."""

import sys
from collections.abc import Iterator

import pytest
from fake_sound import FakeLoudspeaker, FakeVoice
from PySide6.QtTextToSpeech import QTextToSpeech
from pytestqt.qtbot import QtBot

from kiosk.speech.joiner import pcm16
from kiosk.speech.library import VoiceLibrary
from kiosk.ui import system_voice
from kiosk.ui.speech import Speaker
from kiosk.ui.system_voice import SystemVoice, voice_command

REST = bytes(2 * 24 * 350)
PLACE, ALSO = "枘柯忖", "忖衬材"
"""Nobody has recorded these."""
_PYTHON = [sys.executable, "-c"]


def clips(text: str) -> bytes:
    return pcm16(VoiceLibrary().say(text)) + REST


def mock_command(choice: str = "Mary") -> list[str]:
    return [*voice_command(choice), "--engine", "mock"]


@pytest.fixture
def voice(qtbot: QtBot) -> Iterator[SystemVoice]:
    assert "mock" in QTextToSpeech.availableEngines()
    made = SystemVoice(mock_command())
    qtbot.waitUntil(lambda: made.is_ready, timeout=30_000)
    yield made
    made.close()


@pytest.fixture
def loudspeaker(qtbot: QtBot) -> FakeLoudspeaker:
    return FakeLoudspeaker()


@pytest.fixture
def fake() -> FakeVoice:
    return FakeVoice()


@pytest.fixture
def speaker(loudspeaker: FakeLoudspeaker, fake: FakeVoice) -> Iterator[Speaker]:
    made = Speaker(VoiceLibrary(), loudspeaker, fake, volume=lambda: 0.4)
    yield made
    made.close()
    assert fake.is_closed


def test_process_says_a_text_to_the_end(qtbot: QtBot, voice: SystemVoice) -> None:
    with qtbot.waitSignal(voice.ended) as ended:
        voice.say(7, "高桥", 0.5)
    assert ended.args == [7]
    with qtbot.waitSignal(voice.ended) as ended:
        voice.say(8, "大市场", 0.5)
    assert ended.args == [8]


def test_stopped_text_does_not_end_the_next_one(qtbot: QtBot, voice: SystemVoice) -> None:
    ended: list[int] = []
    voice.ended.connect(ended.append)
    voice.say(1, "one two three four five six seven eight nine ten", 0.5)
    voice.stop()
    with qtbot.waitSignal(voice.ended):
        voice.say(2, "two", 0.5)
    assert ended == [2]


def test_system_without_such_a_voice(qtbot: QtBot) -> None:
    voice = SystemVoice(mock_command("nobody of this name"))
    process = voice._process
    qtbot.waitUntil(lambda: process.state() is process.ProcessState.NotRunning, timeout=30_000)
    assert not voice.is_ready
    with qtbot.waitSignal(voice.failed):
        voice.say(1, "高桥", 0.5)
    voice.close()


def test_program_that_is_not_there(qtbot: QtBot) -> None:
    voice = SystemVoice(["/nowhere/kiosk"])
    with qtbot.waitSignal(voice.failed):
        voice.say(1, "高桥", 0.5)
    voice.close()


def test_mute_voice_is_given_up(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_voice, "_BEGIN_MS", 20)
    code = """print('what engines say');print('{"what":"ready"}', flush=True);input();input()"""
    voice = SystemVoice([*_PYTHON, code])
    qtbot.waitUntil(lambda: voice.is_ready, timeout=30_000)
    with qtbot.waitSignal(voice.failed) as failed:
        voice.say(3, "高桥", 0.5)
    assert failed.args == [3]
    assert not voice.is_ready
    voice.close()


def test_text_without_a_clip_is_said_by_the_voice_in_its_turn(
    qtbot: QtBot, speaker: Speaker, loudspeaker: FakeLoudspeaker, fake: FakeVoice
) -> None:
    speaker.say(["找活干", f"{PLACE} 5 栋，260元/天，13800138000", "我要招工", "投诉维权"])
    qtbot.waitUntil(lambda: len(loudspeaker.played) == 1)
    assert fake.told == []
    loudspeaker.end()
    qtbot.waitUntil(lambda: len(fake.told) == 1)
    token, text, volume = fake.told[0]
    # In words, as the clips would say it: numbers of people are not among them.
    assert (text, volume) == (f"{PLACE}五栋，二百六十元一天", 0.4)
    assert [entry[2] for entry in loudspeaker.played] == [clips("找活干")]
    fake.ended.emit(token)
    qtbot.waitUntil(lambda: len(loudspeaker.played) == 2)
    assert loudspeaker.played[1][2] == clips("我要招工") + clips("投诉维权")
    with qtbot.waitSignal(speaker.finished):
        loudspeaker.end()


def test_voice_that_fails_gives_way_to_syllables(
    qtbot: QtBot, speaker: Speaker, loudspeaker: FakeLoudspeaker, fake: FakeVoice
) -> None:
    speaker.say([PLACE, ALSO])
    qtbot.waitUntil(lambda: len(fake.told) == 1)
    fake.is_ready = False
    fake.failed.emit(fake.told[0][0])
    qtbot.waitUntil(lambda: len(loudspeaker.played) == 1)
    assert loudspeaker.played[0][2] == clips(PLACE)
    loudspeaker.end()
    qtbot.waitUntil(lambda: len(loudspeaker.played) == 2)
    assert loudspeaker.played[1][2] == clips(ALSO)
    with qtbot.waitSignal(speaker.finished):
        loudspeaker.end()


def test_stop_silences_the_voice_too(
    qtbot: QtBot, speaker: Speaker, loudspeaker: FakeLoudspeaker, fake: FakeVoice
) -> None:
    speaker.say(PLACE)
    qtbot.waitUntil(lambda: len(fake.told) == 1)
    with qtbot.waitSignal(speaker.finished):
        speaker.stop()
    assert fake.stops == 1
    # What it says of its end comes late.
    fake.ended.emit(fake.told[0][0])
    speaker.say("找活干")
    qtbot.waitUntil(lambda: len(loudspeaker.played) == 1)
    assert speaker.is_speaking


def test_voice_that_dies_while_it_speaks(
    qtbot: QtBot, loudspeaker: FakeLoudspeaker, voice: SystemVoice
) -> None:
    speaker = Speaker(VoiceLibrary(), loudspeaker, voice)
    speaker.say(" ".join([PLACE] * 20))
    qtbot.waitUntil(lambda: voice._token != 0)
    voice._process.kill()
    qtbot.waitUntil(lambda: len(loudspeaker.played) == 1)
    assert not voice.is_ready
    speaker.close()
