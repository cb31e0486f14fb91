"""Payloads of priority help (重点帮扶): categories of a person, and assistance cases.

Categories are sensitive: they stand in events of the seeker and go when the person is erased. What
staff write in a case stands in the case, which is erased together with its person.
"""

from kiosk.domain.payload import Payload

__all__ = [
    "AssistanceClosed",
    "AssistanceFollowedUp",
    "AssistanceHandedOff",
    "AssistanceOpened",
    "AssistanceStepDone",
    "AssistanceStepPlanned",
    "PriorityConsentGiven",
    "PriorityConsentWithdrawn",
    "PriorityNoted",
    "PriorityRemoved",
]


class PriorityConsentGiven(Payload, frozen=True, kw_only=True):
    """The person lets the hall keep sensitive data on need of help, on which wording."""

    version: str


class PriorityConsentWithdrawn(Payload, frozen=True, kw_only=True):
    """The person does not any more: what was kept counts for nothing from here on."""


class PriorityNoted(Payload, frozen=True, kw_only=True):
    """A category on one level of certainty. `certainty`: declared (by the person), verified (staff
    saw papers), certified (an authority recognised it, `basis` names its paper).

    `valid_until` is an ISO day, empty where it does not run out.
    """

    category: str
    certainty: str
    basis: str = ""
    valid_until: str = ""


class PriorityRemoved(Payload, frozen=True, kw_only=True):
    """A category on one level of certainty does not hold."""

    category: str
    certainty: str
    reason: str = ""


class AssistanceOpened(Payload, frozen=True, kw_only=True):
    """实名制帮扶: a case for a seeker. `first_due` is the ISO day of the first follow-up."""

    number: str
    seeker: str
    tier: int
    categories: tuple[str, ...] = ()
    goal: str = ""
    first_due: str = ""


class AssistanceStepPlanned(Payload, frozen=True, kw_only=True):
    """A step of the plan, anew or changed. `service`: kiosk.domain.assistance.SERVICES."""

    step: str
    service: str
    due: str
    text: str = ""


class AssistanceStepDone(Payload, frozen=True, kw_only=True):
    """A step was carried out."""

    step: str
    result: str = ""


class AssistanceFollowedUp(Payload, frozen=True, kw_only=True):
    """Staff asked how it goes. `next_due` is the ISO day to ask again, empty for not."""

    text: str = ""
    next_due: str = ""


class AssistanceHandedOff(Payload, frozen=True, kw_only=True):
    """The person was proposed for a 公益性岗位 (or to another body named by `to`)."""

    to: str
    post: str = ""
    reply_by: str = ""


class AssistanceClosed(Payload, frozen=True, kw_only=True):
    """The case ended. `outcome`: kiosk.domain.assistance.OUTCOMES."""

    outcome: str
    text: str = ""
