"""Every way to a printer, as far as it can be shown without one."""

from __future__ import annotations

import errno
import gc
import os
from types import SimpleNamespace

import pytest
from escpos.printer import usb as escpos_usb
from escpos.printer import win32raw

from kiosk.printing.connections import open_connection
from kiosk.printing.destination import Destination, parse_destination
from kiosk.printing.escpos import EscposPrinter
from kiosk.printing.printer import PrinterLostError, PrinterUnreachableError
from kiosk.printing.status import PrinterState

JOB = b"\x1b@slip\x1dVA\x00"


@pytest.mark.parametrize(
    ("url", "destination"),
    [
        ("tcp://127.0.0.1:9100", Destination("tcp", host="127.0.0.1", port=9100)),
        ("tcp://printer", Destination("tcp", host="printer", port=9100)),
        ("serial:///dev/ttyS0?baud=9600", Destination("serial", path="/dev/ttyS0", baud=9600)),
        ("serial:/dev/ttyS0", Destination("serial", path="/dev/ttyS0", baud=115200)),
        ("serial:///COM3", Destination("serial", path="COM3", baud=115200)),
        (
            "serial:COM3?baud=19200&flow=xon",
            Destination("serial", path="COM3", baud=19200, flow="xon"),
        ),
        ("usb:///dev/usb/lp0", Destination("usb", path="/dev/usb/lp0")),
        ("usb:04b8:0E15", Destination("usb", vendor_id=0x04B8, product_id=0x0E15)),
        ("cups:front desk", Destination("cups", path="front desk")),
        ("windows:POS-80%20(1)", Destination("windows", path="POS-80 (1)")),
        ("file:///tmp/paper", Destination("file", path="/tmp/paper")),
        ("file:paper.bin", Destination("file", path="paper.bin")),
        ("dummy:", Destination("dummy")),
    ],
)
def test_addresses(url, destination):
    assert parse_destination(url) == destination


@pytest.mark.parametrize(
    "url", ["", "tcp://", "usb:", "serial:", "9100", "serial:COM3?flow=rts", "serial:COM3?baud=0"]
)
def test_a_wrong_address_is_said(url):
    with pytest.raises(ValueError, match="not a printer address"):
        parse_destination(url)


@pytest.fixture
def cups(tmp_path, monkeypatch):
    """Commands `lp` and `lpstat` as CUPS has them; jobs land in files."""
    jobs, commands = tmp_path / "jobs", tmp_path / "bin"
    jobs.mkdir()
    commands.mkdir()
    scripts = {
        "lpstat": '#!/bin/sh\n[ "$1" = -v ] && echo "device for front: usb://x" || echo front\n',
        "lp": f"#!/bin/sh\n[ -e {tmp_path}/refuses ] && exit 1\n"
        f"cat > {jobs}/$$.part && mv {jobs}/$$.part {jobs}/$$\n",
    }
    for name, text in scripts.items():
        (commands / name).write_text(text)
        (commands / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{commands}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def jobs_of(cups) -> list[bytes]:
    return [path.read_bytes() for path in sorted((cups / "jobs").iterdir())]


def test_a_cups_queue_gets_each_slip_as_a_job_and_answers_nothing(cups):
    printer = EscposPrinter(parse_destination("cups:front"))
    assert not printer.has_status
    for _ in range(2):
        printer.send(JOB)
    assert jobs_of(cups) == [JOB + b"\n"] * 2  # the library ends a job with a line feed
    assert not printer.fence(0.1)
    printer.close()
    assert len(jobs_of(cups)) == 2


def test_a_cups_queue_that_refuses_is_said(cups):
    (cups / "refuses").touch()
    printer = EscposPrinter(parse_destination("cups:front"))
    with pytest.raises(PrinterLostError):
        printer.send(JOB)
    printer.close()


def test_a_queue_that_is_not_there_is_unreachable(cups):
    printer = EscposPrinter(parse_destination("cups:back"))
    with pytest.raises(PrinterUnreachableError):
        printer.send(JOB)


class Win32Print:
    """The part of pywin32's module that the connector calls; every call is noted."""

    PRINTER_ENUM_NAME = 8

    def __init__(self):
        self.calls = []
        self.is_failing = False

    def __getattr__(self, name):
        def call(*arguments):
            self.calls.append((name, *arguments))
            if name == "WritePrinter" and self.is_failing:
                raise KeyError("pywintypes.error is no OSError either")
            return [{"pPrinterName": "POS-80"}] if name == "EnumPrinters" else "handle"

        return call


def test_a_windows_queue_gets_raw_jobs(monkeypatch):
    windows = Win32Print()
    monkeypatch.setattr(win32raw, "win32print", windows, raising=False)
    monkeypatch.setattr(win32raw, "_DEP_WIN32PRINT", True)
    printer = EscposPrinter(parse_destination("windows:POS-80"))
    printer.send(JOB)
    assert windows.calls[1:5] == [
        ("OpenPrinter", "POS-80"),
        ("StartDocPrinter", "handle", 1, ("python-escpos", "", "RAW")),
        ("StartPagePrinter", "handle"),
        ("WritePrinter", "handle", JOB),
    ]
    assert ("EndDocPrinter", "handle") in windows.calls[5:]
    windows.is_failing = True
    with pytest.raises(PrinterLostError):
        printer.send(JOB)
    printer.close()


@pytest.mark.parametrize("url", ["usb:04b8:0e15", "windows:POS-80"])
def test_a_missing_library_is_unreachable_and_says_which(url):
    destination = parse_destination(url)
    if destination.kind == "usb" and escpos_usb.is_usable():
        pytest.skip("pyusb IS INSTALLED here")
    if destination.kind == "windows" and win32raw.is_usable():
        pytest.skip("pywin32 IS INSTALLED here")
    with pytest.raises(OSError, match="not installed"):
        open_connection(destination, 0.1)
    printer = EscposPrinter(destination)
    assert printer.status().state is PrinterState.UNKNOWN
    with pytest.raises(PrinterUnreachableError):
        printer.send(JOB)


class UsbDevice:
    """What pyusb gives: silence is an OSError of its own kind."""

    def __init__(self):
        self.written = bytearray()
        self.answers: list[bytes | OSError] = []

    def write(self, _endpoint, data, _timeout):
        self.written += data

    def read(self, _endpoint, _size, _timeout):
        if not self.answers:
            raise OSError(errno.ETIMEDOUT, "Operation timed out")
        answer = self.answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer


def test_a_usb_printer_that_is_silent_or_gone(monkeypatch):
    device = UsbDevice()
    monkeypatch.setattr(
        escpos_usb.Usb, "open", lambda connector: setattr(connector, "device", device)
    )
    monkeypatch.setattr(escpos_usb, "_DEP_USB", True)
    library = SimpleNamespace(util=SimpleNamespace(dispose_resources=lambda _device: None))
    monkeypatch.setattr(escpos_usb, "usb", library, raising=False)
    printer = EscposPrinter(parse_destination("usb:04b8:0e15"), reply_timeout_s=0.01)
    assert printer.status().state is PrinterState.UNKNOWN
    device.answers = [OSError(errno.ETIMEDOUT, "Operation timed out"), b"\x12", b"\x12", b"\x12"]
    assert printer.status().can_print
    printer.send(JOB)
    assert device.written.endswith(JOB)
    device.answers = [OSError(errno.ENODEV, "No such device")]
    assert printer.status().state is PrinterState.UNKNOWN
    del printer
    gc.collect()  # the library closes connectors as they are collected: with its fake parts here
