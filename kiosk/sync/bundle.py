"""The station's side of a USB stick: what waits goes out sealed, the hub's answer comes in.

The stick carries the same messages as the line (docs/PROTOCOL.md §11), so everything may be
carried twice, in any order, and be stopped anywhere.
"""

import os
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec
import zstandard
from sqlite_utils import Database

from kiosk.store.chain import Chain
from kiosk.store.enrolment import Enrolment, load_enrolment
from kiosk.store.keys import Secrets
from kiosk.store.outbox import pending
from kiosk.store.store import Store
from kiosk.store.streams import checksums, cursors
from kiosk.store.trust import load_trust
from kiosk.sync.applying import AfterDelivery, apply_reply
from kiosk.sync.compression import BadEncoding, unpack
from kiosk.sync.errors import NotEnrolled
from kiosk.sync.protocol import (
    MAX_PLAIN_BYTES,
    PROTOCOL,
    SCHEMA,
    BundleAnswer,
    ExchangeRequest,
    decode,
    encode,
)
from kiosk.sync.pull import Pulled, read_pages
from kiosk.sync.sealing import BadBundle, SealedReader, SealedWriter
from kiosk.sync.signing import sign_checkpoint
from kiosk.sync.trusting import require_trust
from kiosk.sync.wire import shorten

__all__ = ["Carried", "export_bundle", "import_answers", "pack_part", "unpack_part"]

_EVENTS_A_PART = 500


class Carried(NamedTuple):
    """Counts of one export or import."""

    pushed: int
    pulled: int
    invalid: int
    parts: int


def pack_part(message: msgspec.Struct) -> bytes:
    """A message as it lies in a part."""
    return zstandard.ZstdCompressor(level=6).compress(encode(message))


def unpack_part(plain: bytes, message: type[msgspec.Struct]) -> msgspec.Struct:
    """The message of a part. Raises BadBundle `format`."""
    try:
        found: msgspec.Struct = decode(unpack(plain, "zstd", MAX_PLAIN_BYTES), message)
    except (BadEncoding, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadBundle("format", str(error)[:200]) from error
    return found


def export_bundle(store: Store, path: Path) -> Carried:
    """Write everything that waits to a file for the station's hub.

    The file appears under its name when it is whole. Nothing leaves the outbox: that is for the
    hub's answer, by stick or by line.

    Raises:
        NotEnrolled: nobody could read it.
        OSError: the stick is full or gone.
    """
    draft = path.with_name(path.name + ".part")
    with store.read() as db, draft.open("wb") as file:
        enrolment, chain = _enrolment(db), store.chain()
        writer = SealedWriter(
            file,
            "events",
            chain.station,
            store.keys.signing_key,
            enrolment.hub,
            enrolment.hub_key,
        )
        requests = _requests(db, chain, store.keys)
        for place, request in enumerate(requests, start=1):
            writer.write(pack_part(request), is_last=place == len(requests))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return Carried(sum(len(each.events) for each in requests), 0, 0, len(requests))


def import_answers(
    store: Store, path: Path, after_delivery: AfterDelivery | None = None
) -> Carried:
    """Take in what the hub answered: acknowledgements, then pages of the streams.

    Each part is one transaction. Answers that are older than what the station knows change
    nothing.

    Raises:
        NotEnrolled: the station has no hub.
        BadBundle: as it says; the parts before it are applied.
        SyncError: `checksum`, `fork`, `hub_untrusted`; the parts before it are applied.
    """
    with store.read() as db:
        enrolment, trust = _enrolment(db), load_trust(db)
    reader = SealedReader(path, store.chain().station, store.keys.signing_key)
    if reader.header.kind != "answers" or reader.header.sender != enrolment.hub:
        raise BadBundle("format", "this is no answer of our hub")
    pushed = pulled = invalid = parts = 0
    for part in reader.parts():
        part.check_sender(enrolment.hub_key)
        answer = unpack_part(part.plain, BundleAnswer)
        assert isinstance(answer, BundleAnswer)  # noqa: S101 (decoded as one)
        if not require_trust(store, enrolment, trust, answer.reply):
            with store.read() as db:
                trust = load_trust(db)
        done = _apply(store, answer, after_delivery)
        pushed, pulled, invalid = pushed + done[0], pulled + done[1], invalid + done[2]
        parts += 1
    return Carried(pushed, pulled, invalid, parts)


def _apply(
    store: Store, answer: BundleAnswer, after_delivery: AfterDelivery | None
) -> tuple[int, int, int]:
    if len(answer.ids) != len(answer.reply.results):
        raise BadBundle("format", "answers do not match events")
    with store.read() as db:
        known, sums = cursors(db), checksums(db)
    pulled = Pulled([], {}, {}, [])
    is_next = all(known.get(stream, 0) == after for stream, after in answer.after.items())
    if answer.reply.pages and is_next:
        pulled = read_pages(answer.reply, known, sums)
    done = apply_reply(store, answer.ids, answer.reply, pulled, after_delivery, is_fresh=False)
    return done.pushed, done.pulled, done.invalid


def _requests(db: Database, chain: Chain, keys: Secrets) -> Sequence[ExchangeRequest]:
    """All that waits in batches; at least one request, which carries the cursors."""
    known, pairs = cursors(db), list(pending(db))
    batches = [
        group[start : start + _EVENTS_A_PART]
        for _epoch, chain_pairs in groupby(pairs, key=lambda pair: pair[0].epoch)
        for group in [list(chain_pairs)]
        for start in range(0, len(group), _EVENTS_A_PART)
    ]
    requests = []
    for batch in batches or [[]]:
        checkpoint = None
        if batch:
            last, head = batch[-1]
            checkpoint = sign_checkpoint(chain.station, last.epoch, last.n, head, keys.signing_key)
        requests.append(
            ExchangeRequest(
                protocol=PROTOCOL,
                schema=SCHEMA,
                cursor=known,
                events=shorten(batch),
                checkpoint=checkpoint,
            )
        )
    return requests


def _enrolment(db: Database) -> Enrolment:
    enrolment = load_enrolment(db)
    if enrolment is None:
        raise NotEnrolled
    return enrolment
