"""The hall of the pictures: a temporary store with a synthetic day and a person at work in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kiosk.domain.clock import day_bounds
from kiosk.service.employers import RegisterEmployer, register_employer
from kiosk.service.hall_profile import HallProfile, change_hall_profile
from kiosk.service.matching import refer
from kiosk.service.posting import PostVacancy, post_vacancy
from kiosk.service.registration import RegisterSeeker, Registration, register_seeker
from kiosk.service.site import Site
from kiosk.service.views import EmployerView
from kiosk.simulation import simulate_day
from kiosk.station import init_station, open_station, today_here
from kiosk.synthetic import Invention
from kiosk.ui.public.context import Draft, PublicContext, Session

__all__ = ["InlineTasks", "Scene", "StillNavigator", "scene"]

T = TypeVar("T")
_WORKER, _PHONE = "张铁柱", "13800001234"
_PLACE, _BAY = "高桥大市场 5 栋东门", "2号"
_START_MINUTES = 450


class InlineTasks:
    """Runs work at once, on the calling thread: for pictures and presenters' tests."""

    def read(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run it."""
        try:
            result = work()
        except Exception as error:
            failed(error)
        else:
            done(result)

    write = read


class StillNavigator:
    """Notes where it was asked to go."""

    def __init__(self) -> None:
        self.went: list[str] = []

    def go(self, name: str) -> None:
        """Note it."""
        self.went.append(name)

    replace = go

    def back(self) -> None:
        """Note it."""
        self.went.append("back")

    def leave(self) -> None:
        """Note it."""
        self.went.append("home")


@dataclass
class Scene:
    """A temporary hall with a person in the middle of things."""

    site: Site
    session: Session
    context: PublicContext
    seeker: str
    vacancy: str
    referral: str
    print_job: str


def scene(data_dir: Path) -> Scene:
    """Make the hall of the pictures. The caller closes `site.store`."""
    init_station(data_dir, "430111001", "A", today_here())
    site = open_station(data_dir).site
    profile = HallProfile(
        name="雨花区零工市场",
        county="430111",
        address="示范路 1 号",
        opens="5:00",
        closes="18:30",
        hotline="0731-8500 0123",
    )
    change_hall_profile(site, profile, "staff:gallery")
    simulate_day(site, 36, 30, 5)
    invention = Invention(77)
    person, boss = invention.person(), invention.person()
    employer = register_employer(
        site,
        RegisterEmployer(
            kind="household",
            name="顺和搬运 刘老板",
            id_number=boss.id_number,
            contact_name="刘建国",
            phone="13600007788",
        ),
    )
    vacancy = post_vacancy(site, _posting(employer)).vacancy
    trades = ("loader", "construction_labourer")
    registration = _register(site, _WORKER, person.id_number, _PHONE, trades)
    referred = refer(site, registration.seeker.id, vacancy.id)
    for _more in range(2):
        other = invention.person()
        known = _register(site, other.name, other.id_number, other.phone, ("loader",))
        refer(site, known.seeker.id, vacancy.id)
    session = Session(
        purpose="work",
        name=_WORKER,
        id_number=person.id_number,
        has_consented=True,
        phone=_PHONE[:8],
        trades=registration.seeker.trades,
        seeker=registration.seeker,
        employer=employer,
        vacancy=vacancy,
        referral=referred.referral,
        print_job=referred.print_job,
        number=referred.referral.number,
        draft=_draft(),
    )
    context = PublicContext(site, InlineTasks(), StillNavigator(), session)
    return Scene(
        site,
        session,
        context,
        registration.seeker.id,
        vacancy.id,
        referred.referral.id,
        referred.print_job,
    )


def _register(
    site: Site, name: str, id_number: str, phone: str, trades: tuple[str, ...]
) -> Registration:
    return register_seeker(
        site,
        RegisterSeeker(
            name=name, id_number=id_number, phone=phone, trades=trades, has_consented=True
        ),
    )


def _posting(employer: EmployerView) -> PostVacancy:
    starts = day_bounds(today_here())[1] + _START_MINUTES * 60_000
    return PostVacancy(
        employer=employer.id,
        trade="loader",
        headcount=5,
        pay_cents=26_000,
        pay_unit="day",
        starts=starts,
        ends=starts + 10 * 3_600_000,
        place=_PLACE,
        content="卸瓷砖，两个人抬一箱",
        bay=_BAY,
        plate="湘A D5X37",
        meals="包中饭",
        is_urgent=True,
    )


def _draft() -> Draft:
    return Draft(
        trade="loader",
        headcount="5",
        pay="260",
        place=_PLACE,
        start_minutes=_START_MINUTES,
        day_offset=1,
        bay=_BAY,
        phone="136000",
    )
