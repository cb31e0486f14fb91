"""Rows, marks and facts of the counter; free of Qt."""

from datetime import date

from kiosk.desk_words import certainty_text, source_text
from kiosk.i18n import _
from kiosk.service.candidates import CandidateRow, GigFacts
from kiosk.service.counter_views import QueueRow
from kiosk.service.searching import DeskHit
from kiosk.service.views import VacancyView
from kiosk.skill_words import asked_text
from kiosk.words import clock_text, day_text, pay_text

__all__ = ["claim_text", "facts_of", "gig_line", "hit_line", "status_mark", "tail_text"]


def tail_text(tail: str) -> str:
    """尾号1234."""
    return _("尾号{tail}").format(tail=tail) if tail else ""


def status_mark(row: QueueRow) -> tuple[str, str, str]:
    """(word, kind, icon) of where a number stands."""
    if row.status == "agreed" and row.arrival:
        if row.arrival == "arrived":
            return _("已到岗"), "good", "place"
        return _("没来"), "bad", "person_off"
    if row.is_expired:
        return _("过时了"), "plain", "hourglass_empty"
    if row.status == "open":
        if not row.calls:
            return _("等叫号"), "plain", "hourglass_empty"
        return _("叫号 {count} 次").format(count=row.calls), "warn", "campaign"
    return {
        "half": (_("一边说成"), "info", "groups"),
        "pending": (_("等名额"), "warn", "hourglass_top"),
        "agreed": (_("谈成了"), "good", "check_circle"),
        "declined": (_("没谈成"), "bad", "close"),
        "cancelled": (_("取消了"), "plain", "block"),
    }.get(row.status, (row.status, "plain", ""))


def claim_text(row: CandidateRow) -> tuple[str, bool]:
    """重点帮扶 · 已核实, and whether somebody but the person says so; empty without a claim."""
    levels = {claim.partition(" ")[2] for claim in row.claims}
    for level in ("certified", "verified", "declared"):
        if level in levels:
            words = _("重点帮扶 · {level}").format(level=certainty_text(level))
            return words, level != "declared"
    return "", False


def gig_line(gig: VacancyView, today: date) -> str:
    """260 元/天 · 今天 7:30 · 还差 3 人."""
    return " · ".join(
        (
            pay_text(gig.pay_cents, gig.pay_unit),
            f"{day_text(gig.starts, today)} {clock_text(gig.starts)}",
        )
    )


def facts_of(gig: GigFacts, today: date) -> tuple[tuple[str, str], ...]:
    """(label, value) of a gig, from top to bottom."""
    vacancy = gig.vacancy
    seats = _("要 {all} 人，谈成 {agreed}，还差 {left}").format(
        all=vacancy.headcount, agreed=vacancy.agreed, left=vacancy.left
    )
    # As long as all free seats are here, what is left says it; the pane has room for six rows.
    stock = gig.seats.stock if gig.seats.lent else ""
    hours = _("{day} {start} 到 {end}").format(
        day=day_text(vacancy.starts, today),
        start=clock_text(vacancy.starts),
        end=clock_text(vacancy.ends),
    )
    pick_up = " · ".join(part for part in (vacancy.bay, vacancy.plate) if part)
    return (
        (_("人数"), seats),
        (_("名额"), stock),
        (_("时间"), hours),
        (_("地点"), vacancy.place),
        (_("要求"), asked_text(vacancy.level, vacancy.certificate)),
        (_("上车"), pick_up),
        (_("联系"), gig.contact),
        (_("来源"), "" if stock else source_text(gig.source)),
    )


def hit_line(hit: DeskHit) -> str:
    """How a record was found."""
    by = {
        "number": _("号码"),
        "phone": _("电话"),
        "name": _("名字"),
        "pinyin": _("拼音"),
        "trade": _("工种"),
        "skill": _("技能、证书"),
        "employer": _("老板"),
    }.get(hit.by, hit.by)
    return " · ".join(part for part in (by, tail_text(hit.tail), "、".join(hit.trades)) if part)
