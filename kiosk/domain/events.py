"""Payloads of the events, one class per type; the class name is the type in the header.

Every field that can name a person stands in events of the person's own aggregate (`seeker:…`,
`employer:…`); other aggregates know a person by the random id only. That is what makes
`PersonErased` complete. Money is in cents (分), times are ms since 1970, days ISO dates.
"""

import contextlib
import re
from typing import Any, TypeVar, get_type_hints

import msgspec

from kiosk.domain.account_events import (
    AccountCardLinked,
    AccountDisabled,
    AccountEnabled,
    AccountOpened,
    AccountPinSet,
    AccountRoleChanged,
    SignInFailed,
    StaffActed,
    StaffLockedOut,
    StaffRefused,
    StaffSignedIn,
    StaffSignedOut,
)
from kiosk.domain.desk_events import DESK_PAYLOADS
from kiosk.domain.help_events import (
    ComplaintContactGiven,
    ComplaintMade,
    StaffCallAnswered,
    StaffCalled,
)
from kiosk.domain.payload import Payload
from kiosk.domain.print_events import PRINT_PAYLOADS
from kiosk.domain.refusal_events import (
    RefusalAppealed,
    RefusalLifted,
    RefusalUpheld,
    RefusedEventMended,
    RefusedEventWithdrawn,
)
from kiosk.domain.training_events import (
    CourseJoined,
    CourseLeft,
    CourseOffered,
    CourseWithdrawn,
    TrainingWanted,
)

__all__ = [
    "DESK_PAYLOADS",
    "PAYLOADS",
    "PRINT_PAYLOADS",
    "STRUCTURAL",
    "AccountCardLinked",
    "AccountDisabled",
    "AccountEnabled",
    "AccountOpened",
    "AccountPinSet",
    "AccountRoleChanged",
    "ComplaintContactGiven",
    "ComplaintMade",
    "Consent",
    "CourseJoined",
    "CourseLeft",
    "CourseOffered",
    "CourseWithdrawn",
    "EmployerContactGiven",
    "EmployerRegistered",
    "EmployerVerified",
    "EventRefused",
    "HallProfileChanged",
    "HeadcountChanged",
    "Payload",
    "PeopleMerged",
    "PersonErased",
    "ReferralAgreed",
    "ReferralArrived",
    "ReferralCalled",
    "ReferralCancelled",
    "ReferralDeclined",
    "ReferralMade",
    "ReferralMissed",
    "ReferralUndone",
    "RefusalAppealed",
    "RefusalLifted",
    "RefusalUpheld",
    "RefusedEventMended",
    "RefusedEventWithdrawn",
    "RuleHit",
    "SeatReturned",
    "SeatSpent",
    "SeatsMinted",
    "SeatsReclaimed",
    "SeatsRetired",
    "SeatsTransferDeclined",
    "SeatsTransferRequested",
    "SeatsTransferred",
    "SeekerChanged",
    "SeekerCheckedIn",
    "SeekerRegistered",
    "SensitiveRead",
    "SignInFailed",
    "StaffActed",
    "StaffCallAnswered",
    "StaffCalled",
    "StaffLockedOut",
    "StaffRefused",
    "StaffSignedIn",
    "StaffSignedOut",
    "StationEnrolled",
    "StationReleased",
    "StationRevoked",
    "TrainingWanted",
    "VacancyClosed",
    "VacancyKept",
    "VacancyPosted",
    "VacancyReviewed",
    "decode_payload",
    "encode_payload",
]


class Consent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the person agreed to, on which wording."""

    version: str
    share_phone: bool = False


class HallProfileChanged(Payload, frozen=True, kw_only=True):
    """Fields of the hall's profile; None leaves a field as it is."""

    name: str | None = None
    short_name: str | None = None
    county: str | None = None
    address: str | None = None
    opens: str | None = None
    closes: str | None = None
    hotline: str | None = None
    bays: int | None = None
    operator: str | None = None
    operator_kind: str | None = None
    phone: str | None = None
    trades: str | None = None
    facilities: str | None = None


class StationEnrolled(Payload, frozen=True, kw_only=True):
    """A hub certified a station of a hall, or renewed that. The key is base64; `certificate` is the
    JSON text that the hub signed, `signature` base64."""

    station: str
    hall: str
    kind: str
    letter: str
    public_key: str
    certificate: str = ""
    signature: str = ""


class StationRevoked(Payload, frozen=True, kw_only=True):
    """A hub takes nothing from this station any more."""

    station: str
    reason: str = ""


class StationReleased(Payload, frozen=True, kw_only=True):
    """Staff looked into it: the hub takes what this station sends again."""

    station: str


class SeekerRegistered(Payload, frozen=True, kw_only=True):
    """求职登记: first registration. `id_kind`: resident, hmt, foreign_2017, foreign_2023.

    `fair` here and elsewhere is the entry of the fair or van round that it happened at (R14).
    """

    number: str
    name: str
    id_kind: str
    id_number: str
    sex: str = ""
    birth: str = ""
    ethnicity: str = ""
    address: str = ""
    phone: str = ""
    trades: tuple[str, ...] = ()
    consent: Consent
    entry: str = "card"
    fair: str = ""


class SeekerCheckedIn(Payload, frozen=True, kw_only=True):
    """求职登记 of a known person on a later occasion."""

    number: str
    entry: str = "card"
    fair: str = ""


class SeekerChanged(Payload, frozen=True, kw_only=True):
    """Fields that the person or staff changed; None leaves a field as it is."""

    name: str | None = None
    phone: str | None = None
    address: str | None = None
    trades: tuple[str, ...] | None = None
    consent: Consent | None = None


class PeopleMerged(Payload, frozen=True, kw_only=True):
    """The aggregate of this event is the same person as `into`, whose id is smaller."""

    into: str


class PersonErased(Payload, frozen=True, kw_only=True):
    """Payload and salt of this aggregate's events are deleted everywhere, counts stay.

    Whoever erases a person appends one such event for each aggregate that is hers or his.
    """

    reason: str = "asked"


class EmployerRegistered(Payload, frozen=True, kw_only=True):
    """The employer's public part. `kind`: company, sole_trader, household, agency."""

    kind: str
    name: str
    uscc: str = ""
    licence: str = ""


class EmployerContactGiven(Payload, frozen=True, kw_only=True):
    """The employer's contact, for the hall only."""

    contact_name: str = ""
    phone: str = ""
    id_number: str = ""


class EmployerVerified(Payload, frozen=True, kw_only=True):
    """Staff looked at the papers."""

    basis: str


class RuleHit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One finding of the posting review. `severity`: block or warn."""

    rule: str
    severity: str
    text: str = ""


class VacancyPosted(Payload, frozen=True, kw_only=True):
    """招聘登记. `review`: live or queued, the verdict at posting; `starts`, `ends` in ms."""

    number: str
    employer: str
    employer_name: str
    trade: str
    headcount: int
    pay_cents: int
    pay_unit: str
    settlement: str
    starts: int
    ends: int
    valid_until: int
    place: str
    county: str = ""
    bay: str = ""
    plate: str = ""
    content: str = ""
    conditions: str = ""
    meals: str = ""
    engagement: str = "temporary"
    insurance: str = "none"
    source: str = "kiosk"
    is_urgent: bool = False
    shows_phone: bool = False
    prefers_priority: bool = False
    review: str = "queued"
    hits: tuple[RuleHit, ...] = ()
    fair: str = ""
    level: int = 0
    """Skill level that is asked for, 1 to 8; 0 for none."""
    certificate: str = ""
    """Kind of certificate that is asked for; empty for none."""


class VacancyReviewed(Payload, frozen=True, kw_only=True):
    """Staff decided. `verdict`: live, asked, rejected, taken_down."""

    verdict: str
    reason: str = ""


class VacancyClosed(Payload, frozen=True, kw_only=True):
    """The employer or staff closed the vacancy."""

    reason: str


class VacancyKept(Payload, frozen=True, kw_only=True):
    """The employer was asked and still needs people."""


class SeatsMinted(Payload, frozen=True, kw_only=True):
    """The posting station made seats and holds them."""

    count: int


class SeatsRetired(Payload, frozen=True, kw_only=True):
    """A holder took seats of its own out for good."""

    count: int


class HeadcountChanged(Payload, frozen=True, kw_only=True):
    """The posting station wants more people or fewer; it mints or retires seats to match."""

    headcount: int


class SeatsTransferRequested(Payload, frozen=True, kw_only=True):
    """A station asks one holder for seats. `purpose`: demand, or retire after a lower headcount."""

    request: str
    holder: str
    count: int
    purpose: str = "demand"


class SeatsTransferDeclined(Payload, frozen=True, kw_only=True):
    """The holder that was asked has no seat to give."""

    request: str


class SeatsTransferred(Payload, frozen=True, kw_only=True):
    """A holder gave seats of its own to another; `request` makes a grant count once.

    After `lease_until` (ms; 0 for the end of the vacancy) the receiver may not spend them any
    more. `returns` names the grant of which seats are given back to the one who made it.
    """

    to: str
    count: int
    request: str
    lease_until: int = 0
    returns: str = ""


class SeatsReclaimed(Payload, frozen=True, kw_only=True):
    """The giver takes back unspent seats of its own grant: the lease is over, and a guard."""

    request: str
    count: int


class SeatSpent(Payload, frozen=True, kw_only=True):
    """The referral's own station spent one of its seats on an agreement."""

    referral: str


class SeatReturned(Payload, frozen=True, kw_only=True):
    """The spender took the seat of an undone agreement back."""

    referral: str


class ReferralMade(Payload, frozen=True, kw_only=True):
    """对接: a recorded introduction with the number that people see."""

    referral: str
    number: str
    seeker: str
    reasons: tuple[str, ...] = ()
    made_by: str = "seeker"
    fair: str = ""


class ReferralCalled(Payload, frozen=True, kw_only=True):
    """The number was called."""

    referral: str


class ReferralAgreed(Payload, frozen=True, kw_only=True):
    """One side said 谈成了. `side`: seeker or employer; `by` tells who entered it."""

    referral: str
    side: str
    by: str


class ReferralDeclined(Payload, frozen=True, kw_only=True):
    """One side said 没谈成."""

    referral: str
    side: str
    by: str
    reason: str = ""


class ReferralCancelled(Payload, frozen=True, kw_only=True):
    """The seeker gave the referral up before an agreement."""

    referral: str
    by: str


class ReferralArrived(Payload, frozen=True, kw_only=True):
    """到岗: the person came to work."""

    referral: str
    by: str


class ReferralMissed(Payload, frozen=True, kw_only=True):
    """爽约: an agreed person did not come to work."""

    referral: str
    by: str


class ReferralUndone(Payload, frozen=True, kw_only=True):
    """Both answers are taken back; the spender returns the seat."""

    referral: str
    by: str
    reason: str = ""


class SensitiveRead(Payload, frozen=True, kw_only=True):
    """Somebody looked at protected fields of an aggregate."""

    fields: tuple[str, ...]
    purpose: str = ""


class EventRefused(Payload, frozen=True, kw_only=True):
    """A hub stored an event and does not accept it; folds leave the event out."""

    event: str
    code: str
    reason: str


PAYLOADS: dict[str, type[Payload]] = {
    payload.__name__: payload for payload in Payload.__subclasses__()
}
# Their payloads name aggregates and events only, and steer folds: they are never erased.
STRUCTURAL = frozenset(
    {
        "PersonErased",
        "PeopleMerged",
        "EventRefused",
        "RefusedEventMended",
        "RefusedEventWithdrawn",
        "RefusalLifted",
    }
)

# Most types hold text only; looking through all of it would cost more than reading it.
_WITH_NUMBERS = frozenset(
    name for name, cls in PAYLOADS.items() if "int" in repr([*get_type_hints(cls).values()])
)
_NUMBER_LIMIT = 2**53
# After what may stand before a number in JSON; identity numbers stand in quotes.
_LONG_NUMBER = re.compile(r"[:,\[]\s*-?(\d{16,4000})")
# Control characters but for tab and line feed, and what only steers how text is laid out.
_FORMAT = "\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x7f-\x9f"
_UNSEEN = re.compile(f"[\x00-\x08\x0b-\x1f\ud800-\udfff{_FORMAT}]")
_UNSEEN_IN_JSON = re.compile(rf"\\u00[01]|\\[bfr]|[{_FORMAT}]")
_encoder = msgspec.json.Encoder()
_decoders: dict[str, Any] = {name: msgspec.json.Decoder(cls) for name, cls in PAYLOADS.items()}

_P = TypeVar("_P", bound=Payload)


def _has_huge_number(payload: str) -> bool:
    """A whole number from 2^53 on: no table and not every JSON reader holds it exactly."""
    return any(int(digits) >= _NUMBER_LIMIT for digits in _LONG_NUMBER.findall(payload))


def encode_payload(payload: Payload) -> str:
    """The JSON text that is hashed, stored and sent.

    Characters that nobody sees (control and format characters, halves of pairs) are left out: they
    come from scanners and imports, and a NUL would make the event invalid everywhere.
    """
    with contextlib.suppress(UnicodeEncodeError):
        text = _encoder.encode(payload).decode()
        if _UNSEEN_IN_JSON.search(text) is None:
            return text
    return _encoder.encode(_seen(msgspec.to_builtins(payload))).decode()


def _seen(value: Any) -> Any:
    """The same value with texts that can be seen."""
    if isinstance(value, str):
        return _UNSEEN.sub("", value)
    if isinstance(value, dict):
        return {key: _seen(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_seen(item) for item in value]
    return value


def decode_payload(event_type: str, payload: str | None) -> Payload | None:
    """The payload of an event; None where it is erased or the type is of a newer program.

    A payload that does not fit its type gives None too: a fold must not stop at it, and the hub
    refuses it with a reason when it arrives.
    """
    decoder = _decoders.get(event_type)
    if decoder is None or payload is None:
        return None
    if event_type in _WITH_NUMBERS and _has_huge_number(payload):
        return None
    try:
        return decoder.decode(payload)  # type: ignore[no-any-return]  # one decoder per class
    except msgspec.MsgspecError:
        return None
