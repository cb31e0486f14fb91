"""Roles of the staff, what each may do, and which acts ask for the PIN once more.

Least privilege (PRODUCT §7): a volunteer helps at the counter with masked data only and takes
nothing out of the hall; a technician keeps the machine running and sees no people at all.
"""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["STEP_UP_MS", "Act", "Role", "StaffSession", "acts_of", "may", "needs_step_up"]

STEP_UP_MS = 5 * 60_000
"""For how long a PIN entered for one sensitive act stands for the next ones."""


class Role(StrEnum):
    """Who somebody of the staff is."""

    SPECIALIST = "specialist"
    """服务专员"""
    VOLUNTEER = "volunteer"
    """志愿者"""
    MANAGER = "manager"
    """场长"""
    TECHNICIAN = "technician"
    """运维人员"""


class Act(StrEnum):
    """Everything staff can do; a service names its act at the gate (`service/authority.py`)."""

    # At the counter, with masked data.
    REGISTER_SEEKER = "register_seeker"
    POST_VACANCY = "post_vacancy"
    REFER = "refer"
    CONFIRM = "confirm"
    UNDO = "undo"
    CALL_NUMBER = "call_number"
    ANSWER_CALL = "answer_call"
    ARRIVAL = "arrival"
    PRINT_AGAIN = "print_again"
    TRAINING = "training"
    COMPLAINT_INTAKE = "complaint_intake"
    # Of specialists and the manager.
    SEE_FULL_ID = "see_full_id"
    SEE_PHONE = "see_phone"
    REVIEW = "review"
    TAKE_DOWN = "take_down"
    VERIFY_EMPLOYER = "verify_employer"
    SUSPEND_EMPLOYER = "suspend_employer"
    CHANGE_PERSON = "change_person"
    COMPLAINTS = "complaints"
    CASES = "cases"
    VERIFY_PRIORITY = "verify_priority"
    RECORD_SKILL = "record_skill"
    MANUAL_ORDER = "manual_order"
    OVERRIDE_RANKING = "override_ranking"
    OFFER_COURSE = "offer_course"
    PUBLISH = "publish"
    STATISTICS = "statistics"
    CLOSE_DAY = "close_day"
    ANSWER_REFUSAL = "answer_refusal"
    # Of the manager.
    HAND_OVER = "hand_over"
    MERGE_PEOPLE = "merge_people"
    ERASE_PERSON = "erase_person"
    REOPEN_DAY = "reopen_day"
    EXPORT = "export"
    IMPORT = "import"
    EDIT_PROFILE = "edit_profile"
    EDIT_ROSTER = "edit_roster"
    EDIT_REGISTERS = "edit_registers"
    EVENT_MODE = "event_mode"
    ACCOUNTS = "accounts"
    VIEW_AUDIT = "view_audit"
    # Of the machine.
    SETTINGS = "settings"
    DEVICES = "devices"
    SYNC = "sync"
    BACK_UP = "back_up"
    LEAVE_PROGRAM = "leave_program"


_COUNTER = frozenset(
    {
        Act.REGISTER_SEEKER,
        Act.POST_VACANCY,
        Act.REFER,
        Act.CONFIRM,
        Act.CALL_NUMBER,
        Act.ANSWER_CALL,
        Act.ARRIVAL,
        Act.PRINT_AGAIN,
        Act.TRAINING,
        Act.COMPLAINT_INTAKE,
    }
)
_SPECIALIST = _COUNTER | {
    Act.UNDO,
    Act.SEE_FULL_ID,
    Act.SEE_PHONE,
    Act.REVIEW,
    Act.TAKE_DOWN,
    Act.VERIFY_EMPLOYER,
    Act.SUSPEND_EMPLOYER,
    Act.CHANGE_PERSON,
    Act.COMPLAINTS,
    Act.CASES,
    Act.VERIFY_PRIORITY,
    Act.RECORD_SKILL,
    Act.MANUAL_ORDER,
    Act.OVERRIDE_RANKING,
    Act.OFFER_COURSE,
    Act.PUBLISH,
    Act.STATISTICS,
    Act.CLOSE_DAY,
    Act.ANSWER_REFUSAL,
    Act.DEVICES,
    Act.SYNC,
}
_TECHNICIAN = frozenset({Act.SETTINGS, Act.DEVICES, Act.SYNC, Act.BACK_UP, Act.LEAVE_PROGRAM})

_ALLOWED: dict[Role, frozenset[Act]] = {
    Role.VOLUNTEER: _COUNTER,
    Role.SPECIALIST: _SPECIALIST,
    Role.MANAGER: frozenset(Act),
    Role.TECHNICIAN: _TECHNICIAN,
}

_STEP_UP = frozenset(
    {
        Act.SEE_FULL_ID,
        Act.SUSPEND_EMPLOYER,
        Act.HAND_OVER,
        Act.MERGE_PEOPLE,
        Act.ERASE_PERSON,
        Act.REOPEN_DAY,
        Act.EXPORT,
        Act.IMPORT,
        Act.ACCOUNTS,
        Act.SETTINGS,
        Act.LEAVE_PROGRAM,
    }
)


def may(role: Role, act: Act) -> bool:
    """Whether a role allows an act."""
    return act in _ALLOWED[role]


def acts_of(role: Role) -> frozenset[Act]:
    """All acts of a role, for a window that shows only what can be done."""
    return _ALLOWED[role]


def needs_step_up(act: Act) -> bool:
    """Whether the PIN is asked once more, also within an open session."""
    return act in _STEP_UP


@dataclass(frozen=True, slots=True)
class StaffSession:
    """Somebody of the staff at one window.

    `account_id` is the aggregate `account:<uuid>` and stands as the actor of events; times in ms
    since 1970. `stepped_up_at` is when the PIN was entered once more, 0 if not yet.
    """

    account_id: str
    name: str
    role: Role
    since: int
    stepped_up_at: int = 0

    @property
    def actor(self) -> str:
        """The pseudonym in headers of events; who it is stands in the hall's accounts only."""
        return self.account_id

    def is_stepped_up(self, now_ms: int) -> bool:
        """Whether the PIN was entered lately enough for a sensitive act."""
        return bool(self.stepped_up_at) and 0 <= now_ms - self.stepped_up_at < STEP_UP_MS
