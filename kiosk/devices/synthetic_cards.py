"""Synthetic ID cards with right check characters, for the demo and the tests: nobody's data."""

from __future__ import annotations

from datetime import date

from stdnum.iso7064 import mod_11_2

from kiosk.devices.id_card import TEXT_BLOCK_BYTES

__all__ = ["block_of", "resident_block", "resident_number"]


def resident_number(area: str, birth: date, sequence: int) -> str:
    """A synthetic ID number with a right check character (GB 11643); odd sequences are male."""
    digits = f"{area}{birth:%Y%m%d}{sequence:03d}"
    return digits + mod_11_2.calc_check_digit(digits)


def block_of(fields: dict[int, str], letter: str = " ") -> bytes:
    """A text block with the given texts at their byte offsets, the rest blank."""
    block = bytearray(" ".encode("utf-16-le") * (TEXT_BLOCK_BYTES // 2))
    for offset, text in {**fields, 248: letter}.items():
        data = text.encode("utf-16-le", errors="surrogatepass")
        block[offset : offset + len(data)] = data
    return bytes(block)


def resident_block(
    name: str = "张三",
    number: str = "",
    *,
    sex: str = "1",
    ethnicity_code: str = "01",
    birth: date = date(1985, 3, 7),
    address: str = "湖南省长沙市雨花区试验路1号",
    authority: str = "长沙市公安局雨花分局",
    valid_from: str = "20200101",
    valid_to: str = "20400101",
) -> bytes:
    """The text block of a synthetic resident card; valid_to may be 长期."""
    return block_of(
        {
            0: name,
            30: sex,
            32: ethnicity_code,
            36: f"{birth:%Y%m%d}",
            52: address,
            122: number or resident_number("430111", birth, 1 if sex == "1" else 2),
            158: authority,
            188: valid_from,
            204: valid_to,
        }
    )
