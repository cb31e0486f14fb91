"""Search by pinyin with all readings: 覃 is found by qin and tan, by syllables or initials."""

from collections import defaultdict
from functools import cache, lru_cache

from kiosk.assets import asset_path

__all__ = ["first_letters", "is_pinyin", "matches", "readings"]

_LONGEST_QUERY = 40
_UMLAUT = str.maketrans({"ü": "v", "'": None, " ": None, "-": None})


@cache
def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    with asset_path("catalog", "pinyin.txt").open(encoding="utf-8") as file:
        for line in file:
            if line.startswith("#"):
                continue
            reading, _blank, characters = line.strip().partition(" ")
            for character in characters:
                found[character] += _spellings(reading)
    return {character: tuple(spelled) for character, spelled in found.items()}


def _spellings(reading: str) -> tuple[str, ...]:
    """吕 is typed lv, lu (no ü on the keyboard) or lyu (as in a passport)."""
    if reading[:2] in {"lv", "nv"}:
        return reading, reading.replace("v", "u"), reading.replace("v", "yu")
    return (reading,)


def readings(character: str) -> tuple[str, ...]:
    """All toneless readings of a character; a letter or digit reads as itself."""
    if character.isascii() and character.isalnum():
        return (character.lower(),)
    return _table().get(character, ())


@lru_cache(maxsize=8192)
def first_letters(character: str) -> frozenset[str]:
    """First letters of all readings."""
    return frozenset(reading[0] for reading in readings(character))


def is_pinyin(text: str) -> bool:
    """Whether a query can be pinyin: Latin letters only, a few at most."""
    plain = _plain(text)
    return 0 < len(plain) <= _LONGEST_QUERY and plain.isascii() and plain.isalpha()


def matches(query: str, text: str) -> bool:
    """Whether a query spells the text from its start or from some later character.

    Each character is spelled by a whole reading, by its initial (zh, ch, sh too), and the last
    one also by the beginning of a reading: tw, tanw, tanwei and wei all find 覃伟.
    """
    plain = _plain(query)
    if not is_pinyin(query):
        return False
    return any(
        plain[0] in first_letters(text[start]) and _spells(plain, text, start)
        for start in range(len(text))
    )


def _spells(query: str, text: str, start: int) -> bool:
    """Walks over the places in the query that the characters so far can have reached."""
    reached = {0}
    for character in text[start:]:
        following: set[int] = set()
        for place in reached:
            rest = query[place:]
            for reading in readings(character):
                if reading.startswith(rest):
                    return True
                following.update(
                    place + len(part) for part in _parts(reading) if rest.startswith(part)
                )
        if not following:
            return False
        reached = following
    return False


def _parts(reading: str) -> tuple[str, ...]:
    if reading[1:2] == "h" and reading[0] in "zcs":
        return reading, reading[0], reading[:2]
    return reading, reading[0]


def _plain(text: str) -> str:
    return text.strip().lower().translate(_UMLAUT)
