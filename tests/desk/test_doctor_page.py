"""设备检查 at the desk and in its own window."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from desk_hand import DeskHand
from pytestqt.qtbot import QtBot

from kiosk.devices.scans import CodeScanned
from kiosk.doctor.practice import LooseDoctor
from kiosk.domain.roles import Role
from kiosk.machinery import SCAN
from kiosk.printing.simulated import SimulatedPrinter
from kiosk.printing.status import PrinterState, PrinterStatus
from kiosk.service.site import Site
from kiosk.store.spool import job_rows
from kiosk.ui.bridge import Bridge
from kiosk.ui.desk.doctor_page import DoctorPage
from kiosk.ui.doctor.doctor_window import DoctorWindow
from kiosk.ui.theme import Theme


def write_settings(data: Path, text: str) -> None:
    data.mkdir(parents=True, exist_ok=True)
    (data / "kiosk.toml").write_text(text)


def test_the_technician_sees_what_the_stations_own_devices_said(desk: DeskHand) -> None:
    write_settings(desk.machine.data_dir, '[printer]\ndestination = "tcp://127.0.0.1:9"\n')
    reports = desk.machine.reports.__class__
    desk.machine.reports = reports(PrinterStatus(PrinterState.COVER_OPEN), True, None)
    desk.sign_in(Role.TECHNICIAN)
    page = desk.go(DoctorPage)
    desk.qtbot.waitUntil(page.panel.again.isEnabled)
    printer = next(row for row in page.panel.list.rows if row.title == "打印机")
    assert printer.line == "tcp://127.0.0.1:9 · 盖子开着"
    assert page.panel.detail.accessibleName() == "打印机"
    assert "盖子按紧" in page.panel.advice.text()
    assert not page.panel.look_for.isVisible()


def test_a_test_page_goes_behind_the_slips_that_wait(desk: DeskHand, site: Site) -> None:
    desk.sign_in(Role.TECHNICIAN)
    page = desk.go(DoctorPage)
    desk.qtbot.waitUntil(page.panel.test.isEnabled)
    desk.press(page.panel.test)
    assert "排队了" in page.panel.message.text
    with site.store.read() as db:
        assert [row["kind"] for row in job_rows(db, ("queued",))] == ["test"]


def test_a_volunteer_has_no_such_page(desk: DeskHand) -> None:
    desk.sign_in(Role.VOLUNTEER)
    assert not DoctorPage.is_for(Role.VOLUNTEER)
    if "more" in desk.tabs:
        desk.press(desk.window.head.tabs["more"])
        assert DoctorPage.name not in desk.window.shelf.current.tiles


def test_the_window_without_a_station(qtbot: QtBot, tmp_path: Path) -> None:
    with (
        SimulatedPrinter() as printer,
        ThreadPoolExecutor(1) as reader,
        ThreadPoolExecutor(1) as writer,
    ):
        write_settings(tmp_path / "data", f'[printer]\ndestination = "{printer.url}"\n')
        bridge = Bridge(reader, writer)
        window = DoctorWindow(Theme(1366, 768), bridge, LooseDoctor(tmp_path / "data"))
        qtbot.addWidget(window)
        window.show()
        panel = window.panel
        panel.presenter.look()
        qtbot.waitUntil(lambda: bool(panel.list.rows) and panel.again.isEnabled(), timeout=20_000)
        states = {row.title: row.marks[0].text for row in panel.list.rows}
        assert (states["打印机"], states["数据库"]) == ("好", "不好")
        assert panel.look_for.isVisible()
        panel.presenter.print_test()
        printer.wait_for_slip(1, 10)
        qtbot.waitUntil(lambda: "打出来了" in panel.message.text)
        panel.presenter.save()
        qtbot.waitUntil(lambda: "报告存好了" in panel.message.text, timeout=20_000)
        assert [path.read_bytes()[:4] for path in (tmp_path / "data").glob("*.pdf")] == [b"%PDF"]
        window.stop()
        bridge.close()


def test_a_serial_scanner_is_heard_where_a_typing_one_is(desk: DeskHand) -> None:
    desk.sign_in(Role.TECHNICIAN)
    page = desk.go(DoctorPage)
    desk.qtbot.waitUntil(page.panel.test.isEnabled)
    desk.bridge.publish(SCAN, CodeScanned("wxp://f2f0"))
    desk.qtbot.waitUntil(lambda: "付款码" in page.panel.message.text)
    desk.window.lock()
    page.presenter.choose(0)
    desk.bridge.publish(SCAN, CodeScanned("https://example.org"))
    desk.settle()
    assert "付款码" in page.panel.message.text
