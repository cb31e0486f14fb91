"""The seeker (求职者)."""

import msgspec

from kiosk.domain.assistance_events import (
    PriorityConsentGiven,
    PriorityConsentWithdrawn,
    PriorityNoted,
    PriorityRemoved,
)
from kiosk.domain.envelope import Event
from kiosk.domain.events import (
    Payload,
    PeopleMerged,
    SeekerChanged,
    SeekerCheckedIn,
    SeekerRegistered,
    TrainingWanted,
)
from kiosk.domain.hall_events import SeekerBranded
from kiosk.domain.ids import is_staff
from kiosk.domain.priority import DECLARED, PriorityClaim
from kiosk.domain.qualifications import Qualified, step_qualified
from kiosk.domain.skill_events import (
    CertificateRecorded,
    CertificateVerified,
    CertificateWithdrawn,
    PreferenceRecorded,
    SkillRecorded,
    SkillWithdrawn,
)
from kiosk.domain.state import AggregateState

__all__ = ["Seeker", "step_seeker"]


class Seeker(AggregateState, kw_only=True):
    """A person looking for work. Without a registration (not arrived yet, or erased) the personal
    fields are empty; `merged_into` is the smallest id known to be the same person."""

    number: str = ""
    name: str = ""
    id_kind: str = ""
    id_number: str = ""
    sex: str = ""
    birth: str = ""
    ethnicity: str = ""
    address: str = ""
    phone: str = ""
    trades: tuple[str, ...] = ()
    share_phone: bool = False
    consent_version: str = ""
    registered_at: int = 0
    visits: int = 0
    last_visit: int = 0
    merged_into: str = ""
    brand: str = ""
    """劳务品牌 that staff count the person to."""
    training: tuple[str, ...] = ()
    """Topics the person would like to learn, in the order they were named."""
    priority_consent: str = ""
    """Version of the wording by which sensitive data may be kept; empty without consent."""
    priority: dict[str, PriorityClaim] = msgspec.field(default_factory=dict)
    """`category certainty` → what is known; the three certainties are never mixed."""
    qualified: Qualified | None = None
    """Skill levels, certificates and wishes; None where nothing was ever recorded."""


def step_seeker(seeker: Seeker, event: Event, payload: Payload) -> None:
    """Apply one event to the seeker."""
    match payload:
        case SeekerRegistered():
            _register(seeker, payload)
            seeker.registered_at = seeker.registered_at or event.time
            _visit(seeker, event, payload.number)
        case SeekerCheckedIn():
            _visit(seeker, event, payload.number)
        case SeekerChanged():
            _change(seeker, payload)
        case SeekerBranded() if is_staff(event.actor):
            seeker.brand = payload.brand
        case TrainingWanted():
            seeker.training = tuple(dict.fromkeys((*seeker.training, payload.topic)))
        case (
            PriorityConsentGiven()
            | PriorityConsentWithdrawn()
            | PriorityNoted()
            | PriorityRemoved()
        ):
            _step_priority(seeker, event, payload)
        case (
            SkillRecorded()
            | SkillWithdrawn()
            | CertificateRecorded()
            | CertificateVerified()
            | CertificateWithdrawn()
            | PreferenceRecorded()
        ):
            seeker.qualified = seeker.qualified or Qualified()
            step_qualified(seeker.qualified, event, payload)
        case PeopleMerged() if payload.into < seeker.id:
            known = seeker.merged_into or payload.into
            seeker.merged_into = min(known, payload.into)


def _register(seeker: Seeker, given: SeekerRegistered) -> None:
    seeker.name, seeker.id_kind, seeker.id_number = given.name, given.id_kind, given.id_number
    seeker.sex, seeker.birth, seeker.ethnicity = given.sex, given.birth, given.ethnicity
    seeker.address, seeker.phone, seeker.trades = given.address, given.phone, given.trades
    seeker.share_phone = given.consent.share_phone
    seeker.consent_version = given.consent.version


def _visit(seeker: Seeker, event: Event, number: str) -> None:
    seeker.number = number
    seeker.visits += 1
    seeker.last_visit = event.time


def _change(seeker: Seeker, change: SeekerChanged) -> None:
    for field in ("name", "phone", "address", "trades"):
        value = getattr(change, field)
        if value is not None:
            setattr(seeker, field, value)
    if change.consent is not None:
        seeker.share_phone = change.consent.share_phone
        seeker.consent_version = change.consent.version


def _step_priority(seeker: Seeker, event: Event, payload: Payload) -> None:
    match payload:
        case PriorityConsentGiven(version=version):
            seeker.priority_consent = version
        case PriorityConsentWithdrawn():
            seeker.priority_consent, seeker.priority = "", {}
        case PriorityNoted():
            # What a person says of herself or himself never counts as seen by staff.
            if payload.certainty == DECLARED or is_staff(event.actor):
                key = f"{payload.category} {payload.certainty}"
                seeker.priority[key] = PriorityClaim(
                    event.time, event.actor, payload.basis, payload.valid_until
                )
        case PriorityRemoved():
            seeker.priority.pop(f"{payload.category} {payload.certainty}", None)
