"""`kiosk hub`: make it, serve it, look after its stations."""

import json
from pathlib import Path

import click

from kiosk.command_errors import CommandFailed
from kiosk.commands.frame import data_option, json_option, plain_errors, print_values
from kiosk.config import load_settings

__all__ = ["hub"]


@click.group()
def hub() -> None:
    """The hub that stations synchronise with."""


@hub.command("init")
@data_option
@click.option("--hall", required=True, help="Id of the hall, digits: county code and number.")
@click.option("--name", required=True, help="Name of the hall.")
@click.option("--county", default="", help="GB/T 2260 code of the county.")
@click.option("--follows", multiple=True, help="County whose open vacancies the hall shows too.")
@click.option("--database", default="", help="postgresql+psycopg://…; left out, an encrypted file.")
@json_option
@plain_errors()
def hub_init(
    data_dir: Path,
    hall: str,
    name: str,
    county: str,
    follows: tuple[str, ...],
    database: str,
    as_json: bool,
) -> None:
    """Make the hub's keys and store, with its first hall."""
    from kiosk.commands.hub_serving import check_hall  # noqa: PLC0415
    from kiosk.sync.hub import init_hub  # noqa: PLC0415

    check_hall(data_dir, hall, name, (county, *follows))
    keeper = load_settings(data_dir).keys.keeper
    try:
        hub_id = init_hub(
            data_dir, hall, name, county, follows=follows, database=database, keeper=keeper
        )
    except ValueError as error:
        raise CommandFailed(f"--database: {error}") from error
    print_values(as_json, {"hub": hub_id, "hall": hall})


@hub.command("serve")
@data_option
@click.option("--listen", default="127.0.0.1:8470", show_default=True, help="HOST:PORT")
@click.option("--certificate", type=click.Path(path_type=Path, exists=True), default=None)
@click.option("--private-key", type=click.Path(path_type=Path, exists=True), default=None)
@plain_errors()
def hub_serve(
    data_dir: Path, listen: str, certificate: Path | None, private_key: Path | None
) -> None:
    """Serve stations until interrupted."""
    from kiosk.commands.hub_serving import serve  # noqa: PLC0415

    serve(data_dir, listen, certificate, private_key)


@hub.command("code")
@data_option
@click.option("--kind", type=click.Choice(["public", "desk", "board", "hub"]), default="public")
@click.option("--hall", default="", help="Where the hub serves several halls.")
@click.option("--minutes", type=click.IntRange(1, 24 * 60), default=None, help="[hub] code_minutes")
@json_option
@plain_errors()
def hub_code(data_dir: Path, kind: str, hall: str, minutes: int | None, as_json: bool) -> None:
    """A one-time code with which a station enrols."""
    from kiosk.commands.hub_serving import code_with_expiry  # noqa: PLC0415

    minutes = minutes or load_settings(data_dir).hub.code_minutes
    print_values(as_json, code_with_expiry(data_dir, kind, hall, minutes))


@hub.command("join")
@data_option
@click.argument("url")
@click.argument("code")
@click.option("--ca-file", default="", help="Certificate authority of the parent, PEM.")
@json_option
@plain_errors()
def hub_join(data_dir: Path, url: str, code: str, ca_file: str, as_json: bool) -> None:
    """Put this hub under another (a code of kind hub); `serve` then passes everything on."""
    from kiosk.commands.hub_serving import join  # noqa: PLC0415

    print_values(as_json, {"parent": join(data_dir, url, code, ca_file)})


@hub.command("stations")
@data_option
@json_option
@plain_errors()
def hub_stations(data_dir: Path, as_json: bool) -> None:
    """Health of the stations: when each was last seen, what is missing of it."""
    from kiosk.commands.hub_serving import stations  # noqa: PLC0415

    rows = stations(data_dir)
    if as_json:
        click.echo(json.dumps({"stations": rows}, ensure_ascii=False))
    for row in () if as_json else rows:
        click.echo("  ".join(str(value) for value in row.values()))


@hub.command("revoke")
@data_option
@click.argument("station")
@click.option("--reason", default="", help="Shown at the stations of the hall.")
@plain_errors()
def hub_revoke(data_dir: Path, station: str, reason: str) -> None:
    """Take nothing from a station any more (stolen, sold)."""
    from kiosk.commands.hub_serving import revoke  # noqa: PLC0415

    revoke(data_dir, station, reason)


@hub.command("release")
@data_option
@click.argument("station")
@plain_errors()
def hub_release(data_dir: Path, station: str) -> None:
    """Let a station go on: undo a revocation. After a fork it enrols anew, with a new code."""
    from kiosk.commands.hub_serving import release  # noqa: PLC0415

    release(data_dir, station)


@hub.command("health")
@data_option
@json_option
@plain_errors()
def hub_health(data_dir: Path, as_json: bool) -> None:
    """At a glance: events, stations, who is late, gaps, appeals, what the parent refused."""
    from kiosk.commands.hub_serving import health  # noqa: PLC0415

    print_values(as_json, health(data_dir))


@hub.command("web-password")
@data_option
@json_option
@plain_errors()
def hub_web_password(data_dir: Path, as_json: bool) -> None:
    """A new password for the staff's web pages (/staff/…); the one before it is void."""
    from kiosk.commands.hub_serving import web_password  # noqa: PLC0415

    print_values(as_json, {"user": "staff", "password": web_password(data_dir)})


@hub.command("appeals")
@data_option
@json_option
@plain_errors()
def hub_appeals(data_dir: Path, as_json: bool) -> None:
    """Refusals that a hall appealed against, with its reason."""
    from kiosk.commands.hub_serving import appeals  # noqa: PLC0415

    rows = appeals(data_dir)
    if as_json:
        click.echo(json.dumps({"appeals": rows}, ensure_ascii=False))
    for row in () if as_json else rows:
        click.echo("  ".join(str(value) for value in row.values()))


@hub.command("lift")
@data_option
@click.argument("event")
@plain_errors()
def hub_lift(data_dir: Path, event: str) -> None:
    """Take a refusal back after an appeal: the event counts again in every hall."""
    from kiosk.commands.hub_serving import decide_appeal  # noqa: PLC0415

    decide_appeal(data_dir, event, "", is_lifted=True)


@hub.command("uphold")
@data_option
@click.argument("event")
@click.option("--reason", required=True, help="Shown at the desk of the hall.")
@plain_errors()
def hub_uphold(data_dir: Path, event: str, reason: str) -> None:
    """Stay with a refusal after an appeal, and say why."""
    from kiosk.commands.hub_serving import decide_appeal  # noqa: PLC0415

    decide_appeal(data_dir, event, reason, is_lifted=False)


@hub.command("publish")
@data_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--hall",
    default="",
    help="Only for one hall; left out, for all, those of hubs below too.",
)
@json_option
@plain_errors()
def hub_publish(data_dir: Path, file: Path, hall: str, as_json: bool) -> None:
    """Send courses and leaflets of a JSON file to the halls; all of it or nothing."""
    from kiosk.commands.hub_serving import publish  # noqa: PLC0415

    print_values(as_json, {"published": publish(data_dir, file, hall)})
