"""A vacancy in the words of lists and slips; free of Qt."""

from kiosk.i18n import _
from kiosk.service.site import Site
from kiosk.service.views import VacancyView
from kiosk.words import (
    clock_text,
    day_text,
    engagement_text,
    reason_text,
    settlement_text,
    unit_text,
    yuan,
)

__all__ = ["bay_text", "money", "reasons_text", "settled", "start_text", "wanted", "when"]


def money(vacancy: VacancyView) -> tuple[str, str]:
    """260 and 元/天."""
    return yuan(vacancy.pay_cents), unit_text(vacancy.pay_unit)


def start_text(site: Site, vacancy: VacancyView) -> str:
    """今天 7:30."""
    return f"{day_text(vacancy.starts, site.today())} {clock_text(vacancy.starts)}"


def when(site: Site, vacancy: VacancyView) -> str:
    """今天 7:30 到 17:30."""
    return _("{start} 到 {end}").format(
        start=start_text(site, vacancy), end=clock_text(vacancy.ends)
    )


def wanted(vacancy: VacancyView, *, full: bool = False) -> str:
    """还要3人; in full 要 5 人，还差 3 人."""
    if full:
        return _("要 {count} 人，还差 {left} 人").format(count=vacancy.headcount, left=vacancy.left)
    return _("还要{left}人").format(left=vacancy.left)


def bay_text(vacancy: VacancyView) -> str:
    """2号上车位 · 湘A D5X37, or 自己去."""
    if not vacancy.bay:
        return _("自己去")
    bay = _("{bay}上车位").format(bay=vacancy.bay)
    return f"{bay} · {vacancy.plate}" if vacancy.plate else bay


def reasons_text(vacancy: VacancyView) -> str:
    """At most two reasons in plain words."""
    return " · ".join(reason_text(reason) for reason in vacancy.reasons)


def settled(vacancy: VacancyView) -> str:
    """日结 · 包中饭, and the kind of work where it is not a day's gig: 周结 · 见习."""
    parts = [settlement_text(vacancy.settlement), vacancy.meals]
    if vacancy.engagement != "temporary":
        parts.append(engagement_text(vacancy.engagement))
    return " · ".join(part for part in parts if part)
