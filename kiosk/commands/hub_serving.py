"""`kiosk hub serve`, `code`, `stations`, `revoke`, `release`, `appeals`, `publish`."""

import dataclasses
from pathlib import Path
from typing import Any

import msgspec

from kiosk.catalog import regions
from kiosk.command_errors import CommandFailed
from kiosk.domain.ids import is_hall_id
from kiosk.domain.typed import is_digits
from kiosk.store.errors import AlreadyExists
from kiosk.store.places import STORE_FILE
from kiosk.sync.hub import HubServer, hub_stats, new_code
from kiosk.sync.hub.appeals import answer_appeal, list_appeals
from kiosk.sync.hub.from_above import refused_from_above
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.parent import has_parent, join_parent, refused_above
from kiosk.sync.hub.publishing import publish_file
from kiosk.sync.hub.stations import list_stations, release_station, revoke_station
from kiosk.sync.hub.web import new_web_password
from kiosk.sync.loopback import is_loopback

__all__ = [
    "appeals",
    "check_hall",
    "code_with_expiry",
    "decide_appeal",
    "health",
    "join",
    "publish",
    "release",
    "revoke",
    "serve",
    "stations",
    "web_password",
]

_HIGHEST_PORT = 65_535
_LATE_MS = 15 * 60_000
_BAD_PRINTER = frozenset({"no_paper", "cover_open", "error", "offline"})


def serve(data_dir: Path, listen: str, certificate: Path | None, private_key: Path | None) -> None:
    """Serve until interrupted.

    Raises:
        CommandFailed: `--listen` is malformed, or would serve others without encryption.
    """
    host, _colon, port = listen.rpartition(":")
    if not host or not is_digits(port) or int(port) > _HIGHEST_PORT:
        raise CommandFailed("--listen: HOST:PORT, for instance 0.0.0.0:8470")
    host = host.strip("[]")
    if certificate is None and not is_loopback(host):
        raise CommandFailed(
            "--listen: beyond this machine only with --certificate and --private-key; "
            "plain http is for loopback"
        )
    HubServer(data_dir, host, int(port), certificate=certificate, private_key=private_key).run()


def check_hall(data_dir: Path, hall: str, name: str, counties: tuple[str, ...]) -> None:
    """What `hub init` is told.

    Raises:
        CommandFailed: something is malformed, or the directory is a station's.
    """
    if (data_dir / STORE_FILE).exists():
        raise AlreadyExists(str(data_dir / STORE_FILE))
    if not is_hall_id(hall):
        raise CommandFailed("--hall: up to 16 digits, county code and number")
    if not name.strip():
        raise CommandFailed("--name: the hall's name as people read it")
    for county in counties:
        if county and county not in regions():
            raise CommandFailed(f"{county}: no county of the table (GB/T 2260, Hunan), six digits")


def code_with_expiry(data_dir: Path, kind: str, hall: str, minutes: int) -> dict[str, Any]:
    """A new enrolment code, and when it ends (ms since 1970)."""
    code, expires = new_code(data_dir, kind, minutes * 60, hall=hall)
    return {"code": code, "expires": expires}


def stations(data_dir: Path) -> list[dict[str, Any]]:
    """Every station of the hub and of those below, by hall and letter."""
    return [msgspec.structs.asdict(row) for row in list_stations(data_dir)]


def revoke(data_dir: Path, station: str, reason: str) -> None:
    """Take nothing from a station any more. Raises CommandFailed for an unknown one."""
    try:
        revoke_station(data_dir, station, reason)
    except ValueError as error:
        raise CommandFailed(str(error)) from error


def join(data_dir: Path, url: str, code: str, ca_file: str) -> str:
    """Enrol the hub at its parent; returns the parent's id. Raises SyncError."""
    # `serve` may be started elsewhere: the authority is remembered by its full path.
    authority = str(Path(ca_file).resolve()) if ca_file else ""
    with open_hub(data_dir) as hub:
        return join_parent(hub, url, code, ca_file=authority)


def release(data_dir: Path, station: str) -> None:
    """Let a station go on. Raises CommandFailed for an unknown one."""
    try:
        release_station(data_dir, station)
    except ValueError as error:
        raise CommandFailed(str(error)) from error


def appeals(data_dir: Path) -> list[dict[str, Any]]:
    """Refusals that a hall appealed against, as rows."""
    return [dataclasses.asdict(row) for row in list_appeals(data_dir)]


def decide_appeal(data_dir: Path, event: str, reason: str, *, is_lifted: bool) -> None:
    """Lift or uphold a refusal. Raises CommandFailed where nobody appealed."""
    try:
        answer_appeal(data_dir, event, reason, is_lifted=is_lifted)
    except ValueError as error:
        raise CommandFailed(str(error)) from error


def health(data_dir: Path) -> dict[str, Any]:
    """The hub at a glance."""
    rows = list_stations(data_dir)
    with open_hub(data_dir) as hub:
        now_ms, is_below = hub.clock.now_ms(), has_parent(hub)
        refused = len(refused_above(hub))
        with hub.database.read() as connection:
            refused_down = len(refused_from_above(connection))
    return {
        **hub_stats(data_dir),
        "late": sum(now_ms - row.seen_at > _LATE_MS for row in rows),
        "stopped": sum(bool(row.state) for row in rows),
        "gaps": sum(row.gaps for row in rows),
        "below": sum(bool(row.via) for row in rows),
        "pending": sum(row.pending for row in rows),
        "printers": sum(row.printer in _BAD_PRINTER for row in rows),
        "appeals": len(list_appeals(data_dir)),
        "has_parent": is_below,
        "refused_above": refused,
        "refused_from_above": refused_down,
    }


def publish(data_dir: Path, file: Path, hall: str) -> int:
    """Publish courses and leaflets of a file. Raises CommandFailed for what is wrong with it."""
    try:
        return publish_file(data_dir, file, hall)
    except (ValueError, OSError) as error:
        raise CommandFailed(str(error)) from error


def web_password(data_dir: Path) -> str:
    """A new password for the staff's web pages."""
    with open_hub(data_dir) as hub:
        return new_web_password(hub)
