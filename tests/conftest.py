"""Shared fixtures: a clock that stands where it is put, and stores on a real encrypted file."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from synthetic import FakeClock, Stores

from kiosk.service.site import Site
from kiosk.store.store import Store

_QUIET = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large)
settings.register_profile(
    "test", deadline=None, derandomize=True, max_examples=60, suppress_health_check=_QUIET
)
settings.register_profile(
    "soak", deadline=None, max_examples=2_000, suppress_health_check=_QUIET, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def stores(tmp_path: Path, clock: FakeClock) -> Iterator[Stores]:
    made = Stores(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def store(stores: Stores) -> Store:
    return stores.create()


@pytest.fixture
def site(stores: Stores) -> Site:
    return stores.site()


@pytest.fixture
def make_stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Stores]]:
    """Stores for one example of a property test: each call starts with an empty folder."""
    made: list[Stores] = []

    def make() -> Stores:
        for older in made:
            older.close()
        fresh = Stores(tmp_path_factory.mktemp("example"), FakeClock())
        made.append(fresh)
        return fresh

    yield make
    for older in made:
        older.close()
