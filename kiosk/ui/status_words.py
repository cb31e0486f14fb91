"""The station's state in words, for header and status bar; free of Qt."""

from dataclasses import dataclass

from kiosk.i18n import _
from kiosk.offline_words import needs_somebody
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


def sync_words(
    state: str, pending: int, last_success_ms: int, error_code: str = ""
) -> tuple[str, bool]:
    """已同步 6:40, 待送 5 条 or 离线，照常办; and whether the hub answers.

    Never a lamp alone, and 已同步 only where the hub has acknowledged everything. With the
    `error_code` staff are told apart what waits for the line and what waits for somebody.
    """
    if state == "unenrolled":
        return _("单机使用，照常办"), False
    if state == "offline":
        return _offline_words(pending, error_code), False
    if pending:
        return _("正在送 {count} 条").format(count=pending), True
    if last_success_ms:
        return _("已同步 {time}").format(time=clock_text(last_success_ms)), True
    return _("正在连接"), True


def _offline_words(pending: int, error_code: str) -> str:
    is_stopped = needs_somebody(error_code)
    if not pending:
        return _("送不出去，照常办") if is_stopped else _("离线，可以照常办")
    words = (
        _("送不出去，照常办 · 待送 {count} 条")
        if is_stopped
        else _("离线，照常办 · 待送 {count} 条")
    )
    return words.format(count=pending)
