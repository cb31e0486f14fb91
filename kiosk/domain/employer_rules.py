"""Which posts of an employer a hub refuses, in whatever order it heard of things. Pure."""

from collections.abc import Iterable, Sequence

from kiosk.domain.clock import day_of, ms_of
from kiosk.domain.employer import Employer, PaperCheck
from kiosk.domain.events import VacancyPosted

__all__ = [
    "AGENCY_UNLICENSED",
    "EMPLOYER_SUSPENDED",
    "INVALID_TIMES",
    "LAST_MS",
    "NOT_MENDABLE",
    "objection_to_post",
]

EMPLOYER_SUSPENDED = "employer_suspended"
AGENCY_UNLICENSED = "agency_unlicensed"
INVALID_TIMES = "invalid_times"
NOT_MENDABLE = frozenset({EMPLOYER_SUSPENDED, AGENCY_UNLICENSED, INVALID_TIMES})
"""Codes of refused posts that would come back again however what may be corrected is."""
LAST_MS = 7_258_118_400_000
"""2200-01-01 UTC: no gig is later, and no calendar of a program has trouble with it."""


def objection_to_post(posting: VacancyPosted, stamp: int, known: Sequence[Employer]) -> str:
    """What speaks against a post; empty where nothing does.

    Args:
        posting: the post.
        stamp: when it was made; what was said of the employer later does not count against it.
        known: every record of this employer, in whatever hall.

    Returns:
        `EMPLOYER_SUSPENDED`, `AGENCY_UNLICENSED` (it went live without anybody's look although no
        licence was seen that held on that day), or empty.
    """
    day = day_of(ms_of(stamp)).isoformat()
    if any(_is_suspended(item, stamp, day) for item in known):
        return EMPLOYER_SUSPENDED
    is_agency = any(item.kind == "agency" for item in known)
    if is_agency and posting.review == "live" and not _is_licensed(known, stamp, day):
        return AGENCY_UNLICENSED
    return ""


def _is_suspended(employer: Employer, stamp: int, day: str) -> bool:
    return any(
        item.at <= stamp and item.until >= day and not 0 < item.lifted_at <= stamp
        for item in employer.suspensions
    )


def _is_licensed(known: Iterable[Employer], stamp: int, day: str) -> bool:
    """By what had been seen then, or by what is known now: the clocks of a hall may differ, and a
    station that knew of a good licence was right to let the post go live."""
    for employer in known:
        seen = [item for item in employer.papers if item.paper == "licence"]
        before = [item for item in seen if item.at <= stamp]
        if any(_holds(item, day) for item in (before[-1:] + seen[-1:])):
            return True
    return False


def _holds(check: PaperCheck, day: str) -> bool:
    return check.result == "good" and (not check.valid_until or check.valid_until >= day)
