"""The main job as a newcomer runs it: a process of its own, the real windows, real bytes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.qr import ScanKind, classify_payload, decode_image, decode_text
from kiosk.domain.codes import parse_code, verify_mac
from kiosk.printing.render import image_from_escpos
from kiosk.station import open_station

LAST_LINE = re.compile(
    r"main job: 1 registered, 1 posted, 1 referred, 1 agreed, 2 slips printed, "
    r"(\d+)/\1 events acknowledged by the hub"
)
DEMO = (sys.executable, "-m", "kiosk", "demo", "--headless")
PERSON = (
    "张铁柱",
    "铁柱",
    "刘建国",
    "建国",
    "13800001234",
    "13600007788",
    "430111196803",
    "430111197508",
)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("options", [(), ("--landscape",)], ids=["portrait", "landscape"])
def test_headless_demo(tmp_path: Path, options: tuple[str, ...]) -> None:
    out, data = tmp_path / "out", tmp_path / "data"
    done = subprocess.run(
        [*DEMO, *options, f"--out={out}", f"--data={data}"],
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert LAST_LINE.fullmatch(done.stdout.strip().split("\n")[-1]), done.stdout

    steps = [json.loads(line) for line in (out / "transcript.jsonl").read_text().splitlines()]
    assert all({"step", "screen", "ms"} <= set(step) for step in steps)
    screens = {step["screen"] for step in steps}
    assert {"home", "card", "consent", "check", "phone", "trades", "posts"} <= screens
    assert {"detail", "slip", "confirm", "my_post", "post_pay"} <= screens
    pictures = [step["picture"] for step in steps if "picture" in step]
    assert len(pictures) >= 20
    size = (1920, 1080) if options else (1080, 1920)
    for name in pictures:
        with Image.open(out / name) as picture:
            assert picture.size == size
            assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 20, name

    slip = (out / "slip.bin").read_bytes()
    with Image.open(out / "slip.png") as picture:
        assert image_from_escpos(slip).tobytes() == picture.convert("1").tobytes()
        [text] = [decode_text(raw) for raw in decode_image(picture.convert("L"))]
    assert classify_payload(text).kind is ScanKind.REFERRAL
    code = parse_code(text)
    assert code is not None
    station = open_station(data / "station")
    try:
        assert verify_mac(code, station.site.hall_key())
        assert not verify_mac(code, b"another hall's key")
    finally:
        station.close()

    assert all(step["ms"] >= 0 for step in steps)
    # Nobody waits: a touch is answered within a second even on a slow machine.
    slow = [step for step in steps if step["step"].startswith("digit") and step["ms"] > 1000]
    assert slow == []

    assert list((data / "logs").glob("kiosk.log"))
    readable = [path for path in data.rglob("*") if path.is_file()]
    assert readable
    for path in readable:
        raw = path.read_bytes()
        for word in PERSON:
            assert word.encode() not in raw, (path, word)
            assert word.encode("utf-16-le") not in raw, (path, word)


def test_headless_demo_wants_a_fresh_hall(tmp_path: Path) -> None:
    (tmp_path / "data" / "station").mkdir(parents=True)
    (tmp_path / "data" / "station" / "station.db").write_bytes(b"something")
    done = subprocess.run(
        [*DEMO, f"--data={tmp_path / 'data'}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 1
    assert "new" in done.stderr
    assert "Traceback" not in done.stderr
