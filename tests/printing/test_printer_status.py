"""Status bytes, addresses and the fence, against the simulated printer over TCP."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.printing.commands import CommandStream
from kiosk.printing.destination import parse_destination
from kiosk.printing.escpos import EscposPrinter, Fence
from kiosk.printing.printer import PrinterLostError, PrinterUnreachableError
from kiosk.printing.replies import PaperSensor, ProcessId, ReplyStream, StatusByte
from kiosk.printing.simulated import Fault, SimulatedPrinter
from kiosk.printing.status import ErrorKind, PrinterState, PrinterStatus, read_status

SLIP = b"\x1b@\x1dv0\x00\x01\x00\x02\x00\xff\x81\x1dVA\x00"


@pytest.fixture
def escpos(printer):
    adapter = EscposPrinter(parse_destination(printer.url), reply_timeout_s=0.3)
    yield adapter
    adapter.close()


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ((0x12, 0x12, 0x12), "ready"),
        ((0x12, 0x12, 0x1E), "near_end"),
        ((0x1A, 0x32, 0x7E), "no_paper"),
        ((0x1A, 0x16, 0x12), "cover_open"),
        ((0x1A, 0x12, 0x12), "offline"),
        ((0x1A, 0x52, 0x12), "error"),
        ((None, 0x12, 0x12), "unknown"),
        ((0x12, None, 0x12), "unknown"),
        ((0x12, 0x12, None), "unknown"),
        ((0x00, 0x12, 0x12), "unknown"),
        ((0x12, 0xFF, 0x12), "unknown"),
    ],
)
def test_answers_seen_on_printers(answers, state):
    assert read_status(*answers) == PrinterState(state)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (None, PrinterStatus(PrinterState.READY)),
        (Fault.NEAR_END, PrinterStatus(PrinterState.NEAR_END)),
        (Fault.NO_PAPER, PrinterStatus(PrinterState.NO_PAPER)),
        (Fault.COVER_OPEN, PrinterStatus(PrinterState.COVER_OPEN)),
        (Fault.OFFLINE, PrinterStatus(PrinterState.OFFLINE)),
        (Fault.CUTTER, PrinterStatus(PrinterState.ERROR, ErrorKind.CUTTER)),
        (Fault.SILENT, PrinterStatus(PrinterState.UNKNOWN)),
    ],
)
def test_every_state_over_tcp(printer, escpos, fault, status):
    if fault:
        printer.set_fault(fault)
    assert escpos.status() == status
    printer.clear_faults()
    assert escpos.status().state is PrinterState.READY


def test_nobody_there_is_unknown_and_nothing_is_sent():
    with SimulatedPrinter() as gone:
        url = gone.url
    adapter = EscposPrinter(parse_destination(url), reply_timeout_s=0.2)
    assert adapter.status().state is PrinterState.UNKNOWN
    with pytest.raises(PrinterUnreachableError):
        adapter.send(SLIP)


@pytest.mark.parametrize("has_process_id", [True, False])
@pytest.mark.parametrize("fence", list(Fence))
def test_the_fence_answers_after_the_slip(has_process_id, fence):
    with SimulatedPrinter(has_process_id=has_process_id) as simulated:
        adapter = EscposPrinter(parse_destination(simulated.url), fence=fence)
        adapter.send(SLIP)
        is_answerable = has_process_id or fence is not Fence.PROCESS_ID
        assert adapter.fence(5 if is_answerable else 0.2) is is_answerable
        assert simulated.wait_for_slip(1, 5) == SLIP
        adapter.close()


def test_two_fences_do_not_answer_for_each_other(printer, escpos):
    escpos.send(SLIP)
    assert escpos.fence(5)
    printer.set_fault(Fault.NO_PAPER)
    escpos.send(SLIP)
    assert not escpos.fence(0.2)
    assert len(printer.slips) == 1


def test_a_connection_the_printer_closed_is_opened_again(printer, escpos):
    assert escpos.status().can_print
    printer.drop_connections()
    assert escpos.status().can_print
    printer.close()
    assert escpos.status().state is PrinterState.UNKNOWN


def test_a_connection_that_breaks_in_the_job_is_noticed(printer, escpos):
    assert escpos.status().can_print
    printer.drop_connection_after_bytes(5)
    try:
        escpos.send(SLIP * 4000)
    except PrinterLostError:
        return
    assert not escpos.fence(5)


@pytest.mark.parametrize("kind", ["serial", "usb"])
def test_a_printer_behind_a_device_node(printer, cable, kind):
    """The pseudo terminal stands for a serial port, and for a device node that is read too."""
    adapter = EscposPrinter(parse_destination(f"{kind}://{cable.port}"), reply_timeout_s=0.5)
    assert adapter.status().can_print
    adapter.send(SLIP * 200)
    assert adapter.fence(5)
    assert set(printer.slips) == {SLIP}
    assert len(printer.slips) == 200
    printer.set_fault(Fault.NO_PAPER)
    assert adapter.status().state is PrinterState.NO_PAPER
    cable.pull()
    assert adapter.status().state is PrinterState.UNKNOWN
    with pytest.raises(PrinterUnreachableError):
        adapter.send(SLIP)
    adapter.close()


@pytest.mark.parametrize("kind", ["serial", "usb"])
def test_a_cable_pulled_before_the_job_or_its_fence_is_never_a_confirmation(cable, kind):
    adapter = EscposPrinter(parse_destination(f"{kind}://{cable.port}"), reply_timeout_s=0.5)
    assert adapter.status().can_print
    cable.pull()
    with pytest.raises(PrinterLostError):
        adapter.send(SLIP)
    assert not adapter.fence(0.2)
    adapter.close()


def test_a_file_prints_but_never_confirms(tmp_path):
    path = tmp_path / "paper"
    adapter = EscposPrinter(parse_destination(f"file://{path}"))
    assert adapter.status().state is PrinterState.UNKNOWN
    assert not adapter.has_status
    adapter.send(SLIP)
    assert not adapter.fence(0.1)
    adapter.close()
    assert path.read_bytes() == SLIP


STATUS = st.integers(0, 255).map(lambda value: StatusByte(0x12 | value & 0x6C))
SENSOR = st.integers(0, 255).map(lambda value: PaperSensor(value & 0x6F))
MARK = st.integers(0, 9999).map(lambda value: ProcessId(f"{value:04d}".encode()))


def sent(reply) -> bytes:
    if isinstance(reply, ProcessId):
        return b'7"' + reply.mark + b"\x00"
    return bytes([reply.value])


@given(st.lists(STATUS | SENSOR | MARK, max_size=20), st.integers(1, 9))
def test_mixed_answers_in_any_pieces_are_told_apart(replies, step):
    data, stream, found = b"".join(map(sent, replies)), ReplyStream(), []
    for start in range(0, len(data), step):
        found += stream.feed(data[start : start + step])
    assert found == replies


def test_an_automatic_status_is_never_taken_for_a_confirmation():
    assert list(ReplyStream().feed(b"\x14\x00\x00\x0f")) == []


@given(st.lists(st.binary(max_size=50), max_size=40))
def test_any_bytes_are_answers_or_nothing_and_few_are_kept(pieces):
    stream = ReplyStream()
    for piece in pieces:
        for reply in stream.feed(piece):
            assert isinstance(reply, StatusByte | PaperSensor | ProcessId)
        assert len(stream._rest) < 7


@given(st.binary(max_size=200), st.integers(1, 20))
def test_commands_do_not_depend_on_the_pieces(data, step):
    whole = list(CommandStream().feed(data))
    stream, pieces = CommandStream(), []
    for start in range(0, len(data), step):
        pieces += list(stream.feed(data[start : start + step]))
    assert pieces == whole
    assert data.startswith(b"".join(command.data for command in pieces))
