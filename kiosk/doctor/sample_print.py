"""A sample slip sent straight to a printer, and what the printer says before and after."""

from datetime import datetime
from typing import Any

from kiosk.command_errors import CommandFailed
from kiosk.doctor.advice import printer_advice
from kiosk.printing.compose import Dialect, slip_bytes
from kiosk.printing.destination import parse_destination
from kiosk.printing.escpos import EscposPrinter
from kiosk.printing.printer import PrinterLostError, PrinterUnreachableError
from kiosk.printing.samples import sample_slip
from kiosk.printing.status import PrinterState

__all__ = ["print_sample"]

_FENCE_S = 20.0


def print_sample(url: str, kind: str, width_dots: int, *, is_text: bool) -> dict[str, Any]:
    """Print a sample slip and say what the printer says before and after.

    Raises:
        CommandFailed: the address is wrong, or the slip cannot be sent.
    """
    try:
        destination = parse_destination(url)
    except ValueError as error:
        raise CommandFailed(str(error)) from error
    printer = EscposPrinter(destination)
    issued_at = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    data = slip_bytes(
        sample_slip(kind, url, issued_at), width_dots, dialect=Dialect(is_text=is_text)
    )
    try:
        before = printer.status()
        if printer.has_status and not before.can_print:
            return _printed(url, data, before.state, is_sent=False)
        printer.send(data)
        is_confirmed = printer.fence(_FENCE_S)
        after = printer.status()
    except (PrinterUnreachableError, PrinterLostError) as error:
        raise CommandFailed(f"{url}: {error}") from error
    finally:
        printer.close()
    return {
        **_printed(url, data, before.state, is_sent=True),
        "confirmed": is_confirmed,
        "after": str(after.state),
        "ok": is_confirmed or not printer.has_status,
        "advice": printer_advice(after.state) if printer.has_status else "",
    }


def _printed(url: str, data: bytes, before: PrinterState, *, is_sent: bool) -> dict[str, Any]:
    return {
        "to": url,
        "sent_bytes": len(data) if is_sent else 0,
        "before": str(before),
        "confirmed": False,
        "after": str(before),
        "ok": False,
        "advice": printer_advice(before),
    }
