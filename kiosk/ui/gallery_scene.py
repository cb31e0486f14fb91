"""The hall of the pictures: a temporary store with a synthetic day and a person at work in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kiosk.config import SETTINGS_FILE
from kiosk.domain.clock import day_bounds
from kiosk.domain.events import CourseOffered
from kiosk.domain.problems import NotPossible
from kiosk.domain.referral import Side
from kiosk.domain.roles import Act
from kiosk.service.arrivals import mark_arrived
from kiosk.service.authority import authorise_console
from kiosk.service.confirmation import agree, cancel_referral
from kiosk.service.employer_trust import PaperSeen, check_paper
from kiosk.service.employers import RegisterEmployer, register_employer
from kiosk.service.hall_profile import HallProfile, change_hall_profile
from kiosk.service.matching import list_vacancies, refer
from kiosk.service.posting import PostVacancy, post_vacancy
from kiosk.service.registration import RegisterSeeker, Registration, register_seeker
from kiosk.service.site import Site
from kiosk.service.training import offer_course
from kiosk.service.views import EmployerView
from kiosk.simulation import simulate_day
from kiosk.station import init_station, open_station, today_here
from kiosk.synthetic import Invention
from kiosk.ui.public.context import Draft, PublicContext, Session
from kiosk.ui.question import Question

__all__ = ["InlineTasks", "Scene", "StillNavigator", "scene"]

T = TypeVar("T")
_WORKER, _PHONE = "张铁柱", "13800001234"
_PLACE, _BAY = "高桥大市场 5 栋东门", "2号"
_START_MINUTES = 450
_AGREED = 2


class InlineTasks:
    """Runs work at once, on the calling thread: for pictures and presenters' tests."""

    def read(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run it."""
        try:
            result = work()
        except Exception as error:
            failed(error)
        else:
            done(result)

    write = read


class StillNavigator:
    """Notes where it was asked to go."""

    def __init__(self) -> None:
        self.went: list[str] = []
        self.question: Question | None = None

    def go(self, name: str) -> None:
        """Note it."""
        self.went.append(name)

    replace = go

    def back(self) -> None:
        """Note it."""
        self.went.append("back")

    def leave(self) -> None:
        """Note it."""
        self.went.append("home")

    def leave_for(self, name: str) -> None:
        """Note it."""
        self.went += ["home", name]

    def stand_in(self, name: str) -> None:
        """Note it."""
        self.went.append(f"stands in {name}")

    def note(self, words: str) -> None:
        """Nothing moves in a picture."""

    def ask(self, question: Question, chosen: Callable[[bool], None]) -> None:
        """Note it; who is drawn does not answer."""
        del chosen
        self.question = question
        self.went.append(f"asked {question.title}")


# Posts of the pictures are live without staff having looked at the employer.
_SETTINGS = "[posting]\nunverified_goes_live = true\n"


@dataclass
class Scene:
    """A temporary hall with a person in the middle of things."""

    site: Site
    session: Session
    context: PublicContext
    seeker: str
    vacancy: str
    referral: str
    print_job: str


def scene(data_dir: Path) -> Scene:
    """Make the hall of the pictures. The caller closes `site.store`."""
    init_station(data_dir, "430111001", "A", today_here())
    # What the boss of the pictures posts shall not wait for the desk.
    (data_dir / SETTINGS_FILE).write_text(_SETTINGS, encoding="utf-8")
    site = open_station(data_dir).site
    profile = HallProfile(
        name="雨花区零工市场",
        county="430111",
        address="示范路 1 号",
        opens="5:00",
        closes="18:30",
        hotline="0731-8500 0123",
    )
    change_hall_profile(site, profile, "staff:gallery")
    simulate_day(site, 36, 30, 5)
    invention = Invention(77)
    person, boss = invention.person(), invention.person()
    employer = register_employer(
        site,
        RegisterEmployer(
            kind="household",
            name="顺和搬运 刘老板",
            id_number=boss.id_number,
            contact_name="刘建国",
            phone="13600007788",
        ),
    )
    seen = PaperSeen("id_card", is_good=True)
    check_paper(site, authorise_console(Act.VERIFY_EMPLOYER), employer.id, seen)
    vacancy = post_vacancy(site, _posting(employer)).vacancy
    trades = ("loader", "construction_labourer")
    registration = _register(site, _WORKER, person.id_number, _PHONE, trades)
    referred = refer(site, registration.seeker.id, vacancy.id)
    for index in range(5):
        other = invention.person()
        known = _register(site, other.name, other.id_number, other.phone, ("loader",))
        further = refer(site, known.seeker.id, vacancy.id)
        if index < _AGREED:
            for side in Side:
                agree(site, further.referral.id, side, employer.id)
            if not index:
                mark_arrived(site, further.referral.id, employer.id)
    _take_more(site, registration.seeker.id)
    _offer_courses(site)
    session = Session(
        purpose="work",
        name=_WORKER,
        id_number=person.id_number,
        has_consented=True,
        phone=_PHONE[:8],
        trades=registration.seeker.trades,
        seeker=registration.seeker,
        employer=employer,
        vacancy=vacancy,
        referral=referred.referral,
        print_job=referred.print_job,
        number=referred.referral.number,
        draft=_draft(),
    )
    context = PublicContext(site, InlineTasks(), StillNavigator(), session)
    return Scene(
        site,
        session,
        context,
        registration.seeker.id,
        vacancy.id,
        referred.referral.id,
        referred.print_job,
    )


def _take_more(site: Site, seeker: str) -> None:
    """A second and a third slip, one of them given up."""
    for index, other in enumerate(list_vacancies(site, per_page=40).items):
        try:
            referral = refer(site, seeker, other.id).referral.id
        except NotPossible:
            break
        if index == 1:
            cancel_referral(site, referral, seeker)


def _offer_courses(site: Site) -> None:
    """What a hall offers in a week."""
    day = 24 * 3_600_000
    source, told = "区人社局培训公告", "2026-11-02"
    tomorrow = day_bounds(today_here())[1]
    for offer in (
        CourseOffered(
            title="电工",
            level="初级",
            trade="electrician",
            starts=tomorrow + 7 * day,
            schedule="12月1日起 · 晚上 7:00–9:00",
            place="雨花区培训中心",
            seats=8,
            subsidy="学完考到证，可申请补贴",
            source=source,
            source_day=told,
        ),
        CourseOffered(
            title="养老护理",
            level="入门",
            trade="elder_care",
            starts=tomorrow + 3 * day,
            schedule="周六周日 · 白天",
            place="圭塘社区",
            seats=12,
            subsidy="困难人员学习期间有生活费",
            source=source,
            source_day=told,
        ),
        CourseOffered(
            title="家电清洗",
            trade="cleaner",
            starts=tomorrow + 2 * day,
            schedule="11月26日 · 8:30",
            place="本市场二楼",
            seats=5,
        ),
        CourseOffered(title="开小店", mode="online", schedule="什么时候都行", trade="own_shop"),
        CourseOffered(title="叉车", schedule="问工作人员", place="雨花区培训中心", seats=6),
    ):
        offer_course(site, offer, "staff:gallery")


def _register(
    site: Site, name: str, id_number: str, phone: str, trades: tuple[str, ...]
) -> Registration:
    return register_seeker(
        site,
        RegisterSeeker(
            name=name, id_number=id_number, phone=phone, trades=trades, has_consented=True
        ),
    )


def _posting(employer: EmployerView) -> PostVacancy:
    starts = day_bounds(today_here())[1] + _START_MINUTES * 60_000
    return PostVacancy(
        employer=employer.id,
        trade="loader",
        headcount=5,
        pay_cents=26_000,
        pay_unit="day",
        starts=starts,
        ends=starts + 10 * 3_600_000,
        place=_PLACE,
        content="卸瓷砖，两个人抬一箱",
        bay=_BAY,
        plate="湘A D5X37",
        meals="包中饭",
        is_urgent=True,
    )


def _draft() -> Draft:
    return Draft(
        trade="loader",
        headcount="5",
        pay="260",
        place=_PLACE,
        start_minutes=_START_MINUTES,
        day_offset=1,
        bay=_BAY,
        phone="136000",
    )
