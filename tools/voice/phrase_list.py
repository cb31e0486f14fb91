"""Which phrases get a clip of their own, the most important first.

Rows are (worded text, ending): the ending is the mark that shapes the melody of the sentence, empty
where the sentence goes on with another clip.
"""

import ast
import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from kiosk.speech import numbers
from kiosk.speech.marks import STOP
from kiosk.speech.wording import HAN, worded

__all__ = ["phrases"]

ROOT = Path(__file__).resolve().parents[2]
_SPOKEN_SOURCES = ("kiosk/ui/public", "kiosk/ui/board", "kiosk/ui/components", "kiosk/ui/*.py")
_SPOKEN_FILES = ("kiosk/words.py", "kiosk/speech/calls.py", "kiosk/service/site.py")
_NOT_SPOKEN = ("audit.py", "gallery", "component_sheet.py")
_LONGEST = 60
Row = tuple[str, str]


def phrases() -> list[Row]:
    """All rows, each text once."""
    found: dict[str, str] = {}
    sources = (
        *(_figures(), _units(), _counts(), _words(), _trades(), _regions()),
        *(_messages(), _leaflets()),
    )
    for source in sources:
        for text, ending in source:
            for part, mark in _sentences(text, ending):
                if 0 < len(part) <= _LONGEST and not (part in found and not mark):
                    found[part] = found.get(part) or mark
    return list(found.items())


def _sentences(text: str, ending: str) -> Iterator[Row]:
    """A clip says one sentence; marks at its ends are pauses, not part of it."""
    for sentence in re.findall(r"[^。！？!?…\n]+[。！？!?…]*", text):
        mark = sentence[-1] if sentence[-1] in "。！？!?…" else ending
        mark = {"!": "！", "?": "？", "…": "。"}.get(mark, mark)
        yield worded(sentence).strip(STOP), mark


def _figures() -> Iterator[Row]:
    for number in (*range(100), *range(100, 1000, 10)):
        yield numbers.cardinal(number), ""
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        yield letter, ""
    for digit in range(1, 10):
        for place in ("百", "百零", "千", "千零", "万", "万零"):
            yield (
                ("两" if digit == 2 and place[0] != "百" else numbers.digits(str(digit))) + place,
                "",
            )
    yield from ((text, "") for text in ("零", "两", "幺", "点", "半", "万", "亿", "百分之", "第"))
    for rest in range(10, 20):
        # As in 一百一十五.
        yield numbers.cardinal(100 + rest)[2:], ""
    for minute in range(1, 10):
        yield f"零{numbers.cardinal(minute)}", ""


def _units() -> Iterator[Row]:
    for unit in ("天", "小时", "件", "趟", "月", "次"):
        yield f"元一{unit}", ""
    for amount in range(100, 510, 10):
        yield worded(f"{amount}元/天"), ""
    for amount in (*range(10, 61), 65, 70, 80):
        yield worded(f"{amount}元/小时"), ""
    for hour in range(25):
        yield numbers.clock(hour, 0), ""
        yield numbers.clock(hour, 30), ""


def _counts() -> Iterator[Row]:
    for count in range(1, 31):
        yield worded(f"{count}人"), ""
        yield worded(f"{count}个"), ""
        yield worded(f"{count}号"), ""
    for count in range(1, 13):
        yield worded(f"{count}小时"), ""
        yield worded(f"{count}月"), ""
        yield worded(f"{count}样"), ""
        yield worded(f"{count}号上车位"), ""
    for count in range(1, 32):
        yield worded(f"{count}日"), ""
    for page in range(1, 21):
        yield f"第{numbers.cardinal(page)}页", ""
        yield f"共{numbers.cardinal(page)}页", ""
    for step in range(1, 8):
        yield f"第{numbers.cardinal(step)}步", ""
        yield f"共{numbers.cardinal(step)}步", ""
    for letter in "ABCDEF":
        yield f"{letter}区", ""
    for day in "一二三四五六日":
        yield f"星期{day}", ""
    for day in ("今天", "明天", "后天", "昨天", "早上", "上午", "中午", "下午", "晚上"):
        yield day, ""


def _table(name: str) -> list[dict[str, str]]:
    with (ROOT / "assets" / "catalog" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _trades() -> Iterator[Row]:
    for row in _table("trades.csv"):
        yield row["zh"], ""
        for name in (*row["zh"].split("/"), *row["aliases"].split(";")):
            yield name, ""


def _regions() -> Iterator[Row]:
    for row in _table("gbt2260_hunan.csv"):
        yield row["name"], ""


def _words() -> Iterator[Row]:
    """Units, and kinds of places: 高桥 has no clip of its own, 大市场 has."""
    text = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8")
    yield from ((word, "") for word in text.split())


def _messages() -> Iterator[Row]:
    """Texts of public screens; those with a gap in pieces that are said around the gap."""
    for path in _sources():
        for message in _marked(path):
            if not re.search(f"[{HAN}]", message):
                continue
            pieces = re.split(r"\{[^}]*\}", message)
            yield message if len(pieces) == 1 else "", ""
            for piece in pieces if len(pieces) > 1 else ():
                for clause in re.split(r"(?<=[，、；：·。！？])", piece):
                    yield clause, ""


def _leaflets() -> Iterator[Row]:
    """Rights and rules of `assets/content`: title, the law's name, and each line."""
    path = ROOT / "assets" / "content" / "leaflets.toml"
    for leaflet in tomllib.loads(path.read_text(encoding="utf-8"))["leaflet"]:
        yield leaflet["title"], ""
        yield leaflet["basis"], ""
        yield from ((line, "") for line in leaflet["text"].splitlines())


def _sources() -> Iterator[Path]:
    for pattern in _SPOKEN_SOURCES:
        paths = ROOT.glob(pattern) if "*" in pattern else (ROOT / pattern).rglob("*.py")
        for path in sorted(paths):
            if not path.name.startswith(_NOT_SPOKEN):
                yield path
    for name in _SPOKEN_FILES:
        if (ROOT / name).exists():
            yield ROOT / name


def _marked(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        for argument in node.args if node.func.id in {"_", "N_", "ngettext"} else ():
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value
