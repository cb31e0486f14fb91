"""The spooler: one thread that owns the printer and never prints a slip twice by itself.

Before the first byte leaves, a job may wait as long as the printer needs. From then on it is
either confirmed by the printer or a person is asked to look; a restart changes nothing in that.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from kiosk.printing.compose import PICTURES, Dialect, slip_bytes
from kiosk.printing.printer import PrinterFullError, PrinterLostError, PrinterUnreachableError
from kiosk.printing.queue import Job, JobState, PrintQueue
from kiosk.printing.raster import MAX_BAND_BYTES
from kiosk.printing.slip import decode_slip
from kiosk.printing.status import UNKNOWN_STATUS, PrinterStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.printing.printer import Printer

__all__ = [
    "NOTE_BAD_SLIP",
    "NOTE_BUFFER_FULL",
    "NOTE_CONNECTION_LOST",
    "NOTE_INTERRUPTED",
    "NOTE_NO_ANSWER",
    "NOTE_NO_STATUS",
    "Spooler",
    "SpoolerStatus",
]

_log = structlog.get_logger(__name__)

# White dots enough to end any band that a broken job left open; a printer that waits for none
# passes NUL over.
_END_OF_ANY_BAND = bytes(MAX_BAND_BYTES)

# Reasons put beside a job's state; a printer state's name is the other kind of note.
NOTE_BAD_SLIP = "bad_slip"  # the payload cannot be composed
NOTE_BUFFER_FULL = "buffer_full"  # the printer took a part of the job and no more
NOTE_CONNECTION_LOST = "connection_lost"  # broke off after the first byte
NOTE_INTERRUPTED = "interrupted"  # the program ended in the middle of the job
NOTE_NO_ANSWER = "no_answer"  # sent whole, never confirmed
NOTE_NO_STATUS = "no_status"  # sent whole to a printer that cannot answer


@dataclass(frozen=True, slots=True)
class SpoolerStatus:
    """What the screens show: the printer, and the job that changed last."""

    printer: PrinterStatus
    job_id: str | None = None
    job_state: JobState | None = None
    note: str = ""


class Spooler:
    """Prints the jobs of a queue one by one; start() and stop() once each.

    on_change is called in the spooler's thread, with each new status and only then.
    """

    def __init__(
        self,
        queue: PrintQueue,
        printer: Printer,
        width_dots: int,
        on_change: Callable[[SpoolerStatus], None],
        *,
        dialect: Dialect = PICTURES,
        poll_interval_s: float = 1.5,
        fence_timeout_s: float = 20.0,
    ) -> None:
        self._queue = queue
        self._printer = printer
        self._width_dots = width_dots
        self._dialect = dialect
        self._on_change = on_change
        self._poll_interval_s = poll_interval_s
        self._fence_timeout_s = fence_timeout_s
        self._shown: SpoolerStatus | None = None
        self._is_line_in_doubt = False
        self._condition = threading.Condition()
        self._is_woken = False
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="spooler", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self) -> None:
        """A job was queued, or the printer was mended: look now."""
        with self._condition:
            self._is_woken = True
            self._condition.notify_all()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """End after the byte in hand; a job not yet confirmed is for a person at the next start.

        False if the thread did not end in time (it waits for a blocked port).
        """
        with self._condition:
            self._is_stopping = True
            self._condition.notify_all()
        self._printer.cancel()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        step = self._recover
        while not self._is_stopping:
            try:
                is_busy = step()
            except Exception:  # the queue is a port: whatever its store raises, nothing is sent
                _log.exception("spooler_step_failed")
                is_busy, step = False, self._recover  # a job cut off by it is for a person
            else:
                step = self._step
            if not is_busy:
                self._wait()
        self._printer.close()

    def _recover(self) -> bool:
        for job in self._queue.interrupted():
            if job.state is JobState.SENT_UNCONFIRMED and not self._printer.has_status:
                continue  # such a printer never confirms: this is where its jobs end
            self._is_line_in_doubt = True
            self._mark(job, JobState.NEEDS_HUMAN, NOTE_INTERRUPTED, UNKNOWN_STATUS)
        return True

    def _step(self) -> bool:
        """Look at the printer and print one job; False if there is nothing to do now."""
        status = self._printer.status()
        self._show_printer(status)
        job = self._queue.claim_next()
        return job is not None and self._try(job, status)

    def _wait(self) -> None:
        with self._condition:
            self._condition.wait_for(
                lambda: self._is_woken or self._is_stopping, self._poll_interval_s
            )
            self._is_woken = False

    def _try(self, job: Job, status: PrinterStatus) -> bool:
        """Print the job if the printer is ready; False if it must wait."""
        try:
            data = slip_bytes(
                decode_slip(job.kind, job.payload),
                self._width_dots,
                copy_number=job.copy_number,
                dialect=self._dialect,
            )
        except ValueError:
            self._mark(job, JobState.NEEDS_HUMAN, NOTE_BAD_SLIP, status)
            return True
        if self._printer.has_status and not status.can_print:
            self._show(SpoolerStatus(status, job.id, JobState.QUEUED, status.state.value))
            return False
        self._mark(job, JobState.SENDING, "", status)
        if self._is_line_in_doubt and self._printer.has_status:
            data = _END_OF_ANY_BAND + data
        try:
            self._printer.send(data)
        except PrinterUnreachableError:
            self._mark(job, JobState.QUEUED, UNKNOWN_STATUS.state.value, UNKNOWN_STATUS)
            return False
        except PrinterLostError as error:
            is_full = isinstance(error, PrinterFullError)
            note = NOTE_BUFFER_FULL if is_full else NOTE_CONNECTION_LOST
            self._is_line_in_doubt = True
            self._mark(job, JobState.NEEDS_HUMAN, note, UNKNOWN_STATUS)
            return True
        self._confirm(job, status)
        return True

    def _confirm(self, job: Job, status: PrinterStatus) -> None:
        """Wait for the printer's word that the slip is out, then look once more."""
        if not self._printer.has_status:
            self._mark(job, JobState.SENT_UNCONFIRMED, NOTE_NO_STATUS, status)
            return
        self._mark(job, JobState.SENT_UNCONFIRMED, "", status)
        is_confirmed = self._printer.fence(self._fence_timeout_s, self._show_printer)
        if self._is_stopping and not is_confirmed:
            return  # stays sent_unconfirmed; the next start asks a person
        after = self._printer.status()
        self._is_line_in_doubt = not is_confirmed
        if is_confirmed and after.can_print:
            self._mark(job, JobState.DONE, "", after)
        else:
            note = NOTE_NO_ANSWER if after.can_print else after.state.value
            self._mark(job, JobState.NEEDS_HUMAN, note, after)

    def _mark(self, job: Job, state: JobState, note: str, printer: PrinterStatus) -> None:
        self._queue.mark(job.id, state, note)
        self._show(SpoolerStatus(printer, job.id, state, note))

    def _show_printer(self, printer: PrinterStatus) -> None:
        shown = self._shown or SpoolerStatus(printer)
        self._show(SpoolerStatus(printer, shown.job_id, shown.job_state, shown.note))

    def _show(self, status: SpoolerStatus) -> None:
        if status != self._shown:
            self._shown = status
            self._on_change(status)
