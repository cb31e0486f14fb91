"""A station looks at the certificates of its hub, at enrolment and whenever they change.

The anchor begins as the key whose fingerprint the enrolment code carries. When a path proves
that this hub stands below another, the topmost key becomes the anchor: the hub cannot step out from
below its parent again, and a revocation from above counts from then on.
"""

from collections.abc import Sequence

import msgspec

from kiosk.domain.clock import CLAMP_MS
from kiosk.store.enrolment import Enrolment
from kiosk.store.store import Store
from kiosk.store.trust import Trust, save_trust
from kiosk.sync.certificates import BadCertificate, check_path, merged, root_of, word_of
from kiosk.sync.errors import SyncError
from kiosk.sync.protocol import ExchangeReply, Signed

__all__ = ["next_trust", "require_trust", "trust_word"]


def trust_word(trust: Trust) -> str:
    """What the hub is told of the certificates held; empty asks for all of them."""
    if trust.fault or not trust.path:
        return ""
    return word_of(_signed(trust.path), _signed(trust.revocations))


def require_trust(store: Store, enrolment: Enrolment, trust: Trust, reply: ExchangeReply) -> bool:
    """Look at the hub's certificates where they changed, before anything of a reply is kept.

    Args:
        store: of the station.
        enrolment: of the station.
        trust: as kept.
        reply: signed by the hub; how it travelled does not matter.

    Returns:
        Whether all is as it was.

    Raises:
        SyncError: `hub_untrusted`; what waits goes on waiting.
    """
    found = next_trust(
        trust,
        enrolment,
        (store.chain().station, store.keys.public_key),
        (reply.path, reply.revocations),
        (store.clock.now_ms(), reply.time),
    )
    if found != trust:
        with store.write() as writing:
            save_trust(writing, found)
    if found.fault:
        raise SyncError("hub_untrusted", found.fault)
    return found == trust


def next_trust(
    trust: Trust,
    enrolment: Enrolment,
    station: tuple[str, bytes],
    sent: tuple[Sequence[Signed], Sequence[Signed]],
    times_ms: tuple[int, int],
) -> Trust:
    """What is believed after a reply; `fault` says why the hub is not believed any more.

    Args:
        trust: before it.
        enrolment: of the station.
        station: its id and public key.
        sent: path and revocations of the reply, empty where nothing changed.
        times_ms: own clock and the hub's. The own one counts where both agree.
    """
    path, revocations = sent
    anchor = trust.anchor or enrolment.hub_key
    own_ms, hub_ms = times_ms
    now_ms = own_ms if abs(own_ms - hub_ms) <= CLAMP_MS else hub_ms
    if not path:
        is_over = bool(trust.ends) and trust.ends < now_ms
        fault = trust.fault or ("expired" if is_over else "")
        return msgspec.structs.replace(trust, anchor=anchor, fault=fault)
    kept = merged(_signed(trust.revocations), revocations, path)
    top = root_of(path)
    ends = 0
    try:
        for believed in (anchor, top):
            ends = check_path(
                path,
                station=station[0],
                public_key=station[1],
                anchor=believed,
                now_ms=now_ms,
                hall=enrolment.hall,
                issuer=enrolment.hub_key,
                revocations=kept,
            )
    except BadCertificate as error:
        return msgspec.structs.replace(
            trust, anchor=anchor, fault=error.code, revocations=_texts(kept)
        )
    return Trust(anchor=top, path=_texts(path), revocations=_texts(kept), ends=ends)


def _signed(texts: Sequence[tuple[str, str]]) -> list[Signed]:
    return [Signed(*each) for each in texts]


def _texts(signed: Sequence[Signed]) -> tuple[tuple[str, str], ...]:
    return tuple((each.text, each.signature) for each in signed)
