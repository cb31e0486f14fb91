"""Made-up people with right check digits, a clock that is put where wanted, stations of one hall.

No identity here belongs to a person or a company.
"""

import contextlib
import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from unittest import mock

from kiosk.domain.events import Consent, SeekerRegistered
from kiosk.domain.ids import new_station_id
from kiosk.service.employers import RegisterEmployer
from kiosk.service.posting import PostVacancy
from kiosk.service.registration import RegisterSeeker
from kiosk.service.site import Site, SiteRules
from kiosk.store.chain import Chain
from kiosk.store.keys import Secrets, new_master_key
from kiosk.store.store import Store

__all__ = [
    "HALL",
    "HALL_KEY",
    "HOUR_MS",
    "MINUTE_MS",
    "MORNING_MS",
    "PUBLISHED_SAMPLE",
    "REGION",
    "FakeClock",
    "Stores",
    "household",
    "id_number",
    "phone",
    "plain_number",
    "posting",
    "same_chance",
    "seeker",
    "uscc_code",
    "with_check_digit",
]

PUBLISHED_SAMPLE = "11010519491231002X"
REGION = "430111"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_check_digit(body: str) -> str:
    """Seventeen digits and their GB 11643 check digit, worked out here a second time."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def id_number(order: int = 1, *, region: str = REGION, birth: date = date(1980, 3, 5)) -> str:
    """A synthetic resident number; `order` (1-999) tells people of one birthday apart."""
    return with_check_digit(f"{region}{birth:%Y%m%d}{order:03d}")


def plain_number(index: int) -> str:
    """A synthetic number for the index-th person of a test."""
    return id_number(index % 999 + 1, birth=date(1960 + index // 999 % 40, 3, 5))


def uscc_code(body: str = "91430111MA4L2Q8K0") -> str:
    """Seventeen characters and their GB 32100 check character."""
    total = sum(
        _USCC_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(body)
    )
    return body + _USCC_LETTERS[(31 - total % 31) % 31]


def phone(index: int = 0) -> str:
    """A mobile number of the right form."""
    return f"139{index:08d}"


HALL = "430111001"
HALL_KEY = b"synthetic hall key of tests only"
# 2026-11-23 07:00 in the hall: an ordinary morning.
MORNING_MS = 1_795_388_400_000
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


@dataclass
class FakeClock:
    """A clock that moves only when a test moves it. `tick` ms pass at each look, if wanted."""

    ms: int = MORNING_MS
    tick: int = 0

    def now_ms(self) -> int:
        self.ms += self.tick
        return self.ms

    def advance(self, *, minutes: float = 0, hours: float = 0) -> None:
        self.ms += int(minutes * MINUTE_MS + hours * HOUR_MS)


@dataclass
class Stores:
    """Makes stores of one hall and closes them all in the end."""

    folder: Path
    clock: FakeClock
    opened: list[Store] = field(default_factory=list)
    count: int = 0

    def create(
        self, letter: str = "A", *, keys: Secrets | None = None, clock: FakeClock | None = None
    ) -> Store:
        self.count += 1
        path = self.folder / f"{self.count}-{letter}.db"
        chain = Chain(new_station_id(), HALL, letter)
        keys = keys or Secrets(new_master_key())
        return self.keep(Store.create(path, keys, clock or self.clock, chain))

    def keep(self, store: Store) -> Store:
        self.opened.append(store)
        return store

    def reopen(self, store: Store) -> Store:
        store.close()
        self.opened.remove(store)
        return self.keep(Store(store.path, store.keys, store.clock))

    def site(self, letter: str = "A", rules: SiteRules | None = None) -> Site:
        return self.site_on(self.create(letter), rules)

    @staticmethod
    def site_on(store: Store, rules: SiteRules | None = None) -> Site:
        return Site(store, lambda: HALL_KEY, rules or SiteRules())

    def close(self) -> None:
        for store in self.opened:
            store.close()
        self.opened.clear()


def seeker(index: int = 0, **changes: object) -> RegisterSeeker:
    """What the index-th seeker of a test gives."""
    given: dict[str, object] = {
        "name": f"张试{index}",
        "id_number": plain_number(index),
        "phone": phone(index),
        "trades": ("loader",),
        "has_consented": True,
    }
    return RegisterSeeker(**(given | changes))  # type: ignore[arg-type]


def whole_registration(index: int, number: str) -> SeekerRegistered:
    """The event of a registration with every field filled, for what counts bytes."""
    return SeekerRegistered(
        number=number,
        name="测试员",
        id_kind="resident",
        id_number=f"4301{index:014d}",
        sex="男",
        birth="1980-01-01",
        ethnicity="汉",
        address="湖南省长沙市某区测试路 1 号",
        phone=f"138{index:08d}",
        trades=("loader", "cleaner", "bricklayer"),
        consent=Consent(version="2026-01", share_phone=True),
    )


def household(index: int = 500, **changes: object) -> RegisterEmployer:
    """What the index-th household of a test gives."""
    given: dict[str, object] = {
        "kind": "household",
        "name": f"试用户{index}",
        "id_number": plain_number(index),
        "contact_name": f"刘试{index}",
        "phone": phone(index),
    }
    return RegisterEmployer(**(given | changes))  # type: ignore[arg-type]


def posting(site: Site, employer: str, **changes: object) -> PostVacancy:
    """A posting for the coming hours."""
    now = site.now_ms()
    given: dict[str, object] = {
        "employer": employer,
        "trade": "loader",
        "headcount": 2,
        "pay_cents": 26_000,
        "pay_unit": "day",
        "starts": now + HOUR_MS,
        "ends": now + 9 * HOUR_MS,
        "place": "试验市场5栋",
        "content": "卸瓷砖",
    }
    return PostVacancy(**(given | changes))  # type: ignore[arg-type]


@contextlib.contextmanager
def same_chance(seed: int) -> Iterator[random.Random]:
    """Random ids and salts from a seed, so that a failing example fails again."""
    chance = random.Random(seed)
    with (
        mock.patch.object(secrets, "randbits", chance.getrandbits),
        mock.patch.object(secrets, "token_bytes", chance.randbytes),
        mock.patch.object(secrets, "token_hex", lambda size: chance.randbytes(size).hex()),
    ):
        yield chance
