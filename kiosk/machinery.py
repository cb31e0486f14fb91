"""The threads beside the screen: spooler, card reader, scanner, sync, reading and writing.

Everything they learn goes through one `publish(topic, value)`; values are frozen. No Qt here.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import structlog

from kiosk.devices.card_reader import CardEvent, CardReaderThread, ReaderUnplugged
from kiosk.devices.scans import ScannerLost
from kiosk.devices.serial_scanner import ScannerEvent, SerialScannerThread
from kiosk.doctor.reports import DeviceReports
from kiosk.printing.compose import Dialect
from kiosk.printing.destination import parse_destination
from kiosk.printing.escpos import EscposPrinter, Fence
from kiosk.printing.paper_printer import PaperPrinter
from kiosk.printing.raster import RasterStyle
from kiosk.printing.spooler import Spooler, SpoolerStatus
from kiosk.service.follow_ups import after_delivery
from kiosk.service.print_queue import StoredPrintQueue
from kiosk.station import OpenStation
from kiosk.sync.loop import SyncLoop, SyncStatus

__all__ = [
    "CARD",
    "DELIVERED",
    "PAPER",
    "SCAN",
    "SYNC",
    "Machinery",
    "Publish",
    "StationMachine",
]

CARD, SCAN, PAPER, SYNC, DELIVERED = "card", "scan", "paper", "sync", "delivered"
Publish = Callable[[str, object], None]

_log = structlog.get_logger("machinery")


class Machinery:
    """Starts the threads of a station and joins them again.

    Args:
        station: an open station.
        publish: called from any of the threads; must not block.
        printer: destination in place of the settings' one.
        card_reader: port in place of the settings' one.
        transport: of the sync client, for a demo that cuts the network.
    """

    def __init__(
        self,
        station: OpenStation,
        publish: Publish,
        *,
        printer: str = "",
        card_reader: str = "",
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        settings = station.settings
        self._publish = publish
        self.paper = settings.paper_printer()
        self._last: dict[str, object] = {}
        self._reports = DeviceReports()
        self.reader = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self.writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self.sync = SyncLoop(
            station.store,
            on_status=self._on_sync,
            on_delivered=lambda changed: publish(DELIVERED, changed),
            after_delivery=after_delivery,
            interval_s=settings.sync.interval_s,
            timeout_s=settings.sync.timeout_s,
            transport=transport,
            printer_state=self._printer_word,
        )
        self.spooler: Spooler | None = None
        self._printer: EscposPrinter | None = None
        destination = printer or settings.printer.destination
        if destination:
            options = settings.printer
            fence = Fence[options.fence.upper()]
            self._printer = EscposPrinter(parse_destination(destination), fence=fence)
            self.spooler = Spooler(
                StoredPrintQueue(station.store),
                self._printer,
                options.width_dots,
                self._on_paper,
                dialect=Dialect(
                    options.mode == "text", RasterStyle(options.has_feeds, options.has_doubling)
                ),
                poll_interval_s=options.poll_interval_s,
            )
        self.scanner: SerialScannerThread | None = None
        if settings.scanner.port:
            self.scanner = SerialScannerThread(
                settings.scanner.port,
                self._on_scan,
                baud=settings.scanner.baud,
            )
        port = card_reader or settings.card_reader.port
        self.cards: CardReaderThread | None = None
        if port:
            self.cards = CardReaderThread(port, self._on_card, baud=settings.card_reader.baud)

    def _printer_word(self) -> str:
        """The printer's state as last heard; empty where there is none."""
        last = self._last.get(PAPER)
        return str(last.printer.state) if isinstance(last, SpoolerStatus) else ""

    def start(self) -> None:
        """Start every thread."""
        self.sync.start()
        if self.spooler:
            self.spooler.start()
        if self.cards:
            self.cards.start()
        if self.scanner:
            self.scanner.start()

    def committed(self) -> None:
        """Something was committed: print what is queued, send what waits. Never blocks."""
        if self.spooler:
            self.spooler.wake()
        self.sync.wake()

    def last_reports(self) -> tuple[tuple[str, object], ...]:
        """What sync and printer said last, for a window that is opened later."""
        return tuple(self._last.items())

    def stop(self) -> None:
        """Stop and join every thread; work under way is finished first."""
        started = time.monotonic()
        if self.cards:
            self.cards.stop()
        if self.scanner:
            self.scanner.stop()
        if self.spooler:
            self.spooler.stop()
        if self._printer:
            self._printer.close()
        self.sync.stop()
        self.writer.shutdown(wait=True)
        self.reader.shutdown(wait=True)
        _log.info("stopped", seconds=round(time.monotonic() - started, 2))

    def _on_sync(self, status: SyncStatus) -> None:
        _log.info("sync", state=status.state, pending=status.pending, error=status.error_code)
        self._last[SYNC] = status
        self._publish(SYNC, status)

    @property
    def reports(self) -> DeviceReports:
        """The last word of each device; may be asked from any thread."""
        return self._reports

    def _on_card(self, event: CardEvent) -> None:
        is_ready = not isinstance(event, ReaderUnplugged)
        self._reports = replace(self._reports, is_reader_ready=is_ready)
        self._publish(CARD, event)

    def _on_scan(self, event: ScannerEvent) -> None:
        is_ready = not isinstance(event, ScannerLost)
        self._reports = replace(self._reports, is_scanner_ready=is_ready)
        self._publish(SCAN, event)

    def _on_paper(self, status: SpoolerStatus) -> None:
        self._reports = replace(self._reports, printer=status.printer)
        _log.info("printer", state=str(status.printer.state), job=status.job_id, note=status.note)
        self._last[PAPER] = status
        self._publish(PAPER, status)


@dataclass(frozen=True, slots=True)
class StationMachine:
    """What pages of the desk may ask of the machine."""

    data_dir: Path
    machinery: Machinery

    @property
    def reports(self) -> DeviceReports:
        """The last word of each device."""
        return self.machinery.reports

    @property
    def paper(self) -> PaperPrinter:
        """The A4 printer."""
        return self.machinery.paper

    def sync_now(self) -> None:
        """Try to reach the hub at once. Never blocks."""
        self.machinery.sync.wake(now=True)
