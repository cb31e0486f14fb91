"""Screens that are plugged in, by what the Linux kernel and the screen's own EDID say.

Source: VESA E-EDID 1.4, the first detailed timing descriptor (bytes 54 to 71).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Display", "displays", "read_edid"]

_DRM = Path("/sys/class/drm")
_HEAD = b"\x00\xff\xff\xff\xff\xff\xff\x00"
_TIMING_AT, _EDID_BYTES = 54, 128


@dataclass(frozen=True, slots=True)
class Display:
    """A screen: its own resolution and size; 0 mm where it does not say."""

    connector: str
    width_px: int
    height_px: int
    width_mm: int
    height_mm: int

    @property
    def px_per_mm(self) -> float:
        """Pixels in a millimetre; 0 where the size is unknown."""
        return self.width_px / self.width_mm if self.width_mm else 0.0


def displays(directory: Path = _DRM) -> tuple[Display, ...]:
    """Every connected screen; empty on other systems and where there is none."""
    found = []
    for connector in sorted(directory.glob("card*-*")):
        try:
            if (connector / "status").read_text(encoding="ascii").strip() != "connected":
                continue
            seen = read_edid((connector / "edid").read_bytes(), connector.name)
        except (OSError, UnicodeDecodeError):
            continue
        if seen is not None:
            found.append(seen)
    return tuple(found)


def read_edid(data: bytes, connector: str = "") -> Display | None:
    """A screen's own description; None if the bytes are none."""
    if len(data) < _EDID_BYTES or not data.startswith(_HEAD):
        return None
    timing = data[_TIMING_AT : _TIMING_AT + 18]
    width_px = timing[2] | (timing[4] & 0xF0) << 4
    height_px = timing[5] | (timing[7] & 0xF0) << 4
    if not timing[0] | timing[1] << 8 or not (width_px and height_px):
        return None  # not a timing: an old screen that names its modes elsewhere
    width_mm = timing[12] | (timing[14] & 0xF0) << 4
    height_mm = timing[13] | (timing[14] & 0x0F) << 8
    return Display(connector, width_px, height_px, width_mm, height_mm)
