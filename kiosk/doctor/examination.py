"""All checks one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kiosk.command_errors import CommandFailed
from kiosk.config import Settings, SettingsError, load_settings
from kiosk.devices.displays import Display, displays
from kiosk.doctor.devices import (
    check_camera,
    check_inputs,
    check_paper,
    check_printer,
    check_reader,
    check_scanner,
    check_screen,
    find_devices,
)
from kiosk.doctor.machine import check_disk, check_machine
from kiosk.doctor.reports import DeviceReports
from kiosk.doctor.station import check_keys, check_store
from kiosk.domain.check import Check
from kiosk.i18n import _
from kiosk.store.lock import holder_of

__all__ = ["Examined", "examine", "write_pdf"]


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known to whoever asks.

    Attributes:
        reports: of the devices, where the station runs in this very program.
        screens: as the window system sees them; asked of the kernel where it is empty.
    """

    reports: DeviceReports | None = None
    screens: tuple[Display, ...] = field(default=())


_NOTHING_KNOWN = Examined()


def examine(
    data_dir: Path, *, is_finding: bool = False, known: Examined = _NOTHING_KNOWN
) -> tuple[Check, ...]:
    """All checks, in the order in which a technician goes through them.

    With is_finding the serial ports are asked too, which takes some seconds for each; ports that a
    running station holds are left alone.
    """
    return tuple(_checks(data_dir, is_finding, known))


def write_pdf(checks: tuple[Check, ...], path: Path) -> None:
    """The report as PDF; CommandFailed if it cannot be written."""
    from kiosk.printing.pdf.check_report import (  # noqa: PLC0415  a hub has no reportlab
        write_check_report,
    )

    made_at = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    try:
        write_check_report(checks, made_at, path)
    except OSError as error:
        raise CommandFailed(f"{path}: {error}") from error


def _checks(data_dir: Path, is_finding: bool, known: Examined) -> Iterator[Check]:
    try:
        settings = load_settings(data_dir)
    except SettingsError as error:
        advice = _("请照提示改 kiosk.toml。")
        yield Check("settings", _("设置"), "red", str(error), advice)
        yield from check_machine()
        return
    holder = "" if known.reports else holder_of(data_dir)
    yield check_printer(settings, holder, known.reports)
    yield check_paper(settings)
    yield check_reader(settings, holder, known.reports)
    yield check_scanner(settings, known.reports)
    yield check_camera(settings.camera)
    yield check_screen(settings.panel, known.screens or displays())
    yield from check_inputs()
    if is_finding:
        is_running = bool(holder or known.reports)
        yield from find_devices(_ports_of(settings) if is_running else frozenset())
    yield from check_machine()
    yield from check_disk(data_dir)
    yield Check("settings", _("设置"), "ok", str(data_dir))
    yield from check_store(data_dir)
    yield from check_keys(data_dir, settings)


def _ports_of(settings: Settings) -> frozenset[str]:
    from kiosk.printing.destination import parse_destination  # noqa: PLC0415

    ports = {settings.card_reader.port, settings.scanner.port}
    if settings.printer.destination.startswith("serial"):
        ports.add(parse_destination(settings.printer.destination).path)
    return frozenset(port for port in ports if port)
