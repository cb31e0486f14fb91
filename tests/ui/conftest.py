"""Windows are drawn without a screen."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Before the first import of Qt, which happens below the fixtures.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from hand import Hand, kiosk_of, open_hall
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from still_clock import StillClock

from kiosk.service.site import Site
from kiosk.ui.components import touchable
from kiosk.ui.gallery_scene import Scene, scene
from kiosk.ui.theme import Theme


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The hall of the gallery, made once: nobody writes to it but the screens themselves."""
    made = scene(Path(tmp_path_factory.mktemp("hall")) / "data")
    yield made
    made.site.store.close()


@pytest.fixture
def theme(qtbot: QtBot) -> Theme:
    return Theme()


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> Callable[..., QWidget]:
    """Shows widgets in a column, at their own sizes, on warm paper."""

    kept: list[QWidget] = []

    def show(*widgets: QWidget, spacing: int = 24, width: int = 984) -> QWidget:
        root = QWidget()
        palette = root.palette()
        palette.setColor(root.backgroundRole(), theme.colours.paper)
        root.setPalette(palette)
        root.setAutoFillBackground(True)
        column = QVBoxLayout(root)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing)
        for widget in widgets:
            column.addWidget(widget)
        qtbot.addWidget(root)
        root.setFixedWidth(width)
        root.show()
        root.setFocus()
        kept.append(root)
        return root

    return show


@pytest.fixture
def touch_clock(monkeypatch: pytest.MonkeyPatch) -> StillClock:
    clock = StillClock()
    monkeypatch.setattr(touchable, "time", clock)
    monkeypatch.setattr(touchable, "_last_commit", 0.0)
    return clock


@pytest.fixture
def hand(qtbot: QtBot, site: Site, touch_clock: StillClock) -> Iterator[Hand]:
    """A station in an open hall, and whoever stands before it."""
    open_hall(site)
    with kiosk_of(qtbot, site, touch_clock) as made:
        yield made


def pytest_itemcollected(item: pytest.Item) -> None:
    """A warning of Qt fails the test."""
    item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
