"""Posting review: who goes live."""

from kiosk.domain.events import RuleHit
from kiosk.domain.review import verdict


def test_verdict():
    hit = RuleHit(rule="fee", severity="block", text="押金")
    assert verdict((), is_trusted=True) == "live"
    assert verdict((), is_trusted=False) == "queued"
    assert verdict((hit,), is_trusted=True) == "queued"
    assert verdict(iter((hit,)), is_trusted=True) == "queued"
