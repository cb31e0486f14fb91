"""Scenes of the counter's pages for pictures and audits: invented posts and people."""

from collections.abc import Callable
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
from kiosk.domain.vacancy import Vacancy
from kiosk.service.employers import RegisterEmployer, register_employer
from kiosk.service.posting import PostVacancy, post_vacancy
from kiosk.service.site import Site
from kiosk.store.log import Writing
from kiosk.ui.desk.page import DeskPage

__all__ = [
    "fair_shown",
    "form_shown",
    "gigs_shown",
    "group_shown",
    "person_shown",
    "review_scene",
    "seats_over",
    "seats_wanted",
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
    employer = register_employer(
        site,
        RegisterEmployer(
            "company",
            "顺通物流（样例）",
            uscc="91430111MA4L2Q8K0B",
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
    )
    return post_vacancy(site, given).vacancy.id
