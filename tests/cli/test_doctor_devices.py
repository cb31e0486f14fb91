"""`kiosk doctor card|qr|print` with every emulator attached, and with each one failing."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
import segno
from click.testing import CliRunner
from PIL import Image

from kiosk.cli import main
from kiosk.config import CardReaderSettings, PrinterSettings, Settings
from kiosk.devices.discovery import find_card_reader, input_devices, sound_cards
from kiosk.devices.samv import READ, Sw3
from kiosk.devices.simulated import SimulatedCardReader
from kiosk.devices.synthetic_cards import resident_block, resident_number
from kiosk.doctor.advice import printer_advice
from kiosk.doctor.devices import check_printer, check_reader
from kiosk.domain.check import Check
from kiosk.domain.codes import CodeKind, build_code
from kiosk.printing.discovery import find_printers
from kiosk.printing.pdf.check_report import write_check_report
from kiosk.printing.render import image_from_escpos
from kiosk.printing.simulated import Fault, SimulatedPrinter
from kiosk.printing.status import PrinterState

ADDRESS = "湖南省长沙市雨花区试验路1号"


def call(*arguments: object):
    return CliRunner().invoke(main, ["doctor", *map(str, arguments)])


@pytest.fixture
def reader():
    with SimulatedCardReader() as simulated:
        yield simulated


@pytest.fixture
def printer():
    with SimulatedPrinter() as simulated:
        yield simulated


def test_a_card_is_read_and_masked(reader):
    reader.put(resident_block("王䶮", address=ADDRESS))
    result = call("card", "--port", reader.port, "--json")
    assert result.exit_code == 0
    card = json.loads(result.stdout)
    assert (card["kind"], card["name"], card["sex"]) == ("resident", "王*", "male")
    assert card["number"].startswith("430***")
    assert card["birth_date"] == "1985"
    for secret in ("王䶮", "试验路", "19850307"):
        assert secret not in result.stdout


def test_a_technician_may_see_it_all(reader):
    reader.put(resident_block("王䶮", address=ADDRESS))
    card = json.loads(call("card", "--port", reader.port, "--json", "--unmasked").stdout)
    assert card["number"] == resident_number("430111", date(1985, 3, 7), 1)
    assert (card["name"], card["address"], card["birth_date"]) == ("王䶮", ADDRESS, "1985-03-07")


def test_no_card_in_time(reader):
    result = call("card", "--port", reader.port, "--timeout", "0.2")
    assert result.exit_code == 1
    assert "no card within 0.2 s" in result.output


def test_a_refused_card_and_no_reader_are_sentences(reader, tmp_path):
    reader.put(resident_block())
    reader.fail_next(READ, Sw3.UNAUTHORISED)
    refused = call("card", "--port", reader.port)
    assert (refused.exit_code, "SW3 66" in refused.output) == (1, True)
    nowhere = call("card", "--port", tmp_path / "none")
    assert (nowhere.exit_code, "no card reader at" in nowhere.output) == (1, True)


def test_without_a_port_it_is_looked_for(reader, tmp_path, monkeypatch):
    reader.put(resident_block("张三"))
    ports = (str(tmp_path / "none"), reader.port)
    monkeypatch.setattr("kiosk.commands.device_checks.serial_ports", lambda: ports)
    card = json.loads(call("card", "--json").stdout)
    assert (card["port"], card["baud"], card["name"]) == (reader.port, 115200, "张*")
    monkeypatch.setattr("kiosk.commands.device_checks.serial_ports", lambda: ports[:1])
    assert call("card").exit_code == 1


def test_ports_without_a_reader_are_passed_over(printer, reader):
    reader.silence(True)
    assert find_card_reader([reader.port], reply_timeout_s=0.02) is None


@pytest.fixture
def code() -> str:
    return build_code(CodeKind.REFERRAL, "CSYH01", UUID(int=7), bytes(16))


def picture(path: Path, payload: str) -> Path:
    segno.make_qr(payload, mode="byte", encoding="utf-8").save(str(path), scale=6, border=4)
    return path


def test_pictures_are_decoded_by_the_cameras_pipeline(tmp_path, code):
    number = resident_number("430111", date(1985, 3, 7), 1)
    files = [
        picture(tmp_path / "own.png", code),
        picture(tmp_path / "number.png", number),
        picture(tmp_path / "pay.png", "wxp://f2f0abc"),
        picture(tmp_path / "other.png", "零工"),
    ]
    result = call("qr", *files, "--json")
    assert result.exit_code == 0
    found = [file["codes"] for file in json.loads(result.stdout)["files"]]
    assert found[0] == [{"kind": "referral", "text": code}]
    assert found[1][0]["kind"] == "id_number"
    assert found[2] == [{"kind": "payment", "text": None}]
    assert found[3] == [{"kind": "other", "text": "零工"}]
    assert number not in result.stdout
    assert "f2f0abc" not in result.stdout


def test_a_picture_without_a_code_and_no_picture_at_all(tmp_path):
    Image.new("L", (80, 80), 255).save(tmp_path / "white.png")
    assert call("qr", tmp_path / "white.png").exit_code == 1
    (tmp_path / "text.png").write_text("no picture")
    result = call("qr", tmp_path / "text.png")
    assert (result.exit_code, "no picture" in result.output) == (1, True)


@pytest.mark.parametrize("options", [(), ("--text",), ("--slip", "referral", "--width", "384")])
def test_a_sample_is_printed_and_confirmed(printer, options):
    result = call("print", "--to", printer.url, "--json", *options)
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["before"], told["confirmed"], told["after"]) == ("ready", True, "ready")
    assert len(printer.slips[0]) == told["sent_bytes"]


@pytest.mark.parametrize("fault", [Fault.NO_PAPER, Fault.COVER_OPEN, Fault.OFFLINE, Fault.CUTTER])
def test_a_printer_that_cannot_is_told_what_to_do(printer, fault):
    printer.set_fault(fault)
    result = call("print", "--to", printer.url, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["sent_bytes"], told["confirmed"]) == (0, False)
    assert told["advice"] == printer_advice(PrinterState(told["before"])) != ""
    assert printer.slips == ()


def test_a_sample_to_a_file_is_a_slip(tmp_path):
    path = tmp_path / "paper.bin"
    told = json.loads(call("print", "--to", f"file:{path}", "--json").stdout)
    assert told["ok"]
    assert path.stat().st_size == told["sent_bytes"]
    assert image_from_escpos(path.read_bytes()).height > 500


def test_a_wrong_address_is_a_sentence():
    result = call("print", "--to", "nowhere")
    assert (result.exit_code, "not a printer address" in result.output) == (1, True)


def test_configured_devices_are_asked(printer, reader):
    settings = Settings(
        printer=PrinterSettings(destination=printer.url),
        card_reader=CardReaderSettings(port=reader.port),
    )
    assert check_printer(settings).state == "ok"
    assert check_reader(settings).state == "ok"
    printer.set_fault(Fault.NEAR_END)
    near_end = check_printer(settings)
    assert (near_end.state, near_end.advice) == ("warn", "请准备一卷新纸。")
    assert check_printer(Settings()).state == check_reader(Settings()).state == "warn"
    nonsense = Settings(printer=PrinterSettings(destination="nowhere"))
    assert check_printer(nonsense).state == "red"


def test_printers_are_found_on_nodes_and_ports(printer, tmp_path, monkeypatch):
    monkeypatch.setattr("kiosk.printing.discovery._cups_queues", lambda: ["front"])
    (tmp_path / "lp0").touch()
    found = find_printers([str(tmp_path / "none")], nodes=tmp_path)
    assert [(one.destination, str(one.status.state)) for one in found] == [
        (f"usb:{tmp_path}/lp0", "unknown"),
        ("cups:front", "unknown"),
    ]


INPUTS = """\
I: Bus=0003 Vendor=0eef Product=0001 Version=0210
N: Name="eGalax Inc. eGalaxTouch"
B: EV=b
B: ABS=260800000000003

I: Bus=0003 Vendor=0c2e Product=0206 Version=0110
N: Name="Honeywell Imaging Barcode Scanner"
B: EV=120013
B: KEY=1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe

I: Bus=0011 Vendor=0001 Product=0001 Version=ab41
N: Name="AT Translated Set 2 keyboard"
B: KEY=402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe
"""


def test_touch_panel_and_scanner_are_told_apart(tmp_path):
    listing = tmp_path / "devices"
    listing.write_text(INPUTS)
    touch, scanner, keyboard = input_devices(listing)
    assert (touch.is_touch, touch.is_scanner, touch.vendor_product) == (True, False, "0eef:0001")
    assert (scanner.is_touch, scanner.is_scanner) == (False, True)
    assert (keyboard.is_keyboard, keyboard.is_scanner) == (True, False)
    assert input_devices(tmp_path / "none") == ()
    cards = tmp_path / "cards"
    cards.write_text(" 0 [PCH  ]: HDA-Intel - HDA Intel PCH\n      HDA Intel PCH at 0x1\n")
    assert sound_cards(cards) == ("HDA-Intel - HDA Intel PCH",)


def test_the_report_as_pdf_says_what_to_do(tmp_path):
    path = tmp_path / "report.pdf"
    advice = "连不上，照常能用，记录不会丢。请看网线和路由器，再问上级平台。" * 2
    checks = tuple(
        Check(f"check {n}", f"第{n}项", ("ok", "warn", "red")[n % 3], "细节" * n, advice)
        for n in range(60)
    )
    write_check_report(checks, "2026-11-23 06:42", path)
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "设备检查报告" in text
    assert "检查 60 项 · 20 项不好" in text
    assert all(f"第{n}项" in text for n in range(60))
    # Nothing runs off the page: the whole advice is there, on several lines.
    assert "".join(text.split()).count("再问上级平台。") == 120
    lines = [line.strip() for line in text.splitlines()]
    assert max(map(len, lines)) < 80


def test_doctor_writes_json_and_pdf(tmp_path):
    pdf = tmp_path / "report.pdf"
    result = call("--data", tmp_path / "station", "--json", "--pdf", pdf)
    checks = {check["name"]: check for check in json.loads(result.stdout)["checks"]}
    assert result.exit_code == 1  # there is no store
    assert checks["store"]["state"] == "red"
    assert {"libc", "clock", "fonts", "touch panel", "camera"} <= checks.keys()
    assert pdf.read_bytes().startswith(b"%PDF")


def test_without_a_display_the_screen_is_refused_with_a_sentence(tmp_path, monkeypatch):
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    result = call("--data", tmp_path, "--screen")
    assert (result.exit_code, "no display here" in result.output) == (1, True)
