"""Commands at a station, called as a person or a script would."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import main


def call(*args: str | Path, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=text)


def call_json(*args: str | Path) -> dict[str, object]:
    result = call(*args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    call_json("init", "--data", tmp_path / "data", "--hall", "430111001")
    return tmp_path / "data"


def test_init_makes_identity_keys_store_and_sheet(tmp_path: Path) -> None:
    made = call_json("init", "--data", tmp_path / "d", "--hall", "430111001", "--letter", "C")
    assert made["letter"] == "C"
    assert str(made["station"]).startswith("s")
    assert (tmp_path / "d" / "master.key").stat().st_mode & 0o777 == 0o600
    assert Path(str(made["recovery_sheet"])).read_bytes().startswith(b"%PDF")


def test_init_overwrites_nothing(data: Path) -> None:
    before = {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()}
    result = call("init", "--data", data)
    assert result.exit_code == 1
    assert "nothing was overwritten" in result.stderr
    assert {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("letter", ["", "AB", "a", "1", "甲"])
def test_a_wrong_letter_is_refused(tmp_path: Path, letter: str) -> None:
    result = call("init", "--data", tmp_path / "d", "--letter", letter)
    assert result.exit_code == 1
    assert "--letter" in result.stderr
    assert not (tmp_path / "d" / "station.db").exists()


def test_a_simulated_day_verifies_clean(data: Path) -> None:
    counts = call_json(
        "simulate", "--data", data, "--seekers", "60", "--vacancies", "16", "--seed", "7"
    )
    assert counts["registered"] == 60
    assert counts["posted"] == 16
    assert call_json("store", "verify", "--data", data)["clean"] is True
    stats = call_json("store", "stats", "--data", data)
    assert stats["own_events"] == stats["unacknowledged"]
    assert set(stats) == {"own_events", "pulled_events", "unacknowledged", "refused"}


def test_verify_names_what_differs(data: Path) -> None:
    call_json("simulate", "--data", data, "--seekers", "5", "--vacancies", "2")
    from kiosk.station import open_station

    station = open_station(data)
    with station.store.write() as writing:
        writing.db.execute("UPDATE seekers SET name = 'X' WHERE id = (SELECT min(id) FROM seekers)")
    station.close()
    result = call("store", "verify", "--data", data)
    assert result.exit_code == 1
    assert "seekers seeker:" in result.stdout


def test_no_store_to_run_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    result = call("run", "--data", tmp_path / "none")
    assert result.exit_code == 1
    assert "no store" in result.output


def test_an_empty_file_is_left_as_it_is(data: Path) -> None:
    for path in data.glob("station.db*"):
        path.unlink()
    (data / "station.db").touch()
    result = call("store", "stats", "--data", data)
    assert result.exit_code == 1
    assert "damaged" in result.stderr
    assert (data / "station.db").read_bytes() == b""


def test_a_station_is_not_made_in_a_hubs_directory(tmp_path: Path) -> None:
    hall = ("--hall", "430111001", "--name", "雨花区零工市场")
    assert call("hub", "init", "--data", tmp_path / "hub", *hall).exit_code == 0
    result = call("init", "--data", tmp_path / "hub", "--hall", "430111001")
    assert result.exit_code == 1
    assert not (tmp_path / "hub" / "station.db").exists()


def test_a_place_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for command in (("init", "--data"), ("gallery", "--quick", "--out")):
        result = call(*command, tmp_path / "file" / "x")
        assert result.exit_code == 1, command
        assert result.exception is None or isinstance(result.exception, SystemExit)


def test_no_store(tmp_path: Path) -> None:
    result = call("store", "stats", "--data", tmp_path)
    assert result.exit_code == 1
    assert "kiosk init" in result.stderr


def test_no_key_and_recovery_from_the_sheet(data: Path) -> None:
    from kiosk.store.keys import recovery_text

    key_file = data / "master.key"
    text = recovery_text(key_file.read_bytes())
    key_file.unlink()
    result = call("store", "stats", "--data", data)
    assert result.exit_code == 1
    assert "--recover" in result.stderr

    mistyped = text[:-1] + ("0" if text[-1] != "0" else "1")
    assert call("init", "--recover", "--data", data, text=mistyped + "\n").exit_code == 1
    assert not key_file.exists()
    assert call("init", "--recover", "--data", data, text=text.lower() + "\n").exit_code == 0
    assert call("store", "verify", "--data", data).exit_code == 0


def test_a_key_that_does_not_fit(data: Path) -> None:
    (data / "master.key").write_bytes(b"k" * 32)
    before = (data / "station.db").read_bytes()
    result = call("store", "verify", "--data", data)
    assert result.exit_code == 1
    assert "does not open the store" in result.stderr
    assert (data / "station.db").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[printer]\nwidth_dots = 500\n", "printer.width_dots"),
        ("[printer]\nwidth = 576\n", "printer"),
        ("[panel]\nwidth_px = 'wide'\n", "panel.width_px"),
        ("[session]\nidle_s = 0\n", "session.idle_s"),
        ("[session]\nidle_s = inf\n", "session.idle_s"),
        ("[panel]\npx_per_mm = nan\n", "panel.px_per_mm"),
        ("[sync]\ninterval_s = 1e-6\n", "sync.interval_s"),
        ("[posting]\nheadcount_limit = 20000\n", "posting.headcount_limit"),
        ("[station]\nlanguage = 'xx'\n", "station.language"),
        ("[printer]\ndestination = 'foo'\n", "printer.destination"),
        ("[nonsense]\n", "nonsense"),
        ("[printer\n", "kiosk.toml"),
    ],
)
def test_a_wrong_setting_is_named(data: Path, text: str, named: str) -> None:
    (data / "kiosk.toml").write_text(text, encoding="utf-8")
    result = call("store", "stats", "--data", data)
    assert result.exit_code == 1
    assert named in result.stderr
    assert "Traceback" not in result.output


def test_sync_without_enrolment_says_so(data: Path) -> None:
    result = call("sync", "--data", data)
    assert result.exit_code == 1
    assert "none is lost" in result.stderr


def test_doctor_reports_as_json(data: Path) -> None:
    result = call("doctor", "--data", data, "--json")
    checks = json.loads(result.stdout)["checks"]
    assert {check["name"] for check in checks} >= {"settings", "disk", "fsync", "store", "key"}
    assert all(set(check) == {"name", "title", "state", "detail", "advice"} for check in checks)


def test_doctor_shows_a_missing_store_red(tmp_path: Path) -> None:
    result = call("doctor", "--data", tmp_path)
    assert result.exit_code == 1
    assert "✗ 数据库" in result.stdout


def test_every_setting_is_documented() -> None:
    from kiosk.config import Settings

    text = (Path(__file__).parents[2] / "docs" / "SETTINGS.md").read_text(encoding="utf-8")
    for section in Settings.__struct_fields__:
        keys = getattr(Settings(), section).__struct_fields__
        assert all(f"`{section}.{key}`" in text for key in keys), section


def test_no_display_is_told_in_a_sentence(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    result = call("run", "--data", data)
    assert result.exit_code == 1
    assert "no display" in result.output
