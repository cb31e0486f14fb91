"""Pictures of the desk: a real window on the gallery's hall, signed in by a real PIN.

A page's sample is one line in `SAMPLES`; `prepare` sets the scene through the page's own widgets
or presenter. The gallery draws each at both sizes, `tests/desk/test_desk_audit.py` measures each.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QApplication, QWidget

from kiosk.domain.hall_events import HoursRule
from kiosk.domain.roles import Act, Role
from kiosk.service.accounts import list_accounts
from kiosk.service.authority import authorise_console
from kiosk.service.day_close import close_day, look_at_day
from kiosk.service.exchange import ImportReport, RowProblem
from kiosk.service.hall_register import ACT_OF_KIND, change_hours, list_entries, write_entry
from kiosk.service.machine_facts import machine_facts
from kiosk.service.refusals import refused_records
from kiosk.service.staff_calls import call_staff
from kiosk.sync.loop import SyncStatus
from kiosk.ui.desk.counter_samples import (
    asking_gig_shown,
    fair_shown,
    form_shown,
    gigs_shown,
    group_shown,
    person_shown,
    review_scene,
    seats_over,
    seats_wanted,
    skills_shown,
)
from kiosk.ui.desk.desk_sheet import DeskSheet
from kiosk.ui.desk.gallery_stage import PIN, DeskScene, desk_scene
from kiosk.ui.desk.help.help_samples import HELP_SAMPLES
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.staff.accounts_presenter import NewPin
from kiosk.ui.doctor.sample_checks import CHECKS
from kiosk.ui.gallery_scene import Scene
from kiosk.ui.question import Question
from kiosk.ui.theme import Theme

__all__ = ["SAMPLES", "SIZES", "DeskSample", "shown_desk"]

SIZES = ((1920, 1080), (1366, 768))
_HUB = "https://hub.example"
_Prepare = Callable[[DeskScene, DeskPage], None]


@dataclass(frozen=True)
class DeskSample:
    """One picture: a page (or none) after `prepare` has set the scene."""

    name: str
    page: str
    prepare: Callable[[DeskScene, DeskPage], None] = lambda _scene, _page: None
    role: Role = Role.MANAGER


def _first_row(scene: DeskScene, page: DeskPage) -> None:
    rows = page.list.rows  # type: ignore[attr-defined]  # of pages with a list
    page.show_subject(rows[0].id)
    scene.settle()


def _hall_section(section: str, *entries: dict[str, str]) -> _Prepare:
    """A section of 市场资料 with its entries, the first one chosen."""

    def prepare(scene: DeskScene, page: DeskPage) -> None:
        if not list_entries(scene.site, section):
            for fields in entries:
                leave = authorise_console(ACT_OF_KIND[section])
                write_entry(scene.site, leave, section, fields)
        page.show_subject(section)
        scene.settle()
        rows = page.list.rows  # type: ignore[attr-defined]  # of 市场资料
        if entries and rows:
            page.presenter.choose(rows[0].id)  # type: ignore[attr-defined]  # the same
        scene.settle()

    return prepare


def _hall_hours(scene: DeskScene, page: DeskPage) -> None:
    rules = (
        HoursRule(opens="5:00", closes="18:30"),
        HoursRule(first="11-01", last="03-15", opens="5:30", closes="18:00"),
        HoursRule(weekdays="7", first="11-01", last="03-15"),
    )
    change_hours(scene.site, authorise_console(Act.EDIT_PROFILE), rules)
    page.show_subject("hours")
    scene.settle()
    page.presenter.choose("1")  # type: ignore[attr-defined]  # of 市场资料
    scene.settle()


_DUTY = {"weekdays": "12345", "from": "5:00", "to": "12:00", "role": "服务专员"}
_hall_duty = _hall_section(
    "duty",
    {"name": "李专员", **_DUTY},
    {"name": "小周", **_DUTY, "role": "志愿者", "weekdays": "67"},
)
_hall_contact = _hall_section(
    "contact",
    {"role": "responsible", "name": "王场长", "post": "主任", "landline": "0731-85550000"},
    {"role": "contact", "name": "李专员", "post": "服务专员", "landline": "0731-85550001"},
)
_hall_history = _hall_section("history")


def _feed_shown(scene: DeskScene, page: DeskPage) -> None:
    page.tables.choose("feed")  # type: ignore[attr-defined]  # of 导入导出
    page.presenter.pick("feed")  # type: ignore[attr-defined]  # the same
    scene.settle()


def _imported(scene: DeskScene, page: DeskPage) -> None:
    """What was wrong with some rows."""
    sentence = "身份证号码要 18 位，现在是 17 位，请看一下。"
    problems = (
        RowProblem(7, "身份证号", "id_length", sentence),
        RowProblem(12, "工种", "unknown_trade", "没有“飞行员”这个工种，请照工种表填。"),
    )
    report = ImportReport(240, 231, 7, problems, ("备注",), is_dry=True)
    page.show_report(report)  # type: ignore[attr-defined]  # of 导入导出
    scene.settle()


def _all_figures(scene: DeskScene, page: DeskPage) -> None:
    page.parts.picked.emit(True)  # type: ignore[attr-defined]  # of 统计
    scene.settle()


def _opened_number(scene: DeskScene, page: DeskPage) -> None:
    page.presenter.open("headcount")  # type: ignore[attr-defined]  # of 统计
    scene.settle()


def _step_up(scene: DeskScene, _page: DeskPage) -> None:
    scene.window.cover.ask_step_up(Act.ACCOUNTS, lambda: None)


def _step_up_wrong(scene: DeskScene, page: DeskPage) -> None:
    _step_up(scene, page)
    dialog = scene.window.cover.step_up
    assert dialog is not None  # noqa: S101 (just opened)
    assert dialog.presenter is not None  # noqa: S101 (as above)
    for digit in "111999":
        dialog.presenter.key(digit)
    dialog.presenter.proceed()


def _question(scene: DeskScene, _page: DeskPage) -> None:
    question = Question("block", "停用李专员的账号？", "停用以后不能登录。", "不停用", "停用")
    scene.window.navigator.ask(question, lambda _safe: None)


def _reason(scene: DeskScene, _page: DeskPage) -> None:
    scene.window.navigator.ask_text("为什么换顺序？", "写一句，会记下来", lambda _text: None)


def _choice(scene: DeskScene, _page: DeskPage) -> None:
    options = (("a", "退出登录"), ("b", "锁屏，做到一半的留着"))
    scene.window.navigator.choose("王场长", options, lambda _value: None)


def _said(scene: DeskScene, _page: DeskPage) -> None:
    scene.window.navigator.say("记下了：谈成")


def _said_problem(scene: DeskScene, _page: DeskPage) -> None:
    scene.window.navigator.say("这张单子已经有结果了，请刷新后再看。", True)


def _more(scene: DeskScene, _page: DeskPage) -> None:
    scene.settle()


def _account(scene: DeskScene, page: DeskPage) -> None:
    page.show_subject(_account_id(scene, "李专员"))
    scene.settle()


def _card_awaited(scene: DeskScene, page: DeskPage) -> None:
    _account(scene, page)
    page.presenter.link_card()  # type: ignore[attr-defined]  # of the accounts


def _new_account(_scene: DeskScene, page: DeskPage) -> None:
    page.presenter.begin_new()  # type: ignore[attr-defined]  # of the accounts
    page.new.form.show_value("name", "孙专员")  # type: ignore[attr-defined]  # of the accounts


def _new_pin(scene: DeskScene, page: DeskPage) -> None:
    _account(scene, page)
    pin = NewPin("李专员", "483920")
    page.presenter.show_pin(pin)  # type: ignore[attr-defined]  # of the accounts


def _account_id(scene: DeskScene, name: str) -> str:
    return next(item.id for item in list_accounts(scene.site) if item.name == name)


def _called(scene: DeskScene, page: DeskPage) -> None:
    call_staff(scene.site, "home")
    page.enter()


def _doubtful(scene: DeskScene, page: DeskPage) -> None:
    with scene.site.store.write() as writing:
        writing.db.execute(
            "UPDATE print_jobs SET state = 'needs_human', note = 'no_answer' WHERE id IN "
            "(SELECT id FROM print_jobs WHERE kind = 'referral' ORDER BY changed_at DESC LIMIT 3)"
        )
    page.enter()


def _refused(scene: DeskScene, page: DeskPage) -> None:
    """Two events that a hub would not store."""
    with scene.site.store.write() as writing:
        writing.db.execute(
            "UPDATE outbox SET invalid_code = 'size' WHERE seq IN (SELECT max(seq) FROM events "
            "WHERE type IN ('VacancyPosted', 'ReferralMade') GROUP BY type)"
        )
    page.enter()
    scene.settle()
    posted = next(item for item in refused_records(scene.site) if item.fields)
    page.show_subject(posted.event)


def _day_sending(scene: DeskScene, _page: DeskPage) -> None:
    scene.bridge.publish("sync", SyncStatus("syncing", 120))
    scene.settle()


def _day_stopped(scene: DeskScene, _page: DeskPage) -> None:
    scene.bridge.publish("sync", SyncStatus("offline", 120, error_code="quarantined"))
    scene.settle()


def _machine_in_trouble(code: str) -> _Prepare:
    """机器 while nothing goes out, and why."""

    def prepare(scene: DeskScene, page: DeskPage) -> None:
        scene.bridge.publish("sync", SyncStatus("offline", 5, error_code=code))
        scene.settle()
        facts = replace(machine_facts(scene.site), hub_url=_HUB, hall_name="雨花区零工市场")
        sending = page.presenter.sending  # type: ignore[attr-defined]  # of 机器
        page.show_machine(facts, sending, "")  # type: ignore[attr-defined]  # the same

    return prepare


def _day_records(_scene: DeskScene, page: DeskPage) -> None:
    presenter = page.presenter  # type: ignore[attr-defined]  # of the day close
    presenter.open_records("", "pending", "待送")


def _day_question(_scene: DeskScene, page: DeskPage) -> None:
    page.presenter.close()  # type: ignore[attr-defined]  # of the day close


def _day_closed(scene: DeskScene, page: DeskPage) -> None:
    site = scene.site
    if look_at_day(site).status == "open":
        close_day(site, site.today(), "account:gallery", account="王场长", accepts_open=True)
    page.enter()


def _audit_row(scene: DeskScene, page: DeskPage) -> None:
    page.presenter.period(0)  # type: ignore[attr-defined]  # of the trail
    scene.settle()
    table = page.table  # type: ignore[attr-defined]  # of the trail
    table.setCurrentIndex(table.model().index(1, 0))


def _checked(scene: DeskScene, page: DeskPage) -> None:
    page.presenter.show_checks(CHECKS)  # type: ignore[attr-defined]  # of the doctor
    scene.settle()


def _all_well(scene: DeskScene, page: DeskPage) -> None:
    presenter = page.presenter  # type: ignore[attr-defined]  # of the doctor
    presenter.show_checks(tuple(check for check in CHECKS if check.state == "ok"))
    presenter.scanned("wxp://f2f0")
    scene.settle()


SAMPLES = (
    DeskSample("17-today", "matching", _first_row),
    DeskSample("17-today-volunteer", "matching", _first_row, Role.VOLUNTEER),
    DeskSample("17-gigs", "matching", gigs_shown),
    DeskSample("17-seats-wanted", "matching", seats_wanted),
    DeskSample("17-seats-over", "matching", seats_over),
    DeskSample("17-certificates", "matching", asking_gig_shown),
    DeskSample("18-review", "review", review_scene),
    DeskSample("31-people", "people", person_shown),
    DeskSample("31-people-volunteer", "people", person_shown, Role.VOLUNTEER),
    DeskSample("31-people-new", "people", form_shown("seeker")),
    DeskSample("31-people-group", "people", group_shown),
    DeskSample("31-people-skills", "people", skills_shown("skills")),
    DeskSample("31-people-skill", "people", skills_shown("skill")),
    DeskSample("31-people-certificate", "people", skills_shown("certificate")),
    DeskSample("31-people-wish", "people", skills_shown("wish")),
    DeskSample("32-tomorrow", "tomorrow"),
    DeskSample("33-fair", "fair", fair_shown),
    DeskSample("31-employer-post", "people", form_shown("post")),
    DeskSample("31-employer-suspend", "people", form_shown("suspend")),
    DeskSample("17-said", "matching", _said),
    DeskSample("17-said-problem", "matching", _said_problem),
    DeskSample("32-exchange", "exchange"),
    DeskSample("32-exchange-import", "exchange", _imported),
    DeskSample("32-exchange-feed", "exchange", _feed_shown),
    DeskSample("31-hall", "hall"),
    DeskSample("31-hall-hours", "hall", _hall_hours),
    DeskSample("31-hall-duty", "hall", _hall_duty),
    DeskSample("31-hall-contact", "hall", _hall_contact),
    DeskSample("31-hall-history", "hall", _hall_history),
    DeskSample("20-statistics", "statistics"),
    DeskSample("20-all-figures", "statistics", _all_figures),
    DeskSample("20-records", "statistics", _opened_number),
    DeskSample("00-step-up", "matching", _step_up),
    DeskSample("00-step-up-wrong", "matching", _step_up_wrong),
    DeskSample("00-question", "matching", _question),
    DeskSample("00-reason", "matching", _reason),
    DeskSample("00-choice", "matching", _choice),
    DeskSample("19-day-close", "day_close"),
    DeskSample("19-day-sending", "day_close", _day_sending),
    DeskSample("19-day-stopped", "day_close", _day_stopped),
    DeskSample("19-day-records", "day_close", _day_records),
    DeskSample("19-day-question", "day_close", _day_question),
    DeskSample("19-day-closed", "day_close", _day_closed),
    DeskSample("25-more", "more", _more),
    DeskSample("26-accounts", "accounts", _account),
    DeskSample("26-accounts-card", "accounts", _card_awaited),
    DeskSample("26-accounts-new", "accounts", _new_account),
    DeskSample("26-accounts-pin", "accounts", _new_pin),
    DeskSample("27-audit", "audit", _audit_row),
    DeskSample("28-calls-none", "calls"),
    DeskSample("28-calls", "calls", _called),
    DeskSample("29-slips-none", "slips"),
    DeskSample("29-slips", "slips", _doubtful),
    DeskSample("31-machine", "machine", role=Role.TECHNICIAN),
    DeskSample("31-machine-away", "machine", _machine_in_trouble("unreachable"), Role.TECHNICIAN),
    DeskSample("31-machine-stopped", "machine", _machine_in_trouble("fork"), Role.TECHNICIAN),
    DeskSample("30-refusals-none", "refusals"),
    DeskSample("30-refusals", "refusals", _refused),
    DeskSample("31-doctor", "doctor", _checked, Role.TECHNICIAN),
    DeskSample("31-doctor-well", "doctor", _all_well, Role.TECHNICIAN),
    *(DeskSample(*sample) for sample in HELP_SAMPLES),
)


def shown_desk(
    made: Scene, theme: Theme, samples: tuple[DeskSample, ...] = SAMPLES
) -> Iterator[tuple[str, QWidget]]:
    """One window in which each sample is shown in turn, for pictures and for audits; the sheet of
    the parts first."""
    sheet = DeskSheet(theme)
    sheet.show()
    QApplication.processEvents()
    yield "24-desk-components", sheet
    sheet.close()
    sheet.deleteLater()
    scene = desk_scene(made, theme)
    yield "00-people", scene.window
    presenter = scene.window.cover.presenter
    presenter.choose(list_accounts(made.site)[0].id)
    for digit in PIN[:4]:
        presenter.key(digit)
    scene.settle()
    yield "00-pin", scene.window
    for sample in samples:
        scene.go_offline()
        scene.sign_in(sample.role)
        page = scene.page(sample.page)
        sample.prepare(scene, page)
        scene.settle()
        yield sample.name, scene.window
        if scene.window.cover.step_up is not None:
            scene.window.cover.step_up.close_dialog()
            scene.window.cover.step_up = None
        scene.window.navigator.close()
    scene.close()
