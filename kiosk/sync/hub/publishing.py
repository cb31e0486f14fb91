"""Courses and leaflets that a county or a platform publishes: the hub seals them, halls pull them.

A file is JSON: `{"courses": [...], "leaflets": [...]}`. An entry has an `id` and the fields of
`CourseOffered` or `LeafletPublished` (docs/PROTOCOL.md §5), or `withdrawn` with the reason.
"""

import re
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, select, union

from kiosk.domain.clock import Clock
from kiosk.domain.content_events import LeafletPublished, LeafletWithdrawn
from kiosk.domain.offer_checks import check_course, check_leaflet
from kiosk.domain.payload import Payload
from kiosk.domain.problems import Problem
from kiosk.domain.scopes import scope_for
from kiosk.domain.training_events import CourseOffered, CourseWithdrawn
from kiosk.sync.hub.installation import Hub, open_hub
from kiosk.sync.hub.own_chain import OwnChain
from kiosk.sync.hub.storing import append_own
from kiosk.sync.hub.tables import AGGREGATES, HALLS, RELAYED_HALLS

__all__ = ["publish_file"]

_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


def publish_file(
    data_dir: Path, file: Path, hall: str = "", *, keeper: str = "file", clock: Clock | None = None
) -> int:
    """Publish what a file holds, all of it or nothing; returns how many events were sealed.

    Args:
        data_dir: of the hub.
        file: see above.
        hall: only for one hall; empty for all of this hub and of those below it.
        keeper: who keeps the master key.
        clock: for tests.

    Raises:
        ValueError: the file is not of this form, an entry is wrong, or the hall is unknown.
        OSError: the file cannot be read.
    """
    entries = _read(file)
    with (
        open_hub(data_dir, keeper=keeper, clock=clock) as hub,
        hub.database.write() as connection,
    ):
        return sum(_append(connection, hub, each, entries) for each in _halls(connection, hall))


def _read(file: Path) -> list[tuple[str, Payload]]:
    try:
        found = msgspec.json.decode(file.read_bytes(), type=dict[str, list[dict[str, Any]]])
        rows = [(kind, row) for kind in found for row in found[kind]]
        return [_entry(kind, dict(row)) for kind, row in rows]
    except msgspec.MsgspecError as error:
        raise ValueError(f"{file.name}: {error}") from error


def _entry(kind: str, row: dict[str, Any]) -> tuple[str, Payload]:
    """(aggregate without its hall, payload) of an entry."""
    name = str(row.pop("id", ""))
    if _ID.fullmatch(name) is None:
        raise ValueError(f"{kind}: id {name[:40]!r}")
    if kind not in {"courses", "leaflets"}:
        raise ValueError(f"{kind}: courses or leaflets")
    reason = row.pop("withdrawn", "")
    problems: list[Problem] = []
    payload: Payload
    if kind == "courses":
        payload = CourseWithdrawn(reason=str(reason)) if reason else _made(row, CourseOffered)
        problems = check_course(payload) if isinstance(payload, CourseOffered) else []
    else:
        payload = LeafletWithdrawn(reason=str(reason)) if reason else _made(row, LeafletPublished)
        problems = check_leaflet(payload) if isinstance(payload, LeafletPublished) else []
    if problems:
        told = ", ".join(f"{item.field} {item.code}" for item in problems)
        raise ValueError(f"{kind} {name}: {told}")
    return f"{kind.removesuffix('s')}:{name}", payload


def _made(row: dict[str, Any], kind: type[Payload]) -> Any:
    unknown = sorted(row.keys() - set(kind.__struct_fields__))
    if unknown:
        raise ValueError(f"{kind.__name__}: unknown {', '.join(unknown)}")
    return msgspec.convert(row, kind)


def _halls(connection: Connection, hall: str) -> list[str]:
    """Of this hub, and of those below it, as far as anything has come from there."""
    found = connection.execute(union(select(HALLS.c.id), select(RELAYED_HALLS.c.hall)))
    halls = sorted(str(row[0]) for row in found)
    if hall and hall not in halls:
        raise ValueError(f"name one of the halls: {', '.join(halls)}")
    return [hall] if hall else halls


def _append(connection: Connection, hub: Hub, hall: str, entries: list[tuple[str, Payload]]) -> int:
    """Each hall has its own copy: what one withdraws, the others keep."""
    chain = OwnChain(connection, hub.clock.now_ms())
    events = []
    for name, payload in entries:
        aggregate = f"{name}.{hall}"
        newest = select(AGGREGATES.c.order_time).where(AGGREGATES.c.id == aggregate)
        chain.follow(connection.execute(newest).scalar() or 0)
        scope = scope_for(type(payload).__name__, hall)
        events.append(chain.seal(payload, aggregate, scope))
    chain.save()
    append_own(connection, events, hub.keys.index_key)
    return len(events)
