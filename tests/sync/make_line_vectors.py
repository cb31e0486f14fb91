"""Writes tests/vectors/http.json and codes.json: `python tests/sync/make_line_vectors.py`.

The signature base strings are put together here from RFC 9421 §2.5 alone, not by the library that
the program signs with; the test checks that both say the same.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.codes import CodeKind, build_code
from kiosk.sync.signing import Reply, Request

STATION, HUB = "s000000000000000", "s000000000000001"
STATION_KEY, HUB_KEY = bytes([1]) * 32, bytes([2]) * 32
URL = "https://hub.example/v1/exchange"
CREATED = 1_795_388_400
REQUEST_BODY = b'{"protocol":1,"schema":1,"cursor":{"hall:430111001":7},"events":[]}'
REPLY_BODY = b'{"results":[],"highest_n":0,"events":[],"cursor":{"hall:430111001":7}}'
# What a request and a reply cover, in this order (docs/PROTOCOL.md §8).
REQUEST_PARTS = (
    '"@method"',
    '"@path"',
    '"kiosk-station"',
    '"kiosk-epoch"',
    '"kiosk-counter"',
    '"content-digest"',
)
REPLY_PARTS = (
    '"@status"',
    '"@method";req',
    '"@path";req',
    '"kiosk-counter";req',
    '"content-digest"',
)
# RFC 9421, appendix B.2.6, with the key of B.1.4.
RFC_SEED = base64.b64decode("n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=")
RFC_HEADERS = {
    "host": "example.com",
    "date": "Tue, 20 Apr 2021 02:07:55 GMT",
    "content-type": "application/json",
    "content-length": "18",
}
RFC_PARTS = (
    '"date"',
    '"@method"',
    '"@path"',
    '"@authority"',
    '"content-type"',
    '"content-length"',
)
HALL, HALL_KEY = "430111001", bytes(range(32))
RECORD = UUID("0199a000-0000-7000-8000-0000000000bb")


def digest_of(body: bytes) -> str:
    """Content-Digest (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def base_of(parts: Sequence[str], values: Mapping[str, str], parameters: str) -> str:
    """The signature base: one line per covered part, then the parameters (RFC 9421 §2.5)."""
    lines = [f"{part}: {values[part]}" for part in parts]
    return "\n".join([*lines, f'"@signature-params": {parameters}'])


def signed(
    parts: Sequence[str], values: Mapping[str, str], key_id: str, tag: str, seed: bytes
) -> dict[str, str]:
    """Signature base, and the two headers that carry the signature."""
    covered = " ".join(parts)
    parameters = f'({covered});created={CREATED};keyid="{key_id}";alg="ed25519";tag="{tag}"'
    base = base_of(parts, values, parameters)
    key = Ed25519PrivateKey.from_private_bytes(seed)
    signature = base64.b64encode(key.sign(base.encode())).decode()
    return {
        "signature_base": base,
        "signature-input": f"kiosk={parameters}",
        "signature": f"kiosk=:{signature}:",
    }


def http_vectors() -> dict[str, object]:
    """One exchange, signed both ways."""
    request_headers = {
        "kiosk-station": STATION,
        "kiosk-epoch": "1",
        "kiosk-counter": "1795388400000",
        "content-type": "application/json",
        "content-digest": digest_of(REQUEST_BODY),
    }
    values = {f'"{name}"': value for name, value in request_headers.items()}
    values |= {'"@method"': "POST", '"@path"': "/v1/exchange"}
    request = signed(REQUEST_PARTS, values, STATION, "kiosk-request", STATION_KEY)
    reply_headers = {
        "content-type": "application/json",
        "content-digest": digest_of(REPLY_BODY),
        "kiosk-hub": HUB,
        "kiosk-hub-key": base64.b64encode(public_of(HUB_KEY)).decode(),
    }
    answered = {
        '"@status"': "200",
        '"content-digest"': reply_headers["content-digest"],
        **{f"{part};req": values[part] for part in ('"@method"', '"@path"', '"kiosk-counter"')},
    }
    reply = signed(REPLY_PARTS, answered, HUB, "kiosk-reply", HUB_KEY)
    return {
        "request": _message(
            {"method": "POST", "url": URL}, request_headers, request, REQUEST_BODY, STATION_KEY
        ),
        "reply": _message({"status": 200}, reply_headers, reply, REPLY_BODY, HUB_KEY),
        "rfc9421_b_2_6": rfc_vector(),
    }


def rfc_vector() -> dict[str, object]:
    """The published example for Ed25519, by the same steps."""
    values = {f'"{name}"': value for name, value in RFC_HEADERS.items()}
    values |= {'"@method"': "POST", '"@path"': "/foo", '"@authority"': "example.com"}
    parameters = f'({" ".join(RFC_PARTS)});created=1618884473;keyid="test-key-ed25519"'
    base = base_of(RFC_PARTS, values, parameters)
    signature = Ed25519PrivateKey.from_private_bytes(RFC_SEED).sign(base.encode())
    return {
        "method": "POST",
        "url": "https://example.com/foo?param=Value&Pet=dog",
        "headers": {
            **RFC_HEADERS,
            "signature-input": f"sig-b26={parameters}",
            "signature": f"sig-b26=:{base64.b64encode(signature).decode()}:",
        },
        "body": '{"hello": "world"}',
        "signature_base": base,
        "private_key": RFC_SEED.hex(),
        "public_key": public_of(RFC_SEED).hex(),
    }


def public_of(seed: bytes) -> bytes:
    """The public key, 32 raw bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def _message(
    line: Mapping[str, object],
    headers: Mapping[str, str],
    made: Mapping[str, str],
    body: bytes,
    seed: bytes,
) -> dict[str, object]:
    signature = {name: made[name] for name in ("signature-input", "signature")}
    return {
        **line,
        "headers": {**headers, **signature},
        "body": body.decode(),
        "signature_base": made["signature_base"],
        "private_key": seed.hex(),
        "public_key": public_of(seed).hex(),
    }


def code_vectors() -> dict[str, object]:
    """QR codes of slips (R), postings (P) and seekers (S), and what their MAC covers."""
    codes = []
    for kind in CodeKind:
        text = build_code(kind, HALL, RECORD, HALL_KEY)
        covered, _colon, mac = text.rpartition(":")
        codes.append(
            {
                "kind": kind.value,
                "hall": HALL,
                "record": str(RECORD),
                "mac_covers": covered,
                "mac": mac,
                "text": text,
            }
        )
    return {"hall_key": HALL_KEY.hex(), "codes": codes}


def request_of(vector: Mapping[str, object]) -> Request:
    """The request of a vector, as the program reads it."""
    return Request(str(vector["method"]), str(vector["url"]), dict(vector["headers"]))  # type: ignore[call-overload]  # read from JSON


def reply_of(vector: Mapping[str, object], request: Request) -> Reply:
    """The reply of a vector to that request."""
    return Reply(int(str(vector["status"])), dict(vector["headers"]), request)  # type: ignore[call-overload]  # the same


if __name__ == "__main__":
    folder = Path(__file__).parents[1] / "vectors"
    for name, made in (("http", http_vectors()), ("codes", code_vectors())):
        text = json.dumps(made, ensure_ascii=False, indent=2)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
