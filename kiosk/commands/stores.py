"""`kiosk store stats`, `kiosk store verify`, `kiosk simulate`: at a station, and where it applies
at a hub."""

from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kiosk.command_errors import CommandFailed
from kiosk.domain.clock import day_bounds, day_of, ms_of
from kiosk.i18n import _
from kiosk.service.hall_profile import HallProfile, change_hall_profile, hall_view
from kiosk.service.site import Site
from kiosk.simulated_month import MovedClock, simulate_month
from kiosk.simulation import simulate_day
from kiosk.station import open_station
from kiosk.store.outbox import outbox_counts
from kiosk.store.places import is_hub
from kiosk.store.system_clock import SystemClock
from kiosk.store.verify import verify_store

__all__ = ["simulate_days_into", "simulate_into", "stats", "verify"]


def stats(data_dir: Path) -> dict[str, Any]:
    """Counts of a station or a hub."""
    if is_hub(data_dir):
        from kiosk.sync.hub import hub_stats  # noqa: PLC0415 (needs the extra `hub`)

        return dict(hub_stats(data_dir))
    station = open_station(data_dir)
    try:
        with station.store.read() as db:
            chain = station.store.chain()
            own = db.execute(
                "SELECT count(*) FROM events WHERE station = ?", (chain.station,)
            ).fetchone()[0]
            pulled = db.execute(
                "SELECT count(*) FROM events WHERE station <> ?", (chain.station,)
            ).fetchone()[0]
            refused = db.execute(
                "SELECT count(*) FROM events WHERE type = 'EventRefused'"
            ).fetchone()[0]
            counts = outbox_counts(db)
        return {
            "own_events": own,
            "pulled_events": pulled,
            "unacknowledged": counts.pending + counts.invalid,
            "refused": refused + counts.invalid,
        }
    finally:
        station.close()


def verify(data_dir: Path) -> dict[str, Any]:
    """Verify a station's store or a hub's."""
    if is_hub(data_dir):
        from kiosk.sync.hub import verify_hub  # noqa: PLC0415 (needs the extra `hub`)

        result = verify_hub(data_dir)
    else:
        station = open_station(data_dir)
        try:
            result = verify_store(station.store)
        finally:
            station.close()
    return {
        "clean": result.is_clean,
        "events": result.events,
        "aggregates": result.aggregates,
        "findings": [
            {"check": item.check, "subject": item.subject, "detail": item.detail}
            for item in result.findings
        ],
    }


def simulate_into(
    data_dir: Path, seekers: int, vacancies: int, seed: int, on_commit: Callable[[str], None]
) -> dict[str, int]:
    """Run a synthetic day in a station's store; a hall without a name gets an invented one."""
    with closing(open_station(data_dir)) as station:
        _name_hall(station.site)
        return simulate_day(station.site, seekers, vacancies, seed, on_commit)


def simulate_days_into(
    data_dir: Path,
    days: int,
    seekers: int,
    vacancies: int,
    seed: int,
    on_day: Callable[[date], None],
) -> dict[str, int]:
    """Run so many synthetic days, up to yesterday, in the store of a new station.

    Raises:
        CommandFailed: something was recorded already: stamps never go backwards, so what belongs
            into a day before that would stand in the day of the last record.
    """
    today = day_of(SystemClock().now_ms())
    clock = MovedClock(day_bounds(today - timedelta(days=days))[0])
    with closing(open_station(data_dir, clock=clock)) as station:
        if ms_of(station.store.chain().stamp) > clock.now_ms():
            raise CommandFailed(
                f"{data_dir}: has records already. A month is made in a new station: "
                "kiosk init --no-account --data DIR"
            )
        _name_hall(station.site)
        return simulate_month(station.site, clock, days, seekers, vacancies, seed, on_day)


def _name_hall(site: Site) -> None:
    if not hall_view(site).name:
        change_hall_profile(site, HallProfile(name=_("示范零工市场")), "staff:simulated")
