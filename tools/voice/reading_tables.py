"""Tables of readings from pypinyin (MIT): every character of GBK, and words that differ."""

import hashlib
from collections import defaultdict
from pathlib import Path

from pypinyin import Style, lazy_pinyin
from pypinyin.phrases_dict import phrases_dict

__all__ = ["key_of", "syllable_inventory", "write_tables"]

_LONGEST_WORD, _LONGEST_KEY = 4, 8


def _read(text: str) -> list[str]:
    return [
        syllable.replace("ü", "v")
        for syllable in lazy_pinyin(
            text, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore", v_to_u=False
        )
    ]


def key_of(text: str) -> str:
    """Name of the file of a phrase: `qing3-shua1-ka3`, letters as `letter-a`, long ones cut."""
    parts: list[str] = []
    run = ""
    for char in text + "\0":
        if char.isascii():
            parts += _read(run)
            run = ""
            if char.isalpha():
                parts.append(f"letter-{char.lower()}")
        else:
            run += char
    if len(parts) <= _LONGEST_KEY:
        return "-".join(parts)
    digest = hashlib.sha256(text.encode()).hexdigest()[:6]
    return "-".join([*parts[:_LONGEST_KEY], digest])


def _characters() -> dict[str, str]:
    """Usual reading of each Han character that GBK has."""
    found = {}
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                char = bytes((high, low)).decode("gbk")
            except UnicodeDecodeError:
                continue
            if "\u4e00" <= char <= "\u9fff" and (reading := _read(char)):
                found[char] = reading[0]
    return found


def syllable_inventory() -> list[str]:
    """Syllables that the characters of GB 2312 need, in their usual and in changed tones."""
    usual = _characters()
    common = {char for char in usual if _is_common(char)}
    found = {usual[char] for char in common}
    for word, reading in _words(usual).items():
        if set(word) <= common:
            found |= set(reading)
    found |= {f"{one[:-1]}2" for one in list(found) if one.endswith("3")} | {"bu2", "yi2", "yi4"}
    return sorted(one for one in found if one[-1].isdigit() and one[:-1].isalpha())


def _is_common(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _words(usual: dict[str, str]) -> dict[str, list[str]]:
    """Words in which some character is not read as usual."""
    found = {}
    for word in phrases_dict:
        if 2 <= len(word) <= _LONGEST_WORD and all(map(_is_common, word)):
            reading = _read(word)
            plain = [usual.get(char) for char in word]
            if len(reading) == len(word) and reading != plain:
                found[word] = reading
    return found


def write_tables(folder: Path) -> None:
    """`readings.txt` and `words.txt`."""
    usual = _characters()
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for char, syllable in usual.items():
        by_syllable[syllable].append(char)
    rows = [f"{syllable} {''.join(by_syllable[syllable])}" for syllable in sorted(by_syllable)]
    (folder / "readings.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")
    words = [f"{word} {' '.join(reading)}" for word, reading in sorted(_words(usual).items())]
    (folder / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
