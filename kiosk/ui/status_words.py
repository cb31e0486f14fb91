"""The station's state in words, for header and status bar; free of Qt."""

from dataclasses import dataclass

from kiosk.i18n import _
from kiosk.words import clock_text

__all__ = ["HeaderState", "sync_words"]


@dataclass(frozen=True, slots=True)
class HeaderState:
    """What the header shows besides the hall's name."""

    clock: str = ""
    day: str = ""
    hours: str = ""
    sync: str = ""
    is_online: bool = True


def sync_words(state: str, pending: int, last_success_ms: int) -> tuple[str, bool]:
    """已同步 6:40, 待送 5 条 or 离线，照常办; and whether the hub answers.

    Never a lamp alone, and 已同步 only where the hub has acknowledged everything.
    """
    if state == "unenrolled":
        return _("单机使用，照常办"), False
    if state == "offline":
        if pending:
            return _("离线，照常办 · 待送 {count} 条").format(count=pending), False
        return _("离线，可以照常办"), False
    if pending:
        return _("正在送 {count} 条").format(count=pending), True
    if last_success_ms:
        return _("已同步 {time}").format(time=clock_text(last_success_ms)), True
    return _("正在连接"), True
