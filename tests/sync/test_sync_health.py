"""Health of stations as the city and the province see it, levels above them."""

import msgspec
import pytest
from network import BadNetwork, register
from tree import Tree, hall_of

from kiosk import __version__
from kiosk.commands.hub_serving import health
from kiosk.sync.engine import Engine
from kiosk.sync.hub.health import all_reports, keep_reports
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.stations import list_stations
from kiosk.sync.hub.web_health import stations_page


@pytest.fixture
def tree(tmp_path, stores, clock, new_database):
    made = Tree(tmp_path, clock, stores, new_database)
    made.add("province")
    made.add("city", "province")
    made.add("a", "city")
    yield made
    made.close()


def exchange(store, printer: str) -> None:
    engine = Engine(store, transport=BadNetwork(), printer_state=lambda: printer)
    engine.exchange()
    engine.close()


def test_the_province_sees_a_printer_without_paper(tree: Tree):
    a = tree.station("a")
    register(a)
    exchange(a, "no_paper")
    tree.come_to_rest()
    exchange(a, "no_paper")
    tree.pass_on("a")
    tree.pass_on("city")
    name = a.chain().station
    seen = {row.station: row for row in list_stations(tree.dirs["province"])}
    report = seen[name]
    assert (report.hall, report.kind, report.printer) == (hall_of("a"), "public", "no_paper")
    assert (report.program, report.gaps, report.state) == (__version__, 0, "")
    with open_hub(tree.dirs["a"]) as hub:
        assert report.via == hub.id
        # The hall's hub is one of the city's stations, seen from the province through the city.
        assert seen[hub.id].kind == "hub"
    assert health(tree.dirs["province"])["printers"] == 1
    page = stations_page(list(seen.values()), [], tree.clock.ms)
    assert "打印机要看一下" in page


def test_a_station_that_is_silent_is_late_above_too(tree: Tree):
    a = tree.station("a")
    tree.come_to_rest()
    assert "很久没有联系" not in stations_page(
        list_stations(tree.dirs["province"]), [], tree.clock.ms
    )
    tree.clock.ms += 20 * 60_000
    for name in ("a", "city"):
        tree.pass_on(name)
    seen = {row.station: row for row in list_stations(tree.dirs["province"])}
    assert seen[a.chain().station].seen_at < tree.clock.ms - 15 * 60_000
    assert "很久没有联系" in stations_page([seen[a.chain().station]], [], tree.clock.ms)


def test_a_hub_tells_of_its_own_stations_only_and_within_bounds(tree: Tree):
    a = tree.station("a")
    tree.come_to_rest()
    with open_hub(tree.dirs["city"], clock=tree.clock) as hub:
        with hub.database.read() as connection:
            sender = next(each for each in all_reports(connection) if each.kind == "hub").station
            told = next(each for each in all_reports(connection) if each.via)
        other = msgspec.structs.replace(told, station="s" + "0" * 15)
        foreign = msgspec.structs.replace(told, hall=hall_of("city"))
        large = msgspec.structs.replace(told, gaps=2**60, program="x" * 999, printer="a\0b")
        with hub.database.write() as connection:
            keep_reports(connection, sender, [other, foreign, large])
        with hub.database.read() as connection:
            kept = {each.station: each for each in all_reports(connection)}
    assert other.station not in kept
    mine = kept[a.chain().station]
    assert (mine.hall, mine.gaps, len(mine.program)) == (hall_of("a"), 2**53, 40)
    assert mine.printer == "ab"
