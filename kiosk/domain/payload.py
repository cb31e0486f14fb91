"""What the payloads of all events share."""

import msgspec

__all__ = ["Payload"]


class Payload(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Base of all payloads; unknown fields of newer programs are ignored when read."""
