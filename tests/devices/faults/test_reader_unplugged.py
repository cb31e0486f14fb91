"""The reader's cable is pulled and put back, or there never was a reader."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kiosk.devices.card_reader import CardRemoved, ReaderReady, ReaderUnplugged
from kiosk.devices.samv_reader import ReaderUnpluggedError, SamvReader
from kiosk.devices.synthetic_cards import resident_block


def test_unplugged_and_plugged_in_again(simulated, watching):
    with watching(simulated) as next_event:
        assert next_event() == ReaderReady()
        simulated.unplug()
        assert next_event() == ReaderUnplugged()
        simulated.replug()
        assert next_event() == ReaderReady()
        simulated.put(resident_block("张三"))
        assert next_event().card.name == "张三"
        simulated.take()
        assert next_event() == CardRemoved()


def test_no_port_at_all_is_said_once(tmp_path, watching):
    nowhere = SimpleNamespace(port=str(tmp_path / "none"))
    with watching(nowhere) as next_event:
        assert next_event() == ReaderUnplugged()
    with pytest.raises(ReaderUnpluggedError):
        SamvReader(nowhere.port)
