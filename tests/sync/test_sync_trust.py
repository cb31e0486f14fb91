"""Who is believed: signatures, counters, halls, chains; and who answers."""

import contextlib
import dataclasses
import shutil
from pathlib import Path

import httpx
import pytest
from network import BadNetwork, SyncHall, event_ids, register, states
from synthetic import FakeClock, Stores

from kiosk.domain import scopes
from kiosk.domain.events import SeekerCheckedIn
from kiosk.store.chain import Chain, write_chain
from kiosk.store.database import transaction
from kiosk.store.enrolment import are_seats_frozen
from kiosk.store.keys import Secrets, new_master_key
from kiosk.store.outbox import invalid_events
from kiosk.store.store import Store
from kiosk.store.verify import verify_store
from kiosk.sync.engine import Engine
from kiosk.sync.enrolling import enroll
from kiosk.sync.errors import SyncError
from kiosk.sync.hub import hub_events, hub_stats, verify_hub


def refused(store, network):
    engine = Engine(store, transport=network)
    with contextlib.closing(engine), pytest.raises(SyncError) as caught:
        engine.exchange()
    return caught.value


def test_a_portal_that_answers_for_the_hub_counts_as_offline(hall: SyncHall):
    a = hall.station()
    register(a)
    pages = [
        httpx.Response(200, html="<h1>Welcome, please log in</h1>"),
        httpx.Response(302, headers={"location": "http://portal.example/"}),
        httpx.Response(200, json={"results": [["stored", 1]], "highest_n": 1}),
    ]
    for page in pages:
        fresh = httpx.Response(
            page.status_code, headers=page.headers, stream=httpx.ByteStream(page.content)
        )
        network = BadNetwork(answer=lambda _request, page=fresh: page)
        assert refused(a, network).code == "not_a_hub"
    assert hall.sync(a).pushed == 1


def test_a_captured_reply_does_not_answer_a_later_request(hall: SyncHall):
    a = hall.station()
    kept = []

    def keep(request):
        with httpx.HTTPTransport() as real:
            response = real.handle_request(request)
            body = b"".join(response.stream)
        kept.append((response.status_code, response.headers, body))
        return httpx.Response(*kept[0][:1], headers=kept[0][1], stream=httpx.ByteStream(kept[0][2]))

    network = BadNetwork(answer=keep)
    engine = Engine(a, transport=network)
    with contextlib.closing(engine):
        engine.exchange()
        with pytest.raises(SyncError, match="not_a_hub"):
            engine.exchange()


def test_a_captured_request_is_not_taken_twice(hall: SyncHall):
    a, network = hall.station(), BadNetwork()
    engine = Engine(a, transport=network)
    with contextlib.closing(engine):
        engine.exchange()
    captured = network.seen[-1]
    with httpx.HTTPTransport() as real, contextlib.closing(real.handle_request(captured)) as again:
        body = b"".join(again.stream)
    assert again.status_code == 409
    assert b"replayed" in body


def test_a_restored_station_whose_counter_went_back_comes_through(hall: SyncHall):
    a = hall.station()
    hall.sync(a)
    with a.write() as writing:
        writing.db.execute("UPDATE meta SET value = '1' WHERE key = 'sync.counter'")
    a.clock.advance(hours=-24)
    assert refused(a, BadNetwork()).code == "replayed"
    hall.sync(a)


def test_an_altered_body_is_refused(hall: SyncHall):
    a = hall.station()
    register(a)

    def alter(request):
        body = request.content.replace(b'"page_bytes":16384', b'"page_bytes":16385')
        headers = [(k, v) for k, v in request.headers.raw if k.lower() != b"content-length"]
        return httpx.Request(request.method, request.url, headers=headers, content=body + b" ")

    assert refused(a, BadNetwork(alter=alter)).code == "signature"
    assert list(hub_events(hall.hub_dir, a.chain().station)) == []


@pytest.mark.parametrize("header", ["kiosk-station", "kiosk-epoch", "kiosk-counter"])
def test_an_altered_header_is_refused(hall: SyncHall, header):
    a, b = hall.station(), hall.station()
    values = {"kiosk-station": b.chain().station, "kiosk-epoch": "2", "kiosk-counter": str(2**50)}

    def alter(request):
        request.headers[header] = values[header]
        return request

    # The reply is bound to the altered request, so the station believes none of it.
    network = BadNetwork(alter=alter)
    assert refused(a, network).code in {"signature", "not_a_hub"}


def test_a_request_may_not_cover_less_than_it_must(hall: SyncHall):
    a = hall.station()

    def alter(request):
        request.headers["signature-input"] = request.headers["signature-input"].replace(
            ' "kiosk-counter"', ""
        )
        return request

    assert refused(a, BadNetwork(alter=alter)).code == "signature"


def test_a_station_that_nobody_enrolled_is_unknown(hall: SyncHall):
    a = hall.station()
    with a.write() as writing:
        stranger = Chain("s" + "0" * 15, writing.chain.hall, "A")
    with transaction(a._db) as db:
        write_chain(db, stranger)
    assert refused(a, BadNetwork()).code == "unknown_station"


def test_another_halls_event_is_stored_nowhere_and_the_rest_is(hall: SyncHall):
    a = hall.station()
    with transaction(a._db) as db:
        write_chain(db, dataclasses.replace(a.chain(), hall="hall-2"))
    register(a)
    with transaction(a._db) as db:
        write_chain(db, dataclasses.replace(a.chain(), hall="hall-1"))
    register(a, 2)
    counted = hall.sync(a)
    assert (counted.pushed, counted.invalid) == (2, 1)
    assert [event.n for event in hub_events(hall.hub_dir, a.chain().station)] == [2, 3]
    with a.read() as db:
        assert [left.code for left in invalid_events(db)] == ["wrong_hall"]


def copy_of(store: Store, path: Path) -> Path:
    store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(store.path, path)
    return path


def open_at(stores: Stores, path: Path, like: Store) -> Store:
    return stores.keep(Store(path, like.keys, like.clock))


def codes_until_the_fork_is_known(hall: SyncHall, store: Store) -> list[str]:
    """What each exchange says; the counter of an old disk is behind what the hub has seen."""
    codes = []
    while "fork" not in codes:
        try:
            hall.sync(store)
            codes.append("")
        except SyncError as error:
            codes.append(error.code)
        assert len(codes) < 10, codes
    return codes


def enrol_again(hall: SyncHall, store: Store) -> None:
    enroll(store, hall.server.url, hall.code(), "public", transport=BadNetwork())


def all_alike(hall: SyncHall, *held: Store) -> None:
    for _ in range(2):
        for store in held:
            hall.sync(store)
    on_hub = {event.id for event in hub_events(hall.hub_dir)}
    assert [event_ids(store) == on_hub for store in held] == [True] * len(held)
    assert verify_hub(hall.hub_dir).is_clean
    assert [verify_store(store).findings for store in held] == [()] * len(held)


def test_a_cloned_disk_is_noticed_and_goes_on_in_a_chain_of_its_own(hall: SyncHall, stores: Stores):
    a, b = hall.station(), hall.station()
    register(a)
    hall.sync(a)
    clone = open_at(stores, copy_of(a, a.path.with_name("clone.db")), a)
    theirs = register(a, 2)
    hall.sync(a)
    ours = register(clone, 2)
    assert codes_until_the_fork_is_known(hall, clone) == ["replayed", "", "fork"]
    assert hub_stats(hall.hub_dir)["quarantined"] == 1
    with clone.read() as db:
        assert [left.code for left in invalid_events(db)] == ["fork", "fork"]
        assert are_seats_frozen(db)
    ours += register(clone)
    made = event_ids(clone)
    enrol_again(hall, clone)
    assert (clone.chain().epoch, clone.chain().n) == (2, 3)
    all_alike(hall, clone, b)
    assert made <= event_ids(b)
    assert set(theirs) | set(ours) <= states(b).keys()
    with clone.read() as db:
        assert (invalid_events(db), are_seats_frozen(db)) == ([], False)
    # The first disk is the one that the hub does not know now.
    last = register(a)
    with pytest.raises(SyncError) as refusal:
        hall.sync(a)
    assert refusal.value.code == "epoch"
    a.close()
    assert set(last) & states(b).keys() == set()


def test_a_disk_that_was_rolled_back_is_noticed_before_it_writes(hall: SyncHall, stores: Stores):
    a, b = hall.station(), hall.station()
    register(a)
    old = copy_of(a, a.path.with_name("old.db"))
    register(a, 3)
    hall.sync(a)
    a.close()
    back = open_at(stores, old, a)
    assert codes_until_the_fork_is_known(hall, back) == ["replayed", "", "fork"]
    assert hub_stats(hall.hub_dir)["quarantined"] == 0
    with back.read() as db:
        assert are_seats_frozen(db)
    register(back, 2)
    made = event_ids(back)
    enrol_again(hall, back)
    assert (back.chain().epoch, back.chain().n) == (2, 2)
    all_alike(hall, back, b)
    assert made <= event_ids(b)


def test_a_fork_is_left_whole_or_not_at_all(hall: SyncHall, stores: Stores, monkeypatch):
    """The power goes after the new chain was begun; then the code was mistyped."""
    a = hall.station()
    register(a)
    hall.sync(a)
    clone = open_at(stores, copy_of(a, a.path.with_name("clone.db")), a)
    register(a)
    hall.sync(a)
    register(clone, 2)
    assert codes_until_the_fork_is_known(hall, clone) == ["replayed", "", "fork"]
    before = event_ids(clone)
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.store.epochs.header_hash", cut_short)
        with pytest.raises(KeyboardInterrupt):
            enrol_again(hall, clone)
    assert clone.chain().epoch == 1
    with pytest.raises(SyncError):
        enroll(clone, hall.server.url, "A" * 20, "public", transport=BadNetwork())
    assert clone.chain().epoch == 1
    enrol_again(hall, clone)
    assert clone.chain().epoch == 2
    assert event_ids(clone) == before
    all_alike(hall, clone)


def cut_short(_event: object) -> str:
    raise KeyboardInterrupt


def test_http_is_for_this_computer_only(hall: SyncHall):
    for url in ("http://hub.example", "ftp://127.0.0.1", "hub", "http://10.0.0.1:80"):
        with pytest.raises(SyncError, match="insecure_url"):
            enroll(hall.fresh(), url, hall.code(), "public")


def test_an_older_protocol_is_asked_to_update(hall: SyncHall, monkeypatch):
    a = hall.station()
    monkeypatch.setattr("kiosk.sync.departures.PROTOCOL", 9)
    error = refused(a, BadNetwork())
    assert (error.code, error.status) == ("outdated", 426)
    assert "please update" in str(error)


def test_an_event_of_an_unknown_type_is_kept_and_passed_on(hall: SyncHall, monkeypatch):
    class TeaServed(SeekerCheckedIn, frozen=True, kw_only=True):
        """Of a newer program."""

    a, b = hall.station(), hall.station()
    monkeypatch.setitem(scopes.AUDIENCE, "TeaServed", "hall")
    with a.write() as writing:
        tea = writing.append(TeaServed(number="A1"), "teapot:1", "station")
    hall.sync(a)
    hall.sync(b)
    assert tea.id in event_ids(b)


def test_malformed_bodies_get_a_signed_problem(hall: SyncHall):
    a = hall.station()
    cases = {
        b"{": "format",
        b"[]": "format",
        b'{"protocol":1,"schema":1,"cursor":{},"events":[[1]]}': "format",
        b'{"protocol":7}': "outdated",
        b"\xff\xfe": "format",
        b"[" * 100_000: "format",
    }
    for body, code in cases.items():
        engine = Engine(a, transport=BadNetwork())
        with contextlib.closing(engine), pytest.MonkeyPatch.context() as patch:
            patch.setattr("kiosk.sync.client.encode", lambda _message, body=body: body)
            with pytest.raises(SyncError) as caught:
                engine.exchange()
        assert caught.value.code == code


def test_a_body_over_the_limit_is_refused(hall: SyncHall):
    a = hall.station()
    bomb = b"[" + b"0," * (5 * 1024 * 1024) + b"0]"
    for body, packed, code in (
        (bomb, True, "encoding"),
        (bomb[:1_100_000], False, "too_large"),
    ):
        engine = Engine(a, transport=BadNetwork())
        with contextlib.closing(engine), pytest.MonkeyPatch.context() as patch:
            patch.setattr("kiosk.sync.client.encode", lambda _message, body=body: body)
            if not packed:
                patch.setattr("kiosk.sync.client.pack", lambda body: (body, ""))
            with pytest.raises(SyncError) as caught:
                engine.exchange()
        assert caught.value.code == code


def test_a_key_of_somebody_else_signs_nothing(hall: SyncHall):
    a = hall.station()
    a._keys = Secrets(new_master_key())
    assert refused(a, BadNetwork()).code == "signature"


def test_time_stands_where_the_clock_of_the_station_stands(hall: SyncHall):
    """A kiosk whose clock is off by years still gets through."""
    store = hall.station(clock=FakeClock(ms=1_000_000_000_000))
    register(store)
    assert hall.sync(store).pushed == 1
