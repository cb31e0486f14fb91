"""The OpenAPI document of a hub, made from the messages themselves."""

from typing import Any

import msgspec

from kiosk import __version__
from kiosk.sync.protocol import (
    PROTOCOL,
    EnrollReply,
    EnrollRequest,
    ExchangeReply,
    ExchangeRequest,
    PeekReply,
    PeekRequest,
    ProblemReply,
    RelayReply,
    RelayRequest,
    SnapshotReply,
    SnapshotRequest,
    StatusReply,
)
from kiosk.sync.signing import COUNTER_HEADER, EPOCH_HEADER, STATION_HEADER

__all__ = ["openapi_document"]

_SNAPSHOT = "States of what a new or long-absent station may read, page by page."
_PROBLEMS = (400, 401, 403, 408, 409, 413, 426, 429, 500, 503)
_CALLS: dict[tuple[str, str], tuple[str, type[Any] | None, type[Any], tuple[int, ...]]] = {
    ("post", "/v1/enroll"): (
        "A one-time code makes a station one of a hall's.",
        EnrollRequest,
        EnrollReply,
        _PROBLEMS,
    ),
    ("post", "/v1/exchange"): (
        "Push a batch and pull a page in one round trip.",
        ExchangeRequest,
        ExchangeReply,
        _PROBLEMS,
    ),
    ("post", "/v1/relay"): (
        "A hub below passes on what its stations said.",
        RelayRequest,
        RelayReply,
        _PROBLEMS,
    ),
    ("post", "/v1/peek"): (
        "Whether anything is new; nothing is written by it.",
        PeekRequest,
        PeekReply,
        _PROBLEMS,
    ),
    ("post", "/v1/snapshot"): (_SNAPSHOT, SnapshotRequest, SnapshotReply, _PROBLEMS),
    ("get", "/v1/snapshot"): (_SNAPSHOT, None, SnapshotReply, _PROBLEMS),
    ("get", "/v1/status"): (
        "That the hub lives, what it speaks, how much it holds.",
        None,
        StatusReply,
        (400, 401, 403, 409, 500, 503),
    ),
}
_PREFIX = "#/components/schemas/{name}"


def openapi_document() -> dict[str, Any]:
    """The document; JSON-ready. Every request and reply is signed besides (PROTOCOL.md §8)."""
    types = [kind for _, *pair, _ in _CALLS.values() for kind in pair if kind is not None]
    _, components = msgspec.json.schema_components([*types, ProblemReply], ref_template=_PREFIX)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Gig hall hub",
            "version": __version__,
            "description": f"Protocol {PROTOCOL}. See docs/PROTOCOL.md for signatures and rules.",
        },
        "paths": _paths(),
        "components": {"schemas": components},
    }


def _paths() -> dict[str, dict[str, Any]]:
    paths: dict[str, dict[str, Any]] = {}
    for (method, path), call in _CALLS.items():
        paths.setdefault(path, {})[method] = _operation(f"{method}_{path[4:]}", *call)
    return paths


def _operation(
    name: str,
    summary: str,
    request: type[Any] | None,
    reply: type[Any],
    problems: tuple[int, ...],
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "parameters": [
            _header(STATION_HEADER, {"type": "string", "pattern": "^s[0-9a-z]{15}$"}),
            _header(EPOCH_HEADER, {"type": "integer", "minimum": 1}),
            _header(COUNTER_HEADER, {"type": "integer", "minimum": 1}),
            _header("content-digest", {"type": "string"}),
            _header("signature-input", {"type": "string"}),
            _header("signature", {"type": "string"}),
        ],
        "responses": {
            "200": {"description": "Done and durable.", "content": _content(reply)},
            **{str(status): _problem() for status in problems},
        },
    }
    if request is not None:
        operation["requestBody"] = {"required": True, "content": _content(request)}
    return operation


def _header(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": True, "schema": schema}


def _content(kind: type[Any]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _PREFIX.format(name=kind.__name__)}}}


def _problem() -> dict[str, Any]:
    schema = {"$ref": _PREFIX.format(name=ProblemReply.__name__)}
    return {
        "description": "Not done; the code says why.",
        "content": {"application/problem+json": {"schema": schema}},
    }
