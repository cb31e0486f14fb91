"""A hall with a hub on loopback; everything on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from network import SyncHall
from postgres_server import shared_server
from synthetic import FakeClock, Stores

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session", params=DATABASES)
def new_database(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Gives the address of an empty database for a hub; empty for an encrypted file."""
    if request.param == "sqlite":
        return str
    return shared_server().new_database


@pytest.fixture
def hall(
    tmp_path: Path, stores: Stores, clock: FakeClock, new_database: Callable[[], str]
) -> Iterator[SyncHall]:
    made = SyncHall(tmp_path, clock, stores, database=new_database())
    yield made
    made.close()
