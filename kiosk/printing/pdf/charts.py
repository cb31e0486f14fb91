"""Charts in the reports: days as bars and lines, trades as pairs of bars."""

from collections.abc import Sequence

from kiosk.i18n import _
from kiosk.printing.pdf.fonts import BOLD
from kiosk.printing.pdf.ink import BLUE, GREEN, GREY, LINE, MARGIN, OCHRE, RED, WHITE, Ink

__all__ = ["draw_days", "draw_trades", "nice_top"]

_BARS = (0.79, 0.855, 0.91)
_AXIS = 28.0
_STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


def nice_top(most: float, lines: int = 4) -> float:
    """The top of an axis: a round whole step times the count of lines, not below `most`."""
    raw = max(most, 1) / lines
    power = 10.0 ** (len(str(int(raw))) - 1)
    steps = [item * power for item in _STEPS]
    return lines * next(step for step in steps if step >= raw and step.is_integer())


def draw_days(
    ink: Ink,
    y: float,
    width: float,
    height: float,
    labels: Sequence[str],
    bars: tuple[str, Sequence[int]],
    lines: Sequence[tuple[str, Sequence[int]]],
) -> None:
    """Bars of one measure with lines of others over them; at most two lines."""
    colours = (OCHRE, GREEN)
    x = MARGIN
    for (name, _values), colour in zip((bars, *lines), (_BARS, *colours), strict=False):
        ink.box(x, y + 2, 10, 10, fill=colour, radius=2)
        x += 15 + ink.text(x + 14, y + 11, name, 10) + 14
    top, bottom, left = y + 26, y + height - 18, MARGIN + _AXIS
    most = nice_top(max([1, *bars[1], *(value for _n, values in lines for value in values)]))
    for step in range(5):
        at = bottom - (bottom - top) * step / 4
        ink.line([(left, at), (MARGIN + width, at)], colour=LINE, width=0.6)
        ink.text(left - 6, at + 3, f"{most * step / 4:g}", 9, colour=GREY, align="right")
    slot = (MARGIN + width - left) / max(1, len(labels))

    def place(number: int, value: int) -> tuple[float, float]:
        return left + slot * (number + 0.5), bottom - (bottom - top) * value / most

    for number, value in enumerate(bars[1]):
        at, upper = place(number, value)
        if value:
            ink.box(at - slot * 0.31, upper, slot * 0.62, bottom - upper, fill=_BARS)
    for (_name, values), colour in zip(lines, colours, strict=False):
        points = [place(number, value) for number, value in enumerate(values)]
        if len(points) > 1:
            ink.line(points, colour=colour, width=1.8)
        for point in points:
            ink.dot(*point, 2.6, colour)
            ink.dot(*point, 1.3, WHITE)
    every = max(1, -(-len(labels) // 12))
    for number, label in enumerate(labels):
        if number % every == 0:
            ink.text(place(number, 0)[0], bottom + 13, label, 9, colour=GREY, align="middle")


def draw_trades(
    ink: Ink, y: float, width: float, rows: Sequence[tuple[str, int, int]], row_height: float = 25
) -> float:
    """Trades with people wanted and people seeking; returns the y below."""
    x = MARGIN
    for name, colour in ((_("要招"), BLUE), (_("求职"), OCHRE)):
        ink.box(x, y + 2, 10, 10, fill=colour, radius=2)
        x += 15 + ink.text(x + 14, y + 11, name, 10) + 14
    y += 24
    most = max([1, *(max(wanted, seeking) for _n, wanted, seeking in rows)])
    left, right = MARGIN + 96, MARGIN + width - 88
    for name, wanted, seeking in rows:
        ink.text(MARGIN, y + 15, name, 10.5)
        for offset, value, colour in ((2, wanted, BLUE), (12, seeking, OCHRE)):
            length = max(1.0, (right - left) * value / most)
            ink.box(left, y + offset, length, 8, fill=colour, radius=1.5)
            ink.text(left + length + 4, y + offset + 7.5, str(value), 9, colour=colour)
        gap = wanted - seeking
        words = _("缺 {count}") if gap > 0 else _("够") if gap == 0 else _("多 {count}")
        colour = RED if gap > 0 else GREY
        at = MARGIN + width
        text = words.format(count=abs(gap))
        ink.text(at, y + 15, text, 10.5, font=BOLD, colour=colour, align="right")
        y += row_height
    return y + 6
