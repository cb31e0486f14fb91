"""Fold everything anew in a temporary encrypted database and compare; check chains and gaps."""

import itertools
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from kiosk.domain.envelope import EnvelopeError, Event, check_envelope, header_hash, verify_chain
from kiosk.domain.events import STRUCTURAL
from kiosk.store.apply import Applier
from kiosk.store.chain import read_chain
from kiosk.store.database import create_file, transaction, translated
from kiosk.store.keys import KEY_BYTES
from kiosk.store.migrations import STATE_TABLES, migrate
from kiosk.store.rows import EVENT_COLUMNS, INSERT_EVENT, event_of, row_of
from kiosk.store.store import Store, refold_all

__all__ = ["Finding", "Verification", "verify_store"]

_CHUNK = 2_000
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


def verify_store(store: Store) -> Verification:
    """Verify a store while it may go on being written: one snapshot is looked at.

    Raises:
        DamagedStore: a page cannot be read.
    """
    findings: list[Finding] = []
    with store.read() as db, tempfile.TemporaryDirectory(prefix="kiosk-verify-") as folder:
        findings += _check_pages(db)
        findings += _check_events(db)
        findings += _check_chains(db)
        findings += _check_outbox(db)
        copy = create_file(Path(folder) / "verify.db", secrets.token_bytes(KEY_BYTES))
        try:
            migrate(copy)
            with transaction(copy):
                for event in _events(db):
                    copy.conn.execute(INSERT_EVENT, row_of(event))
                refold_all(copy, Applier(copy, store.keys.index_key))
            for table in STATE_TABLES:
                findings += _compare(db, copy, table)
        finally:
            copy.close()
        events = db.execute("SELECT count(*) FROM events").fetchone()[0]
        aggregates = db.execute("SELECT count(*) FROM aggregates").fetchone()[0]
    return Verification(events, aggregates, tuple(findings))


def _events(db: Database) -> Iterator[Event]:
    columns = ", ".join(EVENT_COLUMNS)
    cursor = db.conn.execute(f"SELECT {columns} FROM events ORDER BY station, epoch, n")
    while rows := cursor.fetchmany(_CHUNK):
        yield from map(event_of, rows)


def _check_pages(db: Database) -> Iterator[Finding]:
    with translated():
        for (line,) in db.execute("PRAGMA integrity_check(20)").fetchall():
            if line != "ok":
                yield Finding("pages", "file", line)
        for (line,) in db.execute("PRAGMA cipher_integrity_check").fetchall():
            yield Finding("pages", "file", line)


def _check_events(db: Database) -> Iterator[Finding]:
    """Each envelope by itself; a missing payload needs an erasure that covers it."""
    asked = "SELECT DISTINCT aggregate FROM events WHERE type = 'PersonErased'"
    erased = {row[0] for row in db.execute(asked).fetchall()}
    noted = {row[0] for row in db.execute("SELECT aggregate FROM erasures").fetchall()}
    for aggregate in sorted(noted - erased):
        yield Finding("erasure", aggregate, "no event asks for it")
    kept = dict(db.execute("SELECT id, hash FROM events").fetchall())
    for event in _events(db):
        where = f"{event.station}/{event.epoch}/{event.n}"
        try:
            check_envelope(event)
        except EnvelopeError as error:
            yield Finding("envelope", where, str(error))
        if header_hash(event) != kept[event.id]:
            yield Finding("hash", where, "stored hash differs from the header")
        covered = event.aggregate in erased and event.type not in STRUCTURAL
        if event.payload is None and not covered:
            yield Finding("payload", where, "missing, and no erasure covers it")
        if event.payload is not None and covered:
            yield Finding("payload", where, "still there after its person was erased")
        if event.type == "PersonErased" and event.aggregate not in noted:
            yield Finding("erasure", where, "not carried out")


def _check_chains(db: Database) -> Iterator[Finding]:
    """The own chain to its last header without a gap; others' as far as they have come."""
    chain = read_chain(db)
    runs: dict[tuple[str, int], list[Event]] = {}
    for event in _events(db):
        runs.setdefault((event.station, event.epoch), []).append(event)
    for (station, epoch), events in runs.items():
        is_own = station == chain.station and epoch == chain.epoch
        try:
            if is_own:
                n, head = verify_chain(events)
                if (n, head) != (chain.n, chain.head):
                    yield Finding("chain", f"{station}/{epoch}", "head differs from the log")
            else:
                _verify_links(events)
        except EnvelopeError as error:
            yield Finding("chain", f"{station}/{epoch}", str(error))
    if chain.n and (chain.station, chain.epoch) not in runs:
        yield Finding("chain", chain.station, "own events are missing")


def _verify_links(events: list[Event]) -> None:
    """Of other stations only what the scope lets through is here: check where two are adjacent."""
    for before, after in itertools.pairwise(events):
        if after.n == before.n + 1:
            verify_chain([after], n=before.n, head=header_hash(before))


def _check_outbox(db: Database) -> Iterator[Finding]:
    chain = read_chain(db)
    rows = db.execute(
        "SELECT events.id FROM outbox LEFT JOIN events USING (seq) "
        "WHERE events.station IS NOT ? OR events.station IS NULL",
        (chain.station,),
    ).fetchall()
    for (event,) in rows:
        yield Finding("outbox", str(event), "not an own event")


def _compare(db: Database, copy: Database, table: str) -> list[Finding]:
    mine = {row[0]: row[1:] for row in db.execute(f"SELECT * FROM {table}").fetchall()}
    anew = {row[0]: row[1:] for row in copy.execute(f"SELECT * FROM {table}").fetchall()}
    differing = sorted(key for key in mine.keys() | anew.keys() if mine.get(key) != anew.get(key))
    findings = [Finding("state", f"{table} {key}", _word(mine, anew, key)) for key in differing]
    if len(findings) > _SHOWN_PER_TABLE:
        rest = len(findings) - _SHOWN_PER_TABLE
        findings = [*findings[:_SHOWN_PER_TABLE], Finding("state", table, f"and {rest} more")]
    return findings


def _word(mine: dict[str, object], anew: dict[str, object], key: str) -> str:
    if key not in mine:
        return "missing in the store"
    return "not in the log" if key not in anew else "differs from the fold of the log"
