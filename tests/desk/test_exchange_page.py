"""Journeys of 导入导出: out masked or in full, in by steps, own headings, the feed, a poster."""

import json

import pytest
from desk_hand import DeskHand
from PySide6.QtGui import QGuiApplication
from synthetic import household, phone, plain_number, posting, seeker

from kiosk.domain.roles import Act, Role, may
from kiosk.service.employers import register_employer
from kiosk.service.exchange import own_columns
from kiosk.service.exchange.sheets import write_sheet
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.ui.desk.exchange.page import ExchangePage


@pytest.fixture
def page(desk: DeskHand) -> ExchangePage:
    register_seeker(desk.site, seeker(1))
    desk.sign_in(Role.MANAGER)
    return desk.go(ExchangePage)


def pick(desk: DeskHand, page: ExchangePage, table: str) -> None:
    page.tables.choose(table)
    page.presenter.pick(table)
    desk.settle()


def saved(desk: DeskHand, table: str, suffix: str = ".json"):
    return desk.machine.data_dir / "exports" / f"{table}-{desk.site.today()}{suffix}"


def test_out_masked_then_in_full_which_is_logged(desk: DeskHand, page: ExchangePage) -> None:
    desk.press(page.out)
    desk.pick(".json")
    desk.pick_own_folder()
    desk.step_up()
    path = saved(desk, "求职者")
    assert plain_number(1) not in path.read_text(encoding="utf-8")
    assert desk.said == f"存好了：{path.name}，1 行"
    desk.press(page.full)
    desk.pick(".json")
    desk.pick_own_folder()
    assert json.loads(path.read_text(encoding="utf-8"))[0]["身份证号"] == plain_number(1)
    assert {"StaffActed", "SensitiveRead"} <= set(desk.events())


def test_a_file_is_tried_then_comes_in(desk: DeskHand, page: ExchangePage, tmp_path) -> None:
    path = tmp_path / "people.csv"
    good = [[f"张试{n}", plain_number(n), phone(n)] for n in range(1, 430)]
    write_sheet(path, ["姓名", "身份证号", "手机号"], [*good, ["坏行", "123", ""]])
    steps: list[tuple[int, int]] = []
    show = page.show_progress

    def noted(what: str, done: int, total: int) -> None:
        steps.append((done, total))
        show(what, done, total)

    page.show_progress = noted
    page.presenter.import_file(path, True)
    desk.settle()
    desk.step_up()
    assert page.result.text().startswith(
        "试过了，没有写进去：430 行，新的 428，早就有的 1，有问题的 1"
    )
    assert len(steps) > 4
    assert steps == sorted(steps)
    assert steps[-1] == (860, 860)
    assert [row.column for row in page.problems.rows] == ["身份证号"]
    assert desk.events().count("SeekerRegistered") == 1
    page.presenter.import_file(path, False)
    desk.settle()
    assert "新的 428" in page.result.text()
    assert desk.events().count("SeekerRegistered") == 429
    page.presenter.import_file(path, False)
    desk.settle()
    assert "新的 0，早就有的 429" in page.result.text()
    assert page.out.isEnabled()


def test_a_wrong_file_is_told_in_plain_words(desk: DeskHand, page: ExchangePage, tmp_path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    page.presenter.import_file(path, True)
    desk.settle()
    desk.step_up()
    assert desk.said.startswith("表里缺这几列：姓名, 身份证号")
    page.presenter.import_file(tmp_path / "gone.csv", True)
    desk.settle()
    assert desk.said.startswith("找不到这个文件")


def test_headings_are_changed_and_left_out(desk: DeskHand, page: ExchangePage, tmp_path) -> None:
    for field, heading in (("name", "AAC003"), ("visits", "")):
        page.headings.table.choose(field)
        page.headings.form.show_value("heading", heading)
        desk.press(page.headings.save)
        if desk.cover.step_up is not None:
            desk.step_up()
    own = own_columns(tmp_path)["seekers"]
    assert own["name"] == "AAC003"
    assert "visits" not in own
    assert ("visits", "") in page.headings.table.rows
    page.headings.table.choose("phone")
    page.headings.form.show_value("heading", "AAC003")
    desk.press(page.headings.save)
    assert desk.said.startswith("列名有重复的")
    page.headings.table.choose("visits")
    page.headings.form.show_value("heading", "来过几次")
    desk.press(page.headings.save)
    assert own_columns(tmp_path)["seekers"]["visits"] == "来过几次"


def test_the_feed_and_a_poster(desk: DeskHand, page: ExchangePage) -> None:
    employer = register_employer(desk.site, household(3)).id
    posted = post_vacancy(desk.site, posting(desk.site, employer))
    pick(desk, page, "feed")
    assert "1 个岗位" in page.hint.text()
    assert not page.full.isVisible()
    assert not page.bring_in.isVisible()
    desk.press(page.out)
    desk.pick(".json")
    desk.pick_own_folder()
    assert (
        json.loads(saved(desk, "岗位信息").read_text(encoding="utf-8"))[0]["@type"] == "JobPosting"
    )
    desk.press(page.poster)
    desk.write(posted.number)
    desk.pick_own_folder()
    poster = desk.machine.data_dir / "exports" / f"招工海报-{posted.number}.pdf"
    assert poster.read_bytes().startswith(b"%PDF")
    desk.press(page.share)
    desk.write(posted.number)
    words = QGuiApplication.clipboard().text()
    assert posted.number in words
    assert phone(3) not in words
    assert desk.said.startswith("拷好了")
    pick(desk, page, "register")
    assert not page.poster.isVisible()


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_it(desk: DeskHand, role: Role) -> None:
    desk.sign_in(role)
    assert ExchangePage.is_for(role) == may(role, Act.EXPORT)
