"""The pages of whoever is signed in: made when they are needed, destroyed when somebody leaves."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from kiosk.devices.id_card import IdCard
from kiosk.domain.roles import StaffSession
from kiosk.i18n import _
from kiosk.sync.loop import SyncStatus
from kiosk.ui.components.touchable import guard_commits
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.head import DeskHead
from kiosk.ui.desk.more_page import MorePage
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pages import head_of, more_of
from kiosk.ui.theme import Theme

__all__ = ["PageShelf"]

# Deliveries come in bursts; a page looks again once for all of them.
_SETTLE_MS = 120


class PageShelf:
    """Shows one page of many.

    Args:
        theme: for the panel.
        context: given to the pages.
        stack: shows them.
        head: shows their tabs and badges.
    """

    def __init__(
        self, theme: Theme, context: DeskContext, stack: QStackedWidget, head: DeskHead
    ) -> None:
        self._theme, self._context, self._stack, self._head = theme, context, stack, head
        self._classes: dict[str, type[DeskPage]] = {}
        self._more: tuple[type[DeskPage], ...] = ()
        self._pages: dict[str, DeskPage] = {}
        self._badges: dict[str, int] = {}
        self._account = ""
        self._changed: set[str] | None = None
        self._sync: SyncStatus | None = None
        self._settle = QTimer(stack)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._look_again)

    @property
    def current(self) -> DeskPage | None:
        """The page that is shown."""
        page = self._stack.currentWidget()
        return page if isinstance(page, DeskPage) else None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all pages that can be gone to."""
        return tuple(self._classes)

    def open_for(self, session: StaffSession) -> None:
        """Tabs of a role; the work under the cover is shown again where it is the same person's."""
        if self._account == f"{session.account_id} {session.role}":
            self.changed(frozenset())
            return
        self.close()
        self._account = f"{session.account_id} {session.role}"
        tabs, self._more = head_of(session.role), more_of(session.role)
        self._classes = {page.name: page for page in (*tabs, *self._more)}
        shown = [(page.name, _(page.title), page.icon) for page in tabs]
        if self._more:
            self._classes[MorePage.name] = MorePage
            shown.append((MorePage.name, _(MorePage.title), MorePage.icon))
        self._head.show_tabs(shown)
        for page in (*tabs, *self._more):
            if page.has_badge:
                self._page(page.name).count()
        if shown:
            self.show(shown[0][0], "")

    def show(self, name: str, subject: str) -> bool:
        """Show a page and on it a record; False where the role has no such page."""
        if name not in self._classes:
            return False
        page = self._page(name)
        guard_commits()
        self._stack.setCurrentWidget(page)
        self._head.choose(name if name in self._head.tabs else MorePage.name)
        page.enter()
        if subject:
            page.show_subject(subject)
        return True

    def changed(self, changed: frozenset[str]) -> None:
        """Something was committed here (empty) or delivered; pages look again in a moment."""
        if not changed:
            self._changed = set()
        elif self._changed is None:
            self._changed = set(changed)
        elif self._changed:
            self._changed |= changed
        self._settle.start()

    def scanned(self, text: str) -> None:
        """A code came from the scanner."""
        if self.current is not None:
            self.current.scanned(text)

    def card_arrived(self, card: IdCard) -> None:
        """A card was read."""
        if self.current is not None:
            self.current.card_arrived(card)

    def sync_changed(self, status: SyncStatus) -> None:
        """The sync loop reported."""
        self._sync = status
        for page in self._pages.values():
            page.sync_changed(status)

    def close(self) -> None:
        """Destroy every page: nothing of anybody stays."""
        self._settle.stop()
        for page in self._pages.values():
            page.wipe()
            self._stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages, self._badges, self._classes = {}, {}, {}
        self._account, self._changed = "", None
        self._head.show_tabs(())

    def _page(self, name: str) -> DeskPage:
        known = self._pages.get(name)
        if known is not None:
            return known
        if name == MorePage.name:
            page: DeskPage = MorePage(self._theme, self._context, self._more)
        else:
            page = self._classes[name](self._theme, self._context)
        self._pages[name] = page
        self._stack.addWidget(page)
        page.badged.connect(lambda count: self._badge(name, count))
        if isinstance(page, MorePage):
            page.asked.connect(self._context.navigator.go)
            for other, count in self._badges.items():
                if other in page.tiles:
                    page.tiles[other].show_badge(count)
        if self._sync is not None:
            page.sync_changed(self._sync)
        return page

    def _badge(self, name: str, count: int) -> None:
        self._badges[name] = count
        if name in self._head.tabs:
            self._head.tabs[name].show_badge(count)
            return
        rest = sum(self._badges.get(page.name, 0) for page in self._more)
        if MorePage.name in self._head.tabs:
            self._head.tabs[MorePage.name].show_badge(rest)
        more = self._pages.get(MorePage.name)
        if isinstance(more, MorePage) and name in more.tiles:
            more.tiles[name].show_badge(count)

    def _look_again(self) -> None:
        changed, self._changed = frozenset(self._changed or ()), None
        current = self.current
        for page in list(self._pages.values()):
            if page is current:
                page.refresh(changed)
            if page.has_badge:
                page.count()
