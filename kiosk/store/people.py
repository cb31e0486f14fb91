"""The same person under several ids: who survives, who belongs together."""

from sqlite_utils import Database

from kiosk.domain.employer import Employer
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.seeker import Seeker
from kiosk.store.apply import Applier
from kiosk.store.blind_index import START_DIGITS
from kiosk.store.rows import rows_where_in

__all__ = [
    "find_person",
    "late_records",
    "note_erased",
    "records_of",
    "same_people",
    "survivor",
    "unmerged_twins",
]

# By what `seekers` are indexed.
_SAME_START = f"substr(blind_index, 1, {START_DIGITS}) = substr(?1, 1, {START_DIGITS})"
_TABLES = {"seeker": "seekers", "employer": "employers"}


def survivor(applier: Applier, person: str) -> Seeker | Employer | None:
    """Follow merges to the smallest id. Each step goes to a smaller id, so it ends."""
    state = applier.state(person)
    while isinstance(state, Seeker | Employer) and state.merged_into:
        onward = applier.state(state.merged_into)
        if onward is None:
            return state
        state = onward
    return state if isinstance(state, Seeker | Employer) else None


def same_people(db: Database, person: str) -> list[str]:
    """All aggregates known to be the same person, the given one included."""
    table = _TABLES[aggregate_kind(person)]
    rows = db.execute(
        "WITH RECURSIVE same (id) AS ("
        " VALUES (?) UNION"
        f" SELECT people.id FROM {table} people JOIN same ON people.merged_into = same.id UNION"
        f" SELECT people.merged_into FROM {table} people JOIN same ON people.id = same.id"
        " WHERE people.merged_into <> '') SELECT id FROM same ORDER BY id",
        (person,),
    )
    return [row[0] for row in rows.fetchall()]


def records_of(db: Database, seekers: list[str]) -> list[str]:
    """Complaints and assistance cases of a person: what is written in them tells of her or him."""
    return sorted(
        str(row[0])
        for table in ("complaints", "assistance_cases")
        for row in rows_where_in(db, f"SELECT id FROM {table}", "seeker", seekers)
    )


def note_erased(db: Database, person: str, time: int) -> None:
    """Remember by the keyed index, before the number goes, that this person was erased then."""
    table = _TABLES.get(aggregate_kind(person))
    if table is None:
        return
    db.conn.execute(
        f"INSERT INTO erased_people SELECT blind_index, ? FROM {table} "
        "WHERE id = ? AND blind_index <> '' "
        "ON CONFLICT (blind_index) DO UPDATE SET time = max(time, excluded.time)",
        (time, person),
    )


def late_records(db: Database, people: list[str]) -> list[str]:
    """Those that belong to somebody erased after they were made, at a station not heard of then.

    Who registers again after an erasure is a new person.
    """
    if not db.execute("SELECT 1 FROM erased_people LIMIT 1").fetchone():
        return []
    found = []
    for person in people:
        table = _TABLES.get(aggregate_kind(person))
        if table is None:
            continue
        row = db.execute(
            f"SELECT 1 FROM {table} people JOIN erased_people USING (blind_index) "
            "WHERE people.id = ? AND people.erased = 0 AND erased_people.time > "
            "(SELECT min(events.time) FROM events WHERE events.aggregate = people.id)",
            (person,),
        ).fetchone()
        if row:
            found.append(person)
    return found


def find_person(db: Database, kind: str, blind_index: str) -> str:
    """The smallest id with this blind index among those not erased; empty if there is none."""
    row = db.execute(
        f"SELECT min(id) FROM {_TABLES[kind]} WHERE {_SAME_START} AND blind_index = ?1 "
        "AND blind_index <> '' AND erased = 0",
        (blind_index,),
    ).fetchone()
    return str(row[0]) if row and row[0] else ""


def unmerged_twins(db: Database, people: list[str]) -> list[tuple[str, str]]:
    """Pairs (larger id, smallest id) of the same person that no merge joins yet.

    Args:
        db: a connection.
        people: aggregates of seekers or employers that changed; others are not looked at.
    """
    found = set()
    for person in people:
        table = _TABLES.get(aggregate_kind(person))
        if table is None:
            continue
        own = db.execute(f"SELECT blind_index FROM {table} WHERE id = ?", (person,)).fetchone()
        if own is None:
            continue
        rows = db.execute(
            f"SELECT id, merged_into FROM {table} WHERE erased = 0 AND blind_index <> '' AND "
            f"{_SAME_START} AND blind_index = ?1 ORDER BY id",
            (own[0],),
        ).fetchall()
        found |= {(twin, rows[0][0]) for twin, merged_into in rows[1:] if not merged_into}
    return sorted(found)
