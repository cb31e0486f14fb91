"""`kiosk enroll`, `kiosk sync`, `kiosk bundle`."""

from pathlib import Path
from typing import Any

from kiosk.command_errors import CommandFailed
from kiosk.service.follow_ups import after_delivery
from kiosk.station import open_station
from kiosk.store.outbox import outbox_counts
from kiosk.store.places import is_hub
from kiosk.sync.bundle import Carried, export_bundle, import_answers
from kiosk.sync.engine import sync_until_empty
from kiosk.sync.enrolling import enroll
from kiosk.sync.errors import SyncError
from kiosk.sync.sealing import BadBundle

__all__ = ["enroll_station", "export_to_stick", "import_from_stick", "sync_station"]


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


def export_to_stick(data_dir: Path, file: Path) -> dict[str, Any]:
    """Write what waits at a station to a file that only its hub can read.

    Raises:
        CommandFailed: the stick is full or gone.
        SyncError: the station has no hub.
    """
    station = open_station(data_dir)
    try:
        done = export_bundle(station.store, file)
        return {"events": done.pushed, "parts": done.parts, "file": str(file)}
    except OSError as error:
        raise CommandFailed(f"{file}: {error.strerror}; nothing is lost") from error
    finally:
        station.close()


def import_from_stick(data_dir: Path, file: Path, answer: Path | None) -> dict[str, Any]:
    """At a hub: take in a station's bundle and write the answer. At a station: take the answer in.

    Raises:
        CommandFailed: the file is damaged or not for us; what came before is kept, and running it
            again goes on.
    """
    try:
        done, answered = _import(data_dir, file, answer)
    except (BadBundle, SyncError) as error:
        raise CommandFailed(f"{file}: {error}; what came before it is kept") from error
    except OSError as error:
        raise CommandFailed(f"{file}: {error.strerror}; what came before is kept") from error
    counts = {"events": done.pushed, "pulled": done.pulled, "refused": done.invalid}
    return {**counts, **({"answer": str(answered)} if answered else {})}


def _import(data_dir: Path, file: Path, answer: Path | None) -> tuple[Carried, Path | None]:
    if is_hub(data_dir):
        from kiosk.sync.hub.bundles import import_bundle  # noqa: PLC0415 (the extra `hub`)
        from kiosk.sync.hub.installation import open_hub  # noqa: PLC0415

        written = answer or file.with_name(file.name + ".answer")
        with open_hub(data_dir) as hub:
            return import_bundle(hub, file, written), written
    station = open_station(data_dir)
    try:
        return import_answers(station.store, file, after_delivery), None
    finally:
        station.close()
