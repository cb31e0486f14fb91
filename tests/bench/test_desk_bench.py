"""A list of 20,000 rows: shown, scrolled, chosen from, without lag."""

import time

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.theme import Theme

pytestmark = pytest.mark.bench


def test_a_list_of_twenty_thousand_rows(qtbot: QtBot) -> None:
    marks = (Mark("正在谈", "info", "groups"),)
    rows = [
        Row(str(n), f"张{n} · 搬运", "尾号1234", number=f"A{n:05d}", marks=marks)
        for n in range(20_000)
    ]
    listed = RecordList(Theme(1920, 1080), "列表")
    qtbot.addWidget(listed)
    listed.resize(480, 860)
    listed.show()
    took: dict[str, float] = {}

    def measured(what: str, work) -> None:
        started = time.perf_counter()
        work()
        QApplication.processEvents()
        took[what] = max(took.get(what, 0.0), (time.perf_counter() - started) * 1000)

    measured("show", lambda: listed.show_rows(rows))
    for place in range(0, 1_000_000, 100_000):
        measured("scroll", lambda at=place: listed.verticalScrollBar().setValue(at))
        measured("paint", listed.viewport().repaint)
    measured("choose", lambda: listed.choose("19999"))
    measured("again", lambda: listed.show_rows([*rows, Row("x", "新来的")]))
    print({what: round(ms, 1) for what, ms in took.items()})
    assert took["scroll"] < 100
    assert took["paint"] < 100
    assert took["again"] < 1_000
