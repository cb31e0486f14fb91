"""Sign in by PIN or card, unlock, enter the PIN once more, change the own PIN, sign out."""

from dataclasses import dataclass, replace

from kiosk.domain.account import Account
from kiosk.domain.events import (
    AccountPinSet,
    SignInFailed,
    StaffLockedOut,
    StaffSignedIn,
    StaffSignedOut,
)
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.roles import Role, StaffSession
from kiosk.service.lock_out import count_try, lift_lock, lock_end, minutes_locked, tries_left
from kiosk.service.pins import check_new_pin, hash_pin, pin_fits
from kiosk.service.site import Site
from kiosk.store.accounts import account_by_card
from kiosk.store.log import Writing

__all__ = [
    "SignedIn",
    "change_own_pin",
    "current_session",
    "sign_in_by_card",
    "sign_in_by_pin",
    "sign_out",
    "step_up",
    "unlock",
]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session, and whether nothing can be done before the PIN is changed."""

    session: StaffSession
    must_change_pin: bool


def sign_in_by_pin(site: Site, account: str, pin: str) -> SignedIn:
    """Open a session.

    Raises:
        NotPossible: `staff_wrong_pin` with `left` tries, `staff_locked` with `minutes`,
            `unknown_account` where it is disabled.
    """
    state = _proven(site, account, pin, "pin")
    session = StaffSession(account, state.name, Role(state.role), site.now_ms())
    return SignedIn(session, state.is_temporary)


def sign_in_by_card(site: Site, id_number: str) -> SignedIn:
    """Open a session with the card on the reader. A card alone never steps up.

    Raises:
        NotPossible: `unknown_staff_card`, `staff_locked`, and `pin_change_first` where the PIN is
            still the one that somebody else chose.
    """
    with site.store.write() as writing:
        account = account_by_card(writing.db, writing.applier.blind_index(id_number))
        state = writing.state(account) if account else None
        if not isinstance(state, Account):
            raise NotPossible("unknown_staff_card")
        _refuse_locked(writing, account, site.now_ms())
        if state.is_temporary:
            raise NotPossible("pin_change_first")
        writing.append(StaffSignedIn(means="card"), account, account)
    session = StaffSession(account, state.name, Role(state.role), site.now_ms())
    return SignedIn(session, must_change_pin=False)


def unlock(site: Site, session: StaffSession, pin: str) -> StaffSession:
    """The window locked itself: the same person goes on, with the role of now.

    Raises:
        NotPossible: see `sign_in_by_pin`.
    """
    state = _proven(site, session.account_id, pin, "unlock")
    return replace(session, name=state.name, role=Role(state.role), stepped_up_at=0)


def step_up(site: Site, session: StaffSession, pin: str) -> StaffSession:
    """The PIN once more; sensitive acts are open for five minutes.

    Raises:
        NotPossible: see `sign_in_by_pin`.
    """
    state = _proven(site, session.account_id, pin, "step_up")
    now = site.now_ms()
    return replace(session, name=state.name, role=Role(state.role), stepped_up_at=now)


def current_session(site: Site, session: StaffSession) -> StaffSession | None:
    """The session with name and role as they are now; None where the account is closed."""
    with site.store.read() as db:
        state = site.store.applier(db).state(session.account_id)
    if not isinstance(state, Account) or not state.is_active:
        return None
    return replace(session, name=state.name, role=Role(state.role))


def change_own_pin(site: Site, session: StaffSession, old: str, new: str) -> None:
    """The person's own PIN from now on.

    Raises:
        InvalidInput: the new PIN is malformed, easy, or the old one.
        NotPossible: the old one is wrong, see `sign_in_by_pin`.
    """
    check_new_pin(new)
    if new == old:
        raise InvalidInput(Problem("staff_pin", "pin_same"))
    _proven(site, session.account_id, old, "step_up")
    pin_hash = hash_pin(new)
    with site.store.write() as writing:
        changed = AccountPinSet(pin_hash=pin_hash, is_temporary=False)
        writing.append(changed, session.account_id, session.actor)


def sign_out(site: Site, session: StaffSession, reason: str = "asked") -> None:
    """The person leaves (`asked`), or the window locked itself (`idle`)."""
    with site.store.write() as writing:
        writing.append(StaffSignedOut(reason=reason), session.account_id, session.actor)


def _proven(site: Site, account: str, pin: str, means: str) -> Account:
    """The account whose PIN this is; the outcome is in the log either way."""
    now = site.now_ms()
    with site.store.write() as writing:
        state = writing.state(account)
        if not isinstance(state, Account) or not state.is_active:
            raise NotPossible("unknown_account")
        _refuse_locked(writing, account, now)
        count_try(writing, account, now)
    # A tenth of a second of hashing, outside of the transaction.
    fits = pin_fits(state.pin_hash, pin)
    with site.store.write() as writing:
        if fits:
            lift_lock(writing, account)
            writing.append(StaffSignedIn(means=means), account, account)
            return state
        writing.append(SignInFailed(means=means), account, account)
        end = lock_end(writing.db, account, now)
        if end:
            writing.append(StaffLockedOut(until=end), account, account)
            refusal = NotPossible("staff_locked", minutes=minutes_locked(writing.db, account, now))
        else:
            left = tries_left(writing.db, account, now)
            refusal = NotPossible("staff_wrong_pin", left=left)
    raise refusal


def _refuse_locked(writing: Writing, account: str, now_ms: int) -> None:
    minutes = minutes_locked(writing.db, account, now_ms)
    if minutes:
        raise NotPossible("staff_locked", minutes=minutes)
