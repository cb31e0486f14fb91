"""The hub's side of a USB stick: take in what a station sealed, write the answer for it."""

import base64
import os
from pathlib import Path
from typing import Any

import msgspec

from kiosk.sync.bundle import Carried, pack_part, unpack_part
from kiosk.sync.hub.admission import Claim
from kiosk.sync.hub.exchanging import accept_batch, make_page, with_receipt
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.lookups import station_row
from kiosk.sync.hub.problems import Problem
from kiosk.sync.hub.stations import REVOKED
from kiosk.sync.hub.trust import news_for
from kiosk.sync.protocol import BundleAnswer, ExchangeRequest
from kiosk.sync.sealing import BadBundle, SealedReader, SealedWriter

__all__ = ["import_bundle"]

_PAGE_BYTES = 512 * 1024


def import_bundle(hub: Hub, path: Path, answer_path: Path) -> Carried:
    """Take in a station's bundle, part by part, and write the answer when all is durable.

    Stopped anywhere and run again, it goes on: what is held already is a duplicate.

    Raises:
        BadBundle: as it says; the parts before it are stored, and no answer is written.
        OSError: a file cannot be read or written.
    """
    reader = SealedReader(path, hub.id, hub.keys.signing_key)
    if reader.header.kind != "events":
        raise BadBundle("format", "this is no bundle of a station")
    station = _station(hub, reader.header.sender)
    public_key = base64.b64decode(station.public_key)
    claim = Claim(station.id, station.epoch, 0)
    answers: list[BundleAnswer] = []
    cursor: dict[str, int] = {}
    for part in reader.parts():
        part.check_sender(public_key)
        message = unpack_part(part.plain, ExchangeRequest)
        assert isinstance(message, ExchangeRequest)  # noqa: S101 (decoded as one)
        answers.append(_take_in(hub, claim, station, message))
        cursor = dict(message.cursor)
    answers += _pages(hub, claim, station, cursor)
    answers = _certified(hub, station, answers)
    _write(hub, station, answers, answer_path)
    results = [result.status for answer in answers for result in answer.reply.results]
    invalid = results.count("invalid")
    pulled = sum(len(answer.reply.events) for answer in answers)
    return Carried(len(results) - invalid, pulled, invalid, len(answers))


def _station(hub: Hub, name: str) -> Any:
    with hub.database.read() as connection:
        row = station_row(connection, name)
    if row is None:
        raise BadBundle("signature", "its station is not enrolled here")
    if row.quarantine:
        word = "revoked" if row.quarantine.startswith(REVOKED) else "in quarantine"
        raise BadBundle("signature", f"its station is {word}")
    return row


def _take_in(hub: Hub, claim: Claim, station: Any, message: ExchangeRequest) -> BundleAnswer:
    try:
        results = accept_batch(hub, None, station, message)
    except Problem as problem:
        raise BadBundle("format", problem.detail) from problem
    with hub.database.read() as connection:
        reply = make_page(connection, claim, station, message, results, hub.clock.now_ms(), 0)
        reply = with_receipt(hub, connection, claim, reply)
    return BundleAnswer(ids=[event.id for event in message.events], reply=reply, after={})


def _certified(hub: Hub, station: Any, answers: list[BundleAnswer]) -> list[BundleAnswer]:
    """With the hub's certificates in each part, so that none is believed without them."""
    with hub.database.read() as connection:
        path, revocations = news_for(connection, hub, station, "")
    return [
        msgspec.structs.replace(
            answer,
            reply=msgspec.structs.replace(answer.reply, path=path, revocations=revocations),
        )
        for answer in answers
    ]


def _pages(hub: Hub, claim: Claim, station: Any, cursor: dict[str, int]) -> list[BundleAnswer]:
    """What the station lacks, page by page, all of one snapshot."""
    answers, has_more = [], True
    with hub.database.read() as connection:
        while has_more:
            message = ExchangeRequest(
                protocol=1, schema=1, cursor=cursor, events=[], page_bytes=_PAGE_BYTES
            )
            reply = make_page(connection, claim, station, message, [], hub.clock.now_ms())
            after = {stream: cursor.get(stream, 0) for stream in reply.cursor}
            answers.append(BundleAnswer(ids=[], reply=reply, after=after))
            has_more, cursor = reply.more, reply.cursor
    return answers


def _write(hub: Hub, station: Any, answers: list[BundleAnswer], path: Path) -> None:
    draft = path.with_name(path.name + ".part")
    with draft.open("wb") as file:
        key = base64.b64decode(station.public_key)
        writer = SealedWriter(file, "answers", hub.id, hub.keys.signing_key, station.id, key)
        for place, answer in enumerate(answers, start=1):
            writer.write(pack_part(answer), is_last=place == len(answers))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
