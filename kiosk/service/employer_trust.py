"""Whom the hall trusts: suspension, papers, notes; what they mean for posts and referrals (R25).

A suspension is a fact with a last day; whether it holds is asked when it matters, so that it lifts
itself without anybody doing anything.
"""

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from kiosk.domain.complaint_events import EmployerNoted
from kiosk.domain.counter_events import (
    EmployerPaperChecked,
    EmployerReinstated,
    EmployerSuspended,
)
from kiosk.domain.employer import PAPERS, SUSPENSION_REASONS, Employer
from kiosk.domain.events import EmployerVerified, VacancyReviewed
from kiosk.domain.identity import parse_uscc
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.roles import Act
from kiosk.service.authority import Authorised
from kiosk.service.site import Site
from kiosk.store.apply import Applier
from kiosk.store.log import Writing
from kiosk.store.people import same_people, survivor
from kiosk.store.vacancies import vacancies_of_employer

__all__ = [
    "PaperSeen",
    "check_paper",
    "check_trusted",
    "goes_live",
    "note_employer",
    "reinstate_employer",
    "suspend_employer",
    "suspended_until",
]

_TEXT_LIMIT = 200
_LONGEST_DAYS = 3 * 366


@dataclass(frozen=True, slots=True)
class PaperSeen:
    """What staff saw. `paper`: kiosk.domain.employer.PAPERS; `valid_until` ISO day or empty."""

    paper: str
    is_good: bool
    number: str = ""
    valid_until: str = ""
    text: str = ""


def suspended_until(applier: Applier, db: Database, employer: str, today: str) -> str:
    """The last day of the suspension in force, whatever id it was written under; else empty."""
    states = [applier.state(item) for item in same_people(db, employer)]
    ends = [item.suspended_until(today) for item in states if isinstance(item, Employer)]
    return max(ends, default="")


def check_trusted(site: Site, applier: Applier, db: Database, employer: str) -> None:
    """Stop what a suspended employer may not do.

    Raises:
        NotPossible: `employer_suspended` with `until`.
    """
    until = suspended_until(applier, db, employer, site.today().isoformat())
    if until:
        raise NotPossible("employer_suspended", until=until)


def goes_live(site: Site, writing: Writing, employer: Employer) -> bool:
    """Whether a clean post of this employer needs no look of the desk first.

    An agency needs a licence that was seen and has not run out; who left neither card nor USCC
    (a call by telephone) is looked at each time until staff saw a paper.
    """
    group = [writing.state(item) for item in same_people(writing.db, employer.id)]
    known = [item for item in group if isinstance(item, Employer)]
    if employer.kind == "agency":
        today = site.today().isoformat()
        return any(item.has_valid_licence(today) for item in known)
    if any(item.is_verified for item in known):
        return True
    has_paper = any(item.uscc or item.id_number for item in known)
    return has_paper and site.rules.unverified_goes_live


def suspend_employer(
    site: Site,
    allowed: Authorised,
    employer: str,
    *,
    until: str,
    reason: str,
    text: str,
    subject: str = "",
) -> frozenset[str]:
    """Suspend up to a day; its open posts are taken down in the same transaction.

    Args:
        site: this station.
        allowed: leave for `Act.SUSPEND_EMPLOYER`.
        employer: whom.
        until: the last ISO day.
        reason: kiosk.domain.employer.SUSPENSION_REASONS; other halls see it.
        text: what happened, for the employer's record in this hall.
        subject: complaint or vacancy it rests on.

    Raises:
        InvalidInput: `until` or `reason` is wrong, or nothing is written of what happened.
        NotPossible: `unknown_employer`.
    """
    actor = allowed.actor_for(Act.SUSPEND_EMPLOYER)
    _check_suspension(site, until, reason, text)
    with site.store.write() as writing:
        kept = _known(writing, employer)
        event = EmployerSuspended(until=until, reason=reason, subject=subject)
        writing.append(event, kept.id, actor)
        note = EmployerNoted(grade="bad", text=text.strip(), subject=subject)
        writing.append(note, kept.id, actor)
        people = same_people(writing.db, kept.id)
        for row in vacancies_of_employer(writing.db, people, site.now_ms()):
            if row["review"] in {"live", "queued", "asked"} and not row["closed"]:
                down = VacancyReviewed(verdict="taken_down", reason=reason)
                writing.append(down, row["id"], actor)
        return frozenset(writing.changed)


def reinstate_employer(
    site: Site, allowed: Authorised, employer: str, reason: str
) -> frozenset[str]:
    """Lift a suspension before its day. Posts that were taken down stay down.

    Raises:
        InvalidInput: there is no reason.
        NotPossible: `unknown_employer`, `not_suspended`.
    """
    actor = allowed.actor_for(Act.SUSPEND_EMPLOYER)
    if not reason.strip():
        raise InvalidInput(Problem("reason", "required"))
    today = site.today().isoformat()
    with site.store.write() as writing:
        kept = _known(writing, employer)
        found = [writing.state(item) for item in same_people(writing.db, kept.id)]
        held = [
            item for item in found if isinstance(item, Employer) and item.suspended_until(today)
        ]
        if not held:
            raise NotPossible("not_suspended")
        for item in held:
            writing.append(EmployerReinstated(reason=reason.strip()), item.id, actor)
        return frozenset(writing.changed)


def check_paper(site: Site, allowed: Authorised, employer: str, seen: PaperSeen) -> frozenset[str]:
    """Note a look at a paper; one found good also verifies the employer.

    Raises:
        InvalidInput: one Problem per wrong field.
        NotPossible: `unknown_employer`.
    """
    actor = allowed.actor_for(Act.VERIFY_EMPLOYER)
    number = _checked_number(site, seen)
    with site.store.write() as writing:
        kept = _known(writing, employer)
        event = EmployerPaperChecked(
            paper=seen.paper,
            result="good" if seen.is_good else "bad",
            number=number,
            valid_until=seen.valid_until,
            text=seen.text.strip(),
        )
        writing.append(event, kept.id, actor)
        if seen.is_good and not kept.is_verified:
            writing.append(EmployerVerified(basis=seen.paper), kept.id, actor)
        return frozenset(writing.changed)


def note_employer(
    site: Site, allowed: Authorised, employer: str, *, is_good: bool, text: str, subject: str = ""
) -> frozenset[str]:
    """诚信记录: what staff note of an employer (R44).

    Raises:
        InvalidInput: nothing is written, or too much.
        NotPossible: `unknown_employer`.
    """
    actor = allowed.actor_for(Act.VERIFY_EMPLOYER)
    _check_text(text)
    with site.store.write() as writing:
        kept = _known(writing, employer)
        grade = "good" if is_good else "bad"
        noted = EmployerNoted(grade=grade, text=text.strip(), subject=subject)
        writing.append(noted, kept.id, actor)
        return frozenset(writing.changed)


def _known(writing: Writing, employer: str) -> Employer:
    state = survivor(writing.applier, employer)
    if not isinstance(state, Employer) or state.erased:
        raise NotPossible("unknown_employer")
    return state


def _check_suspension(site: Site, until: str, reason: str, text: str) -> None:
    end = _day(until, "until")
    if not 0 <= (end - site.today()).days <= _LONGEST_DAYS:
        raise InvalidInput(Problem("until", "out_of_range"))
    if reason not in SUSPENSION_REASONS:
        raise InvalidInput(Problem("reason", "required"))
    _check_text(text)


def _check_text(text: str) -> None:
    if not text.strip():
        raise InvalidInput(Problem("text", "required"))
    if len(text) > _TEXT_LIMIT:
        raise InvalidInput(Problem("text", "too_long", {"limit": _TEXT_LIMIT}))


def _checked_number(site: Site, seen: PaperSeen) -> str:
    if seen.paper not in PAPERS:
        raise InvalidInput(Problem("paper", "required"))
    if len(seen.text) > _TEXT_LIMIT:
        raise InvalidInput(Problem("text", "too_long", {"limit": _TEXT_LIMIT}))
    if seen.valid_until and _day(seen.valid_until, "valid_until") < site.today() and seen.is_good:
        raise InvalidInput(Problem("valid_until", "in_the_past"))
    if not seen.is_good:
        return seen.number.strip()
    if seen.paper == "uscc":
        return parse_uscc(seen.number)
    if seen.paper == "licence" and not (seen.number.strip() and seen.valid_until):
        raise InvalidInput(Problem("number" if seen.valid_until else "valid_until", "required"))
    return seen.number.strip()


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(Problem(field, "not_a_day")) from None
