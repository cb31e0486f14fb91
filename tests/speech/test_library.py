"""Clips of the program, and those a hall puts in their place."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import soundfile
from structlog.testing import capture_logs

from kiosk.assets import asset_path
from kiosk.catalog import regions, trades
from kiosk.speech.joiner import RATE, Samples, frames
from kiosk.speech.library import PHRASES, VoiceLibrary, phrase_rows
from kiosk.speech.readings import Readings
from kiosk.speech.spoken import Say, spoken
from kiosk.speech.wording import worded

READINGS = Readings.load(asset_path("voice", "readings.txt"), asset_path("voice", "words.txt"))


def tone(hertz: float, seconds: float, rate: int = RATE) -> Samples:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype("f4")


def pitch(samples: Samples) -> float:
    return float(np.abs(np.fft.rfft(samples)).argmax()) * RATE / len(samples)


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    folder = tmp_path / "delivered"
    folder.mkdir()
    (folder / PHRASES).write_text("# list\nqing3\t请\t\nqu4\t去\t。\n", encoding="utf-8")
    for name in ("readings.txt", "words.txt"):
        (folder / name).write_text("ma1 妈\n" if name == "readings.txt" else "", encoding="utf-8")
    soundfile.write(folder / "qing3.ogg", tone(300, 0.5), RATE, format="OGG", subtype="OPUS")
    return folder


def test_phrase_without_a_file_is_no_phrase(delivered: Path) -> None:
    assert VoiceLibrary(delivered=delivered).phrases == {"请": "qing3"}


@pytest.mark.parametrize("name", ["qing3.wav", "请.flac", "请.WAV"])
def test_recording_of_the_hall_comes_first(delivered: Path, tmp_path: Path, name: str) -> None:
    own = tmp_path / "voice"
    own.mkdir()
    form = Path(name).suffix[1:].upper()
    soundfile.write(own / name, tone(600, 0.4, 44_100), 44_100, format=form)
    assert pitch(VoiceLibrary(delivered=delivered).say("请")) == pytest.approx(300, abs=10)
    said = VoiceLibrary(own, delivered=delivered).say("请")
    assert pitch(said) == pytest.approx(600, abs=10)
    assert len(said) == pytest.approx(0.4 * RATE, rel=0.1)


def test_hall_adds_words_nobody_thought_of(delivered: Path, tmp_path: Path) -> None:
    own = tmp_path / "voice"
    own.mkdir()
    soundfile.write(own / "高桥 5 栋.wav", np.stack([tone(500, 0.4)] * 2, axis=1), RATE)
    library = VoiceLibrary(own, delivered=delivered)
    assert pitch(library.say("高桥5栋")) == pytest.approx(500, abs=10)


def test_broken_recording_falls_back(delivered: Path, tmp_path: Path) -> None:
    own = tmp_path / "voice"
    own.mkdir()
    (own / "qing3.wav").write_bytes(b"RIFF broken")
    with capture_logs() as logs:
        said = VoiceLibrary(own, delivered=delivered).say("请")
    assert pitch(said) == pytest.approx(300, abs=10)
    assert [entry["file"] for entry in logs] == ["qing3.wav"]


def test_loud_recording_and_soft_clip_become_alike(delivered: Path, tmp_path: Path) -> None:
    own = tmp_path / "voice"
    own.mkdir()
    soundfile.write(own / "去.wav", tone(400, 0.5) * 0.05, RATE)
    said = VoiceLibrary(own, delivered=delivered).say("请，去")
    half = len(said) // 2
    first, second = (float(np.abs(part).max()) for part in (said[:half], said[half:]))
    assert first == pytest.approx(second, rel=0.15)


def test_pause_between_clauses_is_silence(delivered: Path) -> None:
    library = VoiceLibrary(delivered=delivered)
    together, apart = library.say("请请"), library.say("请，请")
    assert len(apart) - len(together) == pytest.approx(frames(180), abs=frames(10))
    middle = apart[len(apart) // 2 - frames(50) : len(apart) // 2 + frames(50)]
    assert float(np.abs(middle).max()) == 0


def test_nothing_there_says_nothing(tmp_path: Path, delivered: Path) -> None:
    assert not VoiceLibrary(delivered=tmp_path / "none").has_voice
    assert len(VoiceLibrary(delivered=delivered).say("妈")) == 0


def test_delivered_clips_are_speech_at_one_loudness_and_rate() -> None:
    folder = asset_path("voice")
    clips = sorted(folder.glob("*.ogg"))
    assert len(clips) > 1_000
    for path in clips[::25]:
        samples, rate = soundfile.read(BytesIO(path.read_bytes()), dtype="float32")
        assert rate == RATE, path.name
        assert samples.ndim == 1, path.name
        assert 0.08 < len(samples) / rate < 20, path.name
        assert 0.1 < float(np.abs(samples).max()) <= 1, path.name


def test_what_is_delivered_is_small() -> None:
    assert sum(path.stat().st_size for path in asset_path("voice").iterdir()) < 13_000_000


def test_listed_phrases_are_worded_and_have_their_clip() -> None:
    folder = asset_path("voice")
    rows = phrase_rows(folder / PHRASES)
    assert len(rows) > 1_000
    assert [text for _key, text, _ending in rows if worded(text) != text] == []
    assert [key for key, _text, _ending in rows if not (folder / f"{key}.ogg").exists()] == []


def test_trades_and_counties_have_clips_of_their_own() -> None:
    library = VoiceLibrary()
    names = [trade.name for trade in trades().values()] + [row.name for row in regions().values()]
    pieces = {name: spoken(name, library.phrases, READINGS) for name in names}
    assert {name: len(found) for name, found in pieces.items() if len(found) != 1} == {}


@pytest.mark.parametrize("amount", [1, 24.5, 99, 120, 260, 305, 999, 1_500, 12_345])
def test_any_pay_is_said_by_clips(amount: float) -> None:
    library = VoiceLibrary()
    for unit in ("元/天", "元/小时", "元/件", "元/趟"):
        pieces = spoken(f"{amount:g} {unit}", library.phrases, READINGS)
        known = set(library.phrases.values())
        assert {piece.key for piece in pieces if isinstance(piece, Say)} <= known


def test_every_syllable_of_a_place_can_be_said() -> None:
    library = VoiceLibrary()
    for place in ("榔梨圭塘洞井", "覃家坪", "鼙鼓岭", "龘"):
        assert len(library.say(place)) > frames(150) * len(place), place


def test_heteronyms_are_read_as_words() -> None:
    assert READINGS.syllables("长沙") == ("chang2", "sha1")
    assert READINGS.syllables("长大") == ("zhang3", "da4")
    assert READINGS.syllables("银行") == ("yin2", "hang2")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("汨罗市", "mi4-luo2-shi4"),
        ("耒阳市", "lei3-yang2-shi4"),
        ("醴陵市", "li3-ling2-shi4"),
        ("郴州市", "chen1-zhou1-shi4"),
        ("溆浦县", "xu4-pu3-xian4"),
        ("攸县", "you1-xian4"),
        ("长沙市", "chang2-sha1-shi4"),
    ],
)
def test_names_of_counties_are_read_as_at_home(name: str, key: str) -> None:
    assert VoiceLibrary().phrases[name] == key
    assert READINGS.syllables(name) == tuple(key.split("-"))
