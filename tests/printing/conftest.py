"""A queue kept in memory, and the simulated printer."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
import tty
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from sample_slips import REFERRAL, SLIPS

from kiosk.printing.escpos import EscposPrinter, parse_destination
from kiosk.printing.queue import Job, JobState
from kiosk.printing.simulated import SimulatedPrinter
from kiosk.printing.slip import ReferralSlip, Slip, encode_slip
from kiosk.printing.spooler import Spooler


class MemoryQueue:
    """A print queue that remembers every mark; wait_for_state() instead of sleeping."""

    def __init__(self, *jobs: Job) -> None:
        self.jobs = {job.id: job for job in jobs}
        self.marks: list[tuple[str, JobState, str]] = []
        self.changed = threading.Condition()

    def add(self, job: Job) -> None:
        with self.changed:
            self.jobs[job.id] = job

    def interrupted(self) -> list[Job]:
        with self.changed:
            states = (JobState.SENDING, JobState.SENT_UNCONFIRMED)
            return [job for job in self.jobs.values() if job.state in states]

    def claim_next(self) -> Job | None:
        with self.changed:
            jobs = self.jobs.values()
            return next((job for job in jobs if job.state is JobState.QUEUED), None)

    def mark(self, job_id: str, state: JobState, note: str) -> None:
        with self.changed:
            self.jobs[job_id] = replace(self.jobs[job_id], state=state)
            self.marks.append((job_id, state, note))
            self.changed.notify_all()

    def states(self, job_id: str) -> list[str]:
        with self.changed:
            return [state.value for job, state, _ in self.marks if job == job_id]

    def wait_for_state(self, job_id: str, state: JobState, timeout_s: float = 10) -> str:
        """The note of the job's latest mark, once it is in that state."""
        with self.changed:
            is_there = self.changed.wait_for(lambda: self.jobs[job_id].state is state, timeout_s)
            assert is_there, self.marks
            return [note for job, _, note in self.marks if job == job_id][-1]


@pytest.fixture
def queue_of():
    return MemoryQueue


@pytest.fixture
def referral() -> ReferralSlip:
    return REFERRAL


@pytest.fixture
def job(referral):
    kind, payload = encode_slip(referral)
    given = {"kind": kind, "payload": payload, "copy_number": 1, "state": JobState.QUEUED}
    return lambda id_, **other: Job(**{"id": id_, **given, **other})


class Shown:
    """Collects what the screens would show."""

    def __init__(self):
        self.all = []
        self.changed = threading.Condition()

    def __call__(self, status):
        with self.changed:
            self.all.append(status)
            self.changed.notify_all()

    def wait_for(self, is_met, timeout_s=10):
        with self.changed:
            assert self.changed.wait_for(lambda: any(map(is_met, self.all)), timeout_s), self.all


@contextlib.contextmanager
def running_spooler(url, queue, *, send_timeout_s=2, **options):
    """A spooler on a printer; yields it and what it shows, and joins it."""
    shown = Shown()
    adapter = EscposPrinter(
        parse_destination(url),
        reply_timeout_s=0.3,
        send_timeout_s=send_timeout_s,
        status_interval_s=0.05,
    )
    spooler = Spooler(
        queue, adapter, 576, shown, **{"poll_interval_s": 0.02, "fence_timeout_s": 5} | options
    )
    spooler.start()
    try:
        yield spooler, shown
    finally:
        assert spooler.stop()


@pytest.fixture
def running():
    return running_spooler


@pytest.fixture
def all_slips() -> tuple[Slip, ...]:
    return tuple(SLIPS.values())


@pytest.fixture
def printer():
    with SimulatedPrinter() as simulated:
        yield simulated


class Cable:
    """A pseudo terminal whose far end is the simulated printer."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._printer = socket.create_connection((address.hostname, address.port))
        self._printer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2048)
        self._master, slave = os.openpty()
        tty.setraw(slave)
        self.port = os.ttyname(slave)
        self._slave = slave
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def pull(self) -> None:
        """The device node vanishes."""
        if self._slave >= 0:
            with contextlib.suppress(OSError):  # ends a send that waits for a full printer
                self._printer.shutdown(socket.SHUT_RDWR)
            os.write(self._wake_write, b"x")
            self._thread.join(timeout=5)
            assert not self._thread.is_alive()
            for descriptor in (self._slave, self._master, self._wake_read, self._wake_write):
                os.close(descriptor)
            self._slave = -1
            self._printer.close()

    def _carry(self) -> None:
        ends = [self._master, self._printer, self._wake_read]
        while self._wake_read not in (ready := select.select(ends, [], [])[0]):
            try:
                if self._master in ready:
                    self._printer.sendall(os.read(self._master, 4096))
                if self._printer in ready:
                    os.write(self._master, self._printer.recv(4096))
            except OSError:  # the printer's end is gone: nothing to carry but the wish to end
                ends = [self._wake_read]


@pytest.fixture
def cable_to():
    return Cable


@pytest.fixture
def cable(printer):
    connected = Cable(printer.url)
    yield connected
    connected.pull()
