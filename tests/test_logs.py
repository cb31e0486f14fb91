"""Program logs name no person, also when something fails."""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from kiosk.logs import log_to_stderr, set_up_logs

NAME = "张铁柱"


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    for handler in logging.root.handlers:
        if handler not in handlers:
            handler.close()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def fail() -> None:
    name = NAME  # a local variable, as a payload would be
    try:
        {}[name]
    except KeyError as error:
        raise ValueError(f"cannot enter {name}") from error


def test_a_failure_on_a_terminal_names_place_and_kind_only(capsys) -> None:
    log_to_stderr()
    try:
        fail()
    except ValueError:
        structlog.get_logger("hub").exception("request_failed")
    told = capsys.readouterr()
    assert told.out == ""
    assert "ValueError at test_logs.py" in told.err
    assert "KeyError" in told.err
    assert NAME not in told.err


def test_a_failure_in_the_file_names_place_and_kind_only(tmp_path: Path) -> None:
    set_up_logs(tmp_path)
    try:
        fail()
    except ValueError:
        structlog.get_logger("hub").exception("request_failed")
        # Libraries log through the standard library.
        logging.getLogger("uvicorn.error").error("in the application", exc_info=sys.exc_info())
    text = (tmp_path / "logs" / "kiosk.log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["error_at"][:10] for line in lines] == ["ValueError"] * 2
    assert NAME not in text
