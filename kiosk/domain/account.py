"""An account of the staff."""

from kiosk.domain.account_events import (
    AccountCardLinked,
    AccountDisabled,
    AccountEnabled,
    AccountOpened,
    AccountPinSet,
    AccountRoleChanged,
)
from kiosk.domain.envelope import Event
from kiosk.domain.payload import Payload
from kiosk.domain.roles import Role
from kiosk.domain.state import AggregateState

__all__ = ["Account", "step_account"]


class Account(AggregateState, kw_only=True):
    """Who may sign in. Without an opening (not arrived yet, or erased) there is no hash, and
    nothing opens. `opened_at` is a stamp."""

    name: str = ""
    role: str = ""
    pin_hash: str = ""
    is_temporary: bool = False
    id_number: str = ""
    disabled: bool = False
    opened_at: int = 0

    @property
    def is_active(self) -> bool:
        """Whether the account opens anything; not with a role that only a newer program knows."""
        known = self.role in {str(role) for role in Role}
        return bool(self.pin_hash) and known and not self.disabled and not self.erased


def step_account(account: Account, event: Event, payload: Payload) -> None:
    """Apply one event to the account; sign-ins and acts leave it as it is."""
    match payload:
        case AccountOpened():
            account.name, account.role = payload.name, payload.role
            account.pin_hash, account.is_temporary = payload.pin_hash, payload.is_temporary
            account.opened_at = account.opened_at or event.time
        case AccountRoleChanged():
            account.role = payload.role
        case AccountPinSet():
            account.pin_hash, account.is_temporary = payload.pin_hash, payload.is_temporary
        case AccountCardLinked():
            account.id_number = payload.id_number
        case AccountDisabled():
            account.disabled = True
        case AccountEnabled():
            account.disabled = False
