"""The envelope: canonical bytes, hashes, and what a change of each field does."""

import hashlib
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.envelope import (
    MAX_PAYLOAD_BYTES,
    EnvelopeError,
    Event,
    check_envelope,
    header_bytes,
    header_hash,
    payload_hash,
    verify_chain,
)
from kiosk.domain.events import decode_payload

SALT = "00112233445566778899aabbccddeeff"
PAYLOAD = '{"name":"张试"}'
HEADER_FIELDS = Event.__struct_fields__[:12]


def event(**changes) -> Event:
    plain = Event(
        id="01935a00-0000-7000-8000-000000000001",
        station="s000000000000001",
        epoch=1,
        n=1,
        time=1_795_388_400_000 * 1024,
        type="SeekerChanged",
        schema=1,
        scope="hall:430111001",
        aggregate="seeker:01935a00-0000-7000-8000-000000000002",
        actor="station",
        payload_hash=payload_hash(SALT, PAYLOAD),
        prev="",
        payload=PAYLOAD,
        salt=SALT,
    )
    return msgspec.structs.replace(plain, **changes)


def run_of(count: int) -> list[Event]:
    events, prev = [], ""
    for n in range(1, count + 1):
        events.append(event(id=f"e{n}", n=n, time=1024 * n, prev=prev))
        prev = header_hash(events[-1])
    return events


def test_canonical_bytes():
    digest = payload_hash(SALT, PAYLOAD)
    assert header_bytes(event()) == (
        '[1,"01935a00-0000-7000-8000-000000000001","s000000000000001",1,1,1838477721600000,'
        '"SeekerChanged",1,"hall:430111001","seeker:01935a00-0000-7000-8000-000000000002",'
        f'"station","{digest}",""]'
    ).encode("ascii")


def test_header_is_json_without_blanks():
    text = header_bytes(event()).decode()
    assert json.dumps(json.loads(text), separators=(",", ":")) == text


def test_hashes_by_another_hand():
    assert header_hash(event()) == hashlib.sha256(header_bytes(event())).hexdigest()
    salted = hashlib.sha256(bytes.fromhex(SALT) + PAYLOAD.encode()).hexdigest()
    assert payload_hash(SALT, PAYLOAD) == salted


def test_a_right_event_passes():
    check_envelope(event())


def test_an_erased_payload_still_verifies():
    first, second = run_of(2)
    bare = msgspec.structs.replace(first, payload=None, salt=None)
    check_envelope(bare)
    assert header_hash(bare) == header_hash(first)
    assert verify_chain([bare, second]) == (2, header_hash(second))


def test_the_salt_hides_a_payload_that_can_be_guessed():
    assert payload_hash(SALT, PAYLOAD) != payload_hash("ff" * 16, PAYLOAD)


@pytest.mark.parametrize("field", HEADER_FIELDS)
def test_every_header_field_is_under_the_hash(field):
    plain = event()
    value = getattr(plain, field)
    other = value + 1 if isinstance(value, int) else f"{value}x"
    assert header_hash(event(**{field: other})) != header_hash(plain)


def test_received_is_not_under_the_hash():
    assert header_hash(event(received=5)) == header_hash(event())


@pytest.mark.parametrize("field", HEADER_FIELDS)
def test_a_changed_header_breaks_the_chain(field):
    first, second = run_of(2)
    value = getattr(first, field)
    other = value + 1 if isinstance(value, int) else f"{value}x"
    with pytest.raises(EnvelopeError):
        verify_chain([msgspec.structs.replace(first, **{field: other}), second])


def test_gap_and_chain_have_their_codes():
    first, second, third = run_of(3)
    with pytest.raises(EnvelopeError) as caught:
        verify_chain([first, third])
    assert caught.value.code == "gap"
    with pytest.raises(EnvelopeError) as caught:
        verify_chain([first, msgspec.structs.replace(second, prev="0" * 64)])
    assert caught.value.code == "chain"
    assert verify_chain([third], n=2, head=header_hash(second))[0] == 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"payload": '{"name":"别人"}'}, "hash"),
        ({"salt": "ff" * 16}, "hash"),
        ({"payload": None}, "format"),
        ({"salt": None}, "format"),
        ({"salt": "zz" * 16}, "format"),
        ({"salt": "00"}, "format"),
        ({"payload_hash": "X" * 64}, "format"),
        ({"prev": "abc"}, "format"),
        ({"n": 2}, "format"),
        ({"n": 0}, "format"),
        ({"n": 2**53}, "format"),
        ({"epoch": 0}, "format"),
        ({"epoch": 2**31}, "format"),
        ({"time": -1}, "format"),
        ({"time": 2**53}, "format"),
        ({"schema": 0}, "format"),
        ({"received": -1}, "format"),
        ({"id": ""}, "format"),
        ({"actor": "x" * 97}, "format"),
        ({"actor": 'a","b'}, "format"),
        ({"actor": "张"}, "format"),
        ({"scope": "a\n"}, "format"),
        ({"type": "A B"}, "format"),
        ({"aggregate": "seeker:\\"}, "format"),
    ],
)
def test_what_is_wrong_has_its_code(changes, code):
    with pytest.raises(EnvelopeError) as caught:
        check_envelope(event(**changes))
    assert caught.value.code == code


def sized(letter: str, size: int) -> Event:
    text = letter * size
    return event(payload=text, payload_hash=payload_hash(SALT, text))


def test_size_counts_bytes():
    check_envelope(sized("a", MAX_PAYLOAD_BYTES))
    with pytest.raises(EnvelopeError) as caught:
        check_envelope(sized("a", MAX_PAYLOAD_BYTES + 1))
    assert caught.value.code == "size"
    with pytest.raises(EnvelopeError) as caught:
        check_envelope(sized("张", MAX_PAYLOAD_BYTES // 3 + 1))
    assert caught.value.code == "size"


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "id": st.text(max_size=8),
            "actor": st.text(max_size=8),
            "type": st.text(max_size=8),
            "n": st.integers(-1, 3),
            "payload": st.none() | st.text(max_size=8),
            "salt": st.none() | st.text(max_size=34),
            "prev": st.text(max_size=66),
        },
    )
)
def test_any_event_passes_or_has_a_code(changes):
    code = ""
    try:
        check_envelope(event(**changes))
    except EnvelopeError as error:
        code = error.code
    assert code in {"", "format", "hash", "size"}
    if not code:
        # What passes has canonical bytes that read back as the same fields.
        kept = json.loads(header_bytes(event(**changes)))
        assert kept[1:] == [getattr(event(**changes), name) for name in HEADER_FIELDS]


@pytest.mark.parametrize("text", ['{"a":"x\\0y"}'.replace("\\0", "\0"), '{"a":"x\\u0000y"}'])
def test_a_payload_with_a_nul_is_malformed(text):
    bad = event(payload=text, payload_hash=payload_hash(SALT, text))
    with pytest.raises(EnvelopeError, match="NUL"):
        check_envelope(bad)


def test_a_payload_with_a_huge_number_is_not_read():
    """No column and not every JSON reader holds it; the hub refuses it with a reason."""
    fits = '{"headcount":3,"number":"A1","employer":"12345678901234567890"}'
    assert decode_payload("SeatsMinted", '{"count":9007199254740991}') is not None
    assert decode_payload("SeatsMinted", '{"count":9007199254740992}') is None
    assert decode_payload("SeatsMinted", '{"count": -123456789012345678901234567890}') is None
    assert decode_payload("EmployerVerified", '{"basis":"12345678901234567890"}') is not None
    assert decode_payload("SeekerCheckedIn", fits) is not None
