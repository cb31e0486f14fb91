"""Shared fixtures: a clock that stands where it is put, and stores on a real encrypted file."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
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

_MEMORY = Path("/dev/shm")
_ENOUGH_MEMORY = 2 << 30


def pytest_configure(config: pytest.Config) -> None:
    """Temporary files lie in memory where there is room: thousands of small stores, each synced at
    every commit, would otherwise wait for a disk most of the time. Measurements stay on the disk,
    and so does whoever chose a place with TMPDIR or --basetemp."""
    is_chosen = config.option.basetemp is not None or "TMPDIR" in os.environ
    if is_chosen or config.option.markexpr == "bench" or not os.access(_MEMORY, os.W_OK):
        return
    if shutil.disk_usage(_MEMORY).free >= _ENOUGH_MEMORY:
        # For the processes that tests start, and for this one, which may have looked already.
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long runs and measurements only where somebody asks for them with -m."""
    if config.option.markexpr:
        return
    long = [item for item in items if any(map(item.get_closest_marker, ("soak", "bench")))]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A counterpart that is missing is said aloud: a dot less is easily overlooked."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [str(report.longrepr[2]) for report in skipped if isinstance(report.longrepr, tuple)]
    for reason in sorted(set(reasons)):
        if "IS NOT INSTALLED" in reason:
            count = reasons.count(reason)
            terminalreporter.write_line(f"{count} tests did not run. {reason}", yellow=True)


@pytest.fixture(autouse=True)
def own_logs() -> Iterator[None]:
    """A command called in a test sets where its log goes; the next test begins anew."""
    yield
    structlog.reset_defaults()


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
def make_stores(tmp_path: Path) -> Iterator[Callable[[], Stores]]:
    """Stores for one example of a property test: each call starts with an empty folder."""
    made: list[Stores] = []

    def close() -> None:
        for older in made:
            older.close()
            shutil.rmtree(older.folder)
        made.clear()

    def make() -> Stores:
        close()
        folder = tmp_path / "example"
        folder.mkdir()
        made.append(Stores(folder, FakeClock()))
        return made[-1]

    yield make
    close()
