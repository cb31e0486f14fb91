"""Engines of the two databases that a hub runs on: SQLite with SQLCipher, and PostgreSQL."""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from kiosk.store.database import connect

__all__ = ["WRITES", "check_database_url", "postgresql_engine", "sqlite_engine"]

WRITES = "kiosk_writes"
"""Execution option of connections that write."""

_DRIVER = "postgresql+psycopg"
_CONNECT_TIMEOUT_S = 10
# Acknowledged means on the disk of this server at least; a hub never asks for less.
_SESSION = "-c synchronous_commit=on -c timezone=UTC -c lock_timeout=30s"


def check_database_url(url: str) -> str:
    """The address of a PostgreSQL database.

    Raises:
        ValueError: it is none, or of another driver.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ValueError("the database is named as postgresql+psycopg://…") from error
    if parsed.drivername != _DRIVER or not parsed.database:
        raise ValueError("the database is named as postgresql+psycopg://…/NAME")
    return url


def sqlite_engine(path: Path, key: bytes) -> Engine:
    """An encrypted file with one writer at a time."""

    def open_connection() -> Any:
        # The same pragmas as at a station: WAL, synchronous=FULL, secure_delete.
        connection = connect(path, key).conn
        connection.execute("PRAGMA cache_size = -65536")
        return connection

    engine = create_engine(
        "sqlite://",
        module=sqlcipher3.dbapi2,
        creator=open_connection,
        # An error's text must not quote what a statement was about to write.
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=8,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # The driver is in autocommit; transactions begin here, with the lock where they write.
        is_write = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")

    return engine


def postgresql_engine(url: str) -> Engine:
    """A PostgreSQL server; `pool_pre_ping` survives its restart."""
    return create_engine(
        check_database_url(url),
        pool_size=8,
        max_overflow=8,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": _SESSION, "connect_timeout": _CONNECT_TIMEOUT_S},
    )
