"""A text of the screen as it is said: figures become words, punctuation becomes pauses.

The result holds nothing but Han characters, capital letters and the three marks of
`kiosk.speech.marks`; it is also the name under which a clip of the text is found. Rules of spoken
Mandarin, not words of the interface.
"""

import re
from collections.abc import Callable

from kiosk.speech import numbers
from kiosk.speech.marks import BREATH, COMMA, STOP

__all__ = ["HAN", "worded"]

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
# 小 as in 小时, 分 as in 分钟, 公 as in 公里.
_MEASURES = "个人天件趟张条样位次周小元点秒分步份家户名台辆场本间把双袋箱块种句遍倍米公斤吨"
_FEWEST_PRIVATE = 7
"""Digits of a phone, identity or account number: never spoken."""

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def worded(text: str) -> str:
    """`text` in words and pauses, empty where nothing in it may or can be said."""
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    return _paused(text)


def _narrow(match: re.Match[str]) -> str:
    """A full-width letter or digit."""
    return chr(ord(match[0]) - 0xFEE0)


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    return numbers.clock(hour, minute) if hour <= 24 and minute < 60 else ""


def _date(match: re.Match[str]) -> str:
    month, day = int(match[2]), int(match[3])
    return numbers.date_words(match[1], month, day) if month <= 12 and day <= 31 else ""


def _serial(match: re.Match[str]) -> str:
    """A037 and D5X37: character by character."""
    return "".join(numbers.digits(char) if char.isdigit() else char.upper() for char in match[0])


def _called(match: re.Match[str]) -> str:
    """12333 after 打: as one says it into a telephone."""
    return match[1] + numbers.digits(match[2], one="幺")


def _count(match: re.Match[str]) -> str:
    """Digits and the character after them."""
    figures, after = match[1], match[2]
    if len(figures) > 1 and figures.startswith("0"):
        return numbers.digits(figures) + after
    is_counting = bool(after) and after in _MEASURES
    return numbers.cardinal(int(figures), is_counting=is_counting) + after


def _drop(_match: re.Match[str]) -> str:
    return BREATH


_MORE = _FEWEST_PRIVATE - 1
_RULES: tuple[Rule, ...] = (
    (re.compile("[！-～]"), lambda match: _narrow(match) if match[0].isalnum() else match[0]),
    (re.compile(r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?![\d-])"), _date),
    # The year of a document: 湘人社发〔2022〕47号.
    (re.compile(r"[〔\[](20\d\d)[〕\]]"), lambda match: numbers.digits(match[1])),
    # Of a person: masked numbers, tails, seven digits or more in groups or in one run.
    (re.compile(r"[\dXx]*\*{2,}[\dXx]*"), _drop),
    (re.compile(r"尾号\s*[\dXx]+"), _drop),
    (re.compile(rf"\+?\d(?:[-–—‐ ]?\d){{{_MORE},}}[Xx]?(?![\d:：]|\s*[元人个])"), _drop),
    (re.compile(rf"\d{{{_FEWEST_PRIVATE},}}[Xx]?"), _drop),
    # No pause between a figure or letter and its neighbour: such blanks are typography.
    (re.compile(rf"(?<=[{HAN}]) +(?=[A-Za-z\d])|(?<=[A-Za-z\d]) +(?=[{HAN}])"), lambda _match: ""),
    (re.compile(r"(?<=\d)\s*[-–—~～]+\s*(?=\d)"), lambda _match: "到"),
    (re.compile(r"(?<!\d)(\d{1,2})[:：](\d{2})(?!\d)"), _clock),
    (re.compile(r"[:：]\d{2}(?!\d)"), _drop),
    (re.compile(r"(\d+(?:\.\d+)?)\s*%"), lambda match: f"百分之{match[1]}"),
    (re.compile(r"([打拨]|电话|热线)(\d{3,6})(?!\d)"), _called),
    (re.compile(r"(?<!\d)()(12[23]\d\d)(?!\d|元)"), _called),
    (re.compile(r"元\s*/\s*(?=[天小件趟月次])"), lambda _match: "元一"),
    (re.compile(r"[A-Za-z\d]*[A-Za-z][A-Za-z\d]*"), _serial),
    (re.compile(r"第(\d+)"), lambda match: "第" + numbers.cardinal(int(match[1]))),
    (re.compile(r"(\d+)\.(\d+)"), lambda match: numbers.decimal(match[1], match[2])),
    (re.compile(rf"(\d+)([{HAN}]?)"), _count),
)
_MARK_OF = {
    **dict.fromkeys("，,；;：:·（）()—–-~～|\n", COMMA),
    **dict.fromkeys("。！？!?…", STOP),
    **dict.fromkeys("、/ \t\u3000", BREATH),
}
_STRENGTH = {"": 0, BREATH: 1, COMMA: 2, STOP: 3}


def _paused(text: str) -> str:
    """Han characters and letters, with the strongest of the marks between them."""
    said: list[str] = []
    mark = ""
    for char in text:
        if char in _MARK_OF:
            mark = max(mark, _MARK_OF[char], key=_STRENGTH.__getitem__)
        elif re.match(f"[A-Z{HAN}]", char):
            if said and mark:
                said.append(mark)
            said.append(char)
            mark = ""
    return "".join(said)
