"""Payloads of what a person can do (skill levels, certificates) and wishes (求职意向).

Personal: they stand in events of the seeker and go when the person is erased. What a person says
and what a clerk has seen on paper are kept apart; only the latter counts fully.
"""

from kiosk.domain.payload import Payload

__all__ = [
    "CertificateRecorded",
    "CertificateVerified",
    "CertificateWithdrawn",
    "PreferenceRecorded",
    "SkillRecorded",
    "SkillWithdrawn",
]


class SkillRecorded(Payload, frozen=True, kw_only=True):
    """A skill level in a trade, 1 (学徒工) to 8 (首席技师); assets/rules/skill_levels.csv.

    `is_seen`: a clerk saw the paper, which `basis` names; without it the person says so.
    """

    trade: str
    level: int
    is_seen: bool = False
    basis: str = ""


class SkillWithdrawn(Payload, frozen=True, kw_only=True):
    """What is known of the skill level in a trade does not hold, seen or said."""

    trade: str
    reason: str = ""


class CertificateRecorded(Payload, frozen=True, kw_only=True):
    """A certificate; `kind` of assets/rules/certificate_kinds.csv. Days are ISO days, empty where
    the paper names none; `review_by` is the day until which it has to be reviewed (复审).

    Recorded again under the same `certificate` it takes the place of what was known.
    """

    certificate: str
    kind: str
    number: str = ""
    issued: str = ""
    valid_until: str = ""
    review_by: str = ""
    is_seen: bool = False


class CertificateVerified(Payload, frozen=True, kw_only=True):
    """核验: a clerk has seen the certificate that the person had told of."""

    certificate: str


class CertificateWithdrawn(Payload, frozen=True, kw_only=True):
    """A certificate does not hold: entered by mistake, withdrawn by its authority."""

    certificate: str
    reason: str = ""


class PreferenceRecorded(Payload, frozen=True, kw_only=True):
    """求职意向, all of it: pay wished for a day in cents, where the person lives, when she or he
    can work. `hours`: kiosk.domain.qualifications.HOURS; `first`, `last` are ISO days.
    """

    pay_cents: int = 0
    county: str = ""
    town: str = ""
    hours: str = ""
    first: str = ""
    last: str = ""
