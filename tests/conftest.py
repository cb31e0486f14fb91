"""Shared fixtures: a clock that stands where it is put, and stores on a real encrypted file."""

import contextlib
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
def make_stores() -> Iterator[Callable[[], Stores]]:
    """Stores for one example of a property test: each call starts with an empty folder.

    In memory where the system has such a place: hundreds of examples need not wear out a disk.
    """
    memory = Path("/dev/shm")
    with contextlib.ExitStack() as stack:
        folder = tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else None)
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        made: list[Stores] = []

        def make() -> Stores:
            for older in made:
                older.close()
            fresh = Path(folder) / str(len(made))
            if made:
                shutil.rmtree(made[-1].folder)
            fresh.mkdir()
            made.append(Stores(fresh, FakeClock()))
            return made[-1]

        yield make
        for older in made:
            older.close()
