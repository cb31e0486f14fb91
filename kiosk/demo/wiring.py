"""Joins the demo hall's threads to the windows."""

from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.demo.hall import DemoHall
from kiosk.machinery import Machinery
from kiosk.ui.bridge import Bridge

__all__ = ["start_machinery"]


@contextmanager
def start_machinery(hall: DemoHall) -> Iterator[Bridge]:
    """Start the hall's threads; the bridge brings their reports to the screen's thread."""
    bridges: list[Bridge] = []

    def publish(topic: str, value: object) -> None:
        # The bridge is made from the machinery's threads, which report nothing before start().
        bridges[0].publish(topic, value)

    machinery = Machinery(
        hall.station,
        publish,
        printer=hall.printer.url,
        card_reader=hall.reader.port,
        transport=hall.cable,
    )
    bridge = Bridge(machinery.reader, machinery.writer, machinery.committed)
    bridges.append(bridge)
    hall.machinery = machinery
    machinery.start()
    try:
        yield bridge
    finally:
        bridge.close()
        machinery.stop()
