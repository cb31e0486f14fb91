"""实名制帮扶: a case for a person, its steps and follow-ups, its end (R21–R23)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiosk.domain.assistance import OUTCOMES, SERVICES, AssistanceCase
from kiosk.domain.assistance_events import (
    AssistanceClosed,
    AssistanceFollowedUp,
    AssistanceHandedOff,
    AssistanceOpened,
    AssistanceStepDone,
    AssistanceStepPlanned,
)
from kiosk.domain.ids import uuid7
from kiosk.domain.payload import Payload
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.roles import Act
from kiosk.help_tables import help_day
from kiosk.service.authority import Authorised
from kiosk.service.matching import Referred, enter_referral
from kiosk.service.priority_help import claims_of, known_seeker, tier_now, waiting_days
from kiosk.service.site import Site
from kiosk.store.help_rows import open_case_of
from kiosk.store.log import Writing
from kiosk.store.people import same_people

__all__ = [
    "PUBLIC_POST",
    "PlanStep",
    "close_case",
    "do_step",
    "follow_up_case",
    "hand_off_case",
    "open_case",
    "plan_step",
    "refer_from_case",
]

PUBLIC_POST = "public_post"
"""To whom a case is handed for a 公益性岗位 (R23)."""
_TEXT_LIMIT = 200


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step of the plan. `step` is empty for a new one; `due` None for the table's day."""

    service: str
    text: str = ""
    due: date | None = None
    step: str = ""


def open_case(site: Site, allowed: Authorised, seeker: str, goal: str) -> str:
    """Open a case with the tier and the categories of today; returns its id.

    Raises:
        InvalidInput: the goal is too long.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`, `case_open`, `no_help_consent` (categories would stand in
            the case), `no_help_reason` (nothing says that the person needs it).
    """
    actor = allowed.actor_for(Act.CASES)
    _check_text("goal", goal)
    with site.store.write() as writing:
        person = known_seeker(writing.applier, seeker)
        if not person.priority_consent:
            raise NotPossible("no_help_consent")
        if open_case_of(writing.db, same_people(writing.db, person.id)):
            raise NotPossible("case_open")
        claims = claims_of(writing.db, writing.applier, person.id)
        waited = waiting_days(writing.db, person, site.today())
        tier = tier_now(site, claims, waited)
        if not tier.tier:
            raise NotPossible("no_help_reason")
        opened = AssistanceOpened(
            number=writing.next_number(site.today().isoformat()),
            seeker=person.id,
            tier=tier.tier,
            categories=tuple(dict.fromkeys(category for category, _level in tier.reasons)),
            goal=goal.strip(),
            first_due=help_day("first_follow_up", site.today()).isoformat(),
        )
        case = writing.new_id("assistance")
        writing.append(opened, case, actor)
    return case


def plan_step(site: Site, allowed: Authorised, case: str, given: PlanStep) -> str:
    """Plan a step, or change a planned one; returns the step's name.

    Raises:
        InvalidInput: the service is unknown, the day is past, or the text is too long.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_case`, `case_closed`, `unknown_step`.
    """
    today = site.today()
    due = given.due or help_day("step", today)
    _check_text("text", given.text)
    if given.service not in SERVICES:
        raise InvalidInput(Problem("service", "required"))
    if due < today:
        raise InvalidInput(Problem("due", "in_the_past"))

    def payload(writing: Writing, state: AssistanceCase) -> Payload:
        if given.step and given.step not in state.steps:
            raise NotPossible("unknown_step")
        step = given.step or uuid7(writing.now_ms)
        return AssistanceStepPlanned(
            step=step, service=given.service, due=due.isoformat(), text=given.text.strip()
        )

    made = _append(site, allowed, case, payload)
    assert isinstance(made, AssistanceStepPlanned)  # noqa: S101 (just made)
    return made.step


def do_step(site: Site, allowed: Authorised, case: str, step: str, result: str) -> None:
    """A step was carried out.

    Raises:
        InvalidInput: the text is too long.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_case`, `case_closed`, `unknown_step`, `step_done`.
    """
    _check_text("text", result)

    def payload(_writing: Writing, state: AssistanceCase) -> Payload:
        known = state.steps.get(step)
        if known is None:
            raise NotPossible("unknown_step")
        if known.done_at:
            raise NotPossible("step_done")
        return AssistanceStepDone(step=step, result=result.strip())

    _append(site, allowed, case, payload)


def follow_up_case(
    site: Site, allowed: Authorised, case: str, text: str, next_due: date | None = None
) -> date:
    """Staff asked how it goes; returns the day to ask again.

    Args:
        site: the station.
        allowed: leave for `Act.CASES`.
        case: the case.
        text: what was said.
        next_due: None for the table's day.

    Raises:
        InvalidInput: there is no text, or it is too long, or the day is past.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_case`, `case_closed`.
    """
    day = next_due or help_day("follow_up", site.today())
    _check_text("text", text, is_required=True)
    if day < site.today():
        raise InvalidInput(Problem("due", "in_the_past"))
    followed = AssistanceFollowedUp(text=text.strip(), next_due=day.isoformat())
    _append(site, allowed, case, lambda _writing, _state: followed)
    return day


def refer_from_case(site: Site, allowed: Authorised, case: str, vacancy: str) -> Referred:
    """点对点: introduce the case's person to a vacancy; referral, slip and the step that says so
    are one transaction.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_case`, `case_closed`, and whatever `matching.refer` raises.
    """
    actor = allowed.actor_for(Act.CASES)
    with site.store.write() as writing:
        state = _open(writing, case)
        made = enter_referral(site, writing, state.seeker, vacancy, "staff", actor)
        if made.is_new:
            step = uuid7(writing.now_ms)
            planned = AssistanceStepPlanned(
                step=step, service="job_offer", due=site.today().isoformat()
            )
            writing.append(planned, case, actor)
            writing.append(AssistanceStepDone(step=step, result=made.referral.number), case, actor)
    return made


def hand_off_case(
    site: Site, allowed: Authorised, case: str, post: str, to: str = PUBLIC_POST
) -> date:
    """The person is proposed for a 公益性岗位; returns the day to ask what came of it.

    Raises:
        InvalidInput: no post is named, or its name is too long.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_case`, `case_closed`.
    """
    _check_text("post", post, is_required=True)
    day = help_day("public_post_reply", site.today())
    handed = AssistanceHandedOff(to=to, post=post.strip(), reply_by=day.isoformat())
    _append(site, allowed, case, lambda _writing, _state: handed)
    return day


def close_case(site: Site, allowed: Authorised, case: str, outcome: str, text: str = "") -> None:
    """The case ended.

    Raises:
        InvalidInput: the outcome is unknown, or the text is too long.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_case`, `case_closed`.
    """
    _check_text("text", text)
    if outcome not in OUTCOMES:
        raise InvalidInput(Problem("outcome", "required"))
    closed = AssistanceClosed(outcome=outcome, text=text.strip())
    _append(site, allowed, case, lambda _writing, _state: closed)


def _append(
    site: Site,
    allowed: Authorised,
    case: str,
    payload: Callable[[Writing, AssistanceCase], Payload],
) -> Payload:
    actor = allowed.actor_for(Act.CASES)
    with site.store.write() as writing:
        made = payload(writing, _open(writing, case))
        writing.append(made, case, actor)
    return made


def _open(writing: Writing, case: str) -> AssistanceCase:
    state = writing.state(case)
    if not isinstance(state, AssistanceCase) or state.erased or not state.opened_at:
        raise NotPossible("unknown_case")
    if state.status == "closed":
        raise NotPossible("case_closed")
    return state


def _check_text(field: str, text: str, *, is_required: bool = False) -> None:
    if is_required and not text.strip():
        raise InvalidInput(Problem(field, "required"))
    if len(text) > _TEXT_LIMIT:
        raise InvalidInput(Problem(field, "too_long", {"limit": _TEXT_LIMIT}))
