"""Rows, facts and warnings on skills, certificates and wishes; free of Qt."""

from dataclasses import dataclass
from datetime import date

from kiosk.catalog import regions
from kiosk.domain.qualifications import Wish
from kiosk.i18n import _
from kiosk.service.skill_views import CertificateLine, PersonSkills, SkillLine
from kiosk.skill_words import certificate_text, ends_text, hours_text, level_text
from kiosk.ui.desk.people.skill_acts import SKILL_ROW
from kiosk.words import date_text, yuan

__all__ = ["KnownRow", "barred_text", "known_rows", "skill_facts", "trades_text", "wish_values"]


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A skill or a certificate; `marks` are (word, kind, icon)."""

    id: str
    title: str
    line: str
    marks: tuple[tuple[str, str, str], ...]
    is_seen: bool
    has_number: bool = False


def known_rows(known: PersonSkills, today: date) -> tuple[KnownRow, ...]:
    """Certificates by what ends first, then skills; a level that is said is left out where one
    was seen."""
    seen = {line.trade for line in known.skills if line.is_seen}
    skills = [line for line in known.skills if line.is_seen or line.trade not in seen]
    return (
        *(_certificate_row(line, today) for line in known.certificates),
        *(_skill_row(line) for line in skills),
    )


def _seen_mark(is_seen: bool) -> tuple[str, str, str]:
    return (_("核验"), "good", "verified_user") if is_seen else (_("自报"), "plain", "info")


def _certificate_row(line: CertificateLine, today: date) -> KnownRow:
    marks = [_seen_mark(line.is_seen)]
    ends = ends_text(line.ends, today)
    if line.state != "valid":
        marks.append((ends, "bad" if line.state == "expired" else "warn", "schedule"))
    told = _("到 {day}").format(day=line.ends) if line.ends else _("没写到期")
    return KnownRow(
        line.id,
        f"{certificate_text(line.kind)} {told}",
        line.number_masked or _("没写证号"),
        tuple(marks),
        line.is_seen,
        bool(line.number_masked),
    )


def _skill_row(line: SkillLine) -> KnownRow:
    return KnownRow(
        f"{SKILL_ROW}{line.trade}",
        line.trade_name,
        level_text(line.level),
        (_seen_mark(line.is_seen),),
        line.is_seen,
    )


def barred_text(known: PersonSkills) -> str:
    """电工：电工证过期了，先不能派; empty where nothing is."""
    return "".join(
        _("{trade}的活先不能派：{name}过期了。").format(trade=trade, name=certificate_text(kind))
        for trade, kind in known.barred
    )


def trades_text(trades: tuple[str, ...], known: PersonSkills) -> str:
    """Trades, each with the level that counts; then levels in other trades."""
    levels: dict[str, str] = {}
    for line in known.skills:
        if line.is_seen or line.trade_name not in levels:
            words = f"{line.trade_name} {level_text(line.level)}"
            levels[line.trade_name] = _marked(words, is_seen=line.is_seen)
    own = [levels.pop(trade, trade) for trade in trades]
    return "、".join((*own, *levels.values()))


def _marked(words: str, *, is_seen: bool) -> str:
    return words if is_seen else _("{what}（自报）").format(what=words)


def skill_facts(known: PersonSkills, today: date) -> tuple[tuple[str, str], ...]:
    """(label, value) for the person's card."""
    held = [
        _marked(
            f"{certificate_text(line.kind)} {_short_end(line, today)}".strip(), is_seen=line.is_seen
        )
        for line in _best_of_kinds(known.certificates)
    ]
    return (
        (_("证书"), "；".join(held)),
        (_("意向"), _wish_text(known.wish)),
    )


def _best_of_kinds(lines: tuple[CertificateLine, ...]) -> list[CertificateLine]:
    """Of several of a kind the one that holds longest; one that was seen goes before."""
    best: dict[str, CertificateLine] = {}
    for line in lines:
        known = best.get(line.kind)
        if known is None or _worth(line) > _worth(known):
            best[line.kind] = line
    return list(best.values())


def _worth(line: CertificateLine) -> tuple[bool, bool, bool, str]:
    return line.state != "expired", line.is_seen, not line.ends, line.ends


def _short_end(line: CertificateLine, today: date) -> str:
    if line.state == "valid":
        return _("到 {day}").format(day=line.ends) if line.ends else ""
    return ends_text(line.ends, today)


def _wish_text(wish: Wish) -> str:
    if not wish.at:
        return ""
    county = regions().get(wish.county)
    parts = [
        _("{pay} 元/天以上").format(pay=yuan(wish.pay_cents)) if wish.pay_cents else "",
        (county.name if county else "") + wish.town,
        hours_text(wish.hours) if wish.hours else "",
        _("{day}起").format(day=date_text(date.fromisoformat(wish.first))) if wish.first else "",
        _("到{day}").format(day=date_text(date.fromisoformat(wish.last))) if wish.last else "",
    ]
    return " · ".join(part for part in parts if part) or _("都行")


def wish_values(wish: Wish) -> dict[str, str]:
    """What is known, for the form."""
    county = regions().get(wish.county)
    return {
        "pay": yuan(wish.pay_cents) if wish.pay_cents else "",
        "place": (county.name if county else "") + wish.town,
        "hours": wish.hours,
        "first": wish.first,
        "last": wish.last,
    }
