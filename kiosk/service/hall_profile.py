"""The hall's card, and today's figures for the home screen."""

import re
from dataclasses import dataclass

from kiosk.domain.events import HallProfileChanged
from kiosk.domain.hall import Hall
from kiosk.domain.hours import hours_on
from kiosk.domain.identity import is_phone
from kiosk.domain.problems import InvalidInput, Problem
from kiosk.service.site import Site, hall_aggregate
from kiosk.service.views import Figures, HallView
from kiosk.store.enrolment import load_enrolment
from kiosk.store.vacancies import figures_today

__all__ = ["OPERATOR_KINDS", "HallProfile", "change_hall_profile", "hall_view", "today_figures"]

OPERATOR_KINDS = ("public", "market", "joint")
"""公共就业服务机构, 市场化, 合办 (R36)."""
_LIMITS = {"name": 30, "short_name": 12, "address": 60, "operator": 40, "facilities": 120}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d", re.ASCII)
_HOTLINE = re.compile(r"\d{5}|400\d{7}|400-\d{3}-\d{4}|400-\d{4}-\d{3}", re.ASCII)
_MOST_BAYS = 99
_PLAIN = ("name", "county", "address", "hotline", "short_name", "operator", "operator_kind")


@dataclass(frozen=True, slots=True)
class HallProfile:
    """Fields to change; None leaves a field as it is. `trades`: ids with blanks between."""

    name: str | None = None
    county: str | None = None
    address: str | None = None
    opens: str | None = None
    closes: str | None = None
    hotline: str | None = None
    bays: int | None = None
    short_name: str | None = None
    operator: str | None = None
    operator_kind: str | None = None
    phone: str | None = None
    trades: str | None = None
    facilities: str | None = None


def change_hall_profile(site: Site, given: HallProfile, actor: str) -> HallView:
    """Change the hall's profile; only fields that differ are written.

    For setting up; what staff change at the desk goes through `hall_register.edit_profile`.

    Raises:
        InvalidInput: one Problem per wrong field; nothing is written.
    """
    problems = _problems(site, given)
    if problems:
        raise InvalidInput(*problems)
    with site.store.write() as writing:
        aggregate = hall_aggregate(writing.chain.hall)
        hall = writing.state(aggregate)
        differing = {
            field: value
            for field in HallProfile.__dataclass_fields__
            if (value := getattr(given, field)) is not None and value != getattr(hall, field, None)
        }
        if differing:
            writing.append(HallProfileChanged(**differing), aggregate, actor)
    return hall_view(site)


def hall_view(site: Site) -> HallView:
    """The hall's card; before a profile is known only the id, and the name its hub gave."""
    with site.store.read() as db:
        hall_id = site.store.chain().hall
        hall = site.store.applier(db).state(hall_aggregate(hall_id))
        enrolment = load_enrolment(db)
    known_as = enrolment.hall_name if enrolment else ""
    if not isinstance(hall, Hall):
        return HallView(id=hall_id, name=known_as)
    today = hours_on(hall.hours, site.today())
    opens, closes = today or (hall.opens, hall.closes)
    plain = {name: getattr(hall, name) for name in (*_PLAIN, "phone", "facilities", "bays")}
    return HallView(
        id=hall_id,
        opens=opens,
        closes=closes,
        is_closed_today=today == ("", ""),
        trades=tuple(hall.trades.split()),
        **plain | {"name": hall.name or known_as},
    )


def today_figures(site: Site) -> Figures:
    """Posts, headcount and agreements for the home screen."""
    with site.store.read() as db:
        posts, headcount, agreed = figures_today(db, site.now_ms())
    return Figures(posts=posts, headcount=headcount, agreed=agreed, as_of=site.now_ms())


def _problems(site: Site, given: HallProfile) -> list[Problem]:
    problems = []
    if given.name is not None and not given.name.strip():
        problems.append(Problem("name", "required"))
    for field, limit in _LIMITS.items():
        if len(getattr(given, field) or "") > limit:
            problems.append(Problem(field, "too_long", {"limit": limit}))
    problems += [
        Problem(field, "not_a_time")
        for field in ("opens", "closes")
        if (text := getattr(given, field)) and not _CLOCK.fullmatch(text)
    ]
    if given.phone and not is_phone(given.phone):
        problems.append(Problem("phone", "phone_form"))
    # Hotlines are written in groups: 0731-8500 0123.
    hotline = (given.hotline or "").replace(" ", "")
    if hotline and not (is_phone(hotline) or _HOTLINE.fullmatch(hotline)):
        problems.append(Problem("hotline", "phone_form"))
    if given.operator_kind and given.operator_kind not in OPERATOR_KINDS:
        problems.append(Problem("operator_kind", "unknown"))
    if given.bays is not None and not 0 <= given.bays <= _MOST_BAYS:
        problems.append(Problem("bays", "out_of_range", {"limit": _MOST_BAYS}))
    if any(trade not in site.trades for trade in (given.trades or "").split()):
        problems.append(Problem("trades", "unknown"))
    return problems
