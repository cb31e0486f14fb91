"""Payloads of the staff's accounts, and of what staff did that leaves no other event.

All of them stand in the account's own aggregate, so that erasing an account erases the name, the
card and the PIN hash. Their audience is the hall: every desk can sign the person in offline, a
board never gets them, and above the hall only headers go (docs/adr/0010-accounts.md).
"""

from kiosk.domain.payload import Payload

__all__ = [
    "AccountCardLinked",
    "AccountDisabled",
    "AccountEnabled",
    "AccountOpened",
    "AccountPinSet",
    "AccountRoleChanged",
    "SignInFailed",
    "StaffActed",
    "StaffLockedOut",
    "StaffRefused",
    "StaffSignedIn",
    "StaffSignedOut",
]


class AccountOpened(Payload, frozen=True, kw_only=True):
    """A new account. `role`: kiosk.domain.roles.Role; `pin_hash`: argon2id in PHC form.

    A PIN that somebody else chose is temporary: it opens nothing but the change to an own one.
    """

    name: str
    role: str
    pin_hash: str
    is_temporary: bool = True


class AccountRoleChanged(Payload, frozen=True, kw_only=True):
    """The person does other work now."""

    role: str


class AccountPinSet(Payload, frozen=True, kw_only=True):
    """A new PIN, chosen by the person or given at a reset."""

    pin_hash: str
    is_temporary: bool = False


class AccountCardLinked(Payload, frozen=True, kw_only=True):
    """The identity card that signs in in place of the PIN; empty takes it away."""

    id_number: str = ""


class AccountDisabled(Payload, frozen=True, kw_only=True):
    """The account opens nothing any more."""

    reason: str = ""


class AccountEnabled(Payload, frozen=True, kw_only=True):
    """A disabled account opens again."""


class StaffSignedIn(Payload, frozen=True, kw_only=True):
    """Somebody sat down. `means`: pin, card, step_up, unlock."""

    means: str


class StaffSignedOut(Payload, frozen=True, kw_only=True):
    """Somebody left, or the window locked itself. `reason`: asked, idle."""

    reason: str = "asked"


class SignInFailed(Payload, frozen=True, kw_only=True):
    """A wrong PIN."""

    means: str = "pin"


class StaffLockedOut(Payload, frozen=True, kw_only=True):
    """Too many wrong PINs; this station takes none until `until` (ms)."""

    until: int


class StaffActed(Payload, frozen=True, kw_only=True):
    """An act that leaves no event of its own: an export, a look at the audit trail.

    `subject` is an aggregate or the name of a table; `detail` names no person.
    """

    act: str
    subject: str = ""
    detail: str = ""


class StaffRefused(Payload, frozen=True, kw_only=True):
    """The gate refused an act. `reason`: role, step_up, account, pin_change."""

    act: str
    reason: str
