"""Checks of a log that need no database: envelopes, erasures, chains. For stations and hubs."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kiosk.domain.envelope import EnvelopeError, Event, check_envelope, header_hash, verify_chain
from kiosk.domain.events import STRUCTURAL

__all__ = ["Finding", "Verification", "check_envelopes", "check_links", "compare_rows"]

_SHOWN_PER_TABLE = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference: which check, on what, and what is wrong."""

    check: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and every difference found."""

    events: int
    aggregates: int
    findings: tuple[Finding, ...] = field(default=())

    @property
    def is_clean(self) -> bool:
        """Whether nothing differs."""
        return not self.findings


def check_envelopes(
    events: Iterable[Event],
    kept: Mapping[str, str],
    erased: set[str],
    noted: set[str],
    *,
    may_lack_payload: Callable[[Event], bool] = lambda _event: False,
) -> Iterator[Finding]:
    """Each envelope by itself; a missing payload needs an erasing event that covers it.

    Args:
        events: the log.
        kept: the header hash stored beside each event, by id.
        erased: aggregates with a `PersonErased` event.
        noted: aggregates that the store remembers as erased.
        may_lack_payload: whether an event came without payload, as headers go to hubs above.
    """
    for aggregate in sorted(noted - erased):
        yield Finding("erasure", aggregate, "no event asks for it")
    for event in events:
        where = f"{event.station}/{event.epoch}/{event.n}"
        try:
            check_envelope(event)
        except EnvelopeError as error:
            yield Finding("envelope", where, str(error))
        if header_hash(event) != kept[event.id]:
            yield Finding("hash", where, "stored hash differs from the header")
        covered = event.aggregate in erased and event.type not in STRUCTURAL
        if event.payload is None and not covered and not may_lack_payload(event):
            yield Finding("payload", where, "missing, and no erasure covers it")
        if event.payload is not None and covered:
            yield Finding("payload", where, "still there after its person was erased")
        if event.type == "PersonErased" and event.aggregate not in noted:
            yield Finding("erasure", where, "not carried out")


def check_links(events: list[Event]) -> Iterator[Finding]:
    """Where two neighbours of one chain are here, they must close; gaps are no finding."""
    for before, after in itertools.pairwise(events):
        if after.n == before.n + 1:
            try:
                verify_chain([after], n=before.n, head=header_hash(before))
            except EnvelopeError as error:
                yield Finding("chain", f"{after.station}/{after.epoch}", str(error))


def compare_rows(
    table: str, mine: Mapping[str, object], anew: Mapping[str, object]
) -> list[Finding]:
    """Rows of a state table by key, as stored and as folded anew."""
    keys = sorted(key for key in mine.keys() | anew.keys() if mine.get(key) != anew.get(key))
    findings = [Finding("state", f"{table} {key}", _word(mine, anew, key)) for key in keys]
    if len(findings) > _SHOWN_PER_TABLE:
        rest = len(findings) - _SHOWN_PER_TABLE
        findings = [*findings[:_SHOWN_PER_TABLE], Finding("state", table, f"and {rest} more")]
    return findings


def _word(mine: Mapping[str, object], anew: Mapping[str, object], key: str) -> str:
    if key not in mine:
        return "missing in the store"
    return "not in the log" if key not in anew else "differs from the fold of the log"
