"""朗读 at a public station: this screen and every one after it, until it is stopped."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kiosk.ui.speech import Sound, Speaker

__all__ = ["Reading"]

# A screen asks the store first; its answer is there well within this time.
_FILLED_MS = 250


class Reading(QObject):
    """Turned on by a person for her or his session; off again when the session ends.

    Args:
        speaker: None where the machine has no sound at all.
        texts: what the screen now shown says.
    """

    def __init__(self, speaker: Speaker | None, texts: Callable[[], list[str]]) -> None:
        super().__init__()
        self._speaker, self._texts = speaker, texts
        self.is_on = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_FILLED_MS)
        self._soon.timeout.connect(self._say)

    @property
    def has_voice(self) -> bool:
        """Whether 朗读 is worth a button."""
        return self._speaker is not None and self._speaker.has_voice

    def toggle(self) -> None:
        """朗读 was touched: read at once, or be silent from now on."""
        self.is_on = not self.is_on
        if self.is_on:
            self._say()
        elif self._speaker is not None:
            self._soon.stop()
            self._speaker.stop()

    def screen_changed(self) -> None:
        """What was said is not true any more; the new screen is read when it is filled."""
        if self._speaker is not None:
            self._speaker.stop()
        if self.is_on:
            self._soon.start()

    def remind(self) -> None:
        """Said once although nobody asked for it: something would be left behind."""
        if self._speaker is not None:
            self._speaker.say(self._texts()[:1])

    def play(self, kind: Sound) -> None:
        """A sound for tap, done or try again."""
        if self._speaker is not None:
            self._speaker.play(kind)

    def end(self) -> None:
        """The session is over."""
        self.is_on = False
        self._soon.stop()
        if self._speaker is not None:
            self._speaker.stop()

    def _say(self) -> None:
        if self._speaker is not None:
            self._speaker.say(self._texts())
