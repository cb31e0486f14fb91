"""专场活动: a station in a van or at a fair; what is recorded there carries its entry (R14).

The choice is the station's own. It ends with the last day of the fair by itself, so that nobody's
Tuesday in the hall is counted to Monday's round.
"""

from dataclasses import dataclass

from kiosk.domain.hall_entry import HallEntry
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act
from kiosk.service.authority import Authorised
from kiosk.service.site import Site
from kiosk.store.apply import Applier
from kiosk.store.event_mode import read_fair, write_fair
from kiosk.store.log import Writing

__all__ = ["Fair", "current_fair", "fair_for", "fairs_open", "leave_fair", "work_at_fair"]


@dataclass(frozen=True, slots=True)
class Fair:
    """A fair of the hall's register; `first` and `last` are ISO days."""

    id: str
    name: str
    place: str
    first: str
    last: str


def fairs_open(site: Site) -> tuple[Fair, ...]:
    """Fairs of the register that are not over, the next one first."""
    today = site.today().isoformat()
    with site.store.read() as db:
        applier = site.store.applier(db)
        rows = db.execute(
            "SELECT id FROM hall_entries WHERE kind = 'fair' AND removed = ''"
        ).fetchall()
        found = [_fair(applier, row[0]) for row in rows]
    still = [fair for fair in found if fair is not None and fair.last >= today]
    return tuple(sorted(still, key=lambda fair: (fair.first, fair.id)))


def current_fair(site: Site) -> Fair | None:
    """The fair this station works at today."""
    with site.store.read() as db:
        fair = _fair(site.store.applier(db), read_fair(db))
    return fair if fair is not None and _is_on(site, fair) else None


def fair_for(site: Site, writing: Writing) -> str:
    """What a record that is written now carries; empty in the hall."""
    entry = read_fair(writing.db)
    fair = _fair(writing.applier, entry) if entry else None
    return fair.id if fair is not None and _is_on(site, fair) else ""


def work_at_fair(site: Site, allowed: Authorised, entry: str) -> Fair:
    """From now on this station works at a fair.

    Raises:
        NotAllowed: leave for something else than `Act.EVENT_MODE`.
        NotPossible: `unknown_fair`, or one that is over.
    """
    allowed.actor_for(Act.EVENT_MODE)
    with site.store.write() as writing:
        fair = _fair(writing.applier, entry)
        if fair is None or fair.last < site.today().isoformat():
            raise NotPossible("unknown_fair")
        write_fair(writing, entry)
    return fair


def leave_fair(site: Site, allowed: Authorised) -> None:
    """Back in the hall.

    Raises:
        NotAllowed: leave for something else than `Act.EVENT_MODE`.
    """
    allowed.actor_for(Act.EVENT_MODE)
    with site.store.write() as writing:
        write_fair(writing, "")


def _is_on(site: Site, fair: Fair) -> bool:
    return fair.first <= site.today().isoformat() <= fair.last


def _fair(applier: Applier, entry: str) -> Fair | None:
    state = applier.state(entry) if entry else None
    if not isinstance(state, HallEntry) or state.kind != "fair" or state.removed:
        return None
    first = state.fields.get("first", "")
    return Fair(
        id=entry,
        name=state.fields.get("name", ""),
        place=state.fields.get("place", ""),
        first=first,
        last=state.fields.get("last", "") or first,
    )
