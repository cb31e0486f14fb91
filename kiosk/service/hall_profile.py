"""The hall's card, and today's figures for the home screen."""

from dataclasses import dataclass

from kiosk.domain.events import HallProfileChanged
from kiosk.domain.hall import Hall
from kiosk.domain.problems import InvalidInput, Problem
from kiosk.service.site import Site, hall_aggregate
from kiosk.service.views import Figures, HallView
from kiosk.store.enrolment import load_enrolment
from kiosk.store.vacancies import figures_today

__all__ = ["HallProfile", "change_hall_profile", "hall_view", "today_figures"]


@dataclass(frozen=True, slots=True)
class HallProfile:
    """Fields to change; None leaves a field as it is."""

    name: str | None = None
    county: str | None = None
    address: str | None = None
    opens: str | None = None
    closes: str | None = None
    hotline: str | None = None
    bays: int | None = None


def change_hall_profile(site: Site, given: HallProfile, actor: str) -> HallView:
    """Change the hall's profile; only fields that differ are written.

    Raises:
        InvalidInput: `name` empty.
    """
    if given.name is not None and not given.name.strip():
        raise InvalidInput(Problem("name", "required"))
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
    return HallView(
        id=hall_id,
        name=hall.name or known_as,
        county=hall.county,
        address=hall.address,
        opens=hall.opens,
        closes=hall.closes,
        hotline=hall.hotline,
    )


def today_figures(site: Site) -> Figures:
    """Posts, headcount and agreements for the home screen."""
    with site.store.read() as db:
        posts, headcount, agreed = figures_today(db, site.now_ms())
    return Figures(posts=posts, headcount=headcount, agreed=agreed, as_of=site.now_ms())
