"""Every slip at both widths, dot by dot as it was looked at and found good.

After a wanted change: KIOSK_NEW_SNAPSHOTS=1 python -m pytest tests/printing/test_slip_snapshots.py,
then look at the pictures before committing them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from sample_slips import SLIPS

from kiosk.printing.compose import WIDTH_58_MM_DOTS, WIDTH_80_MM_DOTS, slip_bytes
from kiosk.printing.render import image_from_escpos

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize("width", [WIDTH_58_MM_DOTS, WIDTH_80_MM_DOTS])
@pytest.mark.parametrize(("name", "copy_number"), [*((name, 1) for name in SLIPS), ("referral", 2)])
def test_a_slip_looks_as_it_was_approved(name, width, copy_number):
    picture = image_from_escpos(slip_bytes(SLIPS[name], width, copy_number=copy_number), width)
    path = SNAPSHOTS / f"{name}-{width}{'-copy' if copy_number == 2 else ''}.png"
    if os.environ.get("KIOSK_NEW_SNAPSHOTS"):
        picture.save(path, optimize=True)
    approved = Image.open(path).convert("L")
    assert picture.size == approved.size
    assert ImageChops.difference(picture.convert("L"), approved).getbbox() is None
