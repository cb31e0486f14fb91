"""Every record of the same employer, over all halls of a hub: merged, one USCC, one card."""

from collections.abc import Iterable

from sqlalchemy import Connection, or_, select

from kiosk.domain.employer import Employer
from kiosk.domain.fold import decode_state
from kiosk.sync.hub.tables import AGGREGATES, STATE

__all__ = ["employer_groups", "judged_employers"]

_EMPLOYERS = STATE["employers"].c
# What links two records; merges name the other's id.
_SORTS = ("id", "id", "uscc", "card")
_LINKS = (_EMPLOYERS.id, _EMPLOYERS.merged_into, _EMPLOYERS.uscc, _EMPLOYERS.blind_index)
_Name = tuple[str, str]
# What a rule may look at stands in the text of the state: most employers need not be decoded.
_TELLING = ('"suspensions":', '"kind":"agency"')


def employer_groups(connection: Connection, employers: Iterable[str]) -> dict[str, frozenset[str]]:
    """Employer → ids of all its records, itself included; an unknown id stands for itself."""
    wanted = set(employers)
    records = _linked_records(connection, wanted)
    root: dict[_Name, _Name] = {}

    def find(name: _Name) -> _Name:
        while root.setdefault(name, name) != name:
            name = root[name]
        return name

    for own, links in records.items():
        for link in links:
            root[find(link)] = find(("id", own))
    members: dict[_Name, set[str]] = {}
    for name in {*records, *wanted}:
        members.setdefault(find(("id", name)), set()).add(name)
    return {name: frozenset(members[find(("id", name))]) for name in wanted}


def _linked_records(connection: Connection, employers: set[str]) -> dict[str, frozenset[_Name]]:
    """Record → its links, of all records that can be reached from some."""
    found: dict[str, frozenset[_Name]] = {}
    asked: set[_Name] = set()
    names: set[_Name] = {("id", name) for name in employers}
    while names - asked:
        new = names - asked
        asked |= new
        by = {sort: [value for kind, value in new if kind == sort] for sort in set(_SORTS)}
        wanted = [
            column.in_(by[sort]) for sort, column in zip(_SORTS, _LINKS, strict=True) if by[sort]
        ]
        query = select(*_LINKS).where(_EMPLOYERS.erased == 0, or_(*wanted))
        for row in connection.execute(query):
            links = zip(_SORTS, row, strict=True)
            found[row[0]] = frozenset((sort, link) for sort, link in links if link)
            names |= found[row[0]]
    return found


def judged_employers(connection: Connection, employers: Iterable[str]) -> dict[str, Employer]:
    """The states of those records that a rule on posts may speak of; the others are left out."""
    rows = connection.execute(
        select(AGGREGATES.c.id, AGGREGATES.c.state).where(AGGREGATES.c.id.in_(set(employers)))
    )
    states = {
        row[0]: decode_state(row[0], row[1])
        for row in rows
        if any(word in row[1] for word in _TELLING)
    }
    return {name: state for name, state in states.items() if isinstance(state, Employer)}
