"""The power goes at any write: what was told after its commit is there (I7), at stations and hub.

Real stores of SQLCipher on a disk that drops and tears what was not synced (`power_cut.py`). The
same run with `synchronous` below FULL must be noticed, else the test proves nothing.
"""

import contextlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from committed import KEYS, check
from power_cut import Disk, recorded
from synthetic import FakeClock, Stores, household, posting, seeker
from world import Line, unsigned

from kiosk.domain.referral import Side
from kiosk.service.confirmation import agree
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.store import database
from kiosk.store.chain import Chain
from kiosk.store.keys import Secrets
from kiosk.store.store import Store
from kiosk.sync.engine import Engine
from kiosk.sync.enrolling import enroll
from kiosk.sync.hub import init_hub, new_code, verify_hub
from kiosk.sync.hub.installation import open_hub

URL = "http://127.0.0.1:1"


@contextlib.contextmanager
def checkpoints_every(pages: int, synchronous: str = "FULL") -> Iterator[None]:
    """The WAL is written back often, so that cuts fall into checkpoints too."""
    real = database._open

    def opened(path, key, read_only):
        db = real(path, key, read_only)
        db.conn.execute(f"PRAGMA wal_autocheckpoint = {pages}")
        db.conn.execute(f"PRAGMA synchronous = {synchronous}")
        return db

    with mock.patch.object(database, "_open", opened):
        yield


def busy_station(path: Path, disk: Disk, turns: int) -> None:
    """As `busy_station.py`: what is said was committed."""
    site = Stores.site_on(Store(path, KEYS, FakeClock(tick=1)))
    try:
        employer = register_employer(site, household(900)).id
        for index in range(turns):
            person = register_seeker(site, seeker(index)).seeker
            disk.say(f"seeker {person.id}")
            vacancy = post_vacancy(site, posting(site, employer, headcount=1)).vacancy
            disk.say(f"vacancy {vacancy.id}")
            referral = refer(site, person.id, vacancy.id).referral
            disk.say(f"referral {referral.id} {referral.number}")
            for side in Side:
                done = agree(site, referral.id, side, "station")
            disk.say(f"{done.referral.status} {referral.id}")
    finally:
        site.store.close()


def work_at_a_station(folder: Path, pages: int, synchronous: str, turns: int) -> Disk:
    home = folder / "station"
    home.mkdir()
    stores = Stores(home, FakeClock())
    path = stores.create(keys=KEYS).path
    stores.close()
    with checkpoints_every(pages, synchronous), recorded(home) as disk:
        busy_station(path, disk, turns)
    return disk


def cut_often(disk: Disk, folder: Path, cuts: int, chance: random.Random) -> None:
    """Cut, start again from what is left, look at everything."""
    first = next(i for i, entry in enumerate(disk.entries) if entry[0] == "said")
    for _ in range(cuts):
        target = folder / "after"
        target.mkdir()
        said = disk.cut(chance.randrange(first, len(disk.entries) + 1), chance, target)
        (path,) = (each for each in target.iterdir() if each.suffix == ".db")
        assert check(path, [words.split() for words in said]) > 0
        shutil.rmtree(target)


def test_what_was_said_outlives_the_cut(tmp_path):
    cut_often(work_at_a_station(tmp_path, 8, "FULL", 4), tmp_path, 30, random.Random(1))


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(20))
def test_a_thousand_cuts(tmp_path, seed):
    """Twenty runs of fifty cuts each."""
    chance = random.Random(seed)
    pages = chance.choice([3, 8, 20, 1000])
    cut_often(work_at_a_station(tmp_path, pages, "FULL", 8), tmp_path, 50, chance)


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_a_disk_that_is_not_asked_to_keep_things_is_noticed(tmp_path, synchronous):
    # Each write-back asks the disk to keep the log; so let there be none.
    disk = work_at_a_station(tmp_path, 1000, synchronous, 4)
    with pytest.raises((AssertionError, database.StoreError)):
        cut_often(disk, tmp_path, 200, random.Random(1))


def exchange_with_a_hub(folder: Path, pages: int, synchronous: str, turns: int) -> Disk:
    """A station pushes; what it takes for delivered is what its hub has said."""
    clock, keys = FakeClock(tick=1), Secrets(b"s" * 32)
    home = folder / "hub"
    init_hub(home, "430111001", "第一零工市场", clock=clock)
    code, _ = new_code(home, clock=clock)
    store = Store.create(folder / "s.db", keys, clock, Chain("s" + "0" * 15, "", ""))
    with (
        checkpoints_every(pages, synchronous),
        recorded(home) as disk,
        open_hub(home, clock=clock) as hub,
        contextlib.closing(store),
        contextlib.ExitStack() as stack,
    ):
        world = mock.Mock(hub=hub, chance=random.Random(0))
        enroll(store, URL, code, "public", transport=Line(world, is_good=True))
        stack.enter_context(unsigned())
        engine = Engine(store, transport=Line(world, is_good=True), monotonic=lambda: 0.0)
        site = Stores.site_on(store)
        employer = register_employer(site, household(900)).id
        for index in range(turns):
            person = register_seeker(site, seeker(index)).seeker
            vacancy = post_vacancy(site, posting(site, employer, headcount=1)).vacancy
            refer(site, person.id, vacancy.id)
            engine.exchange()
            with store.read() as db:
                delivered = db.execute(
                    "SELECT id FROM events LEFT JOIN outbox USING (seq) "
                    "WHERE station = ? AND outbox.seq IS NULL",
                    (store.chain().station,),
                ).fetchall()
            disk.say(" ".join(row[0] for row in delivered))
        engine.close()
    return disk


def cut_hub_often(disk: Disk, folder: Path, cuts: int, chance: random.Random) -> None:
    first = next(i for i, entry in enumerate(disk.entries) if entry[0] == "said")
    for _ in range(cuts):
        target = folder / "after"
        shutil.copytree(folder / "hub", target, ignore=shutil.ignore_patterns("hub.db*"))
        said = disk.cut(chance.randrange(first, len(disk.entries) + 1), chance, target)
        with open_hub(target) as hub, hub.database.read() as connection:
            held = {row[0] for row in connection.exec_driver_sql("SELECT id FROM events")}
        delivered = {event for words in said for event in words.split()}
        assert delivered <= held, f"{len(delivered - held)} delivered events are gone"
        assert verify_hub(target).findings == ()
        shutil.rmtree(target)


def test_what_the_hub_acknowledged_outlives_the_cut(tmp_path):
    disk = exchange_with_a_hub(tmp_path, 8, "FULL", 5)
    cut_hub_often(disk, tmp_path, 15, random.Random(1))


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(6))
def test_three_hundred_cuts_of_the_hub(tmp_path, seed):
    chance = random.Random(seed)
    disk = exchange_with_a_hub(tmp_path, chance.choice([3, 8, 20, 1000]), "FULL", 10)
    cut_hub_often(disk, tmp_path, 50, chance)


def test_a_hub_whose_disk_forgets_is_noticed(tmp_path):
    disk = exchange_with_a_hub(tmp_path, 4000, "NORMAL", 5)
    with pytest.raises((AssertionError, database.StoreError)):
        cut_hub_often(disk, tmp_path, 100, random.Random(1))
