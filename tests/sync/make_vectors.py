"""Writes tests/vectors/*.json: `python tests/sync/make_vectors.py`. A test compares them."""

import base64
import json
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.envelope import Event, header_bytes, header_hash, payload_hash
from kiosk.sync.certificates import sign_text, word_of
from kiosk.sync.enrolment_code import EnrolmentCode, fingerprint, proof_of
from kiosk.sync.protocol import Certificate, Revocation, Signed, checkpoint_bytes
from kiosk.sync.signing import sign_checkpoint
from kiosk.sync.wire import checksum_after, shorten

STATION = "s000000000000000"
PAYLOADS = (
    ("SeekerChanged", '{"name":"张三"}'),
    ("SeekerChanged", '{"phone":"13900000000"}'),
    ("TypeOfTomorrow", '{ "spaces" : "stay", "slash": "\\/" }'),
)


def event_vectors() -> dict[str, object]:
    """Three events of one chain: canonical headers, hashes, wire form, checksum."""
    events, chain, head = [], [], ""
    for n, (kind, payload) in enumerate(PAYLOADS, start=1):
        salt = f"{n:032x}"
        event = Event(
            id=f"0199a000-0000-7000-8000-00000000000{n}",
            station=STATION,
            epoch=1,
            n=n,
            time=1_795_388_400_000 * 1024 + n,
            type=kind,
            schema=1,
            scope="hall:350102001",
            aggregate="seeker:0199a000-0000-7000-8000-0000000000aa",
            actor="station",
            payload_hash=payload_hash(salt, payload),
            prev=head,
            payload=payload,
            salt=salt,
        )
        head = header_hash(event)
        events.append((msgspec.structs.replace(event), head))
        chain.append(
            {
                "event": {name: getattr(event, name) for name in Event.__struct_fields__},
                "header": header_bytes(event).decode(),
                "header_hash": head,
            }
        )
    wire = json.loads(msgspec.json.encode(shorten(events)))
    checksum = checksum_after("", [head for _, head in events])
    return {"chain": chain, "wire": wire, "checksum": checksum}


def key_vectors() -> dict[str, object]:
    """A key of 32 bytes 0x01, a checkpoint, an enrolment code and its proof."""
    key = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
    public = key.public_key().public_bytes_raw()
    checkpoint = sign_checkpoint(STATION, 1, 3, "ab" * 32, key)
    code = EnrolmentCode("0123456789", fingerprint(public))
    return {
        "private_key": ("01" * 32),
        "public_key": public.hex(),
        "checkpoint_text": checkpoint_bytes(STATION, 1, 3, "ab" * 32).decode(),
        "checkpoint": json.loads(msgspec.json.encode(checkpoint)),
        "fingerprint": code.fingerprint,
        "code": code.text(),
        "proof": proof_of(code.secret, STATION, public, "public"),
    }


def certificate_vectors() -> dict[str, object]:
    """A path of three certificates (keys 0x01…, 0x02…, 0x03…), a revocation, the word."""
    keys = {
        name: Ed25519PrivateKey.from_private_bytes(bytes([place]) * 32)
        for place, name in enumerate(("s" + "1" * 15, "s" + "2" * 15, STATION), start=1)
    }
    root, hub, station = keys

    def certificate(by: str, who: str, kind: str, hall: str, ends: int) -> Signed:
        public = base64.b64encode(keys[who].public_key().public_bytes_raw()).decode()
        made = Certificate(
            hub=by,
            station=who,
            epoch=1,
            hall=hall,
            kind=kind,
            letter="A" if hall else "",
            public_key=public,
            issued=ends and 1_000,
            expires=ends,
        )
        return sign_text(made, keys[by])

    path = [
        certificate(hub, station, "public", "350102001", 3_000),
        certificate(root, hub, "hub", "350100001", 2_000),
        certificate(root, root, "hub", "", 0),
    ]
    revoked = sign_text(Revocation(hub=root, station=hub, reason="lost", at=1_500), keys[root])
    return {
        "path": json.loads(msgspec.json.encode(path)),
        "revocation": json.loads(msgspec.json.encode(revoked)),
        "word": word_of(path),
        "word_with_revocation": word_of(path, [revoked]),
    }


if __name__ == "__main__":
    folder = Path(__file__).parents[1] / "vectors"
    vectors = {
        "events": event_vectors(),
        "keys": key_vectors(),
        "certificates": certificate_vectors(),
    }
    for name, made in vectors.items():
        text = json.dumps(made, ensure_ascii=False, indent=2)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
