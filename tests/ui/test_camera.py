"""The camera adapter with a folder of pictures and a video in place of a camera."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from PIL import Image
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kiosk.devices.code_watch import FrameHint
from kiosk.ui.input.camera import Camera
from kiosk.ui.multimedia import quiet_multimedia

CODE = "GH1:R:CSYH01:01KB5NR000000000000000005B:5NSC1G71QPN3T"


def code_picture(background: int = 180, text: str = CODE) -> Image.Image:
    buffer = io.BytesIO()
    segno.make_qr(text, error="m").save(buffer, kind="png", scale=4, border=4)
    picture = Image.new("L", (640, 480), background)
    picture.paste(Image.open(buffer).convert("L"), (200, 100))
    return picture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pictures"
    made.mkdir()
    Image.new("L", (640, 480), 120).save(made / "1.png")
    code_picture().save(made / "2.png")
    (made / "notes.txt").write_text("no picture")
    return made


@pytest.fixture
def camera_of(qtbot: QtBot) -> Iterator[object]:
    made: list[Camera] = []

    def make(device: str) -> Camera:
        made.append(Camera(device))
        return made[-1]

    yield make
    for camera in made:
        camera.close()
    gc.collect()


def test_a_folder_of_pictures_is_read_like_a_camera(qtbot, camera_of, folder):
    camera = camera_of(f"folder:{folder}")
    found: list[bool] = []
    camera.found.connect(found.append)
    with qtbot.waitSignal(camera.scanned, timeout=10_000) as caught:
        camera.look_for_codes(True)
    assert caught.args == [CODE]
    assert found == [True]


def test_a_video_is_read_like_a_camera(qtbot, camera_of, tmp_path):
    first, *rest = [Image.new("L", (640, 480), 120)] + [code_picture()] * 5
    first.save(tmp_path / "clip.gif", save_all=True, append_images=rest, duration=80)
    camera = camera_of(f"file:{tmp_path}/clip.gif")
    with qtbot.waitSignal(camera.scanned, timeout=20_000) as caught:
        camera.look_for_codes(True)
    assert caught.args == [CODE]


def test_it_looks_only_while_it_is_asked_to(qtbot, camera_of, folder):
    camera = camera_of(f"folder:{folder}")
    scanned: list[str] = []
    camera.scanned.connect(scanned.append)
    with qtbot.assertNotEmitted(camera.scanned, wait=300):
        pass
    with qtbot.waitSignal(camera.scanned, timeout=10_000):
        camera.look_for_codes(True)
    camera.look_for_codes(False)
    # The next person's code is a new one, though it is the same picture.
    with qtbot.waitSignal(camera.scanned, timeout=10_000):
        camera.look_for_codes(True)
    assert scanned == [CODE, CODE]


@pytest.mark.parametrize("device", ["folder:/nowhere", "file:/nowhere", "default", "Acme 9000"])
def test_no_camera_is_told_and_no_failure(qtbot, camera_of, device):
    camera = camera_of(device)
    with qtbot.waitSignal(camera.found, timeout=10_000) as caught:
        camera.look_for_codes(True)
    assert caught.args == [False]


def test_darkness_is_hinted(qtbot, camera_of, tmp_path):
    Image.new("L", (640, 480), 8).save(tmp_path / "dark.png")
    camera = camera_of(f"folder:{tmp_path}")
    with qtbot.waitSignal(camera.hinted, timeout=10_000) as caught:
        camera.look_for_codes(True)
    assert caught.args == ["dark"]


class FakeTorch:
    """A camera's lamp and exposure; a real one was not at hand."""

    def __init__(self, has_torch: bool) -> None:
        self.has_torch, self.torch, self.exposure = has_torch, "", 0.0

    def isTorchModeSupported(self, _mode):  # noqa: N802
        return self.has_torch

    def setTorchMode(self, mode):  # noqa: N802
        self.torch = mode.name

    def setExposureCompensation(self, compensation):  # noqa: N802
        self.exposure = compensation


@pytest.mark.parametrize("has_torch", [True, False])
def test_light_is_made_where_the_camera_can(has_torch):
    quiet_multimedia()
    from kiosk.ui.input.camera_source import help_camera

    camera = FakeTorch(has_torch)
    help_camera(camera, FrameHint.DARK)
    assert (camera.exposure, camera.torch) == (1.0, "TorchOn" if has_torch else "")
    help_camera(camera, FrameHint.UNREADABLE)
    assert camera.exposure == 1.0
    help_camera(camera, FrameHint.BRIGHT)
    assert (camera.exposure, camera.torch) == (-1.0, "TorchOff" if has_torch else "")


def test_frames_of_every_layout_become_the_same_grey(qtbot):
    quiet_multimedia()
    from PySide6.QtCore import QSize
    from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

    from kiosk.ui.input.frames import grey_picture

    levels = bytes((x * 3 + y * 5) % 256 for y in range(48) for x in range(64))
    form = QVideoFrameFormat.PixelFormat
    layouts = {
        form.Format_NV12: lambda: levels + bytes(len(levels) // 2),
        form.Format_YUV420P: lambda: levels + bytes(len(levels) // 2),
        form.Format_Y8: lambda: levels,
        form.Format_YUYV: lambda: b"".join(bytes([level, 128]) for level in levels),
        form.Format_UYVY: lambda: b"".join(bytes([128, level]) for level in levels),
    }
    for layout, data in layouts.items():
        frame = QVideoFrame(QVideoFrameFormat(QSize(64, 48), layout))
        assert frame.map(QVideoFrame.MapMode.WriteOnly)
        stride, pixels, row = frame.bytesPerLine(0), data(), 64
        row = 128 if layout in {form.Format_YUYV, form.Format_UYVY} else 64
        plane = frame.bits(0)
        for y in range(48):
            plane[y * stride : y * stride + row] = pixels[y * row : (y + 1) * row]
        frame.unmap()
        grey = grey_picture(frame)
        assert grey is not None, layout
        assert grey.tobytes() == levels, layout
    image = QImage(levels, 64, 48, 64, QImage.Format.Format_Grayscale8)
    for colours in (QImage.Format.Format_RGB32, QImage.Format.Format_RGBA8888):
        grey = grey_picture(QVideoFrame(image.convertToFormat(colours)))
        assert grey is not None
        assert grey.tobytes() == levels, colours
    assert grey_picture(QVideoFrame()) is None
