"""A ZIP file that opens with a password: AES-256 as in the WinZip specification, AE-2.

7-Zip, WinRAR, macOS and most archive programs open it; Python's `zipfile` writes no encryption.
Source: https://www.winzip.com/en/support/aes-encryption/ (extra field 0x9901, method 99, keys by
PBKDF2-HMAC-SHA1 with 1000 rounds, CTR with a little-endian counter from 1, HMAC-SHA1 cut to ten
bytes over what was encrypted).
"""

import hashlib
import hmac
import secrets
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

__all__ = ["PASSWORD_LEAST", "sealed_zip"]

PASSWORD_LEAST = 8
_ROUNDS, _SALT, _KEY, _MAC, _BLOCK = 1000, 16, 32, 10, 16
_METHOD_AES, _DEFLATE = 99, 8
_VERSION, _UTF8_ENCRYPTED = 51, 0x0801
_EXTRA = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, _DEFLATE)
# Times in a ZIP have no zone and tell nothing here; the first one there is keeps bytes stable.
_TIME, _DATE = 0, 0x21


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    body: bytes
    size: int
    offset: int


def sealed_zip(files: Mapping[str, bytes], password: str) -> bytes:
    """The bytes of the archive.

    Args:
        files: name → contents.
        password: at least `PASSWORD_LEAST` characters.

    Raises:
        ValueError: the password is too short.
    """
    if len(password) < PASSWORD_LEAST:
        raise ValueError("password")
    out = bytearray()
    entries = []
    for name, data in files.items():
        entry = _Entry(name.encode(), _encrypted(data, password.encode()), len(data), len(out))
        out += struct.pack("<4sH", b"PK\x03\x04", _VERSION) + _middle(entry) + entry.name + _EXTRA
        out += entry.body
        entries.append(entry)
    start = len(out)
    for entry in entries:
        out += struct.pack("<4sHH", b"PK\x01\x02", _VERSION, _VERSION) + _middle(entry)
        out += struct.pack("<HHHII", 0, 0, 0, 0, entry.offset) + entry.name + _EXTRA
    count = len(entries)
    out += struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(out) - start, start, 0)
    return bytes(out)


def _middle(entry: _Entry) -> bytes:
    """What local and central header share; AE-2 leaves the checksum empty."""
    sizes = struct.pack("<III", 0, len(entry.body), entry.size)
    head = struct.pack("<HHHH", _UTF8_ENCRYPTED, _METHOD_AES, _TIME, _DATE)
    return head + sizes + struct.pack("<HH", len(entry.name), len(_EXTRA))


def _encrypted(data: bytes, password: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    plain = packer.compress(data) + packer.flush()
    salt = secrets.token_bytes(_SALT)
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * _KEY + 2)
    hidden = _with_counter(plain, keys[:_KEY])
    mac = hmac.new(keys[_KEY : 2 * _KEY], hidden, hashlib.sha1).digest()[:_MAC]
    return salt + keys[2 * _KEY :] + hidden + mac


def _with_counter(plain: bytes, key: bytes) -> bytes:
    """CTR mode whose counter is little-endian, which libraries do not offer: the key stream is
    the counters encrypted one by one."""
    blocks = -(-len(plain) // _BLOCK)
    counters = b"".join(number.to_bytes(_BLOCK, "little") for number in range(1, blocks + 1))
    # Not used as ECB on the data: no two counters are the same.
    cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305
    stream = (cipher.update(counters) + cipher.finalize())[: len(plain)]
    mixed = int.from_bytes(plain, "big") ^ int.from_bytes(stream, "big")
    return mixed.to_bytes(len(plain), "big")
