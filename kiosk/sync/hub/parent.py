"""The hub above this one: joined once with a code, remembered with its certificate."""

import base64

import httpx
import msgspec
from sqlalchemy import select

from kiosk.sync.client import HubClient, key_from_text
from kiosk.sync.enrolling import believed
from kiosk.sync.enrolment_code import parse_code, proof_of
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.own_chain import read_meta, write_meta
from kiosk.sync.hub.routes import HUB_KIND
from kiosk.sync.hub.tables import META, RELAY_REFUSED
from kiosk.sync.hub.trust import keep_path
from kiosk.sync.protocol import PROTOCOL, EnrollRequest

__all__ = [
    "COUNTER",
    "EPOCH",
    "Parent",
    "has_parent",
    "join_parent",
    "next_counter",
    "read_parent",
    "refused_above",
]

_PARENT, COUNTER = "relay.parent", "relay.counter"
EPOCH = 1
"""Of a hub's own chain."""


class Parent(msgspec.Struct, frozen=True):
    """The hub above: where it is, who it is, how it certified this one; `ca_file` is the authority
    of its TLS certificate, empty for the system's."""

    url: str
    hub: str
    hub_key: str
    certificate: str
    certificate_signature: str
    ca_file: str = ""


def join_parent(
    hub: Hub,
    url: str,
    code: str,
    *,
    transport: httpx.BaseTransport | None = None,
    ca_file: str = "",
) -> str:
    """Enrol this hub at the hub above it. Returns the parent's id.

    Raises:
        SyncError: as for a station's enrolment.
    """
    parsed, public_key = parse_code(code), hub.keys.public_key
    request = EnrollRequest(
        protocol=PROTOCOL,
        station=hub.id,
        epoch=EPOCH,
        public_key=base64.b64encode(public_key).decode(),
        kind=HUB_KIND,
        proof=proof_of(parsed.secret, hub.id, public_key, HUB_KIND),
    )
    counter = next_counter(hub)
    with HubClient(
        url, hub.id, EPOCH, hub.keys.signing_key, transport=transport, ca_file=ca_file
    ) as client:
        reply = believed(client.send("POST", "/v1/enroll", request, counter), parsed)
    parent = Parent(
        url.rstrip("/"),
        reply.hub,
        reply.hub_key,
        reply.certificate,
        reply.certificate_signature,
        ca_file,
    )
    with hub.database.write() as connection:
        keep_path(connection, hub, reply.path, [], key_from_text(reply.hub_key))
        write_meta(connection, _PARENT, msgspec.json.encode(parent).decode())
    return parent.hub


def read_parent(hub: Hub) -> Parent | None:
    """The hub above; None where this one joined none."""
    with hub.database.read() as connection:
        text = read_meta(connection, _PARENT)
    return msgspec.json.decode(text, type=Parent) if text else None


def refused_above(hub: Hub) -> list[tuple[int, str, str]]:
    """Events that the parent would not store: row number, code, reason."""
    with hub.database.read() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(select(RELAY_REFUSED))]


def has_parent(hub: Hub) -> bool:
    """Whether the hub joined another."""
    with hub.database.read() as connection:
        return bool(read_meta(connection, _PARENT))


def next_counter(hub: Hub) -> int:
    """A number above all before it, for the next request to the parent."""
    with hub.database.write() as connection:
        last = connection.execute(select(META.c.value).where(META.c.key == COUNTER)).scalar()
        counter = max(int(last or 0) + 1, hub.clock.now_ms())
        write_meta(connection, COUNTER, str(counter))
    return counter
