"""Vacancies as cards of a list."""

from kiosk.i18n import _
from kiosk.service.site import Site
from kiosk.service.views import VacancyView
from kiosk.ui.components.post_card import PostFacts
from kiosk.ui.public.icons import trade_icon
from kiosk.ui.public.post_words import bay_text, money, reasons_text, start_text, wanted
from kiosk.ui.theme import Theme

__all__ = ["facts_of_gig", "facts_of_post"]


def facts_of_gig(site: Site, theme: Theme, vacancy: VacancyView) -> PostFacts:
    """A gig as a worker sees it in the list."""
    pay, unit = money(vacancy)
    return PostFacts(
        key=vacancy.id,
        title=vacancy.trade_name,
        pay=pay,
        unit=unit,
        place=vacancy.place,
        time=start_text(site, vacancy),
        wanted=wanted(vacancy),
        bay=bay_text(vacancy).split(" · ")[0],
        reason=reasons_text(vacancy),
        mark="differs" if "other_trade" in vacancy.reasons else "fits",
        icon=trade_icon(vacancy.trade),
        zone=theme.colours.zone(vacancy.zone),
        is_urgent=vacancy.is_urgent,
    )


def facts_of_post(site: Site, theme: Theme, vacancy: VacancyView, *, action: str) -> PostFacts:
    """A gig as its own employer sees it: how many are found, and whether it is shown."""
    pay, unit = money(vacancy)
    states = {
        "queued": _("工作人员在核对"),
        "asked": _("工作人员要问您"),
        "rejected": _("没通过，找工作人员"),
        "taken_down": _("撤下了，找工作人员"),
    }
    state = states.get(vacancy.review, "")
    if not state:
        state = _("正在招人") if vacancy.is_open else _("不招了")
    found = _("谈成 {agreed} 人，还差 {left} 人").format(agreed=vacancy.agreed, left=vacancy.left)
    return PostFacts(
        key=vacancy.id,
        title=vacancy.trade_name,
        pay=pay,
        unit=unit,
        place=vacancy.place,
        time=start_text(site, vacancy),
        wanted=found,
        bay="",
        reason=state,
        mark="waiting" if vacancy.is_open or not vacancy.left else "stopped",
        icon=trade_icon(vacancy.trade),
        zone=theme.colours.brown,
        is_urgent=False,
        action=action,
    )
