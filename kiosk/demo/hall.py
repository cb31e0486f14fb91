"""The demo hall: a hub on loopback, an enrolled station, simulated devices."""

import threading
from pathlib import Path
from typing import Self

import httpx
import msgspec

from kiosk.config import SETTINGS_FILE
from kiosk.demo.accounts import open_demo_accounts
from kiosk.devices.simulated import SimulatedCardReader
from kiosk.domain.scopes import UNASSIGNED_HALL
from kiosk.i18n import _
from kiosk.machinery import Machinery
from kiosk.printing.simulated import SimulatedPrinter
from kiosk.service.hall_profile import HallProfile, change_hall_profile, hall_view
from kiosk.simulation import simulate_day
from kiosk.station import OpenStation, init_station, open_station, today_here
from kiosk.store.enrolment import load_enrolment, save_enrolment
from kiosk.sync.enrolling import enroll
from kiosk.sync.hub import HubServer, init_hub, new_code

__all__ = ["Cable", "DemoHall"]

_HALL, _COUNTY = "430111001", "430111"
# One person plays everybody here: what the boss posts shall not wait for the desk.
_SETTINGS = "[posting]\nunverified_goes_live = true\n"


class Cable(httpx.BaseTransport):
    """The network between station and hub; it can be cut."""

    def __init__(self) -> None:
        self._inner = httpx.HTTPTransport()
        self._is_cut = threading.Event()

    @property
    def is_cut(self) -> bool:
        """Whether nothing gets through."""
        return self._is_cut.is_set()

    def cut(self) -> None:
        """Nothing gets through from now on."""
        self._is_cut.set()

    def mend(self) -> None:
        """Everything gets through again."""
        self._is_cut.clear()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a request on."""
        if self.is_cut:
            raise httpx.ConnectError("the cable is cut", request=request)
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close connections."""
        self._inner.close()


class DemoHall:
    """Everything beside the windows; a context manager.

    Args:
        data_dir: made if it is not there; kept, so that a second demo goes on.
        gigs: so many synthetic gigs are posted in a new hall; 0 for an empty one.
    """

    def __init__(self, data_dir: Path, gigs: int = 0) -> None:
        self.hub_dir, self.station_dir = data_dir / "hub", data_dir / "station"
        self.cable = Cable()
        self.printer = SimulatedPrinter()
        self.reader = SimulatedCardReader()
        self._gigs = gigs
        is_new = not (self.station_dir / "station.db").exists()
        if is_new:
            init_hub(self.hub_dir, _HALL, _("雨花区零工市场"), _COUNTY)
            init_station(self.station_dir, UNASSIGNED_HALL, "A", today_here())
            (self.station_dir / SETTINGS_FILE).write_text(_SETTINGS, encoding="utf-8")
        self.hub = HubServer(self.hub_dir)
        self.station: OpenStation = open_station(self.station_dir)
        self._is_new = is_new
        self.machinery: Machinery | None = None

    def __enter__(self) -> Self:
        self.hub.start()
        if self._is_new:
            code, _expires = new_code(self.hub_dir)
            enroll(self.station.store, self.hub.url, code, "public")
        else:
            self._follow_hub()
        self._furnish()
        self.printer.__enter__()
        self.reader.__enter__()
        return self

    def __exit__(self, *_error: object) -> None:
        self.reader.__exit__(None, None, None)
        self.printer.close()
        self.cable.close()
        self.station.close()
        self.hub.stop()

    def _follow_hub(self) -> None:
        """The embedded hub listens on another port each time: nobody else can know it."""
        with self.station.store.write() as writing:
            known = load_enrolment(writing.db)
            if known is not None:
                moved = msgspec.structs.replace(known, hub_url=self.hub.url)
                save_enrolment(writing, moved)

    def _furnish(self) -> None:
        site = self.station.site
        if not hall_view(site).hotline:
            profile = HallProfile(
                name=_("雨花区零工市场"),
                county=_COUNTY,
                address=_("示范路 1 号"),
                opens="5:00",
                closes="18:30",
                hotline="0731-8500 0123",
                bays=4,
            )
            change_hall_profile(site, profile, "staff:demo")
        open_demo_accounts(site)
        if self._is_new and self._gigs:
            simulate_day(site, self._gigs // 2, self._gigs, 11)
            with self.station.store.write() as writing:
                # The synthetic people took their slips long ago.
                writing.db.execute("UPDATE print_jobs SET state = 'done'")
