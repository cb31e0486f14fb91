"""Bodies on the wire: zstd, else gzip or plain; never unpacked beyond a bound."""

import zlib

import zstandard

__all__ = ["ACCEPT_ENCODING", "BadEncoding", "Packing", "pack", "unpack"]

ACCEPT_ENCODING = "zstd, gzip"
_LEVEL = 3
_WORTH_PACKING = 256


class BadEncoding(ValueError):
    """A body that cannot be unpacked, or that would be too large."""


def pack(plain: bytes, accepted: str = ACCEPT_ENCODING) -> tuple[bytes, str]:
    """Compress a body.

    Args:
        plain: the body.
        accepted: the receiver's Accept-Encoding.

    Returns:
        The body and its Content-Encoding; empty for none.
    """
    if len(plain) < _WORTH_PACKING:
        return plain, ""
    words = {word.partition(";")[0].strip() for word in accepted.lower().split(",")}
    if "zstd" in words:
        return zstandard.ZstdCompressor(level=_LEVEL).compress(plain), "zstd"
    if "gzip" in words:
        packer = zlib.compressobj(wbits=31)
        return packer.compress(plain) + packer.flush(), "gzip"
    return plain, ""


class Packing:
    """A body packed in two steps: most of it while there is time, the rest once it is known.

    Args:
        first: how the body begins.
    """

    def __init__(self, first: bytes) -> None:
        self._packer = zstandard.ZstdCompressor(level=_LEVEL).compressobj()
        self._parts = [self._packer.compress(first)]

    def finish(self, rest: bytes) -> tuple[bytes, str]:
        """The body and its Content-Encoding; once only."""
        self._parts += [self._packer.compress(rest), self._packer.flush()]
        return b"".join(self._parts), "zstd"


def unpack(body: bytes, encoding: str, limit: int) -> bytes:
    """Undo `pack`.

    Args:
        body: as it came.
        encoding: its Content-Encoding; empty or `identity` for none.
        limit: largest size unpacked, in bytes.

    Raises:
        BadEncoding: unknown, damaged, cut short or too large.
    """
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        plain = body
    elif name == "zstd":
        plain = _unzstd(body, limit)
    elif name == "gzip":
        plain = _ungzip(body, limit)
    else:
        raise BadEncoding(f"content-encoding {name[:20]}")
    if len(plain) > limit:
        raise BadEncoding(f"over {limit} bytes")
    return plain


def _unzstd(body: bytes, limit: int) -> bytes:
    # In one call with a bound on what comes out: four bytes can stand for 128 KiB, so that even a
    # small piece of a body, unpacked without one, would claim much memory.
    try:
        if zstandard.frame_content_size(body) > limit:
            raise BadEncoding(f"over {limit} bytes")
        unpacker = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024)
        return unpacker.decompress(body, max_output_size=limit)
    except zstandard.ZstdError as error:
        raise BadEncoding(str(error)) from error


def _ungzip(body: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise BadEncoding(str(error)) from error
    if len(plain) > limit:
        raise BadEncoding(f"over {limit} bytes")
    if not unpacker.eof:
        raise BadEncoding("cut short")
    return plain
