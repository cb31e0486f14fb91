"""Accounts, the audit trail, calls, doubtful slips, refused records: what staff do about them."""

import csv
import re
from pathlib import Path

import pytest
from desk_hand import DeskHand
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from staff import PIN, open_staff
from synthetic import household, id_number, posting, seeker

from kiosk.domain.events import EventRefused
from kiosk.domain.roles import Role
from kiosk.service.accounts import list_accounts
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.refusals import refused_records
from kiosk.service.registration import register_seeker
from kiosk.service.sign_in import sign_in_by_card, sign_in_by_pin
from kiosk.service.site import Site
from kiosk.service.staff_calls import call_staff, waiting_calls
from kiosk.store.spool import job_rows
from kiosk.ui.desk.places import folders
from kiosk.ui.desk.staff.accounts_page import AccountsPage
from kiosk.ui.desk.staff.audit_page import AuditTrailPage
from kiosk.ui.desk.upkeep.calls_page import CallsPage
from kiosk.ui.desk.upkeep.refusals_page import RefusalsPage
from kiosk.ui.desk.upkeep.slips_page import SlipsPage


def account(site: Site, name: str):
    return next(item for item in list_accounts(site) if item.name == name)


def accounts_page(desk: DeskHand) -> AccountsPage:
    desk.sign_in(Role.MANAGER)
    return desk.go(AccountsPage)


def choose(desk: DeskHand, page: AccountsPage, name: str) -> None:
    page.list.chosen.emit(account(desk.site, name).id)
    desk.settle()


def shown_pin(page: AccountsPage) -> str:
    found = re.search(r"\d{3} \d{3}", page.one.pin.text)
    assert found is not None
    return found[0].replace(" ", "")


def test_an_account_is_opened_with_a_pin_that_is_shown_once_and_must_be_changed(
    desk: DeskHand,
) -> None:
    page = accounts_page(desk)
    desk.press(page.add)
    page.new.form.show_value("name", "孙专员")
    desk.press(page.new.form.field("role").button("volunteer"))
    desk.press(page.new.open)
    desk.step_up()
    made = account(desk.site, "孙专员")
    assert (made.role, made.is_temporary) == ("volunteer", True)
    pin = shown_pin(page)
    assert sign_in_by_pin(desk.site, made.id, pin).must_change_pin
    desk.press(page.one.put_away)
    assert page.one.pin.text == ""
    choose(desk, page, "孙专员")
    assert page.one.pin.text == ""
    assert pin not in repr(page.presenter.__dict__)


def test_a_name_twice_is_refused_in_words(desk: DeskHand) -> None:
    page = accounts_page(desk)
    desk.press(page.add)
    page.new.form.show_value("name", "试manager")
    desk.press(page.new.open)
    desk.step_up()
    assert "已经有这个名字" in desk.said
    assert desk.window.bar.is_problem


def test_role_pin_card_disable_enable_and_erase(desk: DeskHand) -> None:
    open_staff(desk.site, "试人", Role.VOLUNTEER)
    page = accounts_page(desk)
    choose(desk, page, "试人")
    desk.press(page.one.role)
    desk.pick("specialist")
    desk.step_up()
    assert account(desk.site, "试人").role == "specialist"

    desk.press(page.one.reset)
    pin = shown_pin(page)
    assert pin != PIN
    assert sign_in_by_pin(desk.site, account(desk.site, "试人").id, pin).must_change_pin
    desk.press(page.one.put_away)

    number = id_number(9)
    desk.put_card("试人", number)
    assert not account(desk.site, "试人").has_card
    desk.press(page.one.card)
    desk.put_card("试人", number)
    assert account(desk.site, "试人").has_card
    desk.press(page.one.unlink)
    assert not account(desk.site, "试人").has_card
    with pytest.raises(Exception, match="unknown_staff_card"):
        sign_in_by_card(desk.site, number)

    desk.press(page.one.disable)
    desk.answer(safe=True)
    assert account(desk.site, "试人").is_active
    desk.press(page.one.disable)
    desk.answer(safe=False)
    assert not account(desk.site, "试人").is_active
    desk.press(page.one.disable)
    assert account(desk.site, "试人").is_active
    desk.press(page.one.disable)
    desk.answer(safe=False)
    desk.press(page.one.erase)
    desk.answer(safe=False)
    assert [item.name for item in list_accounts(desk.site)] == ["试manager"]


def test_nobody_takes_away_the_own_account(desk: DeskHand) -> None:
    page = accounts_page(desk)
    choose(desk, page, "试manager")
    assert not page.one.disable.isVisible()
    assert not page.one.role.isVisible()


def test_a_disabled_account_is_refused_at_its_open_window(desk: DeskHand) -> None:
    from kiosk.domain.roles import Act
    from kiosk.service.accounts import disable_account
    from kiosk.service.authority import authorise_console

    opened = desk.sign_in(Role.SPECIALIST)
    open_staff(desk.site, "试场长", Role.MANAGER)
    disable_account(desk.site, authorise_console(Act.ACCOUNTS), opened)
    call_staff(desk.site, "home")
    page = desk.go(CallsPage)
    desk.press(page.go)
    assert "已经停用" in desk.said
    assert len(waiting_calls(desk.site)) == 1


def trail(desk: DeskHand) -> AuditTrailPage:
    desk.sign_in(Role.MANAGER)
    return desk.go(AuditTrailPage)


def test_the_trail_is_searched_by_time_actor_kind_and_text(desk: DeskHand) -> None:
    open_staff(desk.site, "试人", Role.VOLUNTEER)
    register_seeker(desk.site, seeker(1))
    page = trail(desk)
    everything = len(page.table.rows)
    assert everything > 3
    desk.press(page.groups.button("accounts"))
    assert {row.what for row in page.table.rows} == {"开了账号"}
    desk.press(page.groups.button(""))
    page.filter.field.setText("求职登记")
    desk.qtbot.waitUntil(lambda: [row.what for row in page.table.rows] == ["求职登记"])
    page.filter.field.setText("")
    desk.qtbot.waitUntil(lambda: len(page.table.rows) > everything)
    desk.press(page.actor)
    desk.pick(account(desk.site, "试manager").id)
    assert {row.actor for row in page.table.rows} == {"试manager"}
    page.first.setText("2020-01-01")
    page.last.setText("2020-01-02")
    page.last.editingFinished.emit()
    desk.settle()
    assert page.table.rows == ()


def test_each_search_is_a_line_in_the_trail_and_turning_pages_is_none(desk: DeskHand) -> None:
    for index in range(1, 60):
        register_seeker(desk.site, seeker(index))
    page = trail(desk)
    before = desk.events().count("StaffActed")
    assert page.pages.after.isEnabled()
    desk.press(page.pages.after)
    assert page.pages.where.text().startswith("第 2 / ")
    assert desk.events().count("StaffActed") == before
    desk.press(page.filter.segments.button(7))
    assert desk.events().count("StaffActed") == before + 1


def test_the_trail_is_exported_after_the_pin_and_names_no_worker(desk: DeskHand) -> None:
    register_seeker(desk.site, seeker(1))
    page = trail(desk)
    desk.press(page.export)
    desk.pick(".csv")
    own = folders(desk.machine.data_dir)[-1]
    desk.pick(own.label)
    assert not own.path.exists()
    desk.step_up()
    [path] = own.path.iterdir()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][:3] == ["时间", "机器", "谁"]
    assert len(rows) > 4
    assert "张试1" not in path.read_text(encoding="utf-8-sig")
    assert "导出了" in desk.said


def test_the_chain_is_checked_at_the_desk(desk: DeskHand) -> None:
    register_seeker(desk.site, seeker(1))
    page = trail(desk)
    desk.press(page.check)
    assert "一条没有被改动" in page.whole.text()
    with desk.site.store.write() as writing:
        writing.db.execute("UPDATE seekers SET name = '别人'")
    desk.press(page.check)
    assert "对不上" in desk.said


def test_a_call_is_said_on_any_page_and_answered(desk: DeskHand) -> None:
    desk.sign_in(Role.VOLUNTEER)
    assert desk.window.head.tabs["more"].badge == 0
    call = call_staff(desk.site, "home").call
    desk.report(frozenset({call}))
    assert "有人找工作人员" in desk.said
    assert desk.window.head.tabs["more"].badge == 1
    page = desk.go(CallsPage)
    desk.press(page.go)
    assert waiting_calls(desk.site) == ()
    assert desk.events()[-1] == "StaffCallAnswered"
    assert desk.window.head.tabs["more"].badge == 0


def doubtful(site: Site) -> None:
    employer = register_employer(site, household(500)).id
    vacancy = post_vacancy(site, posting(site, employer)).vacancy.id
    refer(site, register_seeker(site, seeker(1)).seeker.id, vacancy)
    with site.store.write() as writing:
        writing.db.execute("UPDATE print_jobs SET state = 'needs_human', note = 'no_answer'")


def states(site: Site) -> list[str]:
    with site.store.read() as db:
        return [row["state"] for row in job_rows(db, ("queued", "done", "needs_human"))]


def test_a_doubtful_slip_is_confirmed_or_printed_again_once(desk: DeskHand) -> None:
    doubtful(desk.site)
    before = len(states(desk.site))
    desk.sign_in(Role.VOLUNTEER)
    page = desk.go(SlipsPage)
    assert len(page.list.rows) == before
    desk.press(page.confirm)
    assert len(page.list.rows) == before - 1
    assert states(desk.site).count("done") == 1
    desk.press(page.again)
    assert len(page.list.rows) == before - 2
    assert states(desk.site).count("queued") == 1


def refused(site: Site) -> str:
    employer = register_employer(site, household(500)).id
    vacancy = post_vacancy(site, posting(site, employer)).vacancy.id
    with site.store.write() as writing:
        row = writing.db.execute("SELECT id FROM events WHERE type = 'VacancyPosted'").fetchone()
        writing.append(
            EventRefused(event=row[0], code="invalid_vacancy", reason=""), vacancy, "hub"
        )
    return str(row[0])


def test_a_refused_record_is_mended_appealed_against_or_withdrawn(desk: DeskHand) -> None:
    refused(desk.site)
    desk.sign_in(Role.SPECIALIST)
    page = desk.go(RefusalsPage)
    assert len(page.list.rows) == 1
    assert page.form is not None
    desk.press(page.mend)
    assert "还没有改" in desk.said
    page.form.show_value("pay_cents", "280")
    desk.press(page.mend)
    assert refused_records(desk.site) == ()
    assert desk.events().count("VacancyPosted") == 2
    with desk.site.store.read() as db:
        assert db.execute("SELECT max(pay_cents) FROM vacancies").fetchone()[0] == 28_000


def test_an_appeal_wants_a_reason_and_a_withdrawal_a_second_word(desk: DeskHand) -> None:
    refused(desk.site)
    desk.sign_in(Role.SPECIALIST)
    page = desk.go(RefusalsPage)
    desk.press(page.appeal)
    desk.write("没有写错")
    [record] = refused_records(desk.site)
    assert (record.stage, record.note) == ("appealed", "没有写错")
    desk.press(page.withdraw)
    desk.answer(safe=True)
    assert len(refused_records(desk.site)) == 1
    desk.press(page.withdraw)
    desk.answer(safe=False)
    assert refused_records(desk.site) == ()


def test_a_wrong_number_is_said_and_nothing_is_written(desk: DeskHand) -> None:
    refused(desk.site)
    desk.sign_in(Role.SPECIALIST)
    page = desk.go(RefusalsPage)
    assert page.form is not None
    page.form.show_value("pay_cents", "很多")
    desk.press(page.mend)
    assert "只能是数字" in desk.said
    assert len(refused_records(desk.site)) == 1


def test_lists_follow_the_keys(desk: DeskHand, tmp_path: Path) -> None:
    doubtful(desk.site)
    desk.sign_in(Role.VOLUNTEER)
    page = desk.go(SlipsPage)
    first = page.presenter._chosen
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    desk.settle()
    assert page.presenter._chosen != first
    assert page.facts.facts[1].value == page.list.rows[1].number
