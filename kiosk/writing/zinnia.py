"""libzinnia as a second opinion on handwriting, where the machine has it; nothing is bundled.

On the Debian family: `libzinnia0` and `tegaki-zinnia-simplified-chinese` (BSD and LGPL-2.1). Its
model is large (27 MB), so it is opened for the characters of one person and given back.
"""

import ctypes
import ctypes.util
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import structlog

from kiosk.writing.strokes import Points, clean

__all__ = ["MODEL_PLACES", "Zinnia"]

MODEL_PLACES = (
    "/usr/share/tegaki/models/zinnia/handwriting-zh_CN.model",
    "/usr/lib/zinnia/model/tomoe/handwriting-zh_CN.model",
    "/usr/local/lib/zinnia/model/tomoe/handwriting-zh_CN.model",
    "/usr/share/zinnia/model/tomoe/handwriting-zh_CN.model",
)
_SIDE, _FILLED, _TINY = 1000, 0.9, 1e-9
_log = structlog.get_logger("writing")


class Zinnia:
    """An open recogniser. Not for several threads at once; `close` gives its memory back."""

    def __init__(self, library: ctypes.CDLL, model: Path) -> None:
        self._library = library
        self._recogniser = library.zinnia_recognizer_new()
        if not library.zinnia_recognizer_open(self._recogniser, os.fsencode(model)):
            library.zinnia_recognizer_destroy(self._recogniser)
            self._recogniser = None
            raise OSError(f"no model of handwriting: {model.name}")

    @classmethod
    def open(cls, places: Sequence[str] = MODEL_PLACES) -> "Zinnia | None":
        """The recogniser of this machine; None where library or model is missing or broken."""
        model = next((Path(place) for place in places if Path(place).is_file()), None)
        library = _library() if model is not None else None
        if model is None or library is None:
            return None
        try:
            return cls(library, model)
        except OSError as error:
            _log.warning("zinnia_unusable", error=type(error).__name__)
            return None

    def best(self, strokes: Sequence[Sequence[Sequence[float]]], count: int = 10) -> list[str]:
        """The likeliest characters, the best one first; see `Recogniser.best`."""
        kept = clean(strokes)
        if not kept or self._recogniser is None:
            return []
        library, character = self._library, self._library.zinnia_character_new()
        try:
            self._write(character, kept)
            result = library.zinnia_recognizer_classify(self._recogniser, character, count)
            if not result:
                return []
            size = library.zinnia_result_size(result)
            found = [library.zinnia_result_value(result, index) for index in range(size)]
            library.zinnia_result_destroy(result)
        finally:
            library.zinnia_character_destroy(character)
        return [value.decode("utf-8", "replace") for value in found]

    def close(self) -> None:
        """Give the model back; `best` finds nothing after it."""
        if self._recogniser is not None:
            self._library.zinnia_recognizer_destroy(self._recogniser)
            self._recogniser = None

    def _write(self, character: int, strokes: Sequence[Points]) -> None:
        """The strokes in the middle of a square sheet."""
        points = np.concatenate(strokes)
        low, high = points.min(axis=0), points.max(axis=0)
        scale = _SIDE * _FILLED / max(float((high - low).max()), _TINY)
        shift = (_SIDE - (high - low) * scale) / 2
        self._library.zinnia_character_clear(character)
        self._library.zinnia_character_set_width(character, _SIDE)
        self._library.zinnia_character_set_height(character, _SIDE)
        for number, stroke in enumerate(strokes):
            for x, y in np.rint((stroke - low) * scale + shift).astype(int).tolist():
                self._library.zinnia_character_add(character, number, x, y)


@cache
def _library() -> ctypes.CDLL | None:
    """The shared library with its signatures; None where it is not installed."""
    name = ctypes.util.find_library("zinnia") or "libzinnia.so.0"
    try:
        library = ctypes.CDLL(name)
        _declare(library)
    except (OSError, AttributeError):
        return None
    return library


def _declare(library: ctypes.CDLL) -> None:
    """Arguments and results: pointers are cut to 32 bits where nothing is said."""
    pointer, size, number = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
    signatures = {
        "recognizer_new": ([], pointer),
        "recognizer_open": ([pointer, ctypes.c_char_p], number),
        "recognizer_destroy": ([pointer], None),
        "recognizer_classify": ([pointer, pointer, size], pointer),
        "character_new": ([], pointer),
        "character_destroy": ([pointer], None),
        "character_clear": ([pointer], None),
        "character_set_width": ([pointer, size], None),
        "character_set_height": ([pointer, size], None),
        "character_add": ([pointer, size, number, number], number),
        "result_size": ([pointer], size),
        "result_value": ([pointer, size], ctypes.c_char_p),
        "result_destroy": ([pointer], None),
    }
    for name, (arguments, result) in signatures.items():
        function = getattr(library, f"zinnia_{name}")
        function.argtypes, function.restype = arguments, result
