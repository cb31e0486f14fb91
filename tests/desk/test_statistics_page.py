"""Journeys of 统计: figures opened to their records, periods, reports and tables on disk."""

import json

import pytest
from desk_hand import DeskHand
from synthetic import HOUR_MS

from kiosk.domain.facts import Period
from kiosk.domain.roles import Act, Role, may
from kiosk.service.monitoring import Unit, figures_of, trend
from kiosk.simulation import simulate_day
from kiosk.ui.desk.statistics.page import StatisticsPage


@pytest.fixture
def busy(desk: DeskHand, clock) -> DeskHand:
    """Three days, the last one is today."""
    for seed in range(3):
        simulate_day(desk.site, 9, 6, seed=seed)
        if seed < 2:
            clock.advance(hours=24)
    return desk


def entered(hand: DeskHand, role: Role = Role.SPECIALIST) -> StatisticsPage:
    hand.sign_in(role)
    return hand.go(StatisticsPage)


def test_the_tiles_are_the_figures_and_open_to_their_records(busy: DeskHand) -> None:
    page = entered(busy)
    found = figures_of(busy.site, Period.day(busy.site.today()))
    tile = page.tiles[1]
    assert (tile.words.number, tile.words.behind) == (
        str(found.posts.value),
        f"要招 {found.headcount.value} 人",
    )
    busy.press(tile)
    assert page.stack.currentWidget() is page.records
    assert {row.id for row in page.list.rows} <= set(found.posts.ids)
    assert page.pager.text() == "第 1 页，共 1 页"
    busy.press(page.back)
    assert page.stack.currentWidget() is page.charts
    busy.press(page.trades.rows[0])
    top = found.trades[0]
    assert len(page.list.rows) == min(10, len({*top.headcount.ids, *top.seekers.ids}))


def test_pages_of_records_turn(busy: DeskHand) -> None:
    page = entered(busy)
    busy.press(page.units.button(Unit.MONTH))
    busy.press(page.tiles[0])
    first = {row.id for row in page.list.rows}
    assert not page.previous.isEnabled()
    busy.press(page.next)
    assert page.pager.text().startswith("第 2 页")
    assert not first & {row.id for row in page.list.rows}
    busy.press(page.previous)
    assert {row.id for row in page.list.rows} == first


def test_periods_by_buttons_and_by_a_bar(busy: DeskHand) -> None:
    page = entered(busy)
    today = busy.site.today()
    assert not page.later.isEnabled()
    busy.press(page.earlier)
    yesterday = figures_of(busy.site, Period.day(today.replace(day=today.day - 1)))
    assert page.tiles[0].words.number == str(yesterday.seekers.value)
    assert page.when.text() == "11月24日 星期二"
    page.chart.picked.emit(page.chart.place_at(11.8))
    busy.settle()
    assert page.when.text() == "11月23日 星期一"
    busy.press(page.latest)
    assert page.when.text() == "11月25日 星期三"
    for unit, words in ((Unit.WEEK, "11月23日到11月29日"), (Unit.MONTH, "2026年11月")):
        busy.press(page.units.button(unit))
        assert page.when.text() == words
    assert page.tiles[0].words.number == str(trend(busy.site, Unit.MONTH, today)[-1].seekers.value)


def test_every_figure_stands_in_the_table_and_opens(busy: DeskHand) -> None:
    page = entered(busy)
    busy.press(page.parts.button(True))
    assert page.stack.currentWidget() is page.all_figures
    found = figures_of(busy.site, Period.day(busy.site.today()))
    rows = {row[0]: row[2] for row in page.table.rows}
    assert rows["registrations"] == str(found.registrations.value)
    page.table.opened.emit("referrals")
    busy.settle()
    assert page.stack.currentWidget() is page.records
    busy.press(page.back)
    assert page.stack.currentWidget() is page.all_figures


def test_report_and_table_are_saved(busy: DeskHand, tmp_path) -> None:
    page = entered(busy, Role.MANAGER)
    for unit, name in ((Unit.DAY, "日报-2026-11-25"), (Unit.WEEK, "周报-2026-11-23"),
                       (Unit.MONTH, "月报-2026-11")):  # fmt: skip
        busy.press(page.units.button(unit))
        busy.press(page.report)
        busy.pick_own_folder()
        path = tmp_path / "exports" / f"零工市场-{name}.pdf"
        assert path.read_bytes().startswith(b"%PDF")
        assert busy.said == f"存好了：{path.name}"
    busy.press(page.units.button(Unit.DAY))
    busy.press(page.export)
    busy.pick(".json")
    busy.pick_own_folder()
    busy.step_up()
    rows = json.loads((tmp_path / "exports" / "统计-日报-2026-11-25.json").read_text("utf-8"))
    assert len(rows) == 14
    found = figures_of(busy.site, Period.day(busy.site.today()))
    assert rows[-1]["求职登记人次"] == found.registrations.value
    assert "StaffActed" in busy.events()


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_the_page_and_who_exports(busy: DeskHand, role: Role) -> None:
    busy.sign_in(role)
    assert ("statistics" in busy.tabs) == may(role, Act.STATISTICS)
    if may(role, Act.STATISTICS):
        page = busy.go(StatisticsPage)
        assert page.export.isVisible() == may(role, Act.EXPORT)


def test_a_new_record_shows_at_once(busy: DeskHand, clock) -> None:
    page = entered(busy)
    before = page.tiles[0].words.number
    clock.ms += HOUR_MS
    simulate_day(busy.site, 1, 0, seed=99)
    page.refresh(frozenset())
    busy.settle()
    assert int(page.tiles[0].words.number) == int(before) + 1
