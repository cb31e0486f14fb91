"""The desk: head with tabs, one page, status bar; a cover over it until somebody signs in."""

from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from kiosk.config import DeskSettings
from kiosk.devices.card_reader import (
    CardArrived,
    CardEvent,
    CardPulledEarly,
    CardRemoved,
    CardUnreadable,
    ReaderReady,
    ReaderUnplugged,
)
from kiosk.devices.scans import CodeScanned
from kiosk.domain.clock import local_time
from kiosk.domain.roles import StaffSession
from kiosk.i18n import _
from kiosk.printing.spooler import SpoolerStatus
from kiosk.service.candidates import Candidates
from kiosk.service.hall_profile import hall_view
from kiosk.service.site import Site
from kiosk.staff_words import role_text
from kiosk.sync.loop import SyncStatus
from kiosk.ui.bridge import Bridge
from kiosk.ui.desk.context import DeskContext, Machine
from kiosk.ui.desk.cover import Cover
from kiosk.ui.desk.desk_navigator import WindowNavigator
from kiosk.ui.desk.device_words import DeviceWords
from kiosk.ui.desk.head import DeskHead
from kiosk.ui.desk.idle_lock import IdleLock
from kiosk.ui.desk.page_shelf import PageShelf
from kiosk.ui.desk.staff_tasks import StaffTasks
from kiosk.ui.desk.status_bar import StatusBar
from kiosk.ui.desk.telling_tasks import TellingTasks
from kiosk.ui.input.wedge_filter import WedgeFilter
from kiosk.ui.status_words import HeaderState, sync_words
from kiosk.ui.theme import Theme

__all__ = ["DeskWindow"]

_CLOCK_MS = 5_000
_TAB_KEYS = 9
_CARD_EVENTS = (
    CardArrived,
    CardRemoved,
    CardPulledEarly,
    CardUnreadable,
    ReaderReady,
    ReaderUnplugged,
)


class DeskWindow(QWidget):
    """A window staff may close.

    Args:
        theme: landscape.
        site: the station's use cases.
        bridge: to the other threads.
        settings: when it locks.
        machine: beneath the window.
    """

    def __init__(
        self, theme: Theme, site: Site, bridge: Bridge, settings: DeskSettings, machine: Machine
    ) -> None:
        super().__init__()
        self.theme, self._site, self._bridge = theme, site, bridge
        self.setWindowTitle(_("服务台"))
        self.resize(theme.width_px, theme.height_px)
        self._sync, self._devices = SyncStatus(), DeviceWords()
        tasks = TellingTasks(bridge)
        self.head, self.bar = DeskHead(theme), StatusBar(theme)
        self.stack = QStackedWidget()
        # No page makes the window larger than the screen.
        self.stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._lay_out()
        self.navigator = WindowNavigator(theme, self, self.bar, machine.data_dir, self._go)
        self.cover = Cover(theme, site, bridge, self)
        staff_tasks = StaffTasks(site, tasks, self.cover)
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="aside")
        self.aside = Bridge(self._aside, self._aside)
        self.context = DeskContext(
            site,
            tasks,
            self.cover,
            staff_tasks,
            self.navigator,
            machine,
            Candidates(site),
            self.aside,
        )
        self.shelf = PageShelf(theme, self.context, self.stack, self.head)
        self.idle = IdleLock(settings)
        self._wedge = WedgeFilter()
        tasks.changed.connect(self.shelf.changed)
        self._join()
        self._covered(True)
        self._clock = QTimer(self)
        self._clock.setInterval(_CLOCK_MS)
        self._clock.timeout.connect(self._show_clock)
        self._clock.start()
        self._show_clock()
        self._load_hall()
        self.cover.presenter.start()

    def stop(self) -> None:
        """Close the window and drop what is under way."""
        self._clock.stop()
        self._wedge.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self._wedge)
        self.idle.leave_application()
        self._bridge.close()
        self.aside.close()
        self._aside.shutdown(wait=True)
        self.navigator.close()
        self.close()

    def lock(self) -> None:
        """Cover the work, keep it."""
        self.cover.presenter.lock()
        if self.cover.session is not None:
            self.idle.work_is_locked()

    def leave(self) -> None:
        """退出登录."""
        self.cover.presenter.leave()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.stack, 1)
        column.addWidget(self.bar)

    def _join(self) -> None:
        self.head.asked.connect(self.navigator.go)
        self.bar.lock_asked.connect(self.lock)
        self.bar.person_asked.connect(self._person_asked)
        self.cover.covers.connect(self._covered)
        self.cover.opened.connect(self._let_in)
        self.cover.emptied.connect(self._wipe)
        self.idle.lock_due.connect(self.lock)
        self.idle.wipe_due.connect(self.leave)
        self._wedge.scanned.connect(self._scanned)
        self._bridge.published.connect(self._reported)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self._wedge)
        for number in range(1, _TAB_KEYS + 1):
            keys = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            keys.activated.connect(lambda place=number - 1: self._go_to_tab(place))
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(self.lock)

    def _go_to_tab(self, place: int) -> None:
        names = list(self.head.tabs)
        if place < len(names) and not self.cover.presenter.is_covered:
            self.navigator.go(names[place])

    def _covered(self, is_covered: bool) -> None:
        """What is covered is not drawn either."""
        for part in (self.head, self.stack, self.bar):
            part.setVisible(not is_covered)
        if is_covered:
            self.navigator.close_windows()

    def _let_in(self, session: StaffSession) -> None:
        self.bar.show_person(f"{session.name} · {role_text(session.role)}")
        self.shelf.open_for(session)
        self.idle.work_begins()

    def _go(self, name: str, subject: str) -> None:
        if not self.shelf.show(name, subject):
            self.navigator.say(_("您的账号看不了这一页，请找场长。"), True)

    def _wipe(self) -> None:
        """Nobody's work is open: nothing of it stays."""
        self._bridge.end_session()
        self.aside.end_session()
        self.idle.stop()
        self.navigator.close()
        self.shelf.close()
        self.bar.show_person("")
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.clipboard().clear()

    def _person_asked(self) -> None:
        session = self.cover.session
        if session is None:
            return
        options = (("leave", _("退出登录")), ("lock", _("锁屏，做到一半的留着")))
        acts = {"leave": self.leave, "lock": self.lock}
        self.navigator.choose(session.name, options, lambda choice: acts[choice]())

    def _scanned(self, text: str) -> None:
        if self.cover.presenter.is_covered or self.cover.step_up is not None:
            # A PIN typed quickly is no scan.
            return
        self._devices.scanned()
        self.bar.show_devices(self._devices.text)
        self.shelf.scanned(text)

    def _reported(self, _topic: str, value: object) -> None:
        if isinstance(value, _CARD_EVENTS):
            self._card_heard(value)
            return
        match value:
            case SyncStatus():
                self._sync = value
                self._show_clock()
                self.shelf.sync_changed(value)
            case SpoolerStatus():
                self._devices.printer(value)
                self.bar.show_devices(self._devices.text)
                self.shelf.changed(frozenset())
            case CodeScanned():
                self._scanned(value.text)
            case frozenset():
                self.shelf.changed(value)
                self._load_hall()

    def _card_heard(self, event: CardEvent) -> None:
        self._devices.reader(event)
        self.bar.show_devices(self._devices.text)
        if not isinstance(event, CardArrived):
            return
        if self.cover.presenter.is_covered:
            self.cover.presenter.card(event.card.number)
        else:
            self.shelf.card_arrived(event.card)

    def _show_clock(self) -> None:
        status = self._sync
        words, is_online = sync_words(
            status.state, status.pending, status.last_success_ms, status.error_code
        )
        moment = local_time(self._site.now_ms())
        clock = f"{moment.hour}:{moment.minute:02d}"
        self.head.show_state(HeaderState(clock, sync=words, is_online=is_online))

    def _load_hall(self) -> None:
        site = self._site
        self._bridge.read(lambda: hall_view(site).name, self._hall_known, lambda _error: None)

    def _hall_known(self, name: str) -> None:
        self.bar.show_hall(name or _("零工市场"))
        self.cover.show_hall(name)

    def resizeEvent(self, _event) -> None:  # type: ignore[no-untyped-def]  # noqa: N802 (Qt's)
        """Cover and dialogs lie over everything."""
        self.cover.setGeometry(self.rect())
        if isinstance(self.navigator.dialog, QWidget) and not self.navigator.dialog.isWindow():
            self.navigator.dialog.setGeometry(self.rect())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Warm paper."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.colour(self.theme.colours.paper))
        painter.end()
