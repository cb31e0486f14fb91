"""Every screen in its states, modes and sizes as PNG, with an index page.

The pictures come from the real screens on a real (temporary) store with a synthetic day in it.
"""

import html
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication

from kiosk.config import SessionSettings
from kiosk.domain.clock import day_bounds
from kiosk.service.hall_profile import HallProfile, change_hall_profile
from kiosk.service.matching import refer
from kiosk.service.posting import PostVacancy, RegisterEmployer, post_vacancy, register_employer
from kiosk.service.registration import RegisterSeeker, register_seeker
from kiosk.service.site import Site
from kiosk.simulation import simulate_day
from kiosk.station import init_station, open_station, today_here
from kiosk.synthetic import Invention
from kiosk.ui.public.context import PublicContext, Session
from kiosk.ui.public.public_station import build_screens
from kiosk.ui.screen import Screen
from kiosk.ui.status_words import HeaderState
from kiosk.ui.theme import Theme
from kiosk.ui.window import StationWindow

__all__ = ["SAMPLES", "InlineTasks", "Sample", "Scene", "render_all", "scene"]

T = TypeVar("T")

SIZES = ((1080, 1920), (1920, 1080), (768, 1366), (1366, 768))
_MODES = {
    "normal": (False, False),
    "large": (True, False),
    "contrast": (False, True),
    "large-contrast": (True, True),
}


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


@dataclass(frozen=True)
class Sample:
    """One picture: a screen after `prepare` has set the scene."""

    name: str
    screen: str
    prepare: Callable[[Scene, Screen], None] = lambda _scene, _screen: None


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
    starts = day_bounds(today_here())[1] + 450 * 60_000
    posting = PostVacancy(
        employer=employer.id,
        trade="loader",
        headcount=5,
        pay_cents=26_000,
        pay_unit="day",
        starts=starts,
        ends=starts + 10 * 3_600_000,
        place="高桥大市场 5 栋东门",
        content="卸瓷砖，两个人抬一箱",
        bay="2号",
        plate="湘A D5X37",
        meals="包中饭",
        is_urgent=True,
    )
    vacancy = post_vacancy(site, posting).vacancy
    registration = register_seeker(
        site,
        RegisterSeeker(
            name="张铁柱",
            id_number=person.id_number,
            phone="13800001234",
            trades=("loader", "construction_labourer"),
            has_consented=True,
        ),
    )
    referred = refer(site, registration.seeker.id, vacancy.id)
    for _more in range(2):
        other = invention.person()
        known = register_seeker(
            site,
            RegisterSeeker(
                name=other.name,
                id_number=other.id_number,
                phone=other.phone,
                trades=("loader",),
                has_consented=True,
            ),
        )
        refer(site, known.seeker.id, vacancy.id)
    session = Session()
    context = PublicContext(site, InlineTasks(), StillNavigator(), session)
    session.name, session.id_number = "张铁柱", person.id_number
    session.seeker, session.trades = registration.seeker, registration.seeker.trades
    session.employer, session.vacancy = employer, vacancy
    session.referral, session.number = referred.referral, referred.referral.number
    session.print_job, session.purpose, session.has_consented = referred.print_job, "work", True
    session.phone = "13800001"
    draft = session.draft
    draft.trade, draft.headcount, draft.pay, draft.place = (
        "loader",
        "5",
        "260",
        "高桥大市场 5 栋东门",
    )
    draft.start_minutes, draft.day_offset, draft.bay, draft.phone = 450, 1, "2号", "136000"
    return Scene(
        site,
        session,
        context,
        registration.seeker.id,
        vacancy.id,
        referred.referral.id,
        referred.print_job,
    )


def _printer(trouble: str, job_state: str) -> Callable[[Scene, Screen], None]:
    def prepare(made: Scene, screen: Screen) -> None:
        with made.site.store.write() as writing:
            writing.db.execute(
                "UPDATE print_jobs SET state = ? WHERE id = ?", (job_state, made.print_job)
            )
        screen.presenter.printer_changed(trouble)  # type: ignore[attr-defined]  # the slip's

    return prepare


def _proceed_wrong(made: Scene, screen: Screen) -> None:
    made.session.phone = "12800001234"
    screen.presenter.proceed()  # type: ignore[attr-defined]  # the phone's


def _early(_made: Scene, screen: Screen) -> None:
    screen.presenter.reader_state_changed(True)  # type: ignore[attr-defined]  # the card's
    screen.presenter.card_pulled_early()  # type: ignore[attr-defined]  # the card's


def _past(made: Scene, screen: Screen) -> None:
    made.session.draft.day_offset, made.session.draft.start_minutes = 0, 0
    screen.presenter.proceed()  # type: ignore[attr-defined]  # the posting's
    made.session.draft.day_offset, made.session.draft.start_minutes = 1, 450


SAMPLES = (
    Sample("01-home", "home"),
    Sample("02-card", "card"),
    Sample("02-card-pulled-early", "card", _early),
    Sample("02-id-number", "id_number"),
    Sample("03-consent", "consent"),
    Sample("04-check-details", "check"),
    Sample("05-phone", "phone"),
    Sample("05-phone-wrong", "phone", _proceed_wrong),
    Sample("06-trades", "trades"),
    Sample("07-posts", "posts"),
    Sample("08-post-detail", "detail"),
    Sample("09-slip-printed", "slip", _printer("", "done")),
    Sample("09-slip-unknown", "slip", _printer("", "needs_human")),
    Sample("14-no-paper", "slip", _printer("no_paper", "queued")),
    Sample("10-post-1-trade", "post_trade"),
    Sample("10-post-2-headcount", "post_headcount"),
    Sample("10-post-3-pay", "post_pay"),
    Sample("10-post-4-when", "post_when"),
    Sample("10-post-4-when-past", "post_when", _past),
    Sample("10-post-5-where", "post_where"),
    Sample("10-post-6-contact", "post_contact"),
    Sample("11-my-post", "my_post"),
    Sample("confirm", "confirm"),
    Sample("15-rights", "rights"),
    Sample("16-training", "training"),
)


def render_all(out: Path, *, quick: bool = False) -> int:
    """Render every sample; returns the number of pictures. Needs no display."""
    application = QApplication.instance() or QApplication([])
    out.mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    with tempfile.TemporaryDirectory(prefix="kiosk-gallery-") as folder:
        made = scene(Path(folder) / "hall")
        try:
            for label, theme in _themes(quick):
                names.extend(_render_theme(made, theme, out, label))
        finally:
            made.site.store.close()
    _write_index(out, names)
    application.processEvents()
    return len(names)


def _themes(quick: bool) -> Iterator[tuple[str, Theme]]:
    for width, height in SIZES[:1] if quick else SIZES:
        for mode, (is_large, is_contrast) in _MODES.items():
            if mode != "normal" and (quick or (width, height) not in SIZES[:2]):
                continue
            yield (
                f"{width}x{height}-{mode}",
                Theme(width, height, is_large=is_large, is_high_contrast=is_contrast),
            )


def _render_theme(made: Scene, theme: Theme, out: Path, label: str) -> Iterator[str]:
    window = StationWindow(theme, has_voice=True)
    window.show_hall("雨花区零工市场")
    screens = build_screens(theme, made.context, SessionSettings())
    for screen in screens.values():
        window.stack.addWidget(screen)
    window.show()
    folder = out / label
    folder.mkdir(exist_ok=True)
    for sample in SAMPLES:
        screen = screens[sample.screen]
        day = "11月23日 星期一" if screen.is_home else "星期一"
        hours = "今天 5:00–18:30 开放"
        window.show_state(HeaderState("6:42", day, hours, "已同步 6:40"))
        window.show_frame(is_home=screen.is_home)
        window.stack.setCurrentWidget(screen)
        kept = _remember(made.session)
        screen.enter()
        sample.prepare(made, screen)
        window.setFocus()
        QApplication.processEvents()
        window.grab().save(str(folder / f"{sample.name}.png"))
        _restore(made.session, kept)
        yield f"{label}/{sample.name}.png"
    window.may_close = True
    window.close()
    window.deleteLater()


def _remember(session: Session) -> dict[str, object]:
    return dict(vars(session))


def _restore(session: Session, kept: dict[str, object]) -> None:
    for name, value in kept.items():
        setattr(session, name, value)


def _write_index(out: Path, names: list[str]) -> None:
    figures = "\n".join(
        f'<figure><a href="{html.escape(name)}"><img loading="lazy" src="{html.escape(name)}">'
        f"</a><figcaption>{html.escape(name)}</figcaption></figure>"
        for name in names
    )
    style = "body{font:16px sans-serif;display:flex;flex-wrap:wrap;gap:16px}img{height:480px}"
    (out / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>Gallery</title><style>{style}</style>{figures}",
        encoding="utf-8",
    )
