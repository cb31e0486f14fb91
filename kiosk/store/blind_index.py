"""The keyed index of identity numbers: finds the same person without the number in clear."""

import hmac

__all__ = ["BlindIndex"]

_DIGITS = 32


class BlindIndex:
    """HMAC-SHA-256 under the store's index key; the key is set up once.

    Args:
        index_key: 32 raw bytes.
    """

    def __init__(self, index_key: bytes) -> None:
        self._keyed = hmac.new(index_key, digestmod="sha256")

    def of(self, id_number: str) -> str:
        """The index of an identity number, 32 hex digits; empty for an empty number."""
        if not id_number:
            return ""
        keyed = self._keyed.copy()
        keyed.update(id_number.upper().encode())
        return keyed.hexdigest()[:_DIGITS]
