"""What stands on the slips: plain values, already masked and put in words by the caller."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

__all__ = [
    "CallSlip",
    "ComplaintSlip",
    "DayCloseSlip",
    "ListEntry",
    "ListSlip",
    "PostingSlip",
    "ReferralSlip",
    "Row",
    "SeekerSlip",
    "Slip",
    "TestSlip",
    "decode_slip",
    "encode_slip",
]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of details: 地点 — 高桥大市场 5 栋东门."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ReferralSlip:
    """对接单: what the worker takes to the employer's table.

    number "A037", person "张师傅 尾号1234", issued_at "11月23日 6:42", pay_text "260 元/天",
    talk_at "B区 3号桌", board_bay "2号 7:30"; an empty talk_at, board_bay or plate has no line.
    """

    hall_name: str
    number: str
    person: str
    issued_at: str
    trade: str
    pay_text: str
    rows: tuple[Row, ...]
    talk_at: str
    board_bay: str
    plate: str
    qr_payload: str
    reasons: tuple[str, ...]
    rights: tuple[str, ...]
    hotline: str
    station_name: str
    short_code: str


@dataclass(frozen=True, slots=True)
class PostingSlip:
    """招工单: the employer's slip; code and PIN open the posting again at any station.

    An empty pin has no box: the employer chose it and knows it.
    """

    hall_name: str
    number: str
    employer: str
    issued_at: str
    trade: str
    pay_text: str
    rows: tuple[Row, ...]
    pin: str
    qr_payload: str
    hotline: str
    station_name: str
    short_code: str
    valid_text: str


@dataclass(frozen=True, slots=True)
class SeekerSlip:
    """登记单: the worker's registration number and code for the next visit."""

    hall_name: str
    number: str
    person: str
    issued_at: str
    trades: tuple[str, ...]
    qr_payload: str
    rights: tuple[str, ...]
    hotline: str
    station_name: str
    short_code: str


@dataclass(frozen=True, slots=True)
class ComplaintSlip:
    """投诉回执: what was said and by when it is answered. It names nobody and has no code."""

    hall_name: str
    number: str
    subject: str
    issued_at: str
    rows: tuple[Row, ...]
    hotline: str
    station_name: str
    short_code: str


@dataclass(frozen=True, slots=True)
class CallSlip:
    """叫号单: a place in the queue; ahead_text "前面还有 3 人", place "服务台 2号窗"."""

    hall_name: str
    number: str
    subject: str
    place: str
    ahead_text: str
    issued_at: str
    station_name: str
    short_code: str


@dataclass(frozen=True, slots=True)
class DayCloseSlip:
    """日结单: the day in figures, for the folder and the signature.

    total = delivered + pending + refused; numbers "A001–A152", voids are slip numbers; chain_head
    is the short form of the log's last hash.
    """

    hall_name: str
    day: str
    rows: tuple[Row, ...]
    total: int
    delivered: int
    pending: int
    refused: int
    numbers: str
    voids: tuple[str, ...]
    closed_by: str
    issued_at: str
    chain_head: str
    station_name: str
    short_code: str


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One of a list: "A037  张* 尾号1234", and what is said of it below."""

    head: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class ListSlip:
    """A list on request: candidates with their reasons, or who goes to a gig tomorrow.

    title "推荐名单", subject "搬运卸货"; names are masked, it carries no code.
    """

    hall_name: str
    title: str
    subject: str
    rows: tuple[Row, ...]
    entries: tuple[ListEntry, ...]
    note: str
    issued_at: str
    station_name: str
    short_code: str


@dataclass(frozen=True, slots=True)
class TestSlip:
    """测试单: a technician's proof of width, darkness, fonts and code."""

    __test__ = False  # pytest: not a test class

    hall_name: str
    station_name: str
    issued_at: str
    printer_name: str
    program_version: str


Slip = (
    ReferralSlip
    | PostingSlip
    | SeekerSlip
    | ComplaintSlip
    | CallSlip
    | DayCloseSlip
    | ListSlip
    | TestSlip
)

_KINDS: dict[str, type[Slip]] = {
    "referral": ReferralSlip,
    "posting": PostingSlip,
    "seeker": SeekerSlip,
    "complaint": ComplaintSlip,
    "call": CallSlip,
    "day_close": DayCloseSlip,
    "list": ListSlip,
    "test": TestSlip,
}


def encode_slip(slip: Slip) -> tuple[str, bytes]:
    """Kind and JSON payload of a print job."""
    kind = next(kind for kind, shape in _KINDS.items() if isinstance(slip, shape))
    return kind, msgspec.json.encode(slip)


def decode_slip(kind: str, payload: bytes) -> Slip:
    """The slip of a print job; ValueError if the kind is unknown or the payload malformed."""
    if kind not in _KINDS:
        raise ValueError(f"unknown kind of slip: {kind}")
    try:
        return msgspec.json.decode(payload, type=_KINDS[kind])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ValueError(f"malformed {kind} slip: {error}") from error
