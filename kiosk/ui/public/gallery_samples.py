"""Every screen of the public station in its states, for pictures and audits."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kiosk.devices.id_card import parse_text_block
from kiosk.devices.synthetic_cards import resident_block
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Role
from kiosk.i18n import _
from kiosk.service.station_state import Fault
from kiosk.service.way_out import DoorKeeper
from kiosk.staff_words import role_text
from kiosk.store.errors import DiskFull
from kiosk.ui.gallery_scene import Scene
from kiosk.ui.public.context import Receipt
from kiosk.ui.public.my_details_presenter import MyDetailsState
from kiosk.ui.public.writing_presenter import Mode
from kiosk.ui.screen import Screen
from kiosk.words import complaint_text, date_text

__all__ = ["SAMPLES", "Sample"]

_REPLY_DAY = date(2026, 11, 26)


@dataclass(frozen=True)
class Sample:
    """One picture: a screen after `prepare` has set the scene."""

    name: str
    screen: str
    prepare: Callable[[Scene, Screen], None] = lambda _scene, _screen: None
    is_offline: bool = False


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
    pad = screen.pad.size()  # type: ignore[attr-defined]  # the writing's
    scale = min(pad.width() / 984, pad.height() / 528)
    for stroke in _VILLAGE:
        drawn = tuple((x * scale, y * scale) for x, y in stroke)
        screen.presenter.stroke(drawn)  # type: ignore[attr-defined]  # the same


def _by_pinyin(purpose: str, text: str, letters: str) -> Callable[[Scene, Screen], None]:
    def prepare(made: Scene, screen: Screen) -> None:
        made.session.writing_for, made.session.text = purpose, text
        screen.enter()
        screen.presenter.use(Mode.PINYIN)  # type: ignore[attr-defined]  # the writing's
        for letter in letters:
            screen.presenter.key(letter)  # type: ignore[attr-defined]  # the writing's

    return prepare


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


def _reading(made: Scene, screen: Screen) -> None:
    card = parse_text_block(resident_block(made.session.name, made.session.id_number))
    screen.presenter.reader_state_changed(True)  # type: ignore[attr-defined]  # the card's
    # Looked up at once in a picture: what is shown meanwhile stays on the view.
    found, screen.presenter._identify = screen.presenter._identify, lambda _number: None  # type: ignore[attr-defined]
    screen.presenter.card_arrived(card)  # type: ignore[attr-defined]  # the card's
    screen.presenter._identify = found  # type: ignore[attr-defined]  # the card's


def _half_typed(made: Scene, screen: Screen) -> None:
    made.session.id_number = made.session.id_number[:12]
    screen.enter()


def _number_wrong(made: Scene, screen: Screen) -> None:
    made.session.id_number = "430111196801010011"
    screen.enter()
    screen.presenter.proceed()  # type: ignore[attr-defined]  # the number's


def _no_gigs(made: Scene, screen: Screen) -> None:
    # A trade that nobody looks for.
    made.session.only_trade = "window_fitter"
    screen.enter()


def _stranger(made: Scene, screen: Screen) -> None:
    made.session.seeker = None
    screen.enter()


def _asking(made: Scene, screen: Screen) -> None:
    assert made.session.vacancy is not None  # noqa: S101 (the scene's)
    asked = replace(made.session.vacancy, level=3, certificate="special_electric")
    made.session.vacancy = asked
    screen.presenter._show()  # type: ignore[attr-defined]  # the gig's, before it is looked up


def _full(made: Scene, screen: Screen) -> None:
    assert made.session.vacancy is not None  # noqa: S101 (the scene's)
    made.session.vacancy = replace(made.session.vacancy, is_open=False, left=0)
    screen.presenter._show()  # type: ignore[attr-defined]  # the gig's, before it is looked up


def _failing(error: Exception) -> Callable[[Scene, Screen], None]:
    def prepare(_made: Scene, screen: Screen) -> None:
        screen.presenter._failed(error)  # type: ignore[attr-defined]  # any presenter's

    return prepare


def _posting_slip(trouble: str, job_state: str) -> Callable[[Scene, Screen], None]:
    def prepare(made: Scene, screen: Screen) -> None:
        made.session.referral = made.session.seeker = None
        _printer(trouble, job_state)(made, screen)
        screen.enter()

    return prepare


def _answered(status: str, seeker: str = "", employer: str = "") -> Callable[[Scene, Screen], None]:
    def prepare(made: Scene, screen: Screen) -> None:
        assert made.session.referral is not None  # noqa: S101 (the scene's)
        made.session.referral = replace(
            made.session.referral, status=status, answer_seeker=seeker, answer_employer=employer
        )
        screen.enter()

    return prepare


def _asked(act: str) -> Callable[[Scene, Screen], None]:
    def prepare(_made: Scene, screen: Screen) -> None:
        getattr(screen.presenter, act)()  # type: ignore[attr-defined]  # a question of its own

    return prepare


def _erased(made: Scene, screen: Screen) -> None:
    del made
    screen.show_state(  # type: ignore[attr-defined]  # the registration's
        MyDetailsState(
            "",
            "",
            "",
            "",
            _("您的登记删掉了。本机和各处都不再留您的姓名、证号和电话。"),
            is_erased=True,
        )
    )


def _no_slips(_made: Scene, screen: Screen) -> None:
    screen.presenter._known(())  # type: ignore[attr-defined]  # the slips'


def _joined(_made: Scene, screen: Screen) -> None:
    words = _("{title} 报上了，您的号码 {number}。开班前工作人员会找您。")
    screen.presenter._done(words.format(title="电工", number="A105"))  # type: ignore[attr-defined]


def _pin_wrong(made: Scene, screen: Screen) -> None:
    _pin(made, screen)
    screen.presenter._failed(NotPossible("locked", minutes=15))  # type: ignore[attr-defined]


def _nobody_came(_made: Scene, screen: Screen) -> None:
    vacancy = screen.presenter._context.session.vacancy  # type: ignore[attr-defined]  # the post's
    screen.presenter._known((vacancy, ()))  # type: ignore[attr-defined]  # the post's


SAMPLES = (
    Sample("01-home", "home"),
    Sample("01-home-offline", "home", is_offline=True),
    Sample("01-staff-door", "staff_door", _door),
    Sample("02-card", "card"),
    Sample("02-card-reading", "card", _reading),
    Sample("01-fault-closed", "fault", _fault(Fault.CLOSED)),
    Sample("01-fault-clock", "fault", _fault(Fault.CLOCK)),
    Sample("01-fault-store", "fault", _fault(Fault.STORE)),
    Sample("01-fault-disk", "fault", _fault(Fault.DISK)),
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
    Sample("02-id-number-half", "id_number", _half_typed),
    Sample("02-id-number-wrong", "id_number", _number_wrong),
    Sample("03-consent", "consent"),
    Sample("04-check-details", "check"),
    Sample("04-check-typed", "check", _typed),
    Sample("05-phone", "phone"),
    Sample("05-phone-wrong", "phone", _proceed_wrong),
    Sample("06-trades", "trades"),
    Sample("07-posts", "posts"),
    Sample("07-posts-one-trade", "posts", _one_trade),
    Sample("07-posts-nobody-by-pay", "posts", _nobody),
    Sample("07-posts-none", "posts", _no_gigs),
    Sample("07-posts-failed", "posts", _failing(OSError())),
    Sample("07-pick-trade", "pick_trade"),
    Sample("08-post-detail", "detail"),
    Sample("08-post-detail-stranger", "detail", _stranger),
    Sample("08-post-detail-asking", "detail", _asking),
    Sample("08-post-detail-full", "detail", _full),
    Sample("08-post-detail-disk", "detail", _failing(DiskFull())),
    Sample("09-slip-printed", "slip", _printer("", "done")),
    Sample("09-slip-unknown", "slip", _printer("", "needs_human")),
    Sample("14-no-paper", "slip", _printer("no_paper", "queued")),
    Sample("14-cover-open", "slip", _printer("cover_open", "queued")),
    Sample("14-no-paper-posting", "slip", _posting_slip("no_paper", "queued")),
    Sample("09-slip-printing", "slip", _printer("", "queued")),
    Sample("09-slip-posting", "slip", _posting_slip("", "done")),
    Sample("10-post-1-trade", "post_trade"),
    Sample("10-post-2-headcount", "post_headcount"),
    Sample("10-post-3-pay", "post_pay"),
    Sample("10-post-4-when", "post_when"),
    Sample("10-post-4-when-past", "post_when", _past),
    Sample("10-post-4-day", "post_day"),
    Sample("10-post-5-where", "post_where"),
    Sample("10-post-6-contact", "post_contact"),
    Sample("12-writing-hand", "writing", _by_hand),
    Sample("12-writing-pinyin", "writing", _by_pinyin("content", "卸", "cizhuan")),
    Sample("12-writing-pinyin-more", "writing", _by_pinyin("name", "张", "yi")),
    Sample("12-writing-surnames", "writing", _surnames),
    Sample("11-employer", "employer"),
    Sample("11-employer-pin", "employer_pin", _pin),
    Sample("11-employer-pin-locked", "employer_pin", _pin_wrong),
    Sample("11-my-post", "my_post"),
    Sample("11-my-post-nobody", "my_post", _nobody_came),
    Sample("11-my-post-close", "my_post", _asked("ask_to_close")),
    Sample("11-headcount", "headcount"),
    Sample("11-arrivals", "arrivals"),
    Sample("12-my-slips", "my_slips"),
    Sample("12-my-slips-none", "my_slips", _no_slips),
    Sample("12-confirm", "confirm"),
    Sample("12-confirm-half", "confirm", _answered("half", employer="agreed")),
    Sample("12-confirm-agreed", "confirm", _answered("agreed", "agreed", "agreed")),
    Sample("12-confirm-pending", "confirm", _answered("pending", "agreed", "agreed")),
    Sample("12-confirm-declined", "confirm", _answered("declined", "declined")),
    Sample("12-confirm-not-going", "confirm", _asked("ask_to_cancel")),
    Sample("12-my-details", "my_details"),
    Sample("12-my-details-erase", "my_details", _asked("ask_to_erase")),
    Sample("12-my-details-erased", "my_details", _erased),
    Sample("15-complaint", "complaint"),
    Sample("15-complaint-contact", "complaint_contact", _complaint),
    Sample("15-complaint-receipt", "slip", _receipt),
    Sample("15-leaflets", "leaflets"),
    Sample("15-leaflet", "leaflet", _leaflet),
    Sample("16-training", "training"),
    Sample("16-training-joined", "training", _joined),
    Sample("16-pick-topic", "pick_topic"),
)
