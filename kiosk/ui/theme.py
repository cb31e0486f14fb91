"""Design tokens in millimetres, turned into pixels once for the configured panel.

Sizes are written as pixels of the reference panel (21.5″, 1080×1920, 4.03 px/mm), as in the
design, and stand for millimetres: `px(81)` is 20 mm on any panel, less only where the panel is
too small for the layout.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtGui import QColor, QFont, QFontDatabase

from kiosk.assets import asset_path
from kiosk.config import PanelSettings

__all__ = ["REFERENCE_PX_PER_MM", "Palette", "Theme", "Zone", "load_fonts", "load_rare_font"]

REFERENCE_PX_PER_MM = 4.03
_PORTRAIT, _LANDSCAPE = (1080, 1920), (1920, 1080)
_LARGE = 1.25
_BASIC_PLANE = 0xFFFF


@dataclass(frozen=True, slots=True)
class Zone:
    """A colour with its tint; text of the colour on the tint has at least 7:1."""

    fill: str
    tint: str


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by use."""

    ink: str = "#1A1A1A"
    ink2: str = "#3D3A35"
    paper: str = "#F7F3EA"
    card: str = "#FFFFFF"
    sink: str = "#ECE6D8"
    border: str = "#6B675E"
    hairline: str = "#D9D2C3"
    amber: str = "#FFC845"
    amber_tint: str = "#FFF3D1"
    on_fill: str = "#FFFFFF"
    wage: str = "#9A1900"
    rail: Zone = Zone("#113B42", "#E0ECEB")
    blue: Zone = Zone("#0C4A80", "#E3EDF6")
    brown: Zone = Zone("#733A06", "#F7EBDB")
    green: Zone = Zone("#1A5928", "#E3F0E2")
    red: Zone = Zone("#8B1E1A", "#FBE8E4")
    slate: Zone = Zone("#2F3E46", "#E6EBED")
    olive: Zone = Zone("#45500C", "#EDF0DC")
    plum: Zone = Zone("#55296B", "#F0E7F5")

    def zone(self, letter: str) -> Zone:
        """Colour of a zone of the hall, A to F."""
        return {
            "A": self.brown,
            "B": self.blue,
            "C": self.green,
            "D": self.red,
            "E": self.slate,
            "F": self.olive,
        }.get(letter, self.slate)


_BLACK = Zone("#000000", "#000000")
HIGH_CONTRAST = Palette(
    ink="#FFFFFF",
    ink2="#FFFFFF",
    paper="#000000",
    card="#000000",
    sink="#000000",
    border="#FFFFFF",
    hairline="#FFFFFF",
    amber="#FFD84D",
    amber_tint="#000000",
    on_fill="#FFFFFF",
    wage="#FFD84D",
    rail=_BLACK,
    blue=_BLACK,
    brown=_BLACK,
    green=_BLACK,
    red=_BLACK,
    slate=_BLACK,
    olive=_BLACK,
    plum=_BLACK,
)

# Type roles in reference pixels.
SIZES = {
    "ticket": 176,
    "digits": 84,
    "tile_main": 72,
    "tile": 62,
    "question": 60,
    "title": 54,
    "strong": 48,
    "button": 46,
    "body": 40,
    "small": 36,
    # At the desk staff sit before the screen.
    "desk_title": 32,
    "desk": 28,
}


@dataclass(frozen=True)
class Theme:
    """Sizes and colours for one panel and one person's wishes."""

    width_px: int = 1080
    height_px: int = 1920
    px_per_mm: float = REFERENCE_PX_PER_MM
    is_large: bool = False
    is_high_contrast: bool = False

    @classmethod
    def for_panel(cls, panel: PanelSettings) -> "Theme":
        """The theme of the configured panel."""
        return cls(panel.width_px, panel.height_px, panel.px_per_mm)

    @property
    def is_landscape(self) -> bool:
        """Whether the panel is wider than high."""
        return self.width_px > self.height_px

    @cached_property
    def colours(self) -> Palette:
        """Colours of the mode."""
        return HIGH_CONTRAST if self.is_high_contrast else Palette()

    @cached_property
    def scale(self) -> float:
        """Pixels of this panel for one reference pixel."""
        width, height = _LANDSCAPE if self.is_landscape else _PORTRAIT
        fit = min(self.width_px / width, self.height_px / height)
        return min(self.px_per_mm / REFERENCE_PX_PER_MM, fit)

    def px(self, reference_px: float) -> int:
        """A length in pixels of this panel."""
        return round(reference_px * self.scale)

    def text_px(self, role: str) -> int:
        """Height of a type role in pixels."""
        factor = _LARGE if self.is_large and SIZES[role] <= SIZES["strong"] else 1.0
        return max(1, round(SIZES[role] * self.scale * factor))

    def font(self, role: str, *, bold: bool = False) -> QFont:
        """The font of a type role: Noto Sans SC, 500 or 700."""
        load_fonts()
        # Whoever changes the font changes a copy of her or his own.
        return _font(self.text_px(role), bold, len(_rare_families))

    @staticmethod
    def colour(name: str) -> QColor:
        """A colour of the palette as Qt wants it."""
        return _colour(name)

    @property
    def line_width(self) -> int:
        """Width of a control's border."""
        return max(2, self.px(5 if self.is_high_contrast else 3))


@lru_cache(maxsize=128)
def _colour(name: str) -> QColor:
    return QColor(name)


@lru_cache(maxsize=128)
def _font(size_px: int, is_bold: bool, _rare: int) -> QFont:
    """Asked for some eighty times a page; `_rare` makes it anew once a rare font is there."""
    font = QFont([*_families, *_rare_families])
    font.setPixelSize(size_px)
    font.setWeight(QFont.Weight.Bold if is_bold else QFont.Weight.Medium)
    return font


_families: list[str] = []
_rare_families: list[str] = []


def load_fonts() -> None:
    """Register the two weights of Noto Sans SC. Needs a QGuiApplication; once is enough."""
    if not _families:
        for name in ("NotoSansSC_500Medium.ttf", "NotoSansSC_700Bold.ttf"):
            _register(name, _families)


def load_rare_font(text: str) -> None:
    """Register the font of CJK extensions B–F (30 MB) the first time a text needs it."""
    if not _rare_families and any(ord(letter) > _BASIC_PLANE for letter in text):
        _register("HanaMinB.ttf", _rare_families)


def _register(name: str, families: list[str]) -> None:
    number = QFontDatabase.addApplicationFont(str(asset_path("fonts", name)))
    for family in QFontDatabase.applicationFontFamilies(number):
        if family not in families:
            families.append(family)
