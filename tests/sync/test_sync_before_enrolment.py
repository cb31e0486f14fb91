"""What a station recorded before any hub knew it arrives all the same."""

from kiosk.commands.stores import stats, verify
from kiosk.commands.syncing import enroll_station, sync_station
from kiosk.domain.scopes import UNASSIGNED_HALL, hall_of
from kiosk.simulation import simulate_day
from kiosk.station import init_station, open_station, today_here
from kiosk.sync.hub import HubServer, hub_events, init_hub, new_code


def test_events_of_an_unassigned_station_reach_its_hall(tmp_path, new_database):
    init_hub(tmp_path / "hub", "430111001", "示范零工市场", "430111", database=new_database())
    for name in ("first", "second"):
        init_station(tmp_path / name, UNASSIGNED_HALL, "A", today_here())
    early = open_station(tmp_path / "first")
    simulate_day(early.site, 6, 3, 1)
    early.close()
    server = HubServer(tmp_path / "hub")
    server.start()
    try:
        for name in ("first", "second"):
            code, _expires = new_code(tmp_path / "hub")
            assert (
                enroll_station(tmp_path / name, server.url, code, "public", "")["hall"]
                == "430111001"
            )
        later = open_station(tmp_path / "first")
        simulate_day(later.site, 4, 2, 2)
        later.close()
        for name in ("first", "second"):
            assert sync_station(tmp_path / name, "")["unacknowledged"] == 0
    finally:
        server.stop()
    halls = {hall_of(event.scope) for event in hub_events(tmp_path / "hub")}
    assert {UNASSIGNED_HALL, "430111001"} <= halls
    own = stats(tmp_path / "first")["own_events"]
    assert stats(tmp_path / "second")["pulled_events"] >= own
    assert verify(tmp_path / "second")["clean"]
