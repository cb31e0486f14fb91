"""The command line. Heavy parts are imported where they are used: a hub has no Qt."""

import json
import sys
from pathlib import Path

import click

from kiosk import __version__
from kiosk.command_errors import CommandFailed
from kiosk.commands.account_group import account
from kiosk.commands.day_group import backup, day, restore
from kiosk.commands.doctor_group import doctor
from kiosk.commands.frame import data_option, json_option, plain_errors, print_values
from kiosk.commands.hub_group import hub
from kiosk.commands.table_group import annex, feed, report, table
from kiosk.commands.voice_group import voice
from kiosk.display import has_display
from kiosk.logs import log_to_stderr

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kiosk")
def main() -> None:
    """The gig hall kiosk: stations, hub, and what keeps them in order."""
    log_to_stderr()


@main.command()
@data_option
@click.option("--hall", default="", help="Id of the hall; left out, the hub tells it.")
@click.option("--letter", default="A", show_default=True, help="Letter of slip numbers.")
@click.option("--manager", default="", help="Name of the first account.")
@click.option("--manager-pin-file", type=click.Path(path_type=Path), default=None, help="Its PIN.")
@click.option("--no-account", is_flag=True, help="The hall has accounts; they come with sync.")
@click.option("--recover", is_flag=True, help="Put the key of a recovery sheet back.")
@json_option
@plain_errors()
def init(
    data_dir: Path,
    hall: str,
    letter: str,
    manager: str,
    manager_pin_file: Path | None,
    no_account: bool,
    recover: bool,
    as_json: bool,
) -> None:
    """Make station id, keys, store, recovery sheet and the manager's account.

    The PIN is asked for; from a file, or random and shown once, it has to be changed at the
    first sign-in."""
    from kiosk.commands.first_account import choose_pin  # noqa: PLC0415
    from kiosk.commands.setup import recover_from_prompt, set_up_station  # noqa: PLC0415

    if recover:
        recover_from_prompt(data_dir)
        print_values(as_json, {"recovered": True})
    else:
        name = None if no_account else manager
        made = set_up_station(
            data_dir, hall, letter, name, lambda: choose_pin(manager_pin_file, may_ask=not as_json)
        )
        print_values(as_json, made)


@main.command()
@data_option
@click.option("--station", type=click.Choice(["public", "desk", "board"]), default=None)
@plain_errors()
def run(data_dir: Path, station: str | None) -> None:
    """Run a station with its windows."""
    if not has_display():
        raise CommandFailed("no display here: start it in a session with a screen")
    from kiosk.app import run_station  # noqa: PLC0415

    sys.exit(run_station(data_dir, station))


@main.command()
@click.option("--headless", is_flag=True, help="No display: drive the windows by touches.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out/demo"))
@click.option("--data", "data_dir", type=click.Path(path_type=Path, file_okay=False), default=None)
@click.option("--landscape", is_flag=True, help="1920×1080 in place of 1080×1920.")
@plain_errors()
def demo(headless: bool, out: Path, data_dir: Path | None, landscape: bool) -> None:
    """A demo hall with embedded hub, simulated printer and card reader."""
    from kiosk.demo.run import run_demo  # noqa: PLC0415

    sys.exit(run_demo(headless=headless, out=out, data_dir=data_dir, is_landscape=landscape))


@main.group()
def bundle() -> None:
    """Exchange with the hub on a USB stick, where there is no network."""


@bundle.command("export")
@data_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@plain_errors()
def bundle_export(data_dir: Path, file: Path, as_json: bool) -> None:
    """Write what waits at this station; only its hub can read it."""
    from kiosk.commands.syncing import export_to_stick  # noqa: PLC0415

    print_values(as_json, export_to_stick(data_dir, file))


@bundle.command("import")
@data_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--answer", type=click.Path(path_type=Path, dir_okay=False), default=None)
@json_option
@plain_errors()
def bundle_import(data_dir: Path, file: Path, answer: Path | None, as_json: bool) -> None:
    """At the hub: take in a station's file and write the answer (FILE.answer). At the station:
    take the answer in. May be repeated."""
    from kiosk.commands.syncing import import_from_stick  # noqa: PLC0415

    print_values(as_json, import_from_stick(data_dir, file, answer))


@main.command()
@data_option
@click.argument("url")
@click.argument("code")
@click.option("--kind", type=click.Choice(["public", "desk", "board"]), default=None)
@click.option("--ca-file", default="", help="Certificate authority of the hub, PEM.")
@json_option
@plain_errors()
def enroll(
    data_dir: Path, url: str, code: str, kind: str | None, ca_file: str, as_json: bool
) -> None:
    """Enrol this station at a hub."""
    from kiosk.commands.syncing import enroll_station  # noqa: PLC0415

    print_values(as_json, enroll_station(data_dir, url, code, kind, ca_file))


@main.command()
@data_option
@click.option("--ca-file", default="", help="Certificate authority of the hub, PEM.")
@json_option
@plain_errors()
def sync(data_dir: Path, ca_file: str, as_json: bool) -> None:
    """Push and pull until nothing is left; exit code 1 if that cannot be done."""
    from kiosk.commands.syncing import sync_station  # noqa: PLC0415

    result = sync_station(data_dir, ca_file)
    print_values(as_json, result)
    sys.exit(0 if result["unacknowledged"] == 0 else 1)


@main.group()
def store() -> None:
    """Look after the local store."""


@store.command("stats")
@data_option
@json_option
@plain_errors()
def store_stats(data_dir: Path, as_json: bool) -> None:
    """How many events there are, at a station or a hub."""
    from kiosk.commands.stores import stats  # noqa: PLC0415

    print_values(as_json, stats(data_dir))


@store.command("verify")
@data_option
@json_option
@plain_errors()
def store_verify(data_dir: Path, as_json: bool) -> None:
    """Fold everything anew and compare; exit code 1 names what differs."""
    from kiosk.commands.stores import verify  # noqa: PLC0415

    result = verify(data_dir)
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        for finding in result["findings"]:
            click.echo(f"{finding['check']}: {finding['subject']}: {finding['detail']}")
        click.echo(
            f"{result['events']} events, {result['aggregates']} aggregates: "
            + ("clean" if result["clean"] else f"{len(result['findings'])} findings")
        )
    sys.exit(0 if result["clean"] else 1)


@main.command()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out/gallery")
)
@click.option("--quick", is_flag=True, help="One size and the normal mode only.")
@plain_errors()
def gallery(out: Path, quick: bool) -> None:
    """Render every screen to PNG, with an index page."""
    from kiosk.commands.pictures import draw_gallery  # noqa: PLC0415

    click.echo(draw_gallery(out, quick=quick))


@main.command()
@data_option
@click.option("--seekers", type=click.IntRange(0), default=300, show_default=True)
@click.option("--vacancies", type=click.IntRange(0), default=80, show_default=True)
@click.option("--days", type=click.IntRange(1, 366), help="So many, up to yesterday.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--progress", is_flag=True, help="Print each number (day) when it is committed.")
@json_option
@plain_errors()
def simulate(
    data_dir: Path,
    seekers: int,
    vacancies: int,
    days: int | None,
    seed: int,
    progress: bool,
    as_json: bool,
) -> None:
    """A synthetic day of a hall through the service floor.

    With --days that many days in a new station, with arrivals, complaints, courses and cases;
    --seekers and --vacancies are those of a working day.
    """
    from kiosk.commands.stores import simulate_days_into, simulate_into  # noqa: PLC0415

    def show(done: object) -> None:
        if progress:
            click.echo(done)
            sys.stdout.flush()

    if days is not None:
        made = simulate_days_into(data_dir, days, seekers, vacancies, seed, show)
        print_values(as_json, made)
        return
    print_values(as_json, simulate_into(data_dir, seekers, vacancies, seed, show))


main.add_command(hub)
main.add_command(doctor)
main.add_command(account)
main.add_command(table)
main.add_command(report)
main.add_command(feed)
main.add_command(annex)
main.add_command(day)
main.add_command(backup)
main.add_command(restore)
main.add_command(voice)
