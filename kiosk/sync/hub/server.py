"""Run a hub: in the foreground for `kiosk hub serve`, in a thread for the demo."""

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import uvicorn

from kiosk.domain.clock import Clock
from kiosk.store.keys import Secrets, open_keeper
from kiosk.store.system_clock import SystemClock
from kiosk.sync.hub.app import hub_app
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.parent import has_parent
from kiosk.sync.hub.patience import PatientProtocol
from kiosk.sync.hub.relay_loop import RelayLoop
from kiosk.sync.hub.storage import require_hub

__all__ = ["HubServer"]

_KEEP_ALIVE_S = 75
_MOST_CONNECTIONS = 4_000
# Of uvicorn: it looks around ten times a second, and counts so far.
_TICK_S, _TICKS = 0.1, 864_000


class HubServer:
    """One hub on one address.

    Args:
        data_dir: made by `init_hub`.
        host: address to listen on.
        port: 0 for any free one.
        certificate: PEM file of the TLS certificate; without it only loopback makes sense.
        private_key: PEM file of its key.
        keeper: who keeps the master key.
        clock: where the time comes from.

    Raises:
        MissingStore, MissingKey, WrongKey, DamagedStore: at `start` or `run`.
        OSError: the address cannot be had.
    """

    def __init__(
        self,
        data_dir: Path,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        certificate: Path | None = None,
        private_key: Path | None = None,
        keeper: str = "",
        clock: Clock | None = None,
    ) -> None:
        self._data_dir, self._keeper = data_dir, keeper
        self._clock = clock or SystemClock()
        self._host, self._port = host, port
        self._certificate, self._private_key = certificate, private_key
        self._hub: Hub | None = None
        self._socket: socket.socket | None = None
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it listens; the port is known after `listen`, `start` or `run`."""
        scheme = "https" if self._certificate else "http"
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{scheme}://{host}:{self._port}"

    def listen(self) -> None:
        """Open the data and the address; connections wait until it runs."""
        if self._hub is not None:
            return
        require_hub(self._data_dir)
        keys = Secrets(open_keeper(self._keeper, self._data_dir).load())
        hub = Hub(self._data_dir, keys, self._clock)
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            self._socket = socket.create_server((self._host, self._port), family=family)
            # asyncio sets this only where a socket names its protocol; without it each reply
            # waits about 40 ms for the other side's acknowledgement.
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            hub.close()
            raise
        self._hub, self._port = hub, self._socket.getsockname()[1]
        self._server = _Server(self._config(hub))

    def run(self) -> None:
        """Serve until Ctrl-C, SIGTERM or `stop`; returns normally then."""
        self.listen()
        assert self._server is not None  # noqa: S101 (set by listen)
        assert self._hub is not None  # noqa: S101 (the same)
        try:
            with RelayLoop(self._hub) if has_parent(self._hub) else contextlib.nullcontext():
                self._server.run(sockets=[self._socket] if self._socket else None)
        finally:
            self._close()

    def start(self) -> None:
        """Serve in a thread; returns when it answers."""
        self.listen()
        assert self._server is not None  # noqa: S101 (set by listen)
        server = self._server
        self._thread = threading.Thread(target=self.run, name="hub", daemon=True)
        self._thread.start()
        server.is_up.wait()

    def stop(self) -> None:
        """End the thread and close everything; harmless when it does not run."""
        if self._server is not None:
            self._server.leave()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._close()

    def _config(self, hub: Hub) -> uvicorn.Config:
        return uvicorn.Config(
            hub_app(hub),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE_S,
            http=PatientProtocol,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_graceful_shutdown=5,
            ssl_certfile=self._certificate,
            ssl_keyfile=self._private_key,
        )

    def _close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self._hub is not None:
            self._hub.close()
            self._hub = None


class _Server(uvicorn.Server):
    """Tells when it is up; waiters are freed also when it fails to come up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        """End the serving in order, from any thread; harmless when it does not run."""
        self.should_exit = True
        if self._loop is not None:
            # A loop that has ended by itself is closed.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._leaving.set)

    async def main_loop(self) -> None:
        """As uvicorn's, which sleeps from tick to tick; this one wakes up when it has to leave."""
        self._loop = asyncio.get_running_loop()
        counter = 0
        while not await self.on_tick(counter):
            counter = (counter + 1) % _TICKS
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_TICK_S):
                    await self._leaving.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ctrl-C and SIGTERM end the serving in order; unlike uvicorn's, without dying of them."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {
            number: signal.signal(number, self.handle_exit)
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Signal the waiting thread."""
        try:
            await super().startup(sockets=sockets)
        finally:
            self.is_up.set()
