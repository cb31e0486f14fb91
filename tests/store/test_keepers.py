"""Where the master key lies."""

import sys

import pytest

from kiosk.domain.ids import CROCKFORD
from kiosk.station import init_station, open_station, today_here
from kiosk.store.errors import AlreadyExists, MissingKey, WrongKey
from kiosk.store.keys import FileKeeper, SystemdKeeper, new_master_key, open_keeper


def test_a_file_keeps_the_key_for_its_owner_alone(tmp_path):
    keeper, key = FileKeeper(tmp_path / "master.key"), new_master_key()
    keeper.save(key)
    assert keeper.load() == key
    assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(AlreadyExists):
        keeper.save(new_master_key())
    assert keeper.load() == key


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_a_key_that_others_could_read_is_closed_again(tmp_path):
    path = tmp_path / "master.key"
    path.write_bytes(new_master_key())
    path.chmod(0o644)
    FileKeeper(path).load()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_short_key_is_no_key(tmp_path):
    (tmp_path / "master.key").write_bytes(b"short")
    with pytest.raises(WrongKey):
        FileKeeper(tmp_path / "master.key").load()


def test_a_station_runs_on_a_systemd_credential(tmp_path, monkeypatch):
    credentials, data = tmp_path / "credentials", tmp_path / "data"
    credentials.mkdir()
    data.mkdir()
    (data / "kiosk.toml").write_text('[keys]\nkeeper = "systemd"\n')
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with pytest.raises(MissingKey):
        SystemdKeeper().load()
    with pytest.raises(AlreadyExists):
        init_station(data, "430111001", "A", today_here())
    (credentials / "kiosk-key").write_bytes(new_master_key())
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    init_station(data, "430111001", "A", today_here())
    open_station(data).close()
    assert not (data / "master.key").exists()


def test_a_keyring_without_its_library_says_so(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(MissingKey, match="keyring"):
        open_keeper("keyring", tmp_path).load()


def test_init_goes_on_after_a_power_cut_between_key_and_store(tmp_path):
    key = new_master_key()
    FileKeeper(tmp_path / "master.key").save(key)
    (tmp_path / "station.db.new").write_bytes(b"half a store")
    init_station(tmp_path, "430111001", "A", today_here())
    station = open_station(tmp_path)
    assert station.store.keys.master == key
    station.close()
    assert not (tmp_path / "station.db.new").exists()


def test_the_alphabet_of_the_sheet_has_no_letters_that_look_alike():
    assert not set("ILOU") & set(CROCKFORD)
