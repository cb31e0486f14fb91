"""The public station's windows put together: screens, navigator, and what devices report."""

import re
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from kiosk.config import SessionSettings
from kiosk.devices.card_reader import CardEvent
from kiosk.devices.scans import CodeScanned
from kiosk.i18n import _
from kiosk.printing.spooler import SpoolerStatus
from kiosk.service.hall_profile import hall_view
from kiosk.service.site import Site
from kiosk.service.station_state import Fault, look_for_fault
from kiosk.service.views import HallView
from kiosk.store.errors import StoreError
from kiosk.sync.loop import SyncStatus
from kiosk.ui.bridge import Bridge
from kiosk.ui.input.camera import Camera
from kiosk.ui.input.wedge_filter import WedgeFilter
from kiosk.ui.navigator import ScreenNavigator
from kiosk.ui.public.call_for_staff import CallForStaff
from kiosk.ui.public.card_presenter import CardPresenter
from kiosk.ui.public.card_screen import CardScreen
from kiosk.ui.public.card_watch import CardWatch
from kiosk.ui.public.context import PublicContext, Session
from kiosk.ui.public.fault_screen import FaultScreen
from kiosk.ui.public.header_words import header_state
from kiosk.ui.public.home_screen import HomeScreen
from kiosk.ui.public.my_post_screen import MyPostScreen
from kiosk.ui.public.posts_presenter import PostsPresenter
from kiosk.ui.public.posts_screen import PostsScreen
from kiosk.ui.public.screens import build_screens
from kiosk.ui.public.slip_screen import SlipScreen
from kiosk.ui.reading import Reading
from kiosk.ui.screen import Screen
from kiosk.ui.speech import Sound, Speaker
from kiosk.ui.theme import Theme
from kiosk.ui.window import StationWindow

__all__ = ["PublicStation"]

_MINUTE_TICK_MS = 5_000


class PublicStation(QObject):
    """Owns window and navigator. `ending_asked`: somebody of the staff ends the program.

    Args:
        theme: for the panel.
        site: the station's use cases.
        bridge: to the other threads.
        settings: idle times.
        speaker: says what the screens say; None for a silent machine.
        camera: reads codes where the screen asks for one; None where there is none.
        card_fields: see `scanner.fields` in the settings.
    """

    ending_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        site: Site,
        bridge: Bridge,
        settings: SessionSettings,
        speaker: Speaker | None = None,
        camera: Camera | None = None,
        card_fields: str = "",
    ) -> None:
        super().__init__()
        self.reading = Reading(speaker, self._spoken_now)
        self._plain_theme = theme
        self._settings, self._site, self._bridge = settings, site, bridge
        self.session = Session()
        self.window = StationWindow(theme, has_voice=self.reading.has_voice)
        self.window.tapped.connect(lambda: self.reading.play(Sound.TAP))
        self.window.erred.connect(lambda: self.reading.play(Sound.AGAIN))
        self.navigator = ScreenNavigator(self.window.stack, settings, self._wipe)
        self.context = PublicContext(
            site,
            bridge,
            self.navigator,
            self.session,
            self.ending_asked.emit,
            re.compile(card_fields or "(?!)"),
            is_online=lambda: self._sync.state in {"online", "syncing"},
        )
        self._staff = CallForStaff(site, bridge, self.navigator.tell)
        self._hall = HallView(id="", name="")
        self._sync = SyncStatus("unenrolled", 0, 0, 0, 0, "")
        self._paper = ""
        self._fault: Fault | None = None
        self._card = CardWatch(
            self.navigator,
            self.session,
            lambda: self.navigator.current.name,
            self._card_presenter,
            self._card_lies_changed,
            lambda: self.reading.play(Sound.DONE),
        )
        self._wedge = WedgeFilter()
        self._wedge.scanned.connect(self.scanned)
        self._camera, self._has_camera = camera, False
        if camera is not None:
            camera.scanned.connect(self.scanned)
            camera.hinted.connect(lambda hint: self._card_presenter().camera_hinted(hint))
            camera.found.connect(self._camera_found)
        self.navigator.changed.connect(self._screen_changed)
        self.navigator.noted.connect(self.window.note)
        bridge.published.connect(self._reported)
        self._use_theme(theme)
        self._clock = QTimer(self)
        self._clock.setInterval(_MINUTE_TICK_MS)
        self._clock.timeout.connect(self._refresh_header)
        self._clock.timeout.connect(self.look_for_fault)
        self._clock.start()
        self._load_hall()
        self.look_for_fault()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self._wedge)

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
        self._wedge.stop()
        self.navigator.stop()
        self.reading.end()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self._wedge)
        if self._camera is not None:
            self._camera.close()
        self._bridge.close()
        self.window.may_close = True
        self.window.close()

    def scanned(self, text: str) -> None:
        """A code came from a scanner, wherever the person is."""
        name = self.navigator.current.name
        if self.navigator.current.is_home:
            if name != "home":
                return
            self.session.wipe()
            self.session.purpose = "mine"
            self.navigator.go("card")
        elif name != "card":
            return
        self._card_presenter().scanned(text)

    def _use_theme(self, theme: Theme) -> None:
        self._screens = build_screens(theme, self.context, self._settings)
        self.window.use_theme(theme)
        for header in self.window.headers.values():
            header.read_asked.connect(self.reading.toggle)
            header.door_asked.connect(self._door_asked)
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
        self.reading.end()
        self.session.wipe()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.clipboard().clear()
        if self.window.theme != self._plain_theme:
            QTimer.singleShot(0, lambda: self._use_theme(self._plain_theme))

    def _screen_changed(self, _name: str) -> None:
        screen = self.navigator.current
        self.window.show_frame(is_home=screen.is_home)
        self.reading.screen_changed()
        self._refresh_header()
        self._card.screen_changed()
        if self._camera is not None:
            # It sees people: on only while a screen asks for a code.
            self._camera.look_for_codes(screen.name == "card")
            self._card_presenter().camera_changed(self._has_camera)
        if screen.name == "card" and self.session.purpose == "work":
            self._posts_presenter().prepare()
        if screen.name == "take_card":
            self.reading.remind()
        if isinstance(screen, SlipScreen):
            self.reading.play(Sound.DONE)
            screen.presenter.printer_changed(self._paper)

    def _door_asked(self) -> None:
        """Only where nobody is in the middle of something."""
        if self.navigator.current.is_home:
            self.navigator.go("staff_door")

    def _spoken_now(self) -> list[str]:
        return self.navigator.current.spoken_texts()

    def _staff_asked(self) -> None:
        self._staff.ask(self.navigator.current.name)

    def _reported(self, topic: str, value: object) -> None:
        """Something arrived from another thread."""
        del topic
        if isinstance(value, CardEvent):
            self._card.heard(value)
            return
        match value:
            case SyncStatus():
                self._sync = value
                self._refresh_header()
            case SpoolerStatus():
                self._printer_reported(value)
            case CodeScanned():
                self.scanned(value.text)
            case StoreError():
                self._fault_known(Fault.STORE)
            case frozenset():
                self._delivered()

    def _camera_found(self, has_camera: bool) -> None:
        self._has_camera = has_camera
        self._card_presenter().camera_changed(has_camera)

    def _card_presenter(self) -> CardPresenter:
        card = self.screen("card")
        assert isinstance(card, CardScreen)  # noqa: S101 (built under this name)
        return card.presenter

    def _posts_presenter(self) -> PostsPresenter:
        posts = self.screen("posts")
        assert isinstance(posts, PostsScreen)  # noqa: S101 (built under this name)
        return posts.presenter

    def _card_lies_changed(self) -> None:
        """Until the card is taken, the header and what stands at home's place say so."""
        self.window.show_notice(_("请拿好您的身份证") if self._card.lies else "")
        self._stand_in()

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

    def look_for_fault(self) -> None:
        """Ask whether something stands in the way; home gives way to it, and comes back."""
        site = self._site
        self._bridge.read(
            lambda: look_for_fault(site),
            self._fault_known,
            lambda _error: self._fault_known(Fault.STORE),
        )

    def _fault_known(self, fault: Fault | None) -> None:
        if fault is Fault.CLOSED and not self._settings.shows_closed:
            fault = None
        screen = self.screen("fault")
        assert isinstance(screen, FaultScreen)  # noqa: S101 (built under this name)
        is_other = fault is not self._fault
        if fault is not None:
            screen.presenter.fault = fault
        self._fault = fault
        self._stand_in()
        if is_other and self.navigator.current is screen:
            # One fault gave way to another while the first was read.
            screen.enter()

    def _stand_in(self) -> None:
        """What is shown at home's place: a fault, a forgotten card, or home."""
        name = "take_card" if self._card.lies else "home"
        self.navigator.stand_in(name if self._fault is None else "fault")

    def _load_hall(self) -> None:
        site = self._site
        self._bridge.read(lambda: hall_view(site), self._hall_known, lambda _error: None)

    def _hall_known(self, hall: HallView) -> None:
        self._hall = hall
        self._staff.hotline = hall.hotline
        self.window.show_hall(hall.name or _("零工市场"))
        self._refresh_header()

    def _refresh_header(self) -> None:
        self.window.show_state(
            header_state(
                self._site.now_ms(),
                self._hall,
                self._sync,
                is_home=self.navigator.current.is_home,
            )
        )
