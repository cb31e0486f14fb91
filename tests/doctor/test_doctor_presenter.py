"""What the technician's screen does, without a window."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from kiosk.command_errors import CommandFailed
from kiosk.domain.check import Check
from kiosk.ui.doctor.doctor_presenter import DoctorPresenter, DoctorState

WELL = Check("clock", "时钟", "ok", "2026-11-23")
CAREFUL = Check("hub", "上级平台", "warn", "没有接入", "接入请运行…")
RED = Check("printer", "打印机", "red", "没纸了", "请装一卷新纸。")


class HeldTasks:
    """Work waits until it is let go, as on another thread."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable, Callable, Callable]] = []

    def read(self, work, done, failed):
        self.waiting.append((work, done, failed))

    write = read

    def go(self) -> None:
        work, done, failed = self.waiting.pop(0)
        try:
            result = work()
        except Exception as error:
            failed(error)
        else:
            done(result)


@dataclass
class Practice:
    checks: tuple[Check, ...] = (WELL, CAREFUL, RED)
    can_find: bool = True
    paper: str = "打出来了"
    asked: list[bool] = field(default_factory=list)
    saved: list[tuple[Check, ...]] = field(default_factory=list)

    def examine(self, *, is_finding: bool = False) -> tuple[Check, ...]:
        self.asked.append(is_finding)
        return self.checks

    def print_test(self) -> str:
        if not self.paper:
            raise CommandFailed("没打出来。请装一卷新纸。")
        return self.paper

    def save(self, checks: tuple[Check, ...]) -> str:
        self.saved.append(checks)
        return "存好了"


class View:
    state = DoctorState()

    def show_state(self, state: DoctorState) -> None:
        self.state = state


@pytest.fixture
def parts():
    tasks, practice, view = HeldTasks(), Practice(), View()
    return DoctorPresenter(tasks, practice, view), tasks, practice, view


def test_the_first_red_one_is_shown_first(parts):
    presenter, tasks, practice, view = parts
    presenter.look()
    assert view.state.is_busy
    tasks.go()
    assert view.state.check == RED
    assert (view.state.red_count, view.state.is_problem, view.state.is_busy) == (1, True, False)
    presenter.choose(1)
    assert view.state.check == CAREFUL
    assert practice.asked == [False]


@pytest.mark.parametrize(
    ("checks", "shown"), [((WELL, CAREFUL), CAREFUL), ((WELL,), WELL), ((), None)]
)
def test_without_a_red_one(parts, checks, shown):
    presenter, _tasks, _practice, view = parts
    presenter.show_checks(checks)
    assert view.state.check == shown
    assert not view.state.is_problem


def test_one_thing_at_a_time(parts):
    presenter, tasks, practice, view = parts
    presenter.look()
    for other in (presenter.look, presenter.find, presenter.print_test, presenter.save):
        other()
    assert len(tasks.waiting) == 1
    tasks.go()
    presenter.save()
    tasks.go()
    assert practice.saved == [(WELL, CAREFUL, RED)]
    assert view.state.message == "存好了"


def test_looking_for_devices_only_where_no_station_runs(parts):
    presenter, tasks, practice, view = parts
    presenter.find()
    tasks.go()
    assert practice.asked == [True]
    practice.can_find = False
    presenter.find()
    assert tasks.waiting == []
    presenter.choose(0)
    assert not view.state.can_find


def test_what_went_wrong_is_said(parts):
    presenter, tasks, practice, view = parts
    practice.paper = ""
    presenter.print_test()
    tasks.go()
    assert (view.state.message, view.state.is_problem) == ("没打出来。请装一卷新纸。", True)
    assert not view.state.is_busy


def test_a_scan_is_told_by_its_kind_only(parts):
    presenter, _tasks, _practice, view = parts
    presenter.scanned("wxp://f2f0secret")
    assert "付款码" in view.state.message
    assert "secret" not in repr(view.state)


def test_the_presenter_and_the_practice_need_no_qt():
    code = (
        "import sys; sys.modules['PySide6'] = None\n"
        "import kiosk.ui.doctor.doctor_presenter, kiosk.doctor.practice"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
