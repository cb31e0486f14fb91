"""Looks for a person's data in everything a window could still show or tell."""

from collections.abc import Iterator

from hand import Hand
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QApplication, QWidget

__all__ = ["leftovers"]

_DEPTH = 4


def leftovers(hand: Hand, words: tuple[str, ...]) -> list[str]:
    """Where one of the words is still found: attributes, texts, names, models, clipboard."""
    window = hand.window
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        for where, text in _texts(widget):
            if any(word in text for word in words):
                found.append(f"{type(widget).__name__}.{where}: {text}")
    found += [f"model {model}" for model in window.findChildren(QAbstractItemModel)]
    presenters = [
        screen.presenter
        for screen in hand.station.navigator._screens.values()
        if hasattr(screen, "presenter")
    ]
    for holder in (hand.session, hand.station, *presenters):
        for where, text in _held(holder, _DEPTH, set()):
            if any(word in text for word in words):
                found.append(f"{type(holder).__name__}{where}: {text}")
    board = QApplication.clipboard()
    if board.text():
        found.append(f"clipboard: {board.text()}")
    return found


def _texts(widget: QWidget) -> Iterator[tuple[str, str]]:
    for name in (
        "accessibleName",
        "accessibleDescription",
        "toolTip",
        "statusTip",
        "whatsThis",
        "windowTitle",
        "objectName",
    ):
        yield name, str(getattr(widget, name)())
    text = getattr(widget, "text", "")
    yield "text", str(text() if callable(text) else text)
    for name, value in vars(widget).items():
        if not isinstance(value, QWidget):
            for where, held in _held(value, 3, set()):
                yield f"{name}{where}", held


def _held(value: object, depth: int, seen: set[int]) -> Iterator[tuple[str, str]]:
    """Texts inside plain values and our own objects."""
    if isinstance(value, str):
        yield "", value
        return
    if depth == 0 or id(value) in seen or isinstance(value, QWidget):
        return
    seen.add(id(value))
    parts: Iterator[tuple[object, object]] = iter(())
    if isinstance(value, dict):
        parts = iter([*value.items(), *((key, key) for key in value)])
    elif isinstance(value, list | tuple | set | frozenset):
        parts = iter(enumerate(value))
    elif type(value).__module__.startswith("kiosk.") and "store" not in type(value).__module__:
        slots = getattr(type(value), "__struct_fields__", None) or getattr(
            type(value), "__slots__", ()
        )
        names = [*getattr(value, "__dict__", {}), *slots]
        parts = iter([(name, getattr(value, name, None)) for name in names])
    for name, part in parts:
        for where, text in _held(part, depth - 1, seen):
            yield f".{name}{where}", text
