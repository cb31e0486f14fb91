"""重点帮扶: categories of a person at three levels of certainty, and the tier they give (R19, R20).

Sensitive: nothing is kept before the person agreed to it, apart from the consent to the
registration; what was kept counts for nothing once the person does not want it any more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from kiosk.domain.assistance_events import (
    PriorityConsentGiven,
    PriorityConsentWithdrawn,
    PriorityNoted,
    PriorityRemoved,
)
from kiosk.domain.clock import day_of, ms_of
from kiosk.domain.priority import CERTAINTIES, CERTIFIED, PriorityClaim, Tier, tier_of
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.roles import Act
from kiosk.domain.seeker import Seeker
from kiosk.help_tables import priority_rules
from kiosk.service.authority import Authorised
from kiosk.service.site import Site
from kiosk.store.apply import Applier
from kiosk.store.help_rows import last_agreements
from kiosk.store.people import same_people, survivor

__all__ = [
    "HELP_CONSENT_VERSION",
    "NoteClaim",
    "allow_help_data",
    "claims_of",
    "forbid_help_data",
    "known_seeker",
    "note_claim",
    "remove_claim",
    "tier_now",
    "waiting_days",
]

HELP_CONSENT_VERSION = "2026-11"
_TEXT_LIMIT = 60


@dataclass(frozen=True, slots=True)
class NoteClaim:
    """A category on one level of certainty. `valid_until` is an ISO day, empty for no end."""

    category: str
    certainty: str
    basis: str = ""
    valid_until: str = ""


def allow_help_data(site: Site, allowed: Authorised, seeker: str) -> frozenset[str]:
    """The person agreed in so many words that the hall keeps what need of help there is.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`.
    """
    actor = allowed.actor_for(Act.VERIFY_PRIORITY)
    with site.store.write() as writing:
        person = known_seeker(writing.applier, seeker)
        if not person.priority_consent:
            given = PriorityConsentGiven(version=HELP_CONSENT_VERSION)
            writing.append(given, person.id, actor)
        return frozenset(writing.changed)


def forbid_help_data(site: Site, allowed: Authorised, seeker: str) -> frozenset[str]:
    """The person does not want it any more; whoever corrects registrations writes it down.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`.
    """
    actor = allowed.actor_for(Act.CHANGE_PERSON)
    with site.store.write() as writing:
        for known in _group(writing.db, writing.applier, seeker):
            if known.priority_consent or known.priority:
                writing.append(PriorityConsentWithdrawn(), known.id, actor)
        return frozenset(writing.changed)


def note_claim(site: Site, allowed: Authorised, seeker: str, given: NoteClaim) -> frozenset[str]:
    """Note a category; the three levels of certainty stand side by side.

    Raises:
        InvalidInput: a field is wrong.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`, `no_help_consent`.
    """
    actor = allowed.actor_for(Act.VERIFY_PRIORITY)
    _check(site, given)
    with site.store.write() as writing:
        person = known_seeker(writing.applier, seeker)
        group = _group(writing.db, writing.applier, person.id)
        if not any(item.priority_consent for item in group):
            raise NotPossible("no_help_consent")
        noted = PriorityNoted(
            category=given.category,
            certainty=given.certainty,
            basis=given.basis.strip(),
            valid_until=given.valid_until,
        )
        writing.append(noted, person.id, actor)
        return frozenset(writing.changed)


def remove_claim(
    site: Site, allowed: Authorised, seeker: str, category: str, certainty: str, reason: str
) -> frozenset[str]:
    """A category does not hold on this level; the other levels stay.

    Raises:
        InvalidInput: there is no reason.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`.
    """
    actor = allowed.actor_for(Act.VERIFY_PRIORITY)
    if not reason.strip():
        raise InvalidInput(Problem("reason", "required"))
    removed = PriorityRemoved(category=category, certainty=certainty, reason=reason.strip())
    with site.store.write() as writing:
        for known in _group(writing.db, writing.applier, seeker):
            if f"{category} {certainty}" in known.priority:
                writing.append(removed, known.id, actor)
        return frozenset(writing.changed)


def known_seeker(applier: Applier, seeker: str) -> Seeker:
    """The seeker who survives under an id.

    Raises:
        NotPossible: `unknown_seeker`.
    """
    person = survivor(applier, seeker)
    if not isinstance(person, Seeker) or person.erased:
        raise NotPossible("unknown_seeker")
    return person


def claims_of(db: Database, applier: Applier, seeker: str) -> dict[str, PriorityClaim]:
    """`category certainty` → claim, of everybody known to be the same person; the latest wins."""
    found: dict[str, PriorityClaim] = {}
    for known in _group(db, applier, seeker):
        if not known.priority_consent:
            continue
        for key, claim in known.priority.items():
            if key not in found or claim.at > found[key].at:
                found[key] = claim
    return found


def waiting_days(db: Database, seeker: Seeker, today: date) -> int:
    """Days since the last agreement that stands, else since the first registration (R20)."""
    people = same_people(db, seeker.id)
    since = max(last_agreements(db, people).values(), default=0) or seeker.registered_at
    return max(0, (today - day_of(ms_of(since))).days) if since else 0


def tier_now(site: Site, claims: Mapping[str, PriorityClaim], waited: int) -> Tier:
    """The tier by today's rules."""
    today = site.today()
    return tier_of(claims, priority_rules(today.isoformat()), today, waited)


def _group(db: Database, applier: Applier, seeker: str) -> list[Seeker]:
    person = known_seeker(applier, seeker)
    states: Iterable[object] = map(applier.state, same_people(db, person.id))
    return [state for state in states if isinstance(state, Seeker) and not state.erased]


def _check(site: Site, given: NoteClaim) -> None:
    problems = []
    rule = priority_rules(site.today().isoformat()).get(given.category)
    if rule is None or rule.waits_days:
        # Waiting is computed; nobody notes it.
        problems.append(Problem("category", "required"))
    if given.certainty not in CERTAINTIES:
        problems.append(Problem("certainty", "required"))
    if given.certainty == CERTIFIED and not given.basis.strip():
        problems.append(Problem("basis", "required"))
    if len(given.basis) > _TEXT_LIMIT:
        problems.append(Problem("basis", "too_long", {"limit": _TEXT_LIMIT}))
    if given.valid_until and not _is_day(given.valid_until, site.today()):
        problems.append(Problem("valid_until", "not_a_day"))
    if problems:
        raise InvalidInput(*problems)


def _is_day(text: str, today: date) -> bool:
    try:
        return date.fromisoformat(text) >= today
    except ValueError:
        return False
