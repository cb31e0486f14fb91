"""Pictures of codes on telephone screens as a poor camera sees them: seeded, 40 of each trouble.

To look at them: python tests/bench/phone_pictures.py DIRECTORY
"""

from __future__ import annotations

import io
import math
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from kiosk.domain.codes import CodeKind, build_code

__all__ = ["PER_TROUBLE", "TROUBLES", "pictures"]

SIZE = WIDTH, HEIGHT = 640, 480
PER_TROUBLE = 40
SEED = 20261123


def pictures(trouble: str) -> Iterator[tuple[str, Image.Image]]:
    """Payload and picture (mode "L") of one kind of trouble; the same at every call."""
    for number in range(PER_TROUBLE):
        chance = random.Random(f"{SEED}-{trouble}-{number}")
        payload = build_code(
            chance.choice(list(CodeKind)),
            "CSYH01",
            UUID(int=chance.getrandbits(128)),
            chance.randbytes(16),
        )
        yield payload, TROUBLES[trouble](payload, chance)


def _code(payload: str) -> Image.Image:
    buffer = io.BytesIO()
    segno.make_qr(payload, error="m").save(buffer, kind="png", scale=8, border=4)
    return Image.open(buffer).convert("L")


def _screen(code: Image.Image, side: int) -> Image.Image:
    """A telephone: dark edge, white page, the code in its middle."""
    page = Image.new("L", (round(side * 1.25), round(side * 1.9)), 245)
    ImageDraw.Draw(page).rectangle((0, 0, page.width - 1, page.height - 1), outline=20, width=6)
    page.paste(code.resize((side, side), Image.Resampling.LANCZOS), (side // 8, side * 2 // 5))
    return page


def _scene(screen: Image.Image, chance: random.Random, angle: float = 0.0) -> Image.Image:
    """The telephone in front of a hall that nobody lit for photographs."""
    back = Image.frombytes("L", (16, 12), chance.randbytes(192)).point(lambda v: 60 + v // 4)
    scene = back.resize(SIZE, Image.Resampling.BICUBIC)
    mask = Image.new("L", screen.size, 255)
    turned = screen.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    mask = mask.rotate(angle, Image.Resampling.BICUBIC, expand=True)
    left = (WIDTH - turned.width) // 2 + chance.randint(-20, 20)
    top = (HEIGHT - turned.height) // 2 + chance.randint(-20, 20)
    scene.paste(turned, (left, top), mask)
    return scene


def _noisy(picture: Image.Image, chance: random.Random, share: float) -> Image.Image:
    noise = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
    return Image.blend(picture, noise, share)


def _plain(payload: str, chance: random.Random, side: tuple[int, int] = (190, 260)) -> Image.Image:
    turn = chance.uniform(-8, 8)
    return _scene(_screen(_code(payload), chance.randint(*side)), chance, turn)


def _tilt(payload: str, chance: random.Random) -> Image.Image:
    """Held at an angle: one side is farther away, and the whole is turned."""
    screen = _screen(_code(payload), chance.randint(190, 230))
    picture = _scene(screen, chance, chance.uniform(-35, 35))
    across, down = (chance.choice((-1, 1)) * chance.uniform(0.0006, 0.0028) for _ in range(2))
    return picture.transform(
        SIZE, Image.Transform.PERSPECTIVE, _seen_from(across, down), Image.Resampling.BICUBIC
    )


def _seen_from(across: float, down: float) -> tuple[float, ...]:
    """Pillow's eight numbers for a plane turned about the picture's middle."""
    x, y = WIDTH / 2, HEIGHT / 2
    middle = 1 - across * x - down * y
    return (
        (1 + x * across) / middle,
        x * down / middle,
        (x * middle - x) / middle,
        y * across / middle,
        (1 + y * down) / middle,
        (y * middle - y) / middle,
        across / middle,
        down / middle,
    )


def _blur(payload: str, chance: random.Random) -> Image.Image:
    blurred = _plain(payload, chance).filter(ImageFilter.GaussianBlur(chance.uniform(1.5, 4)))
    return _noisy(blurred, chance, 0.03)


def _motion(payload: str, chance: random.Random) -> Image.Image:
    """Moved while exposed: the mean of copies along a line."""
    picture, length = _plain(payload, chance), chance.randint(4, 13)
    direction = chance.uniform(0, math.pi)
    smeared = picture
    for step in range(1, length):
        offset = round(step * math.cos(direction)), round(step * math.sin(direction))
        smeared = Image.blend(smeared, ImageChops.offset(picture, *offset), 1 / (step + 1))
    return smeared


def _glare(payload: str, chance: random.Random) -> Image.Image:
    """A lamp's reflection over a part of the code."""
    light = Image.new("L", SIZE, 0)
    centre = WIDTH // 2 + chance.randint(-70, 70), HEIGHT // 2 + chance.randint(-70, 70)
    across, high = chance.randint(12, 42), chance.randint(12, 36)
    box = (centre[0] - across, centre[1] - high, centre[0] + across, centre[1] + high)
    ImageDraw.Draw(light).ellipse(box, fill=255)
    light = light.filter(ImageFilter.GaussianBlur(chance.uniform(8, 20)))
    return ImageChops.add(_plain(payload, chance), light.point(lambda value: min(255, value * 2)))


def _inverted(payload: str, chance: random.Random) -> Image.Image:
    """Dark mode: light modules on a dark page."""
    page = ImageOps.invert(_screen(_code(payload), chance.randint(190, 260)))
    return _noisy(_scene(page, chance, chance.uniform(-8, 8)), chance, 0.05)


def _far(payload: str, chance: random.Random) -> Image.Image:
    """Too far away: about two dots for each module."""
    return _noisy(_plain(payload, chance, side=(58, 96)), chance, 0.06)


def _dim(payload: str, chance: random.Random) -> Image.Image:
    """A dark screen in a dark hall: little contrast, much noise."""
    depth = chance.uniform(0.06, 0.2)
    faint = _plain(payload, chance).point(lambda value: round(25 + value * depth))
    return _noisy(faint, chance, chance.uniform(0.03, 0.1))


def _moire(payload: str, chance: random.Random) -> Image.Image:
    """The screen's own dots against the camera's: sampled without smoothing."""
    screen = _screen(_code(payload), chance.randint(420, 540))
    pitch, depth = chance.choice((3, 4, 5)), chance.randint(60, 160)
    dots = Image.new("L", screen.size, 255)
    draw = ImageDraw.Draw(dots)
    for left in range(0, screen.width, pitch):
        draw.line((left, 0, left, screen.height), fill=depth)
    for top in range(0, screen.height, pitch):
        draw.line((0, top, screen.width, top), fill=depth + 40)
    screen = ImageChops.multiply(screen, dots)
    turned = screen.rotate(
        chance.uniform(-6, 6), Image.Resampling.NEAREST, expand=True, fillcolor=90
    )
    share = chance.uniform(0.38, 0.52)
    small = turned.resize(
        (round(turned.width * share), round(turned.height * share)), Image.Resampling.NEAREST
    )
    return _scene(small, chance).filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 1.2)))


TROUBLES = {
    "tilt": _tilt,
    "blur": _blur,
    "motion": _motion,
    "glare": _glare,
    "inverted": _inverted,
    "far": _far,
    "dim": _dim,
    "moiré": _moire,
}

if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for name in TROUBLES:
        for index, (_payload, image) in enumerate(pictures(name)):
            image.save(target / f"{name}-{index:02d}.png")
