"""`kiosk hub serve` and `kiosk hub code`."""

from pathlib import Path
from typing import Any

from kiosk.command_errors import CommandFailed
from kiosk.sync.hub import HubServer, new_code

__all__ = ["code_with_expiry", "serve"]

_HIGHEST_PORT = 65_535


def serve(data_dir: Path, listen: str, certificate: Path | None, private_key: Path | None) -> None:
    """Serve until interrupted.

    Raises:
        CommandFailed: `--listen` is malformed.
    """
    host, _colon, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > _HIGHEST_PORT:
        raise CommandFailed("--listen: HOST:PORT, for instance 0.0.0.0:8470")
    HubServer(
        data_dir, host.strip("[]"), int(port), certificate=certificate, private_key=private_key
    ).run()


def code_with_expiry(data_dir: Path, kind: str, hall: str, minutes: int) -> dict[str, Any]:
    """A new enrolment code, and when it ends (ms since 1970)."""
    code, expires = new_code(data_dir, kind, minutes * 60, hall=hall)
    return {"code": code, "expires": expires}
