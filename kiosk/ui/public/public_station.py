"""The public station's windows put together: screens, navigator, and what devices report."""

import time
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from kiosk.config import SessionSettings
from kiosk.devices.card_reader import (
    CardArrived,
    CardPulledEarly,
    CardRemoved,
    CardUnreadable,
    ReaderReady,
    ReaderUnplugged,
)
from kiosk.devices.wedge import BurstDetector
from kiosk.domain.clock import local_time
from kiosk.i18n import _
from kiosk.printing.spooler import SpoolerStatus
from kiosk.service.hall_profile import hall_view
from kiosk.service.site import Site
from kiosk.service.views import HallView
from kiosk.sync.loop import SyncStatus
from kiosk.ui.bridge import Bridge
from kiosk.ui.navigator import ScreenNavigator
from kiosk.ui.public.card_screen import CardScreen
from kiosk.ui.public.check_screen import CheckScreen
from kiosk.ui.public.confirm_screen import ConfirmScreen
from kiosk.ui.public.consent_screen import ConsentScreen
from kiosk.ui.public.context import PublicContext, Session
from kiosk.ui.public.detail_screen import DetailScreen
from kiosk.ui.public.home_screen import HomeScreen
from kiosk.ui.public.id_number_screen import IdNumberScreen
from kiosk.ui.public.info_screen import RightsScreen, TrainingScreen
from kiosk.ui.public.my_post_screen import MyPostScreen
from kiosk.ui.public.phone_screen import PhoneScreen
from kiosk.ui.public.posting_screens import POSTING_SCREENS
from kiosk.ui.public.posts_screen import PostsScreen
from kiosk.ui.public.slip_screen import SlipScreen
from kiosk.ui.public.trades_screen import TradesScreen
from kiosk.ui.screen import Screen
from kiosk.ui.status_words import HeaderState, sync_words
from kiosk.ui.theme import Theme
from kiosk.ui.window import StationWindow
from kiosk.words import date_text, weekday_text

__all__ = ["PublicStation", "build_screens"]

_MINUTE_TICK_MS = 5_000
_SCAN_MIN_CHARS = 6
_PLAIN_SCREENS = (
    HomeScreen,
    CardScreen,
    IdNumberScreen,
    ConsentScreen,
    CheckScreen,
    PhoneScreen,
    TradesScreen,
    PostsScreen,
    DetailScreen,
    ConfirmScreen,
    MyPostScreen,
    RightsScreen,
    TrainingScreen,
    *POSTING_SCREENS,
)


def build_screens(
    theme: Theme, context: PublicContext, settings: SessionSettings
) -> dict[str, Screen]:
    """Every screen of the public station, by name."""
    screens: dict[str, Screen] = {kind.name: kind(theme, context) for kind in _PLAIN_SCREENS}
    screens["slip"] = SlipScreen(theme, context, settings.slip_screen_s)
    return screens


class PublicStation(QObject):
    """Owns window and navigator.

    Args:
        theme: for the panel.
        site: the station's use cases.
        bridge: to the other threads.
        settings: idle times.
    """

    def __init__(self, theme: Theme, site: Site, bridge: Bridge, settings: SessionSettings) -> None:
        super().__init__()
        self._plain_theme = theme
        self._settings, self._site, self._bridge = settings, site, bridge
        self.session = Session()
        self.window = StationWindow(theme)
        self.navigator = ScreenNavigator(self.window.stack, settings, self._wipe)
        self.context = PublicContext(site, bridge, self.navigator, self.session)
        self._hall = HallView(id="", name="")
        self._sync = SyncStatus("unenrolled", 0, 0, 0, 0, "")
        self._paper = ""
        self._has_reader = False
        self._wedge = BurstDetector(accepts=lambda _text: True, min_chars=_SCAN_MIN_CHARS)
        self._wedge_timer = QTimer(self)
        self._wedge_timer.setSingleShot(True)
        self._wedge_timer.timeout.connect(self._wedge_silent)
        self.navigator.changed.connect(self._screen_changed)
        bridge.published.connect(self._reported)
        self._use_theme(theme)
        self._clock = QTimer(self)
        self._clock.setInterval(_MINUTE_TICK_MS)
        self._clock.timeout.connect(self._refresh_header)
        self._clock.start()
        self._load_hall()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def screen(self, name: str) -> Screen:
        """A screen by name."""
        return self._screens[name]

    @property
    def screen_names(self) -> tuple[str, ...]:
        """Names of all screens."""
        return tuple(self._screens)

    def stop(self) -> None:
        """Stop timers and filters and let the window close."""
        self._clock.stop()
        self._wedge_timer.stop()
        self.navigator.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._bridge.close()
        self.window.may_close = True
        self.window.close()

    def scanned(self, text: str) -> None:
        """A code came from a scanner, wherever the person is."""
        name = self.navigator.current.name
        if self.navigator.current.is_home:
            self.session.wipe()
            self.session.purpose = "mine"
            self.navigator.go("card")
        elif name != "card":
            return
        card = self.screen("card")
        assert isinstance(card, CardScreen)  # noqa: S101 (built under this name)
        card.presenter.scanned(text)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Keyboard wedges: fast bursts of keys are scans; nobody types on a public station."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Backtab}:
            return False
        text = "\n" if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} else event.text()
        if not text:
            return False
        self._take_burst(self._wedge.feed(event.timestamp() or _now_ms(), text).payload)
        self._wedge_timer.start(150)
        return False

    def _wedge_silent(self) -> None:
        deadline = self._wedge.deadline_ms
        if deadline is not None:
            self._take_burst(self._wedge.tick(deadline).payload)

    def _take_burst(self, payload: str | None) -> None:
        if payload:
            self.scanned(payload)

    def _use_theme(self, theme: Theme) -> None:
        self._screens = build_screens(theme, self.context, self._settings)
        self.window.use_theme(theme)
        for is_home, footer in self.window.footers.items():
            footer.staff_asked.connect(self._staff_asked)
            if is_home:
                footer.large_asked.connect(self._toggle_large)
                footer.contrast_asked.connect(self._toggle_contrast)
            else:
                footer.back_asked.connect(self.navigator.back)
                footer.leave_asked.connect(self.navigator.leave)
        self.navigator.use_screens(self._screens)

    def _toggle_large(self) -> None:
        theme = self.window.theme
        self._use_theme(replace(theme, is_large=not theme.is_large))

    def _toggle_contrast(self) -> None:
        theme = self.window.theme
        self._use_theme(replace(theme, is_high_contrast=not theme.is_high_contrast))

    def _wipe(self) -> None:
        """End of a session: nothing of the person stays, and both modes go off."""
        self._bridge.end_session()
        self.session.wipe()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.clipboard().clear()
        if self.window.theme != self._plain_theme:
            QTimer.singleShot(0, lambda: self._use_theme(self._plain_theme))

    def _screen_changed(self, _name: str) -> None:
        screen = self.navigator.current
        self.window.show_frame(is_home=screen.is_home)
        self._refresh_header()
        if isinstance(screen, SlipScreen):
            screen.presenter.printer_changed(self._paper)

    def _staff_asked(self) -> None:
        line = _("到服务台叫一声，或者请旁边的人帮忙。")
        if self._hall.hotline:
            line = _("打本场热线 {number}，\n或者到服务台叫一声。").format(
                number=self._hall.hotline
            )
        self.navigator.tell("support_agent", _("找工作人员"), line, _("知道了，接着办"))

    def _reported(self, topic: str, value: object) -> None:
        """Something arrived from another thread."""
        del topic
        match value:
            case SyncStatus():
                self._sync = value
                self._refresh_header()
            case SpoolerStatus():
                self._printer_reported(value)
            case CardArrived(card):
                if self.navigator.current.name == "card":
                    self._card_screen().presenter.card_arrived(card)
            case CardPulledEarly() | CardUnreadable():
                if self.navigator.current.name == "card":
                    self._card_screen().presenter.card_pulled_early()
            case ReaderReady():
                self._card_screen().presenter.reader_state_changed(True)
            case ReaderUnplugged():
                self._card_screen().presenter.reader_state_changed(False)
            case CardRemoved():
                pass
            case frozenset():
                self._delivered()

    def _card_screen(self) -> CardScreen:
        card = self.screen("card")
        assert isinstance(card, CardScreen)  # noqa: S101 (built under this name)
        return card

    def _printer_reported(self, status: SpoolerStatus) -> None:
        self._paper = "" if status.printer.can_print else str(status.printer.state)
        slip = self.navigator.current
        if isinstance(slip, SlipScreen):
            slip.presenter.printer_changed(self._paper)

    def _delivered(self) -> None:
        """Events of other stations came in: screens that list something look again."""
        current = self.navigator.current
        if isinstance(current, MyPostScreen):
            current.presenter.refresh()
        elif isinstance(current, HomeScreen):
            current.enter()
        self._load_hall()

    def _load_hall(self) -> None:
        site = self._site
        self._bridge.read(lambda: hall_view(site), self._hall_known, lambda _error: None)

    def _hall_known(self, hall: HallView) -> None:
        self._hall = hall
        self.window.show_hall(hall.name or _("零工市场"))
        self._refresh_header()

    def _refresh_header(self) -> None:
        now = self._site.now_ms()
        moment = local_time(now)
        words, is_online = sync_words(
            self._sync.state, self._sync.pending, self._sync.last_success_ms
        )
        hours = _("全部免费")
        if self._hall.opens:
            hours = _("今天 {opens}–{closes} 开放").format(
                opens=self._hall.opens, closes=self._hall.closes
            )
        day = weekday_text(moment.date())
        if self.navigator.current.is_home:
            day = f"{date_text(moment.date())} {day}"
        self.window.show_state(
            HeaderState(f"{moment.hour}:{moment.minute:02d}", day, hours, words, is_online)
        )


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
