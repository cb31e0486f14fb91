"""The published vectors of signatures and codes: made anew, and verified by the program."""

import base64
import json
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import algorithms
from make_line_vectors import (
    CREATED,
    code_vectors,
    http_vectors,
    reply_of,
    request_of,
)

from kiosk.domain.codes import CodeKind, build_code, parse_code, verify_mac
from kiosk.sync.signing import (
    BadSignature,
    Reply,
    Request,
    _OneKey,
    _Verifier,
    sign_reply,
    sign_request,
    verify_reply,
    verify_request,
)

VECTORS = Path(__file__).parents[1] / "vectors"
# RFC 9421, B.2.6, as printed there.
RFC_SIGNATURE = (
    "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
)
RFC_PUBLIC_KEY = "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs="


def read(name: str) -> dict:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def http() -> dict:
    return read("http")


def test_the_files_are_what_the_generator_makes():
    assert read("http") == http_vectors()
    assert read("codes") == code_vectors()


@pytest.mark.parametrize("name", ["request", "reply", "rfc9421_b_2_6"])
def test_each_signature_is_the_keys_over_the_base(http, name):
    vector = http[name]
    text = vector["headers"]["signature"].partition("=:")[2].rstrip(":")
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(vector["public_key"]))
    key.verify(base64.b64decode(text), vector["signature_base"].encode())


def test_the_program_takes_the_request_and_the_reply(http):
    request = request_of(http["request"])
    body = http["request"]["body"].encode()
    station, hub = request.headers["kiosk-station"], http["reply"]["headers"]["kiosk-hub"]
    keys = {name: bytes.fromhex(http[name]["public_key"]) for name in ("request", "reply")}
    verify_request(request, body, station, keys["request"])
    answer = http["reply"]["body"].encode()
    verify_reply(reply_of(http["reply"], request), answer, hub, keys["reply"])
    for wrong in (body + b" ", body[:-1], b""):
        with pytest.raises(BadSignature):
            verify_request(request, wrong, station, keys["request"])
    request.headers["kiosk-counter"] = "1795388400001"
    with pytest.raises(BadSignature):
        verify_request(request, body, station, keys["request"])
    with pytest.raises(BadSignature):
        verify_reply(reply_of(http["reply"], request), answer, hub, keys["reply"])


def test_the_program_signs_the_same(http):
    """Its signature is over the same base, but for the moment it was made."""
    vector, answer = http["request"], http["reply"]
    unsigned = ("signature", "signature-input", "content-digest")
    plain = {name: text for name, text in vector["headers"].items() if name not in unsigned}
    request = Request(vector["method"], vector["url"], plain)
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["private_key"]))
    sign_request(request, vector["body"].encode(), plain["kiosk-station"], key)
    same_as(request.headers, vector, key)
    reply = Reply(200, {"content-type": "application/json"}, request_of(vector))
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(answer["private_key"]))
    sign_reply(reply, answer["body"].encode(), answer["headers"]["kiosk-hub"], key)
    same_as(reply.headers, answer, key)


def same_as(headers: dict, vector: dict, key: Ed25519PrivateKey) -> None:
    given, expected = headers["signature-input"], vector["headers"]["signature-input"]
    created = given.partition(";created=")[2].partition(";")[0]
    assert given.replace(created, str(CREATED)) == expected
    assert headers["content-digest"] == vector["headers"]["content-digest"]
    base = vector["signature_base"].replace(f"created={CREATED}", f"created={created}")
    signature = base64.b64encode(key.sign(base.encode())).decode()
    assert headers["signature"] == f"kiosk=:{signature}:"


def test_the_example_of_the_standard(http):
    """RFC 9421 B.2.6: our steps give the printed signature, and the library reads it."""
    vector = http["rfc9421_b_2_6"]
    assert vector["headers"]["signature"] == f"sig-b26=:{RFC_SIGNATURE}:"
    assert base64.b64encode(bytes.fromhex(vector["public_key"])).decode() == RFC_PUBLIC_KEY
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(RFC_PUBLIC_KEY))
    verifier = _Verifier(
        signature_algorithm=algorithms.ED25519, key_resolver=_OneKey("test-key-ed25519", key)
    )
    (result,) = verifier.verify(request_of(vector), max_age=None)
    assert result.label == "sig-b26"


def test_codes_of_slips_postings_and_seekers():
    vectors = read("codes")
    key = bytes.fromhex(vectors["hall_key"])
    assert [item["kind"] for item in vectors["codes"]] == [kind.value for kind in CodeKind]
    for item in vectors["codes"]:
        built = build_code(CodeKind(item["kind"]), item["hall"], UUID(item["record"]), key)
        assert built == item["text"] == f"{item['mac_covers']}:{item['mac']}"
        code = parse_code(item["text"].lower())
        assert code is not None
        assert verify_mac(code, key)
        assert not verify_mac(code, key[::-1])
