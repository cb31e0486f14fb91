"""What all commands share: where the data are, one JSON object, known errors as one sentence."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kiosk.command_errors import CommandFailed, error_text
from kiosk.config import default_data_dir

if TYPE_CHECKING:
    from kiosk.station import OpenStation

__all__ = ["data_option", "json_option", "opened", "plain_errors", "print_values"]

C = TypeVar("C", bound=Callable[..., Any])
Sentence = Callable[[Exception], str | None]


def data_option(command: C) -> C:
    """`--data DIR`, as `data_dir`."""
    return click.option(
        "--data",
        "data_dir",
        type=click.Path(path_type=Path, file_okay=False),
        default=default_data_dir,
        show_default="the user's data directory",
        help="Data directory.",
    )(command)


def json_option(command: C) -> C:
    """`--json`, as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)


def print_values(as_json: bool, values: dict[str, Any]) -> None:
    """One JSON object on one line, or a line a value."""
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False))
        return
    for name, value in values.items():
        click.echo(f"{name.replace('_', ' ')}: {value}")


@contextmanager
def plain_errors(sentence: Sentence = lambda _error: None) -> Iterator[None]:
    """Known errors end the command with one sentence and exit code 1, without a traceback.

    Serves as a decorator too.

    Args:
        sentence: of errors that only this command knows; None for the others.
    """
    try:
        yield
    except click.ClickException:
        raise
    except Exception as error:
        text = sentence(error) or error_text(error)
        if text is None:
            raise
        raise CommandFailed(text) from error


@contextmanager
def opened(data_dir: Path, sentence: Sentence = lambda _error: None) -> "Iterator[OpenStation]":
    """The station at a data directory, closed at the end; errors as with `plain_errors`."""
    from kiosk.station import open_station  # noqa: PLC0415 (heavy, and not of a hub)

    with plain_errors(sentence):
        station = open_station(data_dir)
        try:
            yield station
        finally:
            station.close()
