"""The machine as its technician sees it: where it belongs, what waits, how full it is."""

import shutil
from dataclasses import dataclass

from kiosk import __version__
from kiosk.service.day_table import Waiting, waiting_to_send
from kiosk.service.site import Site
from kiosk.store.enrolment import load_enrolment
from kiosk.store.outbox import invalid_events

__all__ = ["MachineFacts", "machine_facts"]


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """Sizes in bytes; `hub_url` is empty for a station that works alone."""

    name: str
    letter: str
    hub_url: str
    hall_name: str
    events: int
    waiting: Waiting
    refused: int
    store_size: int
    free: int
    version: str


def machine_facts(site: Site) -> MachineFacts:
    """Look at store and disk; runs on a reading thread."""
    chain, path = site.store.chain(), site.store.path
    with site.store.read() as db:
        enrolment = load_enrolment(db)
        events = int(db.execute("SELECT count(*) FROM events").fetchone()[0])
        refused = len(invalid_events(db))
    return MachineFacts(
        name=site.rules.station_name,
        letter=chain.letter,
        hub_url=enrolment.hub_url if enrolment else "",
        hall_name=enrolment.hall_name if enrolment else "",
        events=events,
        waiting=waiting_to_send(site),
        refused=refused,
        store_size=path.stat().st_size,
        free=shutil.disk_usage(path.parent).free,
        version=__version__,
    )
