"""Codes scanned, answers given, slips printed or not."""

import logging
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import segno
from hand import LONG, Hand, kiosk_of, open_hall
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from still_clock import StillClock
from synthetic import household, id_number, posting, seeker

from kiosk.devices.scans import CodeScanned, ScannerReady
from kiosk.domain.codes import CodeKind, build_code
from kiosk.domain.ids import aggregate_id
from kiosk.logs import set_up_logs
from kiosk.machinery import PAPER
from kiosk.printing.destination import parse_destination
from kiosk.printing.escpos import EscposPrinter
from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault, SimulatedPrinter
from kiosk.printing.spooler import Spooler
from kiosk.service.confirmation import Side, agree
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer, show_vacancy
from kiosk.service.posting import post_vacancy
from kiosk.service.print_queue import StoredPrintQueue, print_job_state
from kiosk.service.registration import register_seeker
from kiosk.service.site import Site
from kiosk.service.views import ReferralView
from kiosk.store.spool import jobs_by_state as jobs_in
from kiosk.ui.bridge import Bridge
from kiosk.ui.input.camera import Camera
from kiosk.ui.public.card_screen import CardScreen
from kiosk.ui.public.confirm_screen import ConfirmScreen
from kiosk.ui.public.detail_screen import DetailScreen
from kiosk.ui.public.my_post_screen import MyPostScreen
from kiosk.ui.public.posts_screen import PostsScreen
from kiosk.ui.public.public_station import PublicStation
from kiosk.ui.public.slip_screen import SlipScreen
from kiosk.ui.theme import Theme

OTHER_HALL = build_code(
    CodeKind.POSTING, "430199001", uuid.UUID(int=7 << 76), b"another hall's key"
)


@pytest.fixture
def gig(site: Site) -> str:
    employer = register_employer(site, household(1))
    return post_vacancy(site, posting(site, employer.id)).vacancy.id


@pytest.fixture
def referral(site: Site, gig: str) -> ReferralView:
    return refer(site, register_seeker(site, seeker(5)).seeker.id, gig).referral


def code(site: Site, kind: CodeKind, aggregate: str) -> str:
    record = uuid.UUID(aggregate_id(aggregate))
    return build_code(kind, site.store.chain().hall, record, site.hall_key())


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    """The program's own log, at its most talkative."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    set_up_logs(tmp_path / "data", verbose=True)
    yield tmp_path / "data" / "logs" / "kiosk.log"
    for handler in root.handlers:
        handler.close()
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize(
    ("scanned", "sentence"),
    [
        ("134567890123456789", "付款码"),
        ("wxp://f2f0AbCdEfGh", "付款码"),
        ("https://example.com/x?y=z", "用不上"),
        (OTHER_HALL, "不是本场"),
    ],
)
def test_strange_code_is_answered_and_not_kept(
    hand: Hand, log_file: Path, tmp_path: Path, scanned: str, sentence: str
) -> None:
    before = hand.events()
    hand.scan(scanned)
    message = hand.screen(CardScreen).status.text
    assert sentence in message
    assert message.endswith("。")
    assert scanned not in repr(hand.session)
    hand.leave()
    assert hand.events() == before
    assert "use case failed" in log_file.read_text(encoding="utf-8")
    core = scanned.removeprefix("wxp://").removeprefix("https://")
    for path in (item for item in tmp_path.rglob("*") if item.is_file()):
        assert core.encode() not in path.read_bytes(), path


def test_a_serial_scanner_and_the_camera_lead_where_a_typing_scanner_does(
    qtbot: QtBot, site: Site, touch_clock: StillClock, tmp_path: Path
) -> None:
    open_hall(site)
    number = id_number(33)
    picture = tmp_path / "code.png"
    segno.make_qr(f"{number}|x", mode="byte").save(str(picture), scale=6, border=4)
    with kiosk_of(qtbot, site, touch_clock) as hand:
        hand.begin("find_work")
        assert "扫码口" in hand.screen(CardScreen).scan.text
        hand.report(ScannerReady())
        hand.report(CodeScanned(number))
        hand.comes("consent")
        assert (hand.session.id_number, hand.session.entry) == (number, "scanned")
    camera = Camera(f"folder:{tmp_path}")
    with kiosk_of(qtbot, site, touch_clock, camera=camera) as hand:
        hand.begin("find_work")
        qtbot.waitUntil(lambda: hand.name == "consent", timeout=20_000)
        assert hand.session.id_number == number
        hand.station.navigator.go("card")
        assert "对着摄像头" in hand.screen(CardScreen).scan.text


def test_a_reader_that_types_tells_the_name_too(
    qtbot: QtBot, site: Site, touch_clock: StillClock
) -> None:
    open_hall(site)
    with kiosk_of(qtbot, site, touch_clock, card_fields=r"^(?P<name>[^|]+)\|") as hand:
        hand.begin("find_work")
        hand.station.scanned(f"张试工|男|{id_number(34)}")
        hand.comes("consent")
        assert (hand.name, hand.session.name) == ("consent", "张试工")


def test_code_scanned_in_the_middle_of_something_changes_nothing(hand: Hand, gig: str) -> None:
    hand.to_phone("张试工", id_number(21))
    hand.scan(code(hand.site, CodeKind.POSTING, gig))
    assert hand.name == "phone"


def test_worker_says_agreed(hand: Hand, referral: ReferralView) -> None:
    hand.scan(code(hand.site, CodeKind.REFERRAL, referral.id))
    assert hand.name == "confirm"
    screen = hand.screen(ConfirmScreen)
    hand.touch(screen.yes)
    assert screen.status.text == "记下了，等老板那边也说“谈成了”。"
    assert not screen.yes.isVisible()
    hand.touch(screen.done, "home")


def test_worker_says_no(hand: Hand, referral: ReferralView) -> None:
    hand.scan(code(hand.site, CodeKind.REFERRAL, referral.id))
    screen = hand.screen(ConfirmScreen)
    hand.touch(screen.no)
    assert screen.status.text.startswith("记下了，没谈成")
    assert "SeatSpent" not in hand.events()


def test_agreed_by_both_spends_a_seat(hand: Hand, gig: str, referral: ReferralView) -> None:
    agree(hand.site, referral.id, Side.SEEKER, referral.seeker)
    hand.begin("my_slips")
    hand.scan(code(hand.site, CodeKind.POSTING, gig))
    assert hand.name == "my_post"
    screen = hand.screen(MyPostScreen)
    assert [card.isVisible() for card in screen.people] == [True, False, False]
    hand.touch(screen.people[0].yes)
    assert screen.agreed.text.startswith("1 人谈成了")
    assert hand.events().count("SeatSpent") == 1
    assert show_vacancy(hand.site, gig).left == 1


def test_employer_ends_the_post(hand: Hand, gig: str) -> None:
    hand.scan(code(hand.site, CodeKind.POSTING, gig))
    screen = hand.screen(MyPostScreen)
    hand.touch(screen.close_post)
    assert show_vacancy(hand.site, gig).is_open
    hand.answer(safe=True)
    assert show_vacancy(hand.site, gig).is_open
    hand.touch(screen.close_post)
    hand.answer(safe=False)
    assert not screen.close_post.isEnabled()
    assert not show_vacancy(hand.site, gig).is_open


@contextmanager
def printing_kiosk(
    qtbot: QtBot, site: Site, guard: StillClock, printer: SimulatedPrinter
) -> Iterator[Hand]:
    """Window, spooler and a printer on a socket."""
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as writer:
        bridges: list[Bridge] = []
        device = EscposPrinter(parse_destination(printer.url))
        spooler = Spooler(
            StoredPrintQueue(site.store),
            device,
            576,
            lambda status: bridges[0].publish(PAPER, status),
            poll_interval_s=0.05,
        )
        bridge = Bridge(reader, writer, spooler.wake)
        bridges.append(bridge)
        station = PublicStation(Theme(), site, bridge, LONG)
        station.window.show()
        spooler.start()
        hand = Hand(qtbot, station, bridge, guard)
        hand.settle()
        try:
            yield hand
        finally:
            station.stop()
            spooler.stop()
            device.close()
            # What the spooler said last arrives while there are threads to ask.
            QApplication.sendPostedEvents()


def test_printed_slip(qtbot: QtBot, site: Site, gig: str, touch_clock: StillClock) -> None:
    with (
        SimulatedPrinter() as printer,
        printing_kiosk(qtbot, site, touch_clock, printer) as hand,
    ):
        hand.register("张试工", id_number(21), "13900005678")
        hand.touch(hand.screen(PostsScreen).list.cards[0], "detail")
        hand.touch(hand.screen(DetailScreen).take, "slip")
        screen = hand.screen(SlipScreen)
        hand.qtbot.waitUntil(lambda: screen.paper == "printed")
        assert len(printer.slips) >= 1


def jobs_by_state(site: Site) -> dict[str, int]:
    with site.store.read() as db:
        return jobs_in(db)


def test_no_paper_then_paper(qtbot: QtBot, site: Site, gig: str, touch_clock: StillClock) -> None:
    with (
        SimulatedPrinter() as printer,
        printing_kiosk(qtbot, site, touch_clock, printer) as hand,
    ):
        hand.qtbot.waitUntil(lambda: jobs_by_state(site) == {"done": 1})  # the posting's own slip
        printer.set_fault(Fault.NO_PAPER)
        hand.register("张试工", id_number(21), "13900005678")
        hand.touch(hand.screen(PostsScreen).list.cards[0], "detail")
        hand.touch(hand.screen(DetailScreen).take, "slip")
        screen = hand.screen(SlipScreen)
        hand.qtbot.waitUntil(lambda: screen.paper == "no_paper")
        assert "没纸了" in " ".join((screen.title.text(), screen.state_banner.text))
        assert hand.events().count("ReferralMade") == 1
        assert print_job_state(site.store, hand.session.print_job) == JobState.QUEUED
        assert len(printer.slips) == 1
        printer.clear_faults()
        hand.qtbot.waitUntil(lambda: screen.paper == "printed")
        assert len(printer.slips) == 2
        assert print_job_state(site.store, hand.session.print_job) == JobState.DONE


def test_not_printed_asks_for_another_copy(
    qtbot: QtBot, site: Site, gig: str, touch_clock: StillClock
) -> None:
    with (
        SimulatedPrinter() as printer,
        printing_kiosk(qtbot, site, touch_clock, printer) as hand,
    ):
        hand.register("张试工", id_number(21), "13900005678")
        hand.touch(hand.screen(PostsScreen).list.cards[0], "detail")
        hand.touch(hand.screen(DetailScreen).take, "slip")
        screen = hand.screen(SlipScreen)
        hand.qtbot.waitUntil(lambda: screen.paper == "printed")
        first = hand.session.print_job
        hand.touch(screen.again)
        hand.qtbot.waitUntil(lambda: hand.session.print_job != first)
        hand.qtbot.waitUntil(lambda: len(printer.slips) == 3)
        assert hand.events().count("ReferralMade") == 1
