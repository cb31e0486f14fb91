"""Journeys of the counter, the review and 登记, with wrong turns, through the real window."""

import pytest
from desk_hand import DeskHand
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from synthetic import household, phone, plain_number, posting, seeker

from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act, Role
from kiosk.service.authority import authorise_console
from kiosk.service.boards import board_view
from kiosk.service.counter_views import counter_queue
from kiosk.service.employer_trust import PaperSeen, check_paper
from kiosk.service.employers import register_employer
from kiosk.service.event_mode import current_fair
from kiosk.service.matching import list_vacancies, refer
from kiosk.service.posting import post_vacancy
from kiosk.service.print_queue import print_job_state
from kiosk.service.ranking import MatchDesk
from kiosk.service.registration import register_seeker
from kiosk.service.reviewing import review_queue
from kiosk.service.site import Site
from kiosk.ui.desk.fair_page import FairPage
from kiosk.ui.desk.matching.page import MatchingPage
from kiosk.ui.desk.people.page import PeoplePage
from kiosk.ui.desk.review.page import ReviewPage
from kiosk.ui.desk.tomorrow_page import TomorrowPage


def owner(site: Site) -> str:
    employer = register_employer(site, household(1)).id
    check_paper(
        site, authorise_console(Act.VERIFY_EMPLOYER), employer, PaperSeen("id_card", is_good=True)
    )
    return employer


def gig(site: Site, **changes: object) -> str:
    return post_vacancy(site, posting(site, owner(site), **changes)).vacancy.id


def row(site: Site, referral: str):
    return next(item for item in counter_queue(site) if item.id == referral)


class TestCounter:
    def test_from_the_ranking_to_the_work(self, desk: DeskHand) -> None:
        site = desk.site
        vacancy = gig(site)
        for index in range(3):
            register_seeker(site, seeker(index + 10))
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(MatchingPage)
        page.filter.pick("gigs")
        desk.settle()
        assert [item.id for item in page.list.rows] == [vacancy]
        page.presenter.choose(vacancy)
        desk.settle()
        first = page.rows.rows[0]
        desk.press(first.refer)
        (made,) = counter_queue(site)
        assert (made.calls, made.seeker) == (1, first.row.seeker)
        assert made.number in desk.said
        assert board_view(site).calls[0].number == made.number
        assert first.talk.isVisible()
        desk.press(page.call)
        assert row(site, made.id).calls == 2
        desk.press(page.agree)
        assert row(site, made.id).status == "agreed"
        assert not page.agree.isVisible()
        desk.press(page.undo)
        desk.write("点错了")
        assert row(site, made.id).status == "open"
        desk.press(page.decline)
        desk.pick("pay")
        assert row(site, made.id).status == "declined"
        desk.press(page.undo)
        desk.write("又谈成了")
        desk.press(page.more)
        desk.pick("employer")
        assert row(site, made.id).status == "half"
        desk.press(page.more)
        desk.pick("seeker")
        assert row(site, made.id).status == "agreed"
        desk.press(page.missed)
        assert row(site, made.id).arrival == "missed"
        desk.press(page.came)
        assert row(site, made.id).arrival == "arrived"
        assert desk.events().count("ReferralUndone") == 2

    def test_the_order_is_changed_with_a_reason(self, desk: DeskHand, clock) -> None:
        site = desk.site
        vacancy = gig(site, headcount=5)
        made = []
        for index in range(3):
            who = register_seeker(site, seeker(index + 10)).seeker.id
            clock.advance(minutes=1)
            made.append(refer(site, who, vacancy).referral.id)
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(MatchingPage)
        page.presenter.choose(made[2])
        desk.settle()
        desk.press(page.more)
        desk.pick("move")
        desk.pick(made[0])
        desk.write("抱着小孩")
        assert [item.id for item in page.list.rows] == [made[2], made[0], made[1]]
        first = [item.row.seeker for item in page.rows.rows[:3]]
        desk.press(page.reorder)
        desk.pick(first[2])
        desk.write("会开叉车")
        assert [item.row.seeker for item in page.rows.rows[:3]] == [first[2], first[0], first[1]]
        assert page.rows.rows[0].row.place_reason == "会开叉车"
        desk.press(page.print_list)
        assert "打印" in desk.said

    def test_search_by_number_tail_and_pinyin(self, desk: DeskHand) -> None:
        site = desk.site
        vacancy = gig(site)
        who = register_seeker(site, seeker(10, name="覃单")).seeker.id
        made = refer(site, who, vacancy).referral
        desk.sign_in(Role.VOLUNTEER)
        page = desk.go(MatchingPage)
        page.filter.field.setFocus()
        for query in (made.number, "qinshan", "tandan", phone(10)[-4:]):
            page.filter.field.clear()
            QTest.keyClicks(page.filter.field, query)
            QTest.keyClick(page.filter.field, Qt.Key.Key_Return)
            desk.settle()
            assert {who, made.id} & {item.id for item in page.list.rows}, query
        page.filter.field.clear()
        QTest.keyClicks(page.filter.field, "zzzz")
        QTest.keyClick(page.filter.field, Qt.Key.Key_Return)
        desk.settle()
        assert page.list.rows == ()

    def test_a_volunteer_calls_and_confirms_but_does_not_undo_or_reorder(
        self, desk: DeskHand
    ) -> None:
        site = desk.site
        who = register_seeker(site, seeker(10)).seeker.id
        made = refer(site, who, gig(site)).referral.id
        desk.sign_in(Role.VOLUNTEER)
        page = desk.go(MatchingPage)
        page.presenter.choose(made)
        desk.settle()
        assert not page.reorder.isVisible()
        desk.press(page.call)
        desk.press(page.agree)
        assert row(site, made).status == "agreed"
        assert not page.undo.isVisible()
        assert "review" not in desk.tabs


class TestReview:
    def test_locked_asked_sent_back(self, desk: DeskHand) -> None:
        site = desk.site
        red = gig(site, content="先交200元押金", conditions="能干就行")
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(ReviewPage)
        assert page.list.chosen_id == red
        assert not page.approve.isEnabled()
        assert "押金" in page.text.text()
        desk.press(page.ask)
        desk.write("押金退不退")
        assert review_queue(site).items[0].vacancy.review == "asked"
        desk.press(page.back)
        desk.write("删掉押金再发")
        assert review_queue(site).items == ()
        assert page.list.rows == ()
        assert "SensitiveRead" in desk.events()

    def test_a_warning_passes_with_a_reason_then_it_is_taken_down(self, desk: DeskHand) -> None:
        site = desk.site
        warned = gig(site, conditions="18到45岁")
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(ReviewPage)
        desk.press(page.approve)
        desk.write("井下重活，老板答应放宽")
        assert list_vacancies(site).total == 1
        desk.press(page.mode.button("live"))
        page.presenter.choose(warned)
        desk.settle()
        desk.press(page.down)
        desk.write("电话打不通")
        assert list_vacancies(site).total == 0


class TestPeople:
    def test_a_person_is_registered_after_what_was_wrong_is_put_right(self, desk: DeskHand) -> None:
        site = desk.site
        gig(site)
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(PeoplePage)
        desk.press(page.buttons["seeker"])
        pane = page.tasks["seeker"]
        pane.fill({"name": "覃试", "id_number": plain_number(5), "phone": "12", "trades": "搬运"})
        desk.press(pane.send)
        assert "SeekerRegistered" not in desk.events()
        pane.fill({"phone": phone(5), "consent": "yes"})
        desk.press(pane.send)
        assert "SeekerRegistered" in desk.events()
        assert page.facts.facts[0].value.split(" · ")[0] in desk.said
        page.gig_list.setCurrentIndex(page.gig_list.model().index(0))
        desk.settle()
        desk.press(page.refer)
        assert len(counter_queue(site)) == 1
        desk.press(page.buttons["print"])
        desk.press(page.buttons["see_id"])
        desk.step_up()
        shown = [fact.value for fact in page.facts.facts]
        assert plain_number(5) in shown
        assert "SensitiveRead" in desk.events()

    def test_a_card_and_a_number_make_a_group(self, desk: DeskHand) -> None:
        site = desk.site
        vacancy = gig(site, headcount=4)
        number = list_vacancies(site).items[0].number
        known = register_seeker(site, seeker(10))
        desk.sign_in(Role.VOLUNTEER)
        page = desk.go(PeoplePage)
        desk.press(page.buttons["group"])
        desk.put_card("李试", plain_number(20))
        page.group.field.setText(known.number)
        desk.press(page.group.add)
        page.group.field.setText("9999")
        desk.press(page.group.add)
        assert len(page.group.list.rows) == 2
        page.group.form.show_value("number", number)
        desk.press(page.group.send)
        assert counter_queue(site) == ()
        page.group.form.show_value("consent", "yes")
        desk.press(page.group.send)
        assert {item.vacancy for item in counter_queue(site)} == {vacancy}
        assert len(counter_queue(site)) == 2

    def test_a_call_by_telephone_becomes_a_post_that_waits(self, desk: DeskHand) -> None:
        site = desk.site
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(PeoplePage)
        desk.press(page.buttons["employer"])
        pane = page.tasks["employer"]
        caller = {"kind": "household", "name": "王试", "contact_name": "王试", "phone": phone(77)}
        pane.fill(caller)
        desk.press(pane.send)
        form = page.tasks["post"]
        work = {"source": "phone", "trade": "搬运", "headcount": "2", "pay": "两百", "day": "1"}
        form.fill(work | {"hours": "7:30-17:30", "place": "试验路 5 号", "content": "搬家具"})
        desk.press(form.send)
        assert "VacancyPosted" not in desk.events()
        form.fill({"pay": "200"})
        desk.press(form.send)
        (item,) = review_queue(site).items
        assert item.vacancy.pay_cents == 20_000

    def test_an_employer_is_suspended_with_the_pin_and_reinstated(self, desk: DeskHand) -> None:
        site = desk.site
        employer = owner(site)
        post_vacancy(site, posting(site, employer))
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(PeoplePage)
        page.presenter.choose(employer)
        desk.settle()
        desk.press(page.buttons["suspend"])
        pane = page.tasks["suspend"]
        pane.fill({"until": "2026-12-31", "reason": "fees", "text": "收了三个人的介绍费"})
        desk.press(pane.send)
        desk.step_up()
        assert list_vacancies(site).total == 0
        assert "2026-12-31" in [fact.value for fact in page.facts.facts]
        desk.press(page.buttons["reinstate"])
        desk.write("查清楚了")
        assert "2026-12-31" not in [fact.value for fact in page.facts.facts]

    def test_a_correction_begins_with_what_is_known(self, desk: DeskHand) -> None:
        site = desk.site
        who = register_seeker(site, seeker(10)).seeker.id
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(PeoplePage)
        page.presenter.choose(who)
        desk.settle()
        desk.press(page.buttons["person"])
        pane = page.tasks["person"]
        known = pane.values
        assert (known["name"], known["phone"], known["trades"]) == (
            "张试10",
            phone(10),
            "搬运/装卸",
        )
        assert desk.events()[-1] == "SensitiveRead"
        desk.press(pane.send)
        assert "SeekerChanged" not in desk.events()
        desk.press(page.buttons["person"])
        pane.fill({"phone": "", "name": ""})
        desk.press(pane.send)
        assert "SeekerChanged" not in desk.events()
        pane.fill({"name": "张试十"})
        desk.press(pane.send)
        with site.store.read() as db:
            state = site.store.applier(db).state(who)
        assert (state.name, state.phone, state.trades) == ("张试十", "", ("loader",))

    def test_nothing_of_anybody_stays_after_leaving(self, desk: DeskHand) -> None:
        register_seeker(desk.site, seeker(10))
        desk.sign_in(Role.VOLUNTEER)
        page = desk.go(PeoplePage)
        desk.press(page.buttons["seeker"])
        page.tasks["seeker"].fill({"name": "覃试", "id_number": plain_number(5)})
        page.wipe()
        assert set(page.tasks["seeker"].values.values()) <= {""}
        assert page.list.rows == ()
        assert page.facts.facts == ()


def test_both_pages_read_the_hall_once(desk: DeskHand, monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[str] = []
    load = MatchDesk.load

    def counted(match_desk: MatchDesk) -> None:
        loads.append("load")
        load(match_desk)

    monkeypatch.setattr(MatchDesk, "load", counted)
    vacancy, who = gig(desk.site), register_seeker(desk.site, seeker(10)).seeker.id
    desk.sign_in(Role.SPECIALIST)
    for kind, subject in ((MatchingPage, vacancy), (PeoplePage, who), (MatchingPage, vacancy)):
        desk.go(kind).presenter.choose(subject)
        desk.settle()
    assert loads == ["load"]


def test_tomorrow_is_called_and_printed(desk: DeskHand) -> None:
    site = desk.site
    ahead = site.now_ms() + 24 * 3_600_000
    vacancy = gig(site, starts=ahead, ends=ahead + 3_600_000)
    who = register_seeker(site, seeker(10)).seeker.id
    made = refer(site, who, vacancy).referral.id
    desk.sign_in(Role.SPECIALIST)
    counter = desk.go(MatchingPage)
    counter.presenter.choose(made)
    desk.settle()
    desk.press(counter.agree)
    page = desk.go(TomorrowPage)
    assert [item.id for item in page.rows.rows] == [made]
    desk.press(page.call)
    assert row(site, made).calls == 1
    desk.press(page.print)
    with site.store.read() as db:
        jobs = [item[0] for item in db.execute("SELECT id FROM print_jobs WHERE kind = 'list'")]
    assert [print_job_state(site.store, job) for job in jobs] == ["queued"]
    desk.press(page.match)
    assert desk.page(MatchingPage).gig.accessibleName() == "搬运/装卸"


def test_a_fair_is_written_begun_and_left(desk: DeskHand) -> None:
    site = desk.site
    desk.sign_in(Role.MANAGER)
    page = desk.go(FairPage)
    page.form.show_value("name", "跳马镇大篷车")
    page.form.show_value("first", "23日")
    desk.press(page.send)
    assert page.list.rows == ()
    for key in ("first", "last"):
        page.form.show_value(key, "2026-11-23")
    desk.press(page.send)
    (listed,) = page.list.rows
    page.list.setCurrentIndex(page.list.model().index(0))
    desk.press(page.begin)
    assert "跳马镇大篷车" in page.now.text
    fair = current_fair(site)
    assert fair is not None
    assert fair.id == listed.id
    desk.press(page.end)
    assert current_fair(site) is None


pytestmark = pytest.mark.usefixtures("light_hashes")


class TestSkills:
    """技能和证书 of a person, from the paper on the counter to the ranking and back."""

    def _person(self, desk: DeskHand, role: Role) -> tuple[str, PeoplePage]:
        who = register_seeker(desk.site, seeker(10, trades=("electrician",))).seeker.id
        desk.sign_in(role)
        page = desk.go(PeoplePage)
        page.show_subject(who)
        desk.settle()
        return who, page

    @staticmethod
    def _marks(page: PeoplePage) -> list[str]:
        return [mark.text for row in page.skills.list.rows for mark in row.marks]

    def test_a_paper_is_seen_counted_and_taken_back(self, desk: DeskHand) -> None:
        site = desk.site
        vacancy = gig(site, trade="electrician", level=3, certificate="special_electric")
        _who, page = self._person(desk, Role.SPECIALIST)
        desk.press(page.buttons["skills"])
        desk.press(page.skills.certificate)
        form = page.tasks["certificate"]
        # Nothing filled in: what is missing is said at its row, and the form stays.
        desk.press(form.send)
        assert form.form._problems["number"].text()
        form.fill({"number": "t430100000001", "issued": "2024年3月1日"})
        desk.press(form.send)
        (row,) = page.skills.list.rows
        assert row.title == "电工证 到 2027-02-28"
        assert row.line == "T43*********1"
        desk.press(page.skills.skill)
        form = page.tasks["skill"]
        assert form.values["trade"] == "电工"
        form.fill({"level": "3", "seen": ""})
        desk.press(form.send)
        assert [mark.text for row in page.skills.list.rows for mark in row.marks] == [
            "核验",
            "自报",
        ]
        page.skills.list.choose("skill electrician")
        page.skills.list.chosen.emit("skill electrician")
        desk.press(page.skills.verify)
        assert [mark.text for row in page.skills.list.rows for mark in row.marks] == [
            "核验",
            "核验",
        ]
        (best,) = MatchDesk(site).candidates(vacancy)
        assert "有电工证，有效到 2027 年 2 月" in best.sentences
        assert "中级工，要求中级工" in best.sentences
        certificate = page.skills.list.rows[0].id
        page.skills.list.choose(certificate)
        page.skills.list.chosen.emit(certificate)
        assert not page.skills.verify.isVisible()
        desk.press(page.skills.look)
        desk.step_up()
        assert any(fact.value == "T430100000001" for fact in page.facts.facts)
        assert "SensitiveRead" in desk.events()
        desk.press(page.skills.drop)
        desk.write("证是别人的")
        assert [row.id for row in page.skills.list.rows] == ["skill electrician"]
        desk.press(page.skills.leave)
        assert page.gig_list.isVisible()

    def test_one_that_ran_out_is_red_and_stops_the_slip(self, desk: DeskHand) -> None:
        site = desk.site
        who, page = self._person(desk, Role.MANAGER)
        desk.press(page.buttons["skills"])
        desk.press(page.skills.certificate)
        page.tasks["certificate"].fill({"number": "T1", "until": "2020-01-01"})
        desk.press(page.tasks["certificate"].send)
        assert page.skills.barred.text() == "电工的活先不能派：电工证过期了。"
        assert page.barred.text() == page.skills.barred.text()
        assert [mark.kind for mark in page.skills.list.rows[0].marks] == ["good", "bad"]
        with pytest.raises(NotPossible, match="certificate_expired"):
            refer(site, who, gig(site, trade="electrician"))

    def test_wishes_by_a_volunteer_and_no_papers(self, desk: DeskHand) -> None:
        _who, page = self._person(desk, Role.VOLUNTEER)
        assert not page.buttons["skills"].isVisible()
        desk.press(page.buttons["wish"])
        form = page.tasks["wish"]
        form.fill({"pay": "二百六"})
        desk.press(form.send)
        assert form.form._problems["pay"].text()
        form.fill({"pay": "２６０", "place": "雨花区东塘街道", "hours": "day"})
        desk.press(form.send)
        assert "260 元/天以上 · 雨花区东塘街道 · 白天" in [fact.value for fact in page.facts.facts]
        desk.press(page.buttons["wish"])
        assert form.values["place"] == "雨花区东塘街道"

    def test_a_post_asks_for_level_and_certificate(self, desk: DeskHand) -> None:
        site = desk.site
        employer = owner(site)
        desk.sign_in(Role.SPECIALIST)
        page = desk.go(PeoplePage)
        page.show_subject(employer)
        desk.settle()
        desk.press(page.buttons["post"])
        form = page.tasks["post"]
        form.fill(
            {
                "trade": "电工",
                "headcount": "2",
                "pay": "300",
                "day": "1",
                "hours": "8:00-17:00",
                "place": "新房工地",
                "content": "布线",
                "conditions": "能干就行",
                "level": "八级",
                "certificate": "电工",
            }
        )
        desk.press(form.send)
        assert "八级" in form.form._problems["level"].text()
        form.fill({"level": "初级工"})
        desk.press(form.send)
        (posted,) = list_vacancies(site).items
        assert (posted.level, posted.certificate) == (2, "special_electric")
