"""Windows' data protection (CryptProtectData) through ctypes; imported on Windows only."""

import ctypes
import sys

from kiosk.store.errors import WrongKey

__all__ = ["protect", "unprotect"]

assert sys.platform == "win32"  # noqa: S101 (lets the type checker see the Windows API)


class _Blob(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("data", ctypes.POINTER(ctypes.c_char)))


def protect(plain: bytes) -> bytes:
    """Bytes that only this Windows user on this machine can read."""
    return _call("CryptProtectData", plain)


def unprotect(wrapped: bytes) -> bytes:
    """The plain bytes. Raises WrongKey where Windows will not open them."""
    return _call("CryptUnprotectData", wrapped)


def _call(name: str, data: bytes) -> bytes:
    source = _Blob(len(data), ctypes.create_string_buffer(data, len(data)))
    result = _Blob()
    function = getattr(ctypes.windll.crypt32, name)
    if not function(ctypes.byref(source), None, None, None, None, 0, ctypes.byref(result)):
        raise WrongKey(name)
    try:
        return ctypes.string_at(result.data, result.size)
    finally:
        ctypes.windll.kernel32.LocalFree(result.data)
