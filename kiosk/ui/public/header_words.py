"""What the sign band says: clock, day, opening hours, sync; free of Qt."""

from kiosk.domain.clock import local_time
from kiosk.i18n import _
from kiosk.service.views import HallView
from kiosk.sync.loop import SyncStatus
from kiosk.ui.status_words import HeaderState, sync_words
from kiosk.words import date_text, weekday_text

__all__ = ["header_state"]


def header_state(now_ms: int, hall: HallView, sync: SyncStatus, *, is_home: bool) -> HeaderState:
    """The band at this moment; on home with the date."""
    moment = local_time(now_ms)
    words, is_online = sync_words(sync.state, sync.pending, sync.last_success_ms)
    hours = _("全部免费")
    if hall.is_closed_today:
        hours = _("今天不开门")
    elif hall.opens:
        hours = _("今天 {opens}–{closes} 开放").format(opens=hall.opens, closes=hall.closes)
    day = weekday_text(moment.date())
    if is_home:
        day = f"{date_text(moment.date())} {day}"
    return HeaderState(f"{moment.hour}:{moment.minute:02d}", day, hours, words, is_online)
