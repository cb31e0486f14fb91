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

__all__ = ["KnownRow", "barred_text", "known_rows", "skill_facts", "wish_values"]


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
    words = " · ".join(part for part in (told, line.number_masked) if part)
    return KnownRow(
        line.id,
        certificate_text(line.kind),
        words,
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


def skill_facts(known: PersonSkills, today: date) -> tuple[tuple[str, str], ...]:
    """(label, value) for the person's card."""
    said = _("{what}（自报）")

    def marked(words: str, is_seen: bool) -> str:
        return words if is_seen else said.format(what=words)

    skills = [
        marked(f"{line.trade_name} {level_text(line.level)}", line.is_seen) for line in known.skills
    ]
    held = [
        marked(f"{certificate_text(line.kind)} {ends_text(line.ends, today)}", line.is_seen)
        for line in known.certificates
    ]
    return (
        (_("技能"), "；".join(skills)),
        (_("证书"), "；".join(held)),
        (_("意向"), _wish_text(known.wish)),
    )


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
