"""`kiosk store stats`, `kiosk store verify`, `kiosk simulate`: at a station, and where it applies
at a hub."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.i18n import _
from kiosk.service.hall_profile import HallProfile, change_hall_profile, hall_view
from kiosk.simulation import simulate_day
from kiosk.station import open_station
from kiosk.store.outbox import outbox_counts
from kiosk.store.places import is_hub
from kiosk.store.verify import verify_store

__all__ = ["simulate_into", "stats", "verify"]


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
    station = open_station(data_dir)
    try:
        if not hall_view(station.site).name:
            change_hall_profile(
                station.site, HallProfile(name=_("示范零工市场")), "staff:simulated"
            )
        return simulate_day(station.site, seekers, vacancies, seed, on_commit)
    finally:
        station.close()
