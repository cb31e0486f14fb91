"""The audit trail: everything is in it, in words, found again, exported without formulas."""

import csv
import re
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from staff import PIN, light_hashes, open_staff, session_of
from synthetic import Stores, household, posting, seeker

from kiosk.audit_words import GROUPS, event_text, group_text
from kiosk.domain.events import PAYLOADS
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act, Role, StaffSession
from kiosk.service.accounts import disable_account, erase_account
from kiosk.service.audit_trail import (
    AuditPage,
    AuditQuery,
    audit_actors,
    audit_page,
    check_chain,
    export_audit,
)
from kiosk.service.authority import NotAllowed, authorise, authorise_console, authorise_read
from kiosk.service.employers import register_employer
from kiosk.service.exchange.sheets import SheetError
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import erase_person, register_seeker
from kiosk.service.sign_in import sign_in_by_pin
from kiosk.service.site import Site

pytestmark = pytest.mark.usefixtures("light_hashes")
__all__ = ["light_hashes"]


@pytest.fixture
def manager(site: Site) -> StaffSession:
    return session_of(site, Role.MANAGER, is_fresh=True)


def look(
    site: Site, staff: StaffSession, page: int = 0, per_page: int = 200, **wanted
) -> AuditPage:
    allowed = authorise(site, staff, Act.VIEW_AUDIT)
    query = AuditQuery(site.today(), site.today(), **wanted)
    return audit_page(site, allowed, query, page, per_page)


def whats(page: AuditPage) -> list[str]:
    return [line.what for line in page.lines]


def test_every_event_has_words_in_chinese():
    assert not [kind for kind in PAYLOADS if re.search("[A-Za-z]", event_text(kind))]
    assert not [group for group in GROUPS if re.search("[a-z]", group_text(group))]
    assert {kind for kinds in GROUPS.values() for kind in kinds} <= PAYLOADS.keys()


def test_who_did_what_the_latest_first(site: Site, manager: StaffSession):
    account = open_staff(site, "王芳", Role.SPECIALIST)
    sign_in_by_pin(site, account, PIN)
    lines = look(site, manager).lines
    assert lines[0].what == "办了"
    assert lines[0].detail == "看操作日志"
    assert [(line.what, line.actor, line.subject) for line in lines[1:3]] == [
        ("登录", "王芳", "账号 王芳"),
        ("开了账号", "命令行", "账号 王芳"),
    ]
    assert {line.station for line in lines} == {"A"}


def test_only_who_may_looks_and_each_look_is_in_it(site: Site, manager: StaffSession):
    for role in (Role.VOLUNTEER, Role.SPECIALIST, Role.TECHNICIAN):
        with pytest.raises(NotAllowed):
            authorise(site, session_of(site, role), Act.VIEW_AUDIT)
    refusals = look(site, manager, group="refused").lines
    assert [line.detail for line in refusals] == ["看操作日志 · 角色不够"] * 3
    other = authorise(site, manager, Act.STATISTICS)
    with pytest.raises(NotAllowed):
        audit_page(site, other, AuditQuery(site.today(), site.today()))


def test_filters_by_day_person_and_group(stores: Stores, site: Site, manager: StaffSession):
    account = open_staff(site, "王芳", Role.SPECIALIST)
    sign_in_by_pin(site, account, PIN)
    stores.clock.advance(hours=24)
    sign_in_by_pin(site, account, PIN)
    assert whats(look(site, manager, group="sign_in")) == ["登录"]
    allowed = authorise(site, manager, Act.VIEW_AUDIT)
    days = AuditQuery(site.today() - timedelta(days=1), site.today(), "sign_in", account)
    assert audit_page(site, allowed, days).count == 2
    assert audit_page(site, allowed, replace(days, actor=manager.account_id)).count == 0
    assert dict(audit_actors(site))[account] == "王芳"


def test_search_by_staff_number_name_word_and_machine(site: Site, manager: StaffSession):
    account = open_staff(site, "王芳", Role.SPECIALIST)
    sign_in_by_pin(site, account, PIN)
    person = register_seeker(site, seeker(1)).seeker
    employer = register_employer(site, household(501)).id
    first = post_vacancy(site, posting(site, employer)).vacancy
    second = post_vacancy(site, posting(site, employer)).vacancy
    referral = refer(site, person.id, first.id).referral
    other = refer(site, person.id, second.id).referral

    assert whats(look(site, manager, text="王芳")) == ["登录", "开了账号"]
    assert "求职登记" in whats(look(site, manager, text=person.number))
    assert "求职登记" in whats(look(site, manager, text="张试1"))
    assert set(whats(look(site, manager, text="求职登记"))) == {"求职登记"}
    found = look(site, manager, text=referral.number).lines
    assert [line.detail for line in found] == [referral.number]
    assert other.number not in str(found)
    assert look(site, manager, text="A").count == look(site, manager).count - 1
    assert look(site, manager, text="没有这个").count == 0
    assert look(site, manager, text="%' OR 1=1 --").count == 0


def test_no_name_phone_or_number_of_a_worker_stands_in_it(site: Site, manager: StaffSession):
    given = seeker(1)
    person = register_seeker(site, given).seeker
    authorise_read(site, manager, Act.SEE_FULL_ID, person.id, ("id_number", "phone"), "核对")
    text = str(look(site, manager).lines)
    assert "看了受保护的内容" in text
    assert "证件号、电话 · 核对" in text
    for private in (given.name, given.id_number, given.phone):
        assert private not in text


def test_pages_join_without_a_gap(site: Site, manager: StaffSession):
    for index in range(23):
        register_seeker(site, seeker(index))
    whole = [line.id for line in look(site, manager, group="people").lines]
    pages = [look(site, manager, page, 5, group="people") for page in range(5)]
    assert [line.id for page in pages for line in page.lines] == whole
    assert (pages[0].pages, pages[0].count) == (5, 23)
    assert look(site, manager, 99, 5, group="people").page == 4


def test_an_erased_person_and_a_dismissed_account_leave_their_lines(
    site: Site, manager: StaffSession
):
    person = register_seeker(site, seeker(1)).seeker
    account = open_staff(site, "王芳", Role.SPECIALIST)
    session = sign_in_by_pin(site, account, PIN).session
    authorise_read(site, session_of(site, Role.SPECIALIST, is_fresh=True), *_read(person.id))
    authorise(site, session, Act.PRINT_AGAIN)
    erase_person(site, person.id, manager.account_id)
    erase_account(site, authorise_console(Act.ACCOUNTS), account)
    lines = look(site, manager).lines
    gone = [line for line in lines if line.what == "求职登记"]
    assert (gone[0].subject, gone[0].detail) == ("求职者 已删除", "内容已删除")
    assert [line.actor for line in lines if line.what == "登录"] == ["已删除的账号"]


def test_export_defuses_formulas_and_is_itself_in_the_log(
    site: Site, manager: StaffSession, tmp_path: Path
):
    account = open_staff(site, "=HYPERLINK(1)", Role.SPECIALIST)
    disable_account(site, authorise_console(Act.ACCOUNTS), account, "+1+1")
    query = AuditQuery(site.today(), site.today())
    file = tmp_path / "log.csv"
    count = export_audit(site, authorise(site, manager, Act.EXPORT, "audit"), query, file)
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == count + 1
    cells = [cell for row in rows for cell in row]
    assert "'+1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert rows[1][3:6] == ["办了", "账号 试manager", "导出"]
    looking = authorise(site, manager, Act.VIEW_AUDIT)
    with pytest.raises(NotAllowed):
        export_audit(site, looking, query, file)
    with pytest.raises(SheetError):
        export_audit(site, authorise(site, manager, Act.EXPORT), query, tmp_path / "log.exe")


def test_tampering_shows(site: Site, manager: StaffSession):
    session = session_of(site, Role.VOLUNTEER)
    with pytest.raises(NotPossible):
        authorise(site, session, Act.EXPORT)
    allowed = authorise(site, manager, Act.VIEW_AUDIT)
    clean = check_chain(site, allowed)
    assert clean.findings == ()
    assert clean.events >= 4
    with site.store.write() as writing:
        writing.db.execute("UPDATE events SET actor = 'account:x' WHERE type = 'StaffRefused'")
    assert check_chain(site, allowed).findings


@pytest.mark.bench
def test_a_page_of_a_long_log(stores: Stores):
    site = stores.site()
    manager = session_of(site, Role.MANAGER)
    person = register_seeker(site, seeker(1)).seeker.id
    with site.store.write() as writing:
        writing.db.execute(
            "WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers "
            "WHERE i < 300000) INSERT INTO events SELECT 1000 + i, 'x' || i, 's', 1, i, "
            "(SELECT max(time) FROM events) - i, 'SeekerCheckedIn', 1, 'hall:1', ?, 'station', "
            "'', '', '{\"number\":\"A001\"}', '', 0, '' FROM numbers",
            (person,),
        )
    started = time.perf_counter()
    page = look(site, manager, per_page=12)
    searched = look(site, manager, per_page=12, text="试manager")
    took = time.perf_counter() - started
    assert searched.count >= 1
    assert took < 3, f"two looks into {page.count} events: {took:.2f} s"


def _read(person: str) -> tuple[Act, str, tuple[str, ...]]:
    return Act.SEE_PHONE, person, ("phone",)
