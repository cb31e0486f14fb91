"""One synthetic slip of every kind, as hall and station would put them in words."""

from __future__ import annotations

from uuid import UUID

from kiosk.domain.codes import CodeKind, build_code
from kiosk.printing.slip import (
    CallSlip,
    ComplaintSlip,
    DayCloseSlip,
    ListEntry,
    ListSlip,
    PostingSlip,
    ReferralSlip,
    Row,
    SeekerSlip,
    Slip,
    TestSlip,
)

__all__ = ["REFERRAL", "SLIPS"]

HALL, HOTLINE, STATION = "雨花区零工市场", "0731-8500 0123", "自助机 1"
RECORD_ID = UUID("019acb5c-0000-7000-8000-0000000000ab")
RIGHTS = ("不收押金，不扣证件，不收介绍费。", "没拿到工钱，打 12333")
ROWS = (
    Row("老板", "长沙顺和搬运 刘老板"),
    Row("电话", "136****7788"),
    Row("干什么", "卸瓷砖，两个人抬一箱"),
    Row("时间", "今天 7:30 到 17:30"),
    Row("地点", "高桥大市场 5 栋东门"),
    Row("结算", "日结，包中饭"),
)


def _code(kind: CodeKind) -> str:
    return build_code(kind, "CSYH01", RECORD_ID, bytes(16))


REFERRAL = ReferralSlip(
    hall_name=HALL,
    number="A037",
    person="张师傅 尾号1234",
    issued_at="11月23日 6:42",
    trade="搬运卸货",
    pay_text="260 元/天",
    rows=ROWS,
    talk_at="B区 3号桌",
    board_bay="2号 7:30",
    plate="湘A D5X37",
    qr_payload=_code(CodeKind.REFERRAL),
    reasons=("工种相同", "离这里近"),
    rights=RIGHTS,
    hotline=HOTLINE,
    station_name=STATION,
    short_code="K7QX-037",
)
_POSTING = PostingSlip(
    hall_name=HALL,
    number="B012",
    employer="长沙顺和搬运有限责任公司雨花分公司 刘老板",
    issued_at="11月23日 6:42",
    trade="钢筋绑扎工（高空作业）",
    pay_text="每平方米 35 元起",
    rows=ROWS,
    pin="4821",
    qr_payload=_code(CodeKind.POSTING),
    hotline=HOTLINE,
    station_name=STATION,
    short_code="K7QX-012",
    valid_text="今天有效",
)
_SEEKER = SeekerSlip(
    hall_name=HALL,
    number="A001",
    person="王䶮 尾号1234",
    issued_at="11月23日 6:42",
    trades=("搬运卸货", "保洁"),
    qr_payload=_code(CodeKind.SEEKER),
    rights=RIGHTS,
    hotline=HOTLINE,
    station_name=STATION,
    short_code="K7QX-001",
)
_COMPLAINT = ComplaintSlip(
    hall_name=HALL,
    number="A101",
    subject="拖欠工钱",
    issued_at="11月23日 6:42",
    rows=(Row("答复", "11月30日 以前"), Row("怎么知道", "凭这张单到服务台问")),
    hotline=HOTLINE,
    station_name=STATION,
    short_code="K7QX-101",
)
_CALL = CallSlip(
    hall_name=HALL,
    number="A205",
    subject="办登记",
    place="服务台 2号窗",
    ahead_text="前面还有 3 人",
    issued_at="11月23日 6:42",
    station_name=STATION,
    short_code="K7QX-205",
)
_DAY_CLOSE = DayCloseSlip(
    hall_name=HALL,
    day="11月23日 星期日",
    rows=(Row("登记", "152 人"), Row("招工", "38 单 / 164 人"), Row("谈成", "97 人次")),
    total=1204,
    delivered=1198,
    pending=6,
    refused=0,
    numbers="A001–A152",
    voids=("A017", "A090"),
    closed_by="陈𫖮",
    issued_at="11月23日 18:20",
    chain_head="9f3c 71aa 20e4",
    station_name="服务台",
    short_code="K7QX-D23",
)
_TEST = TestSlip(HALL, STATION, "11月23日 6:42", "tcp://10.0.0.9:9100", "0.1.0")

_LIST = ListSlip(
    hall_name=HALL,
    title="派工名单",
    subject="搬运卸货",
    rows=(
        Row("招工号", "A012"),
        Row("老板", "长沙顺和搬运"),
        Row("开工", "明天 7:30"),
        Row("上车位", "2号 湘A D5X37"),
    ),
    entries=(
        ListEntry("A037  张* 尾号1234"),
        ListEntry("A041  欧阳* 尾号5607", "等另一方确认"),
        ListEntry("1. 吴* 尾号4471", "工种对口 · 等活 46 天 · 换了顺序：本人会开叉车"),
    ),
    note="还差 3 人",
    issued_at="11月23日 16:42",
    station_name="服务台",
    short_code="0A1B-A012",
)

SLIPS: dict[str, Slip] = {
    "referral": REFERRAL,
    "posting": _POSTING,
    "seeker": _SEEKER,
    "complaint": _COMPLAINT,
    "call": _CALL,
    "day_close": _DAY_CLOSE,
    "list": _LIST,
    "test": _TEST,
}
