"""Qt's multimedia, told not to chat; free of it, for it costs many libraries to load."""

from PySide6.QtCore import QLoggingCategory

__all__ = ["quiet_multimedia"]

# What Qt says of optional libraries it does without, and of every file it opens. A handler of
# messages written in Python would also wait for the interpreter that the audio thread holds while
# Qt looks for devices.
_QUIET = (
    "qt.multimedia.symbolsresolver=false\n"
    "qt.multimedia.ffmpeg.info=false\n"
    "qt.multimedia.playbackengine.codec=false"
)


def quiet_multimedia() -> None:
    """Call before the first import of PySide6.QtMultimedia."""
    QLoggingCategory.setFilterRules(_QUIET)
