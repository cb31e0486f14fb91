"""From Qt's video frames to the grey pictures that are decoded; runs on the decoder's thread."""

from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

__all__ = ["grey_picture"]

_Format = QVideoFrameFormat.PixelFormat
# Their first plane is brightness, one byte a dot: no conversion at all.
_PLANAR = frozenset(
    {
        _Format.Format_NV12,
        _Format.Format_NV21,
        _Format.Format_YUV420P,
        _Format.Format_YUV422P,
        _Format.Format_YV12,
        _Format.Format_Y8,
    }
)
# Two bytes a dot, brightness in every second one: at offset 0 or 1.
_PACKED = {_Format.Format_YUYV: 0, _Format.Format_UYVY: 1}

# Four bytes a dot, in the words of Pillow's raw decoder; nothing shines through a camera's picture.
_COLOURED = {
    _Format.Format_BGRA8888: "BGRX",
    _Format.Format_BGRA8888_Premultiplied: "BGRX",
    _Format.Format_BGRX8888: "BGRX",
    _Format.Format_RGBA8888: "RGBX",
    _Format.Format_RGBX8888: "RGBX",
    _Format.Format_ARGB8888: "XRGB",
    _Format.Format_ARGB8888_Premultiplied: "XRGB",
    _Format.Format_XRGB8888: "XRGB",
}
_MAPPED = _PLANAR | _PACKED.keys() | _COLOURED.keys()


def grey_picture(frame: QVideoFrame) -> Image.Image | None:
    """A frame's brightness; None if the frame is empty or cannot be read."""
    if not frame.isValid():
        return None
    kind = frame.pixelFormat()
    if kind in _MAPPED and frame.map(QVideoFrame.MapMode.ReadOnly):
        try:
            return _brightness(frame, kind)
        finally:
            frame.unmap()
    image = frame.toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    if image.isNull():
        return None
    size = (image.width(), image.height())
    return Image.frombytes("L", size, bytes(image.constBits()), "raw", "L", image.bytesPerLine())


def _brightness(frame: QVideoFrame, kind: QVideoFrameFormat.PixelFormat) -> Image.Image:
    width, height, stride = frame.width(), frame.height(), frame.bytesPerLine(0)
    data = bytes(frame.bits(0))
    if kind in _COLOURED:
        mode = _COLOURED[kind]
        return Image.frombytes("RGB", (width, height), data, "raw", mode, stride).convert("L")
    if kind in _PACKED:
        data, stride = data[_PACKED[kind] :: 2], stride // 2
    return Image.frombytes("L", (width, height), data, "raw", "L", stride)
