"""Accounts from the command line: no default PIN anywhere."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli import main
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Role
from kiosk.service.accounts import list_accounts
from kiosk.service.sign_in import sign_in_by_pin
from kiosk.station import open_station

PIN = "274953"


def call(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def call_json(*args: str | Path) -> dict[str, object]:
    result = call(*args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def pin_file(tmp_path: Path) -> Path:
    path = tmp_path / "pin"
    path.write_text(PIN + "\n", encoding="utf-8")
    return path


def sign_in(data: Path, account: object, pin: object) -> bool:
    """Whether the PIN has to be changed."""
    station = open_station(data)
    try:
        return sign_in_by_pin(station.site, str(account), str(pin)).must_change_pin
    finally:
        station.close()


def test_each_init_makes_a_manager_with_another_pin_that_must_be_changed(tmp_path: Path):
    made = [call_json("init", "--data", tmp_path / name) for name in "ab"]
    assert made[0]["manager_pin"] != made[1]["manager_pin"]
    assert sign_in(tmp_path / "a", made[0]["manager_account"], made[0]["manager_pin"]) is True
    with pytest.raises(NotPossible):
        sign_in(tmp_path / "b", made[1]["manager_account"], made[0]["manager_pin"])


def test_init_with_a_pin_from_a_file_does_not_show_it(tmp_path: Path, pin_file: Path):
    result = call(
        "init", "--data", tmp_path / "d", "--manager", "李强", "--manager-pin-file", pin_file
    )
    assert result.exit_code == 0, result.output
    assert PIN not in result.output
    listed = call_json("account", "list", "--data", tmp_path / "d")["accounts"]
    assert [(item["name"], item["role"]) for item in listed] == [("李强", "manager")]
    assert sign_in(tmp_path / "d", listed[0]["account"], PIN)


@pytest.mark.parametrize("text", ["", "123456", "12345", "none"])
def test_init_takes_no_easy_pin_and_makes_nothing(tmp_path: Path, text: str):
    file = tmp_path / "pin"
    file.write_text(text, encoding="utf-8")
    result = call("init", "--data", tmp_path / "d", "--manager-pin-file", file)
    assert result.exit_code == 1
    assert not (tmp_path / "d" / "station.db").exists()
    assert call("init", "--data", tmp_path / "d", "--manager-pin-file", file / "x").exit_code == 1


def test_a_further_station_of_a_hall_needs_no_account_of_its_own(tmp_path: Path):
    made = call_json("init", "--data", tmp_path / "d", "--no-account")
    assert "manager_pin" not in made
    assert call_json("account", "list", "--data", tmp_path / "d") == {"accounts": []}


def test_accounts_are_added_reset_and_disabled(tmp_path: Path, pin_file: Path):
    data = tmp_path / "d"
    call_json("init", "--data", data)
    added = call_json("account", "add", "王芳", "--role", "specialist", "--data", data)
    assert sign_in(data, added["account"], added["pin"])
    again = call("account", "add", "王芳", "--role", "volunteer", "--data", data)
    assert again.exit_code == 1
    assert "已经有这个名字" in again.stderr
    call_json("account", "reset-pin", "王芳", "--pin-file", pin_file, "--data", data)
    assert sign_in(data, added["account"], PIN)
    assert call("account", "disable", "王芳", "--reason", "走了", "--data", data).exit_code == 0
    with pytest.raises(NotPossible):
        sign_in(data, added["account"], PIN)
    text = call("account", "list", "--data", data).stdout
    assert "王芳  specialist  disabled" in text
    assert call("account", "disable", "没这人", "--data", data).exit_code == 1
    last = call("account", "disable", "场长", "--data", data)
    assert "最后一个场长账号" in last.stderr
    assert call("account", "list", "--data", tmp_path / "nothing").exit_code == 1


def test_a_pin_is_shown_once_and_lies_nowhere_in_clear(tmp_path: Path):
    made = call_json("init", "--data", tmp_path / "d")
    pin = str(made["manager_pin"]).encode()
    files = [path for path in (tmp_path / "d").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if path.suffix != ".pdf" and pin in path.read_bytes()]
    station = open_station(tmp_path / "d")
    try:
        (only,) = list_accounts(station.site)
    finally:
        station.close()
    assert only.role == Role.MANAGER
    assert only.is_temporary
