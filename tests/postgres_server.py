"""A PostgreSQL server of the tests' own: a free port, a temporary directory, gone afterwards."""

import atexit
import contextlib
import functools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

_USERS = ("postgres", "nobody")
_DATABASE_COUNT = iter(range(1, 1_000_000))


class PostgresServer:
    """A running server; `new_database` gives each hub one of its own."""

    def __init__(self, bin_dir: Path) -> None:
        self._bin = bin_dir
        self.folder = Path(tempfile.mkdtemp(prefix="kiosk-pg-"))
        # initdb refuses root.
        self._user = _other_user() if os.geteuid() == 0 else None
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        data = self.folder / "data"
        self._run(
            "initdb", "-D", str(data), "-U", "kiosk", "-A", "trust", "--no-locale", "-E", "UTF8"
        )
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = free.getsockname()[1]
        self._start(data)

    def new_database(self, template: str = "template0") -> str:
        """The address of an empty database, or of a copy of another."""
        name = f"hub{next(_DATABASE_COUNT)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"postgresql+psycopg://kiosk@127.0.0.1:{self.port}/{name}"

    def replace_database(self, url: str, source: str) -> None:
        """Make the database of `url` a copy of another, as a restored backup would."""
        name = url.rpartition("/")[2]
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")
        self.execute(f"CREATE DATABASE {name} TEMPLATE {source.rpartition('/')[2]}")

    def execute(self, statement: str) -> None:
        import psycopg

        address = f"postgresql://kiosk@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    def restart(self) -> None:
        """A fast shutdown and a new start: open connections break."""
        self._stop()
        self._start(self.folder / "data")

    def close(self) -> None:
        self._stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, data: Path) -> None:
        command = [self._bin / "postgres", "-D", data, "-p", str(self.port), "-k", self.folder]
        settings = ["-c", "listen_addresses=127.0.0.1", "-c", "logging_collector=off"]
        self._process = subprocess.Popen(
            [*map(str, command), *settings],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            cwd="/",
            **self._identity(),
        )
        lines = []
        for line in self._process.stderr:
            lines.append(line)
            if "ready to accept connections" in line:
                break
        else:
            raise RuntimeError("".join(lines))

    def _stop(self) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.stderr.read()
        self._process.wait(30)
        self._process.stderr.close()

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._bin / program), *arguments],
            check=True,
            capture_output=True,
            cwd="/",
            **self._identity(),
        )

    def _identity(self) -> dict[str, object]:
        if self._user is None:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}


@functools.cache
def shared_server() -> PostgresServer:
    """The one server of this test process; skips loudly where it cannot be had."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    bin_dir = Path(found).resolve().parent if found else next(iter(folders[-1:]), None)
    try:
        import psycopg  # noqa: F401
    except ImportError:
        _skip("psycopg is not installed (extra `hub`)")
    if bin_dir is None:
        _skip("PostgreSQL is not installed (apt-get install postgresql)")
    server = PostgresServer(bin_dir)
    atexit.register(server.close)
    return server


def _skip(reason: str) -> None:
    print(f"\nNOT TESTED ON POSTGRESQL: {reason}", file=sys.__stderr__)
    pytest.skip(reason)


def _other_user() -> pwd.struct_passwd:
    for name in _USERS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    return pwd.getpwuid(65534)
