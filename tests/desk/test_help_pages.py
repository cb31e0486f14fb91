"""Staff at 帮扶, 投诉, 培训, 宣传资料, 移送 and 个人信息, with wrong turns."""

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from desk_hand import DeskHand
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from synthetic import household, phone, posting, seeker

from kiosk.domain.events import CourseOffered
from kiosk.domain.referral import Side
from kiosk.domain.roles import Act, Role
from kiosk.domain.seeker import Seeker
from kiosk.service.assistance import PlanStep, open_case, plan_step
from kiosk.service.authority import authorise_console
from kiosk.service.complaint_desk import close_complaint
from kiosk.service.complaints import MakeComplaint, make_complaint
from kiosk.service.confirmation import agree
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer
from kiosk.service.notices import open_leaflets
from kiosk.service.posting import post_vacancy
from kiosk.service.priority_help import NoteClaim, allow_help_data, note_claim
from kiosk.service.registration import register_seeker
from kiosk.service.training import offer_course
from kiosk.ui.desk.components.segments import Segments
from kiosk.ui.desk.dialogs import ChoiceDialog
from kiosk.ui.desk.form_dialog import FormDialog
from kiosk.ui.desk.help.complaints_page import ComplaintsPage
from kiosk.ui.desk.help.handovers_page import HandoversPage
from kiosk.ui.desk.help.help_page import HelpPage
from kiosk.ui.desk.help.notices_page import NoticesPage
from kiosk.ui.desk.help.person_care_page import PersonCarePage
from kiosk.ui.desk.help.training_page import TrainingPage

PASSWORD = "密码要够长 2026"


@pytest.fixture
def person(desk: DeskHand) -> str:
    return register_seeker(desk.site, seeker(10, share_phone=True)).seeker.id


@pytest.fixture
def vacancy(desk: DeskHand) -> str:
    boss = register_employer(desk.site, household(1))
    return post_vacancy(desk.site, posting(desk.site, boss.id)).vacancy.id


def form(desk: DeskHand) -> FormDialog:
    dialog = desk.window.navigator.dialog
    assert isinstance(dialog, FormDialog)
    return dialog


def fill(desk: DeskHand, **values: str) -> None:
    """Write and choose in the form, then 写好了."""
    dialog = form(desk)
    for key, value in values.items():
        field = dialog.form.field(key)
        if isinstance(field, Segments):
            desk.press(field.button(value))
        else:
            dialog.form.show_value(key, value)
    desk.press(dialog.send)


def no_dialog(desk: DeskHand) -> bool:
    dialog = desk.window.navigator.dialog
    return dialog is None or not dialog.isVisible()


def state_of(desk: DeskHand, aggregate: str) -> object:
    with desk.site.store.read() as db:
        return desk.site.store.applier(db).state(aggregate)


class TestHelp:
    def test_from_consent_to_the_end_of_a_case(
        self, desk: DeskHand, person: str, vacancy: str
    ) -> None:
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(HelpPage)
        assert page.list.rows == ()
        desk.press(page.look_up)
        desk.write("没有这个人")
        assert "没有找到" in desk.said
        desk.press(page.look_up)
        desk.write(phone(10)[-4:])
        desk.pick(person)
        assert not page.open.isEnabled()
        desk.press(page.claim)
        desk.answer(safe=True)
        assert page.claims.rows == ()
        assert "PriorityConsentGiven" not in desk.events()
        desk.press(page.claim)
        desk.answer(safe=False)
        fill(desk, category="disabled", certainty="certified")
        assert "要写上证件或文件号" in form(desk).form._problems["basis"].text()
        fill(desk, basis="残疾人证 12", valid_until="明年")
        assert "2027-06-30" in form(desk).form._problems["valid_until"].text()
        fill(desk, valid_until="")
        assert no_dialog(desk)
        assert [row.title for row in page.claims.rows] == ["残疾人"]
        assert [row.id for row in page.list.rows] == [person]
        desk.press(page.open)
        fill(desk, goal="找离家近的活")
        desk.press(page.acts["plan"])
        fill(desk, service="policy", text="讲补贴")
        desk.press(page.acts["done"])
        dialog = desk.window.navigator.dialog
        assert isinstance(dialog, ChoiceDialog)
        desk.press(next(iter(dialog.buttons.values())))
        fill(desk, text="讲过了")
        desk.press(page.acts["refer"])
        desk.pick(vacancy)
        assert "开好了对接单" in desk.said
        desk.press(page.acts["follow_up"])
        fill(desk)
        assert form(desk).isVisible()
        fill(desk, text="还在等", due="2026-13-01")
        assert "日期要写成" in form(desk).form._problems["due"].text()
        fill(desk, due="")
        desk.press(page.acts["hand_off"])
        fill(desk, post="社区保洁员")
        desk.press(page.acts["close"])
        fill(desk, outcome="public_post", text="上岗了")
        assert desk.said == "结案了"
        assert not page.acts["follow_up"].isVisible()
        assert page.open.isVisible()
        kinds = [kind for kind in desk.events() if kind.startswith("Assistance")]
        assert kinds == [
            "AssistanceOpened",
            "AssistanceStepPlanned",
            "AssistanceStepDone",
            "AssistanceStepPlanned",
            "AssistanceStepDone",
            "AssistanceFollowedUp",
            "AssistanceHandedOff",
            "AssistanceClosed",
        ]

    def test_a_claim_is_taken_away_with_a_reason_or_not(self, desk: DeskHand, person: str) -> None:
        verify = authorise_console(Act.VERIFY_PRIORITY)
        allow_help_data(desk.site, verify, person)
        note_claim(desk.site, verify, person, NoteClaim("disabled", "verified"))
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(HelpPage)
        page.list.setFocus()
        QTest.keyClick(page.list, Qt.Key.Key_Down)
        desk.settle()
        assert not page.unclaim.isEnabled()
        page.claims.setFocus()
        QTest.keyClick(page.claims, Qt.Key.Key_Down)
        desk.press(page.unclaim)
        QTest.keyClick(desk.window.navigator.dialog, Qt.Key.Key_Escape)
        desk.settle()
        assert len(page.claims.rows) == 1
        desk.press(page.unclaim)
        desk.write("证过期了")
        assert page.claims.rows == ()

    def test_looking_again_is_one_read_in_the_log(self, desk: DeskHand, person: str) -> None:
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(HelpPage)
        page.show_subject(person)
        desk.settle()
        for _ in range(3):
            page.refresh(frozenset())
            desk.settle()
        assert desk.events().count("SensitiveRead") == 1

    def test_what_is_due_stands_on_the_tab_and_first(self, desk: DeskHand, person: str) -> None:
        verify, cases = authorise_console(Act.VERIFY_PRIORITY), authorise_console(Act.CASES)
        other = register_seeker(desk.site, seeker(11)).seeker.id
        for item in (other, person):
            allow_help_data(desk.site, verify, item)
            note_claim(desk.site, verify, item, NoteClaim("disabled", "verified"))
        case = open_case(desk.site, cases, person, "")
        plan_step(desk.site, cases, case, PlanStep("policy", due=desk.site.today()))
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(HelpPage)
        assert page.list.rows[0].id == person
        assert "该办" in page.list.rows[0].marks[0].text
        desk.press(page.filter.button("no_case"))
        assert [row.id for row in page.list.rows] == [other]
        desk.press(page.filter.button("due"))
        assert [row.id for row in page.list.rows] == [person]


class TestComplaints:
    def test_wage_arrears_from_the_desk_to_the_end(
        self, desk: DeskHand, person: str, vacancy: str
    ) -> None:
        referral = refer(desk.site, person, vacancy).referral.id
        for side in Side:
            agree(desk.site, referral, side, "staff:test")
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(ComplaintsPage)
        desk.press(page.take)
        desk.pick("wage_arrears")
        desk.pick("known")
        desk.write("zs")
        desk.pick(person)
        desk.pick(referral)
        fill(desk, phone="12345")
        assert "11 位" in form(desk).form._problems["phone"].text()
        fill(desk, phone=phone(10))
        assert "回执在打" in desk.said
        [row] = page.list.rows
        page.list.setFocus()
        QTest.keyClick(page.list, Qt.Key.Key_Down)
        desk.settle()
        facts = {fact.label: fact.value for fact in page.dealings.facts}
        assert facts["说好的"] == "260 元/天，日结"
        assert facts["老板"] == "试用户1"
        assert "139****0010" in page.facts.facts[0].value
        desk.press(page.acts["show_phone"])
        assert phone(10) in page.facts.facts[0].value
        desk.press(page.acts["accept"])
        assert not page.acts["accept"].isVisible()
        desk.press(page.acts["note"])
        fill(desk, text="打了老板电话")
        desk.press(page.acts["print_again"])
        assert desk.said == "已排队补打"
        desk.press(page.acts["close"])
        fill(desk, outcome="settled", text="")
        assert form(desk).isVisible()
        fill(desk, text="工钱给了")
        assert page.list.rows == ()
        assert not page.acts["note"].isVisible()
        desk.press(page.acts["reopen"])
        fill(desk, reason="只给了一半")
        assert [item.id for item in page.list.rows] == [row.id]
        desk.press(page.acts["save_paper"])
        folder = desk.pick_own_folder()
        [path] = folder.glob("*.pdf")
        assert desk.said == f"存好了：{path.name}"

    def test_a_volunteer_takes_it_down_and_sees_no_list(self, desk: DeskHand) -> None:
        make_complaint(desk.site, MakeComplaint("fees"))
        desk.sign_in(Role.VOLUNTEER)
        page = desk.go(ComplaintsPage)
        assert page.list.rows == ()
        desk.press(page.take)
        desk.pick("legal_aid")
        desk.pick("none")
        assert "回执在打" in desk.said
        assert page.list.rows == ()
        assert desk.events().count("ComplaintMade") == 2
        assert not any(button.isVisible() for button in page.acts.values())

    def test_taking_is_given_up_half_way(self, desk: DeskHand) -> None:
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(ComplaintsPage)
        desk.press(page.take)
        desk.pick("fees")
        desk.pick("phone")
        desk.press(form(desk).leave)
        assert "ComplaintMade" not in desk.events()

    def test_two_desks_close_the_same(self, desk: DeskHand) -> None:
        complaint = make_complaint(desk.site, MakeComplaint("fees")).complaint
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(ComplaintsPage)
        page.show_subject(complaint)
        desk.settle()
        desk.press(page.acts["close"])
        close_complaint(desk.site, authorise_console(Act.COMPLAINTS), complaint, "settled", "好了")
        fill(desk, outcome="unfounded", text="没有这回事")
        assert "已经办完了" in desk.said
        assert desk.events().count("ComplaintClosed") == 1


class TestHandover:
    def test_sealed_with_chosen_parts_and_what_came_back(
        self, desk: DeskHand, person: str, vacancy: str
    ) -> None:
        given = MakeComplaint("fees", person, "", vacancy, phone(10))
        complaint = make_complaint(desk.site, given).complaint
        desk.sign_in(Role.MANAGER)
        complaints = desk.go(ComplaintsPage)
        complaints.show_subject(complaint)
        desk.settle()
        desk.press(complaints.acts["hand_over"])
        page = desk.page(HandoversPage)
        fill(desk, password="short")
        assert "至少要 8 个字" in form(desk).form._problems["password"].text()
        fill(desk, to="police", worker="with", log="without", password=PASSWORD)
        dialog = desk.window.navigator.dialog
        assert isinstance(dialog, ChoiceDialog)
        desk.press(next(iter(dialog.buttons.values())))
        desk.step_up()
        assert "问结果" in desk.said
        [path] = (desk.machine.data_dir / "exports").glob("*.zip")
        with zipfile.ZipFile(path) as archive:
            assert all(info.flag_bits & 1 for info in archive.infolist())
            assert not any("校验链" in name for name in archive.namelist())
            assert any("投诉人" in name for name in archive.namelist())
        assert len(page.list.rows) == 1
        desk.press(page.acts["note_receipt"])
        fill(desk, text="")
        fill(desk, text="派出所收了")
        desk.press(page.acts["note_result"])
        fill(desk, text="立案了")
        assert page.list.rows[0].marks[0].text == "有结果了"
        assert "派出所收了" in page.history.toPlainText()
        desk.press(page.acts["open_subject"])
        assert desk.page(ComplaintsPage)

    def test_giving_up_the_pin_hands_nothing_over(self, desk: DeskHand, vacancy: str) -> None:
        desk.sign_in(Role.MANAGER)
        desk.go(HandoversPage)
        desk.window.navigator.go("handovers", vacancy)
        desk.settle()
        fill(desk, to="market")
        desk.answer(safe=False)
        dialog = desk.window.navigator.dialog
        assert isinstance(dialog, ChoiceDialog)
        desk.press(next(iter(dialog.buttons.values())))
        step_up = desk.cover.step_up
        assert step_up is not None
        desk.press(step_up.leave)
        assert "EvidenceHandedOver" not in desk.events()
        assert list(desk.machine.data_dir.glob("exports/*.zip")) == []

    def test_a_specialist_follows_up_and_makes_none(self, desk: DeskHand, vacancy: str) -> None:
        desk.sign_in(Role.SPECIALIST)
        desk.window.navigator.go("handovers", vacancy)
        desk.settle()
        assert "请找场长" in desk.said
        assert no_dialog(desk)


class TestTraining:
    def test_sign_up_wait_and_leave(self, desk: DeskHand, person: str) -> None:
        other = register_seeker(desk.site, seeker(11)).seeker.id
        offer_course(desk.site, CourseOffered(title="养老护理", seats=1), "staff:test")
        desk.sign_in(Role.VOLUNTEER)
        page = desk.go(TrainingPage)
        assert not page.offer.isVisible()
        page.list.setFocus()
        QTest.keyClick(page.list, Qt.Key.Key_Down)
        desk.settle()
        for index, who in ((10, person), (11, other), (10, person)):
            desk.press(page.join)
            desk.write(phone(index)[-4:])
            desk.pick(who)
        assert "已经报过这个班" in desk.said
        assert [row.marks[0].text for row in page.people.rows] == ["有名额", "候补"]
        page.people.setFocus()
        QTest.keyClick(page.people, Qt.Key.Key_Down)
        desk.settle()
        desk.press(page.leave)
        desk.answer(safe=True)
        assert len(page.people.rows) == 2
        desk.press(page.leave)
        desk.answer(safe=False)
        assert [(row.id, row.marks[0].text) for row in page.people.rows] == [(other, "有名额")]
        desk.press(page.want)
        desk.write(phone(10)[-4:])
        desk.pick(person)
        fill(desk, topic="welder")
        assert [row.title for row in page.needs.rows] == ["电焊工"]

    def test_offer_change_withdraw_import(self, desk: DeskHand, tmp_path: Path) -> None:
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(TrainingPage)
        desk.press(page.offer)
        fill(desk, title="电工上岗", subsidy="补 800 元", starts="明天")
        problems = form(desk).form._problems
        assert problems["source"].text()
        assert problems["starts"].text()
        day = (desk.site.today() + timedelta(days=9)).isoformat()
        fill(desk, starts=day, source="市人社局", source_day="2026-11-01", seats="2")
        [row] = page.list.rows
        assert row.title == "电工上岗"
        page.show_subject(row.id)
        desk.settle()
        desk.press(page.change)
        assert form(desk).form.written("starts") == day
        fill(desk, seats="3")
        assert "3 个名额" in page.list.rows[0].marks[0].text
        desk.press(page.withdraw)
        desk.write("人不够")
        assert page.list.rows[0].marks[0].text == "不办了"
        path = tmp_path / "courses.csv"
        path.write_text("名称,名额\n焊工,五\n叉车,6\n", "utf-8")
        page.presenter.load(path)
        desk.settle()
        assert "导入 1 条" in desk.said
        assert "第 2 行“名额”" in desk.said


class TestNotices:
    def test_publish_change_withdraw(self, desk: DeskHand) -> None:
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(NoticesPage)
        desk.press(page.acts["publish"])
        fill(desk, title="零工保险", lines="")
        assert form(desk).form._problems["lines"].text()
        fill(desk, lines="一天一块钱。\n出事找保险。")
        leaflet = page.list.rows[-1].id
        assert open_leaflets(desk.site)[leaflet].lines == ("一天一块钱。", "出事找保险。")
        page.show_subject(leaflet)
        desk.settle()
        desk.press(page.acts["change"])
        fill(desk, title="零工意外险")
        assert open_leaflets(desk.site)[leaflet].title == "零工意外险"
        desk.press(page.acts["withdraw"])
        desk.write("换新的")
        assert leaflet not in open_leaflets(desk.site)
        assert not page.acts["withdraw"].isVisible()


class TestPersonCare:
    def test_correct_and_withdraw(self, desk: DeskHand, person: str) -> None:
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(PersonCarePage)
        page.bar.field.setFocus()
        QTest.keyClicks(page.bar.field, phone(10)[-4:])
        QTest.keyClick(page.bar.field, Qt.Key.Key_Return)
        desk.settle()
        assert [row.id for row in page.list.rows] == [person]
        page.list.setFocus()
        QTest.keyClick(page.list, Qt.Key.Key_Down)
        desk.settle()
        assert not page.acts["erase"].isVisible()
        assert "张*" in page.facts.accessibleName()
        desk.press(page.acts["correct"])
        assert form(desk).form.written("name") == "张试10"
        fill(desk, name="", phone="1")
        assert form(desk).form._problems["name"].text()
        fill(desk, name="张试拾", phone=phone(12))
        kept = state_of(desk, person)
        assert isinstance(kept, Seeker)
        assert (kept.name, kept.phone) == ("张试拾", phone(12))
        desk.press(page.acts["withdraw_phone"])
        assert not page.acts["withdraw_phone"].isVisible()
        assert not page.acts["withdraw_help"].isVisible()

    def test_erase_asks_says_what_goes_and_wants_the_pin(self, desk: DeskHand, person: str) -> None:
        make_complaint(desk.site, MakeComplaint("fees", person))
        desk.sign_in(Role.MANAGER)
        desk.window.navigator.go("person_care", person)
        desk.settle()
        page = desk.page(PersonCarePage)
        desk.press(page.acts["erase"])
        desk.step_up()
        desk.answer(safe=True)
        assert "PersonErased" not in desk.events()
        desk.press(page.acts["erase"])
        dialog = desk.window.navigator.dialog
        assert dialog is not None
        assert "投诉 1 件，其中 1 件没办完" in dialog.line.text()
        desk.answer(safe=False)
        assert desk.said == "删除好了"
        assert desk.events().count("PersonErased") == 2
        assert page.facts.facts == ()
        assert not any(button.isVisible() for button in page.acts.values())

    def test_two_residents_are_not_merged(self, desk: DeskHand, person: str) -> None:
        other = register_seeker(desk.site, seeker(11)).seeker.id
        desk.sign_in(Role.MANAGER)
        desk.window.navigator.go("person_care", person)
        desk.settle()
        page = desk.page(PersonCarePage)
        desk.press(page.acts["merge"])
        desk.write(phone(11)[-4:])
        desk.pick(other)
        desk.answer(safe=False)
        desk.step_up()
        assert "是两个人" in desk.said
        assert "PeopleMerged" not in desk.events()

    def test_nothing_of_anybody_stays(self, desk: DeskHand, person: str) -> None:
        desk.sign_in(Role.MANAGER)
        desk.window.navigator.go("person_care", person)
        desk.settle()
        page = desk.page(PersonCarePage)
        page.wipe()
        assert page.facts.facts == ()
        assert page.list.rows == ()
