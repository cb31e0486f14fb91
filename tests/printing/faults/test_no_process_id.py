"""A clone that does not know GS ( H: the other fence confirms, and a slip is printed once."""

from __future__ import annotations

import pytest

from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault, SimulatedPrinter
from kiosk.printing.status import PrinterState


@pytest.fixture
def clone():
    with SimulatedPrinter(has_process_id=False) as made:
        yield made


def test_it_is_confirmed_all_the_same(running, clone, queue_of, job):
    queue = queue_of(job("a"), job("b"))
    with running(clone.url, queue):
        queue.wait_for_state("b", JobState.DONE)
    assert queue.states("a") == ["sending", "sent_unconfirmed", "done"]
    assert len(clone.slips) == 2


def test_without_paper_in_the_middle_it_asks_a_person(running, clone, queue_of, job):
    clone.fault_after_rows(Fault.NO_PAPER, 300)
    queue = queue_of(job("a"))
    with running(clone.url, queue, fence_timeout_s=0.3):
        assert queue.wait_for_state("a", JobState.NEEDS_HUMAN) == PrinterState.NO_PAPER
