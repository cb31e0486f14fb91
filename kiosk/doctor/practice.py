"""What a doctor can do: on a machine whose station stands still, and inside a running one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from kiosk.command_errors import CommandFailed
from kiosk.config import load_settings
from kiosk.devices.displays import Display
from kiosk.doctor.examination import Examined, examine, write_pdf
from kiosk.doctor.reports import DeviceReports
from kiosk.doctor.sample_print import print_sample
from kiosk.domain.check import Check
from kiosk.domain.roles import Act, StaffSession
from kiosk.i18n import _
from kiosk.service.authority import authorise
from kiosk.service.print_desk import print_test_page
from kiosk.service.site import Site

__all__ = ["Doctor", "LooseDoctor", "StationDoctor"]


class Doctor(Protocol):
    """Every method takes its time: never on the screen's thread."""

    @property
    def can_find(self) -> bool:
        """Whether serial ports may be asked: not those that a running station uses."""

    def examine(self, *, is_finding: bool = False) -> tuple[Check, ...]:
        """All checks."""

    def print_test(self) -> str:
        """Print a test page; says what came of it. CommandFailed, NotPossible."""

    def save(self, checks: tuple[Check, ...]) -> str:
        """Save the report as PDF; says where. CommandFailed."""


@dataclass(frozen=True)
class LooseDoctor:
    """No station runs in this program: devices are asked themselves."""

    data_dir: Path
    screens: tuple[Display, ...] = ()
    can_find: bool = True

    def examine(self, *, is_finding: bool = False) -> tuple[Check, ...]:
        """All checks."""
        known = Examined(screens=self.screens)
        return examine(self.data_dir, is_finding=is_finding, known=known)

    def print_test(self) -> str:
        """Send a test page to the configured printer."""
        settings = load_settings(self.data_dir).printer
        if not settings.destination:
            raise CommandFailed(_("还没有设置打印机。请用“找设备”找到，写进 kiosk.toml。"))
        told = print_sample(
            settings.destination, "test", settings.width_dots, is_text=settings.mode == "text"
        )
        if not told["ok"]:
            raise CommandFailed(_("没打出来。{advice}").format(advice=told["advice"]))
        return _("测试单打出来了。请看字清不清楚，黑边齐不齐。")

    def save(self, checks: tuple[Check, ...]) -> str:
        """Save beside the data."""
        return _saved(checks, self.data_dir)


@dataclass(frozen=True)
class StationDoctor:
    """Inside the desk: devices belong to the station, whose word is taken for them."""

    site: Site
    data_dir: Path
    reports: Callable[[], DeviceReports]
    staff: Callable[[], StaffSession | None]
    screens: tuple[Display, ...] = ()
    can_find: bool = False

    def examine(self, *, is_finding: bool = False) -> tuple[Check, ...]:
        """All checks; nothing is looked for."""
        del is_finding
        return examine(self.data_dir, known=Examined(self.reports(), self.screens))

    def print_test(self) -> str:
        """Queue a test page behind the slips that wait."""
        session = self.staff()
        if session is None:
            raise CommandFailed(_("请先登录。"))
        allowed = authorise(self.site, session, Act.DEVICES)
        settings = load_settings(self.data_dir).printer
        print_test_page(self.site, allowed, settings.destination)
        return _("测试单排队了。请看字清不清楚，黑边齐不齐。")

    def save(self, checks: tuple[Check, ...]) -> str:
        """Save beside the data."""
        return _saved(checks, self.data_dir)


def _saved(checks: tuple[Check, ...], data_dir: Path) -> str:
    made_at = datetime.now().astimezone()
    path = data_dir / f"check-{made_at:%Y%m%d-%H%M}.pdf"
    write_pdf(checks, path)
    return _("报告存好了：{path}").format(path=path)
