"""Every screen in its states, modes and sizes as PNG, with an index page.

The pictures come from the real screens on a real (temporary) store with a synthetic day in it.
"""

import html
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from kiosk.config import SessionSettings
from kiosk.service.views import HallView
from kiosk.sync.loop import SyncStatus
from kiosk.ui.component_sheet import SHEETS, ComponentSheet
from kiosk.ui.desk.gallery_samples import SIZES as DESK_SIZES
from kiosk.ui.desk.gallery_samples import shown_desk
from kiosk.ui.gallery_scene import Scene, StillNavigator, scene
from kiosk.ui.navigator import ScreenNavigator
from kiosk.ui.public.context import Session
from kiosk.ui.public.gallery_samples import SAMPLES, Sample
from kiosk.ui.public.header_words import header_state
from kiosk.ui.public.screens import build_screens
from kiosk.ui.theme import Theme
from kiosk.ui.window import StationWindow

__all__ = ["MODES", "SAMPLES", "SIZES", "Sample", "render_all", "shown"]

# The moment of all pictures: 6:42 on a Monday, two minutes after the last word of the hub.
_NOW_MS, _SYNCED_MS = 1_795_387_320_000, 1_795_387_200_000
# zlib's level 1: a third faster than the usual one, and the file a tenth larger.
_QUICK_PNG = 80
SIZES = ((1080, 1920), (1920, 1080), (768, 1366), (1366, 768))
MODES = {
    "normal": (False, False),
    "large": (True, False),
    "contrast": (False, True),
    "large-contrast": (True, True),
}


def render_all(out: Path, *, quick: bool = False) -> int:
    """Render every sample; returns the number of pictures. Needs no display."""
    application = QApplication.instance() or QApplication([])
    out.mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    with tempfile.TemporaryDirectory(prefix="kiosk-gallery-") as folder:
        made = scene(Path(folder) / "hall")
        try:
            for label, theme in _themes(quick):
                names.extend(_render(shown(made, theme), out, label))
            for width, height in DESK_SIZES[:1] if quick else DESK_SIZES:
                theme = Theme(width, height)
                names.extend(_render(shown_desk(made, theme), out, f"desk-{width}x{height}"))
        finally:
            made.site.store.close()
    _write_index(out, names)
    application.processEvents()
    return len(names)


def _themes(quick: bool) -> Iterator[tuple[str, Theme]]:
    for width, height in SIZES[:1] if quick else SIZES:
        for mode, (is_large, is_contrast) in MODES.items():
            if mode != "normal" and (quick or (width, height) not in SIZES[:2]):
                continue
            yield (
                f"{width}x{height}-{mode}",
                Theme(width, height, is_large=is_large, is_high_contrast=is_contrast),
            )


def _render(windows: Iterator[tuple[str, QWidget]], out: Path, label: str) -> Iterator[str]:
    folder = out / label
    folder.mkdir(exist_ok=True)
    for name, window in windows:
        window.grab().save(str(folder / f"{name}.png"), quality=_QUICK_PNG)
        yield f"{label}/{name}.png"


def shown(made: Scene, theme: Theme) -> Iterator[tuple[str, StationWindow]]:
    """One window in which each sample is shown in turn, for pictures and for audits."""
    window = StationWindow(theme, has_voice=True)
    window.show_hall("雨花区零工市场")
    screens = build_screens(theme, made.context, SessionSettings())
    navigator = ScreenNavigator(window.stack, SessionSettings(), lambda: None)
    navigator.use_screens(screens)
    window.show()
    for sample in SAMPLES:
        screen = screens[sample.screen]
        _frame(window, is_home=screen.is_home, is_offline=sample.is_offline)
        window.stack.setCurrentWidget(screen)
        kept = _remember(made.session)
        screen.enter()
        sample.prepare(made, screen)
        overlay = _asked(made, navigator, sample.screen)
        window.setFocus()
        QApplication.processEvents()
        yield sample.name, window
        if overlay:
            navigator.leave()
        _restore(made.session, kept)
    _frame(window, is_home=False)
    if not theme.is_landscape and not theme.is_large:
        for name in SHEETS:
            sheet = ComponentSheet(theme, name)
            window.stack.addWidget(sheet)
            window.stack.setCurrentWidget(sheet)
            QApplication.processEvents()
            yield f"24-components-{name}", window
    navigator.go("check")
    navigator.ask_now()
    QApplication.processEvents()
    yield "13-idle", window
    navigator.stop()
    window.may_close = True
    window.close()
    window.deleteLater()


def _asked(made: Scene, navigator: ScreenNavigator, name: str) -> bool:
    """Put the question of a screen over it, if it asked one."""
    still = made.context.navigator
    if not isinstance(still, StillNavigator) or still.question is None:
        return False
    question, still.question = still.question, None
    navigator.go(name)
    navigator.ask(question, lambda _is_safe: None)
    return True


def _frame(window: StationWindow, *, is_home: bool, is_offline: bool = False) -> None:
    hall = HallView(id="", name="", opens="5:00", closes="18:30")
    status = SyncStatus("online", last_success_ms=_SYNCED_MS)
    if is_offline:
        status = SyncStatus("offline", pending=5, last_success_ms=_SYNCED_MS)
    window.show_state(header_state(_NOW_MS, hall, status, is_home=is_home))
    window.show_frame(is_home=is_home)


def _remember(session: Session) -> dict[str, object]:
    return dict(vars(session))


def _restore(session: Session, kept: dict[str, object]) -> None:
    for name, value in kept.items():
        setattr(session, name, value)


def _write_index(out: Path, names: list[str]) -> None:
    figures = "\n".join(
        f'<figure><a href="{html.escape(name)}"><img loading="lazy" src="{html.escape(name)}">'
        f"</a><figcaption>{html.escape(name)}</figcaption></figure>"
        for name in names
    )
    style = "body{font:16px sans-serif;display:flex;flex-wrap:wrap;gap:16px}img{height:480px}"
    (out / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>Gallery</title><style>{style}</style>{figures}",
        encoding="utf-8",
    )
