"""A public station in a process of its own, as `kiosk run` builds it: prints its memory.

    python tests/bench/station_memory.py DATA

Opens the store in DATA, shows every screen, turns pages, writes a character, looks up pinyin, and
prints the proportional set size after each part, in MB, as JSON.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

import kiosk.app  # noqa: F401 (whatever `kiosk run` loads)
from kiosk.config import SessionSettings
from kiosk.machinery import Machinery
from kiosk.station import open_station
from kiosk.ui.bridge import Bridge
from kiosk.ui.public.public_station import PublicStation
from kiosk.ui.speech import speaker_of
from kiosk.ui.theme import Theme
from kiosk.writing.handwriting import Recogniser
from kiosk.writing.pinyin import Lexicon

_PAGES = 30
_STROKE = [[(200.0, 200.0), (600.0, 210.0)], [(400.0, 90.0), (400.0, 700.0)]]


def pss_mb(kind: str = "Pss") -> float:
    """Proportional set size of this process; `Rss` also counts in full what others share."""
    text = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return round(int(text.split(f"{kind}:")[1].split()[0]) / 1024, 1)


def main(data: Path) -> None:
    """Build, use, measure."""
    application = QApplication([])
    station = open_station(data)
    machinery = Machinery(station, lambda _topic, _value: None)
    bridge = Bridge(machinery.reader, machinery.writer, machinery.committed)
    speaker = speaker_of(data)
    windows = PublicStation(Theme(), station.site, bridge, SessionSettings(), speaker)
    windows.window.show()
    machinery.start()

    def settle() -> None:
        while not bridge.is_idle:
            application.processEvents()
        windows.window.repaint()
        application.processEvents()

    settle()
    found = {"home": pss_mb()}
    for name in windows.screen_names:
        windows.navigator.go(name)
        settle()
        windows.navigator.leave()
        settle()
    found["every screen"] = pss_mb()
    posts = windows.screen("posts").presenter  # type: ignore[attr-defined]  # of the gigs
    windows.navigator.go("posts")
    for page in range(_PAGES):
        posts.turn(page + 1)
        settle()
    found["pages"] = pss_mb()
    Recogniser.load().best(_STROKE)
    Lexicon.load().candidates("changsha")
    found["writing"] = pss_mb()
    sys.stderr.write(f"RSS {pss_mb('Rss')} MB\n")
    windows.stop()
    speaker.close()
    machinery.stop()
    station.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
