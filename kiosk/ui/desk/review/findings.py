"""The text of a post with what the rules found marked in it, and a card for each finding."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from kiosk.desk_words import field_text
from kiosk.i18n import _
from kiosk.service.reviewing import Finding
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.scroll_column import ScrollColumn
from kiosk.ui.painting import box
from kiosk.ui.theme import Theme

__all__ = ["FindingCards", "MarkedText", "marked_html"]

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def marked_html(text: str, findings: tuple[Finding, ...], theme: Theme) -> str:
    """The text with tints over what was found; a mark of what begins first covers the rest."""
    colours = theme.colours
    parts, at = [], 0
    for item in sorted(findings, key=lambda item: (item.hit.start, -item.hit.end)):
        start, end = max(item.hit.start, at), item.hit.end
        if end <= start:
            continue
        is_red = item.hit.severity == "block"
        ink = colours.red.fill if is_red else colours.ink
        tint = colours.red.tint if is_red else colours.amber_tint
        parts.append(escape(text[at:start]))
        parts.append(
            f'<span style="color:{ink}; background-color:{tint}; font-weight:700;'
            f' text-decoration:underline;">{escape(text[start:end])}</span>'
            f'<span style="color:{ink}; font-weight:700;">{_circled(item.number)}</span>'
        )
        at = end
    parts.append(escape(text[at:]))
    return "".join(parts)


def _circled(number: int) -> str:
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"({number})"


class MarkedText(QLabel):
    """Several fields of a post, one below the other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        font = theme.font("desk_title")
        self.setFont(font)
        self.setStyleSheet(f"color: {theme.colours.ink}; background: transparent;")

    def show_fields(
        self, fields: tuple[tuple[str, str], ...], findings: tuple[Finding, ...]
    ) -> None:
        """(field, text) pairs with the findings in them; empty ones are left out."""
        lines = []
        for field, text in fields:
            own = tuple(item for item in findings if item.hit.field == field)
            if text:
                label = escape(field_text(field))
                grey = self._theme.colours.ink2
                marked = marked_html(text, own, self._theme)
                lines.append(
                    f'<p style="line-height:150%; margin:0 0 6px 0;">'
                    f'<span style="color:{grey};">{label}：</span>{marked}</p>'
                )
        self.setText("".join(lines))
        self.setAccessibleName("；".join(f"{field_text(name)} {text}" for name, text in fields))


class _Card(QWidget):
    """One finding: what, basis, words, what to do."""

    def __init__(self, theme: Theme, item: Finding) -> None:
        super().__init__()
        self._theme, self._is_red = theme, item.hit.severity == "block"
        colours = theme.colours
        ink = colours.red.fill if self._is_red else colours.ink
        column = QVBoxLayout(self)
        edge = theme.px(20)
        column.setContentsMargins(edge, theme.px(12), edge, theme.px(12))
        column.setSpacing(theme.px(2))
        verdict = _("不能发") if item.blocks else _("放行要写原因")
        head = f"{_circled(item.number)} {item.name} · {verdict}"
        column.addWidget(Words(theme, head, "desk", bold=True, colour=ink))
        basis = _("依据：{basis}").format(basis=item.hit.basis)
        if not item.hit.is_confirmed:
            basis += _("（本省依据待确认）")
        for line in (basis, _found(item)):
            column.addWidget(Words(theme, line, "desk"))
        if item.advice:
            words = _("怎么改：{advice}").format(advice=item.advice)
            column.addWidget(Words(theme, words, "desk", bold=True))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Tint and frame."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        tint = colours.red.tint if self._is_red else colours.amber_tint
        edge = colours.red.fill if self._is_red else colours.border
        box(painter, self.rect(), theme.px(14), tint, edge, theme.px(3))
        painter.end()


def _found(item: Finding) -> str:
    field = field_text(item.hit.field)
    if item.hit.text and item.hit.rule != "floor":
        return _("原文（{field}）：“{text}”").format(field=field, text=item.hit.text)
    return _("哪一项：{field}").format(field=field)


class FindingCards(ScrollColumn):
    """All findings of a post; by wheel or finger where there are many."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("查出来的问题"))
        self._theme = theme

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Other findings, in a column of their own: one that is filled anew keeps old heights."""
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, self._theme.px(12), 0)
        self.column.setSpacing(self._theme.px(14))
        for item in findings:
            self.column.addWidget(_Card(self._theme, item))
        self.column.addStretch(1)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
