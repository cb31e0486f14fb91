"""The hub: what stations of a hall exchange their events with. Needs the extra `hub`."""

from kiosk.sync.hub.installation import (
    add_hall,
    hub_events,
    hub_stats,
    init_hub,
    new_code,
)
from kiosk.sync.hub.server import HubServer
from kiosk.sync.hub.verifying import verify_hub

__all__ = ["HubServer", "add_hall", "hub_events", "hub_stats", "init_hub", "new_code", "verify_hub"]
