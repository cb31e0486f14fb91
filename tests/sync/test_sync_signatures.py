"""Signatures written and read directly are those of the library, and of nothing else."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.sync import signing
from kiosk.sync.signing import (
    COUNTER_HEADER,
    EPOCH_HEADER,
    STATION_HEADER,
    BadSignature,
    Reply,
    Request,
    sign_reply,
    sign_request,
    verify_reply,
    verify_request,
)

KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([i]) * 32) for i in (1, 2))
PUBLIC = KEY.public_key().public_bytes_raw()
STATION = "s0123456789abcde"


def request(path: str = "/v1/exchange", **headers: str) -> Request:
    given = {STATION_HEADER: STATION, EPOCH_HEADER: "1", COUNTER_HEADER: "1700000000000"}
    return Request("POST", f"http://127.0.0.1:8000{path}", given | headers)


@pytest.fixture(params=["plain", "library"])
def by(request, monkeypatch):
    """Which of the two signs; both verify in turn."""

    def use(whom: str) -> None:
        monkeypatch.undo()
        if whom == "library":
            monkeypatch.setattr(signing, "_sign_plainly", lambda *_arguments: False)
            monkeypatch.setattr(signing, "read_signed", lambda *_arguments: None)

    return request.param, use


@pytest.mark.parametrize("body", [b"", b"{}", b"x" * 40_000])
@pytest.mark.parametrize("headers", [{}, {"content-encoding": "zstd"}])
def test_each_signs_what_the_other_verifies(by, body, headers):
    signer, use = by
    use(signer)
    asked = request(**headers)
    sign_request(asked, body, STATION, KEY)
    reply = Reply(200, dict(headers), asked)
    sign_reply(reply, body, STATION, KEY)
    for verifier in ("plain", "library"):
        use(verifier)
        verify_request(asked, body, STATION, PUBLIC)
        verify_reply(reply, body, STATION, PUBLIC)


@pytest.mark.parametrize("path", ["/v1/exchange", "/v1/a%20b", "/v1/exchange?x=1", "/a/../b", "/é"])
def test_both_write_the_same_headers(by, monkeypatch, path):
    _, use = by
    monkeypatch.setattr("time.time", lambda: 1_700_000_000.0)
    use("plain")
    written = []
    for whom in ("plain", "library"):
        use(whom)
        asked = request(path.encode().decode("latin-1") if path == "/é" else path)
        try:
            sign_request(asked, b"{}", STATION, KEY)
        except Exception as error:
            written.append(type(error).__name__)
        else:
            # The moment is the only thing in which two signatures may differ.
            written.append(asked.headers["signature-input"].split(";created=")[0])
    assert written[0] == written[1]


def edit(name: str, old: str, new: str):
    def change(asked: Request) -> None:
        assert old in asked.headers[name]
        asked.headers[name] = asked.headers[name].replace(old, new)

    return change


def by_another_key(asked: Request) -> None:
    other = request(**{"content-encoding": "zstd"})
    sign_request(other, b"{}", STATION, OTHER)
    asked.headers["signature"] = other.headers["signature"]


CHANGES = {
    "method": lambda asked: setattr(asked, "method", "PUT"),
    "path": lambda asked: setattr(asked, "url", asked.url.replace("exchange", "relay")),
    "counter": edit(COUNTER_HEADER, "00", "01"),
    "epoch": edit(EPOCH_HEADER, "1", "2"),
    "station": edit(STATION_HEADER, "e", "f"),
    "encoding": edit("content-encoding", "zstd", "gzip"),
    "digest": edit("content-digest", "=:", "=:A"),
    "tag": edit("signature-input", "kiosk-request", "kiosk-reply"),
    "keyid": edit("signature-input", f'keyid="{STATION}"', 'keyid="x"'),
    "covered": edit("signature-input", ' "kiosk-counter"', ""),
    "created": edit("signature-input", "created=", "created=1"),
    "label": edit("signature", "kiosk=", "other="),
    "signature": by_another_key,
    "missing": lambda asked: asked.headers.pop("kiosk-epoch"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_altered_is_refused(change):
    asked = request(**{"content-encoding": "zstd"})
    sign_request(asked, b"{}", STATION, KEY)
    verify_request(asked, b"{}", STATION, PUBLIC)
    with pytest.raises(BadSignature):
        verify_request(asked, b"{ }", STATION, PUBLIC)
    CHANGES[change](asked)
    with pytest.raises(BadSignature):
        verify_request(asked, b"{}", STATION, PUBLIC)


def test_a_reply_answers_one_request_only():
    asked, another = request(), request(**{COUNTER_HEADER: "1700000000002"})
    sign_request(asked, b"{}", STATION, KEY)
    reply = Reply(200, {}, asked)
    sign_reply(reply, b"{}", STATION, KEY)
    verify_reply(reply, b"{}", STATION, PUBLIC)
    with pytest.raises(BadSignature):
        verify_reply(Reply(200, reply.headers, another), b"{}", STATION, PUBLIC)
    with pytest.raises(BadSignature):
        verify_reply(Reply(500, reply.headers, asked), b"{}", STATION, PUBLIC)
