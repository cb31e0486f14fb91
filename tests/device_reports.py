"""Reports of devices, as they come in tests: from a thread of their own."""

import threading

from waiting import wait_until

from kiosk.ui.bridge import Bridge

__all__ = ["report_to"]


def report_to(bridge: Bridge, value: object) -> None:
    """A device reports; returns when the screen's thread has heard of it."""
    heard: list[object] = []

    def note(_topic: str, arrived: object) -> None:
        heard.append(arrived)

    bridge.published.connect(note)
    thread = threading.Thread(target=bridge.publish, args=("device", value))
    thread.start()
    thread.join()
    wait_until(lambda: value in heard)
    bridge.published.disconnect(note)
