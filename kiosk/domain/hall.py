"""The hall: its profile and its stations."""

import msgspec

from kiosk.domain.envelope import Event
from kiosk.domain.events import (
    HallProfileChanged,
    Payload,
    StationEnrolled,
    StationReleased,
    StationRevoked,
)
from kiosk.domain.hall_events import HallHoursChanged, HoursRule
from kiosk.domain.state import AggregateState

__all__ = ["Hall", "HallStation", "step_hall"]


class HallStation(msgspec.Struct, frozen=True):
    """A station that a hub certified for the hall."""

    kind: str
    letter: str
    public_key: str


class Hall(AggregateState, kw_only=True):
    """Profile of a gig hall; each field is the last one written in fold order."""

    name: str = ""
    short_name: str = ""
    county: str = ""
    address: str = ""
    opens: str = ""
    closes: str = ""
    hotline: str = ""
    bays: int = 0
    operator: str = ""
    operator_kind: str = ""
    """public (公共就业服务机构), market (市场化), joint (合办)."""
    phone: str = ""
    trades: str = ""
    facilities: str = ""
    hours: tuple[HoursRule, ...] = ()
    revoked: dict[str, str] = msgspec.field(default_factory=dict)
    """Stations that the hub takes nothing from, each with the reason."""
    stations: dict[str, HallStation] = msgspec.field(default_factory=dict)


def step_hall(hall: Hall, _event: Event, payload: Payload) -> None:
    """Apply one event to the hall."""
    match payload:
        case HallProfileChanged():
            for field in payload.__struct_fields__:
                value = getattr(payload, field)
                if value is not None:
                    setattr(hall, field, value)
        case HallHoursChanged():
            hall.hours = payload.rules
        case StationEnrolled():
            hall.stations[payload.station] = HallStation(
                payload.kind, payload.letter, payload.public_key
            )
        case StationRevoked():
            hall.revoked[payload.station] = payload.reason
        case StationReleased():
            hall.revoked.pop(payload.station, None)
