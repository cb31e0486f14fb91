"""The employer (用工主体): company, sole trader, household or labour agency."""

import msgspec

from kiosk.domain.complaint_events import EmployerNoted
from kiosk.domain.counter_events import (
    EmployerPaperChecked,
    EmployerReinstated,
    EmployerSuspended,
)
from kiosk.domain.envelope import Event
from kiosk.domain.events import (
    EmployerContactGiven,
    EmployerRegistered,
    EmployerVerified,
    Payload,
    PeopleMerged,
)
from kiosk.domain.ids import is_staff
from kiosk.domain.state import AggregateState

__all__ = [
    "EMPLOYER_KINDS",
    "PAPERS",
    "PERSONAL_KINDS",
    "SUSPENSION_REASONS",
    "Employer",
    "IntegrityNote",
    "PaperCheck",
    "Suspension",
    "step_employer",
]

EMPLOYER_KINDS = ("company", "sole_trader", "household", "agency")
PERSONAL_KINDS = frozenset({"household", "sole_trader"})
"""Kinds whose name is a person's: it stands in the employer's own events only."""


PAPERS = ("licence", "uscc", "id_card")
"""人力资源服务许可证, 营业执照, 身份证."""
SUSPENSION_REASONS = (
    "no_licence",
    "false_posting",
    "fees",
    "kept_papers",
    "wage_arrears",
    "no_show",
    "other",
)


class Suspension(msgspec.Struct, frozen=True, array_like=True):
    """暂停: `at` is a stamp, `until` the last ISO day; `lifted_at` a stamp, 0 while it holds."""

    at: int
    actor: str
    until: str
    reason: str
    subject: str = ""
    lifted_at: int = 0
    lifted_for: str = ""


class PaperCheck(msgspec.Struct, frozen=True, array_like=True):
    """A look at a paper. `at` is a stamp, `valid_until` an ISO day, empty for ever."""

    at: int
    actor: str
    paper: str
    result: str
    number: str = ""
    valid_until: str = ""
    text: str = ""


class IntegrityNote(msgspec.Struct, frozen=True, array_like=True):
    """诚信记录: what staff noted. `at` is a stamp, `until` an ISO day, empty for ever."""

    at: int
    actor: str
    grade: str
    text: str
    subject: str = ""
    until: str = ""


class Employer(AggregateState, kw_only=True):
    """An employer. Contact fields are empty where the scope did not let them travel."""

    kind: str = ""
    name: str = ""
    uscc: str = ""
    licence: str = ""
    contact_name: str = ""
    phone: str = ""
    id_number: str = ""
    is_verified: bool = False
    registered_at: int = 0
    merged_into: str = ""
    integrity: list[IntegrityNote] = msgspec.field(default_factory=list)
    suspensions: list[Suspension] = msgspec.field(default_factory=list)
    papers: list[PaperCheck] = msgspec.field(default_factory=list)

    def suspended_until(self, today: str) -> str:
        """The last ISO day of the suspension in force on a day; empty where there is none.

        It lifts itself: nobody has to do anything on the day after.
        """
        ends = [item.until for item in self.suspensions if not item.lifted_at]
        return max((end for end in ends if end >= today), default="")

    def paper(self, paper: str) -> PaperCheck | None:
        """The latest look at a paper."""
        return next((item for item in reversed(self.papers) if item.paper == paper), None)

    def has_valid_licence(self, today: str) -> bool:
        """Whether an agency's licence was seen, found good, and has not run out."""
        seen = self.paper("licence")
        if seen is None or seen.result != "good":
            return False
        return not seen.valid_until or seen.valid_until >= today


def step_employer(employer: Employer, event: Event, payload: Payload) -> None:
    """Apply one event to the employer. Only staff can verify."""
    match payload:
        case EmployerRegistered():
            employer.kind, employer.name = payload.kind, payload.name
            employer.uscc, employer.licence = payload.uscc, payload.licence
            employer.registered_at = employer.registered_at or event.time
        case EmployerContactGiven():
            employer.contact_name = payload.contact_name or employer.contact_name
            employer.phone = payload.phone or employer.phone
            employer.id_number = payload.id_number or employer.id_number
        case EmployerVerified():
            employer.is_verified = employer.is_verified or is_staff(event.actor)
        case EmployerNoted() if is_staff(event.actor):
            note = IntegrityNote(
                event.time,
                event.actor,
                payload.grade,
                payload.text,
                payload.subject,
                payload.until,
            )
            employer.integrity.append(note)
        case EmployerSuspended() | EmployerReinstated() | EmployerPaperChecked():
            if is_staff(event.actor):
                _step_trust(employer, event, payload)
        case PeopleMerged() if payload.into < employer.id:
            known = employer.merged_into or payload.into
            employer.merged_into = min(known, payload.into)


def _step_trust(employer: Employer, event: Event, payload: Payload) -> None:
    match payload:
        case EmployerSuspended():
            employer.suspensions.append(
                Suspension(event.time, event.actor, payload.until, payload.reason, payload.subject)
            )
        case EmployerReinstated(reason=reason):
            employer.suspensions = [
                item
                if item.lifted_at
                else msgspec.structs.replace(item, lifted_at=event.time, lifted_for=reason)
                for item in employer.suspensions
            ]
        case EmployerPaperChecked():
            employer.papers.append(
                PaperCheck(
                    event.time,
                    event.actor,
                    payload.paper,
                    payload.result,
                    payload.number,
                    payload.valid_until,
                    payload.text,
                )
            )
