"""A hall with a hub on loopback; everything on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
from network import SyncHall
from postgres_server import shared_server
from synthetic import FakeClock, Stores

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(autouse=True, scope="session")
def hubs_end_quickly() -> Iterator[None]:
    """uvicorn looks ten times a second whether it shall end, and then waits as long again: for
    hundreds of hubs, minutes in which nothing happens."""

    async def sleep(delay: float) -> None:
        await asyncio.sleep(delay / 20)

    with mock.patch("uvicorn.server.asyncio", SimpleNamespace(**vars(asyncio) | {"sleep": sleep})):
        yield


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
