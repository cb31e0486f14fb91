"""The keyed index of identity numbers: finds the same person without the number in clear."""

import hashlib

__all__ = ["START_DIGITS", "BlindIndex"]

START_DIGITS = 8
"""So many digits of an index are enough to find somebody by; what is found is compared whole."""

_DIGITS = 32
_BLOCK = 64


class BlindIndex:
    """HMAC-SHA-256 under the store's index key; the key is set up once.

    Args:
        index_key: 32 raw bytes.
    """

    def __init__(self, index_key: bytes) -> None:
        # RFC 2104 with both halves begun: a third less time than a copy of the library's object.
        padded = index_key.ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def of(self, id_number: str) -> str:
        """The index of an identity number, 32 hex digits; empty for an empty number."""
        if not id_number:
            return ""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(id_number.upper().encode())
        outer.update(inner.digest())
        return outer.hexdigest()[:_DIGITS]
