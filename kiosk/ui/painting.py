"""Drawing primitives: boxes, icons, and text that is wrapped or shrunk before it is clipped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QPaintDevice,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer

from kiosk.assets import asset_path
from kiosk.ui.theme import Theme, load_rare_font

__all__ = [
    "Align",
    "DrawnText",
    "box",
    "draw_icon",
    "draw_text",
    "fitted_font",
    "icon_pixmap",
    "smooth_painter",
    "text_width",
    "watch_texts",
]

Align = Qt.AlignmentFlag
_SMALLEST_SHARE = 0.72
# Share of a line of Noto Sans SC that is leading: 1.45 em high, glyphs fill about 0.95 em.
_LEADING_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class DrawnText:
    """What `draw_text` has drawn: where, how large, and whether some of it did not fit."""

    device: QPaintDevice
    text: str
    size_px: int
    colour: str
    place: QRect
    is_cut: bool


_watchers: list[Callable[[DrawnText], None]] = []


@contextmanager
def watch_texts(watcher: Callable[[DrawnText], None]) -> Iterator[None]:
    """Tell of every text drawn meanwhile: an audit measures what is really on the screen."""
    _watchers.append(watcher)
    try:
        yield
    finally:
        _watchers.remove(watcher)


def smooth_painter(device: QPaintDevice) -> QPainter:
    """A painter with smooth edges; whoever takes it ends it."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    return painter


def box(
    painter: QPainter,
    rect: QRect,
    radius: int,
    fill: str,
    border: str = "",
    width: int = 0,
    dashed: bool = False,
) -> None:
    """A rounded box whose border lies inside the rectangle."""
    corner = radius + width + 1
    is_large = min(rect.width(), rect.height()) > 2 * corner and not dashed
    if is_large and painter.device().devicePixelRatio() == 1.0:
        _large_box(painter, rect, corner, _Box(radius, fill, border, width))
        return
    _draw_box(painter, rect, _Box(radius, fill, border, width), dashed=dashed)


class _Box(NamedTuple):
    """The look of a box."""

    radius: int
    fill: str
    border: str
    width: int


def _draw_box(painter: QPainter, rect: QRect, look: _Box, *, dashed: bool = False) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Theme.colour(look.fill))
    inset = look.width / 2 if look.border else 0.0
    if look.border and look.width:
        pen = QPen(Theme.colour(look.border), look.width)
        if dashed:
            pen.setDashPattern([4.0, 2.5])
        painter.setPen(pen)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    shape = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(shape, look.radius, look.radius)
    painter.restore()


def _large_box(painter: QPainter, rect: QRect, corner: int, look: _Box) -> None:
    """Corners copied, the rest filled: rounding a whole card takes ten times as long."""
    corners = _corners(corner, look)
    left, top = rect.left(), rect.top()
    right, bottom = rect.right() + 1 - corner, rect.bottom() + 1 - corner
    for x, from_x in ((left, 0), (right, corner)):
        for y, from_y in ((top, 0), (bottom, corner)):
            painter.drawPixmap(x, y, corners, from_x, from_y, corner, corner)
    fill = Theme.colour(look.fill)
    edge = look.width if look.border else 0
    wide, high = rect.width() - 2 * corner, rect.height() - 2 * corner
    painter.fillRect(left + corner, top + edge, wide, rect.height() - 2 * edge, fill)
    painter.fillRect(left + edge, top + corner, corner - edge, high, fill)
    painter.fillRect(right, top + corner, corner - edge, high, fill)
    if edge:
        border = Theme.colour(look.border)
        painter.fillRect(left + corner, top, wide, edge, border)
        painter.fillRect(left + corner, rect.bottom() + 1 - edge, wide, edge, border)
        painter.fillRect(left, top + corner, edge, high, border)
        painter.fillRect(rect.right() + 1 - edge, top + corner, edge, high, border)


@lru_cache(maxsize=256)
def _corners(corner: int, look: _Box) -> QPixmap:
    """The four corners of a box, pushed together."""
    image = QImage(QSize(2 * corner, 2 * corner), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _draw_box(painter, image.rect(), look)
    painter.end()
    return QPixmap.fromImage(image)


@lru_cache(maxsize=256)
def icon_pixmap(name: str, size: int, colour: str) -> QPixmap:
    """An icon of `assets/icons` in one colour."""
    image = QImage(QSize(size, size), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(_svg(name))).render(painter)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(image.rect(), QColor(colour))
    painter.end()
    return QPixmap.fromImage(image)


@lru_cache(maxsize=256)
def _svg(name: str) -> bytes:
    return asset_path("icons", f"{name}.svg").read_bytes()


def draw_icon(painter: QPainter, rect: QRect, name: str, colour: str) -> None:
    """An icon centred in a rectangle, as large as fits."""
    size = min(rect.width(), rect.height())
    left = rect.left() + (rect.width() - size) // 2
    top = rect.top() + (rect.height() - size) // 2
    painter.drawPixmap(left, top, icon_pixmap(name, size, colour))


def text_width(font: QFont, text: str) -> int:
    """Width of one line."""
    return QFontMetrics(font).horizontalAdvance(text)


def fitted_font(font: QFont, text: str, rect: QRect, flags: int) -> QFont:
    """The font, made smaller step by step until the text fits, to 72 % at most."""
    metrics = QFontMetrics(font)
    least = int(font.pixelSize() * _SMALLEST_SHARE)
    fitted = QFont(font)
    while fitted.pixelSize() > least:
        need = metrics.boundingRect(QRect(0, 0, rect.width(), 10_000), flags, text)
        if need.width() <= rect.width() and need.height() <= rect.height() + _leading(fitted):
            break
        fitted.setPixelSize(fitted.pixelSize() - 1)
        metrics = QFontMetrics(fitted)
    return fitted


def _leading(font: QFont) -> int:
    """How much lower than its lines a place may be without touching a glyph."""
    return round(font.pixelSize() * _LEADING_SHARE)


def draw_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    theme: Theme,
    role: str,
    colour: str,
    *,
    bold: bool = False,
    align: Align = Align.AlignLeft | Align.AlignVCenter,
    wrap: bool = False,
) -> None:
    """Text of a type role; shrunk a little where it would not fit, and elided after that."""
    load_rare_font(text)
    flags = align.value | (Qt.TextFlag.TextWordWrap.value if wrap else 0)
    font = fitted_font(theme.font(role, bold=bold), text, rect, flags)
    painter.setFont(font)
    painter.setPen(theme.colour(colour))
    if _watchers:
        _report(painter, rect, text, font, flags, colour)
    if not wrap:
        text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, flags, text)


def _report(
    painter: QPainter, rect: QRect, text: str, font: QFont, flags: int, colour: str
) -> None:
    need = QFontMetrics(font).boundingRect(rect, flags, text)
    is_cut = need.width() > rect.width() or need.height() > rect.height() + _leading(font) + 2
    place = painter.combinedTransform().mapRect(need.intersected(rect))
    drawn = DrawnText(painter.device(), text, font.pixelSize(), colour, place, is_cut)
    for watcher in _watchers:
        watcher(drawn)
