"""The hub's HTTP interface (ASGI): bounded bodies in, signed replies out."""

import asyncio
import base64
import secrets
from collections.abc import Callable
from typing import Any, NamedTuple

import httpx
import msgspec
import structlog
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiosk import __version__
from kiosk.store.errors import StoreError
from kiosk.sync.compression import pack
from kiosk.sync.hub.admission import Claim, claim_of, find_station
from kiosk.sync.hub.enrolling import enroll_station
from kiosk.sync.hub.exchanging import exchange
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.openapi import openapi_document
from kiosk.sync.hub.peeking import peek
from kiosk.sync.hub.problems import Problem
from kiosk.sync.hub.relaying import relay
from kiosk.sync.hub.snapshot import snapshot
from kiosk.sync.hub.tables import CHAINS, EVENTS
from kiosk.sync.hub.web import web_routes
from kiosk.sync.protocol import (
    MAX_BODY_BYTES,
    OLDEST_PROTOCOL,
    PROTOCOL,
    ProblemReply,
    StatusReply,
    encode,
)
from kiosk.sync.signing import (
    HUB_HEADER,
    HUB_KEY_HEADER,
    STATION_HEADER,
    Reply,
    Request,
    sign_reply,
)

__all__ = ["HANDLERS", "Answer", "hub_app", "respond"]

_MAX_WAITING = 64
_SPOKEN = list(range(OLDEST_PROTOCOL, PROTOCOL + 1))
_BUSY_RETRY_S = 5
BODY_TIMEOUT_S = 60.0
"""For a body of at most 1 MiB; stations size their batches for about 8 s of their line."""


class Answer(NamedTuple):
    """Body, status and headers of an answer, signed."""

    body: bytes
    status: int
    headers: dict[str, str]


_Handler = Callable[[Hub, Claim, Request, bytes], msgspec.Struct]
_log = structlog.get_logger(__name__)


def hub_app(hub: Hub) -> Starlette:
    """The application of an open hub; whoever opened the hub closes it."""
    gate = asyncio.Semaphore(_MAX_WAITING)

    def route(path: str, method: str, handler: _Handler) -> Route:
        async def endpoint(http: HttpRequest) -> Response:
            return await _answer(hub, gate, http, handler)

        return Route(path, endpoint, methods=[method])

    routes = [route(path, method, handler) for (method, path), handler in HANDLERS.items()]
    routes += [Route("/healthz", _health), Route("/openapi.json", _openapi)]
    return Starlette(routes=[*routes, *web_routes(hub)])


async def _health(_http: HttpRequest) -> Response:
    """For a load balancer: unsigned, says only that the process answers."""
    return JSONResponse({"ok": True})


async def _openapi(_http: HttpRequest) -> Response:
    """What the hub speaks, for programs; unsigned."""
    return JSONResponse(openapi_document())


async def _answer(
    hub: Hub, gate: asyncio.Semaphore, http: HttpRequest, handler: _Handler
) -> Response:
    request = Request(http.method, str(http.url), dict(http.headers.items()))
    try:
        _require_room(gate)
        # Read before a place is taken: who sends slowly keeps nobody else from being served.
        body = await _read_body(http)
        _require_room(gate)
        async with gate:
            answer = await run_in_threadpool(respond, hub, request, body, handler)
    except Problem as problem:
        _note(request, problem)
        # Signed here: where the threads are all taken, this is what there is to say.
        answer = _signed(hub, request, *_refusal(problem))
    except asyncio.CancelledError:
        # The hub is being stopped and has waited long enough. What was being stored is stored or
        # not, as after a cut line: asked again, the next hub process answers.
        stopped = Problem(503, "busy", "the hub is being stopped", retry_after_s=_BUSY_RETRY_S)
        answer = _signed(hub, request, *_refusal(stopped))
    return Response(*answer)


def respond(hub: Hub, request: Request, body: bytes, handler: _Handler) -> Answer:
    """Carry out a request and sign the answer, whatever happens."""
    try:
        message = handler(hub, claim_of(request.headers), request, body)
    except Problem as problem:
        _note(request, problem)
        return _signed(hub, request, *_refusal(problem))
    except StoreError as error:
        _log.warning("hub_database_away", detail=str(error))
        busy = Problem(503, "busy", "the database is away", retry_after_s=_BUSY_RETRY_S)
        return _signed(hub, request, *_refusal(busy))
    except Exception:
        _log.exception("hub_request_failed", path=request.url)
        return _signed(hub, request, *_refusal(Problem(500, "internal", "the hub failed")))
    return _signed(hub, request, message, 200, 0)


def _note(request: Request, problem: Problem) -> None:
    """Every refusal is in the log, by codes and ids only."""
    _log.warning(
        "request_refused",
        code=problem.code,
        status=problem.status,
        station=request.headers.get(STATION_HEADER, "")[:20],
        path=httpx.URL(request.url).path[:60],
    )


def _require_room(gate: asyncio.Semaphore) -> None:
    if gate.locked():
        # Spread over some seconds, so that those who were sent away do not come back together.
        raise Problem(503, "busy", "too many at once", retry_after_s=_spread_s())


async def _read_body(http: HttpRequest) -> bytes:
    parts, size = [], 0
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            async for part in http.stream():
                size += len(part)
                if size > MAX_BODY_BYTES:
                    raise Problem(413, "too_large", f"a body has at most {MAX_BODY_BYTES} bytes")
                parts.append(part)
    except TimeoutError as error:
        raise Problem(408, "slow", "the body did not arrive in time") from error
    except ClientDisconnect as error:
        raise Problem(400, "cut", "the line was cut") from error
    return b"".join(parts)


def _spread_s() -> int:
    return _BUSY_RETRY_S + secrets.randbelow(3 * _BUSY_RETRY_S)


def _refusal(problem: Problem) -> tuple[ProblemReply, int, int]:
    reply = ProblemReply(
        title=problem.code.replace("_", " "),
        status=problem.status,
        code=problem.code,
        detail=problem.detail,
        counter=problem.counter,
        protocols=_SPOKEN if problem.code == "outdated" else [],
        revocation=problem.revocation,
    )
    return reply, problem.status, problem.retry_after_s


def _signed(
    hub: Hub, request: Request, message: msgspec.Struct, status: int, retry_after_s: int
) -> Answer:
    body, encoding = pack(encode(message), request.headers.get("accept-encoding", ""))
    kind = "application/json" if status == 200 else "application/problem+json"
    headers = {
        "content-type": kind,
        HUB_HEADER: hub.id,
        HUB_KEY_HEADER: base64.b64encode(hub.keys.public_key).decode(),
    }
    if encoding:
        headers["content-encoding"] = encoding
    if retry_after_s:
        headers["retry-after"] = str(retry_after_s)
    reply = Reply(status, headers, request)
    sign_reply(reply, body, hub.id, hub.keys.signing_key)
    return Answer(body, status, reply.headers)


def _status(hub: Hub, claim: Claim, request: Request, body: bytes) -> StatusReply:
    """`GET /v1/status`: that the hub lives, what it speaks, how much it holds."""
    with hub.database.read() as connection:
        find_station(connection, claim, request, body)
        chain: Any = select(CHAINS.c.highest_n).where(
            CHAINS.c.station == claim.station, CHAINS.c.epoch == claim.epoch
        )
        return StatusReply(
            protocols=_SPOKEN,
            program=__version__,
            hub=hub.id,
            time=hub.clock.now_ms(),
            highest_n=connection.execute(chain).scalar() or 0,
            events=connection.execute(select(func.count()).select_from(EVENTS)).scalar_one(),
        )


HANDLERS: dict[tuple[str, str], _Handler] = {
    ("POST", "/v1/enroll"): enroll_station,
    ("POST", "/v1/exchange"): exchange,
    ("POST", "/v1/relay"): relay,
    ("GET", "/v1/status"): _status,
    ("POST", "/v1/peek"): peek,
    ("GET", "/v1/snapshot"): snapshot,
    ("POST", "/v1/snapshot"): snapshot,
}
