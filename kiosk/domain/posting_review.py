"""The full review of a posting, and of a person for it, by dated rules. Pure.

A hit says where it stands in the text as entered, so that a screen can mark it, and on what it is
based. `block` keeps a posting from the public until staff decide; `warn` is taken with a reason.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from kiosk.domain.events import RuleHit

__all__ = [
    "AgeRule",
    "Draft",
    "Hit",
    "RequiredField",
    "ReviewRules",
    "WageFloor",
    "WordRule",
    "age_on",
    "review_person",
    "review_posting",
    "rule_hits",
]

_HOUR_MS = 3_600_000
_LONGEST_DAY_HOURS = 8
_SEPARATORS = frozenset(".·•*_|、/\\-—~+")
"""Signs that people put between characters to hide a word."""


@dataclass(frozen=True, slots=True)
class WordRule:
    """A term or pattern over the plain text. An empty `severity` marks an exception."""

    rule: str
    severity: str
    pattern: str
    basis: str
    effective: str
    is_confirmed: bool
    is_regex: bool = False


@dataclass(frozen=True, slots=True)
class AgeRule:
    """Ages in years, both included. `sex` empty for both; `site_only`: construction sites."""

    rule: str
    severity: str
    sex: str
    from_years: int
    to_years: int
    site_only: bool
    basis: str
    effective: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class RequiredField:
    """A field of a posting that may not be empty."""

    field: str
    severity: str
    basis: str
    effective: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class WageFloor:
    """The lowest pay for an hour in the county of the work."""

    hour_cents: int
    basis: str
    effective: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """The tables as they are in force on a day."""

    words: tuple[WordRule, ...] = ()
    ages: tuple[AgeRule, ...] = ()
    required: tuple[RequiredField, ...] = ()
    floor: WageFloor | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A posting as entered. Times in ms, pay in cents; `valid_until` 0 where none is given."""

    employer: str
    content: str
    conditions: str
    place: str
    headcount: int
    pay_cents: int
    pay_unit: str
    starts: int
    ends: int
    valid_until: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A finding. `start` and `end` are positions in the field; equal where no words are meant."""

    rule: str
    severity: str
    field: str
    start: int
    end: int
    text: str
    basis: str
    effective: str
    is_confirmed: bool


def review_posting(draft: Draft, rules: ReviewRules) -> tuple[Hit, ...]:
    """Everything found in a posting: blocks first, then by field and position."""
    hits = [
        hit
        for field in ("content", "conditions", "place")
        for hit in _word_hits(field, getattr(draft, field), rules.words)
    ]
    hits += _missing(draft, rules.required)
    if rules.floor is not None:
        hits += _below_floor(draft, rules.floor)
    return tuple(sorted(hits, key=lambda hit: (hit.severity, hit.field, hit.start, -hit.end)))


def review_person(
    birth: date, sex: str, day: date, *, is_site_work: bool, rules: ReviewRules
) -> tuple[Hit, ...]:
    """What the age rules say of a person for work on a day. `sex`: male, female or empty."""
    age = age_on(birth, day)
    return tuple(
        Hit(rule.rule, rule.severity, "age", 0, 0, str(age), *_grounds(rule))
        for rule in rules.ages
        if rule.from_years <= age <= rule.to_years
        and rule.sex in ("", sex)
        and (is_site_work or not rule.site_only)
    )


def rule_hits(hits: Iterable[Hit]) -> tuple[RuleHit, ...]:
    """The hits as an event keeps them, each finding once."""
    found = dict.fromkeys((hit.rule, hit.severity, hit.text) for hit in hits)
    return tuple(RuleHit(rule=rule, severity=severity, text=text) for rule, severity, text in found)


def age_on(birth: date, day: date) -> int:
    """Full years on a day. Who is born on 29 February is a year older from 1 March on."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _word_hits(field: str, text: str, words: tuple[WordRule, ...]) -> list[Hit]:
    plain, places = _plain(text)
    spared = [
        (word.rule, match.start(), match.end())
        for word in words
        if not word.severity
        for match in _compiled(word.pattern, word.is_regex).finditer(plain)
    ]
    found: dict[tuple[str, int, int], Hit] = {}
    for word in words:
        if not word.severity:
            continue
        for match in _compiled(word.pattern, word.is_regex).finditer(plain):
            start, end = match.span()
            if start == end or any(
                rule == word.rule and first < end and start < last for rule, first, last in spared
            ):
                continue
            begin, stop = places[start], places[end - 1] + 1
            text_hit = (field, begin, stop, text[begin:stop])
            hit = Hit(word.rule, word.severity, *text_hit, *_grounds(word))
            found.setdefault((word.rule, begin, stop), hit)
    return _widest(found.values(), text)


def _widest(hits: Iterable[Hit], text: str) -> list[Hit]:
    """Hits of the same rule and severity that overlap are one finding, on the first's grounds."""
    ordered = sorted(hits, key=lambda hit: (hit.rule, hit.severity, hit.start, -hit.end))
    kept: list[Hit] = []
    for hit in ordered:
        last = kept[-1] if kept else None
        if last is None or _grade(last) != _grade(hit) or hit.start >= last.end:
            kept.append(hit)
        elif hit.end > last.end:
            words = text[last.start : hit.end]
            kept[-1] = replace(last, end=hit.end, text=words)
    return kept


def _grade(hit: Hit) -> tuple[str, str]:
    return hit.rule, hit.severity


def _plain(text: str) -> tuple[str, list[int]]:
    """The text as rules read it, and for each of its characters the place in the text.

    Full-width forms become plain, letters small; blanks go, and so do signs between Chinese
    characters. Between digits signs stay: 18-45 is a range.
    """
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isspace() or unicodedata.category(character) in {"Cf", "Mn"}:
            continue
        if character in _SEPARATORS and _is_between_words(text, place):
            continue
        for letter in unicodedata.normalize("NFKC", character).lower():
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _is_between_words(text: str, place: int) -> bool:
    """Whether neither neighbour of a sign is a digit or a Latin letter."""
    around = (text[place - 1 : place], text[place + 1 : place + 2])
    return not any(side.isascii() and side.isalnum() for side in around)


@lru_cache(maxsize=1024)
def _compiled(pattern: str, is_regex: bool) -> re.Pattern[str]:
    return re.compile(pattern if is_regex else re.escape(pattern.lower()))


def _missing(draft: Draft, required: tuple[RequiredField, ...]) -> list[Hit]:
    empty = {
        "employer": not draft.employer,
        "headcount": draft.headcount <= 0,
        "content": not draft.content.strip(),
        "conditions": not draft.conditions.strip(),
        "place": not draft.place.strip(),
        "pay": draft.pay_cents <= 0,
        "valid_until": draft.valid_until <= 0,
    }
    return [
        Hit("missing", row.severity, row.field, 0, 0, "", *_grounds(row))
        for row in required
        if empty[row.field]
    ]


def _below_floor(draft: Draft, floor: WageFloor) -> list[Hit]:
    """Pay by the hour or day under the hourly floor; other units cannot be told."""
    hours = _hours_of_day(draft)
    lowest = {"hour": floor.hour_cents, "day": floor.hour_cents * hours}.get(draft.pay_unit)
    if lowest is None or draft.pay_cents <= 0 or draft.pay_cents >= lowest:
        return []
    text = str(round(lowest))
    return [Hit("floor", "warn", "pay", 0, 0, text, *_grounds(floor))]


def _grounds(row: WordRule | AgeRule | RequiredField | WageFloor) -> tuple[str, str, bool]:
    return row.basis, row.effective, row.is_confirmed


def _hours_of_day(draft: Draft) -> float:
    """Hours of one day's work as posted, never over eight: longer days have a rest in them."""
    hours = max(0, draft.ends - draft.starts) / _HOUR_MS
    return min(hours, _LONGEST_DAY_HOURS)
