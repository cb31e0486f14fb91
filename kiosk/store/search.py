"""Search at the desk: one field for name, pinyin, phone tail, number tail, trade, employer phone.

A query decides by its form what it can mean. Names are compared in Python, because SQLite knows no
pinyin; the store is encrypted, so no second index of names is kept.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from kiosk.catalog import trades
from kiosk.domain.typed import is_digits
from kiosk.pinyin import is_pinyin, matches
from kiosk.qualification_tables import certificate_kinds, skill_levels

__all__ = ["FoundRecord", "search_records", "trades_named"]

_SHORTEST_TAIL = 2
_PHONE_TAIL = 4
_NUMBER = re.compile(r"[A-Za-z]{1,2}\d{1,5}", re.ASCII)
_EVER = "9999-12-31"
_Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record and by what it was found: number, phone, name, pinyin, trade, skill, employer."""

    kind: str
    id: str
    by: str


def search_records(db: Database, query: str, limit: int = 50) -> list[FoundRecord]:
    """Seekers, employers and vacancies that a query names; the surest first, then the latest.

    Args:
        db: a connection.
        query: what staff typed: 覃伟, tw, 1234, A037, 037, 贴砖.
        limit: how many records are given back.
    """
    text = unicodedata.normalize("NFKC", query).strip()
    if not text or limit <= 0:
        return []
    found: list[FoundRecord] = []
    plain = re.sub(r"[\s-]", "", text)
    if is_digits(plain) or _NUMBER.fullmatch(plain):
        found += _by_number(db, plain.upper(), limit)
        if is_digits(plain) and len(plain) >= _PHONE_TAIL:
            found += _by_phone(db, plain, limit)
    elif not text.isascii() or is_pinyin(text):
        found += _by_skill(db, text, limit)
        found += _by_name(db, text, limit)
        found += _by_trade(db, trades_named(text), limit)
    return _once(found)[:limit]


def trades_named(text: str) -> tuple[str, ...]:
    """Trades whose name or alias (贴砖, 刮腻子) a text is part of, or spells in pinyin."""
    if is_pinyin(text):
        return tuple(
            trade.id
            for trade in trades().values()
            if any(matches(text, name) for name in (trade.name, *trade.aliases))
        )
    return tuple(
        trade.id
        for trade in trades().values()
        if any(text in name for name in (trade.name, *trade.aliases))
    )


def _by_number(db: Database, tail: str, limit: int) -> list[FoundRecord]:
    """Numbers of slips: whole (A037), without the letter (037), or the end of them."""
    if len(tail) < _SHORTEST_TAIL:
        return []
    queries = (
        ("referral", "SELECT id FROM referrals WHERE number LIKE ? ORDER BY made_at DESC"),
        (
            "seeker",
            "SELECT id FROM seekers WHERE number LIKE ? AND erased = 0 AND merged_into = '' "
            "ORDER BY last_visit DESC",
        ),
        ("vacancy", "SELECT id FROM vacancies WHERE number LIKE ? ORDER BY posted_at DESC"),
    )
    return [
        FoundRecord(kind, row[0], "number")
        for kind, query in queries
        for row in db.execute(f"{query}, id LIMIT ?", (f"%{tail}", limit)).fetchall()
    ]


def _by_phone(db: Database, tail: str, limit: int) -> list[FoundRecord]:
    """People by the end of their phone, and the vacancies of employers so found."""
    seekers = db.execute(
        "SELECT id FROM seekers WHERE phone LIKE ? AND erased = 0 AND merged_into = '' "
        "ORDER BY last_visit DESC, id LIMIT ?",
        (f"%{tail}", limit),
    ).fetchall()
    employers = db.execute(
        "SELECT id FROM employers WHERE replace(phone, '-', '') LIKE ? AND erased = 0 "
        "AND merged_into = '' ORDER BY id DESC LIMIT ?",
        (f"%{tail}", limit),
    ).fetchall()
    return [
        *(FoundRecord("seeker", row[0], "phone") for row in seekers),
        *_employers_with_posts(db, [row[0] for row in employers], "phone", limit),
    ]


def _by_name(db: Database, text: str, limit: int) -> list[FoundRecord]:
    by = "pinyin" if is_pinyin(text) else "name"

    def fits(name: str) -> bool:
        return matches(text, name) if by == "pinyin" else text in name

    seekers = db.execute(
        "SELECT id, name FROM seekers WHERE erased = 0 AND merged_into = '' "
        "ORDER BY last_visit DESC, id"
    ).fetchall()
    employers = db.execute(
        "SELECT id, name, contact_name FROM employers WHERE erased = 0 AND merged_into = '' "
        "ORDER BY id DESC"
    ).fetchall()
    people = _first(seekers, lambda row: fits(row[1]), limit)
    firms = _first(employers, lambda row: fits(row[1]) or fits(row[2]), limit)
    return [
        *(FoundRecord("seeker", row[0], by) for row in people),
        *_employers_with_posts(db, [row[0] for row in firms], by, limit),
    ]


def _first(rows: _Rows, fits: Callable[[tuple[Any, ...]], bool], limit: int) -> _Rows:
    found: _Rows = []
    for row in rows:
        if fits(row):
            found.append(row)
            if len(found) == limit:
                break
    return found


def _by_trade(db: Database, wanted: tuple[str, ...], limit: int) -> list[FoundRecord]:
    """Open posts and seekers of a trade."""
    found: list[FoundRecord] = []
    for trade in wanted:
        vacancies = db.execute(
            "SELECT id FROM vacancies WHERE trade = ? AND closed = '' "
            "ORDER BY posted_at DESC, id LIMIT ?",
            (trade, limit),
        ).fetchall()
        seekers = db.execute(
            "SELECT id FROM seekers WHERE instr(' ' || trades || ' ', ?) AND erased = 0 "
            "AND merged_into = '' ORDER BY last_visit DESC, id LIMIT ?",
            (f" {trade} ", limit),
        ).fetchall()
        found += [FoundRecord("seeker", row[0], "trade") for row in seekers]
        found += [FoundRecord("vacancy", row[0], "trade") for row in vacancies]
    return found


def _by_skill(db: Database, text: str, limit: int) -> list[FoundRecord]:
    """People with the level (高级工) or the certificate (电工证) that a text names."""
    conditions: list[str] = []
    values: list[str] = []
    for level, name in skill_levels(_EVER).items():
        if text == name:
            # Lines are `trade certainty level stamp`.
            conditions.append("skills LIKE ?")
            values.append(f"% % {level} %")
    for kind, item in certificate_kinds(_EVER).items():
        if text in {item.short, unicodedata.normalize("NFKC", item.name)}:
            conditions.append("instr(char(10) || certificates, ?)")
            values.append(f"\n{kind} ")
    if not conditions:
        return []
    rows = db.execute(
        "SELECT seekers.id FROM seekers JOIN seeker_skills USING (id) WHERE erased = 0 "
        f"AND merged_into = '' AND ({' OR '.join(conditions)}) "
        "ORDER BY last_visit DESC, seekers.id LIMIT ?",
        (*values, limit),
    ).fetchall()
    return [FoundRecord("seeker", row[0], "skill") for row in rows]


def _employers_with_posts(
    db: Database, employers: list[str], by: str, limit: int
) -> list[FoundRecord]:
    found = []
    for employer in employers:
        rows = db.execute(
            "SELECT id FROM vacancies WHERE employer = ? ORDER BY posted_at DESC, id LIMIT ?",
            (employer, limit),
        ).fetchall()
        found.append(FoundRecord("employer", employer, by))
        found += [FoundRecord("vacancy", row[0], "employer") for row in rows]
    return found


def _once(found: list[FoundRecord]) -> list[FoundRecord]:
    return list({(item.kind, item.id): item for item in reversed(found)}.values())[::-1]
