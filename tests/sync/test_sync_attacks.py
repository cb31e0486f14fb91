"""An attacker's day: each attempt is refused, stands in the log, and harms nobody (SYNC §6)."""

import base64
import contextlib
import json
import socket
import threading

import httpx
import pytest
import zstandard
from network import BadNetwork, SyncHall, event_ids, post, register
from structlog.testing import capture_logs

from kiosk.domain.envelope import Event, header_hash, payload_hash
from kiosk.domain.ids import uuid7
from kiosk.sync import compression
from kiosk.sync.client import HubClient
from kiosk.sync.engine import Engine
from kiosk.sync.errors import SyncError
from kiosk.sync.hub import app as hub_app
from kiosk.sync.hub import hub_events, hub_stats, verify_hub
from kiosk.sync.hub.limits import RateLimit
from kiosk.sync.hub.patience import PatientProtocol
from kiosk.sync.hub.problems import Problem
from kiosk.sync.hub.stations import list_stations, release_station, revoke_station
from kiosk.sync.protocol import ExchangeReply, ExchangeRequest
from kiosk.sync.signing import sign_checkpoint


def refused(store, network=None):
    engine = Engine(store, transport=network or BadNetwork())
    with contextlib.closing(engine), pytest.raises(SyncError) as caught:
        engine.exchange()
    return caught.value


def still_serves(hall: SyncHall) -> None:
    """Whoever is honest notices nothing, and the books are right."""
    honest = hall.station()
    register(honest)
    assert hall.sync(honest).pushed == 1
    assert verify_hub(hall.hub_dir).findings == ()


def send_raw(hall: SyncHall, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    with httpx.Client(trust_env=False) as client:
        return client.post(f"{hall.server.url}/v1/exchange", content=body, headers=headers or {})


def forge(store, **changes) -> Event:
    """An event of the station's next place, signed with its own key, saying whatever one likes."""
    chain, text = store.chain(), changes.pop("text", '{"number":"A1"}')
    salt = "00" * 16
    given = {
        "id": uuid7(store.clock.now_ms()),
        "station": chain.station,
        "epoch": chain.epoch,
        "n": chain.n + 1,
        "time": store.clock.now_ms() * 1024,
        "type": "SeekerCheckedIn",
        "schema": 1,
        "scope": f"hall:{chain.hall}",
        "aggregate": "seeker:x",
        "actor": "station",
        "payload_hash": payload_hash(salt, text),
        "prev": chain.head,
        "payload": text,
        "salt": salt,
    }
    return Event(**(given | changes))


def push(hall: SyncHall, store, *events: Event) -> list[tuple[str, str]]:
    """Push forged events with a right signature; returns status and code of each."""
    last = events[-1]
    head = header_hash(last)
    checkpoint = sign_checkpoint(last.station, last.epoch, last.n, head, store.keys.signing_key)
    message = ExchangeRequest(
        protocol=1, schema=1, cursor={}, events=list(events), checkpoint=checkpoint, page_bytes=1024
    )
    engine = Engine(store, transport=BadNetwork())
    with contextlib.closing(engine):
        reply = engine._call("POST", "/v1/exchange", message, ExchangeReply)
    return [(result.status, result.code) for result in reply.results]


def test_a_revoked_key_opens_nothing_and_its_hall_learns_of_it(hall: SyncHall):
    thief, other = hall.station(), hall.station()
    register(thief)
    name = thief.chain().station
    revoke_station(hall.hub_dir, name, "gestohlen", clock=hall.clock)
    with capture_logs() as logs:
        error = refused(thief)
    assert (error.code, error.status) == ("revoked", 403)
    assert {"event": "request_refused", "code": "revoked"}.items() <= logs[0].items()
    assert logs[0]["station"] == name
    assert list(hub_events(hall.hub_dir, name)) == []
    engine = Engine(thief, transport=BadNetwork())
    with contextlib.closing(engine), pytest.raises(SyncError, match="revoked"):
        engine.status()
    hall.sync(other)
    with other.read() as db:
        state = other.applier(db).state(f"hall:{hall.hall}")
    assert state.revoked == {name: "gestohlen"}
    assert [row.state for row in list_stations(hall.hub_dir)] == ["revoked: gestohlen", ""]
    still_serves(hall)
    release_station(hall.hub_dir, name, clock=hall.clock)
    assert hall.sync(thief).pushed == 1


def test_a_station_after_a_fork_waits_for_staff(hall: SyncHall):
    a = hall.station()
    register(a)
    hall.sync(a)
    assert push(hall, a, forge(a, n=1, prev=""))[0] == ("invalid", "fork")
    assert refused(a).code == "quarantined"
    release_station(hall.hub_dir, a.chain().station, clock=hall.clock)
    register(a)
    assert hall.sync(a).pushed == 1
    still_serves(hall)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scope": "hall:other"}, "wrong_hall"),
        ({"aggregate": "hall:other", "scope": "public:hall-1"}, "wrong_hall"),
        ({"type": "StationEnrolled", "scope": "public:hall-1"}, "hub_only"),
        ({"type": "StationReleased", "scope": "public:hall-1"}, "hub_only"),
        ({"type": "EventRefused", "scope": "public:hall-1"}, "hub_only"),
        ({"station": "s" + "0" * 15}, "wrong_station"),
        ({"epoch": 2}, "wrong_station"),
        ({"payload": '{"number":"A2"}'}, "hash"),
        ({"text": '{"number":"' + "x" * 40_000 + '"}'}, "size"),
        ({"text": '{"number":"\\u0000"}'}, "format"),
        ({"id": "'; DROP TABLE events; --"}, "format"),
        ({"aggregate": "seeker:" + "x" * 200}, "format"),
        ({"time": 2**60}, "format"),
    ],
)
def test_a_forged_event_is_stored_nowhere(hall: SyncHall, changes, code):
    a = hall.station()
    event = forge(a, **changes)
    if "station" in changes or "epoch" in changes:
        # The checkpoint must name the sender; the event before it is the forged one.
        own = forge(a, n=2, prev=header_hash(event))
        assert push(hall, a, event, own)[0] == ("invalid", code)
    else:
        assert push(hall, a, event) == [("invalid", code)]
    assert event.id not in {item.id for item in hub_events(hall.hub_dir)}
    still_serves(hall)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("SeekerCheckedIn", "not json"),
        ("SeekerRegistered", '{"number":7}'),
        ("SeatsMinted", '{"count":123456789012345678901234567890}'),
        ("VacancyPosted", '{"headcount":-1}'),
        ("SeekerChanged", '{"trades":' + "[" * 9_000 + "]" * 9_000 + "}"),
    ],
)
def test_nonsense_is_stored_refused_and_harms_no_fold(hall: SyncHall, kind, text):
    a, b = hall.station(), hall.station()
    event = forge(a, type=kind, text=text, scope="public:hall-1")
    assert push(hall, a, event) == [("stored", "")]
    hall.sync(b)
    assert event.id in event_ids(b)
    refusals = [item for item in hub_events(hall.hub_dir) if item.type == "EventRefused"]
    assert [json.loads(item.payload)["event"] for item in refusals] == [event.id]
    still_serves(hall)


def test_seats_that_nobody_gave_are_overflow_and_sell_nothing(hall: SyncHall):
    a, b = hall.station(), hall.station()
    vacancy = post(a, 1)
    hall.sync(a)
    hall.sync(b)
    events, prev = [], ""
    for n, (kind, text) in enumerate(
        [
            ("SeatsMinted", '{"count":500}'),
            ("SeatsTransferred", f'{{"to":"{b.chain().station}","count":9,"request":"r"}}'),
            ("SeatSpent", '{"referral":"referral:1"}'),
        ],
        start=1,
    ):
        event = forge(b, n=n, prev=prev, type=kind, text=text, aggregate=vacancy)
        prev = header_hash(event)
        events.append(event)
    assert {status for status, _ in push(hall, b, *events)} == {"stored"}
    hall.sync(a)
    with a.read() as db:
        state = a.applier(db).state(vacancy)
    assert (state.seats.minted, state.agreed, state.seats.overflow) == (0, 0, 1)
    still_serves(hall)


def test_a_zip_bomb_is_not_unpacked(hall: SyncHall, monkeypatch):
    """A valid signature, 1 MiB on the wire, gigabytes unpacked: memory stays bounded."""
    a = hall.station()
    unpacked = []
    real = compression._unzstd

    def watched(body, limit):
        try:
            return real(body, limit)
        finally:
            unpacked.append(limit)

    monkeypatch.setattr(compression, "_unzstd", watched)
    packer = zstandard.ZstdCompressor(level=19)
    bomb = packer.compress(b"0" * (256 * 1024 * 1024))
    assert len(bomb) < 64 * 1024
    monkeypatch.setattr("kiosk.sync.client.pack", lambda _plain: (bomb, "zstd"))
    assert refused(a).code == "encoding"
    assert unpacked == [8 * 1024 * 1024]
    monkeypatch.undo()
    still_serves(hall)


def test_an_oversized_body_is_cut_off_while_it_comes(hall: SyncHall):
    response = send_raw(hall, b"x" * (2 * 1024 * 1024))
    assert response.status_code == 413
    assert response.json()["code"] == "too_large"
    still_serves(hall)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"kiosk-station": "x", "kiosk-epoch": "1", "kiosk-counter": "1"},
        {"kiosk-station": "s" + "0" * 15, "kiosk-epoch": "one", "kiosk-counter": "1"},
        {"kiosk-station": "s" + "0" * 15, "kiosk-epoch": "1", "kiosk-counter": "9" * 400},
        {"kiosk-station": "s" + "0" * 15, "kiosk-epoch": "1", "kiosk-counter": "1"},
        {
            "kiosk-station": "s" + "0" * 15,
            "kiosk-epoch": "1",
            "kiosk-counter": "1",
            "signature": "kiosk=:AAAA:",
            "signature-input": "kiosk=();created=1",
        },
        # Bytes that are no digits, and no ASCII: the reply cannot be bound to them.
        {"kiosk-counter": "١".encode()},
        {"kiosk-station": b"\xff", "kiosk-epoch": b"\xff", "kiosk-counter": b"\xff"},
    ],
)
def test_headers_of_any_kind_are_refused_in_order(hall: SyncHall, headers):
    with capture_logs() as logs:
        response = send_raw(hall, b"{}", headers)
    assert response.status_code in {400, 401}
    assert [entry["event"] for entry in logs] == ["request_refused"]
    still_serves(hall)


def test_a_slow_header_is_hung_up_on(hall: SyncHall, monkeypatch):
    monkeypatch.setattr(PatientProtocol, "header_timeout_s", 0.3)
    address = httpx.URL(hall.server.url)
    with socket.create_connection((address.host, address.port), timeout=20) as drip:
        drip.sendall(b"POST /v1/exchange HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        assert drip.recv(100) == b""
    still_serves(hall)


def test_a_slow_body_is_hung_up_on_and_keeps_no_place(hall: SyncHall, monkeypatch):
    monkeypatch.setattr(hub_app, "BODY_TIMEOUT_S", 0.5)
    address = httpx.URL(hall.server.url)
    head = b"POST /v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"
    # More of them than there are places for requests.
    drips = [socket.create_connection((address.host, address.port), timeout=20) for _ in range(80)]
    try:
        for drip in drips:
            drip.sendall(head)
        still_serves(hall)
        assert b" 408 " in drips[0].recv(4096)
    finally:
        for drip in drips:
            drip.close()


def test_a_full_hub_sends_away_with_a_time_to_come_back(hall: SyncHall, monkeypatch):
    """Admission control: 503 with Retry-After, signed, and it differs from station to station."""
    a = hall.station()
    hold, held = threading.Event(), threading.Semaphore(0)
    monkeypatch.setattr(hub_app, "_MAX_WAITING", 3)
    hall.restart()

    def waits(*_arguments):
        held.release()
        hold.wait(30)
        raise Problem(400, "headers", "done")

    waiting = [threading.Thread(target=send_raw, args=(hall, b"{}")) for _ in range(3)]
    with monkeypatch.context() as patch:
        patch.setattr(hub_app, "claim_of", waits)
        for thread in waiting:
            thread.start()
        for _ in waiting:
            assert held.acquire(timeout=30)
        try:
            errors = [refused(a) for _ in range(8)]
        finally:
            hold.set()
            for thread in waiting:
                thread.join()
    assert {(error.code, error.status) for error in errors} == {("busy", 503)}
    assert all(5 <= error.retry_after_s < 20 for error in errors)
    assert len({error.retry_after_s for error in errors}) > 1
    still_serves(hall)


def test_who_hurries_without_end_is_slowed_down():
    now = [0.0]
    limit = RateLimit(burst=5, per_s=2.0, monotonic=lambda: now[0])
    for _ in range(5):
        limit.take("a")
    with pytest.raises(Problem) as caught:
        limit.take("a")
    assert (caught.value.status, caught.value.retry_after_s) == (429, 1)
    limit.take("b")
    now[0] += 0.5
    limit.take("a")
    with pytest.raises(Problem):
        limit.take("a")


def test_nobody_spends_anothers_allowance(hall: SyncHall):
    """Requests with a wrong signature do not count against the station that they name."""
    a = hall.station()
    hall.server._hub.limiter = RateLimit(burst=2, per_s=0.001)
    headers = {"kiosk-station": a.chain().station, "kiosk-epoch": "1", "kiosk-counter": "5"}
    for _ in range(5):
        assert send_raw(hall, b"{}", headers).status_code == 401
    hall.sync(a)
    engine = Engine(a, transport=BadNetwork())
    with contextlib.closing(engine):
        engine.exchange()
        with pytest.raises(SyncError) as caught:
            engine.exchange()
    assert (caught.value.code, caught.value.retry_after_s) == ("too_fast", 1)


def test_protocol_n_and_the_one_before_are_spoken(hall: SyncHall, monkeypatch):
    a = hall.station()
    monkeypatch.setattr("kiosk.sync.hub.exchanging.PROTOCOL", 2)
    hall.sync(a)
    monkeypatch.setattr("kiosk.sync.hub.exchanging.PROTOCOL", 3)
    monkeypatch.setattr("kiosk.sync.hub.exchanging.OLDEST_PROTOCOL", 2)
    error = refused(a)
    assert (error.code, error.status) == ("outdated", 426)
    assert "please update" in str(error)


def test_a_newer_station_falls_back_to_what_the_hub_speaks(hall: SyncHall, monkeypatch):
    a = hall.station()
    monkeypatch.setattr("kiosk.sync.departures.PROTOCOL", 2)
    engine = Engine(a, transport=BadNetwork())
    with contextlib.closing(engine):
        with pytest.raises(SyncError) as caught:
            engine.exchange()
        assert caught.value.protocols == (1,)
        engine.exchange()


def test_a_stranger_with_a_key_of_his_own_is_nobody(hall: SyncHall, stores):
    from kiosk.domain.ids import new_station_id
    from kiosk.store.keys import Secrets, new_master_key

    key = Secrets(new_master_key()).signing_key
    with (
        HubClient(hall.server.url, new_station_id(), 1, key, transport=BadNetwork()) as client,
        capture_logs() as logs,
    ):
        raw = client.send("GET", "/v1/status", None, 1)
    assert raw.reply.status_code == 401
    assert logs[0]["code"] == "unknown_station"
    assert hub_stats(hall.hub_dir)["stations"] == 0
    assert base64.b64decode(raw.reply.headers["kiosk-hub-key"])
