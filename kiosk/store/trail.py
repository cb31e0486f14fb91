"""Queries of the audit trail: the log by time, actor, type, subject."""

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

__all__ = ["TrailFilter", "TrailMatch", "trail_count", "trail_rows"]


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """Which events. `since` and `until` are stamps, the latter excluded; an empty `types` or
    `actor` stands for all. `any_of` widens to one of its parts, None for no such limit."""

    since: int
    until: int
    actor: str = ""
    types: tuple[str, ...] = ()
    any_of: "TrailMatch | None" = None


@dataclass(frozen=True, slots=True)
class TrailMatch:
    """What a searched text may mean; an event fits if one part does. `referrals` are looked for
    in payloads of their vacancies."""

    types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    referrals: tuple[str, ...] = ()
    stations: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing can fit."""
        parts = (self.types, self.actors, self.subjects, self.referrals, self.stations)
        return not any(parts)


_COLUMNS = "id, time, station, type, aggregate, actor, payload, epoch, n"


def trail_rows(db: Database, wanted: TrailFilter, limit: int, offset: int) -> list[dict[str, Any]]:
    """Events, the latest first."""
    where, values = _where(wanted)
    query = f"SELECT {_COLUMNS} FROM events WHERE {where} ORDER BY time DESC, id DESC"
    return list(db.query(f"{query} LIMIT ? OFFSET ?", (*values, limit, offset)))


def trail_count(db: Database, wanted: TrailFilter) -> int:
    """How many events fit."""
    where, values = _where(wanted)
    return int(db.execute(f"SELECT count(*) FROM events WHERE {where}", values).fetchone()[0])


def _where(wanted: TrailFilter) -> tuple[str, tuple[str | int, ...]]:
    parts, values = ["time >= ? AND time < ?"], [wanted.since, wanted.until]
    texts: list[str | int] = [*values]
    if wanted.actor:
        parts.append("actor = ?")
        texts.append(wanted.actor)
    if wanted.types:
        parts.append(_among("type", wanted.types, texts))
    match = wanted.any_of
    if match is not None:
        either = [
            _among(column, given, texts)
            for column, given in (
                ("type", match.types),
                ("actor", match.actors),
                ("aggregate", match.subjects),
                ("station", match.stations),
            )
            if given
        ]
        for referral in match.referrals:
            either.append("instr(payload, ?) > 0")
            texts.append(f'"referral":"{referral}"')
        parts.append(f"({' OR '.join(either)})" if either else "0")
    return " AND ".join(parts), tuple(texts)


def _among(column: str, given: tuple[str, ...], values: list[str | int]) -> str:
    values += given
    return f"{column} IN ({', '.join('?' * len(given))})"
