"""No text of a public screen goes round gettext."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk import i18n
from kiosk.i18n import unmarked

PROGRAM = Path(__file__).with_name("untranslated.py")


def found(*arguments: str) -> list[str]:
    told = subprocess.run(
        [sys.executable, str(PROGRAM), *arguments], capture_output=True, text=True, check=True
    )
    return [line for line in told.stdout.splitlines() if ": " in line]


def test_every_text_was_looked_up_or_is_data() -> None:
    assert found() == []


def test_a_planted_text_is_found() -> None:
    planted = found("--planted")
    assert any("没有登记过的字" in line for line in planted)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("", ""),
        ("数据", "数据"),
        ("\u2068看看\u2069", ""),
        ("\u2068{\u2068里面\u2069}有\u2069 3", " 3"),
        ("前\u2068中\u2069后", "前后"),
        ("\u2069乱\u2068", "乱"),
    ],
)
def test_what_stands_outside_of_the_marks(text: str, rest: str) -> None:
    assert unmarked(text) == rest


def test_marks_are_around_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_current", i18n._current)
    i18n.use_marks()
    assert unmarked(i18n._("看看") + "数据" + i18n.ngettext("一", "多", 2)) == "数据"
