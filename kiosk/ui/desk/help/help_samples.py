"""Pictures of help, complaints, training, leaflets, hand-overs and persons: a synthetic day."""

import contextlib
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from kiosk.domain.content_events import LeafletPublished
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act, Role
from kiosk.service.assistance import PlanStep, do_step, follow_up_case, open_case, plan_step
from kiosk.service.authority import Authorised, authorise_console
from kiosk.service.complaint_desk import accept_complaint, note_complaint
from kiosk.service.complaints import MakeComplaint, make_complaint
from kiosk.service.handover import HandOver, answer_handover, hand_over
from kiosk.service.notices import publish_leaflet
from kiosk.service.priority_help import NoteClaim, allow_help_data, note_claim
from kiosk.service.site import Site
from kiosk.service.training import want_training
from kiosk.service.training_desk import course_list, join_for
from kiosk.store.help_rows import case_rows, people_rows
from kiosk.ui.gallery_scene import Scene

__all__ = ["HELP_SAMPLES", "fill_help"]

_PEOPLE = 4


def fill_help(site: Site, seeker: str, referral: str, vacancy: str) -> None:
    """Enter what the pictures show; once for each store."""
    with site.store.read() as db:
        if case_rows(db):
            return
        others = [row["id"] for row in people_rows(db) if row["id"] != seeker][:_PEOPLE]
    _cases(site, seeker, others)
    _complaints(site, seeker, referral, vacancy)
    for person in others:
        want_training(site, person, "welder")
    want_training(site, others[0], "own_shop")
    want_training(site, others[1], "elder_care")
    course = course_list(site)[0].id
    for person in others:
        with contextlib.suppress(NotPossible):
            join_for(site, _leave(Act.TRAINING), person, course)
    heat = LeafletPublished(
        title="热天干活怎么办",
        lines=(
            "三十五度以上，老板要给水给药。",
            "四十度以上，当天停了露天的活。",
            "发了高温津贴才算数。",
        ),
        basis="防暑降温措施管理办法",
        since="2012-06-29",
        source="县总工会",
    )
    publish_leaflet(site, _leave(Act.PUBLISH), heat)


def _cases(site: Site, seeker: str, others: list[str]) -> None:
    verify, cases = _leave(Act.VERIFY_PRIORITY), _leave(Act.CASES)
    for person in (seeker, *others):
        allow_help_data(site, verify, person)
    until = (site.today() + timedelta(days=400)).isoformat()
    for claim in (
        NoteClaim("disabled", "declared"),
        NoteClaim("disabled", "certified", "残疾人证 肢体三级", until),
        NoteClaim("low_income", "verified", "低保证看过"),
    ):
        note_claim(site, verify, seeker, claim)
    for person, category in zip(others, ("age_4050", "land_lost", "low_income"), strict=False):
        note_claim(site, verify, person, NoteClaim(category, "verified", "看过户口本"))
    case = open_case(site, cases, seeker, "找离家近、不用扛重的活")
    step = plan_step(site, cases, case, PlanStep("interview", "问清能干什么"))
    do_step(site, cases, case, step, "腿不方便，手上快，想分拣")
    plan_step(site, cases, case, PlanStep("training", "电商分拣班，约好送去", site.today()))
    follow_up_case(site, cases, case, "还在等，电话能打通")
    open_case(site, cases, others[0], "盼着长期活")


def _complaints(site: Site, seeker: str, referral: str, vacancy: str) -> None:
    handle = _leave(Act.COMPLAINTS)
    pay = make_complaint(
        site, MakeComplaint("wage_arrears", seeker, referral, vacancy, "13800001234")
    ).complaint
    accept_complaint(site, handle, pay)
    note_complaint(site, handle, pay, "打了老板电话，说工程款没到，答应明天下午三点到大厅来谈。")
    make_complaint(site, MakeComplaint("kept_papers"))
    make_complaint(site, MakeComplaint("legal_aid", seeker))
    fees = make_complaint(site, MakeComplaint("fees", "", "", vacancy)).complaint
    given = HandOver(fees, "inspectorate", ("complaint", "vacancy", "employer", "log"))
    with tempfile.TemporaryDirectory() as folder:
        made = hand_over(site, _leave(Act.HAND_OVER), given, Path(folder), "王场长")
    answer_handover(site, handle, made.handover, "receipt", "监察大队李科收了，回执 2026-118 号")


def _leave(act: Act) -> Authorised:
    return authorise_console(act)


class _Stage(Protocol):
    """The scene of the desk's pictures."""

    made: Scene

    @property
    def site(self) -> Site:
        """The hall."""

    def settle(self) -> None:
        """Let everything arrive."""


_Prepare = Callable[[_Stage, Any], None]


def _filled(scene: _Stage, page: Any) -> None:
    made = scene.made
    fill_help(scene.site, made.seeker, made.referral, made.vacancy)
    page.enter()
    scene.settle()


def _first(scene: _Stage, page: Any) -> None:
    _filled(scene, page)
    page.show_subject(page.list.rows[0].id)
    scene.settle()


def _then(act: str) -> _Prepare:
    def prepare(scene: _Stage, page: Any) -> None:
        _first(scene, page)
        getattr(page.presenter, act)()
        scene.settle()

    return prepare


def _person(scene: _Stage, page: Any) -> None:
    _filled(scene, page)
    page.show_subject(scene.made.seeker)
    scene.settle()


def _correcting(scene: _Stage, page: Any) -> None:
    _person(scene, page)
    page.presenter.correct()
    scene.settle()


def _handing_over(scene: _Stage, page: Any) -> None:
    _filled(scene, page)
    with scene.site.store.read() as db:
        row = db.execute("SELECT id FROM complaints WHERE kind = 'wage_arrears'").fetchone()
    page.show_subject(row[0])
    scene.settle()


def _arrears(scene: _Stage, page: Any) -> None:
    _filled(scene, page)
    page.show_subject(page.list.rows[-1].id)
    scene.settle()


HELP_SAMPLES: tuple[tuple[str, str, _Prepare, Role], ...] = (
    ("31-help-none", "help", lambda scene, _page: scene.settle(), Role.MANAGER),
    ("31-help", "help", _first, Role.SPECIALIST),
    ("31-help-claim", "help", _then("claim"), Role.SPECIALIST),
    ("31-help-follow-up", "help", _then("follow_up"), Role.SPECIALIST),
    ("31-help-refer", "help", _then("refer"), Role.SPECIALIST),
    ("32-complaints", "complaints", _arrears, Role.MANAGER),
    ("32-complaints-close", "complaints", _then("close"), Role.MANAGER),
    ("32-complaints-volunteer", "complaints", _filled, Role.VOLUNTEER),
    ("32-complaints-take", "complaints", lambda _s, page: page.presenter.take(), Role.VOLUNTEER),
    ("33-training", "training", _first, Role.MANAGER),
    ("33-training-offer", "training", _then("offer"), Role.MANAGER),
    ("33-training-volunteer", "training", _first, Role.VOLUNTEER),
    ("34-handovers", "handovers", _first, Role.MANAGER),
    ("34-handovers-new", "handovers", _handing_over, Role.MANAGER),
    ("35-notices", "notices", _first, Role.MANAGER),
    ("35-notices-change", "notices", _then("change"), Role.MANAGER),
    ("36-person", "person_care", _person, Role.MANAGER),
    ("36-person-fields", "person_care", _correcting, Role.SPECIALIST),
)
