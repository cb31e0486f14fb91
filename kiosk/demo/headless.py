"""The main job, driven through the real windows without a display."""

import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication

from kiosk.config import SessionSettings
from kiosk.demo.hall import DemoHall
from kiosk.demo.touches import DemoFailed, Finger
from kiosk.devices.qr import decode_image
from kiosk.devices.synthetic_cards import resident_block
from kiosk.printing.render import image_from_escpos
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.sync.hub import hub_events
from kiosk.ui.bridge import Bridge
from kiosk.ui.public.card_screen import CardScreen
from kiosk.ui.public.check_screen import CheckScreen
from kiosk.ui.public.confirm_screen import ConfirmScreen
from kiosk.ui.public.consent_screen import ConsentScreen
from kiosk.ui.public.detail_screen import DetailScreen
from kiosk.ui.public.home_screen import HomeScreen
from kiosk.ui.public.my_post_screen import MyPostScreen
from kiosk.ui.public.phone_screen import PhoneScreen
from kiosk.ui.public.posting.screens import (
    PostContactScreen,
    PostHeadcountScreen,
    PostPayScreen,
    PostTradeScreen,
    PostWhenScreen,
    PostWhereScreen,
)
from kiosk.ui.public.posts_screen import PostsScreen
from kiosk.ui.public.public_station import PublicStation
from kiosk.ui.public.slip_screen import SlipScreen
from kiosk.ui.public.trades_screen import TradesScreen
from kiosk.ui.screen import Screen
from kiosk.ui.status_words import sync_words
from kiosk.ui.theme import Theme

__all__ = ["MainJob", "Outcome", "play"]

S = TypeVar("S", bound=Screen)

WORKER_CARD = resident_block("张铁柱", birth=date(1968, 3, 7))
EMPLOYER_CARD = resident_block("刘建国", birth=date(1975, 8, 2), address="湖南省浏阳市试验路2号")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the hub holds of the job, counted from its own store."""

    counts: dict[str, int]
    slips: int
    acknowledged: int
    events: int

    @property
    def is_whole(self) -> bool:
        """Whether every event is at the hub and the job was done once."""
        wanted = {"SeekerRegistered": 1, "VacancyPosted": 1, "ReferralMade": 1, "SeatSpent": 1}
        done = all(self.counts.get(kind) == count for kind, count in wanted.items())
        return done and self.slips >= 1 and self.acknowledged == self.events > 0

    def line(self) -> str:
        """The last line of the demo."""
        c = self.counts
        return (
            f"main job: {c.get('SeekerRegistered', 0)} registered, {c.get('VacancyPosted', 0)} "
            f"posted, {c.get('ReferralMade', 0)} referred, {c.get('SeatSpent', 0)} agreed, "
            f"{self.slips} slips printed, {self.acknowledged}/{self.events} events acknowledged "
            "by the hub"
        )


class MainJob:
    """The steps, one method a person."""

    def __init__(self, station: PublicStation, hall: DemoHall, finger: Finger, out: Path) -> None:
        self._station, self._hall, self._finger, self._out = station, hall, finger, out

    def run(self) -> None:
        """A worker registers, an employer posts, the cable is cut, the worker takes the gig."""
        self._register()
        self._post()
        self._hall.cable.cut()
        self._finger.note("the cable is cut", time.perf_counter())
        self._take()
        slip = self._hall.printer.slips[-1]
        self._scan(slip, "the worker scans the slip", "confirm")
        self._confirm()
        self._scan(self._hall.printer.slips[0], "the employer scans the post", "my_post")
        self._agree()
        self._hall.cable.mend()
        self._finger.note("the cable is mended", time.perf_counter())
        machinery = self._hall.machinery
        assert machinery is not None  # noqa: S101 (started with the hall)
        machinery.sync.wake(now=True)
        self._finger.wait(self._hub_has_all, "everything at the hub")
        self._finger.wait(self._is_told, "the header's word for it")
        self._finger.note("home at the end", time.perf_counter(), "home-synced")

    def _screen(self, kind: type[S]) -> S:
        screen = self._station.navigator.current
        if not isinstance(screen, kind):
            raise DemoFailed(f"{kind.__name__} expected, {screen.name} is shown")
        return screen

    def _put_card(self, block: bytes, step: str, leads_to: str, picture: str) -> None:
        self._screen(CardScreen)
        start = time.perf_counter()
        self._hall.reader.put(block)
        self._finger.wait_screen(leads_to, step)
        self._finger.note(step, start, picture)
        self._hall.reader.take()

    def _register(self) -> None:
        finger = self._finger
        home = self._screen(HomeScreen)
        finger.note("home", time.perf_counter(), "home")
        finger.touch(home.tiles["find_work"], "find work", "card", "card")
        self._put_card(WORKER_CARD, "the card is read", "consent", "consent")
        finger.touch(self._screen(ConsentScreen).agree, "agree", "check", "check")
        finger.touch(self._screen(CheckScreen).right, "all right", "phone", "phone")
        phone = self._screen(PhoneScreen)
        for digit in "13800001234":
            finger.touch(phone.keypad.keys[digit], f"digit {digit}")
        finger.note("the phone is typed", time.perf_counter(), "phone-typed")
        finger.touch(phone.next, "next", "trades", "trades")
        trades = self._screen(TradesScreen)
        for trade in ("loader", "construction_labourer"):
            finger.touch(trades.grid.tile(trade), f"trade {trade}")
        finger.note("trades chosen", time.perf_counter(), "trades-chosen")
        finger.touch(trades.done, "chosen: registered", "posts", "posts-empty")
        self._leave()

    def _post(self) -> None:
        finger = self._finger
        finger.touch(self._screen(HomeScreen).tiles["hire"], "hire", "card")
        self._put_card(EMPLOYER_CARD, "the employer's card is read", "post_trade", "post-trade")
        tile = self._screen(PostTradeScreen).grid.tile("loader")
        finger.touch(tile, "trade of the post", "post_headcount")
        count = self._screen(PostHeadcountScreen)
        finger.touch(count.keypad.keys["5"], "five people", picture="post-headcount")
        finger.touch(count.next, "next", "post_pay")
        pay = self._screen(PostPayScreen)
        for digit in "260":
            finger.touch(pay.pay.keypad.keys[digit], f"pay {digit}")
        finger.touch(pay.pay.unit.button("day"), "a day", picture="post-pay")
        finger.touch(pay.next, "next", "post_when")
        when = self._screen(PostWhenScreen)
        finger.touch(when.day.button(1), "tomorrow")
        finger.touch(when.time.hour.button(7), "seven o'clock")
        finger.touch(when.time.half.button(30), "half past", picture="post-when")
        finger.touch(when.next, "next", "post_where")
        where = self._screen(PostWhereScreen)
        finger.wait(lambda: bool(where.place.values), "places to choose")
        finger.touch(where.place.button(where.place.values[0]), "a place")
        finger.touch(where.bay.button(where.bay.values[2]), "bay two", picture="post-where")
        finger.touch(where.next, "next", "post_contact")
        contact = self._screen(PostContactScreen)
        for digit in "13600007788":
            finger.touch(contact.keypad.keys[digit], f"digit {digit}")
        finger.note("contact typed", time.perf_counter(), "post-contact")
        finger.touch(contact.next, "post it", "slip")
        self._wait_printed(1, "posting-slip")
        finger.touch(self._screen(SlipScreen).done, "done", "home", "home-with-post")

    def _take(self) -> None:
        finger = self._finger
        finger.touch(self._screen(HomeScreen).tiles["find_work"], "find work again", "card")
        self._put_card(WORKER_CARD, "the known card is read", "posts", "posts")
        posts = self._screen(PostsScreen)
        finger.wait(posts.list.cards[0].isVisible, "a gig in the list")
        finger.touch(posts.list.cards[0], "look at it", "detail", "detail")
        detail = self._screen(DetailScreen)
        finger.touch(detail.take, "take it", "slip")
        self._wait_printed(2, "slip")
        finger.touch(self._screen(SlipScreen).done, "done", "home")

    def _wait_printed(self, count: int, picture: str) -> None:
        start = time.perf_counter()
        screen = self._screen(SlipScreen)
        self._finger.wait(lambda: len(self._hall.printer.slips) >= count, "the slip")
        self._finger.wait(lambda: screen.paper == "printed", "the printer's word")
        self._finger.note("the slip is printed", start, picture)

    def _scan(self, slip: bytes, step: str, leads_to: str) -> None:
        texts = decode_image(image_from_escpos(slip).convert("L"))
        if not texts:
            raise DemoFailed("the printed code cannot be read")
        start = time.perf_counter()
        self._finger.type_burst(texts[0].decode("ascii"))
        self._finger.wait_screen(leads_to, step)
        self._finger.note(step, start, leads_to)

    def _confirm(self) -> None:
        confirm = self._screen(ConfirmScreen)
        self._finger.touch(confirm.yes, "the worker says: agreed")
        self._finger.wait(confirm.done.isVisible, "the answer is kept")
        self._finger.note("the worker's answer", time.perf_counter(), "confirmed")
        self._finger.touch(confirm.done, "done", "home")

    def _agree(self) -> None:
        post = self._screen(MyPostScreen)
        self._finger.wait(post.people[0].isVisible, "somebody who came")
        self._finger.touch(post.people[0].yes, "the employer says: agreed")
        self._finger.wait(post.agreed.isVisible, "the agreement")
        self._finger.note("agreed by both", time.perf_counter(), "my-post-agreed")
        self._leave()

    def _leave(self) -> None:
        footer = self._station.window.footers[False]
        self._finger.touch(footer.buttons["leave"], "leave", "home")

    def _hub_has_all(self) -> bool:
        status = self._hall.machinery.sync.status if self._hall.machinery else None
        return status is not None and status.state == "online" and status.pending == 0

    def _is_told(self) -> bool:
        """Whether the screen has heard of it: reports come from the sync thread."""
        assert self._hall.machinery is not None  # noqa: S101 (started with the hall)
        status = self._hall.machinery.sync.status
        words, _is_online = sync_words(status.state, status.pending, status.last_success_ms)
        return self._station.window.state.sync == words


def play(hall: DemoHall, bridge: Bridge, theme: Theme, out: Path) -> Outcome:
    """Drive the main job; leaves pictures, slip and transcript in `out`.

    Raises:
        DemoFailed: a step failed.
    """
    settings = SessionSettings(shows_closed=False)
    station = PublicStation(theme, hall.station.site, bridge, settings)
    station.window.show()
    finger = Finger(station, bridge, out)
    try:
        QApplication.processEvents()
        MainJob(station, hall, finger, out).run()
    finally:
        finger.close()
        station.stop()
        QApplication.processEvents()
    slip = hall.printer.slips[-1]
    (out / "slip.bin").write_bytes(slip)
    image_from_escpos(slip).save(out / "slip.png")
    return count_outcome(hall)


def count_outcome(hall: DemoHall) -> Outcome:
    """Compare the station's own events with what the hub's store really holds."""
    station = hall.station.store.chain().station
    with hall.station.store.read() as db:
        columns = ", ".join(EVENT_COLUMNS)
        rows = db.execute(
            f"SELECT {columns} FROM events WHERE station = ?",  # noqa: S608 (own names)
            (station,),
        ).fetchall()
    own = {event.id: event for event in map(event_of, rows)}
    held = {event.id: event for event in hub_events(hall.hub_dir, station)}
    same = [key for key, event in own.items() if key in held and held[key].payload == event.payload]
    counts = Counter(event.type for event in held.values())
    return Outcome(dict(counts), len(hall.printer.slips), len(same), len(own))
