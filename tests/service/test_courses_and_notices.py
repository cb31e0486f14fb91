"""The desk's courses, needs and leaflets, from hand and from files (R15–R17, R28, R35)."""

import json

import pytest
from staff import light_hashes, session_of
from synthetic import HOUR_MS, seeker

from kiosk.catalog import leaflets
from kiosk.domain.content_events import LeafletPublished
from kiosk.domain.course import OWN_SHOP
from kiosk.domain.events import CourseOffered
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.roles import Act, Role
from kiosk.service.authority import NotAllowed, authorise, authorise_console
from kiosk.service.catalogue_imports import import_courses, import_leaflets
from kiosk.service.exchange.sheets import write_sheet
from kiosk.service.notices import (
    notice_list,
    open_leaflets,
    publish_leaflet,
    withdraw_leaflet,
)
from kiosk.service.registration import register_seeker
from kiosk.service.training import list_courses, offer_course, want_training, withdraw_course
from kiosk.service.training_desk import course_list, join_for, leave_for, needs_list, sign_ups
from kiosk.store.verify import verify_store

__all__ = ["light_hashes"]

pytestmark = pytest.mark.usefixtures("light_hashes")
DAY_MS = 24 * HOUR_MS
LEAFLET = LeafletPublished(title="高温怎么办", lines=("三十五度以上要给水。", "四十度以上停工。"))
COURSES = (
    ("编号", "名称", "工种", "方式", "开班日期", "名额", "费用（元）", "补贴", "来源", "来源日期"),
    ("K1", "养老护理", "养老护理", "线下", "2026-12-01", "30", "0", "", "市人社局", "2026-11-01"),
    ("K2", "电工上岗", "", "线上", "2026-12-05", "", "50", "补 800 元", "", ""),
    ("K3", "", "", "", "2026-13-40", "很多", "", "", "", ""),
)


@pytest.fixture(autouse=True)
def _always_verified(site):
    """Whatever a test did, the store is right at its end."""
    yield
    assert verify_store(site.store).findings == ()


@pytest.fixture
def staff(site):
    return session_of(site, Role.VOLUNTEER)


def leave(act: Act):
    return authorise_console(act)


@pytest.fixture
def course(site) -> str:
    return offer_course(site, CourseOffered(title="养老护理", seats=1), "staff:x")


class TestPlaces:
    def test_a_full_course_has_a_waiting_list(self, site, staff, course):
        people = [register_seeker(site, seeker(index)).seeker.id for index in range(3)]
        made = [join_for(site, leave(Act.TRAINING), person, course) for person in people]
        assert [item.is_waiting for item in made] == [False, True, True]
        [row] = course_list(site)
        assert (row.taken, row.left, row.waiting) == (1, 0, 2)
        with pytest.raises(NotPossible, match="already_joined"):
            join_for(site, leave(Act.TRAINING), people[0], course)
        leave_for(site, leave(Act.TRAINING), people[0], course)
        places = sign_ups(site, staff, course)
        assert [(item.seeker, item.is_waiting) for item in places] == [
            (people[1], False),
            (people[2], True),
        ]
        assert all(item.name == "张*" for item in places)

    def test_withdrawn_and_past_courses_are_still_listed(self, site, course, clock):
        until = site.now_ms() + HOUR_MS
        offer_course(site, CourseOffered(title="电工", valid_until=until), "staff:x")
        withdraw_course(site, course, "staff:x", "人不够")
        clock.advance(hours=2)
        assert {row.title: row.state for row in course_list(site)} == {
            "养老护理": "withdrawn",
            "电工": "over",
        }
        assert list_courses(site).items == ()
        person = register_seeker(site, seeker(1)).seeker.id
        with pytest.raises(NotPossible, match="unknown_course"):
            join_for(site, leave(Act.TRAINING), person, course)

    def test_needs_by_topic(self, site):
        one, two = (register_seeker(site, seeker(index)).seeker.id for index in (1, 2))
        want_training(site, one, "welder")
        want_training(site, two, "welder")
        want_training(site, two, OWN_SHOP)
        needs = needs_list(site)
        assert [(need.topic, len(need.people)) for need in needs] == [("welder", 2), (OWN_SHOP, 1)]

    def test_a_leave_for_something_else_opens_nothing(self, site, course):
        person = register_seeker(site, seeker(1)).seeker.id
        for change in (
            lambda: join_for(site, leave(Act.REFER), person, course),
            lambda: leave_for(site, leave(Act.REFER), person, course),
        ):
            with pytest.raises(NotAllowed):
                change()

    def test_technicians_see_no_names(self, site, course):
        with pytest.raises(NotAllowed):
            sign_ups(site, session_of(site, Role.TECHNICIAN), course)


class TestCourseFiles:
    @pytest.mark.parametrize("suffix", [".csv", ".json", ".xlsx"])
    def test_good_rows_once_and_bad_rows_told(self, site, tmp_path, suffix):
        path = tmp_path / f"courses{suffix}"
        write_sheet(path, COURSES[0], COURSES[1:])
        report = import_courses(site, leave(Act.OFFER_COURSE), path)
        assert (report.rows, report.entered, report.known, report.bad_rows) == (3, 1, 0, 2)
        told = {(item.row, item.column) for item in report.problems}
        assert {(3, "来源"), (4, "名称"), (4, "开班日期"), (4, "名额")} <= told
        [row] = course_list(site)
        assert (row.title, row.trade, row.seats, row.source_day) == (
            "养老护理",
            "elder_care",
            30,
            "2026-11-01",
        )
        again = import_courses(site, leave(Act.OFFER_COURSE), path)
        assert (again.entered, again.known) == (0, 1)

    def test_another_wording_is_the_same_course(self, site, tmp_path):
        for title in ("养老护理", "养老护理（晚班）"):
            path = tmp_path / "courses.json"
            path.write_text(json.dumps([{"编号": "K1", "名称": title, "来源": "县"}]), "utf-8")
            import_courses(site, leave(Act.OFFER_COURSE), path)
        assert [row.title for row in course_list(site)] == ["养老护理（晚班）"]

    def test_who_may_not_offer_imports_nothing(self, site, tmp_path):
        path = tmp_path / "courses.csv"
        write_sheet(path, COURSES[0], COURSES[1:])
        for importing in (import_courses, import_leaflets):
            with pytest.raises(NotAllowed):
                importing(site, leave(Act.TRAINING), path)


class TestNotices:
    def test_those_of_the_program_are_there(self, site):
        assert open_leaflets(site) == leaflets()

    def test_published_early_over_and_withdrawn(self, site, clock):
        leaflet = publish_leaflet(site, leave(Act.PUBLISH), LEAFLET)
        assert open_leaflets(site)[leaflet].lines == LEAFLET.lines
        early = LeafletPublished(title="新规", lines=("下月起。",), since="2026-12-01")
        over = LeafletPublished(title="旧规", lines=("完了。",), valid_until="2026-11-30")
        publish_leaflet(site, leave(Act.PUBLISH), early)
        publish_leaflet(site, leave(Act.PUBLISH), over)
        states = {row.leaflet.title: row.state for row in notice_list(site) if row.is_own}
        assert states == {"高温怎么办": "shown", "新规": "early", "旧规": "shown"}
        clock.ms += 10 * DAY_MS
        states = {row.leaflet.title: row.state for row in notice_list(site) if row.is_own}
        assert states == {"高温怎么办": "shown", "新规": "shown", "旧规": "over"}
        withdraw_leaflet(site, leave(Act.PUBLISH), leaflet, "写错了")
        assert leaflet not in open_leaflets(site)
        publish_leaflet(site, leave(Act.PUBLISH), LEAFLET, leaflet)
        assert leaflet in open_leaflets(site)

    def test_one_of_the_program_is_withdrawn_or_replaced(self, site):
        withdraw_leaflet(site, leave(Act.PUBLISH), "wages", "等新口径")
        assert "wages" not in open_leaflets(site)
        publish_leaflet(site, leave(Act.PUBLISH), LEAFLET, "wages")
        assert open_leaflets(site)["wages"].title == "高温怎么办"
        assert next(row.leaflet.id for row in notice_list(site)) == "wages"

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            (LeafletPublished(title="", lines=("好",)), "title"),
            (LeafletPublished(title="长" * 13, lines=("好",)), "title"),
            (LeafletPublished(title="好", lines=()), "lines"),
            (LeafletPublished(title="好", lines=("长" * 41,)), "lines"),
            (LeafletPublished(title="好", lines=("行",) * 7), "lines"),
            (LeafletPublished(title="好", lines=("行",), valid_until="明年"), "valid_until"),
            (LeafletPublished(title="好", lines=("行",), basis="长" * 41), "basis"),
        ],
    )
    def test_what_does_not_fit_the_screen_is_not_published(self, site, given, field):
        with pytest.raises(InvalidInput) as refused:
            publish_leaflet(site, leave(Act.PUBLISH), given)
        assert [problem.field for problem in refused.value.problems] == [field]

    def test_from_a_file(self, site, tmp_path):
        path = tmp_path / "notices.csv"
        rows = [
            ("N1", "零工保险", "一天一块钱。\n出事找保险。", "2026-11-01", "县人社局"),
            ("N2", "", "", "", ""),
        ]
        write_sheet(path, ("编号", "标题", "正文", "开始日期", "来源"), rows)
        report = import_leaflets(site, leave(Act.PUBLISH), path)
        assert (report.entered, report.bad_rows) == (1, 1)
        assert import_leaflets(site, leave(Act.PUBLISH), path).known == 1
        shown = [item for item in open_leaflets(site).values() if item.title == "零工保险"]
        assert shown[0].lines == ("一天一块钱。", "出事找保险。")

    def test_unknown_ones(self, site):
        with pytest.raises(NotPossible, match="unknown_leaflet"):
            withdraw_leaflet(site, leave(Act.PUBLISH), "nothing")

    @pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.TECHNICIAN])
    @pytest.mark.parametrize("act", [Act.PUBLISH, Act.OFFER_COURSE])
    def test_who_may_publish(self, site, role, act):
        with pytest.raises(NotAllowed):
            authorise(site, session_of(site, role, is_fresh=True), act)
        for change in (
            lambda: publish_leaflet(site, leave(Act.TRAINING), LEAFLET),
            lambda: withdraw_leaflet(site, leave(Act.TRAINING), "wages"),
        ):
            with pytest.raises(NotAllowed):
                change()
