"""A line of 50 kbit/s and 800 ms: what is sent is counted, and the time that it would take."""

from dataclasses import dataclass

import httpx
import pytest
from network import BadNetwork, SyncHall
from synthetic import whole_registration

from kiosk.sync.engine import Engine

BITS_PER_S, ROUND_TRIP_S = 50_000, 0.8
# TCP, IP and TLS records about every packet of 1,400 bytes.
PACKET_OVERHEAD, PACKET = 69, 1_400


@dataclass
class ShapedLine(BadNetwork):
    """Real requests to the real hub; the clock of the line is worked out from their bytes."""

    seconds: float = 0.0
    requests: int = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        response = super().handle_request(request)
        body = b"".join(response.stream)
        for headers, content in ((request.headers, request.content), (response.headers, body)):
            size = sum(len(name) + len(value) + 4 for name, value in headers.raw) + len(content)
            size += PACKET_OVERHEAD * (size // PACKET + 1)
            self.seconds += size * 8 / BITS_PER_S
        self.seconds += ROUND_TRIP_S
        self.requests += 1
        return httpx.Response(
            response.status_code, headers=response.headers, stream=httpx.ByteStream(body)
        )


def enter(store, count: int) -> None:
    """Registrations with every field filled, each its own transaction."""
    for i in range(count):
        with store.write() as writing:
            person = whole_registration(i, writing.next_number("2026-11-23"))
            writing.append(person, writing.new_id("seeker"), "station")


def run(engine: Engine, line: ShapedLine) -> float:
    start = line.seconds
    while engine.exchange().has_more:
        pass
    return line.seconds - start


def figures(hall: SyncHall) -> tuple[float, float, float]:
    """Seconds for 300 registrations up, the same down, and for an exchange with nothing in it."""
    a, b = hall.station(), hall.station()
    line = ShapedLine()
    engine = Engine(a, transport=line, monotonic=lambda: line.seconds)
    run(engine, line)
    enter(a, 300)
    push_s = run(engine, line)
    before = line.requests
    idle_s = run(engine, line)
    assert line.requests == before + 1, "idle is one round trip"
    engine.close()

    down = ShapedLine()
    engine = Engine(b, transport=down, monotonic=lambda: down.seconds)
    pull_s = run(engine, down)
    engine.close()
    line.close()
    down.close()
    return push_s, pull_s, idle_s


def test_a_morning_of_three_hundred_goes_up_in_eight_seconds(hall: SyncHall):
    push_s, pull_s, idle_s = figures(hall)
    assert push_s <= 8.0
    assert pull_s <= 10.0
    assert idle_s <= 1.3


@pytest.mark.bench
def test_figures_of_the_slow_line(hall: SyncHall):
    push_s, pull_s, idle_s = figures(hall)
    print(  # noqa: T201 (the figures)
        "\nline of 50 kbit/s and 800 ms, 300 registrations; targets: push 8 s, idle 1 round trip\n"
        f"push {push_s:.1f} s   pull {pull_s:.1f} s   idle 1 round trip, {idle_s:.2f} s"
    )
