"""Windows are drawn without a screen."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before the first import of Qt, which happens below the fixtures.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from desk_hand import DeskHand, desk_of
from pytestqt.qtbot import QtBot
from staff import light_hashes  # noqa: F401 (a fixture)

from kiosk.service.hall_profile import HallProfile, change_hall_profile
from kiosk.service.site import Site
from kiosk.ui.gallery_scene import Scene, scene


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The hall of the gallery, made once for pictures and audits."""
    made = scene(Path(tmp_path_factory.mktemp("hall")) / "data")
    yield made
    made.site.store.close()


@pytest.fixture
def desk(
    qtbot: QtBot,
    site: Site,
    tmp_path: Path,
    light_hashes: None,  # noqa: F811 (the fixture)
) -> Iterator[DeskHand]:
    """A covered window in an open hall, and whoever stands before it."""
    profile = HallProfile(name="试验市场", county="430111", address="试验路 1 号", opens="5:00")
    change_hall_profile(site, profile, "staff:test")
    with desk_of(qtbot, site, tmp_path) as made:
        yield made


def pytest_itemcollected(item: pytest.Item) -> None:
    """A warning of Qt fails the test."""
    item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
