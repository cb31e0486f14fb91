"""Readers and scanners on pseudo terminals, and threads that watch them."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest

from kiosk.devices.card_reader import CardReaderThread
from kiosk.devices.serial_scanner import SerialScannerThread
from kiosk.devices.simulated import SimulatedCardReader
from kiosk.devices.simulated_scanner import SimulatedScanner

NextEvent = Callable[[], Any]


class HasPort(Protocol):
    port: str


@contextlib.contextmanager
def watching_reader(reader: HasPort) -> Iterator[NextEvent]:
    """Yields a function that waits for the thread's next event; at the end none may be left."""
    events: queue.Queue[Any] = queue.Queue()
    thread = CardReaderThread(
        reader.port,
        events.put,
        poll_interval_s=0.01,
        reply_timeout_s=0.2,
        read_timeout_s=0.2,
        reconnect_interval_s=0.02,
    )
    thread.start()
    try:
        yield lambda: events.get(timeout=10)
    finally:
        assert thread.stop()
    assert events.empty()


@contextlib.contextmanager
def watching_scanner(scanner: HasPort, repeat_s: float = 600) -> Iterator[NextEvent]:
    """The same for a scanner; a code seen again within repeat_s is the same one."""
    events: queue.Queue[Any] = queue.Queue()
    thread = SerialScannerThread(
        scanner.port, events.put, reconnect_interval_s=0.02, repeat_s=repeat_s
    )
    thread.start()
    try:
        yield lambda: events.get(timeout=10)
    finally:
        assert thread.stop()
    assert events.empty()


@pytest.fixture
def watching() -> Callable[[HasPort], contextlib.AbstractContextManager[NextEvent]]:
    return watching_reader


@pytest.fixture
def scanning() -> Callable[..., contextlib.AbstractContextManager[NextEvent]]:
    return watching_scanner


@pytest.fixture
def simulated() -> Iterator[SimulatedCardReader]:
    with SimulatedCardReader() as reader:
        yield reader


@pytest.fixture
def scanner() -> Iterator[SimulatedScanner]:
    with SimulatedScanner() as made:
        yield made
