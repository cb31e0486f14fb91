"""From letters to characters: an own lexicon tuned to names, trades and places of Hunan."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from kiosk.assets import asset_path

__all__ = ["Lexicon", "common_surnames"]

_LONGEST_SYLLABLE = 6
_MOST_LETTERS = 24
_MOST_SPLITS = 6
_MOST_LIKE = 40


@dataclass(frozen=True, slots=True)
class _Split:
    """Letters cut into syllables; the last one may be only begun."""

    syllables: tuple[str, ...]
    is_whole: bool


class Lexicon:
    """Readings with their words, the likeliest first; ü is v, or u where nobody can tell."""

    def __init__(self, words: dict[str, tuple[str, ...]]) -> None:
        self._words = words
        self._keys = sorted(words)
        self._syllables = frozenset(key for key in words if " " not in key)
        self._beginnings = frozenset(
            syllable[:end] for syllable in self._syllables for end in range(1, len(syllable) + 1)
        )

    @classmethod
    def load(cls) -> "Lexicon":
        """The lexicon of the program, read once."""
        return _load()

    @property
    def syllables(self) -> frozenset[str]:
        """Every syllable that some character has."""
        return self._syllables

    def candidates(self, letters: str, count: int = 30) -> list[str]:
        """Words and characters for what was typed, whole words first; none for other signs."""
        letters = letters.lower().replace("ü", "v").replace("'", "")[:_MOST_LETTERS]
        if not letters or not letters.isascii() or not letters.isalpha():
            return []
        found: dict[str, None] = {}
        splits = self._splits(letters)
        for split in splits:
            if split.is_whole:
                found.update(dict.fromkeys(self._words.get(" ".join(split.syllables), ())))
        for split in splits:
            found.update(dict.fromkeys(self._begun(" ".join(split.syllables))))
        for split in splits:
            if len(split.syllables) > 1:
                found.update(dict.fromkeys(self._words.get(split.syllables[0], ())))
        return list(found)[:count]

    def _begun(self, key: str) -> list[str]:
        """Words whose reading begins so: the likeliest of each."""
        words: list[str] = []
        at = bisect_left(self._keys, key)
        while at < len(self._keys) and self._keys[at].startswith(key) and len(words) < _MOST_LIKE:
            words += self._words[self._keys[at]][:3]
            at += 1
        return words

    def _splits(self, letters: str) -> list[_Split]:
        """Ways to cut the letters, the fewest syllables first; each also abbreviated at the end."""
        found: list[_Split] = []

        def cut(start: int, done: tuple[str, ...]) -> None:
            if len(found) >= _MOST_SPLITS:
                return
            if start == len(letters):
                found.append(_Split(done, is_whole=True))
                return
            for size in range(min(_LONGEST_SYLLABLE, len(letters) - start), 0, -1):
                part = letters[start : start + size]
                if part in self._syllables:
                    cut(start + size, (*done, part))
                elif start + size == len(letters) and part in self._beginnings:
                    found.append(_Split((*done, part), is_whole=False))

        cut(0, ())
        return sorted(found, key=lambda split: (not split.is_whole, len(split.syllables)))


@cache
def _load() -> Lexicon:
    words = {}
    with asset_path("writing", "pinyin.tsv").open(encoding="utf-8") as file:
        for line in file:
            key, _tab, rest = line.rstrip("\n").partition("\t")
            words[key] = tuple(rest.split(" "))
    return Lexicon(words)


@cache
def common_surnames() -> tuple[str, ...]:
    """Surnames of Hunan, the commonest first; 欧阳 stands as two characters together."""
    text = asset_path("writing", "surnames.txt").read_text(encoding="utf-8").strip()
    single = text.replace("欧阳", "")
    found = list(dict.fromkeys(single))
    found.insert(found.index("文") + 1, "欧阳")
    return tuple(found)
