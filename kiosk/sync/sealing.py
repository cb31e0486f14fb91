"""A file that only one receiver can read, in parts that are each whole or not there.

The receiver's Ed25519 key is used for X25519 (RFC 7748 §4.1 and RFC 8032: the same curve in two
forms), with a fresh key of the sender; parts are ChaCha20-Poly1305 (RFC 8439) with the part's
number as nonce. Whoever sends signs each part. docs/PROTOCOL.md §11.
"""

import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["BadBundle", "Header", "SealedReader", "SealedWriter"]

_MAGIC = b"KIOSKBUNDLE1\n"
_TAG = b"kiosk-bundle-1"
_PRIME = 2**255 - 19
_MAX_HEADER = 4 * 1024
_MAX_PART = 10 * 1024 * 1024
_SIGNATURE_BYTES = 64
_MORE, _LAST = 0, 1


class BadBundle(Exception):
    """A file that is no bundle, not for us, not from whom it says, or damaged. `code` is stable:
    `format`, `other_receiver`, `damaged`, `signature`."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


class Header(msgspec.Struct, frozen=True):
    """Who sends what kind of bundle to whom; readable by everybody. Keys in hex."""

    kind: str
    sender: str
    receiver: str
    receiver_key: str
    ephemeral: str


class Part(NamedTuple):
    """One part, opened. `signed` are the bytes under its signature."""

    number: int
    plain: bytes
    signature: bytes
    signed: bytes
    is_last: bool

    def check_sender(self, public_key: bytes) -> None:
        """Raise BadBundle `signature` unless the holder of the key wrote this part."""
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(self.signature, self.signed)
        except (InvalidSignature, ValueError) as error:
            raise BadBundle("signature", "the part is not signed by its sender") from error


class SealedWriter:
    """Writes a bundle part by part; the last part says that it is the last.

    Args:
        file: open for writing.
        kind: what is inside: `events` or `answers`.
        sender: station or hub id.
        key: the sender's signing key.
        receiver: whom it is for.
        receiver_key: the receiver's Ed25519 key, 32 bytes.
    """

    def __init__(
        self,
        file: BinaryIO,
        kind: str,
        sender: str,
        key: Ed25519PrivateKey,
        receiver: str,
        receiver_key: bytes,
    ) -> None:
        fresh = X25519PrivateKey.generate()
        ephemeral = fresh.public_key().public_bytes_raw()
        header = Header(kind, sender, receiver, receiver_key.hex(), ephemeral.hex())
        self._header = msgspec.json.encode(header)
        shared = fresh.exchange(X25519PublicKey.from_public_bytes(_montgomery(receiver_key)))
        self._cipher = _cipher(shared, self._header)
        self._file, self._key, self._number = file, key, 0
        file.write(_MAGIC + struct.pack(">I", len(self._header)) + self._header)

    def write(self, plain: bytes, *, is_last: bool) -> None:
        """Seal one part."""
        flag = _LAST if is_last else _MORE
        signature = self._key.sign(_signed(self._header, self._number, flag, plain))
        nonce, aad = self._number.to_bytes(12, "big"), bytes([flag])
        sealed = self._cipher.encrypt(nonce, signature + plain, aad)
        self._file.write(struct.pack(">IB", len(sealed), flag) + sealed)
        self._number += 1


class SealedReader:
    """Opens a bundle that is for us.

    Raises:
        BadBundle: `format`, `other_receiver`.
        OSError: the file cannot be read.
    """

    def __init__(self, path: Path, receiver: str, key: Ed25519PrivateKey) -> None:
        self._path = path
        with path.open("rb") as file:
            self._raw_header = _read_header(file)
        try:
            self.header = msgspec.json.decode(self._raw_header, type=Header)
            ephemeral = X25519PublicKey.from_public_bytes(bytes.fromhex(self.header.ephemeral))
        except (msgspec.MsgspecError, ValueError) as error:
            raise BadBundle("format", "the header cannot be read") from error
        own_key = key.public_key().public_bytes_raw()
        if (self.header.receiver, self.header.receiver_key) != (receiver, own_key.hex()):
            raise BadBundle("other_receiver", f"it is for {self.header.receiver[:40]}")
        try:
            self._cipher = _cipher(_own_secret(key).exchange(ephemeral), self._raw_header)
        except ValueError as error:
            raise BadBundle("format", "no key can be agreed on") from error

    def parts(self) -> Iterator[Part]:
        """The parts in order. What comes before a damaged or missing one is good.

        Raises:
            BadBundle: `damaged`, after the last part that could be opened.
        """
        with self._path.open("rb") as file:
            _read_header(file)
            number, is_last = 0, False
            while not is_last:
                part = self._part(file, number)
                number, is_last = number + 1, part.is_last
                yield part

    def _part(self, file: BinaryIO, number: int) -> Part:
        head = file.read(5)
        size, flag = struct.unpack(">IB", head) if len(head) == 5 else (0, _MORE)
        sealed = file.read(size) if 0 < size <= _MAX_PART else b""
        if not size or len(sealed) != size:
            raise BadBundle("damaged", f"part {number + 1} is not there whole")
        try:
            opened = self._cipher.decrypt(number.to_bytes(12, "big"), sealed, bytes([flag]))
        except InvalidTag as error:
            raise BadBundle("damaged", f"part {number + 1} was changed") from error
        signature, plain = opened[:_SIGNATURE_BYTES], opened[_SIGNATURE_BYTES:]
        signed = _signed(self._raw_header, number, flag, plain)
        return Part(number, plain, signature, signed, flag == _LAST)


def _read_header(file: BinaryIO) -> bytes:
    start = file.read(len(_MAGIC) + 4)
    if len(start) != len(_MAGIC) + 4 or not start.startswith(_MAGIC):
        raise BadBundle("format", "this is no bundle of a kiosk")
    (size,) = struct.unpack(">I", start[len(_MAGIC) :])
    header = file.read(size) if size <= _MAX_HEADER else b""
    if len(header) != size:
        raise BadBundle("format", "the header is cut")
    return header


def _signed(header: bytes, number: int, flag: int, plain: bytes) -> bytes:
    digest = hashlib.sha256(header).digest() + hashlib.sha256(plain).digest()
    return _TAG + struct.pack(">IB", number, flag) + digest


def _cipher(shared: bytes, header: bytes) -> ChaCha20Poly1305:
    salt = hashlib.sha256(header).digest()
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt=salt, info=_TAG).derive(shared))


def _montgomery(ed25519_key: bytes) -> bytes:
    """The X25519 form of an Ed25519 public key: u = (1 + y) / (1 - y) modulo 2^255 - 19."""
    y = int.from_bytes(ed25519_key, "little") & ((1 << 255) - 1)
    u = (1 + y) * pow(1 - y, -1, _PRIME) % _PRIME
    return u.to_bytes(32, "little")


def _own_secret(key: Ed25519PrivateKey) -> X25519PrivateKey:
    """The scalar of an Ed25519 key; X25519 clamps it the same way."""
    return X25519PrivateKey.from_private_bytes(
        hashlib.sha512(key.private_bytes_raw()).digest()[:32]
    )
