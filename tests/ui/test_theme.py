"""Sizes follow the panel, colours keep their contrast, fonts are loaded when needed."""

from dataclasses import fields

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from kiosk.assets import asset_path
from kiosk.catalog import trades
from kiosk.ui import theme as theme_module
from kiosk.ui.contrast import contrast
from kiosk.ui.public.icons import trade_icon
from kiosk.ui.theme import Palette, Theme, Zone, load_rare_font


@pytest.mark.parametrize(
    ("width", "height", "px_per_mm", "pixels"),
    [
        (1080, 1920, 4.03, 81),
        (1920, 1080, 4.03, 81),
        (768, 1366, 2.87, 58),
        (1366, 768, 2.87, 58),
        (1080, 1920, 3.54, 71),
    ],
)
def test_twenty_millimetres_on_any_panel(
    width: int, height: int, px_per_mm: float, pixels: int
) -> None:
    theme = Theme(width, height, px_per_mm)
    assert theme.px(81) == pixels
    assert pixels / px_per_mm == pytest.approx(20, abs=0.3)


@pytest.mark.parametrize("size", [(768, 1366), (1366, 768)])
def test_layout_fits_a_small_panel(size: tuple[int, int]) -> None:
    theme = Theme(*size)
    width, height = (1920, 1080) if theme.is_landscape else (1080, 1920)
    assert theme.px(width) <= size[0]
    assert theme.px(height) <= size[1]


@pytest.mark.parametrize("is_high_contrast", [False, True])
def test_every_pair_of_colours_keeps_seven_to_one(is_high_contrast: bool) -> None:
    colours = Theme(is_high_contrast=is_high_contrast).colours
    grounds = (colours.paper, colours.card)
    pairs = [(ink, ground) for ink in (colours.ink, colours.ink2) for ground in grounds]
    pairs += [(colours.ink2, colours.sink), (colours.wage, colours.card)]
    for zone in zones(colours):
        pairs.append((colours.on_fill, zone.fill))
        if not is_high_contrast:
            pairs += [(zone.fill, zone.tint), (zone.fill, colours.card), (zone.fill, colours.paper)]
    for one, other in pairs:
        assert contrast(QColor(one), QColor(other)) >= 7.0, (one, other)
    assert contrast(QColor("#000000"), QColor(colours.amber)) >= 7.0


def zones(colours: Palette) -> list[Zone]:
    values = [getattr(colours, field.name) for field in fields(colours)]
    return [value for value in values if isinstance(value, Zone)]


def test_modes_switch_alone() -> None:
    large, contrasting = Theme(is_large=True), Theme(is_high_contrast=True)
    assert large.text_px("body") == 50
    assert large.colours == Theme().colours
    assert contrasting.text_px("body") == 40
    assert contrasting.colours.paper == "#000000"


def test_rare_font_is_loaded_for_rare_characters_only(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(theme_module, "_register", lambda name, _families: loaded.append(name))
    monkeypatch.setattr(theme_module, "_rare_families", [])
    load_rare_font("张铁柱 138****1234")
    assert loaded == []
    load_rare_font("\U00020b9f")
    assert loaded == ["HanaMinB.ttf"]


def test_every_trade_has_its_icon() -> None:
    known = {path.stem for path in asset_path("icons").glob("*.svg")}
    assert {trade_icon(trade) for trade in trades()} <= known
