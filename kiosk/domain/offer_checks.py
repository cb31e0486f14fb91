"""What a course or a leaflet must keep to, so that it fits the screens; the same for a desk, a file
and a hub."""

from datetime import date

from kiosk.domain.content_events import LeafletPublished
from kiosk.domain.problems import Problem
from kiosk.domain.training_events import CourseOffered

__all__ = ["check_course", "check_leaflet"]

_COURSE_TITLE, _COURSE_TEXT = 20, 40
_LEAFLET_TITLE, _LINE, _MOST_LINES, _BASIS = 12, 40, 6, 40


def check_course(given: CourseOffered) -> list[Problem]:
    """What is wrong with an offer; nothing where it can be offered."""
    problems = []
    if not given.title.strip():
        problems.append(Problem("title", "required"))
    if len(given.title) > _COURSE_TITLE:
        problems.append(Problem("title", "too_long", {"limit": _COURSE_TITLE}))
    problems += [
        Problem(name, "too_long", {"limit": _COURSE_TEXT})
        for name in ("schedule", "place", "subsidy", "source")
        if len(getattr(given, name)) > _COURSE_TEXT
    ]
    if given.subsidy and not (given.source and given.source_day):
        problems.append(Problem("source", "required"))
    if given.seats < 0 or given.fee_cents < 0:
        problems.append(Problem("seats", "not_positive"))
    return problems


def check_leaflet(given: LeafletPublished) -> list[Problem]:
    """What is wrong with a leaflet; nothing where it can be published."""
    problems = []
    if not given.title.strip():
        problems.append(Problem("title", "required"))
    if len(given.title) > _LEAFLET_TITLE:
        problems.append(Problem("title", "too_long", {"limit": _LEAFLET_TITLE}))
    problems += [
        Problem(name, "too_long", {"limit": _BASIS})
        for name in ("basis", "source")
        if len(getattr(given, name)) > _BASIS
    ]
    if not any(line.strip() for line in given.lines):
        problems.append(Problem("lines", "required"))
    if any(len(line) > _LINE for line in given.lines):
        problems.append(Problem("lines", "too_long", {"limit": _LINE}))
    if len(given.lines) > _MOST_LINES:
        problems.append(Problem("lines", "too_many", {"limit": _MOST_LINES}))
    problems += [
        Problem(name, "not_a_day")
        for name in ("since", "valid_until")
        if getattr(given, name) and not _is_day(getattr(given, name))
    ]
    return problems


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
