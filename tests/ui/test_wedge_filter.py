"""A scanner that types is told from a person by the events' own stamps, however busy the screen."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.ui.input.wedge_filter import WedgeFilter

CODE = "GH1:R:CSYH01:01KB5NR000000000000000005B:5NSC1G71QPN3T"


@pytest.fixture
def wedge(qtbot: QtBot) -> Iterator[WedgeFilter]:
    made = WedgeFilter()
    application = QApplication.instance()
    application.installEventFilter(made)
    yield made
    made.stop()
    application.removeEventFilter(made)


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    return made


def post(field: QLineEdit, text: str, start_ms: int, gap_ms: int) -> None:
    """Keys as the window system stamps them; all of them are delivered at once."""
    for place, letter in enumerate(text):
        key = Qt.Key.Key_Return if letter == "\r" else Qt.Key.Key_unknown
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter)
        event.setTimestamp(start_ms + place * gap_ms)
        QCoreApplication.postEvent(field, event)


def heard(wedge: WedgeFilter) -> list[str]:
    texts: list[str] = []
    wedge.scanned.connect(texts.append)
    return texts


def test_keys_delivered_all_at_once_after_a_busy_second_are_still_a_person(wedge, field, qtbot):
    texts = heard(wedge)
    post(field, "13812341234\r", 1_000, gap_ms=180)
    qtbot.waitUntil(lambda: field.text() == "13812341234")
    assert texts == []


def test_a_burst_is_a_scan_though_the_screen_stood_still_in_the_middle(wedge, field, qtbot):
    texts = heard(wedge)
    middle = len(CODE) // 2
    post(field, CODE[:middle], 1_000, gap_ms=8)
    QCoreApplication.sendPostedEvents()
    post(field, CODE[middle:] + "\r", 1_000 + middle * 8, gap_ms=8)
    time.sleep(0.3)  # the screen's thread is busy: longer than the silence that ends a burst
    qtbot.waitUntil(lambda: bool(texts))
    assert texts == [CODE]


def test_a_scanner_without_an_end_key_is_ended_by_silence(wedge, field, qtbot):
    with qtbot.waitSignal(wedge.scanned, timeout=5_000) as caught:
        post(field, CODE, 1_000, gap_ms=8)
    assert caught.args == [CODE]


def test_a_code_sent_twice_is_one_scan_and_later_it_is_another(wedge, field, qtbot):
    texts = heard(wedge)
    for start_ms in (1_000, 1_300, 9_000):
        post(field, CODE + "\r", start_ms, gap_ms=4)
    qtbot.waitUntil(lambda: len(field.text()) == 3 * len(CODE))
    assert texts == [CODE, CODE]


def test_what_a_person_types_reaches_the_field(wedge, field, qtbot):
    post(field, "ab1", 1_000, gap_ms=200)
    qtbot.waitUntil(lambda: field.text() == "ab1")
