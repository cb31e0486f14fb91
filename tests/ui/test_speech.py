"""What the speaker asks of the loudspeaker; nothing is heard here."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_sound import FakeLoudspeaker
from pytestqt.qtbot import QtBot

from kiosk.speech.joiner import Samples, pcm16
from kiosk.speech.library import VoiceLibrary
from kiosk.speech.sounds import Sound, sound
from kiosk.ui.loudspeaker import has_sound_server
from kiosk.ui.speech import Speaker, called


def said(text: str) -> bytes:
    """The text, and the rest after it."""
    return pcm16(VoiceLibrary().say(text)) + bytes(2 * 24 * 350)


@pytest.fixture
def loudspeaker(qtbot: QtBot) -> FakeLoudspeaker:
    return FakeLoudspeaker()


@pytest.fixture
def speaker(loudspeaker: FakeLoudspeaker) -> Iterator[Speaker]:
    made = Speaker(VoiceLibrary(), loudspeaker, volume=lambda: 0.4)
    yield made
    made.close()


def test_says_the_texts_of_a_screen(
    qtbot: QtBot, speaker: Speaker, loudspeaker: FakeLoudspeaker
) -> None:
    texts = ["今天有 28 个活", "搬运/装卸，260元/天", "热线 0731-8500 0123"]
    with qtbot.waitSignal(speaker.began):
        speaker.say(texts)
    assert speaker.is_speaking
    sounds = [said(texts[0]), said(texts[1]) + said(texts[2])]
    for at, expected in enumerate(sounds):
        qtbot.waitUntil(lambda at=at: len(loudspeaker.played) == at + 1)
        channel, _token, pcm, volume = loudspeaker.played[at]
        assert (channel, volume) == ("speech", 0.4)
        assert pcm == expected
        assert speaker.is_speaking
        if at < len(sounds) - 1:
            loudspeaker.end()
    with qtbot.waitSignal(speaker.finished):
        loudspeaker.end()
    assert not speaker.is_speaking


def test_first_text_is_heard_before_the_others_are_made(
    qtbot: QtBot, loudspeaker: FakeLoudspeaker
) -> None:
    go_on = threading.Event()

    class Slow(VoiceLibrary):
        def say(self, text: str) -> Samples:
            assert text == "找活干" or go_on.wait(10)
            return super().say(text)

    speaker = Speaker(Slow(), loudspeaker)
    speaker.say(["找活干", "我要招工"])
    qtbot.waitUntil(lambda: len(loudspeaker.played) == 1)
    loudspeaker.end()
    go_on.set()
    qtbot.waitUntil(lambda: len(loudspeaker.played) == 2)
    with qtbot.waitSignal(speaker.finished):
        loudspeaker.end()
    speaker.close()


def test_second_press_stops_and_what_was_under_way_is_not_played(
    qtbot: QtBot, speaker: Speaker, loudspeaker: FakeLoudspeaker
) -> None:
    speaker.toggle("没带身份证？")
    with qtbot.waitSignal(speaker.finished):
        speaker.toggle("没带身份证？")
    assert not speaker.is_speaking
    speaker.say("找活干")
    qtbot.waitUntil(lambda: bool(loudspeaker.played))
    assert [entry[2] for entry in loudspeaker.played] == [said("找活干")]


def test_end_of_an_earlier_text_does_not_end_the_next(
    qtbot: QtBot, speaker: Speaker, loudspeaker: FakeLoudspeaker
) -> None:
    speaker.say("找活干")
    qtbot.waitUntil(lambda: len(loudspeaker.played) == 1)
    speaker.say("我要招工")
    loudspeaker.end(0)
    qtbot.waitUntil(lambda: len(loudspeaker.played) == 2)
    assert speaker.is_speaking
    with qtbot.waitSignal(speaker.finished):
        loudspeaker.end()


@pytest.mark.parametrize("text", ["", "138****1234", "13800138000"])
def test_nothing_to_say_ends_at_once(
    qtbot: QtBot, speaker: Speaker, loudspeaker: FakeLoudspeaker, text: str
) -> None:
    with qtbot.waitSignal(speaker.finished):
        speaker.say(text)
    assert not speaker.is_speaking
    assert loudspeaker.played == []


def test_sounds_do_not_break_into_speech(
    qtbot: QtBot, speaker: Speaker, loudspeaker: FakeLoudspeaker
) -> None:
    speaker.say("找活干")
    qtbot.waitUntil(lambda: bool(loudspeaker.played))
    stops = len(loudspeaker.stopped)
    speaker.play(Sound.DONE)
    assert loudspeaker.played[-1] == ("sounds", 0, pcm16(sound(Sound.DONE)), 0.4)
    assert len(loudspeaker.stopped) == stops
    assert speaker.is_speaking


def test_joining_is_not_done_on_the_screens_thread(
    qtbot: QtBot, loudspeaker: FakeLoudspeaker
) -> None:
    threads: list[str] = []

    class Watched(VoiceLibrary):
        def say(self, text: str) -> Samples:
            threads.append(threading.current_thread().name)
            return super().say(text)

    speaker = Speaker(Watched(), loudspeaker)
    speaker.say("找活干")
    qtbot.waitUntil(lambda: bool(loudspeaker.played))
    speaker.close()
    assert len(threads) == 1
    assert threads[0].startswith("speech")
    assert loudspeaker.is_closed
    speaker.say("找活干")
    assert not speaker.is_speaking


def test_broken_library_is_told_by_its_kind_only(
    qtbot: QtBot,
    loudspeaker: FakeLoudspeaker,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    speaker = Speaker(VoiceLibrary(delivered=tmp_path), loudspeaker)
    with qtbot.waitSignal(speaker.finished):
        speaker.say("张师傅")
    speaker.close()
    # Where the logs go depends on whether a program of this process has set them up.
    printed = "".join(capfd.readouterr()) + caplog.text
    assert "FileNotFoundError" in printed
    assert "张师傅" not in printed


def test_without_a_loudspeaker_everything_is_silent(qtbot: QtBot) -> None:
    speaker = Speaker(VoiceLibrary(), None)
    assert not speaker.has_voice
    speaker.say("找活干")
    speaker.play(Sound.TAP)
    assert not speaker.is_speaking
    speaker.close()


def test_button_is_offered_where_there_is_a_voice(qtbot: QtBot, tmp_path: Path) -> None:
    loudspeaker = FakeLoudspeaker()
    with_voice = Speaker(VoiceLibrary(), loudspeaker)
    without = Speaker(VoiceLibrary(delivered=tmp_path), loudspeaker)
    assert (with_voice.has_voice, without.has_voice) == (True, False)
    for speaker in (with_voice, without):
        speaker.close()


def test_sound_server_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    monkeypatch.setenv("PULSE_RUNTIME_PATH", str(tmp_path))
    (tmp_path / "native").touch()
    assert has_sound_server()
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("PULSE_RUNTIME_PATH", "")
    assert has_sound_server()


def test_machine_without_sound_writes_nothing(tmp_path: Path) -> None:
    """In a process of its own: multimedia must not even be loaded."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtWidgets import QApplication\n"
        "application = QApplication([])\n"
        "from kiosk.ui.speech import Sound, speaker_of\n"
        f"speaker = speaker_of(Path({str(tmp_path)!r}))\n"
        "speaker.say('找活干')\n"
        "speaker.play(Sound.DONE)\n"
        "application.processEvents()\n"
        "speaker.close()\n"
        "print(speaker.has_voice, 'PySide6.QtMultimedia' in sys.modules)\n"
    )
    blank = {"XDG_RUNTIME_DIR": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    environment = {key: value for key, value in os.environ.items() if "PULSE" not in key}
    if Path("/run/pulse/native").exists():
        pytest.skip("this machine has a sound service for everybody")
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | blank,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("False False\n", "", 0)


def test_called_numbers_are_said_twice() -> None:
    assert called("A037", "B 区").count("A037 号，请到 B 区。") == 2
