"""The reader was set to another speed than the factory's."""

from __future__ import annotations

import pytest

from kiosk.devices.discovery import BAUDS, FoundReader, find_card_reader
from kiosk.devices.simulated import SimulatedCardReader


@pytest.mark.parametrize("baud", BAUDS)
def test_every_speed_of_the_protocol_is_found(baud):
    with SimulatedCardReader(baud=baud) as reader:
        found = find_card_reader([reader.port], reply_timeout_s=0.1)
    assert found == FoundReader(reader.port, baud)
