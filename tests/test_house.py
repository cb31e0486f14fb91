"""The house rules that no linter knows."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kiosk.cli import main
from kiosk.domain.scopes import AUDIENCE

ROOT = Path(__file__).parents[1]
CHINESE = re.compile(r"[\u3400-\u9fff]")
# Data, not interface: names of people and tables of invented ones, forms of address that the
# domain shapes (it imports nothing of ours), test pages of characters.
EXEMPT = {
    "kiosk/domain/masking.py",
    "kiosk/synthetic.py",
    "kiosk/devices/synthetic_cards.py",
    "kiosk/devices/id_card.py",  # 长期 as it stands on a card
    "kiosk/demo/headless.py",
    "kiosk/ui/gallery.py",
    "kiosk/ui/public/gallery_samples.py",
    "kiosk/ui/gallery_scene.py",
    "kiosk/ui/doctor/sample_checks.py",
    "kiosk/ui/desk/counter_samples.py",
    "kiosk/ui/desk/gallery_samples.py",
    "kiosk/ui/desk/gallery_stage.py",
    "kiosk/ui/desk/help/help_samples.py",
    "kiosk/config.py",
    "kiosk/service/site.py",
    "kiosk/regions.py",  # endings of names of places
    # Rules of spoken Mandarin: 两 before a measure word, pauses.
    "kiosk/speech/marks.py",
    "kiosk/speech/numbers.py",
    "kiosk/speech/wording.py",
}
MARKERS = {"_", "N_", "ngettext"}


def sources() -> list[Path]:
    return sorted((ROOT / "kiosk").rglob("*.py"))


def docstrings(tree: ast.AST) -> set[int]:
    """Bare strings: docstrings of modules, classes, functions and attributes."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def bare_literals(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in MARKERS:
                allowed |= {id(item) for argument in node.args for item in ast.walk(argument)}
    return [
        f"{path}:{node.lineno}: {node.value[:30]}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and id(node) not in allowed
        and "李㛃" not in node.value  # the test slip's rare names
    ]


def test_no_bare_chinese_literal() -> None:
    found = [
        line
        for path in sources()
        if path.relative_to(ROOT).as_posix() not in EXEMPT
        for line in bare_literals(path)
    ]
    assert found == []


def test_the_literal_check_can_fail(tmp_path: Path) -> None:
    copy = tmp_path / "copy.py"
    text = (ROOT / "kiosk" / "words.py").read_text(encoding="utf-8")
    copy.write_text(text + '\nX = "没有包起来"\n', encoding="utf-8")
    assert [line.rsplit(": ", 1)[1] for line in bare_literals(copy)] == ["没有包起来"]


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "docs/COVERAGE.md", "Makefile"])
def test_links_in_documents_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)\)", text)
    base = (ROOT / name).parent
    assert [target for target in targets if not (base / target).exists()] == []


def test_coverage_has_every_requirement_once() -> None:
    text = (ROOT / "docs" / "COVERAGE.md").read_text(encoding="utf-8")
    found: list[int] = []
    for first, last in re.findall(r"^\| R(\d+)(?:–R(\d+))? \|", text, flags=re.M):
        found += range(int(first), int(last or first) + 1)
    assert sorted(found) == list(range(1, 46))


def test_the_protocol_names_every_event_with_its_audience() -> None:
    text = (ROOT / "docs" / "PROTOCOL.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[A-Z].*?) \| (\w+) \| [a-z].*\|$", text, flags=re.M)
    found = {name: audience for row, audience in rows for name in re.findall(r"`([A-Z]\w+)`", row)}
    written = {name: str(audience) for name, audience in AUDIENCE.items() if name != "EventRefused"}
    assert {name: found.get(name) for name in written} == written


def test_lock_files_have_hashes_and_no_address() -> None:
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"index-url|find-links|://", text), path.name


def test_nothing_private_is_tracked() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if tracked.returncode:
        pytest.skip("not a git checkout")
    names = tracked.stdout.split("\n")
    assert [name for name in names if name.endswith((".key", ".db", ".pem"))] == []


def leaves(group: click.Group, path: str) -> list[str]:
    """Every command that does something, as it is called."""
    found = []
    for name, command in sorted(group.commands.items()):
        is_group = isinstance(command, click.Group)
        if not is_group or command.invoke_without_command:
            found.append(f"{path} {name}")
        if is_group:
            found += leaves(command, f"{path} {name}")
    return found


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs" / "COMMANDS.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(kiosk [a-z -]+[a-z])", text))
    for start, others in re.findall(r"`(kiosk [a-z ]+?) ?([a-z-]+(?:\\\|[a-z-]+)+)", text):
        named |= {f"{start} {other}" for other in re.split(r"\\\|", others)}
    missing = [
        command
        for command in leaves(main, "kiosk")
        if not any(item == command or item.startswith(f"{command} ") for item in named)
    ]
    assert missing == []


def test_a_command_starts_without_what_it_does_not_need() -> None:
    program = "import sys, kiosk.cli; print({'numpy', 'PySide6', 'reportlab'} & sys.modules.keys())"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout == "set()\n"
