"""Documents on A4 through `lp`: the printer chosen, asked beforehand, every refusal told apart."""

from pathlib import Path

import pytest
from print_service import PrintService

from kiosk.config import PaperSettings, PrinterSettings, Settings
from kiosk.doctor.devices import check_paper
from kiosk.paper_words import paper_advice, paper_trouble_text
from kiosk.printing import paper_printer, windows_paper
from kiosk.printing.paper_printer import PaperError, PaperPrinter, PaperTrouble


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrintService:
    return PrintService.on_path(tmp_path / "cups", monkeypatch, Laser="ready")


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "日报.pdf", tmp_path / "-台账.pdf"]
    for path in paths:
        path.write_bytes(b"%PDF-1.4 paper")
    return paths


def trouble(printer: PaperPrinter, papers: list[Path]) -> PaperError:
    with pytest.raises(PaperError) as told:
        printer.print_files(papers, "报表")
    assert printer.state().trouble in {told.value.trouble, None}
    return told.value


def test_one_job_with_every_file_on_the_only_printer(
    service: PrintService, papers: list[Path]
) -> None:
    assert PaperPrinter().print_files(papers, "报表") == "Laser"
    assert service.jobs == [["-台账.pdf", "日报.pdf"]]
    assert service.arguments(1) == ["-d", "Laser", "-o", "media=A4", "-t", "报表"]


def test_the_default_one_then_the_one_of_the_settings(
    service: PrintService, papers: list[Path]
) -> None:
    service.set(printers={"Laser": "ready", "Inkjet": "ready"}, default="Inkjet")
    assert PaperPrinter().print_files(papers, "x") == "Inkjet"
    assert PaperPrinter("Laser").print_files(papers, "x") == "Laser"
    assert trouble(PaperPrinter("Gone"), papers).trouble is PaperTrouble.UNKNOWN_PRINTER


def test_never_the_one_that_slips_go_to(service: PrintService, papers: list[Path]) -> None:
    settings = Settings(printer=PrinterSettings(destination="cups:Slips"))
    service.set(printers={"Slips": "ready", "Laser": "ready"}, default="Slips")
    assert settings.paper_printer().print_files(papers, "x") == "Laser"
    service.set(printers={"Slips": "ready"}, default="Slips")
    assert trouble(settings.paper_printer(), papers).trouble is PaperTrouble.NO_PRINTER
    assert len(service.jobs) == 1


def test_a_stopped_printer_is_told_and_no_job_waits_unseen(
    service: PrintService, papers: list[Path]
) -> None:
    service.set(printers={"Laser": "stopped"})
    error = trouble(PaperPrinter(), papers)
    assert (error.trouble, error.detail) == (PaperTrouble.STOPPED, "Paper jam")
    assert "停用了（Paper jam）" in paper_trouble_text(error)
    assert service.jobs == []


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"printers": {}}, PaperTrouble.NO_PRINTER),
        ({"printers": {}, "runs": False}, PaperTrouble.NO_SERVICE),
        ({"printers": {"A": "ready", "B": "ready"}}, PaperTrouble.WHICH_ONE),
        ({"printers": {"Laser": "rejects"}}, PaperTrouble.NOT_ACCEPTING),
        ({"printers": {"Laser": "ready"}, "full": True}, PaperTrouble.NOT_ACCEPTING),
        ({"printers": {"Laser": "ready"}, "hangs": True}, PaperTrouble.SILENT),
    ],
)
def test_every_refusal_has_its_own_name(
    service: PrintService,
    papers: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    state: dict[str, object],
    expected: PaperTrouble,
) -> None:
    monkeypatch.setattr(paper_printer, "_PATIENCE_S", 2.0)
    service.set(**state)  # type: ignore[arg-type]
    assert trouble(PaperPrinter(), papers).trouble is expected
    assert service.jobs == []


def test_no_print_service_at_all(
    tmp_path: Path, papers: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert trouble(PaperPrinter(), papers).trouble is PaperTrouble.NO_SERVICE


@pytest.mark.parametrize("what", list(PaperTrouble))
def test_every_trouble_has_words_and_an_advice(what: PaperTrouble) -> None:
    assert paper_trouble_text(PaperError(what, "Laser"))
    assert paper_advice(what).endswith("。")


def test_the_doctor_tells_about_it(service: PrintService) -> None:
    desk = Settings()
    assert check_paper(desk).state == "ok"
    assert check_paper(desk).detail == "Laser"
    service.set(printers={"Laser": "stopped"})
    wanted = Settings(paper=PaperSettings(printer="Laser"))
    check = check_paper(wanted)
    assert (check.state, check.advice) == ("warn", paper_advice(PaperTrouble.STOPPED))
    # A machine in the hall prints no A4.
    assert check_paper(desk).state == "ok"
    assert "服务台才用得着" in check_paper(desk).detail


def test_windows_is_given_the_shell_s_verbs(
    papers: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(
        windows_paper.os, "startfile", lambda *given: calls.append(given), raising=False
    )
    windows_paper.print_on_windows(papers, "")
    windows_paper.print_on_windows(papers[:1], "HP 1020")
    assert calls == [
        (papers[0], "print"),
        (papers[1], "print"),
        (papers[0], "printto", '"HP 1020"'),
    ]
