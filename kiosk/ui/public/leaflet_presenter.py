"""Rules and policies to read and to hear; and asking for legal aid or advice."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.catalog import Leaflet
from kiosk.service.notices import open_leaflets
from kiosk.ui.public.context import PublicContext, failure_text

__all__ = [
    "LeafletPresenter",
    "LeafletState",
    "LeafletView",
    "LeafletsPresenter",
    "LeafletsState",
    "LeafletsView",
]


@dataclass(frozen=True, slots=True)
class LeafletsState:
    """One page of the leaflets that are shown today."""

    leaflets: tuple[Leaflet, ...]
    page: int
    pages: int


class LeafletsView(Protocol):
    """The view of the list."""

    per_page: int

    def show_leaflets(self, state: LeafletsState) -> None:
        """Show a page of it."""


@dataclass(frozen=True, slots=True)
class LeafletState:
    """One leaflet."""

    leaflet: Leaflet


class LeafletView(Protocol):
    """The view of a leaflet."""

    def show_state(self, state: LeafletState) -> None:
        """Show it."""


class LeafletsPresenter:
    """The list: one touch opens a leaflet, or begins a request."""

    def __init__(self, context: PublicContext, view: LeafletsView) -> None:
        self._context, self._view = context, view
        self._leaflets: tuple[Leaflet, ...] = ()
        self._page = 1

    def enter(self) -> None:
        """The screen is shown."""
        site = self._context.site

        def known(found: dict[str, Leaflet]) -> None:
            self._leaflets = tuple(found.values())
            self._show()

        self._context.tasks.read(lambda: open_leaflets(site), known, self._failed)

    def turn(self, page: int) -> None:
        """上一页, 下一页."""
        self._page = page
        self._show()

    def open(self, leaflet: str) -> None:
        """A leaflet was touched."""
        self._context.session.leaflet = leaflet
        self._context.navigator.go("leaflet")

    def ask(self, kind: str) -> None:
        """要法律援助 (`legal_aid`), 问政策 (`advice`)."""
        self._context.session.complaint = kind
        self._context.navigator.go("complaint_contact")

    def _failed(self, error: Exception) -> None:
        self._context.navigator.note(failure_text(error))

    def _show(self) -> None:
        per_page = self._view.per_page
        pages = max(1, -(-len(self._leaflets) // per_page))
        self._page = min(max(1, self._page), pages)
        first = (self._page - 1) * per_page
        shown = self._leaflets[first : first + per_page]
        self._view.show_leaflets(LeafletsState(shown, self._page, pages))


class LeafletPresenter:
    """Shows the chosen leaflet."""

    def __init__(self, context: PublicContext, view: LeafletView) -> None:
        self._context = context
        self._view = view

    def enter(self) -> None:
        """The screen is shown."""
        site, chosen = self._context.site, self._context.session.leaflet

        def known(found: dict[str, Leaflet]) -> None:
            if chosen in found:
                self._view.show_state(LeafletState(found[chosen]))

        self._context.tasks.read(lambda: open_leaflets(site), known, self._failed)

    def another(self) -> None:
        """看别的."""
        self._context.navigator.back()

    def _failed(self, error: Exception) -> None:
        self._context.navigator.note(failure_text(error))
