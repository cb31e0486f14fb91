"""Codes in pictures, and what a scanned text is. Foreign codes are recognised and not kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import structlog
import zxingcpp
from PIL import Image, ImageFilter, ImageOps
from stdnum.iso7064 import mod_11_2

from kiosk.domain.codes import CodeKind, HallCode, parse_code

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Scan",
    "ScanKind",
    "classify_payload",
    "decode_image",
    "decode_text",
    "find_id_number",
    "has_code_like",
    "has_second_decoder",
]

_log = structlog.get_logger(__name__)

_ID_NUMBER = re.compile(r"(?<!\d)(?=([1-9]\d{16}[\dXx])(?!\d))")
_PAYMENT_ADDRESSES = re.compile(
    r"(wxp://|weixin://wxpay|https?://(qr\.alipay\.com|u\.wechat\.com|qr\.95516\.com|"
    r"payapp\.weixin\.qq\.com|wx\.tenpay\.com|qr\.shouqianba\.com))",
    re.IGNORECASE,
)
# WeChat payment codes begin with 10-15, Alipay's with 25-30 (16-24 digits), UnionPay's with 62.
_PAYMENT_BARCODE = re.compile(r"(1[0-5]\d{16}|(2[5-9]|30)\d{14,22}|62\d{17})")
_IDENTITY_SERVICES = re.compile(
    r"(12333\.gov\.cn|mohrss\.gov\.cn|ctid|eid\.cn|nhsa\.gov\.cn|rst\.hunan\.gov\.cn)",
    re.IGNORECASE,
)
_BIRTH_YEARS = (1900, 2099)


class ScanKind(StrEnum):
    """What was scanned."""

    REFERRAL = "referral"
    POSTING = "posting"
    SEEKER = "seeker"
    ID_NUMBER = "id_number"
    PAYMENT = "payment"
    IDENTITY_SERVICE = "identity_service"  # 电子社保卡, CTID…: say 请刷身份证或输入号码
    OTHER = "other"


_OWN_KINDS = {
    CodeKind.REFERRAL: ScanKind.REFERRAL,
    CodeKind.POSTING: ScanKind.POSTING,
    CodeKind.SEEKER: ScanKind.SEEKER,
}


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned code; `code` for our own (its MAC unchecked), `id_number` for an ID number.

    The text of any other code is not in here, so it cannot be stored.
    """

    kind: ScanKind
    code: HallCode | None = None
    id_number: str | None = field(default=None, repr=False)


def classify_payload(text: str) -> Scan:
    """What a scanned or typed burst is; never raises."""
    code = parse_code(text)
    if code is not None:
        return Scan(_OWN_KINDS[code.kind], code=code)
    stripped = text.strip()
    if _PAYMENT_ADDRESSES.match(stripped):
        return Scan(ScanKind.PAYMENT)
    # An ID number begins with an area (11-65, 81-83, 9): some are payment codes too, and then
    # the right check character and birth date decide.
    id_number = find_id_number(stripped)
    if id_number is not None:
        return Scan(ScanKind.ID_NUMBER, id_number=id_number)
    if _PAYMENT_BARCODE.fullmatch(stripped):
        return Scan(ScanKind.PAYMENT)
    if _IDENTITY_SERVICES.search(stripped):
        return Scan(ScanKind.IDENTITY_SERVICE)
    return Scan(ScanKind.OTHER)


def find_id_number(text: str) -> str | None:
    """The first 18-character ID number with a right check character and birth date, or None."""
    if not text.isascii():
        text = "".join(letter if letter.isascii() else " " for letter in text)
    for match in _ID_NUMBER.finditer(text):
        number = match[1].upper()
        if mod_11_2.is_valid(number) and _is_birth_date(number[6:14]):
            return str(number)
    return None


def decode_image(image: Image.Image, *, is_thorough: bool = True) -> list[bytes]:
    """The raw bytes of every QR code in a picture: zxing-cpp first, then pyzbar.

    A camera gives its frames with is_thorough=False: two looks, each under 1 ms at 640x480. The
    thorough look adds sharpened and smoothed pictures, and pyzbar's cascade (0.1-1 s without a
    code).
    """
    grey = image.convert("L")
    for variant, binarizer in _looks(grey, is_thorough):
        found = _zxing_decode(variant, binarizer)
        if found:
            return found
    decode = _pyzbar_decode() if is_thorough else None
    if decode is None:
        return []
    for variant in _variants(grey):
        found = [bytes(symbol.data) for symbol in decode(variant)]
        if found:
            return found
    return []


def _looks(grey: Image.Image, is_thorough: bool) -> Iterator[tuple[Image.Image, Any]]:
    """Pictures and thresholds for zxing-cpp, the likeliest first.

    The global threshold reads what the local one takes for texture (a screen's own dots); a
    sharpened picture undoes blur, a smoothed one grain and dots.
    """
    binarizer = zxingcpp.Binarizer
    yield grey, binarizer.LocalAverage
    yield grey, binarizer.GlobalHistogram
    if is_thorough:
        yield grey.filter(ImageFilter.UnsharpMask(4, 300, 0)), binarizer.LocalAverage
        for radius in (1, 2):
            smooth = grey.filter(ImageFilter.GaussianBlur(radius))
            yield smooth, binarizer.LocalAverage
            yield smooth, binarizer.GlobalHistogram


def _zxing_decode(grey: Image.Image, binarizer: Any) -> list[bytes]:
    """QR codes only: all other formats together take ten times as long."""
    formats: Any = zxingcpp.BarcodeFormat.QRCode  # the stubs want a list, the library takes one
    found = zxingcpp.read_barcodes(grey, formats=formats, binarizer=binarizer)
    return [result.bytes for result in found if result.bytes]


def has_code_like(grey: Image.Image) -> bool:
    """Whether something in a picture has the corners of a QR code, readable or not."""
    formats: Any = zxingcpp.BarcodeFormat.QRCode  # see _zxing_decode
    return bool(zxingcpp.read_barcodes(grey, formats=formats, return_errors=True))


def decode_text(raw: bytes) -> str:
    """A code's bytes as text: UTF-8 if they are, else GB18030 (unreadable bytes replaced)."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def has_second_decoder() -> bool:
    """Whether pyzbar and its library libzbar are there; the first decoder works without."""
    return _pyzbar_decode() is not None


@cache
def _pyzbar_decode() -> Any:
    try:
        from pyzbar import pyzbar  # noqa: PLC0415  a missing libzbar must not end the program
    except (ImportError, OSError) as error:
        _log.info("libzbar_missing", hint="install libzbar0; zxing-cpp alone", error=str(error))
        return None
    return partial(pyzbar.decode, symbols=[pyzbar.ZBarSymbol.QRCODE])


def _variants(grey: Image.Image) -> Iterator[Image.Image]:
    """What pyzbar gets to see: it reads no inverted, faint, small or speckled codes by itself."""
    even = ImageOps.autocontrast(grey)
    yield grey
    yield ImageOps.invert(grey)
    yield even
    yield ImageOps.invert(even)
    yield even.point(lambda level: 255 if level > 127 else 0)
    yield even.filter(ImageFilter.MedianFilter(3))
    yield even.resize((even.width * 2, even.height * 2), Image.Resampling.BICUBIC)


def _is_birth_date(digits: str) -> bool:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return _BIRTH_YEARS[0] <= birth.year <= _BIRTH_YEARS[1]
