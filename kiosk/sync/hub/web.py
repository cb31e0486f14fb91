"""Routes of the hub's web pages: one public, three behind a password.

The password is random and shown once (`kiosk hub web-password`); its hash is kept. Wrong tries lock
the pages for a quarter of an hour, as with enrolment codes. Over http they answer loopback only.
"""

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import secrets
import threading
from collections.abc import Callable

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kiosk.store.errors import StoreError
from kiosk.sync.hub.health import all_reports
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.own_chain import read_meta, write_meta
from kiosk.sync.hub.web_figures import (
    count_days,
    counts_today,
    hall_lines,
    open_jobs,
)
from kiosk.sync.hub.web_health import stations_page
from kiosk.sync.hub.web_pages import (
    away_page,
    figures_page,
    halls_page,
    jobs_page,
    locked_page,
)

__all__ = ["new_web_password", "web_routes"]

_HASH, _FAILURES, _LOCKED = "web.password", "web.failures", "web.locked_until"
_MOST_AT_ONCE, _MOST_KEPT, _KEPT_MS = 4, 64, 5_000
_MOST_FAILURES, _LOCK_MS = 10, 15 * 60_000
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
_Page = Callable[[Connection, Hub, Request], str]


def new_web_password(hub: Hub) -> str:
    """A new password for the staff's pages; the one before it is void."""
    password = secrets.token_urlsafe(12)
    with hub.database.write() as connection:
        write_meta(connection, _HASH, _digest(password))
        write_meta(connection, _FAILURES, "0")
    return password


def web_routes(hub: Hub) -> list[Route]:
    """`/` for everybody, `/staff/…` for those who have the password."""

    # Pages wait for each other, so that a crowd of readers never takes the stations' threads.
    gate, kept = asyncio.Semaphore(_MOST_AT_ONCE), _Kept()

    def jobs(connection: Connection, hub: Hub, http: Request) -> str:
        return kept.page(connection, hub, http)

    def route(path: str, page: _Page, *, is_public: bool = False) -> Route:
        async def endpoint(http: Request) -> Response:
            async with gate:
                return await run_in_threadpool(_answer, hub, http, page, is_public)

        return Route(path, endpoint, methods=["GET"])

    return [
        route("/", jobs, is_public=True),
        route("/staff/figures", _figures),
        route("/staff/halls", _halls),
        route("/staff/stations", _stations),
    ]


def _answer(hub: Hub, http: Request, page: _Page, is_public: bool) -> Response:
    try:
        if not is_public and not _is_let_in(hub, http):
            asked = {**_HEADERS, "www-authenticate": 'Basic realm="hub"'}
            return HTMLResponse(locked_page(), status_code=401, headers=asked)
        with hub.database.read() as connection:
            return HTMLResponse(page(connection, hub, http), headers=_HEADERS)
    except StoreError:
        later = {**_HEADERS, "retry-after": "30"}
        return HTMLResponse(away_page(), status_code=503, headers=later)


def _is_let_in(hub: Hub, http: Request) -> bool:
    """Whether the request carries the password, over a line that nobody listens to."""
    if http.url.scheme != "https" and not _is_loopback(http):
        return False
    with hub.database.read() as connection:
        expected = read_meta(connection, _HASH)
        failures = int(read_meta(connection, _FAILURES) or 0)
        locked_until = int(read_meta(connection, _LOCKED) or 0)
    given, now_ms = _given(http), hub.clock.now_ms()
    if not expected or not given or (failures >= _MOST_FAILURES and now_ms < locked_until):
        return False
    if hmac.compare_digest(_digest(given).encode(), expected.encode()):
        return True
    with hub.database.write() as connection:
        write_meta(connection, _FAILURES, str(failures % _MOST_FAILURES + 1))
        write_meta(connection, _LOCKED, str(now_ms + _LOCK_MS))
    return False


def _given(http: Request) -> str:
    scheme, _space, text = http.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(text, validate=True).decode().partition(":")[2]
    except ValueError:  # not base64, or no text
        return ""


def _is_loopback(http: Request) -> bool:
    try:
        return http.client is not None and ipaddress.ip_address(http.client.host).is_loopback
    except ValueError:
        return False


def _digest(password: str) -> str:
    """Of a random password of 96 bits: nothing is to be guessed, so one hash is enough."""
    return hashlib.sha256(b"kiosk hub web\n" + password.encode()).hexdigest()


class _Kept:
    """The public page as it was made last, for some seconds: who reads it costs next to nothing."""

    def __init__(self) -> None:
        self._pages: dict[str, str] = {}
        self._slot = -1
        self._lock = threading.Lock()

    def page(self, connection: Connection, hub: Hub, http: Request) -> str:
        """The page of the hall that is asked for."""
        now_ms, hall = hub.clock.now_ms(), http.query_params.get("hall", "")[:64]
        with self._lock:
            if self._slot != now_ms // _KEPT_MS or len(self._pages) >= _MOST_KEPT:
                self._pages, self._slot = {}, now_ms // _KEPT_MS
            if hall not in self._pages:
                halls = hall_lines(connection)
                jobs = open_jobs(connection, now_ms, hall)
                self._pages[hall] = jobs_page(jobs, halls, hall, now_ms)
            return self._pages[hall]


def _figures(connection: Connection, hub: Hub, _http: Request) -> str:
    return figures_page(count_days(connection, hub.clock.now_ms()))


def _halls(connection: Connection, hub: Hub, _http: Request) -> str:
    return halls_page(hall_lines(connection, counts_today(connection, hub.clock.now_ms())))


def _stations(connection: Connection, hub: Hub, _http: Request) -> str:
    now_ms = hub.clock.now_ms()
    return stations_page(all_reports(connection), hall_lines(connection), now_ms)
