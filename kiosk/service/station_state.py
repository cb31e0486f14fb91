"""What keeps a station from its usual work: closed hours, a wrong clock, maintenance, the store."""

import shutil
from enum import StrEnum

from kiosk.domain.clock import local_time, ms_of
from kiosk.domain.typed import whole_number
from kiosk.service.hall_profile import hall_view
from kiosk.service.site import Site
from kiosk.service.views import HallView
from kiosk.store.store import Store

__all__ = ["MAINTENANCE_FILE", "Fault", "is_closed", "look_for_fault"]

MAINTENANCE_FILE = "maintenance"
"""A file of this name in the data directory says that somebody works on the station."""
_CLOCK_BACK_MS = 10 * 60_000
_LEAST_FREE_BYTES = 64 * 1024 * 1024


class Fault(StrEnum):
    """Closed set, worded by the screens."""

    CLOSED = "closed"
    CLOCK = "clock"
    STORE = "store"
    DISK = "disk"
    UPDATE = "update"


def look_for_fault(site: Site) -> Fault | None:
    """The gravest thing that is wrong now, if any; runs on a reading thread."""
    if (site.store.path.parent / MAINTENANCE_FILE).exists():
        return Fault.UPDATE
    if shutil.disk_usage(site.store.path.parent).free < _LEAST_FREE_BYTES:
        return Fault.DISK
    if _is_clock_back(site.store):
        return Fault.CLOCK
    return Fault.CLOSED if is_closed(hall_view(site), site.now_ms()) else None


def is_closed(hall: HallView, now_ms: int) -> bool:
    """Whether the hall's hours say closed; never where they are not known."""
    if hall.is_closed_today:
        return True
    opens, closes = _minutes(hall.opens), _minutes(hall.closes)
    if opens is None or closes is None or opens == closes:
        return False
    moment = local_time(now_ms)
    now = moment.hour * 60 + moment.minute
    if opens < closes:
        return not opens <= now < closes
    return closes <= now < opens


def _is_clock_back(store: Store) -> bool:
    """Time went back behind what the station has seen already."""
    return ms_of(store.chain().stamp) - store.clock.now_ms() > _CLOCK_BACK_MS


def _minutes(clock: str) -> int | None:
    hour, _colon, minute = clock.partition(":")
    hours, minutes = whole_number(hour), whole_number(minute)
    return None if hours is None or minutes is None else hours * 60 + minutes
