"""Decoding beside the camera: the newest frame wins, hints help, a broken frame is one frame."""

from __future__ import annotations

import contextlib
import io
import queue
import threading

import pytest
import segno
from PIL import Image, ImageDraw

from kiosk.devices.code_watch import CameraHinted, CodeWatch, FrameHint, hint_of
from kiosk.devices.scans import CodeScanned

CODE = "GH1:R:CSYH01:01KB5NR000000000000000005B:5NSC1G71QPN3T"
OTHER = "GH1:P:CSYH01:01KB5NR000000000000000005B:5NSC1G71QPN3T"


def scene(text: str = "", background: int = 150) -> Image.Image:
    picture = Image.new("L", (640, 480), background)
    if text:
        buffer = io.BytesIO()
        segno.make_qr(text, error="m").save(buffer, kind="png", scale=4, border=4)
        picture.paste(Image.open(buffer).convert("L"), (200, 100))
    return picture


def with_glare() -> Image.Image:
    picture = scene(CODE)
    ImageDraw.Draw(picture).rectangle((250, 150, 310, 210), fill=255)
    return picture


@contextlib.contextmanager
def watching():
    events: queue.Queue = queue.Queue()
    watch = CodeWatch(events.put)
    watch.start()
    try:
        yield watch, lambda: events.get(timeout=10)
    finally:
        assert watch.stop()
    assert events.empty()


def test_a_code_is_told_once_while_it_is_held_up():
    with watching() as (watch, next_event):
        for text in (CODE, CODE, OTHER):
            looked = threading.Event()

            def frame(text=text, looked=looked):
                looked.set()
                return scene(text)

            watch.offer(frame)
            assert looked.wait(10)
        assert next_event() == CodeScanned(CODE)
        assert next_event() == CodeScanned(OTHER)


def test_after_forgetting_the_same_code_is_new():
    with watching() as (watch, next_event):
        watch.offer(lambda: scene(CODE))
        assert next_event() == CodeScanned(CODE)
        watch.forget()
        watch.offer(lambda: scene(CODE))
        assert next_event() == CodeScanned(CODE)


def test_the_newest_frame_wins_and_those_between_are_never_looked_at():
    busy, go_on, looked = threading.Event(), threading.Event(), []

    def slow():
        busy.set()
        assert go_on.wait(10)
        return scene()

    def frame(number):
        looked.append(number)
        return scene(CODE)

    with watching() as (watch, next_event):
        watch.offer(slow)
        assert busy.wait(10)
        for number in range(50):
            watch.offer(lambda number=number: frame(number))
        go_on.set()
        assert next_event() == CodeScanned(CODE)
    assert looked == [49]


def test_a_broken_frame_and_an_empty_one_are_passed_over(caplog):
    def broken():
        raise ValueError("half a frame")

    with watching() as (watch, next_event):
        for frame in (broken, lambda: None):
            looked = threading.Event()
            watch.offer(lambda frame=frame, looked=looked: (looked.set(), frame())[1])
            assert looked.wait(10)
        watch.offer(lambda: scene(CODE))
        assert next_event() == CodeScanned(CODE)


@pytest.mark.parametrize(
    ("picture", "hint"),
    [
        (scene(background=150), FrameHint.NONE),
        (scene(background=12), FrameHint.DARK),
        (scene(background=250), FrameHint.BRIGHT),
        (with_glare(), FrameHint.UNREADABLE),
        (Image.new("L", (3, 3), 0), FrameHint.DARK),
    ],
)
def test_what_would_help(picture, hint):
    assert hint_of(picture) is hint


def test_a_hint_is_told_when_it_changes():
    with watching() as (watch, next_event):
        for hint, picture in (
            (FrameHint.DARK, scene(background=5)),
            (FrameHint.UNREADABLE, with_glare()),
            (FrameHint.NONE, scene()),
        ):
            watch.offer(lambda picture=picture: picture)
            assert next_event() == CameraHinted(hint)


def test_stopping_does_not_wait_for_a_frame_that_never_comes():
    with watching():
        pass
