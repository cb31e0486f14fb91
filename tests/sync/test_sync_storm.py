"""A reconnect storm: all stations come back at the same moment, and nothing is lost or doubled."""

import asyncio
import base64
import random
import resource
import ssl
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.domain.clock import stamp_of
from kiosk.domain.envelope import Event, header_hash, payload_hash
from kiosk.domain.ids import new_station_id, uuid7
from kiosk.sync.compression import pack, unpack
from kiosk.sync.hub import hub_stats, init_hub, verify_hub
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.tables import STATIONS
from kiosk.sync.hub.trust import certify
from kiosk.sync.protocol import ExchangeReply, ExchangeRequest, decode, encode
from kiosk.sync.signing import Reply, Request, sign_checkpoint, sign_request, verify_reply

HALL = "hall-1"
# Waits are this much shorter than the hub asks for: the storm is harder than a real one.
HASTE = 4
SERVE = """
import os, sys
from pathlib import Path
from kiosk.sync.hub import HubServer
server = HubServer(Path(sys.argv[1]))
server.listen()
print(server.url, flush=True)
# Nobody reads on: a full pipe would stop the hub at its next line of log.
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
server.run()
"""


class Caller(NamedTuple):
    """A station as the hub sees it: a key, and one event that waits."""

    id: str
    key: Ed25519PrivateKey
    body: bytes
    encoding: str


class Tally:
    """What the hub answered."""

    def __init__(self) -> None:
        self.by_status: dict[int, int] = {}
        self.lost_lines = 0
        self.unsigned = 0

    def note(self, status: int) -> None:
        self.by_status[status] = self.by_status.get(status, 0) + 1


def make_caller(now_ms: int) -> Caller:
    station, key = new_station_id(), Ed25519PrivateKey.generate()
    payload, salt = '{"opens":"06:00"}', "0" * 32
    event = Event(
        id=uuid7(now_ms),
        station=station,
        epoch=1,
        n=1,
        time=stamp_of(now_ms),
        type="StormWeathered",
        schema=1,
        scope=f"hall:{HALL}",
        aggregate=f"storm:{station}",
        actor="station",
        payload_hash=payload_hash(salt, payload),
        prev="",
        payload=payload,
        salt=salt,
    )
    checkpoint = sign_checkpoint(station, 1, 1, header_hash(event), key)
    request = ExchangeRequest(
        protocol=1, schema=1, cursor={}, events=[event], checkpoint=checkpoint, page_bytes=1_024
    )
    return Caller(station, key, *pack(encode(request)))


def enrol_all(hub_dir: Path, callers: list[Caller]) -> None:
    """Rows as enrolment writes them; the storm is about exchanges."""
    rows = [
        {
            "id": caller.id,
            "hall": HALL,
            "kind": "public",
            "letter": f"S{place}",
            "public_key": base64.b64encode(
                caller.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
            ).decode(),
            "epoch": 1,
            "counter": 0,
            "quarantine": "",
            "enrolled_at": 0,
            "seen_at": 0,
        }
        for place, caller in enumerate(callers)
    ]
    with open_hub(hub_dir) as hub, hub.database.write() as connection:
        for row in rows:
            signed = certify(hub, SimpleNamespace(**row))
            row |= {"certificate": signed.text, "certificate_signature": signed.signature}
        connection.execute(STATIONS.insert(), rows)


async def come_back(
    client: httpx.AsyncClient, url: str, caller: Caller, hub: tuple[str, bytes], tally: Tally
) -> None:
    """Push until the hub has acknowledged, as patiently as it asks for."""
    chance, counter = random.Random(caller.id), 0
    while True:
        counter += 1
        headers = {
            "kiosk-station": caller.id,
            "kiosk-epoch": "1",
            "kiosk-counter": str(counter),
            "content-type": "application/json",
            "accept-encoding": "zstd",
            **({"content-encoding": caller.encoding} if caller.encoding else {}),
        }
        request = Request("POST", f"{url}/v1/exchange", headers)
        sign_request(request, caller.body, caller.id, caller.key)
        try:
            answer = await client.post(request.url, headers=request.headers, content=caller.body)
        except httpx.TransportError:
            tally.lost_lines += 1
            await asyncio.sleep(chance.uniform(0, 2.0))
            continue
        tally.note(answer.status_code)
        if answer.status_code == 200:
            reply = Reply(200, dict(answer.headers.items()), request)
            # httpx has unpacked the body; the digest is over the body as it was sent.
            raw = answer.extensions["raw"]
            verify_reply(reply, raw, *hub)
            plain = unpack(raw, answer.headers.get("content-encoding", ""), 2**23)
            (result,) = decode(plain, ExchangeReply).results
            assert result.status in {"stored", "duplicate"}
            return
        assert answer.status_code in {429, 503}, answer.text
        asked = answer.headers.get("retry-after")
        tally.unsigned += "signature" not in answer.headers
        await asyncio.sleep((float(asked or 5) + chance.uniform(0, 5)) / HASTE)


class _RawTransport(httpx.AsyncHTTPTransport):
    """Keeps the body as it came."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        raw = b"".join([part async for part in answer.stream])
        await answer.aclose()
        return httpx.Response(
            answer.status_code,
            headers=answer.headers,
            stream=_Nothing(),
            extensions={"raw": raw},
        )


class _Nothing(httpx.AsyncByteStream):
    async def __aiter__(self):
        return
        yield b""


async def storm(url: str, callers: list[Caller], hub: tuple[str, bytes]) -> Tally:
    tally, context = Tally(), ssl.create_default_context()

    async def one(caller: Caller) -> None:
        # A client each: one pool for all would be slower than the hub.
        async with httpx.AsyncClient(
            transport=_RawTransport(verify=context), timeout=60, trust_env=False
        ) as client:
            await come_back(client, url, caller, hub, tally)

    await asyncio.gather(*map(one, callers))
    return tally


def weather(folder: Path, stations: int) -> tuple[Tally, float]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * stations + 500
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    hub_dir = folder / "hub"
    init_hub(hub_dir, HALL, "第一零工市场")
    now_ms = time.time_ns() // 1_000_000
    callers = [make_caller(now_ms) for _ in range(stations)]
    enrol_all(hub_dir, callers)
    with open_hub(hub_dir) as hub:
        identity = hub.id, hub.keys.public_key
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(hub_dir)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            url = process.stdout.readline().strip()
            start = time.perf_counter()
            tally = asyncio.run(storm(url, callers, identity))
            took_s = time.perf_counter() - start
        finally:
            process.terminate()
    assert hub_stats(hub_dir)["station_events"] == stations
    assert verify_hub(hub_dir).is_clean
    return tally, took_s


def test_two_hundred_come_back_at_once(tmp_path):
    tally, _took_s = weather(tmp_path, 200)
    assert tally.by_status.keys() <= {200, 429, 503}
    assert tally.by_status[200] == 200
    assert tally.unsigned == 0


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_two_thousand_come_back_at_once(tmp_path):
    tally, took_s = weather(tmp_path, 2_000)
    print(f"\n2,000 stations in {took_s:.1f} s: {tally.by_status}, lines lost {tally.lost_lines}")  # noqa: T201 (the figure)
    assert tally.by_status.keys() <= {200, 429, 503}
    assert tally.by_status[200] == 2_000
    assert tally.by_status.get(503, 0) > 0, "the hub was never full: the storm was none"
