"""Courses and leaflets from a file (CSV, XLSX, JSON), as a platform or the county sends them round.

The same row gives the same course wherever it is imported, so that two desks that import one file
do not double it. A row that is wrong is told by row and column; the good ones are entered.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from kiosk.domain.clock import day_bounds, day_of
from kiosk.domain.content_events import LeafletPublished
from kiosk.domain.course import Course
from kiosk.domain.events import CourseOffered
from kiosk.domain.leaflet import PublishedLeaflet
from kiosk.domain.offer_checks import check_course, check_leaflet
from kiosk.domain.payload import Payload
from kiosk.domain.problems import InvalidInput, Problem
from kiosk.domain.roles import Act
from kiosk.domain.typed import whole_number
from kiosk.i18n import N_, _
from kiosk.service.authority import Authorised
from kiosk.service.exchange.rows import RowProblem, row_problems
from kiosk.service.exchange.sheets import Sheet, read_sheet
from kiosk.service.site import Site
from kiosk.service.training_desk import CourseRow

__all__ = [
    "CatalogueReport",
    "course_values",
    "import_courses",
    "import_leaflets",
    "parse_course",
    "parse_leaflet",
]

_ROWS = uuid.UUID("6a4b8b6e-2a53-5d0b-9a5e-8f3d4f6c7a10")
"""Name space of ids made from what a row says."""
_COURSE_COLUMNS = {
    "code": N_("编号"),
    "title": N_("名称"),
    "level": N_("级别"),
    "trade": N_("工种"),
    "mode": N_("方式"),
    "starts": N_("开班日期"),
    "schedule": N_("时间安排"),
    "place": N_("地点"),
    "seats": N_("名额"),
    "fee": N_("费用（元）"),
    "subsidy": N_("补贴"),
    "source": N_("来源"),
    "source_day": N_("来源日期"),
    "until": N_("报名截止"),
}
_LEAFLET_COLUMNS = {
    "code": N_("编号"),
    "title": N_("标题"),
    "lines": N_("正文"),
    "basis": N_("依据"),
    "since": N_("开始日期"),
    "until": N_("截止日期"),
    "source": N_("来源"),
}
_CENTS = 100
_Values = dict[str, str]
_T = TypeVar("_T", bound=Payload)


@dataclass(frozen=True, slots=True)
class CatalogueReport:
    """What an import did. rows = entered + known + bad rows."""

    rows: int
    entered: int
    known: int
    problems: tuple[RowProblem, ...]
    changed: frozenset[str] = field(default_factory=frozenset)

    @property
    def bad_rows(self) -> int:
        """Rows with a problem."""
        return len({item.row for item in self.problems})


def import_courses(site: Site, allowed: Authorised, path: Path) -> CatalogueReport:
    """Enter the courses of a file; a known one with another wording is offered anew.

    Raises:
        NotAllowed: the leave is for something else.
        SheetError, OSError: the file cannot be read.
    """
    actor = allowed.actor_for(Act.OFFER_COURSE)

    def is_known(state: object, offer: CourseOffered) -> bool:
        return isinstance(state, Course) and state.offer == offer and not state.withdrawn

    def parse(values: _Values) -> CourseOffered:
        return parse_course(site, values)

    return _import(site, read_sheet(path), _COURSE_COLUMNS, "course", parse, is_known, actor)


def import_leaflets(site: Site, allowed: Authorised, path: Path) -> CatalogueReport:
    """Publish the leaflets of a file.

    Raises:
        NotAllowed: the leave is for something else.
        SheetError, OSError: the file cannot be read.
    """
    actor = allowed.actor_for(Act.PUBLISH)

    def is_known(state: object, content: LeafletPublished) -> bool:
        return (
            isinstance(state, PublishedLeaflet) and not state.withdrawn and state.content == content
        )

    sheet = read_sheet(path)
    return _import(site, sheet, _LEAFLET_COLUMNS, "leaflet", parse_leaflet, is_known, actor)


def parse_course(site: Site, values: _Values) -> CourseOffered:
    """A row of courses. A hint on subsidies needs its source and the day of it.

    Raises:
        InvalidInput: one Problem per wrong field.
    """
    problems: list[Problem] = []
    trade = values.get("trade", "")
    names = {key: key for key in site.trades}
    names |= {item.name: key for key, item in site.trades.items()}
    if trade and trade not in names:
        problems.append(Problem("trade", "unknown"))
    until = _day_ms(values, "until", problems, is_end=True)
    offer = CourseOffered(
        title=values.get("title", ""),
        level=values.get("level", ""),
        trade=names.get(trade, ""),
        mode="online" if values.get("mode", "") in {"online", _("线上")} else "onsite",
        starts=_day_ms(values, "starts", problems),
        schedule=values.get("schedule", ""),
        place=values.get("place", ""),
        seats=_whole(values, "seats", problems),
        fee_cents=_whole(values, "fee", problems) * _CENTS,
        subsidy=values.get("subsidy", ""),
        source=values.get("source", ""),
        source_day=_iso_day(values, "source_day", problems),
        valid_until=until,
    )
    problems += check_course(offer)
    if problems:
        raise InvalidInput(*problems)
    return offer


def course_values(site: Site, row: CourseRow) -> dict[str, str]:
    """What a form shows of a course that is offered: the other way round of `parse_course`."""
    starts = day_of(row.starts).isoformat() if row.starts else ""
    return {
        "title": row.title,
        "level": row.level,
        "trade": site.trade_name(row.trade) if row.trade else "",
        "mode": "online" if row.is_online else "onsite",
        "starts": starts,
        "schedule": row.schedule,
        "place": row.place,
        "seats": str(row.seats or ""),
        "fee": str(row.fee_cents // _CENTS or ""),
        "subsidy": row.subsidy,
        "source": row.source,
        "source_day": row.source_day,
        "until": day_of(row.valid_until - 1).isoformat() if row.valid_until else "",
    }


def parse_leaflet(values: _Values) -> LeafletPublished:
    """A row of leaflets; sentences stand on lines of their own.

    Raises:
        InvalidInput: one Problem per wrong field.
    """
    problems: list[Problem] = []
    lines = values.get("lines", "").replace("\r", "").split("\n")
    content = LeafletPublished(
        title=values.get("title", ""),
        lines=tuple(line.strip() for line in lines if line.strip()),
        basis=values.get("basis", ""),
        since=_iso_day(values, "since", problems),
        valid_until=_iso_day(values, "until", problems),
        source=values.get("source", ""),
    )
    problems += check_leaflet(content)
    if problems:
        raise InvalidInput(*problems)
    return content


def _import(
    site: Site,
    sheet: Sheet,
    columns: dict[str, str],
    kind: str,
    parse: Callable[[_Values], _T],
    is_known: Callable[[object, _T], bool],
    actor: str,
) -> CatalogueReport:
    fields = {name: _(heading) for name, heading in columns.items()}
    places = {
        name: sheet.headings.index(heading)
        for name, heading in fields.items()
        if heading in sheet.headings
    }
    problems: list[RowProblem] = []
    good: list[tuple[str, _T]] = []
    for row, cells in sheet.rows:
        values = {name: cells[place].strip() for name, place in places.items()}
        try:
            good.append((_aggregate(kind, values), parse(values)))
        except InvalidInput as error:
            problems += row_problems(row, fields, error)
    entered = 0
    with site.store.write() as writing:
        for aggregate, payload in good:
            if not is_known(writing.state(aggregate), payload):
                writing.append(payload, aggregate, actor)
                entered += 1
        changed = frozenset(writing.changed)
    return CatalogueReport(len(sheet.rows), entered, len(good) - entered, tuple(problems), changed)


def _aggregate(kind: str, values: _Values) -> str:
    """By the sender's own number, else by what tells the row from others."""
    keys = ("source", "code") if values.get("code") else ("title", "starts", "since", "place")
    return f"{kind}:{uuid.uuid5(_ROWS, chr(31).join(values.get(key, '') for key in keys))}"


def _whole(values: _Values, name: str, problems: list[Problem]) -> int:
    text = values.get(name, "")
    if not text:
        return 0
    number = whole_number(text, most_digits=6)
    if number is None:
        problems.append(Problem(name, "not_a_number"))
        return 0
    return number


def _iso_day(values: _Values, name: str, problems: list[Problem]) -> str:
    text = values.get(name, "")
    if not text:
        return ""
    try:
        return date.fromisoformat(text[:10].replace("/", "-")).isoformat()
    except ValueError:
        problems.append(Problem(name, "not_a_day"))
        return ""


def _day_ms(values: _Values, name: str, problems: list[Problem], *, is_end: bool = False) -> int:
    text = _iso_day(values, name, problems)
    if not text:
        return 0
    return day_bounds(date.fromisoformat(text))[int(is_end)]
