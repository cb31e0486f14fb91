"""An assistance case (实名制帮扶): plan, steps, follow-ups, hand-off, outcome (R22, R23)."""

import msgspec

from kiosk.domain.assistance_events import (
    AssistanceClosed,
    AssistanceFollowedUp,
    AssistanceHandedOff,
    AssistanceOpened,
    AssistanceStepDone,
    AssistanceStepPlanned,
)
from kiosk.domain.envelope import Event
from kiosk.domain.ids import is_staff
from kiosk.domain.payload import Payload
from kiosk.domain.state import AggregateState

__all__ = [
    "OUTCOMES",
    "SERVICES",
    "AssistanceCase",
    "AssistanceNote",
    "AssistanceStep",
    "step_assistance",
]

SERVICES = ("interview", "job_offer", "training", "policy", "subsidy", "public_post", "other")
"""What a step gives: 谈话摸底, 推荐岗位, 培训, 政策讲解, 补贴申请, 公益性岗位, 其他."""
OUTCOMES = ("employed", "public_post", "trained", "own_shop", "declined", "moved", "lost")


class AssistanceStep(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A step of the plan; `due` an ISO day, `done_at` a stamp."""

    service: str = ""
    due: str = ""
    text: str = ""
    done_at: int = 0
    result: str = ""


class AssistanceNote(msgspec.Struct, frozen=True, array_like=True):
    """A follow-up, a hand-off or the end. `at` is a stamp."""

    at: int
    actor: str
    what: str
    text: str = ""


class AssistanceCase(AggregateState, kw_only=True):
    """A case. `status`: empty before it is opened, open, handed_off, closed."""

    number: str = ""
    seeker: str = ""
    tier: int = 0
    categories: tuple[str, ...] = ()
    goal: str = ""
    opened_at: int = 0
    status: str = ""
    follow_up: str = ""
    """ISO day of the next follow-up; empty for none."""
    handed_to: str = ""
    post: str = ""
    outcome: str = ""
    closed_at: int = 0
    steps: dict[str, AssistanceStep] = msgspec.field(default_factory=dict)
    notes: list[AssistanceNote] = msgspec.field(default_factory=list)

    @property
    def next_due(self) -> str:
        """The earliest ISO day on which something is due; empty where nothing is."""
        if self.status in {"", "closed"}:
            return ""
        open_steps = (step.due for step in self.steps.values() if step.due and not step.done_at)
        return min((day for day in (*open_steps, self.follow_up) if day), default="")


def step_assistance(case: AssistanceCase, event: Event, payload: Payload) -> None:
    """Apply one event to the case. Only staff write in it."""
    if not is_staff(event.actor):
        return
    match payload:
        case AssistanceOpened() if not case.opened_at:
            for field in ("number", "seeker", "tier", "categories", "goal"):
                setattr(case, field, getattr(payload, field))
            case.opened_at, case.status = event.time, case.status or "open"
            case.follow_up = case.follow_up or payload.first_due
        case AssistanceStepPlanned():
            step = _step(case, payload.step)
            step.service, step.due, step.text = payload.service, payload.due, payload.text
        case AssistanceStepDone():
            step = _step(case, payload.step)
            step.done_at = step.done_at or event.time
            step.result = payload.result or step.result
        case _:
            _go_on(case, event, payload)


def _go_on(case: AssistanceCase, event: Event, payload: Payload) -> None:
    match payload:
        case AssistanceFollowedUp(text=text, next_due=next_due):
            case.follow_up = next_due
            case.notes.append(AssistanceNote(event.time, event.actor, "followed_up", text))
        case AssistanceHandedOff(to=to, post=post):
            case.handed_to, case.post = to, post
            case.follow_up = payload.reply_by or case.follow_up
            if case.status != "closed":
                case.status = "handed_off"
            case.notes.append(AssistanceNote(event.time, event.actor, "handed_off", to))
        case AssistanceClosed(outcome=outcome, text=text) if case.status != "closed":
            case.status, case.outcome, case.closed_at = "closed", outcome, event.time
            case.notes.append(AssistanceNote(event.time, event.actor, "closed", text))


def _step(case: AssistanceCase, name: str) -> AssistanceStep:
    return case.steps.setdefault(name, AssistanceStep())
