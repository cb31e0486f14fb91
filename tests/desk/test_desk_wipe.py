"""When somebody signs out nothing of the work stays: no page, no row, no name, no clipboard."""

from collections.abc import Iterator

from desk_hand import DeskHand
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget
from synthetic import household, id_number, posting, seeker
from test_day_close_page import settled_morning

from kiosk.domain.roles import Role
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.ui.desk.day_close.page import DayClosePage
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pages import PAGES

PERSON, TAIL = "张试7", "0007"


def texts(window: QWidget) -> Iterator[str]:
    for widget in [window, *window.findChildren(QWidget)]:
        yield widget.accessibleName()
        yield widget.toolTip()
        if isinstance(widget, QLabel | QLineEdit):
            yield widget.text()
        if isinstance(widget, QPlainTextEdit):
            yield widget.toPlainText()
    for model in window.findChildren(QAbstractItemModel):
        for row in range(model.rowCount()):
            for column in range(max(1, model.columnCount())):
                yield str(model.index(row, column).data())


def test_every_page_is_gone_after_signing_out(desk: DeskHand) -> None:
    site = desk.site
    employer = register_employer(site, household(500)).id
    vacancy = post_vacancy(site, posting(site, employer)).vacancy.id
    number = refer(site, register_seeker(site, seeker(7)).seeker.id, vacancy).referral.number
    desk.sign_in(Role.MANAGER)
    seen = set()
    for page in PAGES:
        if not page.is_for(Role.MANAGER):
            continue
        desk.window.navigator.go(page.name)
        desk.settle()
        seen |= {text for text in texts(desk.window) if text}
    assert any(number in text or TAIL in text for text in seen)
    QApplication.clipboard().setText(id_number(7))
    desk.window.leave()
    desk.settle()
    window = desk.window
    desk.qtbot.waitUntil(lambda: not window.findChildren(DeskPage))
    left = [
        text
        for text in texts(window)
        if PERSON in text or number in text or TAIL in text or text.startswith("张*")
    ]
    assert left == []
    assert window.findChildren(QAbstractItemModel) == []
    assert QApplication.clipboard().text() == ""
    assert window.bar.message == window.bar.person.text() == ""
    assert window.navigator.dialog is None


def test_a_locked_window_leaves_no_file_dialog_open(desk: DeskHand) -> None:
    settled_morning(desk.site)
    desk.sign_in(Role.MANAGER)
    page = desk.go(DayClosePage)
    desk.press(page.reports)
    desk.pick("别的文件夹…")
    assert isinstance(desk.window.navigator.dialog, QFileDialog)
    desk.window.lock()
    desk.settle()
    assert desk.window.navigator.dialog is None
    assert not [
        item
        for item in QApplication.topLevelWidgets()
        if isinstance(item, QFileDialog) and item.isVisible()
    ]
