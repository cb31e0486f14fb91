"""Certificate, ledger and slip of a day; the commands around them."""

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from synthetic import household, posting, seeker

from kiosk.cli import main
from kiosk.domain.facts import Period
from kiosk.domain.problems import NotPossible
from kiosk.printing.slip import DayCloseSlip, decode_slip
from kiosk.service.day_close import close_day, look_at_day
from kiosk.service.day_papers import print_certificate, print_day_slip
from kiosk.service.employers import register_employer
from kiosk.service.ledger import print_ledger
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker

DAY = date(2026, 11, 23)
RARE = "陈𫖮"

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")


def text_of(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def a_day(site):
    employer = register_employer(site, household(1)).id
    vacancy = post_vacancy(site, posting(site, employer)).vacancy.id
    person = register_seeker(site, seeker(5, name="覃雨露")).seeker.id
    return refer(site, person, vacancy)


@needs_poppler
def test_the_certificate_says_what_the_screen_says(site, tmp_path):
    a_day(site)
    with pytest.raises(NotPossible, match="day_open"):
        print_certificate(site, DAY, tmp_path / "no.pdf", "服务台")
    view = close_day(site, DAY, "staff:leader", account=RARE, accepts_open=True)
    path = tmp_path / "certificate.pdf"
    print_certificate(site, DAY, path, "服务台")
    text = text_of(path)
    flat = re.sub(r"\s", "", text)
    for word in ("总数", "已送达", "待送", "被退回", RARE, "对接还没有结果", "第1页，共"):
        assert word in flat
    assert view.signature[:40] in flat
    assert view.chains[-1].head[:4] in text
    fonts = subprocess.run(["pdffonts", path], capture_output=True, check=True).stdout.decode()
    rows = fonts.splitlines()[2:]
    assert rows
    assert all(row.split()[-5] == "yes" for row in rows)


@needs_poppler
def test_the_ledger_names_nobody_in_full(site, tmp_path):
    a_day(site)
    path = tmp_path / "ledger.pdf"
    paper = print_ledger(site, Period.day(DAY), path, "服务台")
    assert (len(paper.seekers), len(paper.posts), len(paper.referrals)) == (1, 1, 1)
    text = text_of(path)
    assert "覃*" in text
    assert "覃雨露" not in text
    assert "A002" in text


def test_the_slip_goes_to_the_queue_with_the_same_sum(site):
    a_day(site)
    close_day(site, DAY, "staff:leader", accepts_open=True)
    job = print_day_slip(site, DAY, RARE)
    with site.store.read() as db:
        kind, payload = db.execute(
            "SELECT kind, payload FROM print_jobs WHERE id = ?", (job,)
        ).fetchone()
    slip = decode_slip(kind, payload)
    assert isinstance(slip, DayCloseSlip)
    view = look_at_day(site, DAY)
    assert slip.total == view.total == slip.delivered + slip.pending + slip.refused
    assert slip.closed_by == RARE


def call(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def call_json(*args: str | Path) -> dict[str, object]:
    result = call(*args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_commands_from_the_day_to_the_stick_and_back(tmp_path):
    data, stick = tmp_path / "data", tmp_path / "stick"
    call_json("init", "--data", data, "--hall", "430111001")
    call_json("simulate", "--data", data, "--seekers", 8, "--vacancies", 4)
    shown = call_json("day", "show", "--data", data)
    assert shown["status"] == "open"
    assert shown["total"] == shown["acknowledged"] + shown["pending"] + shown["refused"] > 0
    pdf = tmp_path / "day.pdf"
    closed = call_json("day", "close", "--data", data, "--accept-open", "--slip", "--pdf", pdf)
    assert (closed["status"], closed["signature_right"]) == ("closed", True)
    assert pdf.read_bytes().startswith(b"%PDF")
    again = call("day", "close", "--data", data)
    assert again.exit_code == 1
    assert "closed already" in again.stderr
    assert call_json("day", "reopen", "--data", data, "--reason", "补录")["status"] == "reopened"
    assert "总" not in call("day", "show", "--data", data).stderr
    assert call_json("day", "ledger", tmp_path / "l.pdf", "--data", data)["posts"] == 4

    made = call_json("backup", "--data", data, "--to", stick)
    (data / "station.db").unlink()
    for rest in ("-wal", "-shm"):
        (data / f"station.db{rest}").unlink(missing_ok=True)
    restored = call_json("restore", made["file"], "--data", data)
    assert restored["epoch"] == 2
    assert call_json("store", "verify", "--data", data)["clean"] is True
    assert call_json("day", "show", "--data", data)["status"] == "reopened"
    assert call("restore", made["file"], "--data", data).exit_code == 1
