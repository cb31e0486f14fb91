"""The loudspeaker through Qt, on a thread of its own: opening one may take longer than a frame."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt, QThread, Signal, Slot
from PySide6.QtMultimedia import (
    QAudio,
    QAudioDevice,
    QAudioFormat,
    QAudioSink,
    QMediaDevices,
)

from kiosk.speech.joiner import RATE, frames

__all__ = ["QtLoudspeaker"]

_STOP_MS = 3_000
_BUFFER_MS = 100


class _Sinks(QObject):
    """Lives on the audio thread."""

    finished = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self._playing: dict[str, tuple[QAudioSink, QBuffer]] = {}

    @Slot()
    def look(self) -> None:
        """Qt's first search for devices is slow and holds the interpreter: at the start."""
        QMediaDevices.defaultAudioOutput()

    @Slot(str, int, QByteArray, float)
    def play(self, channel: str, token: int, pcm: QByteArray, volume: float) -> None:
        self.stop(channel)
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            # Unplugged, or never there: silence, and whoever waits for the end is told.
            self.finished.emit(channel, token)
            return
        sink, buffer = self._sink(device), QBuffer(self)
        buffer.setData(pcm)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        sink.setVolume(
            QAudio.convertVolume(
                volume,
                QAudio.VolumeScale.LogarithmicVolumeScale,
                QAudio.VolumeScale.LinearVolumeScale,
            )
        )
        self._playing[channel] = (sink, buffer)
        sink.stateChanged.connect(lambda state: self._changed(channel, token, sink, state))
        sink.start(buffer)

    @Slot(str)
    def stop(self, channel: str) -> None:
        if channel in self._playing:
            sink, buffer = self._playing.pop(channel)
            sink.stop()
            buffer.close()
            sink.deleteLater()
            buffer.deleteLater()

    @Slot()
    def end(self) -> None:
        """Give every device back, then leave the thread."""
        for channel in list(self._playing):
            self.stop(channel)
        self.thread().quit()

    def _sink(self, device: QAudioDevice) -> QAudioSink:
        form = QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        sink = QAudioSink(device, form, self)
        # Small, so that the end of a text is known when it is heard.
        sink.setBufferSize(2 * frames(_BUFFER_MS))
        return sink

    def _changed(self, channel: str, token: int, sink: QAudioSink, state: QAudio.State) -> None:
        is_over = state in (QAudio.State.IdleState, QAudio.State.StoppedState)
        if is_over and self._playing.get(channel, (None,))[0] is sink:
            self.stop(channel)
            self.finished.emit(channel, token)


class QtLoudspeaker(QObject):
    """The default output of the machine. Make and use it on the screen's thread."""

    finished = Signal(str, int)
    _play = Signal(str, int, QByteArray, float)
    _stop = Signal(str)
    _end = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._thread = QThread(self)
        self._thread.setObjectName("audio")
        self._sinks = _Sinks()
        self._sinks.moveToThread(self._thread)
        queued = Qt.ConnectionType.QueuedConnection
        self._play.connect(self._sinks.play, queued)
        self._stop.connect(self._sinks.stop, queued)
        self._end.connect(self._sinks.end, queued)
        self._sinks.finished.connect(self.finished, queued)
        self._thread.started.connect(self._sinks.look)
        self._thread.finished.connect(self._sinks.deleteLater)
        self._thread.start()

    def play(self, channel: str, token: int, pcm: bytes, volume: float) -> None:
        """Begin, instead of what the channel plays now; `volume` as an ear judges it, 0 … 1."""
        self._play.emit(channel, token, QByteArray(pcm), volume)

    def stop(self, channel: str) -> None:
        """Be silent at once."""
        self._stop.emit(channel)

    def close(self) -> None:
        """Stop everything and end the thread."""
        if self._thread.isRunning():
            self._end.emit()
            self._thread.wait(_STOP_MS)
