"""Bytes: events on the wire, compressed bodies, checksums, and the published vectors."""

import json
import tracemalloc
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.envelope import Event, check_envelope, header_hash, payload_hash
from kiosk.sync.certificates import BadCertificate, check_path
from kiosk.sync.compression import BadEncoding, Packing, pack, unpack
from kiosk.sync.enrolment_code import fingerprint, parse_code, proof_of
from kiosk.sync.protocol import (
    MAX_PLAIN_BYTES,
    Checkpoint,
    ExchangeRequest,
    Health,
    Signed,
    begin_with_events,
    decode,
    end_without_events,
)
from kiosk.sync.signing import BadSignature, check_checkpoint
from kiosk.sync.wire import checksum_after, restore, shorten

# A zstd frame without a content size: a thousand blocks of four bytes that say 128 KiB each.
_BLOCK = (131_072 << 3 | 1 << 1).to_bytes(3, "little") + b"x"
RLE_BOMB = bytes.fromhex("28b52ffd 00 50") + _BLOCK * 1_000
VECTORS = Path(__file__).parents[1] / "vectors"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


def chain_of(payloads: list[str], station: str = "s000000000000000") -> list[Event]:
    events, head = [], ""
    for n, payload in enumerate(payloads, start=1):
        salt = f"{n:032x}"
        event = Event(
            id=f"id-{station[-1]}-{n}",
            station=station,
            epoch=1,
            n=n,
            time=n,
            type="SeekerChanged",
            schema=1,
            scope="hall:h",
            aggregate="seeker:1",
            actor="station",
            payload_hash=payload_hash(salt, payload),
            prev=head,
            payload=payload,
            salt=salt,
        )
        events.append(event)
        head = header_hash(event)
    return events


@given(TEXT, st.lists(TEXT, max_size=6), st.dictionaries(TEXT, st.integers(0, 2**53), max_size=3))
def test_a_request_packed_in_two_steps_is_the_same_request(trust, payloads, cursor):
    events = chain_of(payloads)
    message = ExchangeRequest(
        protocol=3,
        schema=1,
        cursor=cursor,
        events=events,
        checkpoint=Checkpoint("s", 1, 2, "h", "x") if events else None,
        health=Health("1.0", 3, 4, "ok"),
        trust=trust,
    )
    packing = Packing(begin_with_events(events))
    body, encoding = packing.finish(end_without_events(message))
    assert decode(unpack(body, encoding, MAX_PLAIN_BYTES), ExchangeRequest) == message


@given(st.lists(TEXT, max_size=8), st.lists(TEXT, max_size=8), st.data())
def test_what_the_receiver_restores_is_what_was_sent(one, two, data):
    """Any selection of two chains in any order, some payloads erased."""
    sent = data.draw(st.permutations(chain_of(one) + chain_of(two, "s000000000000001")))
    sent = sent[: data.draw(st.integers(0, len(sent)))]
    erased = data.draw(st.sets(st.integers(0, 16)))
    sent = [
        msgspec.structs.replace(event, payload=None, salt=None) if event.n in erased else event
        for event in sent
    ]
    copies = [(msgspec.structs.replace(event), header_hash(event)) for event in sent]
    text = msgspec.json.encode(shorten(copies))
    # Another program may write the same JSON with other spaces and escapes.
    text = json.dumps(json.loads(text), indent=1).encode()
    received = msgspec.json.decode(text, type=list[Event])
    hashes = restore(received).headers
    assert received == sent
    assert hashes == [header_hash(event) for event in sent]
    for event in received:
        check_envelope(event)


def test_a_chain_in_order_sends_neither_hash():
    events = chain_of(["{}", "{}"])
    short = shorten([(event, header_hash(event)) for event in events])
    assert [(event.payload_hash, event.prev) for event in short] == [("", ""), ("", "")]


@given(st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=10), st.randoms())
def test_a_checksum_does_not_depend_on_the_order(hashes, rng):
    mixed = list(hashes)
    rng.shuffle(mixed)
    assert checksum_after("", hashes) == checksum_after(checksum_after("", mixed[:4]), mixed[4:])


@given(st.binary(max_size=5000), st.sampled_from(["zstd", "gzip", "zstd, gzip", "identity", ""]))
def test_bodies_come_through(plain, accepted):
    body, encoding = pack(plain, accepted)
    assert unpack(body, encoding, 5000) == plain


@given(st.binary(max_size=300), st.sampled_from(["zstd", "gzip", "br"]))
def test_damaged_bodies_give_one_error(body, encoding):
    try:
        unpack(body, encoding, 1000)
    except BadEncoding:
        return


@pytest.mark.parametrize("accepted", ["zstd", "gzip"])
def test_a_bomb_is_not_unpacked_and_a_cut_body_is_noticed(accepted):
    body, encoding = pack(b"0" * 10_000_000, accepted)
    assert len(body) < 20_000
    with pytest.raises(BadEncoding, match="over"):
        unpack(body, encoding, 1_000_000)
    with pytest.raises(BadEncoding):
        unpack(body[:-5], encoding, 20_000_000)


def vector(name: str):
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def test_the_published_chain_is_what_this_program_computes():
    from make_vectors import event_vectors

    assert vector("events") == event_vectors()
    for case in vector("events")["chain"]:
        event = Event(**case["event"])
        assert header_hash(event) == case["header_hash"]
        assert payload_hash(event.salt, event.payload) == event.payload_hash
    wire = msgspec.json.decode(msgspec.json.encode(vector("events")["wire"]), type=list[Event])
    assert restore(wire).headers == [case["header_hash"] for case in vector("events")["chain"]]


def test_the_published_certificates_lead_to_their_root():
    from make_vectors import certificate_vectors

    published = vector("certificates")
    assert published == certificate_vectors()
    path = [Signed(*each) for each in published["path"]]
    root, hub, station = (Ed25519PrivateKey.from_private_bytes(bytes([i]) * 32) for i in (1, 2, 3))
    told = {
        "station": "s000000000000000",
        "public_key": station.public_key().public_bytes_raw(),
        "anchor": root.public_key().public_bytes_raw(),
        "issuer": hub.public_key().public_bytes_raw(),
        "hall": "350102001",
        "now_ms": 1_900,
    }
    assert check_path(path, **told) == 2_000
    with pytest.raises(BadCertificate, match="revoked"):
        check_path(path, **told, revocations=[Signed(*published["revocation"])])


def test_the_published_signatures_verify_and_codes_parse():
    from make_vectors import key_vectors

    published = vector("keys")
    assert published == key_vectors()
    key = bytes.fromhex(published["public_key"])
    check_checkpoint(Checkpoint(*published["checkpoint"]), key)
    with pytest.raises(BadSignature):
        check_checkpoint(Checkpoint(*[*published["checkpoint"][:2], 9, "", "AA=="]), key)
    code = parse_code(published["code"])
    assert code.fingerprint == fingerprint(key)
    assert proof_of(code.secret, "s000000000000000", key, "public") == published["proof"]


def test_a_small_body_never_claims_much_memory():
    """Not even for a moment: what comes out is bounded before it is made."""
    limit = 8 * 1024 * 1024
    small = RLE_BOMB[: 6 + 4 * 10]
    last = (131_072 << 3 | 1 << 1 | 1).to_bytes(3, "little") + b"x"
    assert unpack(small + last, "zstd", limit) == b"x" * 131_072 * 11
    tracemalloc.start()
    try:
        with pytest.raises(BadEncoding):
            unpack(RLE_BOMB, "zstd", limit)
        assert tracemalloc.get_traced_memory()[1] < 2 * limit
    finally:
        tracemalloc.stop()
