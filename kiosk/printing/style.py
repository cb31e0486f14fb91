"""Sizes of everything on a slip, in dots, for the two paper widths."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NARROW", "WIDE", "WIDTH_58_MM_DOTS", "WIDTH_80_MM_DOTS", "Style", "style_for"]

WIDTH_58_MM_DOTS = 384
WIDTH_80_MM_DOTS = 576


@dataclass(frozen=True, slots=True)
class Style:
    """Sizes in dots for one paper width; `number` is the height of the number's digits' line."""

    inner_width: int
    margin: int
    title: int
    text: int
    small: int
    headline: int
    trade: int
    place: int
    number: int
    number_width: int
    label_width: int
    qr_width: int
    is_narrow: bool


NARROW = Style(
    inner_width=368, margin=8, title=32, text=25, small=22, headline=27, trade=36, place=32,
    number=116, number_width=360, label_width=88, qr_width=198, is_narrow=True,
)  # fmt: skip
WIDE = Style(
    inner_width=560, margin=8, title=38, text=28, small=24, headline=34, trade=42, place=40,
    number=152, number_width=400, label_width=98, qr_width=264, is_narrow=False,
)  # fmt: skip


def style_for(width_dots: int) -> Style:
    """The sizes for a paper of this width."""
    return WIDE if width_dots >= WIDTH_80_MM_DOTS else NARROW
