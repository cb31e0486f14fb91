"""A county publishes courses and leaflets at the hub: every hall shows them after the next sync."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from network import SyncHall
from synthetic import FakeClock, Stores
from tree import Tree, hall_of

from kiosk.domain.roles import Act
from kiosk.service.authority import authorise_console
from kiosk.service.notices import open_leaflets, withdraw_leaflet
from kiosk.service.site import Site
from kiosk.service.training import list_courses
from kiosk.store.verify import verify_store
from kiosk.sync.hub import verify_hub
from kiosk.sync.hub.publishing import publish_file

HEAT = {"id": "heat", "title": "热天干活", "lines": ["四十度以上停工。"], "source": "县人社局"}
WELDER = {"id": "k1", "title": "电焊工", "seats": 20, "source": "县人社局"}


def site_of(store) -> Site:
    return Site(store, lambda: bytes(32))


def write(folder: Path, **found: object) -> Path:
    path = folder / "published.json"
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return path


def titles(store) -> tuple[set[str], set[str]]:
    site = site_of(store)
    shown = {leaflet.title for leaflet in open_leaflets(site).values()}
    return shown & {"热天干活", "热天怎么干"}, {item.title for item in list_courses(site).items}


def test_published_changed_and_withdrawn(hall: SyncHall, tmp_path: Path) -> None:
    hall.add_hall("hall-2")
    here, there = hall.station(), hall.station(hall="hall-2")
    file = write(tmp_path, leaflets=[HEAT], courses=[WELDER])
    assert publish_file(hall.hub_dir, file, clock=hall.clock) == 4
    for store in (here, there):
        hall.sync(store)
        assert titles(store) == ({"热天干活"}, {"电焊工"})
    changed = write(tmp_path, leaflets=[HEAT | {"title": "热天怎么干"}])
    publish_file(hall.hub_dir, changed, "hall-2", clock=hall.clock)
    gone = write(tmp_path, courses=[{"id": "k1", "withdrawn": "报名的人不够"}])
    publish_file(hall.hub_dir, gone, clock=hall.clock)
    for store in (here, there):
        hall.sync(store)
    assert titles(here) == ({"热天干活"}, set())
    assert titles(there) == ({"热天怎么干"}, set())
    leaflet = next(iter(set(open_leaflets(site_of(here))) & {"heat.hall-1"}))
    withdraw_leaflet(site_of(here), authorise_console(Act.PUBLISH), leaflet, "本场不用")
    hall.sync(here)
    hall.sync(there)
    assert titles(here)[0] == set()
    assert titles(there)[0] == {"热天怎么干"}
    assert all(verify_store(store).is_clean for store in (here, there))
    assert verify_hub(hall.hub_dir).is_clean


def test_a_province_publishes_for_halls_three_levels_down(
    tmp_path: Path, stores: Stores, clock: FakeClock, new_database: Callable[[], str]
) -> None:
    tree = Tree(tmp_path, clock, stores, new_database)
    try:
        for name, parent in (("province", ""), ("city", "province"), ("a", "city"), ("b", "city")):
            tree.add(name, parent)
        a, b = tree.station("a"), tree.station("b")
        # Halls are known above once anything has come from them.
        tree.come_to_rest()
        file = write(tmp_path, leaflets=[HEAT], courses=[WELDER])
        assert publish_file(tree.dirs["province"], file, clock=clock) == 2 * 4
        tree.come_to_rest()
        assert titles(a) == titles(b) == ({"热天干活"}, {"电焊工"})
        only_b = write(tmp_path, leaflets=[HEAT | {"title": "热天怎么干"}])
        assert publish_file(tree.dirs["city"], only_b, hall_of("b"), clock=clock) == 1
        tree.come_to_rest()
        assert (titles(a)[0], titles(b)[0]) == ({"热天干活"}, {"热天怎么干"})
        gone = write(tmp_path, leaflets=[{"id": "heat", "withdrawn": "入秋了"}])
        publish_file(tree.dirs["province"], gone, clock=clock)
        tree.come_to_rest()
        assert titles(a)[0] == titles(b)[0] == set()
        with pytest.raises(ValueError, match="name one of the halls"):
            publish_file(tree.dirs["a"], gone, hall_of("b"), clock=clock)
        tree.verify()
    finally:
        tree.close()


@pytest.mark.parametrize(
    "found",
    [
        {"leaflets": [HEAT, HEAT | {"id": "other", "title": "长" * 13}]},
        {"leaflets": [HEAT | {"colour": "red"}]},
        {"leaflets": [HEAT | {"id": "../x"}]},
        {"leaflets": [HEAT | {"lines": "四十度"}]},
        {"courses": [WELDER | {"subsidy": "补 800 元", "source": ""}]},
        {"people": [{"id": "a"}]},
        {"leaflets": "heat"},
    ],
)
def test_one_wrong_entry_publishes_nothing(hall: SyncHall, tmp_path: Path, found: dict) -> None:
    store = hall.station()
    file = write(tmp_path, **found)
    with pytest.raises(ValueError, match=r"\S"):
        publish_file(hall.hub_dir, file, clock=hall.clock)
    hall.sync(store)
    assert titles(store) == (set(), set())


def test_an_unknown_hall_is_told(hall: SyncHall, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hall-1"):
        publish_file(hall.hub_dir, write(tmp_path, leaflets=[HEAT]), "hall-9", clock=hall.clock)
