"""The audit finds every kind of fault that is planted, and nothing where there is none."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.audit import DESK, PUBLIC, audit
from kiosk.ui.component_sheet import SHEETS, ComponentSheet
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.cards import Fact, FactsCard
from kiosk.ui.components.labels import Words
from kiosk.ui.components.overlay import Overlay
from kiosk.ui.contrast import contrast
from kiosk.ui.painting import draw_text
from kiosk.ui.theme import Theme

Page = Callable[..., QWidget]


class Painted(QWidget):
    """One text, drawn as components draw theirs."""

    def __init__(self, theme: Theme, text: str, place: QRect, colour: str = "#1A1A1A") -> None:
        super().__init__()
        self._theme, self._text, self._place, self._colour = theme, text, place, colour
        self.setFixedSize(900, 80)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        draw_text(painter, self._place, self._text, self._theme, "body", self._colour)
        painter.end()


def rules(root: QWidget, theme: Theme) -> set[str]:
    return {violation.rule for violation in audit(root, theme)}


def test_a_sound_page_has_no_violation(page: Page, theme: Theme) -> None:
    root = page(
        Words(theme, "您会干什么？", "question", bold=True),
        BigButton(theme, "选好了", kind="primary"),
        BigButton(theme, "返回", icon="arrow_back"),
        BigButton(theme, "不办了", kind="danger"),
    )
    assert audit(root, theme) == []


def test_small_text_of_a_label_is_found(page: Page, theme: Theme) -> None:
    words = Words(theme, "太小")
    font = words.font()
    font.setPixelSize(30)
    words.setFont(font)
    assert "small text" in rules(page(words), theme)


def test_text_shrunk_below_the_minimum_is_found(page: Page, theme: Theme) -> None:
    text = "这一行字比它的地方长一点点"
    assert rules(page(Painted(theme, text, QRect(0, 0, 400, 80))), theme) == {"small text"}


def test_text_that_does_not_fit_at_all_is_found(page: Page, theme: Theme) -> None:
    text = "这一行字比它的地方长得多，怎么缩小也放不下"
    assert "cut text" in rules(page(Painted(theme, text, QRect(0, 0, 300, 80))), theme)


def test_text_drawn_outside_its_widget_is_found(page: Page, theme: Theme) -> None:
    assert "cut text" in rules(page(Painted(theme, "看不见", QRect(880, 0, 200, 80))), theme)


def test_label_lower_than_its_lines_is_found(page: Page, theme: Theme) -> None:
    words = Words(theme, "一行\n两行\n三行")
    words.setFixedHeight(70)
    assert "cut text" in rules(page(words), theme)


@pytest.mark.parametrize("colour", ["#777777", "#FFC845"])
def test_weak_contrast_is_found(page: Page, theme: Theme, colour: str) -> None:
    root = page(Painted(theme, "看不清", QRect(0, 0, 400, 80), colour))
    assert rules(root, theme) == {"weak contrast"}


def test_invisible_text_is_found(page: Page, theme: Theme) -> None:
    root = page(Painted(theme, "看不见", QRect(0, 0, 400, 80), theme.colours.paper))
    assert rules(root, theme) == {"weak contrast"}


def test_small_target_is_found(page: Page, theme: Theme) -> None:
    button = BigButton(theme, "点不着")
    button.setFixedHeight(70)
    assert rules(page(button), theme) == {"small target"}


def test_narrow_gap_is_found(page: Page, theme: Theme) -> None:
    root = page(BigButton(theme, "一"), BigButton(theme, "二"), spacing=12)
    assert rules(root, theme) == {"narrow gap"}


def test_overlapping_targets_are_found(page: Page, theme: Theme) -> None:
    box = QWidget()
    box.setFixedSize(600, 300)
    for top, label in ((0, "一"), (82, "二")):
        button = BigButton(theme, label)
        button.setParent(box)
        button.setGeometry(0, top, 400, 112)
    [violation] = audit(page(box), theme)
    assert violation.rule == "narrow gap"
    assert "-7" in violation.measured


def test_target_without_a_name_is_neither_named_nor_spoken(page: Page, theme: Theme) -> None:
    button = BigButton(theme, "没名字")
    button.setAccessibleName("")
    assert rules(page(button), theme) == {"no name", "not spoken"}


def test_widget_out_of_its_parent_is_found(page: Page, theme: Theme) -> None:
    box = QWidget()
    box.setFixedSize(600, 100)
    button = BigButton(theme, "露一半")
    button.setParent(box)
    button.setGeometry(0, 40, 400, 112)
    assert "cut widget" in rules(page(box), theme)


def test_words_over_one_another_are_found(page: Page, theme: Theme) -> None:
    box = QWidget()
    box.setFixedSize(600, 300)
    for top, text in ((0, "上面一行"), (40, "下面一行")):
        words = Words(theme, text)
        words.setParent(box)
        words.setGeometry(0, top, 400, 80)
        words.show()
    [violation] = audit(page(box), theme)
    assert violation.rule == "overlap"
    assert "400x40" in violation.measured


def test_widget_with_too_little_room_is_found(page: Page, theme: Theme) -> None:
    facts = FactsCard(theme, (Fact("", "什么时候", "明天"), Fact("", "在哪里", "市场")))
    root = page(facts)
    assert rules(root, theme) == set()
    facts.setFixedHeight(facts.minimumSizeHint().height() - 10)
    root.adjustSize()
    assert "squeezed" in rules(root, theme)


def test_what_lies_under_a_dialog_is_not_judged(qtbot: QtBot, page: Page, theme: Theme) -> None:
    button = BigButton(theme, "")
    root = page(button)
    root.setFixedSize(1080, 1600)
    dialog = Overlay(theme, root, icon="help", question="您还在吗？", safe="还在", other="清空")
    dialog.line.say("没人按，就自动清空，保护您的身份信息。\n还剩 30 秒")
    qtbot.waitUntil(lambda: audit(root, theme) == [])


def test_desk_allows_smaller_targets(page: Page, theme: Theme) -> None:
    button = BigButton(theme, "一")
    button.setFixedHeight(60)
    root = page(button)
    assert audit(root, theme, PUBLIC)
    assert audit(root, theme, DESK) == []


@pytest.mark.parametrize("is_high_contrast", [False, True])
@pytest.mark.parametrize("name", SHEETS)
def test_every_state_of_every_component_keeps_the_rules(
    qtbot: QtBot, name: str, is_high_contrast: bool
) -> None:
    theme = Theme(is_high_contrast=is_high_contrast)
    sheet = ComponentSheet(theme, name)
    qtbot.addWidget(sheet)
    sheet.setFixedSize(1080, 1576)
    sheet.show()
    assert audit(sheet, theme) == []


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#1A1A1A", "#F7F3EA", 15.7), ("#FFC845", "#113B42", 7.9)],
)
def test_contrast_agrees_with_the_design(one: str, other: str, ratio: float) -> None:
    assert contrast(QColor(one), QColor(other)) == pytest.approx(ratio, abs=0.06)
