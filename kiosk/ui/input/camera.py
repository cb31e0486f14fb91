"""The camera that reads codes, on a thread of its own; it looks only while it is asked to.

Frames go to the decoder as they are, are turned grey there, and nothing of them is kept.
"""

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from kiosk.devices.code_watch import CameraEvent, CameraHinted, CodeWatch, FrameHint
from kiosk.devices.scans import CodeScanned
from kiosk.ui.multimedia import quiet_multimedia

__all__ = ["Camera"]

_STOP_MS = 5_000
_RETRY_MS = 3_000


class _Lens(QObject):
    """Lives on the camera's thread: opens the source, passes frames on, tries again."""

    found = Signal(bool)

    def __init__(self, device: str, watch: CodeWatch) -> None:
        super().__init__()
        self._device, self._watch = device, watch
        self._is_looking = False
        self._is_made = False

    @Slot(bool)
    def look(self, is_looking: bool) -> None:
        self._make()
        self._is_looking = is_looking
        if is_looking and self._source is None:
            self._open()
        if not is_looking:
            self._close()
            self._watch.forget()

    @Slot(object)
    def help(self, hint: FrameHint) -> None:
        if self._is_made and self._source is not None:
            self._source.help(hint)

    @Slot()
    def end(self) -> None:
        """Give the camera back, then leave the thread."""
        if self._is_made:
            self._is_looking = False
            self._close()
            self._retry.stop()
            self._sink.deleteLater()
            self._retry.deleteLater()
        self.thread().quit()

    def _make(self) -> None:
        """Qt's multimedia costs tens of milliseconds: loaded here, and only with a camera."""
        if self._is_made:
            return
        from PySide6.QtMultimedia import QVideoSink  # noqa: PLC0415

        from kiosk.ui.input.camera_source import CameraSource  # noqa: PLC0415

        self._is_made = True
        self._source: CameraSource | None = None
        self._sink = QVideoSink(self)
        # Queued: no Python in the threads of Qt's decoder, which closing a source waits for while
        # it holds the interpreter.
        self._sink.videoFrameChanged.connect(self._frame_came, Qt.ConnectionType.QueuedConnection)
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self._open)

    def _open(self) -> None:
        from kiosk.ui.input.camera_source import open_source  # noqa: PLC0415

        if not self._is_looking:
            return
        self._source = open_source(self._device, self._sink, self._lost)
        self.found.emit(self._source is not None)
        if self._source is None:
            self._retry.start(_RETRY_MS)

    def _close(self) -> None:
        if self._source is not None:
            self._source.close()
            self._source = None

    def _lost(self) -> None:
        self._close()
        self.found.emit(False)
        self._retry.start(_RETRY_MS)

    def _frame_came(self, frame: object) -> None:
        from kiosk.ui.input.frames import grey_picture  # noqa: PLC0415

        # Shared, not copied: the decoder reads it while the camera fills the next one.
        self._watch.offer(lambda: grey_picture(frame))  # type: ignore[arg-type]  # see the signal


class Camera(QObject):
    """Made and used on the screen's thread; does nothing until look_for_codes().

    Args:
        device: see `camera.device` in the settings.
    """

    scanned = Signal(str)
    hinted = Signal(str)
    """A FrameHint: what would help to read the code that is held up."""
    found = Signal(bool)
    """Whether there is a camera, told when it is looked for."""
    _looking = Signal(bool)
    _helping = Signal(object)
    _ending = Signal()
    _happened = Signal(object)

    def __init__(self, device: str) -> None:
        super().__init__()
        quiet_multimedia()
        self._is_looking = self._is_closed = False
        self._watch = CodeWatch(self._happened.emit)
        self._thread = QThread()
        self._thread.setObjectName("camera")
        self._lens = _Lens(device, self._watch)
        self._lens.moveToThread(self._thread)
        queued = Qt.ConnectionType.QueuedConnection
        self._looking.connect(self._lens.look, queued)
        self._helping.connect(self._lens.help, queued)
        self._ending.connect(self._lens.end, queued)
        self._lens.found.connect(self.found, queued)
        self._happened.connect(self._on_event, queued)
        self._watch.start()
        self._thread.start()

    def look_for_codes(self, is_looking: bool) -> None:
        """Switch the camera on or off; a person is seen by it only where codes are asked for."""
        if is_looking is not self._is_looking and not self._is_closed:
            self._is_looking = is_looking
            self._looking.emit(is_looking)

    def close(self) -> None:
        """Give the camera back and end both threads."""
        if self._is_closed:
            return
        self._is_closed = True
        self._is_looking = False
        self._ending.emit()
        self._thread.wait(_STOP_MS)
        self._watch.stop()

    @Slot(object)
    def _on_event(self, event: CameraEvent) -> None:
        if not self._is_looking:
            return  # a frame that was under way when the camera was switched off
        match event:
            case CodeScanned():
                self.scanned.emit(event.text)
            case CameraHinted():
                self._helping.emit(event.hint)
                self.hinted.emit(str(event.hint))
