"""Every page of the desk keeps the design's rules, in every sample and at both sizes."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.audit import DESK, audit
from kiosk.ui.desk.gallery_samples import SAMPLES, SIZES, DeskSample, shown_desk
from kiosk.ui.gallery_scene import Scene
from kiosk.ui.theme import Theme


@pytest.mark.usefixtures("light_hashes")
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("page", sorted({sample.page for sample in SAMPLES}))
def test_desk_keeps_the_rules(qtbot: QtBot, hall: Scene, page: str, size: tuple[int, int]) -> None:
    theme = Theme(*size)
    samples: tuple[DeskSample, ...] = tuple(item for item in SAMPLES if item.page == page)
    found = {
        name: [str(item) for item in audit(window, theme, DESK)]
        for name, window in shown_desk(hall, theme, samples)
    }
    assert {name: items for name, items in found.items() if items} == {}
