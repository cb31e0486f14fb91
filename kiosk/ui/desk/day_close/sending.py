"""How far the sending is, and how long it still takes; pure."""

from dataclasses import dataclass, field, replace

from kiosk.i18n import _
from kiosk.offline_words import needs_somebody, offline_text
from kiosk.service.day_table import Waiting
from kiosk.sync.loop import SyncStatus

__all__ = ["Sending"]

_KIB = 1024
_MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Sending:
    """Waits are counted from the moment the most of them waited.

    `since_ms` and `size_then` are of that moment; `state` and `error_code` are words of the sync
    loop.
    """

    state: str = ""
    error_code: str = ""
    waiting: Waiting = field(default_factory=lambda: Waiting(0, 0, 0))
    count_then: int = 0
    size_then: int = 0
    since_ms: int = 0
    now_ms: int = 0

    def noted(self, waiting: Waiting, now_ms: int) -> "Sending":
        """Counted anew in the store."""
        if not waiting.count or waiting.count > self.count_then or not self.since_ms:
            return replace(
                self,
                waiting=waiting,
                count_then=waiting.count,
                size_then=waiting.size,
                since_ms=now_ms,
                now_ms=now_ms,
            )
        return replace(self, waiting=waiting, now_ms=now_ms)

    def reported(self, status: SyncStatus) -> "Sending":
        """The sync loop reported; its count is fresher than the store's as it was read."""
        waiting = self.waiting
        if status.pending < waiting.count:
            share = status.pending / waiting.count
            waiting = replace(waiting, count=status.pending, size=round(waiting.size * share))
        return replace(self, state=status.state, error_code=status.error_code, waiting=waiting)

    def asked(self, now_ms: int) -> "Sending":
        """Somebody pressed the button: the speed is measured from here."""
        waiting = self.waiting
        return replace(
            self,
            count_then=waiting.count,
            size_then=waiting.size,
            since_ms=now_ms,
            now_ms=now_ms,
        )

    @property
    def is_moving(self) -> bool:
        """Whether something waits and the hub is there: else a bar says nothing."""
        return bool(self.waiting.count) and self.state in {"online", "syncing"}

    @property
    def share(self) -> float:
        """How much of it is through, 0 to 1; 1 where nothing waits."""
        if not self.waiting.count or not self.size_then:
            return 0.0 if self.waiting.count else 1.0
        return max(0.0, 1.0 - self.waiting.size / self.size_then)

    @property
    def seconds_left(self) -> int:
        """At the speed so far; -1 where nobody knows yet."""
        sent, took = self.size_then - self.waiting.size, self.now_ms - self.since_ms
        if sent <= 0 or took <= 0 or self.state == "offline":
            return -1
        return max(1, round(self.waiting.size * took / sent / 1000))

    @property
    def needs_somebody(self) -> bool:
        """Whether nothing goes out before somebody sets something right."""
        return needs_somebody(self.error_code)

    @property
    def reason(self) -> str:
        """Why nothing goes out, and what to do; empty where it does."""
        return offline_text(self.error_code)

    @property
    def words(self) -> str:
        """还有 5 条没送（约 3 KB），大概还要 1 分钟."""
        if not self.waiting.count:
            return _("都送到了，没有等着的。")
        size = max(1, -(-self.waiting.size // _KIB))
        left = _("还有 {count} 条没送（约 {size} KB）").format(count=self.waiting.count, size=size)
        if still := self._words_at_rest():
            return still.format(left=left)
        seconds = self.seconds_left
        if seconds < 0:
            return _("{left}，正在送。").format(left=left)
        if seconds < _MINUTE_S:
            return _("{left}，大概还要 {count} 秒。").format(left=left, count=seconds)
        minutes = -(-seconds // _MINUTE_S)
        return _("{left}，大概还要 {count} 分钟。").format(left=left, count=minutes)

    def _words_at_rest(self) -> str:
        """For what waits and does not move; empty where it does."""
        if self.needs_somebody:
            return _("{left}，送不出去，也能关账。")
        if self.state == "unenrolled":
            return _("{left}，还没有入网，都在本机。")
        return _("{left}，没网也能关账。") if self.state in {"offline", ""} else ""
