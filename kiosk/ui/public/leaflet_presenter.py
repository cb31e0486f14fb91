"""Rules and policies to read and to hear; and asking for legal aid or advice."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.catalog import Leaflet, leaflets
from kiosk.ui.public.context import PublicContext

__all__ = ["LeafletPresenter", "LeafletState", "LeafletView", "LeafletsPresenter"]


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

    def __init__(self, context: PublicContext) -> None:
        self._context = context

    def open(self, leaflet: str) -> None:
        """A leaflet was touched."""
        self._context.session.leaflet = leaflet
        self._context.navigator.go("leaflet")

    def ask(self, kind: str) -> None:
        """要法律援助 (`legal_aid`), 问政策 (`advice`)."""
        self._context.session.complaint = kind
        self._context.navigator.go("complaint_contact")


class LeafletPresenter:
    """Shows the chosen leaflet."""

    def __init__(self, context: PublicContext, view: LeafletView) -> None:
        self._context = context
        self._view = view

    def enter(self) -> None:
        """The screen is shown."""
        found = leaflets().get(self._context.session.leaflet)
        if found is not None:
            self._view.show_state(LeafletState(found))

    def another(self) -> None:
        """看别的."""
        self._context.navigator.back()
