"""`kiosk enroll` and `kiosk sync`."""

from pathlib import Path
from typing import Any

from kiosk.command_errors import CommandFailed
from kiosk.service.follow_ups import after_delivery
from kiosk.station import open_station
from kiosk.store.outbox import outbox_counts
from kiosk.sync.engine import sync_until_empty
from kiosk.sync.enrolling import enroll
from kiosk.sync.errors import SyncError

__all__ = ["enroll_station", "sync_station"]


def enroll_station(
    data_dir: Path, url: str, code: str, kind: str | None, ca_file: str
) -> dict[str, Any]:
    """Enrol; returns hall and letter. Raises SyncError."""
    station = open_station(data_dir)
    try:
        chosen = kind or station.settings.station.kind
        enrolment = enroll(
            station.store,
            url,
            code,
            chosen,
            timeout_s=station.settings.sync.timeout_s,
            ca_file=ca_file,
        )
        return {"hub": enrolment.hub, "hall": enrolment.hall, "letter": enrolment.letter}
    finally:
        station.close()


def sync_station(data_dir: Path, ca_file: str) -> dict[str, Any]:
    """Exchange until outbox and pull are empty.

    Raises:
        CommandFailed: the hub cannot be reached or does not accept this station.
    """
    station = open_station(data_dir)
    try:
        counts = sync_until_empty(
            station.store,
            after_delivery=after_delivery,
            timeout_s=station.settings.sync.timeout_s,
            ca_file=ca_file,
        )
        with station.store.read() as db:
            left = outbox_counts(db)
        return {
            "pushed": counts.pushed,
            "pulled": counts.pulled,
            "unacknowledged": left.pending + left.invalid,
            "refused": left.invalid,
        }
    except SyncError as error:
        with station.store.read() as db:
            waiting = outbox_counts(db).pending
        raise CommandFailed(f"{error}; {waiting} events wait, none is lost") from error
    finally:
        station.close()
