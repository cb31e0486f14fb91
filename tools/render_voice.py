"""Render the clips of `assets/voice`; run where the model is, never in a hall. See docs/VOICE.md.

python tools/render_voice.py lists               # phrases.txt, readings.txt, words.txt
python tools/render_voice.py phrases --voices V  # what has no clip yet
python tools/render_voice.py syllables --voices V
"""

import sys
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import click  # noqa: E402 (found through the paths above)
import soundfile  # noqa: E402
from voice.kokoro import RATE, Kokoro  # noqa: E402
from voice.phrase_list import phrases as all_phrases  # noqa: E402
from voice.reading_tables import key_of, syllable_inventory, write_tables  # noqa: E402

from kiosk.speech.joiner import Samples, join, level, trim  # noqa: E402
from kiosk.speech.library import PHRASES, SYLLABLES, phrase_rows  # noqa: E402

VOICE = ROOT / "assets" / "voice"
_SPEED, _SLOW = 0.75, 0.65
_TOKENS_IN_A_ROW = 130
# About 30 kbit/s of Opus.
_COMPRESSION = 0.92


@click.group()
def main() -> None:
    """Clips of the voice."""


@main.command()
def lists() -> None:
    """Write the list of phrases and the tables of readings."""
    VOICE.mkdir(exist_ok=True)
    head = "# key\tworded text\tending; written by tools/render_voice.py\n"
    rows = "".join(f"{key_of(text)}\t{text}\t{ending}\n" for text, ending in all_phrases())
    (VOICE / PHRASES).write_text(head + rows, encoding="utf-8")
    write_tables(VOICE)


@main.command()
@click.option("--voices", type=click.Path(path_type=Path), required=True)
@click.option("--voice", default="zf_xiaoxiao", show_default=True)
@click.option("--minutes", default=30.0, show_default=True, help="Stop after so long.")
def phrases(voices: Path, voice: str, minutes: float) -> None:
    """Render phrases that have no clip yet, the most important first."""
    model, until, seconds = Kokoro(voices, voice), time.monotonic() + minutes * 60, 0.0
    missing = {
        key: (model.phonemes(text), ending)
        for key, text, ending in reversed(phrase_rows(VOICE / PHRASES))
        if not (VOICE / f"{key}.ogg").exists()
    }
    rows = [(key, *said) for key, said in reversed(missing.items())]
    for row in _in_a_row(rows):
        if time.monotonic() > until:
            break
        sounds = model.say([said[1:] for said in row], speed=_SPEED)
        for (key, *_said), sound in zip(row, sounds, strict=True):
            seconds += len(sound) / RATE
            (VOICE / f"{key}.ogg").write_bytes(_encoded(sound))
    click.echo(f"{seconds:.0f} s of sound; {len(list(VOICE.glob('*.ogg')))} clips")


@main.command()
@click.option("--voices", type=click.Path(path_type=Path), required=True)
@click.option("--voice", default="zf_xiaoxiao", show_default=True)
def syllables(voices: Path, voice: str) -> None:
    """Render the archive of syllables anew."""
    model = Kokoro(voices, voice)
    rows = [(one, model.syllable(one), "") for one in syllable_inventory()]
    # Neighbours differ in tone and sound: a row of one syllable is said like a list.
    rows = [row for start in range(37) for row in rows[start::37]]
    clips = {}
    for row in _in_a_row(rows):
        sounds = model.say([said[1:] for said in row], speed=_SLOW)
        clips |= {key: _encoded(sound) for (key, *_), sound in zip(row, sounds, strict=True)}
    with zipfile.ZipFile(VOICE / SYLLABLES, "w", zipfile.ZIP_STORED) as archive:
        for key in sorted(clips):
            archive.writestr(zipfile.ZipInfo(f"{key}.ogg"), clips[key])
    click.echo(f"{len(clips)} syllables")


def _in_a_row(rows: list[tuple[str, str, str]]) -> Iterator[list[tuple[str, str, str]]]:
    """Groups of a length that the model says well."""
    group: list[tuple[str, str, str]] = []
    for row in rows:
        if group and sum(len(said) + 2 for _key, said, _end in (*group, row)) > _TOKENS_IN_A_ROW:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _encoded(sound: Samples) -> bytes:
    """Opus of the trimmed clip at the common loudness, its ends faded."""
    file = BytesIO()
    soundfile.write(
        file, join([level(trim(sound))]), RATE, format="OGG", subtype="OPUS",
        compression_level=_COMPRESSION,
    )  # fmt: skip
    return file.getvalue()


if __name__ == "__main__":
    main()
