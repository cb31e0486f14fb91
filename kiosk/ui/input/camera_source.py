"""Where pictures come from: a camera, a video file, or a folder of pictures in its place."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QSize, QTimer, QUrl
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QCameraFormat,
    QMediaCaptureSession,
    QMediaDevices,
    QMediaPlayer,
    QVideoFrame,
    QVideoSink,
)

from kiosk.devices.code_watch import FrameHint

__all__ = ["CameraSource", "help_camera", "open_source"]

_FOLDER_INTERVAL_MS = 100
_FILE, _FOLDER, _DEFAULT = "file:", "folder:", "default"
_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".webp")
# Enough for a code of 33 modules on a small slip; more only costs time.
_WANTED = QSize(1280, 720)
_MIN_FRAMES_S = 10.0
_BRIGHTER, _DARKER = 1.0, -1.0


class CameraSource(Protocol):
    """Sends frames to the sink it was opened with, from the thread it was opened in."""

    def help(self, hint: FrameHint) -> None:
        """Make light: torch and exposure, as far as the device can."""

    def close(self) -> None:
        """Send no more; a camera's lamp goes off."""


class Torch(Protocol):
    """What of QCamera makes light."""

    def isTorchModeSupported(self, mode: QCamera.TorchMode) -> bool:  # noqa: N802 (Qt's name)
        """Whether it has the lamp."""

    def setTorchMode(self, mode: QCamera.TorchMode) -> None:  # noqa: N802 (Qt's name)
        """The lamp."""

    def setExposureCompensation(self, compensation: float) -> None:  # noqa: N802 (Qt's name)
        """Brighter or darker pictures, in steps of exposure."""


def open_source(device: str, sink: QVideoSink, lost: Callable[[], None]) -> CameraSource | None:
    """Start a source; None if it is not there. `lost` is called when it breaks off later.

    Args:
        device: `default`, a part of a camera's name or id, `file:PATH`, `folder:DIR`.
    """
    if device.startswith(_FOLDER):
        pictures = _pictures(Path(device.removeprefix(_FOLDER)))
        return _Folder(pictures, sink) if pictures else None
    if device.startswith(_FILE):
        path = Path(device.removeprefix(_FILE))
        return _File(path, sink, lost) if path.is_file() else None
    found = _camera_named(device)
    return None if found is None else _Camera(found, sink, lost)


def help_camera(camera: Torch, hint: FrameHint) -> None:
    """Light for a picture that is too dark, less of it for one too bright; else it stays."""
    torch = QCamera.TorchMode
    if hint is FrameHint.DARK:
        camera.setExposureCompensation(_BRIGHTER)
        if camera.isTorchModeSupported(torch.TorchOn):
            camera.setTorchMode(torch.TorchOn)
    elif hint is FrameHint.BRIGHT:
        camera.setExposureCompensation(_DARKER)
        if camera.isTorchModeSupported(torch.TorchOff):
            camera.setTorchMode(torch.TorchOff)


def _pictures(directory: Path) -> list[Path]:
    if not directory.is_dir():
        return []
    return sorted(path for path in directory.iterdir() if path.suffix.lower() in _SUFFIXES)


def _camera_named(name: str) -> QCameraDevice | None:
    if name == _DEFAULT:
        found = QMediaDevices.defaultVideoInput()
        return None if found.isNull() else found
    for device in QMediaDevices.videoInputs():
        if name in device.description() or name in device.id().toStdString():
            return device
    return None


class _Folder:
    """Pictures one after the other, again and again."""

    def __init__(self, pictures: list[Path], sink: QVideoSink) -> None:
        self._pictures, self._sink, self._next = pictures, sink, 0
        self._timer = QTimer()
        self._timer.setInterval(_FOLDER_INTERVAL_MS)
        self._timer.timeout.connect(self._show)
        self._timer.start()

    def _show(self) -> None:
        image = QImage(str(self._pictures[self._next % len(self._pictures)]))
        self._next += 1
        if not image.isNull():
            self._sink.setVideoFrame(QVideoFrame(image))

    def help(self, hint: FrameHint) -> None:
        """Pictures are as they are."""

    def close(self) -> None:
        self._timer.stop()


class _File:
    """A video, again and again."""

    def __init__(self, path: Path, sink: QVideoSink, lost: Callable[[], None]) -> None:
        self._player = QMediaPlayer()
        self._player.setVideoSink(sink)
        self._player.setLoops(QMediaPlayer.Loops.Infinite)
        self._player.errorOccurred.connect(lambda _error, _words: lost())
        self._player.setSource(QUrl.fromLocalFile(str(path)))
        self._player.play()

    def help(self, hint: FrameHint) -> None:
        """A video is as it is."""

    def close(self) -> None:
        self._player.stop()


class _Camera(QObject):
    """A camera of the system, set for codes."""

    def __init__(self, device: QCameraDevice, sink: QVideoSink, lost: Callable[[], None]) -> None:
        super().__init__()
        self._camera = QCamera(device)
        chosen = _format_of(device)
        if chosen is not None:
            self._camera.setCameraFormat(chosen)
        self._camera.setExposureMode(QCamera.ExposureMode.ExposureBarcode)
        near = QCamera.FocusMode.FocusModeAutoNear
        if self._camera.isFocusModeSupported(near):
            self._camera.setFocusMode(near)
        self._camera.errorOccurred.connect(lambda _error, _words: lost())
        self._session = QMediaCaptureSession()
        self._session.setCamera(self._camera)
        self._session.setVideoSink(sink)
        self._camera.start()

    def help(self, hint: FrameHint) -> None:
        help_camera(self._camera, hint)

    def close(self) -> None:
        with suppress(RuntimeError):  # the device's own end came first
            self._camera.stop()


def _format_of(device: QCameraDevice) -> QCameraFormat | None:
    """The format nearest to what codes need, of those quick enough."""

    def distance(form: QCameraFormat) -> int:
        size = form.resolution()
        return abs(size.width() * size.height() - _WANTED.width() * _WANTED.height())

    quick = [form for form in device.videoFormats() if form.maxFrameRate() >= _MIN_FRAMES_S]
    return min(quick, key=distance, default=None)
