"""设备检查: what is red, what to do about it, a test page, a report; no Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.command_errors import CommandFailed
from kiosk.devices.qr import ScanKind, classify_payload
from kiosk.doctor.practice import Doctor
from kiosk.domain.check import Check
from kiosk.i18n import _
from kiosk.ui.public.context import Tasks, failure_text

__all__ = ["DoctorPresenter", "DoctorState", "DoctorView"]


@dataclass(frozen=True, slots=True)
class DoctorState:
    """What the screen shows; `chosen` is a place among the checks, -1 for none."""

    checks: tuple[Check, ...] = ()
    chosen: int = -1
    is_busy: bool = False
    can_find: bool = False
    message: str = ""
    is_problem: bool = False

    @property
    def check(self) -> Check | None:
        """The chosen check."""
        return self.checks[self.chosen] if 0 <= self.chosen < len(self.checks) else None

    @property
    def red_count(self) -> int:
        """How many are red."""
        return sum(check.state == "red" for check in self.checks)


class DoctorView(Protocol):
    """The view of the screen."""

    def show_state(self, state: DoctorState) -> None:
        """Show it."""


class DoctorPresenter:
    """One thing at a time: while something is looked at, nothing else is begun."""

    def __init__(self, tasks: Tasks, doctor: Doctor, view: DoctorView) -> None:
        self._tasks, self._doctor, self._view = tasks, doctor, view
        self._checks: tuple[Check, ...] = ()
        self._chosen, self._is_busy = -1, False
        self._message, self._is_problem = "", False

    def look(self) -> None:
        """重新检查."""
        self._examine(_("正在检查…"), is_finding=False)

    def find(self) -> None:
        """找设备: ask every serial port too."""
        if self._doctor.can_find:
            self._examine(_("正在找设备，每个口要几秒钟…"), is_finding=True)

    def print_test(self) -> None:
        """打测试单."""
        self._begin(_("正在打测试单…"), self._tasks.write, self._doctor.print_test)

    def save(self) -> None:
        """存成 PDF."""
        checks = self._checks
        self._begin(_("正在存报告…"), self._tasks.read, lambda: self._doctor.save(checks))

    def choose(self, place: int) -> None:
        """Show one check and what to do about it."""
        self._chosen = place
        self._show()

    def show_checks(self, checks: tuple[Check, ...]) -> None:
        """What was found; the first red one is chosen, else the first to be careful about."""
        self._checks, self._is_busy, self._is_problem = checks, False, False
        order = [str(check.state) for check in checks]
        wanted = next((state for state in ("red", "warn", "ok") if state in order), "")
        self._chosen = order.index(wanted) if wanted else -1
        red = order.count("red")
        self._is_problem = red > 0
        self._message = (
            _("有 {count} 项不好，照上面写的做。").format(count=red)
            if red
            else _("检查完了，都能用。")
        )
        self._show()

    def scanned(self, text: str) -> None:
        """The scanner works: say what it read, not the text itself."""
        words = {
            ScanKind.REFERRAL: _("对接单"),
            ScanKind.POSTING: _("招工单"),
            ScanKind.SEEKER: _("登记单"),
            ScanKind.ID_NUMBER: _("身份证号"),
            ScanKind.PAYMENT: _("付款码"),
        }.get(classify_payload(text).kind, _("别的码"))
        self._message = _("扫码枪 正常，读到一个：{what}").format(what=words)
        self._is_problem = False
        self._show()

    def _examine(self, words: str, *, is_finding: bool) -> None:
        if self._is_busy:
            return
        self._say(words)
        doctor = self._doctor
        self._tasks.read(
            lambda: doctor.examine(is_finding=is_finding), self.show_checks, self._failed
        )

    def _begin(
        self,
        words: str,
        run: Callable[
            [Callable[[], str], Callable[[str], None], Callable[[Exception], None]], None
        ],
        work: Callable[[], str],
    ) -> None:
        if self._is_busy:
            return
        self._say(words)
        run(work, self._done, self._failed)

    def _say(self, words: str) -> None:
        self._is_busy, self._message, self._is_problem = True, words, False
        self._show()

    def _done(self, message: str) -> None:
        self._is_busy, self._message = False, message
        self._show()

    def _failed(self, error: Exception) -> None:
        self._is_busy, self._is_problem = False, True
        self._message = str(error) if isinstance(error, CommandFailed) else failure_text(error)
        self._show()

    def _show(self) -> None:
        self._view.show_state(
            DoctorState(
                self._checks,
                self._chosen,
                self._is_busy,
                self._doctor.can_find,
                self._message,
                self._is_problem,
            )
        )
