"""Scenes of the counter's pages for pictures and audits: invented posts and people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from kiosk.domain.clock import day_bounds
from kiosk.domain.events import (
    ReferralAgreed,
    ReferralMade,
    SeatSpent,
    SeatsTransferred,
)
from kiosk.domain.referral import ReferralStatus, Side
from kiosk.domain.refusal_events import ReferralClashed
from kiosk.domain.roles import Act
from kiosk.domain.vacancy import Vacancy
from kiosk.service.authority import authorise_console
from kiosk.service.employers import RegisterEmployer, register_employer
from kiosk.service.person_cards import seeker_page
from kiosk.service.person_care import PersonFields, change_person
from kiosk.service.person_skills import (
    RecordCertificate,
    RecordPreference,
    RecordSkill,
    record_certificate,
    record_preference,
    record_skill,
)
from kiosk.service.posting import PostVacancy, post_vacancy
from kiosk.service.searching import latest_people
from kiosk.service.site import Site
from kiosk.store.log import Writing
from kiosk.synthetic import Invention
from kiosk.ui.desk.page import DeskPage

__all__ = [
    "asking_gig_shown",
    "fair_shown",
    "form_shown",
    "gigs_shown",
    "group_shown",
    "person_shown",
    "review_scene",
    "seats_over",
    "seats_wanted",
    "skills_shown",
]

_HOUR_MS = 3_600_000
_TEXT = "包装普工，18到45岁，手脚麻利。先交200元服装押金，做满一个月退。身份证放公司统一保管"


class _Scene(Protocol):
    """What a sample needs of its scene."""

    @property
    def site(self) -> Site:
        """The hall."""

    def settle(self) -> None:
        """Let everything arrive."""


def review_scene(scene: _Scene, page: DeskPage) -> None:
    """A queue with red hits, a warning, an urgent post and a clean one of an agency."""
    site = scene.site
    agency = register_employer(
        site,
        RegisterEmployer(
            "agency",
            "恒通人力资源（样例）",
            uscc="91430111MA4L2Q8K0B",
            contact_name="王样",
            phone="13900000086",
            licence="430100000086",
        ),
    ).id
    if not _has_posts(site, agency):
        for trade, count, content, conditions, is_urgent in (
            ("construction_labourer", 6, "搬砖和水泥，听师傅安排", "能干就行", True),
            ("factory_hand", 20, _TEXT, "每天 9 小时", False),
            ("waiter", 4, "传菜收台", "30岁以下", False),
            ("farm_hand", 10, "摘橘子，按筐算", "能干就行", False),
        ):
            _post(site, agency, trade, count, content, conditions, is_urgent=is_urgent)
    page.refresh(frozenset())
    scene.settle()
    rows = [row for row in page.list.rows if row.id]  # type: ignore[attr-defined]  # the queue
    page.show_subject(next(row.id for row in rows if "20" in row.title))


def gigs_shown(scene: _Scene, page: DeskPage) -> None:
    """Open posts in the counter's list, one of them chosen."""
    page.filter.pick("gigs")  # type: ignore[attr-defined]  # of the counter
    scene.settle()
    page.show_subject(page.list.rows[0].id)  # type: ignore[attr-defined]  # the same


def seats_wanted(scene: _Scene, page: DeskPage) -> None:
    """A gig whose last seats stand at another machine: somebody waits for an answer, and somebody
    agreed elsewhere at the same hours, as the hub said."""
    vacancy = _seats_scene(scene)
    scene.settle()
    page.show_subject(vacancy)
    scene.settle()


def seats_over(scene: _Scene, page: DeskPage) -> None:
    """The same, and one agreement more than there are seats."""
    vacancy = _seats_scene(scene)
    with scene.site.store.write() as writing:
        state = writing.state(vacancy)
        assert isinstance(state, Vacancy)  # noqa: S101 (posted just now)
        waiting = [
            item.id
            for item in state.referrals.values()
            if state.referral_status(item) is ReferralStatus.PENDING
        ]
        for referral in waiting:
            writing.append(SeatSpent(referral=referral), vacancy, "console")
    page.refresh(frozenset())
    scene.settle()
    page.show_subject(vacancy)
    scene.settle()


def _seats_scene(scene: _Scene) -> str:
    site = scene.site
    # A code of its own: with that of the review's agency it would be the same employer.
    _name, code = Invention(92).company()
    employer = register_employer(
        site,
        RegisterEmployer(
            "company",
            "顺通物流（样例）",
            uscc=code,
            contact_name="李样",
            phone="13900000087",
        ),
    ).id
    vacancy = _post(site, employer, "loader", 4, "卸一车瓷砖", "能干就行", is_urgent=False)
    with site.store.write() as writing:
        people = writing.db.execute("SELECT min(id) FROM seekers GROUP BY blind_index").fetchall()
        clashing = _agreed(writing, vacancy, people[0][0], "B071")
        gone = SeatsTransferred(to="s000000000000000", count=3, request="sample:1")
        writing.append(gone, vacancy, "console")
        _agreed(writing, vacancy, people[1][0], "B072", spends=False)
        writing.append(ReferralClashed(referral=clashing), vacancy, "console")
    return vacancy


def _agreed(
    writing: Writing, vacancy: str, seeker: str, number: str, *, spends: bool = True
) -> str:
    referral = writing.new_id("referral")
    made = ReferralMade(referral=referral, number=number, seeker=seeker)
    writing.append(made, vacancy, "console")
    for side in Side:
        said = ReferralAgreed(referral=referral, side=side, by="console")
        writing.append(said, vacancy, "console")
    if spends:
        writing.append(SeatSpent(referral=referral), vacancy, "console")
    return referral


def person_shown(scene: _Scene, page: DeskPage) -> None:
    """The first of today's seekers."""
    page.show_subject(page.list.rows[0].id)  # type: ignore[attr-defined]  # of the people's page
    scene.settle()


def form_shown(task: str) -> Callable[[_Scene, DeskPage], None]:
    """A form over the card of an employer or a seeker."""

    def show(scene: _Scene, page: DeskPage) -> None:
        mode = "seeker" if task in {"seeker", "person"} else "employer"
        page.presenter.search("", mode)  # type: ignore[attr-defined]  # of the people's page
        scene.settle()
        person_shown(scene, page)
        page.presenter.open(task)  # type: ignore[attr-defined]  # the same

    return show


def skills_shown(task: str) -> Callable[[_Scene, DeskPage], None]:
    """Somebody with certificates of every state, and a form or the list over the card."""

    def show(scene: _Scene, page: DeskPage) -> None:
        site, presenter = scene.site, page.presenter  # type: ignore[attr-defined]  # of 登记
        presenter.search("", "seeker")
        scene.settle()
        person_shown(scene, page)
        who = page.list.rows[0].id  # type: ignore[attr-defined]  # the same
        if not any(line.state == "expired" for line in seeker_page(site, who).known.certificates):
            _give_papers(site, who)
        page.refresh(frozenset())
        scene.settle()
        presenter.open(task)
        if task == "skills":
            pane = page.skills  # type: ignore[attr-defined]  # the same
            pane.list.choose(pane.list.rows[1].id)
            pane.list.chosen.emit(pane.list.rows[1].id)
        scene.settle()

    return show


def asking_gig_shown(scene: _Scene, page: DeskPage) -> None:
    """The counter at a post that asks for a level and a certificate."""
    site = scene.site
    name, code = Invention(91).company()
    firm = RegisterEmployer("company", name, uscc=code, contact_name="何样", phone="13900000087")
    employer = register_employer(site, firm).id
    if not _has_posts(site, employer):
        _post(site, employer, "electrician", 2, "新房布线", "", is_urgent=False,
              level=3, certificate="special_electric")  # fmt: skip
        people = latest_people(site, "seeker")[:3]
        change, leave = authorise_console(Act.CHANGE_PERSON), authorise_console(Act.RECORD_SKILL)
        for place, hit in enumerate(people):
            change_person(site, change, hit.id, PersonFields(trades=("electrician",)))
            until = (site.today() + timedelta(days=400 * (place + 1))).isoformat()
            if place < len(people) - 1:
                level = RecordSkill("electrician", 4 - 2 * place, not place)
                record_skill(site, leave, hit.id, level)
                held = RecordCertificate(
                    "special_electric", "T430100000", until=until, is_seen=not place
                )
                record_certificate(site, leave, hit.id, held)
    page.filter.pick("gigs")  # type: ignore[attr-defined]  # of the counter
    scene.settle()
    rows = page.list.rows  # type: ignore[attr-defined]  # the same
    page.show_subject(next(row.id for row in rows if row.title == site.trade_name("electrician")))
    scene.settle()


def _give_papers(site: Site, who: str) -> None:
    leave, today = authorise_console(Act.RECORD_SKILL), site.today()
    for kind, number, days, is_seen in (
        ("special_electric", "T430100000001", 800, True),
        ("health", "湘长 2026 00018", 12, False),
        ("special_welding", "T430100000002", -3, True),
    ):
        until = (today + timedelta(days=days)).isoformat()
        held = RecordCertificate(kind, number, until=until, is_seen=is_seen)
        record_certificate(site, leave, who, held)
    record_skill(site, leave, who, RecordSkill("electrician", 3, True, "职业技能等级证书"))
    record_skill(site, leave, who, RecordSkill("welder", 2))
    trades = PersonFields(trades=("electrician", "welder"))
    change_person(site, authorise_console(Act.CHANGE_PERSON), who, trades)
    wish = RecordPreference(26_000, "雨花区东塘街道", "day")
    record_preference(site, authorise_console(Act.REGISTER_SEEKER), who, wish)


def group_shown(scene: _Scene, page: DeskPage) -> None:
    """A list of three."""
    page.presenter.open("group")  # type: ignore[attr-defined]  # of the people's page
    for row in page.list.rows[:3]:  # type: ignore[attr-defined]  # the same
        page.presenter.add(row.number)  # type: ignore[attr-defined]  # the same
        scene.settle()


def fair_shown(scene: _Scene, page: DeskPage) -> None:
    """A van round of today, in use."""
    day = scene.site.today().isoformat()
    fields = {
        "kind": "van",
        "name": "跳马镇大篷车",
        "place": "跳马镇田心村",
        "first": day,
        "last": day,
    }
    presenter = page.presenter  # type: ignore[attr-defined]  # of the page of fairs
    if not page.list.rows:  # type: ignore[attr-defined]  # the same
        presenter.write(fields)
        scene.settle()
    page.list.choose(page.list.rows[0].id)  # type: ignore[attr-defined]  # the same
    presenter.begin(page.list.rows[0].id)  # type: ignore[attr-defined]  # the same


def _has_posts(site: Site, employer: str) -> bool:
    with site.store.read() as db:
        row = db.execute("SELECT 1 FROM vacancies WHERE employer = ?", (employer,)).fetchone()
    return row is not None


def _post(
    site: Site,
    employer: str,
    trade: str,
    count: int,
    content: str,
    conditions: str,
    *,
    is_urgent: bool,
    level: int = 0,
    certificate: str = "",
) -> str:
    starts = day_bounds(site.today())[1] + 7 * _HOUR_MS
    given = PostVacancy(
        employer=employer,
        trade=trade,
        headcount=count,
        pay_cents=2_200,
        pay_unit="hour",
        starts=starts,
        ends=starts + 9 * _HOUR_MS,
        place="长沙县榔梨工业园",
        bay="1号",
        content=content,
        conditions=conditions,
        is_urgent=is_urgent,
        level=level,
        certificate=certificate,
    )
    return post_vacancy(site, given).vacancy.id
