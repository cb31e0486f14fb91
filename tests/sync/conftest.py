"""A hall with a hub on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from network import SyncHall
from synthetic import FakeClock, Stores


@pytest.fixture
def hall(tmp_path: Path, stores: Stores, clock: FakeClock) -> Iterator[SyncHall]:
    made = SyncHall(tmp_path, clock, stores)
    yield made
    made.close()
