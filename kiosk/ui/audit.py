"""Measures live widgets against the rules of the design, in millimetres.

Texts are taken from what is really drawn, grounds from the picture, targets from the widgets.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QScrollArea, QWidget

from kiosk.ui.components.overlay import Scrim
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.contrast import contrast, ground_colour
from kiosk.ui.painting import DrawnText, watch_texts
from kiosk.ui.theme import Theme

__all__ = ["DESK", "PUBLIC", "Limits", "Violation", "audit"]

_LEADING_PX, _ROUNDING_PX = 8, 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What must at least be kept."""

    text_mm: float
    target_mm: float
    gap_mm: float
    contrast: float = 7.0


PUBLIC = Limits(text_mm=8.9, target_mm=20.0, gap_mm=5.9)
DESK = Limits(text_mm=3.5, target_mm=10.0, gap_mm=1.9)


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that breaks a rule: which rule, where, and what was measured."""

    rule: str
    where: str
    measured: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.where} ({self.measured})"


@dataclass(frozen=True, slots=True)
class _Text:
    """A text on the screen, from `draw_text` or from a label."""

    text: str
    size_px: int
    ink: QColor
    place: QRect
    is_cut: bool


def audit(
    root: QWidget,
    theme: Theme,
    limits: Limits = PUBLIC,
    is_translated: Callable[[str], bool] = lambda _text: True,
) -> list[Violation]:
    """Everything below a shown widget that breaks a rule.

    `is_translated` tells of a text whether it came through gettext, or is data; only a program
    that marks its messages can know (`kiosk.i18n.use_marks`).
    """
    drawn: list[DrawnText] = []
    with watch_texts(drawn.append):
        picture = root.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    shown = [child for child in root.findChildren(QWidget) if child.isVisibleTo(root)]
    widgets = [child for child in shown if not _is_scrolled_away(child, root)]
    dialog = next((child for child in widgets if isinstance(child, Scrim)), None)
    if dialog is not None:
        # What lies under the scrim can neither be read nor touched.
        widgets = [child for child in widgets if dialog.isAncestorOf(child)]
    texts = [*_drawn(root, widgets, drawn), *_labels(root, widgets)]
    targets = [widget for widget in widgets if isinstance(widget, Touchable)]
    checks: tuple[Callable[[], Iterator[Violation]], ...] = (
        lambda: _text_sizes(texts, theme, limits),
        lambda: _cut_texts(texts),
        lambda: _contrasts(texts, picture, limits),
        lambda: _target_sizes(targets, theme, limits),
        lambda: _gaps(root, targets, theme, limits),
        lambda: _names(targets),
        lambda: _covered(root, widgets),
        lambda: _overlaps(root, widgets),
        lambda: _squeezed(widgets),
        lambda: _untranslated(texts, is_translated),
    )
    found = [violation for check in checks for violation in check()]
    return list(dict.fromkeys(found))


def _is_scrolled_away(widget: QWidget, root: QWidget) -> bool:
    """Whether it lies, at least with an edge, where a column has to be scrolled to see it."""
    above = widget.parentWidget()
    while above is not None and above is not root:
        area = above.parentWidget()
        if isinstance(area, QScrollArea) and area.viewport() is above:
            place = QRect(widget.mapTo(above, QPoint(0, 0)), widget.size())
            if widget is not area.widget() and not above.rect().contains(place):
                return True
        above = area
    return False


def _place(root: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def _drawn(root: QWidget, widgets: list[QWidget], drawn: list[DrawnText]) -> Iterator[_Text]:
    known = {*widgets, root}
    for item in drawn:
        widget = item.device
        if not isinstance(widget, QWidget) or widget not in known or not item.text.strip():
            continue
        place = item.place.translated(widget.mapTo(root, QPoint(0, 0)))
        is_scrolled = isinstance(widget.parentWidget(), QAbstractScrollArea)
        if is_scrolled and not widget.rect().contains(item.place):
            # Half a row at the edge of a list: the list is scrolled to see it.
            continue
        is_cut = item.is_cut or not widget.rect().adjusted(-2, -2, 2, 2).contains(item.place)
        yield _Text(item.text, item.size_px, QColor(item.colour), place, is_cut)


def _labels(root: QWidget, widgets: list[QWidget]) -> Iterator[_Text]:
    for label in widgets:
        if not isinstance(label, QLabel) or not label.text().strip() or not label.height():
            continue
        font = label.font()
        flags = label.alignment().value | (
            Qt.TextFlag.TextWordWrap.value if label.wordWrap() else 0
        )
        need = QFontMetrics(font).boundingRect(label.contentsRect(), flags, label.text())
        high = label.height() + round(font.pixelSize() * 0.3)
        is_cut = need.width() > label.width() + 2 or need.height() > high
        if label.textFormat() is Qt.TextFormat.RichText:
            # Its marks are no words: the label itself knows what it needs.
            is_cut = label.heightForWidth(label.width()) > high
        place = need.intersected(label.rect()).translated(label.mapTo(root, QPoint(0, 0)))
        ink = label.palette().color(label.foregroundRole())
        yield _Text(label.text(), font.pixelSize(), ink, place, is_cut)


def _text_sizes(texts: list[_Text], theme: Theme, limits: Limits) -> Iterator[Violation]:
    for text in texts:
        size_mm = text.size_px / theme.px_per_mm
        # Half a pixel is rounding, not design.
        if (text.size_px + 0.5) / theme.px_per_mm < limits.text_mm:
            yield Violation("small text", text.text, f"{size_mm:.1f} mm")


def _cut_texts(texts: list[_Text]) -> Iterator[Violation]:
    for text in texts:
        if text.is_cut:
            yield Violation("cut text", text.text, f"{text.size_px} px")


def _contrasts(texts: list[_Text], picture: QImage, limits: Limits) -> Iterator[Violation]:
    for text in texts:
        ground = ground_colour(picture, text.place, text.ink)
        if ground is None:
            continue
        ratio = contrast(text.ink, ground)
        if ratio < limits.contrast:
            colours = f"{ratio:.1f}:1, {text.ink.name()} on {ground.name()}"
            yield Violation("weak contrast", text.text, colours)


def _target_sizes(targets: list[Touchable], theme: Theme, limits: Limits) -> Iterator[Violation]:
    for target in targets:
        least = min(target.width(), target.height())
        if (least + 1) / theme.px_per_mm < limits.target_mm:
            yield Violation("small target", target.text(), f"{least / theme.px_per_mm:.1f} mm")


def _gaps(
    root: QWidget, targets: list[Touchable], theme: Theme, limits: Limits
) -> Iterator[Violation]:
    places = [(target, _place(root, target)) for target in targets]
    for (one, here), (other, there) in combinations(places, 2):
        gap_mm = _gap_px(here, there) / theme.px_per_mm
        if gap_mm + 1 / theme.px_per_mm < limits.gap_mm:
            where = f"{one.text() or one.accessibleName()} | {other.text()}"
            yield Violation("narrow gap", where, f"{gap_mm:.1f} mm")


def _gap_px(one: QRect, other: QRect) -> int:
    """Pixels between two rectangles; negative where they overlap."""
    across = max(one.left(), other.left()) - min(one.right(), other.right()) - 1
    down = max(one.top(), other.top()) - min(one.bottom(), other.bottom()) - 1
    return max(across, down)


def _names(targets: list[Touchable]) -> Iterator[Violation]:
    for target in targets:
        kind = type(target).__name__
        if not target.accessibleName().strip():
            yield Violation("no name", target.text() or kind, "accessibleName is empty")
        if not target.spoken.strip():
            yield Violation("not spoken", target.text() or kind, "spoken is empty")


def _covered(root: QWidget, widgets: list[QWidget]) -> Iterator[Violation]:
    """Widgets that reach out of one of their parents: part of them cannot be seen."""
    for widget in widgets:
        parent = widget.parentWidget()
        if parent is None or parent is root or not widget.accessibleName():
            continue
        lost = widget.geometry()
        inside = parent.rect().intersected(lost)
        missing = max(lost.width() - inside.width(), lost.height() - inside.height())
        if missing > 2 and lost.height() and lost.width():
            yield Violation("cut widget", widget.accessibleName(), f"{missing} px out of sight")


def _overlaps(root: QWidget, widgets: list[QWidget]) -> Iterator[Violation]:
    """Widgets that tell something and lie over one another; gaps of targets say more of those."""
    telling = [item for item in widgets if item.accessibleName() and not item.size().isEmpty()]
    places = [(item, _place(root, item)) for item in telling]
    for (one, here), (other, there) in combinations(places, 2):
        if isinstance(one, Touchable) and isinstance(other, Touchable):
            continue
        if one.isAncestorOf(other) or other.isAncestorOf(one):
            continue
        both = here.intersected(there)
        # Lines of text have leading above and below.
        if min(both.width(), both.height()) > _LEADING_PX:
            where = f"{one.accessibleName()} | {other.accessibleName()}"
            yield Violation("overlap", where, f"{both.width()}x{both.height()} px")


def _untranslated(texts: list[_Text], is_translated: Callable[[str], bool]) -> Iterator[Violation]:
    for text in texts:
        if not is_translated(text.text):
            yield Violation("untranslated", text.text, "not looked up")


def _squeezed(widgets: list[QWidget]) -> Iterator[Violation]:
    """Widgets that got less room than they can do with."""
    for widget in widgets:
        # Other rules measure targets in millimetres and labels by their lines.
        if isinstance(widget, Touchable | QLabel) or not widget.accessibleName():
            continue
        least = widget.minimumSizeHint()
        missing = max(least.width() - widget.width(), least.height() - widget.height())
        if missing > _ROUNDING_PX:
            yield Violation("squeezed", widget.accessibleName(), f"{missing} px too few")
