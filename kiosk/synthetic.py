"""Invented people, companies and gigs for demo, training and tests. Nobody real is meant.

Identity numbers carry region codes that were never given out (ending in 00), so that no number
can be a living person's; their check digits are right.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.cn import ric, uscc

from kiosk.catalog import trades

__all__ = ["Gig", "Invention", "Papers", "Person"]

_SURNAMES = "李王张刘陈杨黄周吴谭彭罗邓肖曾唐何欧阳覃单龙向"
_GIVEN = [
    "建国",
    "秀英",
    "志强",
    "桂兰",
    "小军",
    "春花",
    "立新",
    "玉梅",
    "国庆",
    "冬生",
    "爱华",
    "德明",
    "满香",
    "铁柱",
    "运来",
    "友良",
]
_PLACES = [
    "高桥大市场 5 栋东门",
    "黎托安置房工地",
    "榔梨物流园 3 号库",
    "雨花亭新房 2 单元",
    "圭塘河边绿化带",
    "洞井工业园 7 车间",
    "东塘菜市场",
    "树木岭小区 12 栋",
    "跳马镇田心村",
    "万家丽路商场一楼",
]
_CONTENTS = {
    "loader": "卸瓷砖，两个人抬一箱",
    "construction_labourer": "搬砖和水泥，听师傅安排",
    "cleaner": "新房开荒，擦玻璃拖地",
    "truck_driver": "跟车拉货，要 C1 驾照",
    "cook": "帮厨，洗菜切菜",
    "farm_hand": "摘菜，按筐算",
}
_COMPANIES = ["顺和搬运", "湘达物流", "金桥建筑劳务", "好帮手家政", "老乡厨房", "绿源园林"]


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person."""

    name: str
    id_number: str
    birth: date
    sex: str
    phone: str


@dataclass(frozen=True, slots=True)
class Gig:
    """What an invented employer asks for; hours from now."""

    trade: str
    headcount: int
    pay_cents: int
    pay_unit: str
    starts_in_hours: float
    hours: float
    place: str
    content: str
    bay: str
    plate: str


@dataclass(frozen=True, slots=True)
class Papers:
    """Skill level (0 for none), a certificate (empty for none), and what the person wishes."""

    level: int
    kind: str
    number: str
    issued_days_ago: int
    is_seen: bool
    wish_cents: int
    hours: str


class Invention:
    """A source of invented data; the same seed gives the same data."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 (invented data, no secrets)
        # Papers draw from a source of their own: people and gigs of a seed stay as they were.
        self._papers = random.Random(f"{seed} papers")  # noqa: S311 (the same)
        self._used = 0

    def person(self) -> Person:
        """A new person between 18 and 66."""
        rng = self._random
        self._used += 1
        birth = date(1960, 1, 1) + timedelta(days=rng.randrange(48 * 365))
        sequence = self._used % 1000
        prefecture = rng.choice("0123456789")
        body = f"43{prefecture}{rng.randrange(10)}00{birth:%Y%m%d}{sequence:03d}"
        name = rng.choice(_SURNAMES) + rng.choice(_GIVEN)
        return Person(
            name=name,
            id_number=body + ric.calc_check_digit(body + "0"),
            birth=birth,
            sex="male" if sequence % 2 else "female",
            phone=self.phone(),
        )

    def phone(self) -> str:
        """A phone number in the form of a mobile one."""
        return f"1{self._random.choice('3589')}00000{self._random.randrange(10_000):04d}"[:11]

    def company(self) -> tuple[str, str]:
        """Name and unified social credit code of an invented company."""
        body = f"91430000MA0{self._random.randrange(10**6):06d}"
        return f"长沙{self._random.choice(_COMPANIES)}", body + uscc.calc_check_digit(body)

    def trades(self) -> tuple[str, ...]:
        """One to three trades."""
        return tuple(self._random.sample(list(trades()), self._random.choice((1, 1, 2, 2, 3))))

    def gig(self) -> Gig:
        """What somebody hires for."""
        rng = self._random
        trade = trades()[rng.choice(list(trades()))]
        pay = {"day": (180, 380), "hour": (18, 45), "piece": (3, 9), "trip": (150, 400)}
        low, high = pay.get(trade.pay_unit, (200, 600))
        return Gig(
            trade=trade.id,
            headcount=rng.choice((1, 1, 2, 2, 3, 4, 5, 6, 8, 12)),
            pay_cents=rng.randrange(low, high + 1) * 100,
            pay_unit=trade.pay_unit,
            starts_in_hours=rng.choice((1, 1.5, 2, 2.5, 3, 24)),
            hours=rng.choice((4, 8, 9, 10)),
            place=rng.choice(_PLACES),
            content=_CONTENTS.get(trade.id, f"{trade.name}，听老板安排"),
            bay=rng.choice(("", "1号", "2号", "3号")),
            plate=f"湘A {rng.choice('ABDF')}{rng.randrange(10_000):04d}",
        )

    def papers(self, kinds: tuple[str, ...]) -> Papers:
        """What somebody has on paper, for a trade with which these kinds of certificate go."""
        rng = self._papers
        level = rng.choice((0, 0, 0, 1, 2, 2, 3, 3, 4, 5))
        kind = rng.choice(kinds) if kinds and rng.random() < 0.6 else ""
        return Papers(
            level=level,
            kind=kind,
            number=f"T43{rng.randrange(10**9):09d}" if kind else "",
            issued_days_ago=rng.randrange(30, 3 * 365) if kind else 0,
            is_seen=rng.random() < 0.7,
            wish_cents=rng.choice((0, 0, 18_000, 22_000, 26_000)),
            hours=rng.choice(("", "", "", "day", "night")),
        )

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self._random.random() < share

    def pick(self, count: int) -> int:
        """A number from 0 to count − 1."""
        return self._random.randrange(count)
