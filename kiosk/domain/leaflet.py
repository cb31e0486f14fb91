"""A leaflet (宣传资料) as published last."""

from kiosk.domain.content_events import LeafletPublished, LeafletWithdrawn
from kiosk.domain.envelope import Event
from kiosk.domain.payload import Payload
from kiosk.domain.state import AggregateState

__all__ = ["PublishedLeaflet", "step_leaflet"]


class PublishedLeaflet(AggregateState, kw_only=True):
    """A leaflet; `withdrawn` says why it is not shown any more."""

    content: LeafletPublished | None = None
    published_at: int = 0
    withdrawn: str = ""


def step_leaflet(leaflet: PublishedLeaflet, event: Event, payload: Payload) -> None:
    """Apply one event to the leaflet."""
    match payload:
        case LeafletPublished():
            leaflet.content, leaflet.published_at, leaflet.withdrawn = payload, event.time, ""
        case LeafletWithdrawn():
            leaflet.withdrawn = payload.reason or "withdrawn"
