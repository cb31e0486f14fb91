"""Journeys of 市场资料: what staff write is in the register, with history."""

import pytest
from desk_hand import DeskHand
from synthetic import household, posting

from kiosk.domain.roles import Act, Role, may
from kiosk.service.brands import brand_rows
from kiosk.service.employers import register_employer
from kiosk.service.hall_profile import hall_view
from kiosk.service.hall_register import duty_on, hall_hours, list_entries
from kiosk.service.posting import post_vacancy
from kiosk.ui.desk.hall.page import HallPage
from kiosk.ui.desk.hall.sections import SECTIONS, form_rows


@pytest.fixture
def page(desk: DeskHand) -> HallPage:
    desk.sign_in(Role.MANAGER)
    return desk.go(HallPage)


def fill(desk: DeskHand, page: HallPage, section: str, **values: str) -> None:
    page.show_subject(section)
    desk.settle()
    for key, value in values.items():
        page.form().show_value(key, value)
    desk.press(page.save)


def test_the_card_is_changed_and_the_change_is_history(desk: DeskHand, page: HallPage) -> None:
    assert page.form().written("name") == "试验市场"
    fill(desk, page, "card", name="新市场", phone="0731-85551234")
    assert hall_view(desk.site).name == "新市场"
    assert desk.said == "存好了"
    fill(desk, page, "running", trades="搬运、保洁", bays="3", operator_kind="joint")
    assert hall_view(desk.site).trades == ("loader", "cleaner")
    page.show_subject("history")
    desk.settle()
    assert "运营类型：公共和市场合办" in page.list.rows[0].line
    assert "试manager" in page.list.rows[0].title
    assert not page.detail.isVisible()


def test_problems_stand_below_their_rows(desk: DeskHand, page: HallPage) -> None:
    fill(desk, page, "card", name="", phone="12")
    form = page.form()
    assert form._problems["name"].text()
    assert form._problems["phone"].text().startswith("这个电话号码不对")
    assert hall_view(desk.site).name == "试验市场"
    fill(desk, page, "running", trades="飞行员")
    assert "飞行员" in page.form()._problems["trades"].text()
    fill(desk, page, "hours", opens="5点", closes="18:00")
    assert page.form()._problems["closes"].text()
    assert hall_hours(desk.site) == ()


def test_hours_duty_and_contacts(desk: DeskHand, page: HallPage, tmp_path) -> None:
    fill(desk, page, "hours", weekdays="12345", opens="5:00", closes="18:30")
    desk.press(page.new)
    fill(desk, page, "hours", weekdays="67")
    assert [rule.opens for rule in hall_hours(desk.site)] == ["5:00", ""]
    fill(desk, page, "duty", name="李某", weekdays="12345", **{"from": "5:00", "to": "12:00"})
    assert [item.title for item in duty_on(desk.site, desk.site.today())] == ["李某"]
    fill(desk, page, "contact", role="responsible", name="王某", mobile="13900000001")
    desk.press(page.annex)
    desk.pick_own_folder()
    path = tmp_path / "exports" / "工作负责人和联系人信息表.pdf"
    assert path.read_bytes().startswith(b"%PDF")
    desk.press(page.stop)
    desk.answer(safe=True)
    assert len(list_entries(desk.site, "contact")) == 1
    desk.press(page.stop)
    desk.answer(safe=False)
    assert list_entries(desk.site, "contact") == ()


def test_a_vacancy_is_counted_to_a_brand(desk: DeskHand, page: HallPage) -> None:
    employer = register_employer(desk.site, household(1)).id
    posted = post_vacancy(desk.site, posting(desk.site, employer))
    fill(desk, page, "brand", name="浏阳花炮工", trade="普工")
    desk.press(page.tag)
    desk.write(posted.number)
    assert brand_rows(desk.site)[0].vacancies == 1
    assert "标上了" in desk.said
    desk.press(page.tag)
    desk.write("Z999")
    assert "没有找到" in desk.said


def test_every_section_has_a_form_that_says_what_it_wants(desk: DeskHand, page: HallPage) -> None:
    for section in SECTIONS:
        page.show_subject(section)
        desk.settle()
        if rows := form_rows(section):
            assert all(page.form().field(row.key).accessibleName() for row in rows)
            assert len({row.label for row in rows}) == len(rows)


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_it(desk: DeskHand, role: Role) -> None:
    desk.sign_in(role)
    assert HallPage.is_for(role) == may(role, Act.EDIT_PROFILE)
    if "more" in desk.tabs:
        desk.press(desk.window.head.tabs["more"])
        tiles = desk.window.shelf.current.tiles
        assert ("hall" in tiles) == may(role, Act.EDIT_PROFILE)
