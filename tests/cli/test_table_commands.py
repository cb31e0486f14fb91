"""`kiosk table` and `kiosk report` at a station."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from synthetic import plain_number

from kiosk.cli import main
from kiosk.domain.clock import day_of
from kiosk.store.system_clock import SystemClock


def call(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def call_json(*args: str | Path) -> dict[str, object]:
    result = call(*args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    call_json("init", "--data", tmp_path / "data", "--hall", "430111001")
    return tmp_path / "data"


def test_a_table_in_and_out(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        f"姓名,身份证号,手机号\n覃伟,{plain_number(1)},13900000001\n坏行,123,\n", encoding="utf-8"
    )
    for extra, added, known in (("--dry-run", 1, 0), ("--json", 1, 0), ("--json", 0, 1)):
        result = call("table", "import", "seekers", path, "--data", data, "--json", extra)
        assert result.exit_code == 1
        told = json.loads(result.stdout)
        assert (told["added"], told["known"], told["bad"]) == (added, known, 1)
        assert told["problems"][0]["row"] == 3
    plain = call("table", "import", "seekers", path, "--data", data)
    assert "3 身份证号" in plain.stderr

    out = tmp_path / "out.json"
    assert call_json("table", "export", "seekers", out, "--data", data)["rows"] == 1
    assert plain_number(1) not in out.read_text(encoding="utf-8")
    call_json("table", "export", "seekers", out, "--data", data, "--full")
    assert plain_number(1) in out.read_text(encoding="utf-8")
    days = ("--from", "2026-11-01", "--to", "2026-11-30")
    assert call_json("table", "export", "statistics", out, "--data", data, *days)["rows"] == 30


def test_reports(data: Path, tmp_path: Path) -> None:
    call_json("simulate", "--data", data, "--seekers", "8", "--vacancies", "4")
    for kind in ("day", "week", "month"):
        told = call_json("report", kind, tmp_path / f"{kind}.pdf", "--data", data)
        assert told["registrations"] == 8
        assert (tmp_path / f"{kind}.pdf").read_bytes().startswith(b"%PDF")


def test_register_feed_and_annex(data: Path, tmp_path: Path) -> None:
    call_json("simulate", "--data", data, "--seekers", "2", "--vacancies", "4")
    out = tmp_path / "register.csv"
    assert call_json("table", "export", "register", out, "--data", data)["rows"] == 1
    assert "示范零工市场" in out.read_text(encoding="utf-8-sig")
    for suffix in (".json", ".csv", ".xlsx"):
        told = call_json("feed", tmp_path / f"feed{suffix}", "--data", data)
        assert int(str(told["rows"])) > 0
    told = call_json("annex", tmp_path / "annex.pdf", "--data", data)
    assert told["responsible"] == ""
    assert (tmp_path / "annex.pdf").read_bytes().startswith(b"%PDF")


def test_errors_are_one_sentence(data: Path, tmp_path: Path) -> None:
    columns = tmp_path / "c.toml"
    columns.write_text("[shoes]\na = 'b'\n", encoding="utf-8")
    for args in (
        ("table", "export", "seekers", tmp_path / "x.txt", "--data", data),
        ("table", "export", "seekers", tmp_path / "x.csv", "--data", data, "--columns", columns),
        ("table", "export", "seekers", tmp_path / "none" / "x.csv", "--data", data),
        ("report", "day", tmp_path / "x.pdf", "--data", tmp_path / "nothing"),
    ):
        result = call(*args)
        assert result.exit_code == 1
        assert result.stderr.strip().startswith("Error: ")
        assert "Traceback" not in result.output


def test_a_month_is_simulated_once_in_a_new_station(tmp_path: Path) -> None:
    data = tmp_path / "month"
    call_json("init", "--data", data, "--hall", "430111001", "--no-account")
    month = ("simulate", "--data", data, "--days", "3", "--seekers", "4", "--vacancies", "2")
    result = call(*month, "--progress", "--json")
    *days, made = result.stdout.splitlines()
    today = day_of(SystemClock().now_ms())
    assert days == [(today - timedelta(days=back)).isoformat() for back in (3, 2, 1)]
    counts = json.loads(made)
    told = [
        call_json("report", "day", tmp_path / "day.pdf", "--data", data, "--on", day)
        for day in days
    ]
    assert sum(int(str(item["registrations"])) for item in told) == counts["registered"] > 6
    assert call_json("store", "verify", "--data", data)["clean"]
    again = call(*month)
    assert again.exit_code == 1
    assert "has records already" in again.stderr
