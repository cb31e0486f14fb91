"""The stage of the desk's pictures: a real window on the gallery's hall, entered by a real PIN."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from kiosk.config import DeskSettings
from kiosk.doctor.reports import DeviceReports
from kiosk.domain.roles import Act, Role
from kiosk.printing.paper_printer import PaperPrinter
from kiosk.service.accounts import list_accounts, open_account
from kiosk.service.authority import authorise_console
from kiosk.service.site import Site
from kiosk.sync.loop import SyncStatus
from kiosk.ui.bridge import Bridge
from kiosk.ui.desk.desk_window import DeskWindow
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.gallery_scene import Scene
from kiosk.ui.theme import Theme

__all__ = ["PIN", "DeskScene", "desk_scene", "open_accounts"]

PIN = "274953"
_STAFF = (
    ("王场长", Role.MANAGER),
    ("李专员", Role.SPECIALIST),
    ("小周", Role.VOLUNTEER),
    ("赵工", Role.TECHNICIAN),
)
_SETTINGS = DeskSettings(lock_s=86_400, wipe_s=86_400)
T = TypeVar("T")


class _AtOnce(Executor):
    """Runs work on the calling thread: a picture waits for nothing."""

    def submit(self, work: Callable[[], T], /, *_args: Any, **_more: Any) -> Future[T]:
        """Run it."""
        future: Future[T] = Future()
        try:
            future.set_result(work())
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass(frozen=True)
class _StillMachine:
    """No threads beneath."""

    data_dir: Path
    reports: DeviceReports = field(default_factory=DeviceReports)
    paper: PaperPrinter = field(default_factory=PaperPrinter)

    def sync_now(self) -> None:
        """Nothing moves in a picture."""


@dataclass
class DeskScene:
    """A window in the gallery's hall."""

    made: Scene
    window: DeskWindow
    bridge: Bridge

    @property
    def site(self) -> Site:
        """The hall."""
        return self.made.site

    def settle(self) -> None:
        """Let everything under way arrive and be laid out."""
        while True:
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()
            if self.bridge.is_idle:
                break
        QApplication.processEvents()

    def go_offline(self) -> None:
        """As every picture begins, whatever the sync loop said in the one before."""
        self.bridge.publish("sync", SyncStatus("offline", 5))
        self.settle()

    def sign_in(self, role: Role) -> None:
        """By the PIN, unless that role is in already."""
        presenter = self.window.cover.presenter
        session = presenter.session
        if session is not None and session.role is role and not presenter.is_covered:
            return
        if session is not None:
            presenter.leave()
            self.settle()
        wanted = {known: name for name, known in _STAFF}[role]
        account = next(item.id for item in list_accounts(self.site) if item.name == wanted)
        presenter.choose(account)
        for digit in PIN:
            presenter.key(digit)
        presenter.proceed()
        self.settle()

    def page(self, name: str) -> DeskPage:
        """Go to a page."""
        self.window.navigator.go(name)
        self.settle()
        page = self.window.shelf.current
        assert page is not None  # noqa: S101 (a page is shown once somebody is in)
        return page

    def close(self) -> None:
        """The window goes."""
        self.window.stop()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def desk_scene(made: Scene, theme: Theme) -> DeskScene:
    """A shown window in the gallery's hall, still covered. The caller closes it."""
    open_accounts(made.site)
    bridge = Bridge(_AtOnce(), _AtOnce())
    machine = _StillMachine(Path())
    window = DeskWindow(theme, made.site, bridge, _SETTINGS, machine)
    scene = DeskScene(made, window, bridge)
    window.show()
    scene.go_offline()
    return scene


def open_accounts(site: Site) -> None:
    """The staff of the pictures."""
    known = {item.name for item in list_accounts(site)}
    for name, role in _STAFF:
        if name not in known:
            allowed = authorise_console(Act.ACCOUNTS)
            open_account(site, allowed, name, role, PIN, is_temporary=False)
