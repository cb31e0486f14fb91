"""How a Han character is read: syllables in pinyin with the tone as a digit, `ma1` … `ma5`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Readings", "with_sandhi"]

_ONE, _NOT = "yi1", "bu4"


@dataclass(frozen=True, slots=True)
class Readings:
    """Single characters by their usual reading, words where a character is read otherwise."""

    characters: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, characters: Path, words: Path) -> "Readings":
        """From lines `ma1 妈嘛` and lines `长沙 chang2 sha1`.

        Raises:
            OSError: a file cannot be read.
        """
        by_character: dict[str, str] = {}
        for line in characters.read_text(encoding="utf-8").splitlines():
            syllable, _, those = line.partition(" ")
            by_character.update(dict.fromkeys(those, syllable))
        rows = (line.split() for line in words.read_text(encoding="utf-8").splitlines())
        return cls(by_character, {row[0]: tuple(row[1:]) for row in rows if row})

    def syllables(self, text: str) -> tuple[str, ...]:
        """As they are said one after another; characters without a reading are passed over."""
        longest = max(map(len, self.words), default=1)
        said: list[str] = []
        at = 0
        while at < len(text):
            for size in range(min(longest, len(text) - at), 0, -1):
                part = text[at : at + size]
                if size > 1 and part in self.words:
                    said += self.words[part]
                    break
            else:
                size = 1
                if syllable := self.characters.get(text[at]):
                    said.append(syllable)
            at += size
        return with_sandhi(said)


def with_sandhi(syllables: Sequence[str]) -> tuple[str, ...]:
    """Tones as neighbours change them: 你好 ní hǎo, 不是 bú shì, 一个 yí gè, 一天 yì tiān."""
    said = list(syllables)
    for at in range(len(said) - 1):
        this, tone = said[at], said[at + 1][-1]
        if this == _NOT and tone == "4":
            said[at] = "bu2"
        elif this == _ONE and tone != "5":
            said[at] = "yi2" if tone == "4" else "yi4"
        elif this[-1] == "3" and tone == "3":
            said[at] = this[:-1] + "2"
    return tuple(said)
