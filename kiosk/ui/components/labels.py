"""Text blocks, step bar, banner, chips."""

from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.painting import box, draw_icon, draw_text
from kiosk.ui.theme import Theme, Zone, load_rare_font

__all__ = ["Banner", "BannerKind", "StepBar", "Words"]

BannerKind = Literal["done", "notice", "error", "info"]


class Words(QLabel):
    """A text of a type role; wraps by itself."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: str = "body",
        *,
        bold: bool = False,
        colour: str = "",
        centred: bool = False,
    ) -> None:
        super().__init__()
        self.theme = theme
        self.role = role
        self.is_private = False
        """Whether it names somebody: then it is never spoken."""
        self._bold = bold
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(
            (Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft)
            | Qt.AlignmentFlag.AlignVCenter
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(colour or theme.colours.ink))
        self.setPalette(palette)
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text; nothing where it is empty."""
        load_rare_font(text)
        self.setFont(self.theme.font(self.role, bold=self._bold))
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    @property
    def spoken(self) -> str:
        """What 朗读 says of it."""
        return "" if self.is_private else self.text()


class StepBar(QWidget):
    """第3步，共5步 with a bar of segments: done rail, now amber."""

    def __init__(self, theme: Theme, step: int, steps: int) -> None:
        super().__init__()
        self._theme, self._step, self._steps = theme, step, steps
        text = _("第{step}步，共{steps}步").format(step=step, steps=steps)
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """One line."""
        return QSize(self._theme.px(600), self._theme.px(56))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Words, then segments."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        words = QRect(0, 0, theme.px(264), self.height())
        ink = colours.ink if theme.is_high_contrast else colours.rail.fill
        draw_text(painter, words, self._text, theme, "small", ink, bold=True)
        left, gap, high = words.right() + theme.px(8), theme.px(8), theme.px(14)
        width = (self.width() - left - gap * (self._steps - 1)) // self._steps
        for index in range(self._steps):
            part = QRect(left + index * (width + gap), (self.height() - high) // 2, width, high)
            # In black and white a step to come is hollow: colour alone would not tell it.
            is_plain = theme.is_high_contrast
            fill, border = (colours.paper, ink) if is_plain else (colours.hairline, "")
            if index + 1 < self._step:
                fill = ink
            elif index + 1 == self._step:
                fill, border = colours.amber, ink
            box(painter, part, high // 2, fill, border, theme.px(3))
        painter.end()


class Banner(QWidget):
    """One or two lines with an icon: done green, notice amber, error red, info rail."""

    def __init__(
        self, theme: Theme, kind: BannerKind, text: str = "", icon: str = "", role: str = "body"
    ) -> None:
        super().__init__()
        self.theme = theme
        self.role = role
        self._kind: BannerKind = kind
        self._icon = icon
        self._text = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.say(text)

    def say(self, text: str, kind: BannerKind | None = None, icon: str = "") -> None:
        """Show another text; hidden where it is empty."""
        is_news = bool(text) and text != self._text
        self._text = text
        self._kind = kind or self._kind
        if is_news and self._kind == "error":
            erred = getattr(self.window(), "erred", None)
            if erred is not None:
                erred.emit()
        self._icon = icon or self._icon
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """The text shown."""
        return self._text

    @property
    def spoken(self) -> str:
        """What 朗读 says of it."""
        return self._text

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """For a usual width; the real one asks heightForWidth."""
        width = self.width() if self.width() > self.theme.px(300) else self.theme.px(984)
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        """Longer texts need more lines."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """100 reference pixels for one line."""
        metrics = QFontMetrics(self.theme.font(self.role))
        room = max(1, width - self.theme.px(136))
        flags = Qt.TextFlag.TextWordWrap.value
        need = metrics.boundingRect(QRect(0, 0, room, 10_000), flags, self._text).height()
        return max(self.theme.px(100), need + self.theme.px(44))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Tinted box, icon, text."""
        theme = self.theme
        zone, icon = self._look()
        colours = theme.colours
        tint = colours.amber_tint if self._kind == "notice" else zone.tint
        ink = colours.ink if theme.is_high_contrast or self._kind == "notice" else zone.fill
        edge = colours.border if self._kind == "notice" or theme.is_high_contrast else zone.fill
        painter = QPainter(self)
        box(painter, self.rect(), theme.px(16), tint, edge, theme.px(2))
        side = theme.px(52)
        mark = QRect(theme.px(28), (self.height() - side) // 2, side, side)
        draw_icon(painter, mark, self._icon or icon, ink)
        place = self.rect().adjusted(theme.px(104), theme.px(8), -theme.px(28), -theme.px(8))
        draw_text(painter, place, self._text, theme, self.role, ink, bold=True, wrap=True)
        painter.end()

    def _look(self) -> tuple[Zone, str]:
        colours = self.theme.colours
        return {
            "done": (colours.green, "check_circle"),
            "notice": (colours.rail, "info"),
            "error": (colours.red, "error"),
            "info": (colours.rail, "info"),
        }[self._kind]
