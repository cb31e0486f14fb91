"""找工作人员: a call that waits until somebody comes, also when nobody is there yet."""

from dataclasses import dataclass

from kiosk.domain.clock import ms_of, stamp_of
from kiosk.domain.events import StaffCallAnswered, StaffCalled
from kiosk.domain.problems import NotPossible
from kiosk.domain.staff_call import StaffCall
from kiosk.service.site import STATION_ACTOR, Site

__all__ = ["CalledStaff", "WaitingCall", "answer_staff_call", "call_staff", "waiting_calls"]

_REPEAT_MS = 10 * 60_000
_FORGOTTEN_MS = 12 * 3_600_000


@dataclass(frozen=True, slots=True)
class CalledStaff:
    """A call stands in the queue; `is_new` is False where the station had called already."""

    call: str
    asked_at: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class WaitingCall:
    """Somebody waits at a station. `letter` is the station's, empty where it is unknown."""

    call: str
    letter: str
    place: str
    asked_at: int


def call_staff(site: Site, place: str) -> CalledStaff:
    """Ask for help at this station; asking again within ten minutes is the same call.

    Args:
        site: this station.
        place: name of the screen the person stands before.
    """
    with site.store.write() as writing:
        since = stamp_of(site.now_ms() - _REPEAT_MS)
        row = writing.db.execute(
            "SELECT id, asked_at FROM staff_calls WHERE station = ? AND answered_at = 0 "
            "AND asked_at > ? ORDER BY asked_at DESC LIMIT 1",
            (writing.chain.station, since),
        ).fetchone()
        if row:
            return CalledStaff(row[0], ms_of(row[1]), is_new=False)
        call = writing.new_id("staff_call")
        event = writing.append(StaffCalled(place=place), call, STATION_ACTOR)
        return CalledStaff(call, ms_of(event.time), is_new=True)


def answer_staff_call(site: Site, call: str, actor: str) -> None:
    """Staff went there.

    Raises:
        NotPossible: `unknown_call`.
    """
    with site.store.write() as writing:
        state = writing.state(call)
        if not isinstance(state, StaffCall):
            raise NotPossible("unknown_call")
        if not state.answered_at:
            writing.append(StaffCallAnswered(), call, actor)


def waiting_calls(site: Site) -> tuple[WaitingCall, ...]:
    """Calls nobody has answered yet, oldest first; those of yesterday are forgotten."""
    since = stamp_of(site.now_ms() - _FORGOTTEN_MS)
    with site.store.read() as db:
        rows = db.execute(
            "SELECT staff_calls.id, coalesce(stations.letter, ''), place, asked_at "
            "FROM staff_calls LEFT JOIN stations ON stations.id = staff_calls.station "
            "WHERE answered_at = 0 AND asked_at > ? ORDER BY asked_at",
            (since,),
        ).fetchall()
    return tuple(WaitingCall(row[0], row[1], row[2], ms_of(row[3])) for row in rows)
