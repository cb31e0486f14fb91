"""The audit trail: a view of the log with words, names of staff, search, export, chain check.

Names of workers do not stand in it: a subject is its slip number, or what kind of record it is.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from sqlite_utils import Database

from kiosk.audit_words import GROUPS, event_text, types_named
from kiosk.domain.account import Account
from kiosk.domain.clock import day_bounds, local_time, ms_of, stamp_of
from kiosk.domain.complaint import Complaint
from kiosk.domain.employer import PERSONAL_KINDS, Employer
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.masking import mask_name
from kiosk.domain.roles import Act
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.i18n import _
from kiosk.service.authority import CONSOLE, Authorised
from kiosk.service.exchange.sheets import Cell, write_sheet
from kiosk.service.site import STATION_ACTOR, Site
from kiosk.staff_words import act_text, means_text, role_text
from kiosk.store.accounts import account_rows
from kiosk.store.apply import Applier
from kiosk.store.chain import read_chain
from kiosk.store.search import search_records
from kiosk.store.trail import TrailFilter, TrailMatch, trail_count, trail_rows
from kiosk.store.verify import verify_store

__all__ = [
    "PER_PAGE",
    "AuditLine",
    "AuditPage",
    "AuditQuery",
    "ChainCheck",
    "audit_actors",
    "audit_page",
    "check_chain",
    "export_audit",
]

PER_PAGE = 12
_EXPORT_STEP = 500


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What is looked for. Both days are included; `group`: kiosk.audit_words.GROUPS, empty for
    all; `actor`: an account's id, empty for all; `text`: a name, a number, words of an event."""

    first: date
    last: date
    group: str = ""
    actor: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One event. `at` in ms; `station` is the letter, or the id where none is known; `place` is
    the place in the station's chain."""

    id: str
    at: int
    station: str
    actor: str
    what: str
    subject: str
    detail: str
    place: int


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Lines of a page, counted from 0, the latest first."""

    lines: tuple[AuditLine, ...]
    page: int
    pages: int
    count: int


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What the check of the whole store found; `findings` is empty where nothing was altered."""

    events: int
    findings: tuple[str, ...] = field(default=())


def audit_page(
    site: Site, allowed: Authorised, query: AuditQuery, page: int = 0, per_page: int = PER_PAGE
) -> AuditPage:
    """One page of the trail; a page too far gives the last one.

    Raises:
        NotAllowed: leave for something else than `Act.VIEW_AUDIT`.
    """
    allowed.actor_for(Act.VIEW_AUDIT)
    with site.store.read() as db:
        wanted = _filter(db, query)
        count = trail_count(db, wanted)
        pages = max(1, -(-count // per_page))
        page = min(max(0, page), pages - 1)
        words = _Words(db, site.store.applier(db))
        rows = trail_rows(db, wanted, per_page, page * per_page)
        return AuditPage(tuple(words.line(row) for row in rows), page, pages, count)


def audit_actors(site: Site) -> tuple[tuple[str, str], ...]:
    """Accounts (id, name) that can be filtered by; those that were closed as well."""
    with site.store.read() as db:
        return tuple((row["id"], row["name"]) for row in account_rows(db))


def export_audit(site: Site, allowed: Authorised, query: AuditQuery, path: Path) -> int:
    """Write what a query finds to a .csv, .xlsx or .json file; returns the count of rows.

    Raises:
        NotAllowed: leave for something else than `Act.EXPORT`.
        SheetError: another suffix.
        OSError: the file cannot be written.
    """
    allowed.actor_for(Act.EXPORT)
    headings = (_("时间"), _("机器"), _("谁"), _("做了什么"), _("对象"), _("说明"), _("链上序号"))
    with site.store.read() as db:
        wanted = _filter(db, query)
        words = _Words(db, site.store.applier(db))

        def rows() -> Iterator[Sequence[Cell]]:
            offset = 0
            while found := trail_rows(db, wanted, _EXPORT_STEP, offset):
                for row in found:
                    line = words.line(row)
                    moment = local_time(line.at).strftime("%Y-%m-%d %H:%M:%S")
                    told = (line.station, line.actor, line.what, line.subject, line.detail)
                    yield (moment, *told, line.place)
                offset += len(found)

        return write_sheet(path, headings, rows())


def check_chain(site: Site, allowed: Authorised) -> ChainCheck:
    """Fold everything anew and compare, check every chain: whatever was altered shows.

    Raises:
        NotAllowed: leave for something else than `Act.VIEW_AUDIT`.
        DamagedStore: a page cannot be read.
    """
    allowed.actor_for(Act.VIEW_AUDIT)
    result = verify_store(site.store)
    findings = (f"{item.check} {item.subject}: {item.detail}" for item in result.findings)
    return ChainCheck(result.events, tuple(findings))


def _filter(db: Database, query: AuditQuery) -> TrailFilter:
    text = unicodedata.normalize("NFKC", query.text).strip()
    return TrailFilter(
        since=stamp_of(day_bounds(query.first)[0]),
        until=stamp_of(day_bounds(query.last)[1]),
        actor=query.actor,
        types=GROUPS.get(query.group, ()),
        any_of=_match(db, text) if text else None,
    )


def _match(db: Database, text: str) -> TrailMatch:
    found = search_records(db, text)
    # A registration or a referral is at its person's or vacancy's aggregate.
    referrals = tuple(item.id for item in found if item.kind == "referral")
    subjects = [item.id for item in found if item.kind != "referral"]
    numbered = "SELECT id FROM complaints WHERE number = ?"
    subjects += [row[0] for row in db.execute(numbered, (text.upper(),)).fetchall()]
    if ":" in text:
        subjects.append(text)
    staff = [row["id"] for row in account_rows(db) if text in row["name"]]
    letters = db.execute("SELECT id FROM stations WHERE letter = ?", (text.upper(),)).fetchall()
    chain = read_chain(db)
    own = (chain.station,) if chain.letter == text.upper() else ()
    return TrailMatch(
        types=types_named(text),
        actors=tuple(staff),
        subjects=(*subjects, *staff),
        referrals=referrals,
        stations=(*own, *(row[0] for row in letters)),
    )


class _Words:
    """Puts rows into words; names are looked up once."""

    def __init__(self, db: Database, applier: Applier) -> None:
        self._applier = applier
        self._staff: dict[str, str] = {row["id"]: row["name"] for row in account_rows(db)}
        rows = db.execute("SELECT id, letter FROM stations").fetchall()
        chain = read_chain(db)
        self._letters = {chain.station: chain.letter} | {row[0]: row[1] for row in rows if row[1]}
        self._subjects: dict[str, str] = {}

    def line(self, row: dict[str, Any]) -> AuditLine:
        """One row in words."""
        payload = msgspec.json.decode(row["payload"]) if row["payload"] else {}
        return AuditLine(
            id=row["id"],
            at=ms_of(row["time"]),
            station=self._letters.get(row["station"], row["station"][:6]),
            actor=self._actor(row["actor"]),
            what=event_text(row["type"]),
            subject=self._subject(row["aggregate"]),
            detail=_detail(payload) if row["payload"] else _("内容已删除"),
            place=row["n"],
        )

    def _actor(self, actor: str) -> str:
        kind = aggregate_kind(actor)
        if kind == "account":
            return self._staff.get(actor, _("已删除的账号"))
        return {
            STATION_ACTOR: _("自助机"),
            CONSOLE: _("命令行"),
            "seeker": _("本人"),
            "employer": _("老板本人"),
            "hub": _("上级"),
        }.get(kind, actor)

    def _subject(self, aggregate: str) -> str:
        if aggregate not in self._subjects:
            self._subjects[aggregate] = self._named(aggregate)
        return self._subjects[aggregate]

    def _named(self, aggregate: str) -> str:
        match self._applier.state(aggregate):
            case Account(name=name):
                return _("账号 {name}").format(name=name or _("已删除"))
            case Seeker(number=number):
                return _("求职者 {number}").format(number=number or _("已删除"))
            case Employer(name=name, kind=kind):
                shown = mask_name(name) if kind in PERSONAL_KINDS else name
                return _("用工主体 {name}").format(name=shown or _("已删除"))
            case Vacancy(posting=posting):
                return _("岗位 {number}").format(number=posting.number if posting else "")
            case Complaint(number=number):
                return _("投诉 {number}").format(number=number)
        return _kind_text(aggregate_kind(aggregate))


def _kind_text(kind: str) -> str:
    return {
        "hall": _("本市场"),
        "course": _("培训班"),
        "staff_call": _("求助"),
        "day": _("关账"),
        "assistance": _("援助"),
        "hall_entry": _("台账"),
        "leaflet": _("宣传单"),
        "slip": _("单子"),
        "handover": _("移交材料"),
    }.get(kind, kind)


def _detail(payload: dict[str, Any]) -> str:
    """What of a payload may be shown in a list: codes, numbers and reasons, no person."""
    parts = []
    for name, word in (("act", act_text), ("role", role_text), ("means", means_text)):
        if payload.get(name):
            parts.append(word(str(payload[name])))
    if isinstance(payload.get("fields"), list):
        parts.append("、".join(_field_text(str(item)) for item in payload["fields"]))
    for name in ("number", "verdict", "purpose", "detail", "reason", "outcome"):
        value = payload.get(name)
        if isinstance(value, str) and value:
            parts.append(_code_text(value))
    if isinstance(payload.get("copy"), int):
        parts.append(_("第 {copy} 次打印").format(copy=payload["copy"]))
    return " · ".join(parts)


def _field_text(name: str) -> str:
    return {
        "id_number": _("证件号"),
        "phone": _("电话"),
        "name": _("姓名"),
        "address": _("地址"),
        "contact_name": _("联系人"),
    }.get(name, name)


def _code_text(value: str) -> str:
    return {
        "role": _("角色不够"),
        "account": _("账号已停用"),
        "pin_change": _("还没换临时密码"),
        "asked": _("自己"),
        "idle": _("没人操作，自动锁屏"),
        "live": _("通过"),
        "rejected": _("不通过"),
        "taken_down": _("下架"),
    }.get(value, value)
