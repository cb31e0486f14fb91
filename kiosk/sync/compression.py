"""Bodies on the wire: zstd, else gzip or plain; never unpacked beyond a bound."""

import zlib

import zstandard

__all__ = ["ACCEPT_ENCODING", "BadEncoding", "pack", "unpack"]

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
    # A window over 8 MiB would let a small body claim much memory.
    unpacker = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024).decompressobj()
    parts, size = [], 0
    try:
        for start in range(0, len(body), 4096):
            part = unpacker.decompress(body[start : start + 4096])
            parts.append(part)
            size += len(part)
            if size > limit:
                raise BadEncoding(f"over {limit} bytes")
            if unpacker.eof:
                break
    except zstandard.ZstdError as error:
        raise BadEncoding(str(error)) from error
    if not unpacker.eof:
        raise BadEncoding("cut short")
    return b"".join(parts)


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
