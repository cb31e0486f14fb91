"""Who goes live: a clean posting of somebody trusted. The rules: kiosk.domain.posting_review."""

from collections.abc import Iterable

from kiosk.domain.events import RuleHit

__all__ = ["verdict"]


def verdict(hits: Iterable[RuleHit], *, is_trusted: bool) -> str:
    """`live` for a clean posting of a trusted employer, else `queued` for the desk."""
    return "live" if is_trusted and not tuple(hits) else "queued"
