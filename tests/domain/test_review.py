"""Posting review: dated terms, and who goes live."""

from types import SimpleNamespace

import pytest

from kiosk.catalog import review_terms
from kiosk.domain.events import RuleHit
from kiosk.domain.review import review_text, verdict

TERMS = (
    SimpleNamespace(rule="fee", severity="block", term="押金", effective="2020-01-01"),
    SimpleNamespace(rule="age", severity="warn", term="35岁以下", effective="2020-01-01"),
    SimpleNamespace(rule="later", severity="block", term="明年", effective="2027-01-01"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("卸瓷砖", []),
        ("交押金 200", ["押金"]),
        ("交押 金 200", ["押金"]),
        ("交押\u3000金\n200", ["押金"]),
        ("限35岁以下，押金另收", ["押金", "35岁以下"]),
        ("明年", []),
    ],
)
def test_terms_are_found(text, found):
    assert [hit.text for hit in review_text(text, TERMS, "2026-11-23")] == found


def test_a_term_counts_from_its_day_on():
    assert not review_text("明年", TERMS, "2026-12-31")
    assert review_text("明年", TERMS, "2027-01-01") == (
        RuleHit(rule="later", severity="block", text="明年"),
    )


def test_verdict():
    hit = RuleHit(rule="fee", severity="block", text="押金")
    assert verdict((), is_trusted=True) == "live"
    assert verdict((), is_trusted=False) == "queued"
    assert verdict((hit,), is_trusted=True) == "queued"
    assert verdict(iter((hit,)), is_trusted=True) == "queued"


def test_the_shipped_table_finds_each_of_its_own_terms():
    for term in review_terms():
        assert term.severity in {"block", "warn"}
        hits = review_text(f"招工{term.term}面谈", review_terms(), "2099-01-01")
        assert term.term in {hit.text for hit in hits}
