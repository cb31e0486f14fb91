"""Accounts of the staff: open, change role, reset PIN, card, disable."""

from dataclasses import dataclass

from kiosk.domain.account import Account
from kiosk.domain.clock import ms_of
from kiosk.domain.events import (
    AccountCardLinked,
    AccountDisabled,
    AccountEnabled,
    AccountOpened,
    AccountPinSet,
    AccountRoleChanged,
    Payload,
    PersonErased,
)
from kiosk.domain.identity import parse_id_number
from kiosk.domain.problems import InvalidInput, NotPossible, Problem, name_problems
from kiosk.domain.roles import Act, Role
from kiosk.service.authority import Authorised
from kiosk.service.lock_out import lift_lock, minutes_locked
from kiosk.service.pins import check_new_pin, hash_pin
from kiosk.service.site import Site
from kiosk.store.accounts import account_by_card, account_rows, active_managers
from kiosk.store.log import Writing

__all__ = [
    "AccountView",
    "change_role",
    "disable_account",
    "enable_account",
    "erase_account",
    "link_card",
    "list_accounts",
    "open_account",
    "reset_pin",
]

_NAME_LIMIT = 20


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as lists show it. `role` may be one that only a newer program knows; `opened_at`
    in ms; `minutes_locked` at this station, 0 where it is open."""

    id: str
    name: str
    role: str
    is_active: bool
    is_temporary: bool
    has_card: bool
    opened_at: int
    minutes_locked: int


def list_accounts(site: Site) -> tuple[AccountView, ...]:
    """All accounts of the hall by name; erased ones are not listed. Names and roles only, so that
    the sign-in screen can show its tiles."""
    now = site.now_ms()
    with site.store.read() as db:
        return tuple(
            AccountView(
                id=row["id"],
                name=row["name"],
                role=row["role"],
                is_active=bool(row["is_active"]),
                is_temporary=bool(row["is_temporary"]),
                has_card=bool(row["has_card"]),
                opened_at=ms_of(row["opened_at"]),
                minutes_locked=minutes_locked(db, row["id"], now),
            )
            for row in account_rows(db)
        )


def open_account(
    site: Site,
    allowed: Authorised,
    name: str,
    role: Role,
    pin: str,
    *,
    is_temporary: bool = True,
    is_demo: bool = False,
) -> str:
    """A new account; returns its id.

    Args:
        site: the station.
        allowed: leave for `Act.ACCOUNTS`.
        name: as the tiles show it, one in the hall.
        role: what the person may do.
        pin: the first PIN; unless the person chose it, it has to be changed at the first sign-in.
        is_temporary: whether somebody else chose the PIN.
        is_demo: takes a PIN that everybody knows; for invented halls only.

    Raises:
        InvalidInput: name or PIN.
        NotAllowed: leave for something else.
    """
    actor = allowed.actor_for(Act.ACCOUNTS)
    name = " ".join(name.split())
    problems = name_problems(name, _NAME_LIMIT)
    if not problems and any(item.name == name and item.is_active for item in list_accounts(site)):
        problems.append(Problem("name", "taken"))
    if problems:
        raise InvalidInput(*problems)
    if not is_demo:
        check_new_pin(pin)
    pin_hash = hash_pin(pin)
    with site.store.write() as writing:
        account = writing.new_id("account")
        opened = AccountOpened(
            name=name, role=role, pin_hash=pin_hash, is_temporary=is_temporary and not is_demo
        )
        writing.append(opened, account, actor)
    return account


def change_role(site: Site, allowed: Authorised, account: str, role: Role) -> None:
    """Other work from now on. Raises NotPossible: `unknown_account`, `last_manager`."""
    _change(site, allowed, account, AccountRoleChanged(role=role), takes_role=role)


def reset_pin(site: Site, allowed: Authorised, account: str, pin: str) -> None:
    """A new temporary PIN; the lock of wrong tries at this station is lifted.

    Raises:
        InvalidInput: the PIN.
        NotPossible: `unknown_account`.
    """
    check_new_pin(pin)
    pin_set = AccountPinSet(pin_hash=hash_pin(pin), is_temporary=True)
    _change(site, allowed, account, pin_set, lifts_lock=True)


def link_card(site: Site, allowed: Authorised, account: str, id_number: str) -> None:
    """The card that signs this account in; an empty number takes it away.

    Raises:
        InvalidInput: the number.
        NotPossible: `unknown_account`, `card_taken`.
    """
    allowed.actor_for(Act.ACCOUNTS)
    if id_number:
        id_number = parse_id_number(id_number, site.today()).number
        with site.store.read() as db:
            other = account_by_card(db, site.store.applier(db).blind_index(id_number))
        if other not in {"", account}:
            raise NotPossible("card_taken")
    _change(site, allowed, account, AccountCardLinked(id_number=id_number))


def disable_account(site: Site, allowed: Authorised, account: str, reason: str = "") -> None:
    """Opens nothing any more, also where it is signed in just now.

    Raises:
        NotPossible: `unknown_account`, `last_manager`.
    """
    _change(site, allowed, account, AccountDisabled(reason=reason), takes_role=None)


def enable_account(site: Site, allowed: Authorised, account: str) -> None:
    """Opens again. Raises NotPossible: `unknown_account`."""
    _change(site, allowed, account, AccountEnabled())


def erase_account(site: Site, allowed: Authorised, account: str) -> None:
    """Name, card and PIN are deleted everywhere; what was done stays in the log under the id.

    Raises:
        NotPossible: `unknown_account`, `last_manager`.
    """
    _change(site, allowed, account, PersonErased(reason="left"), takes_role=None)


def _change(
    site: Site,
    allowed: Authorised,
    account: str,
    payload: Payload,
    *,
    takes_role: Role | None = Role.MANAGER,
    lifts_lock: bool = False,
) -> None:
    """Append one change. `takes_role` is the role that is left afterwards, None for no account."""
    actor = allowed.actor_for(Act.ACCOUNTS)
    with site.store.write() as writing:
        state = _known(writing, account)
        loses_manager = state.role == Role.MANAGER and takes_role is not Role.MANAGER
        if loses_manager and state.is_active and not active_managers(writing.db, account):
            # Nobody could open accounts any more.
            raise NotPossible("last_manager")
        writing.append(payload, account, actor)
        if lifts_lock:
            lift_lock(writing, account)


def _known(writing: Writing, account: str) -> Account:
    state = writing.state(account)
    if not isinstance(state, Account) or not state.pin_hash or state.erased:
        raise NotPossible("unknown_account")
    return state
