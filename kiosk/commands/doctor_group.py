"""`kiosk doctor` and its single devices; heavy parts are imported where they are used."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kiosk.command_errors import CommandFailed
from kiosk.config import default_data_dir
from kiosk.display import has_display

__all__ = ["doctor"]

_MARKS = {"ok": "✓", "warn": "!", "red": "✗"}


@click.group(invoke_without_command=True)
@click.option(
    "--data",
    "data_dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=default_data_dir,
    show_default="the user's data directory",
    help="Data directory.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--pdf",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Write the report as PDF too.",
)
@click.option("--find", "is_finding", is_flag=True, help="Look for printers and card readers.")
@click.option("--screen", "is_on_screen", is_flag=True, help="Show it in a window.")
@click.pass_context
def doctor(
    context: click.Context,
    data_dir: Path,
    as_json: bool,
    pdf: Path | None,
    is_finding: bool,
    is_on_screen: bool,
) -> None:
    """Check this machine and station; exit code 1 if something is red."""
    if context.invoked_subcommand:
        return
    if is_on_screen:
        if not has_display():
            raise CommandFailed("no display here: leave --screen out, or start it on a screen")
        from kiosk.ui.doctor.doctor_window import run_doctor  # noqa: PLC0415

        sys.exit(run_doctor(data_dir))
    from kiosk.doctor.examination import examine  # noqa: PLC0415

    checks = examine(data_dir, is_finding=is_finding)
    if pdf is not None:
        from kiosk.doctor.examination import write_pdf  # noqa: PLC0415

        write_pdf(checks, pdf)
    if as_json:
        click.echo(json.dumps({"checks": list(map(asdict, checks))}, ensure_ascii=False))
    else:
        for check in checks:
            advice = f"  → {check.advice}" if check.advice else ""
            click.echo(f"{_MARKS[check.state]} {check.title}: {check.detail}{advice}")
    sys.exit(1 if any(check.state == "red" for check in checks) else 0)


@doctor.command()
@click.option("--port", default="", help="Serial port; left out, it is looked for.")
@click.option("--baud", type=click.IntRange(1200), default=115200, show_default=True)
@click.option("--timeout", "timeout_s", type=click.FloatRange(0.1), default=30, show_default=True)
@click.option("--unmasked", is_flag=True, help="Show name, number and address in full.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def card(port: str, baud: int, timeout_s: float, unmasked: bool, as_json: bool) -> None:
    """Wait for an ID card and print what it says; 1 if there is no reader or card."""
    from kiosk.commands.device_checks import read_card  # noqa: PLC0415

    _show(as_json, read_card(port, baud, timeout_s, is_unmasked=unmasked))


@doctor.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def qr(files: tuple[Path, ...], as_json: bool) -> None:
    """Decode the codes in pictures as the camera would; 1 if a picture has none."""
    from kiosk.commands.device_checks import read_pictures  # noqa: PLC0415

    result = read_pictures(files)
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        for file in result["files"]:
            codes = [f"{code['kind']} {code['text'] or ''}".strip() for code in file["codes"]]
            click.echo(f"{file['file']}: {', '.join(codes) or 'no code'} ({file['ms']} ms)")
    sys.exit(0 if all(file["codes"] for file in result["files"]) else 1)


@doctor.command("print")
@click.option("--to", "url", required=True, help="tcp://HOST:9100, serial:PATH, file:PATH, …")
@click.option("--slip", "kind", type=click.Choice(["test", "referral"]), default="test")
@click.option("--width", type=click.Choice(["576", "384"]), default="576", show_default=True)
@click.option("--text", "is_text", is_flag=True, help="As GB2312 text in place of a picture.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def print_slip(url: str, kind: str, width: str, is_text: bool, as_json: bool) -> None:
    """Print a sample slip; 1 if the printer does not confirm it."""
    from kiosk.doctor.sample_print import print_sample  # noqa: PLC0415

    result = print_sample(url, kind, int(width), is_text=is_text)
    _show(as_json, result)
    sys.exit(0 if result["ok"] else 1)


def _show(as_json: bool, values: dict[str, Any]) -> None:
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False))
        return
    for name, value in values.items():
        click.echo(f"{name.replace('_', ' ')}: {value}")
