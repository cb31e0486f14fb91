"""The hub's OpenAPI document, and bodies made from it: no answer but what it promises."""

import contextlib

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from network import BadNetwork, SyncHall

from kiosk.sync.client import HubClient
from kiosk.sync.hub.app import HANDLERS
from kiosk.sync.hub.openapi import openapi_document

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


def test_it_is_served_and_names_every_call(hall: SyncHall):
    with httpx.Client(trust_env=False) as client:
        served = client.get(f"{hall.server.url}/openapi.json").json()
    assert served == msgspec.to_builtins(openapi_document())
    named = {(m.upper(), path) for path, calls in served["paths"].items() for m in calls}
    assert named == set(HANDLERS)


def test_every_reference_leads_somewhere():
    document = openapi_document()
    text = msgspec.json.encode(document).decode()
    for part in text.split('"$ref":"#/components/schemas/')[1:]:
        assert part.partition('"')[0] in document["components"]["schemas"]


@pytest.mark.parametrize("path", ["/v1/exchange", "/v1/relay", "/v1/enroll"])
def test_whatever_a_station_signs_the_answer_is_a_promised_one(hall: SyncHall, path):
    """Signed with a right key, of any form: never a 500, never an unpromised status."""
    a = hall.station()
    chain, counter = a.chain(), iter(range(2**41, 2**42))
    fields = openapi_document()["components"]["schemas"]
    name = {"/v1/exchange": "ExchangeRequest", "/v1/relay": "RelayRequest"}.get(
        path, "EnrollRequest"
    )
    keys = sorted(fields[name]["properties"])
    promised = set(openapi_document()["paths"][path]["post"]["responses"])

    client = HubClient(
        hall.server.url, chain.station, chain.epoch, a.keys.signing_key, transport=BadNetwork()
    )

    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries({}, optional=dict.fromkeys(keys, JSON)), st.booleans())
    def fuzz(body, has_protocol):
        if has_protocol:
            body["protocol"] = 1
        hall.server._hub.limiter.__init__()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("kiosk.sync.client.encode", lambda _message: msgspec.json.encode(body))
            raw = client.send("POST", path, msgspec.Struct(), next(counter))
        assert str(raw.reply.status_code) in promised - {"500"}

    with contextlib.closing(client):
        fuzz()
