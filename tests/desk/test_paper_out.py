"""打印 beside 存 wherever a PDF is made: saved first, then one job; what fails is said plainly."""

from pathlib import Path

import pytest
from desk_hand import DeskHand
from print_service import PrintService
from PySide6.QtWidgets import QWidget
from synthetic import household, posting, seeker

from kiosk.domain.roles import Role
from kiosk.printing import paper_printer
from kiosk.service.complaints import MakeComplaint, make_complaint
from kiosk.service.employers import register_employer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.ui.desk.day_close.page import DayClosePage
from kiosk.ui.desk.exchange.page import ExchangePage
from kiosk.ui.desk.hall.page import HallPage
from kiosk.ui.desk.help.complaints_page import ComplaintsPage
from kiosk.ui.desk.statistics.page import StatisticsPage


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrintService:
    return PrintService.on_path(tmp_path / "cups", monkeypatch, Laser="ready")


@pytest.fixture
def manager(desk: DeskHand) -> DeskHand:
    register_seeker(desk.site, seeker(1))
    desk.sign_in(Role.MANAGER)
    return desk


def saved(desk: DeskHand) -> list[str]:
    return sorted(path.name for path in (desk.machine.data_dir / "exports").glob("*"))


def day_button(desk: DeskHand) -> QWidget:
    return desk.go(DayClosePage).print_reports


def figures_button(desk: DeskHand) -> QWidget:
    return desk.go(StatisticsPage).print_report


def annex_button(desk: DeskHand) -> QWidget:
    page = desk.go(HallPage)
    page.presenter.pick("contact")
    desk.settle()
    return page.print_annex


def complaint_button(desk: DeskHand) -> QWidget:
    made = make_complaint(desk.site, MakeComplaint("fees"))
    page = desk.go(ComplaintsPage)
    page.presenter.choose(made.complaint)
    desk.settle()
    return page.acts["print_paper"]


@pytest.mark.parametrize(
    "button", [day_button, figures_button, annex_button, complaint_button], ids=lambda f: f.__name__
)
def test_each_paper_is_saved_and_printed(
    manager: DeskHand,
    service: PrintService,
    button,
) -> None:
    manager.press(button(manager))
    [job] = service.jobs
    assert job == saved(manager) != []
    assert manager.said == "送到打印机了，请去拿：Laser"
    assert not manager.window.bar.is_problem


def test_a_poster_is_printed_by_its_number(manager: DeskHand, service: PrintService) -> None:
    employer = register_employer(manager.site, household(3)).id
    number = post_vacancy(manager.site, posting(manager.site, employer)).number
    page = manager.go(ExchangePage)
    page.tables.choose("feed")
    page.presenter.pick("feed")
    manager.settle()
    manager.press(page.print_poster)
    manager.write(number)
    assert service.jobs == [[f"招工海报-{number}.pdf"]]
    assert service.arguments(1)[-1] == "海报"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"printers": {}}, "还没有装 A4 打印机"),
        ({"printers": {"Laser": "stopped"}}, "打印机 Laser 停用了（Paper jam）"),
        ({"printers": {"Laser": "rejects"}}, "打印机 Laser 现在不收活"),
        ({"printers": {"Laser": "ready"}, "hangs": True}, "不知道打了没有"),
    ],
)
def test_what_fails_is_said_and_the_file_is_there(
    manager: DeskHand,
    service: PrintService,
    monkeypatch: pytest.MonkeyPatch,
    state: dict[str, object],
    words: str,
) -> None:
    monkeypatch.setattr(paper_printer, "_PATIENCE_S", 1.0)
    service.set(**state)  # type: ignore[arg-type]
    page = manager.go(StatisticsPage)
    manager.press(page.print_report)
    assert words in manager.said
    assert f"文件存好了，在“导出”文件夹：{saved(manager)[0]}。" in manager.said
    assert manager.window.bar.is_problem
    service.set(printers={"Laser": "ready"})
    manager.press(page.print_report)
    assert len(service.jobs) == 1


def test_no_file_no_job(manager: DeskHand, service: PrintService) -> None:
    (manager.machine.data_dir / "exports").write_text("a file where the folder should be")
    manager.press(manager.go(StatisticsPage).print_report)
    assert "文件没有写成" in manager.said
    assert service.jobs == []


def test_a_second_press_is_no_second_copy(manager: DeskHand, service: PrintService) -> None:
    page = manager.go(StatisticsPage)
    for _press in range(3):
        page.presenter.papers.print(page.presenter.report())
    manager.settle()
    assert len(service.jobs) == 1
