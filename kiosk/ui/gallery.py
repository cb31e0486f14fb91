"""Every screen in its states, modes and sizes as PNG, with an index page.

The pictures come from the real screens on a real (temporary) store with a synthetic day in it.
"""

import html
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from kiosk.config import SessionSettings
from kiosk.domain.roles import Role
from kiosk.i18n import _
from kiosk.service.station_state import Fault
from kiosk.service.views import HallView
from kiosk.service.way_out import DoorKeeper
from kiosk.staff_words import role_text
from kiosk.sync.loop import SyncStatus
from kiosk.ui.component_sheet import SHEETS, ComponentSheet
from kiosk.ui.desk.gallery_samples import SIZES as DESK_SIZES
from kiosk.ui.desk.gallery_samples import shown_desk
from kiosk.ui.gallery_scene import Scene, scene
from kiosk.ui.navigator import ScreenNavigator
from kiosk.ui.public.context import Receipt, Session
from kiosk.ui.public.header_words import header_state
from kiosk.ui.public.screens import build_screens
from kiosk.ui.public.writing_presenter import Mode
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme
from kiosk.ui.window import StationWindow
from kiosk.words import complaint_text, date_text

__all__ = ["MODES", "SAMPLES", "SIZES", "Sample", "render_all", "shown"]

# The moment of all pictures: 6:42 on a Monday, two minutes after the last word of the hub.
_NOW_MS, _SYNCED_MS = 1_795_387_320_000, 1_795_387_200_000
_REPLY_DAY = date(2026, 11, 26)
SIZES = ((1080, 1920), (1920, 1080), (768, 1366), (1366, 768))
MODES = {
    "normal": (False, False),
    "large": (True, False),
    "contrast": (False, True),
    "large-contrast": (True, True),
}


@dataclass(frozen=True)
class Sample:
    """One picture: a screen after `prepare` has set the scene."""

    name: str
    screen: str
    prepare: Callable[[Scene, Screen], None] = lambda _scene, _screen: None


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


def _left_before(_made: Scene, screen: Screen) -> None:
    screen.presenter.reader_state_changed(True)  # type: ignore[attr-defined]  # the card's
    screen.presenter.card_still_there()  # type: ignore[attr-defined]  # the card's


def _by_camera(made: Scene, screen: Screen) -> None:
    made.session.purpose = "mine"
    screen.presenter.reader_state_changed(True)  # type: ignore[attr-defined]  # the card's
    screen.presenter.camera_changed(True)  # type: ignore[attr-defined]  # the card's
    screen.enter()


def _unreadable(made: Scene, screen: Screen) -> None:
    _by_camera(made, screen)
    screen.presenter.camera_hinted("unreadable")  # type: ignore[attr-defined]  # the card's


def _past(made: Scene, screen: Screen) -> None:
    made.session.draft.day_offset, made.session.draft.start_minutes = 0, 0
    screen.presenter.proceed()  # type: ignore[attr-defined]  # the posting's
    made.session.draft.day_offset, made.session.draft.start_minutes = 1, 450


def _fault(fault: Fault) -> Callable[[Scene, Screen], None]:
    def prepare(_made: Scene, screen: Screen) -> None:
        screen.presenter.fault = fault  # type: ignore[attr-defined]  # the fault's
        screen.enter()

    return prepare


def _unplugged(_made: Scene, screen: Screen) -> None:
    screen.presenter.reader_state_changed(False)  # type: ignore[attr-defined]  # the card's


def _purpose(purpose: str) -> Callable[[Scene, Screen], None]:
    def prepare(made: Scene, screen: Screen) -> None:
        made.session.purpose = purpose
        screen.presenter.reader_state_changed(True)  # type: ignore[attr-defined]  # the card's
        screen.enter()

    return prepare


def _receipt(made: Scene, screen: Screen) -> None:
    made.session.receipt = Receipt(
        "complaint",
        "complaint:gallery",
        complaint_text("wage_arrears"),
        (
            ("receipt_long", _("回执收好，是凭据")),
            ("schedule", _("{day} 以前答复").format(day=date_text(_REPLY_DAY))),
            ("call", _("答复会打您的电话")),
        ),
    )
    _printer("", "done")(made, screen)
    screen.enter()


def _pin(made: Scene, screen: Screen) -> None:
    made.session.phone, made.session.pin = "13600007788", ""
    screen.enter()
    for digit in "123":
        screen.presenter.key(digit)  # type: ignore[attr-defined]  # the PIN's


def _complaint(made: Scene, screen: Screen) -> None:
    made.session.complaint, made.session.phone = "wage_arrears", "138000"
    screen.enter()


def _door(_made: Scene, screen: Screen) -> None:
    door = screen.presenter  # type: ignore[attr-defined]  # the staff door's
    # The hall of the pictures has no accounts.
    manager = DoorKeeper("account:1", "周*", role_text(Role.MANAGER))
    door._known((manager, DoorKeeper("account:2", "易*", role_text(Role.TECHNICIAN))))
    door.choose("account:1")
    for digit in "1234":
        door.key(digit)


def _leaflet(made: Scene, screen: Screen) -> None:
    made.session.leaflet = "wages"
    screen.enter()


def _typed(made: Scene, screen: Screen) -> None:
    made.session.entry, made.session.name = "typed", ""
    screen.enter()


def _by_hand(made: Scene, screen: Screen) -> None:
    made.session.writing_for, made.session.text = "place", "跳马镇田心"
    screen.enter()
    for stroke in _VILLAGE:
        screen.presenter.stroke(stroke)  # type: ignore[attr-defined]  # the writing's


def _by_pinyin(made: Scene, screen: Screen) -> None:
    made.session.writing_for, made.session.text = "content", "卸"
    screen.enter()
    screen.presenter.use(Mode.PINYIN)  # type: ignore[attr-defined]  # the writing's
    for letter in "cizhuan":
        screen.presenter.key(letter)  # type: ignore[attr-defined]  # the writing's


def _surnames(made: Scene, screen: Screen) -> None:
    made.session.writing_for, made.session.text = "name", ""
    screen.enter()


# 村 as somebody writes it, in pixels of the sheet.
_VILLAGE = (
    ((230, 180), (300, 172), (400, 160)),
    ((320, 70), (322, 240), (318, 440)),
    ((316, 190), (270, 290), (200, 360)),
    ((330, 230), (370, 270), (400, 300)),
    ((450, 190), (560, 178), (680, 165)),
    ((590, 60), (596, 250), (594, 420), (550, 400)),
    ((490, 260), (530, 310), (545, 340)),
)


def _one_trade(made: Scene, screen: Screen) -> None:
    made.session.only_trade = "loader"
    screen.enter()


def _nobody(made: Scene, screen: Screen) -> None:
    made.session.seeker = None
    made.session.order = "pay"
    screen.enter()


SAMPLES = (
    Sample("01-home", "home"),
    Sample("01-staff-door", "staff_door", _door),
    Sample("02-card", "card"),
    Sample("01-fault-closed", "fault", _fault(Fault.CLOSED)),
    Sample("01-fault-clock", "fault", _fault(Fault.CLOCK)),
    Sample("01-fault-store", "fault", _fault(Fault.STORE)),
    Sample("01-fault-update", "fault", _fault(Fault.UPDATE)),
    Sample("01-card-left", "take_card"),
    Sample("02-card-left-before", "card", _left_before),
    Sample("02-card-pulled-early", "card", _early),
    Sample("02-card-camera", "card", _by_camera),
    Sample("02-card-camera-hint", "card", _unreadable),
    Sample("02-card-unplugged", "card", _unplugged),
    Sample("02-card-hire", "card", _purpose("hire")),
    Sample("02-card-mine", "card", _purpose("mine")),
    Sample("02-id-number", "id_number"),
    Sample("03-consent", "consent"),
    Sample("04-check-details", "check"),
    Sample("04-check-typed", "check", _typed),
    Sample("05-phone", "phone"),
    Sample("05-phone-wrong", "phone", _proceed_wrong),
    Sample("06-trades", "trades"),
    Sample("07-posts", "posts"),
    Sample("07-posts-one-trade", "posts", _one_trade),
    Sample("07-posts-nobody-by-pay", "posts", _nobody),
    Sample("07-pick-trade", "pick_trade"),
    Sample("08-post-detail", "detail"),
    Sample("09-slip-printed", "slip", _printer("", "done")),
    Sample("09-slip-unknown", "slip", _printer("", "needs_human")),
    Sample("14-no-paper", "slip", _printer("no_paper", "queued")),
    Sample("10-post-1-trade", "post_trade"),
    Sample("10-post-2-headcount", "post_headcount"),
    Sample("10-post-3-pay", "post_pay"),
    Sample("10-post-4-when", "post_when"),
    Sample("10-post-4-when-past", "post_when", _past),
    Sample("10-post-4-day", "post_day"),
    Sample("10-post-5-where", "post_where"),
    Sample("10-post-6-contact", "post_contact"),
    Sample("12-writing-hand", "writing", _by_hand),
    Sample("12-writing-pinyin", "writing", _by_pinyin),
    Sample("12-writing-surnames", "writing", _surnames),
    Sample("11-employer", "employer"),
    Sample("11-employer-pin", "employer_pin", _pin),
    Sample("11-my-post", "my_post"),
    Sample("11-headcount", "headcount"),
    Sample("11-arrivals", "arrivals"),
    Sample("12-my-slips", "my_slips"),
    Sample("12-confirm", "confirm"),
    Sample("12-my-details", "my_details"),
    Sample("15-complaint", "complaint"),
    Sample("15-complaint-contact", "complaint_contact", _complaint),
    Sample("15-complaint-receipt", "slip", _receipt),
    Sample("15-leaflets", "leaflets"),
    Sample("15-leaflet", "leaflet", _leaflet),
    Sample("16-training", "training"),
    Sample("16-pick-topic", "pick_topic"),
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
                names.extend(_render(shown(made, theme), out, label))
            for width, height in DESK_SIZES[:1] if quick else DESK_SIZES:
                theme = Theme(width, height)
                names.extend(_render(shown_desk(made, theme), out, f"desk-{width}x{height}"))
        finally:
            made.site.store.close()
    _write_index(out, names)
    application.processEvents()
    return len(names)


def _themes(quick: bool) -> Iterator[tuple[str, Theme]]:
    for width, height in SIZES[:1] if quick else SIZES:
        for mode, (is_large, is_contrast) in MODES.items():
            if mode != "normal" and (quick or (width, height) not in SIZES[:2]):
                continue
            yield (
                f"{width}x{height}-{mode}",
                Theme(width, height, is_large=is_large, is_high_contrast=is_contrast),
            )


def _render(windows: Iterator[tuple[str, QWidget]], out: Path, label: str) -> Iterator[str]:
    folder = out / label
    folder.mkdir(exist_ok=True)
    for name, window in windows:
        window.grab().save(str(folder / f"{name}.png"))
        yield f"{label}/{name}.png"


def shown(made: Scene, theme: Theme) -> Iterator[tuple[str, StationWindow]]:
    """One window in which each sample is shown in turn, for pictures and for audits."""
    window = StationWindow(theme, has_voice=True)
    window.show_hall("雨花区零工市场")
    screens = build_screens(theme, made.context, SessionSettings())
    navigator = ScreenNavigator(window.stack, SessionSettings(), lambda: None)
    navigator.use_screens(screens)
    window.show()
    for sample in SAMPLES:
        screen = screens[sample.screen]
        _frame(window, is_home=screen.is_home)
        window.stack.setCurrentWidget(screen)
        kept = _remember(made.session)
        screen.enter()
        sample.prepare(made, screen)
        window.setFocus()
        QApplication.processEvents()
        yield sample.name, window
        _restore(made.session, kept)
    _frame(window, is_home=False)
    if not theme.is_landscape and not theme.is_large:
        for name in SHEETS:
            sheet = ComponentSheet(theme, name)
            window.stack.addWidget(sheet)
            window.stack.setCurrentWidget(sheet)
            QApplication.processEvents()
            yield f"24-components-{name}", window
    navigator.go("check")
    navigator.ask_now()
    QApplication.processEvents()
    yield "13-idle", window
    navigator.stop()
    window.may_close = True
    window.close()
    window.deleteLater()


def _frame(window: StationWindow, *, is_home: bool) -> None:
    hall = HallView(id="", name="", opens="5:00", closes="18:30")
    online = SyncStatus("online", last_success_ms=_SYNCED_MS)
    window.show_state(header_state(_NOW_MS, hall, online, is_home=is_home))
    window.show_frame(is_home=is_home)


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
