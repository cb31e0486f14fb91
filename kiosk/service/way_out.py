"""The only way out of a public station's program: somebody of the staff who may, with the PIN."""

from dataclasses import dataclass, replace

from kiosk.domain.masking import mask_name
from kiosk.domain.roles import Act, Role, may
from kiosk.service.accounts import list_accounts
from kiosk.service.authority import authorise
from kiosk.service.sign_in import sign_in_by_pin, sign_out
from kiosk.service.site import Site
from kiosk.staff_words import role_text

__all__ = ["DoorKeeper", "door_keepers", "leave_program"]


@dataclass(frozen=True, slots=True)
class DoorKeeper:
    """An account that may end the program; `name` is masked, for it stands on a public screen."""

    account: str
    name: str
    role: str


def door_keepers(site: Site) -> tuple[DoorKeeper, ...]:
    """Open accounts whose role may end the program."""
    return tuple(
        DoorKeeper(item.id, mask_name(item.name), role_text(Role(item.role)))
        for item in list_accounts(site)
        if item.is_active and item.role in set(Role) and may(Role(item.role), Act.LEAVE_PROGRAM)
    )


def leave_program(site: Site, account: str, pin: str) -> None:
    """Prove who it is and write it down; the caller ends the program afterwards.

    Raises:
        NotPossible: see `sign_in_by_pin`.
        NotAllowed: the role may not; `pin_change_first` where somebody else chose the PIN.
    """
    signed = sign_in_by_pin(site, account, pin)
    # The PIN was entered for this one act, so it counts as the second entry too.
    session = replace(signed.session, stepped_up_at=site.now_ms())
    try:
        authorise(site, session, Act.LEAVE_PROGRAM)
    finally:
        sign_out(site, session)
