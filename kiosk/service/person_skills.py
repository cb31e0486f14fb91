"""技能和证书, 求职意向 at the desk: recorded, seen on paper, withdrawn.

What a person says counts in part, what a clerk has seen counts fully. The number of a certificate
is masked wherever it is shown; the whole one takes leave of its own and leaves a line in the log.
"""

from dataclasses import dataclass
from datetime import date

from kiosk.domain.events import Payload, SensitiveRead
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.qualifications import HOURS, LEVELS, Qualified, years_later
from kiosk.domain.roles import Act
from kiosk.domain.seeker import Seeker
from kiosk.domain.skill_events import (
    CertificateRecorded,
    CertificateVerified,
    CertificateWithdrawn,
    PreferenceRecorded,
    SkillRecorded,
    SkillWithdrawn,
)
from kiosk.qualification_tables import certificate_kinds
from kiosk.regions import county_in, town_in
from kiosk.service.authority import Authorised
from kiosk.service.hall_profile import hall_view
from kiosk.service.priority_help import known_seeker
from kiosk.service.site import Site
from kiosk.store.log import Writing
from kiosk.store.people import same_people

__all__ = [
    "RecordCertificate",
    "RecordPreference",
    "RecordSkill",
    "certificate_number",
    "checked_certificate",
    "record_certificate",
    "record_preference",
    "record_skill",
    "verify_certificate",
    "verify_skill",
    "withdraw_certificate",
    "withdraw_skill",
]

_TEXT_LIMIT, _NUMBER_LIMIT, _PLACE_LIMIT = 60, 30, 40
_MOST_PAY_CENTS = 10_000_00


@dataclass(frozen=True, slots=True)
class RecordSkill:
    """A level in a trade; `basis` says by which paper, where a clerk saw one."""

    trade: str
    level: int
    is_seen: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class RecordCertificate:
    """A certificate as its paper says; days are ISO days or empty."""

    kind: str
    number: str = ""
    issued: str = ""
    until: str = ""
    review: str = ""
    is_seen: bool = False


@dataclass(frozen=True, slots=True)
class RecordPreference:
    """求职意向: pay for a day in cents, 0 for any; `place` as it is said (雨花区东塘街道)."""

    pay_cents: int = 0
    place: str = ""
    hours: str = ""
    first: str = ""
    last: str = ""


def record_skill(
    site: Site, allowed: Authorised, seeker: str, given: RecordSkill
) -> frozenset[str]:
    """Note a level; one that was seen and one that is said stand side by side.

    Raises:
        InvalidInput: one Problem per wrong field.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`.
    """
    problems = []
    if given.trade not in site.trades:
        problems.append(Problem("trade", "unknown"))
    if given.level not in LEVELS:
        problems.append(Problem("level", "required"))
    if len(given.basis) > _TEXT_LIMIT:
        problems.append(Problem("basis", "too_long", {"limit": _TEXT_LIMIT}))
    if problems:
        raise InvalidInput(*problems)
    noted = SkillRecorded(
        trade=given.trade, level=given.level, is_seen=given.is_seen, basis=given.basis.strip()
    )
    return _append(site, allowed, seeker, noted)


def verify_skill(site: Site, allowed: Authorised, seeker: str, trade: str) -> frozenset[str]:
    """A clerk saw the paper for the level that the person had told of.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`, `unknown_certificate` where no level is known.
    """
    actor = allowed.actor_for(Act.RECORD_SKILL)
    with site.store.write() as writing:
        for person, own in _group(writing, seeker):
            claim = own.skills.get(f"{trade} declared")
            if claim is not None:
                seen = SkillRecorded(trade=trade, level=claim.level, is_seen=True)
                writing.append(seen, person.id, actor)
                return frozenset(writing.changed)
        raise NotPossible("unknown_certificate")


def withdraw_skill(
    site: Site, allowed: Authorised, seeker: str, trade: str, reason: str
) -> frozenset[str]:
    """What is known of a trade's level does not hold.

    Raises:
        InvalidInput: there is no reason.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`.
    """
    actor = allowed.actor_for(Act.RECORD_SKILL)
    withdrawn = SkillWithdrawn(trade=trade, reason=_reason(reason))
    with site.store.write() as writing:
        for person, own in _group(writing, seeker):
            if any(key.partition(" ")[0] == trade for key in own.skills):
                writing.append(withdrawn, person.id, actor)
        return frozenset(writing.changed)


def record_certificate(
    site: Site, allowed: Authorised, seeker: str, given: RecordCertificate
) -> frozenset[str]:
    """Note a certificate. Days that the paper does not name follow from the day of issue by the
    table of kinds.

    Raises:
        InvalidInput: one Problem per wrong field.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`.
    """
    actor = allowed.actor_for(Act.RECORD_SKILL)
    given = checked_certificate(site.today(), given)
    with site.store.write() as writing:
        person = known_seeker(writing.applier, seeker)
        noted = CertificateRecorded(
            certificate=writing.new_id("certificate"),
            kind=given.kind,
            number=given.number,
            issued=given.issued,
            valid_until=given.until,
            review_by=given.review,
            is_seen=given.is_seen,
        )
        writing.append(noted, person.id, actor)
        return frozenset(writing.changed)


def verify_certificate(
    site: Site, allowed: Authorised, seeker: str, certificate: str
) -> frozenset[str]:
    """核验: a clerk has seen it.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`, `unknown_certificate`.
    """
    seen = CertificateVerified(certificate=certificate)
    return _on_certificate(site, allowed, seeker, certificate, seen)


def withdraw_certificate(
    site: Site, allowed: Authorised, seeker: str, certificate: str, reason: str
) -> frozenset[str]:
    """It does not hold, or was entered by mistake.

    Raises:
        InvalidInput: there is no reason.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`, `unknown_certificate`.
    """
    withdrawn = CertificateWithdrawn(certificate=certificate, reason=_reason(reason))
    return _on_certificate(site, allowed, seeker, certificate, withdrawn)


def certificate_number(site: Site, allowed: Authorised, seeker: str, certificate: str) -> str:
    """The whole number, which often is an identity number; in the log before it is given.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`, `unknown_certificate`.
    """
    actor = allowed.actor_for(Act.SEE_FULL_ID)
    with site.store.write() as writing:
        person, own = _holder(writing, seeker, certificate)
        read = SensitiveRead(fields=("certificate_number",), purpose="desk")
        writing.append(read, person.id, actor)
        return own.certificates[certificate].number


def record_preference(
    site: Site, allowed: Authorised, seeker: str, given: RecordPreference
) -> frozenset[str]:
    """What the person wishes, in place of what was known.

    Raises:
        InvalidInput: one Problem per wrong field.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`.
    """
    problems = _day_problems({"first": given.first, "last": given.last})
    if given.hours not in HOURS:
        problems.append(Problem("hours", "unknown"))
    if not 0 <= given.pay_cents <= _MOST_PAY_CENTS:
        problems.append(Problem("pay", "too_much", {"limit": _MOST_PAY_CENTS // 100}))
    if not problems and given.first and given.last and given.last < given.first:
        problems.append(Problem("last", "before_first"))
    place = "".join(given.place.split())
    county, town = county_in(place), town_in(place)
    if len(place) > _PLACE_LIMIT:
        problems.append(Problem("place", "too_long", {"limit": _PLACE_LIMIT}))
    elif place and not county and not town:
        problems.append(Problem("place", "unknown_place"))
    if problems:
        raise InvalidInput(*problems)
    wished = PreferenceRecorded(
        pay_cents=given.pay_cents,
        county=county or (hall_view(site).county if town else ""),
        town=town,
        hours=given.hours,
        first=given.first,
        last=given.last,
    )
    return _append(site, allowed, seeker, wished, Act.REGISTER_SEEKER)


def checked_certificate(today: date, given: RecordCertificate) -> RecordCertificate:
    """What was given, tidied, with the days that follow from the day of issue.

    Raises:
        InvalidInput: one Problem per wrong field.
    """
    kind = certificate_kinds(today.isoformat()).get(given.kind)
    number = "".join(given.number.split()).upper()
    problems = _day_problems({"issued": given.issued, "until": given.until, "review": given.review})
    if kind is None:
        problems.append(Problem("kind", "unknown"))
    if len(number) > _NUMBER_LIMIT:
        problems.append(Problem("number", "too_long", {"limit": _NUMBER_LIMIT}))
    elif given.is_seen and not number:
        problems.append(Problem("number", "required"))
    if problems or kind is None:
        raise InvalidInput(*problems)
    until, review = given.until, given.review
    if given.issued:
        issued = date.fromisoformat(given.issued)
        if issued > today:
            raise InvalidInput(Problem("issued", "in_the_future"))
        if kind.valid_years:
            until = until or years_later(issued, kind.valid_years).isoformat()
        if kind.review_years and not review:
            # A review that lies behind the holder is told by the paper alone.
            due = years_later(issued, kind.review_years).isoformat()
            review = due if due < until else ""
        if until and until < given.issued:
            raise InvalidInput(Problem("until", "before_first"))
    elif given.is_seen and kind.valid_years and not until:
        raise InvalidInput(Problem("until", "required"))
    return RecordCertificate(given.kind, number, given.issued, until, review, given.is_seen)


def _day_problems(days: dict[str, str]) -> list[Problem]:
    problems = []
    for field, text in days.items():
        try:
            is_day = not text or date.fromisoformat(text).isoformat() == text
        except ValueError:
            is_day = False
        if not is_day:
            problems.append(Problem(field, "not_a_day"))
    return problems


def _reason(text: str) -> str:
    if not text.strip():
        raise InvalidInput(Problem("reason", "required"))
    return text.strip()


def _append(
    site: Site, allowed: Authorised, seeker: str, payload: Payload, act: Act = Act.RECORD_SKILL
) -> frozenset[str]:
    actor = allowed.actor_for(act)
    with site.store.write() as writing:
        writing.append(payload, known_seeker(writing.applier, seeker).id, actor)
        return frozenset(writing.changed)


def _on_certificate(
    site: Site, allowed: Authorised, seeker: str, certificate: str, payload: Payload
) -> frozenset[str]:
    actor = allowed.actor_for(Act.RECORD_SKILL)
    with site.store.write() as writing:
        person, _own = _holder(writing, seeker, certificate)
        writing.append(payload, person.id, actor)
        return frozenset(writing.changed)


def _holder(writing: Writing, seeker: str, certificate: str) -> tuple[Seeker, Qualified]:
    """The record, of all that are the same person, in which a certificate stands."""
    for person, own in _group(writing, seeker):
        if certificate in own.certificates:
            return person, own
    raise NotPossible("unknown_certificate")


def _group(writing: Writing, seeker: str) -> list[tuple[Seeker, Qualified]]:
    known = known_seeker(writing.applier, seeker)
    states = map(writing.state, same_people(writing.db, known.id))
    return [
        (state, state.qualified)
        for state in states
        if isinstance(state, Seeker) and not state.erased and state.qualified is not None
    ]
