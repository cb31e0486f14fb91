"""Two opinions on what was written, put together by rank."""

from collections.abc import Sequence

from kiosk.writing.handwriting import Recogniser
from kiosk.writing.zinnia import Zinnia

__all__ = ["candidates_of", "fused"]

# Chosen on strokes by other hands and on hurried writing (docs/HANDWRITING.md): zinnia counts half,
# because joined or swapped strokes mislead it.
_OTHER_WEIGHT, _FLATNESS = 0.5, 2
_LOOKED_AT = 20


def fused(own: Sequence[str], other: Sequence[str], count: int) -> list[str]:
    """The candidates of both by the sum of their reciprocal ranks; `own` decides ties.

    Without a second opinion the order of `own` stays as it is.
    """
    scores: dict[str, float] = {}
    for weight, ranked in ((1.0, own), (_OTHER_WEIGHT, other)):
        for rank, character in enumerate(dict.fromkeys(ranked)):
            share = weight / (_FLATNESS + rank)
            scores[character] = scores.get(character, 0.0) + share
    # Sorting is stable, and own candidates were entered first.
    return sorted(scores, key=lambda character: -scores[character])[:count]


def candidates_of(strokes: Sequence[Sequence[Sequence[float]]], count: int) -> tuple[str, ...]:
    """The likeliest characters by the own recogniser, and by libzinnia where it is installed.

    Runs on a reading thread. The large model of zinnia is held no longer than this call.
    """
    own = [item.character for item in Recogniser.load().best(strokes, _LOOKED_AT)]
    zinnia = Zinnia.open() if own else None
    if zinnia is None:
        return tuple(own[:count])
    try:
        other = zinnia.best(strokes, _LOOKED_AT)
    finally:
        zinnia.close()
    return tuple(fused(own, other, count))
