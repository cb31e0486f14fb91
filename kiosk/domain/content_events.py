"""Payloads of what a platform or the hall gives people to read: leaflets with validity."""

from kiosk.domain.payload import Payload

__all__ = ["LeafletPublished", "LeafletWithdrawn"]


class LeafletPublished(Payload, frozen=True, kw_only=True):
    """A leaflet, anew or in a new wording. `since` and `valid_until` are ISO days, the latter
    empty where it does not run out; `lines` are its sentences."""

    title: str
    lines: tuple[str, ...]
    basis: str = ""
    icon: str = "description"
    since: str = ""
    valid_until: str = ""
    source: str = ""
    is_confirmed: bool = False


class LeafletWithdrawn(Payload, frozen=True, kw_only=True):
    """The leaflet is not shown any more."""

    reason: str = ""
