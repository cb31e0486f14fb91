"""Where a line of Chinese may break: UAX #14 with the stricter kinsoku rules of printed Chinese."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from uniseg.linebreak import line_break_units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["forget_units", "wrap"]

# GB/T 15834-2011 §5.1: these never begin a line, those never end one.
_NEVER_FIRST = frozenset("，。、；：？！）》〉】』」”’…—～·％%℃,.;:?!)]}")
_NEVER_LAST = frozenset("（《〈【『「“‘([{¥￥#")
_IDEOGRAPH = r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002fffd]"
_BETWEEN_IDEOGRAPHS = re.compile(f"(?<={_IDEOGRAPH})(?={_IDEOGRAPH})")
# Closing and opening signs of the classes CL, EX, NS and OP: never two of them beside each other.
_PLAIN = re.compile(f"{_IDEOGRAPH}(?:[，。、；：？！）（]{_IDEOGRAPH})*[，。、；：？！）]?")
_LONELY_CHARS = 2
_LAST_LINE_CHARS = 4


def wrap(text: str, width_dots: int, measure: Callable[[str], int]) -> list[str]:
    """Lines of at most `width_dots` by `measure`; a unit wider than a line is cut by character."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if measure(paragraph) <= width_dots:
            lines.append(paragraph)
        else:
            lines.extend(_fill(paragraph, width_dots, measure))
    return lines


def _fill(paragraph: str, width_dots: int, measure: Callable[[str], int]) -> list[str]:
    lines: list[list[str]] = [[]]
    for unit in _units(paragraph):
        for piece in _pieces(unit, width_dots, measure):
            if lines[-1] and measure("".join([*lines[-1], piece]).rstrip()) > width_dots:
                lines.append([])
            lines[-1].append(piece)
    _feed_last_line(lines, lambda pieces: measure("".join(pieces).rstrip()) <= width_dots)
    return ["".join(line).rstrip() for line in lines]


def _feed_last_line(lines: list[list[str]], fits: Callable[[list[str]], bool]) -> None:
    """Leave no lonely character: the last line takes some from the one before."""
    if len(lines) < 2 or len("".join(lines[-1]).rstrip()) > _LONELY_CHARS:
        return
    while len("".join(lines[-1])) < _LAST_LINE_CHARS and len(lines[-2]) > 1:
        longer = [lines[-2][-1], *lines[-1]]
        if not fits(longer):
            return
        lines[-2].pop()
        lines[-1] = longer


def _pieces(unit: str, width_dots: int, measure: Callable[[str], int]) -> list[str]:
    """The unit, cut by character where it is wider than a line."""
    pieces = []
    while len(unit.rstrip()) > 1 and measure(unit.rstrip()) > width_dots:
        head, unit = _cut(unit, width_dots, measure)
        pieces.append(head)
    return [*pieces, unit]


def _cut(line: str, width_dots: int, measure: Callable[[str], int]) -> tuple[str, str]:
    count = 1
    while count < len(line) and measure(line[: count + 1]) <= width_dots:
        count += 1
    allowed = count
    while allowed > 1 and (line[allowed] in _NEVER_FIRST or line[allowed - 1] in _NEVER_LAST):
        allowed -= 1
    count = allowed if allowed > 1 else count
    return line[:count], line[count:]


@lru_cache(maxsize=512)
def _units(paragraph: str) -> tuple[str, ...]:
    """Pieces between which a line may break, joined where kinsoku forbids it."""
    units: list[str] = []
    for unit in _breakable(paragraph):
        ends_open = bool(units) and units[-1].rstrip()[-1:] in _NEVER_LAST
        if units and (unit[0] in _NEVER_FIRST or (ends_open and units[-1].strip())):
            units[-1] += unit
        else:
            units.append(unit)
    return tuple(units)


def _breakable(paragraph: str) -> Iterator[str]:
    """What UAX #14 gives, without asking the library where the answer is known.

    Two ideographs may always be parted (LB31) and no rule looks past one, so the text falls apart
    there; an ideograph beside one plain sign needs only the kinsoku rules above. The library costs
    half a millisecond for a line.
    """
    for piece in _BETWEEN_IDEOGRAPHS.split(paragraph):
        if _PLAIN.fullmatch(piece):
            yield from piece
        else:
            yield from line_break_units(piece)


def forget_units() -> None:
    """Empty the cache of paragraphs, which may name people."""
    _units.cache_clear()
