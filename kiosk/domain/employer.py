"""The employer (用工主体): company, sole trader, household or labour agency."""

import msgspec

from kiosk.domain.complaint_events import EmployerNoted
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

__all__ = ["EMPLOYER_KINDS", "PERSONAL_KINDS", "Employer", "IntegrityNote", "step_employer"]

EMPLOYER_KINDS = ("company", "sole_trader", "household", "agency")
PERSONAL_KINDS = frozenset({"household", "sole_trader"})
"""Kinds whose name is a person's: it stands in the employer's own events only."""


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
        case PeopleMerged() if payload.into < employer.id:
            known = employer.merged_into or payload.into
            employer.merged_into = min(known, payload.into)
