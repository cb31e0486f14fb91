"""A posting in one line, as far as it is entered."""

from kiosk.domain.clock import day_bounds
from kiosk.domain.typed import amount
from kiosk.i18n import _
from kiosk.ui.public.context import Draft, PublicContext
from kiosk.words import clock_text, day_text, pay_text, settlement_text

__all__ = ["draft_summary", "starts_ms", "typed_cents"]

_DAY_MS, _MINUTE_MS = 24 * 3_600_000, 60_000


def starts_ms(context: PublicContext, draft: Draft) -> int:
    """When the work begins, in ms since 1970."""
    today = day_bounds(context.site.today())[0]
    return today + draft.day_offset * _DAY_MS + draft.start_minutes * _MINUTE_MS


def typed_cents(text: str) -> int:
    """An amount as typed (260, 12.5) in cents; 0 where it is none."""
    found = amount(text)
    return int(found * 100) if found is not None else 0


def draft_summary(context: PublicContext, draft: Draft) -> str:
    """搬运/装卸 · 5 人 · 260 元/天 · 日结: as far as it is entered."""
    parts = []
    if draft.trade:
        parts.append(context.site.trade_name(draft.trade))
    if draft.headcount:
        parts.append(_("{count} 人").format(count=draft.headcount))
    if draft.is_urgent:
        parts.append(_("急招"))
    if typed_cents(draft.pay):
        parts.append(pay_text(typed_cents(draft.pay), draft.pay_unit))
        parts.append(settlement_text(draft.settlement))
    if draft.start_minutes >= 0:
        starts = starts_ms(context, draft)
        parts.append(f"{day_text(starts, context.site.today())} {clock_text(starts)}")
    return " · ".join(parts)
