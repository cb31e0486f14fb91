"""Numbers as they are said in Mandarin.

Rules of the language, not words of the interface: there is nothing to translate here.
"""

from kiosk.speech.marks import COMMA

__all__ = ["cardinal", "clock", "date_words", "decimal", "digits"]

_DIGITS = "零一二三四五六七八九"
_TWO = "两"
_PLACES = ("", "十", "百", "千")
_MYRIADS = ("", "万", "亿")
_MYRIAD = 10_000
_HALF = 30


def digits(text: str, *, one: str = "一") -> str:
    """Digit by digit: 037 is 零三七. Telephone operators say `one` as 幺."""
    return "".join(one if char == "1" else _DIGITS[int(char)] for char in text)


def cardinal(number: int, *, is_counting: bool = False) -> str:
    """260 is 二百六十. `is_counting`: a bare 2 before a measure word is 两.

    Raises:
        ValueError: `number` is negative or has more than twelve digits.
    """
    if not 0 <= number < _MYRIAD ** len(_MYRIADS):
        raise ValueError("a cardinal has one to twelve digits")
    if number == 0:
        return _DIGITS[0]
    if number == 2 and is_counting:
        return _TWO
    words, needs_zero = "", False
    for power in range(len(_MYRIADS) - 1, -1, -1):
        group = number // _MYRIAD**power % _MYRIAD
        if not group:
            needs_zero = bool(words)
            continue
        if words and (needs_zero or group < 1_000):
            words += _DIGITS[0]
        words += _group(group, is_first=not words, is_whole=power == 0) + _MYRIADS[power]
        needs_zero = False
    return words


def _group(group: int, *, is_first: bool, is_whole: bool) -> str:
    """Up to four digits; 二 is 两 before 千 and before 万."""
    if group == 2 and not is_whole:
        return _TWO
    words, needs_zero = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if not digit:
            needs_zero = bool(words)
            continue
        if needs_zero:
            words += _DIGITS[0]
            needs_zero = False
        # 十五, but 一百一十五.
        is_plain_ten = place == 1 and digit == 1 and not words and is_first
        name = _TWO if digit == 2 and place == 3 else _DIGITS[digit]
        words += ("" if is_plain_ten else name) + _PLACES[place]
    return words


def decimal(whole: str, fraction: str) -> str:
    """24.5 is 二十四点五."""
    return f"{cardinal(int(whole))}点{digits(fraction)}"


def clock(hour: int, minute: int) -> str:
    """7:30 is 七点半, 6:05 六点零五, 14:00 十四点, 2:00 两点."""
    words = f"{cardinal(hour, is_counting=True)}点"
    if minute == _HALF:
        return f"{words}半"
    if not minute:
        return words
    return words + (_DIGITS[0] if minute < 10 else "") + cardinal(minute)


def date_words(year: str, month: int, day: int) -> str:
    """2026, 11, 3 is 二零二六年十一月三日; a pause follows."""
    return f"{digits(year)}年{cardinal(month)}月{cardinal(day)}日{COMMA}"
