"""Windows are drawn without a screen."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before the first import of Qt, which happens below the fixtures.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kiosk.ui.gallery_scene import Scene, scene


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The hall of the gallery, made once for pictures and audits."""
    made = scene(Path(tmp_path_factory.mktemp("hall")) / "data")
    yield made
    made.site.store.close()


def pytest_itemcollected(item: pytest.Item) -> None:
    """A warning of Qt fails the test."""
    item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
