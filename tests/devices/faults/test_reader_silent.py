"""The port is there and nobody answers on it."""

from __future__ import annotations

from kiosk.devices.card_reader import ReaderReady, ReaderUnplugged


def test_it_counts_as_unplugged_until_it_answers(simulated, watching):
    simulated.silence(True)
    with watching(simulated) as next_event:
        assert next_event() == ReaderUnplugged()
        simulated.silence(False)
        assert next_event() == ReaderReady()
