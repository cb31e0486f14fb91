"""Our bytes on a second, independent ESC/POS printer: emupos, in its own Python environment.

It needs Python 3.13, so it has an environment of its own (see find_emupos); where there is none
these tests are skipped and those with our own simulated printer still run.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
from pathlib import Path

import httpx
import pytest
import zxingcpp
from PIL import Image, ImageChops

from kiosk.printing.compose import Dialect, compose, slip_bytes
from kiosk.printing.escpos import EscposPrinter, parse_destination
from kiosk.printing.queue import Job, JobState
from kiosk.printing.slip import encode_slip
from kiosk.printing.spooler import Spooler
from kiosk.printing.status import PrinterState

CONFIG = """
schema: 1
api: {{host: 127.0.0.1, port: {api_port}}}
devices:
  - id: front
    type: printer
    profile: epson-tm-t20iii
    connections:
      - {connection}
"""


def find_emupos() -> str | None:
    """$EMUPOS, on PATH, in an environment of its own beside the sources, or in one of pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    beside = Path(__file__).parents[2] / ".venv-emupos" / "bin" / "emupos"
    places = [beside, *sorted(pyenv.glob("versions/*/bin/emupos"), reverse=True)]
    found = next((str(place) for place in places if place.is_file()), None)
    return os.environ.get("EMUPOS") or shutil.which("emupos") or found


EMUPOS = find_emupos()
pytestmark = pytest.mark.skipif(
    EMUPOS is None,
    reason="emupos IS NOT INSTALLED (Python 3.13: pip install emupos, in .venv-emupos)",
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Emupos:
    """The running emulator: its printer's address and its control interface."""

    def __init__(self, url: str, api_port: int) -> None:
        self.url = url
        self._device = f"http://127.0.0.1:{api_port}/api/v1/devices/front"

    def set_fault(self, name: str) -> None:
        httpx.put(f"{self._device}/faults/{name}").raise_for_status()

    def clear_fault(self, name: str) -> None:
        httpx.delete(f"{self._device}/faults/{name}").raise_for_status()

    def receipt_count(self) -> int:
        return len(httpx.get(f"{self._device}/receipts").raise_for_status().json())

    def text(self) -> str:
        """The words of the latest receipt; emupos shows Chinese bytes as CP437."""
        shown = httpx.get(f"{self._device}/receipts/latest/text").raise_for_status().text
        return shown.encode("cp437", errors="ignore").decode("gb18030", errors="replace")

    def receipt(self) -> Image.Image:
        answer = httpx.get(f"{self._device}/receipts/latest/image").raise_for_status()
        return Image.open(io.BytesIO(answer.content)).convert("L")


@pytest.fixture(params=["tcp", "pty"])
def emupos(request, tmp_path):
    printer_port, api_port = free_port(), free_port()
    connection, url = {
        "tcp": (f"tcp: {{port: {printer_port}}}", f"tcp://127.0.0.1:{printer_port}"),
        "pty": ("serial: {pty: true}", f"serial://{tmp_path}/emupos/front"),
    }[request.param]
    config = tmp_path / "emupos.yaml"
    config.write_text(CONFIG.format(connection=connection, api_port=api_port))
    process = subprocess.Popen(
        [EMUPOS, "run", "--config", str(config)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200", "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        assert any("Showing events" in line for line in process.stdout)
        yield Emupos(url, api_port)
        process.terminate()
        process.stdout.read()


@pytest.fixture
def adapter(emupos):
    printer = EscposPrinter(parse_destination(emupos.url), reply_timeout_s=2)
    yield printer
    printer.close()


def test_a_slip_comes_out_dot_by_dot_and_its_code_reads(emupos, adapter, referral):
    adapter.send(slip_bytes(referral, 576))
    assert adapter.fence(10)
    receipt, composed = emupos.receipt(), compose(referral, 576).convert("L")
    # The head of the receipt: emupos adds the fed paper below.
    height = min(receipt.height, composed.height)
    boxes = [image.crop((0, 0, 576, height)) for image in (receipt, composed)]
    assert ImageChops.difference(*boxes).getbbox() is None
    assert [code.text for code in zxingcpp.read_barcodes(receipt)] == [referral.qr_payload]


def test_a_text_slip_says_its_words_and_its_code_reads(emupos, adapter, referral):
    adapter.send(slip_bytes(referral, 576, dialect=Dialect(is_text=True)))
    assert adapter.fence(10)
    words = emupos.text()
    for said in (
        "雨花区零工市场",
        "A037",
        "搬运卸货",
        "长沙顺和搬运 刘老板",
        "没拿到工钱，打 12333",
    ):
        assert said in words
    assert [code.text for code in zxingcpp.read_barcodes(emupos.receipt())] == [referral.qr_payload]


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("paper-near-end", PrinterState.NEAR_END),
        ("paper-out", PrinterState.NO_PAPER),
        ("cover-open", PrinterState.COVER_OPEN),
        ("offline", PrinterState.OFFLINE),
    ],
)
def test_its_faults_are_seen(emupos, adapter, fault, state):
    assert adapter.status().state is PrinterState.READY
    emupos.set_fault(fault)
    assert adapter.status().state is state
    emupos.clear_fault(fault)
    assert adapter.status().state is PrinterState.READY


def test_the_spooler_waits_for_paper_and_prints_once(emupos, adapter, referral, queue_of):
    emupos.set_fault("paper-out")
    kind, payload = encode_slip(referral)
    queue = queue_of(Job("a", kind, payload, 1, JobState.QUEUED))
    spooler = Spooler(queue, adapter, 576, lambda _: None, poll_interval_s=0.05)
    spooler.start()
    try:
        emupos.clear_fault("paper-out")
        queue.wait_for_state("a", JobState.DONE)
    finally:
        assert spooler.stop()
    assert emupos.receipt_count() == 1
