"""Creating and opening: each thing that can be wrong is its own error, and nothing is lost."""

import os
import resource
import subprocess
import sys
import textwrap

import pytest
import sqlcipher3
from synthetic import FakeClock, household, posting, seeker

from kiosk.domain.fold import FOLD_VERSION
from kiosk.domain.ids import CROCKFORD
from kiosk.service.employers import register_employer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import find_seeker, register_seeker
from kiosk.store import store as store_module
from kiosk.store.chain import Chain
from kiosk.store.database import create_file
from kiosk.store.errors import (
    AlreadyExists,
    DamagedStore,
    DiskFull,
    MissingKey,
    MissingStore,
    NewerSchema,
    StoreHeld,
    WrongKey,
)
from kiosk.store.keys import (
    FileKeeper,
    Secrets,
    new_master_key,
    recovery_text,
    secrets_from_recovery_text,
)
from kiosk.store.lock import hold
from kiosk.store.migrations import STATE_TABLES
from kiosk.store.store import Store
from kiosk.store.verify import verify_store

CHAIN = Chain("s000000000000001", "430111001", "A")


def files(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_create_then_open(stores, store):
    chain = store.chain()
    again = stores.reopen(store)
    assert again.chain() == chain
    assert (chain.n, chain.head, chain.epoch) == (0, "", 1)
    assert oct(again.path.stat().st_mode & 0o777) == "0o600"


def test_a_registration_is_there_after_opening_again(stores, site):
    number = register_seeker(site, seeker(1)).number
    again = stores.site_on(stores.reopen(site.store))
    assert find_seeker(again, seeker(1).id_number).number == number


def test_create_never_overwrites(tmp_path, stores, store):
    store.close()
    before = files(tmp_path)
    with pytest.raises(AlreadyExists):
        Store.create(store.path, Secrets(new_master_key()), FakeClock(), CHAIN)
    assert files(tmp_path) == before


def test_create_does_not_touch_a_foreign_file(tmp_path):
    path = tmp_path / "s.db"
    path.write_bytes(b"somebody's diary")
    with pytest.raises(AlreadyExists):
        Store.create(path, Secrets(new_master_key()), FakeClock(), CHAIN)
    assert path.read_bytes() == b"somebody's diary"


def test_a_failed_create_leaves_the_neighbours(tmp_path, monkeypatch):
    backup = tmp_path / "s.db.backup-2026-11-22"
    backup.write_bytes(b"yesterday")

    def fail(_db):
        raise DiskFull("no room")

    monkeypatch.setattr(store_module, "migrate", fail)
    with pytest.raises(DiskFull):
        Store.create(tmp_path / "s.db", Secrets(new_master_key()), FakeClock(), CHAIN)
    assert files(tmp_path) == {backup.name: b"yesterday"}
    monkeypatch.undo()
    Store.create(tmp_path / "s.db", Secrets(new_master_key()), FakeClock(), CHAIN).close()


def test_missing_store(tmp_path):
    with pytest.raises(MissingStore):
        Store(tmp_path / "none.db", Secrets(new_master_key()), FakeClock())
    assert files(tmp_path) == {}


def test_wrong_key_changes_nothing(tmp_path, store):
    store.close()
    before = files(tmp_path)
    with pytest.raises(WrongKey):
        Store(store.path, Secrets(new_master_key()), FakeClock())
    assert files(tmp_path) == before
    Store(store.path, store.keys, FakeClock()).close()


def test_an_empty_file_is_not_taken_for_a_new_store(tmp_path):
    path = tmp_path / "s.db"
    path.touch()
    with pytest.raises(DamagedStore):
        Store(path, Secrets(new_master_key()), FakeClock())
    assert files(tmp_path) == {"s.db": b""}


def test_a_database_without_a_station_is_not_made_one(tmp_path):
    path, keys = tmp_path / "s.db", Secrets(new_master_key())
    create_file(path, keys.database_key).close()
    before = files(tmp_path)
    with pytest.raises(DamagedStore):
        Store(path, keys, FakeClock())
    assert files(tmp_path) == before


def test_a_file_that_is_no_store(tmp_path):
    path = tmp_path / "s.db"
    path.write_bytes(os.urandom(8192))
    before = files(tmp_path)
    with pytest.raises(WrongKey):
        Store(path, Secrets(new_master_key()), FakeClock())
    assert files(tmp_path) == before


def test_missing_and_unfit_key(tmp_path):
    keeper = FileKeeper(tmp_path / "master.key")
    with pytest.raises(MissingKey):
        keeper.load()
    keeper.save(b"k" * 32)
    assert keeper.load() == b"k" * 32
    assert oct((tmp_path / "master.key").stat().st_mode & 0o777) == "0o600"
    with pytest.raises(AlreadyExists):
        keeper.save(b"x" * 32)
    assert keeper.load() == b"k" * 32
    (tmp_path / "master.key").write_bytes(b"short")
    with pytest.raises(WrongKey):
        keeper.load()


def test_a_key_file_that_others_could_read_is_closed_to_them(tmp_path):
    path = tmp_path / "master.key"
    FileKeeper(path).save(b"k" * 32)
    path.chmod(0o644)
    FileKeeper(path).load()
    assert oct(path.stat().st_mode & 0o777) == "0o600"


def test_the_recovery_sheet_gives_the_key_back():
    master = new_master_key()
    text = recovery_text(master)
    assert secrets_from_recovery_text(text.lower().replace("0", "o")).master == master
    body = text.replace("-", "")
    for mistyped in ("", body[:-1], body + "0", "汉" * 53, "U" * 53):
        with pytest.raises(WrongKey):
            secrets_from_recovery_text(mistyped)


@pytest.mark.parametrize("residue", range(37))
def test_the_recovery_sheet_is_read_whatever_its_check_symbol(residue):
    master = (residue + 37 * 10**60).to_bytes(32, "big")
    assert int.from_bytes(master, "big") % 37 == residue
    text = recovery_text(master)
    for written in (text, text.lower(), text.replace("0", "o"), text.replace("1", "l")):
        assert secrets_from_recovery_text(written).master == master


def test_the_recovery_sheet_shows_typing_errors():
    body = recovery_text(bytes(range(7, 39))).replace("-", "")
    wrong = {body[:at] + letter + body[at + 1 :] for at in range(53) for letter in CROCKFORD}
    wrong |= {body[:at] + body[at + 1] + body[at] + body[at + 2 :] for at in range(52)}
    accepted = set()
    for mistyped in wrong - {body}:
        try:
            secrets_from_recovery_text(mistyped)
        except WrongKey:
            continue
        accepted.add(mistyped)
    assert accepted == set()


def test_secrets_do_not_print():
    keys = Secrets(b"k" * 32)
    assert "k" * 8 not in repr(keys)
    assert b"k".hex() * 8 not in repr(keys)
    names = {keys.database_key, keys.index_key, keys.derive("a"), keys.derive("b"), keys.master}
    assert len(names) == 5


def fill(site, count: int = 30) -> None:
    for index in range(count):
        register_seeker(site, seeker(index))


def test_any_damaged_page_is_found(stores, site):
    fill(site)
    store = stores.reopen(site.store)
    store.close()
    whole = store.path.read_bytes()
    for page in range(1, len(whole) // 4096):
        content = bytearray(whole)
        content[page * 4096 + 1000] ^= 0xFF
        store.path.write_bytes(content)
        _expect_damage(store)
        assert store.path.read_bytes() == bytes(content), page


def _expect_damage(store: Store) -> None:

    def use() -> None:
        damaged = Store(store.path, store.keys, store.clock)
        try:
            result = verify_store(damaged)
        finally:
            damaged.close()
        assert not result.is_clean
        raise DamagedStore(result.findings[0].detail)

    with pytest.raises(DamagedStore):
        use()


def test_a_damaged_page_is_an_error_of_its_own_where_it_is_read(stores, site):
    fill(site)
    store = stores.reopen(site.store)
    store.close()
    content = bytearray(store.path.read_bytes())
    for place in range(4096 * 2, len(content), 4096):
        content[place + 1000] ^= 0xFF
    store.path.write_bytes(content)

    def use() -> None:
        damaged = Store(store.path, store.keys, store.clock)
        try:
            register_seeker(stores.site_on(damaged), seeker(99))
        finally:
            damaged.close()

    with pytest.raises(DamagedStore):
        use()


def test_a_truncated_file(stores, site):
    fill(site)
    store = stores.reopen(site.store)
    store.close()
    content = store.path.read_bytes()
    store.path.write_bytes(content[: len(content) // 2 // 4096 * 4096])

    def use() -> None:
        damaged = Store(store.path, store.keys, store.clock)
        try:
            assert not verify_store(damaged).is_clean
        finally:
            damaged.close()
        raise DamagedStore("found by verify")

    with pytest.raises(DamagedStore):
        use()


def test_newer_schema(tmp_path, store):
    with store.write() as writing:
        writing.db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('station', '9999_later', '2030-01-01')"
        )
    store.close()
    before = files(tmp_path)
    with pytest.raises(NewerSchema, match="9999_later"):
        Store(store.path, store.keys, store.clock)
    assert files(tmp_path)[store.path.name] == before[store.path.name]


def test_full_disk_keeps_what_was_there(stores, site):
    """SQLite's own page limit stands for the full disk: the same result code."""
    numbers = [register_seeker(site, seeker(0)).number]
    db = site.store._db
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages + 3}")

    def fill_up() -> None:
        while True:
            numbers.append(register_seeker(site, seeker(len(numbers))).number)

    with pytest.raises(DiskFull):
        fill_up()
    known = len(numbers)
    assert find_seeker(site, seeker(known - 1).id_number).number == numbers[-1]
    assert find_seeker(site, seeker(known).id_number) is None
    assert site.store.chain().n == known
    # Room again: the very same store goes on, and no number was used up.
    db.execute("PRAGMA max_page_count = 1000000")
    assert register_seeker(site, seeker(known)).number == f"A{known + 1:03d}"
    assert verify_store(site.store).findings == ()


_FILLS_UP = """
    import resource, signal, sys
    from pathlib import Path
    from synthetic import FakeClock, Stores, seeker
    from kiosk.service.registration import register_seeker
    from kiosk.store.errors import StoreError
    from kiosk.store.keys import Secrets

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    stores = Stores(Path(sys.argv[1]), FakeClock())
    site = stores.site_on(stores.create(keys=Secrets(b"m" * 32)))
    size = 600_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    count = 0
    try:
        for index in range(500):
            register_seeker(site, seeker(index))
            count += 1
    except StoreError as error:
        print(count, type(error).__name__)
"""


def test_a_file_that_may_not_grow_loses_nothing(tmp_path, stores):
    """The system itself refuses to write, in the middle of a write-ahead log."""
    assert resource.RLIM_INFINITY
    path = os.pathsep.join([os.path.dirname(os.path.dirname(__file__)), *sys.path])
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_FILLS_UP), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert run.returncode == 0, run.stderr
    count, _name = run.stdout.split()
    store = stores.keep(Store(tmp_path / "1-A.db", Secrets(b"m" * 32), FakeClock()))
    assert store.chain().n == int(count)
    assert verify_store(store).findings == ()


def pragma(db, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


def test_every_connection_is_durable(store):
    with store.write() as writing, store.read() as reader:
        for db in (writing.db, reader):
            assert pragma(db, "journal_mode") == "wal"
            assert int(pragma(db, "synchronous")) == 2
            assert int(pragma(db, "foreign_keys")) == 1
            assert int(pragma(db, "secure_delete")) == 1
            assert int(pragma(db, "temp_store")) == 2
        assert pragma(reader, "query_only")


def test_readers_cannot_write(store):
    with store.read() as db, pytest.raises(sqlcipher3.DatabaseError):
        db.execute("DELETE FROM meta")


def test_every_table_is_strict(store):
    with store.read() as db:
        loose = [
            row[1]
            for row in db.execute("PRAGMA table_list").fetchall()
            if row[2] == "table" and not row[5] and not row[1].startswith(("sqlite_", "_sqlite_"))
        ]
    assert loose == []


def test_an_older_fold_is_folded_anew(stores, site):
    register_seeker(site, seeker(1))
    with site.store.write() as writing:
        writing.db.execute("UPDATE seekers SET name = 'old fold'")
        writing.db.execute("INSERT INTO halls VALUES ('hall:x', '', '', '', '', '', '')")
        writing.db.execute("UPDATE meta SET value = '0' WHERE key = 'fold_version'")
    store = stores.reopen(site.store)
    assert verify_store(store).findings == ()
    with store.read() as db:
        assert db.execute("SELECT value FROM meta WHERE key = 'fold_version'").fetchone() == (
            str(FOLD_VERSION),
        )


def test_rebuild_changes_nothing_that_is_right(site):
    register_seeker(site, seeker(1))
    employer = register_employer(site, household(1))
    post_vacancy(site, posting(site, employer.id))

    def tables() -> dict[str, list]:
        with site.store.read() as db:
            return {
                name: db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()
                for name in STATE_TABLES
            }

    before = tables()
    site.store.rebuild()
    assert tables() == before


def test_a_store_is_held_by_one_program(tmp_path):
    with hold(tmp_path, "kiosk run"):
        with (
            pytest.raises(StoreHeld, match=rf"kiosk run \(pid {os.getpid()}\)"),
            hold(tmp_path, "kiosk sync"),
        ):
            pass
        code = (
            "import sys; from pathlib import Path; from kiosk.store.lock import hold\n"
            "with hold(Path(sys.argv[1]), 'second'): pass"
        )
        run = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
        )
        assert run.returncode != 0
        assert "StoreHeld: kiosk run (pid" in run.stderr.replace("kiosk.store.errors.", "")
    with hold(tmp_path, "kiosk run"):
        pass


def test_the_lock_goes_with_the_process(tmp_path):
    code = (
        "import sys, os; from pathlib import Path; from kiosk.store.lock import hold\n"
        "with hold(Path(sys.argv[1]), 'dying'): os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    with hold(tmp_path, "next"):
        pass


def test_a_file_of_the_time_before_sha_256_opens_as_it_is(stores, monkeypatch, clock):
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.store.database._PAGE_MACS", ("HMAC_SHA512", "HMAC_SHA512"))
        store = stores.create("A")
        number = register_seeker(stores.site_on(store), seeker(1)).number
        store.close()
    again = stores.reopen(store)
    assert find_seeker(stores.site_on(again), seeker(1).id_number).number == number
    assert verify_store(again).findings == ()
    with pytest.raises(WrongKey):
        Store(store.path, Secrets(new_master_key()), clock)


def test_an_older_store_gets_its_people_back_in_the_narrow_table(stores, site):
    """As the migration finds it: wide rows, wide index, an empty row of help for everybody."""
    number = register_seeker(site, seeker(1)).number
    with site.store.write() as writing:
        db = writing.db
        db.execute("DROP TABLE seekers")
        db.execute(
            "CREATE TABLE seekers (id TEXT PRIMARY KEY, hall TEXT NOT NULL, blind_index TEXT NOT "
            "NULL, number TEXT NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL, trades TEXT NOT "
            "NULL, registered_at INTEGER NOT NULL, visits INTEGER NOT NULL, last_visit INTEGER NOT "
            "NULL, merged_into TEXT NOT NULL, erased INTEGER NOT NULL) STRICT, WITHOUT ROWID"
        )
        db.execute("INSERT INTO seeker_help SELECT DISTINCT aggregate, 'h', '', '' FROM events")
        db.execute("DROP INDEX events_by_time")
        db.execute("CREATE INDEX events_by_time ON events (time, id)")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = '0013_narrow_indexes'")
        db.execute("UPDATE meta SET value = '9' WHERE key = 'fold_version'")
    again = stores.reopen(site.store)
    found = find_seeker(stores.site_on(again), seeker(1).id_number)
    assert found.number == number
    with again.read() as db:
        (plan,) = db.execute(
            "EXPLAIN QUERY PLAN SELECT min(id) FROM seekers WHERE substr(blind_index, 1, 8) = "
            "substr(?1, 1, 8) AND blind_index = ?1 AND blind_index <> ''",
            ("0" * 32,),
        ).fetchall()
    assert "seekers_by_person" in plan[-1]
    assert verify_store(again).findings == ()
