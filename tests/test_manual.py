"""The manual of the hall says what the program says: its words, pictures and links are there."""

import ast
import re
from pathlib import Path

import pytest

from kiosk.service.station_state import Fault
from kiosk.service.views import HallView
from kiosk.ui.desk.pages import PAGES
from kiosk.ui.public.fault_presenter import words_of

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs" / "manual"
CHAPTERS = sorted(MANUAL.glob("*.md"))
_MOST_BYTES = 3_000_000


def words_of_the_program() -> str:
    found: list[str] = []
    for path in sorted((ROOT / "kiosk").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
    return "\n".join(found)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_links_and_pictures_are_there(chapter: Path) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", chapter.read_text(encoding="utf-8"))
    assert [target for target in targets if not (MANUAL / target).exists()] == []


def test_every_chapter_is_in_the_contents_and_every_picture_is_used() -> None:
    contents = (MANUAL / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in CHAPTERS if path.name != "README.md"
            and f"({path.name})" not in contents] == []  # fmt: skip
    text = "".join(path.read_text(encoding="utf-8") for path in CHAPTERS)
    pictures = sorted((MANUAL / "pictures").glob("*.png"))
    assert [path.name for path in pictures if path.name not in text] == []
    assert 0 < sum(path.stat().st_size for path in pictures) <= _MOST_BYTES


def test_what_stands_in_quotes_is_what_the_buttons_say() -> None:
    program = words_of_the_program()
    quoted = {
        part
        for path in CHAPTERS
        for words in re.findall(r"“([^”]+)”", path.read_text(encoding="utf-8"))
        for part in words.split(" → ")
    }
    assert len(quoted) > 40
    assert sorted(part for part in quoted if part not in program) == []


def test_every_page_of_the_desk_and_every_fault_is_told() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in CHAPTERS)
    titles = {str(page.title) for page in PAGES}
    assert len(titles) > 15
    assert sorted(title for title in titles if title not in text) == []
    hall = HallView("hall:1", "试验市场")
    heads = {words_of(fault, hall).title for fault in Fault}
    assert len(heads) >= 5
    assert sorted(head for head in heads if head not in text) == []
