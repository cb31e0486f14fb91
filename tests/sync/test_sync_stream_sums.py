"""Running checksums of a stream at every place, without any of its sources, against adding up."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from network import SyncHall
from sqlalchemy import Connection, select

from kiosk.domain.envelope import header_hash
from kiosk.domain.events import HallProfileChanged
from kiosk.sync.hub import stream_log
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.own_chain import OwnChain
from kiosk.sync.hub.statements import Bulk
from kiosk.sync.hub.stream_log import Placed, checksum_at, fill_county
from kiosk.sync.hub.tables import EVENTS, STREAM_SUMS

SOURCES = ("s1/1", "s1/2", "430111002")
STREAM = "county:430111"
FIRST = 10**6
batches = st.lists(st.lists(st.sampled_from(SOURCES), min_size=1, max_size=9), max_size=7)
NOTHING = HallProfileChanged(hotline="1")


def stored(connection: Connection, count: int, first: int = FIRST) -> list[Placed]:
    """Events in the log that no stream has; whose they are does not matter here."""
    chain = OwnChain(connection, 0)
    found = []
    for seq in range(first, first + count):
        event = chain.seal(NOTHING, f"vacancy:{seq}", "public:430111002")
        found.append(Placed(event, seq, header_hash(event)))
    chain.save()
    rows = [(seq, *msgspec.structs.astuple(event), own_hash) for event, seq, own_hash in found]
    Bulk(EVENTS)(connection, rows)
    return found


def expected(told: list[tuple[Placed, str]], left_out: tuple[str, ...], place: int) -> str:
    total = sum(int(each.hash[:16], 16) for each, source in told[:place] if source not in left_out)
    return f"{total % 2**64:016x}"


@given(batches)
def test_at_every_place_without_every_source(hall: SyncHall, made):
    with open_hub(hall.hub_dir) as hub, hub.database.write() as connection:
        told: list[tuple[Placed, str]] = []
        for sources in made:
            start = FIRST + len(told)
            events = stored(connection, len(sources), start)
            batch = list(zip(events, sources, strict=True))
            stream_log._append(connection, STREAM, batch)
            told += batch
        for place in range(len(told) + 2):
            for left_out in ((), *((source,) for source in SOURCES), SOURCES[:2], SOURCES):
                found = checksum_at(connection, STREAM, left_out, place)
                assert found == expected(told, left_out, place)
        connection.rollback()


def test_a_county_that_begins_late_is_filled_in_pieces(hall: SyncHall, monkeypatch):
    """So that a place within one is reached by adding up few entries."""
    monkeypatch.setattr(stream_log, "_PIECE", 4)
    hall.add_hall("430111002", "430111", follows=("430111",))
    with open_hub(hall.hub_dir) as hub, hub.database.write() as connection:
        posts = stored(connection, 11)
        fill_county(connection, "430111")
        runs = connection.execute(
            select(STREAM_SUMS.c.first, STREAM_SUMS.c.last)
            .where(STREAM_SUMS.c.stream == STREAM, STREAM_SUMS.c.source == "*")
            .order_by(STREAM_SUMS.c.first)
        ).all()
        assert [tuple(run) for run in runs] == [(1, 4), (5, 8), (9, 11)]
        told = [(each, "430111002") for each in posts]
        for place in range(12):
            assert checksum_at(connection, STREAM, (), place) == expected(told, (), place)
        connection.rollback()
