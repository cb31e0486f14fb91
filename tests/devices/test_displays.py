"""Screens as the kernel tells them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.displays import Display, displays, read_edid

HEAD = b"\x00\xff\xff\xff\xff\xff\xff\x00"


def edid(width_px: int, height_px: int, width_mm: int, height_mm: int) -> bytes:
    """A minimal EDID with one detailed timing of a 148.5 MHz pixel clock."""
    timing = bytearray(18)
    timing[0:2] = (14850).to_bytes(2, "little")
    timing[2], timing[4] = width_px & 0xFF, width_px >> 8 << 4
    timing[5], timing[7] = height_px & 0xFF, height_px >> 8 << 4
    timing[12], timing[13] = width_mm & 0xFF, height_mm & 0xFF
    timing[14] = width_mm >> 8 << 4 | height_mm >> 8
    return (HEAD + bytes(46) + bytes(timing)).ljust(128, b"\x00")


def test_only_connected_screens_are_seen(tmp_path):
    for name, status, data in (
        ("card0-HDMI-A-1", "connected", edid(1080, 1920, 268, 476)),
        ("card0-DP-1", "disconnected", b""),
        ("card0-VGA-1", "connected", b"no description"),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "status").write_text(status + "\n")
        (tmp_path / name / "edid").write_bytes(data)
    (seen,) = displays(tmp_path)
    assert seen == Display("card0-HDMI-A-1", 1080, 1920, 268, 476)
    assert round(seen.px_per_mm, 2) == 4.03
    assert displays(tmp_path / "none") == ()


def test_a_screen_without_a_size_has_no_density():
    seen = read_edid(edid(1920, 1080, 0, 0))
    assert seen is not None
    assert seen.px_per_mm == 0.0


@given(st.binary(max_size=300), st.binary(max_size=140))
def test_any_bytes_are_a_screen_or_none(data, rest):
    for candidate in (data, HEAD + rest):
        seen = read_edid(candidate)
        assert seen is None or (0 < seen.width_px < 4096 and 0 < seen.height_px < 4096)
