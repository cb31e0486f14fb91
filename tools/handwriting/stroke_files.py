"""Files of strokes as the npm package hanzi-writer-data has them: a JSON file a character."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from handwriting.parts import Strokes

__all__ = ["read_strokes", "write_strokes"]

_UP = 900
"""The height from which the files count y upwards."""


def read_strokes(path: Path) -> list[Strokes]:
    """The strokes, y down; composed ones in several variants."""
    data = json.loads(path.read_text(encoding="utf-8"))
    variants = data.get("variants", [data["medians"]])
    return [
        [np.array([(x, _UP - y) for x, y in s], float) for s in strokes] for strokes in variants
    ]


def write_strokes(path: Path, variants: Sequence[Strokes]) -> None:
    """Write them in the same form, equal variants once."""
    rounded = [
        [[[round(x), round(_UP - y)] for x, y in stroke.tolist()] for stroke in strokes]
        for strokes in variants
    ]
    apart = [one for number, one in enumerate(rounded) if one not in rounded[:number]]
    path.write_text(json.dumps({"medians": apart[0], "variants": apart}), encoding="utf-8")
