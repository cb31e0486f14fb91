"""Fold everything anew in a temporary encrypted database and compare; check chains and gaps."""

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from kiosk.domain.envelope import EnvelopeError, Event, verify_chain
from kiosk.store.apply import Applier
from kiosk.store.chain import read_chain
from kiosk.store.checks import (
    Finding,
    Verification,
    check_envelopes,
    check_links,
    compare_rows,
)
from kiosk.store.database import create_file, transaction, translated
from kiosk.store.keys import KEY_BYTES
from kiosk.store.migrations import STATE_TABLES, migrate
from kiosk.store.rows import EVENT_COLUMNS, INSERT_EVENT, event_of, row_of
from kiosk.store.store import Store, refold_all

__all__ = ["Finding", "Verification", "verify_store"]

_CHUNK = 2_000
_COUNT_AGGREGATES = "SELECT count(*) FROM (SELECT id FROM aggregates UNION SELECT id FROM seekers)"


def verify_store(store: Store) -> Verification:
    """Verify a store while it may go on being written: one snapshot is looked at.

    Raises:
        DamagedStore: a page cannot be read.
    """
    findings: list[Finding] = []
    # After a power cut pages of the file may be torn that the write-ahead log holds whole.
    is_whole = store.write_back()
    with store.read() as db, tempfile.TemporaryDirectory(prefix="kiosk-verify-") as folder:
        findings += _check_pages(db, with_file=is_whole)
        findings += _check_events(db)
        findings += _check_chains(db)
        findings += _check_outbox(db)
        copy = create_file(Path(folder) / "verify.db", secrets.token_bytes(KEY_BYTES))
        try:
            migrate(copy)
            with transaction(copy):
                for event in _events(db):
                    copy.conn.execute(INSERT_EVENT, row_of(event))
                for row in db.execute("SELECT * FROM bases").fetchall():
                    copy.conn.execute("INSERT INTO bases VALUES (?, ?, ?, ?, ?, ?, ?)", row)
                refold_all(copy, Applier(copy, store.keys.index_key))
            for table in STATE_TABLES:
                findings += _compare(db, copy, table)
        finally:
            copy.close()
        events = db.execute("SELECT count(*) FROM events").fetchone()[0]
        aggregates = db.execute(_COUNT_AGGREGATES).fetchone()[0]
    return Verification(events, aggregates, tuple(findings))


def _events(db: Database) -> Iterator[Event]:
    columns = ", ".join(EVENT_COLUMNS)
    cursor = db.conn.execute(f"SELECT {columns} FROM events ORDER BY station, epoch, n")
    while rows := cursor.fetchmany(_CHUNK):
        yield from map(event_of, rows)


def _check_pages(db: Database, *, with_file: bool) -> Iterator[Finding]:
    with translated():
        for (line,) in db.execute("PRAGMA integrity_check(20)").fetchall():
            if line != "ok":
                yield Finding("pages", "file", line)
        if with_file:
            for (line,) in db.execute("PRAGMA cipher_integrity_check").fetchall():
                yield Finding("pages", "file", line)


def _check_events(db: Database) -> Iterator[Finding]:
    # A snapshot tells of erasures whose events come with the log.
    asked = (
        "SELECT aggregate FROM events WHERE type = 'PersonErased' UNION "
        "SELECT aggregate FROM bases WHERE json_extract(nullif(state, ''), '$.erased')"
    )
    erased = {row[0] for row in db.execute(asked).fetchall()}
    noted = {row[0] for row in db.execute("SELECT aggregate FROM erasures").fetchall()}
    kept = dict(db.execute("SELECT id, hash FROM events").fetchall())
    return check_envelopes(_events(db), kept, erased, noted)


def _check_chains(db: Database) -> Iterator[Finding]:
    """The own chain to its last header without a gap; others' as far as they have come."""
    chain = read_chain(db)
    runs: dict[tuple[str, int], list[Event]] = {}
    for event in _events(db):
        runs.setdefault((event.station, event.epoch), []).append(event)
    for (station, epoch), events in runs.items():
        if (station, epoch) != (chain.station, chain.epoch):
            # Of other stations only what the scope lets through is here.
            yield from check_links(events)
            continue
        try:
            if verify_chain(events) != (chain.n, chain.head):
                yield Finding("chain", f"{station}/{epoch}", "head differs from the log")
        except EnvelopeError as error:
            yield Finding("chain", f"{station}/{epoch}", str(error))
    if chain.n and (chain.station, chain.epoch) not in runs:
        yield Finding("chain", chain.station, "own events are missing")


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
    return compare_rows(table, mine, anew)
