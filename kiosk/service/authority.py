"""The gate before everything staff do: role, fresh PIN, and a line in the log.

The role is read from the store at each act, so that a change or a disabled account takes effect at
once, at windows that are open too. What the gate refuses is in the log as well.
"""

from dataclasses import dataclass

from kiosk.domain.account import Account
from kiosk.domain.account_events import StaffActed, StaffRefused
from kiosk.domain.events import SensitiveRead
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act, Role, StaffSession, may, needs_step_up
from kiosk.service.site import Site
from kiosk.staff_words import act_text, role_text

__all__ = [
    "CONSOLE",
    "Authorised",
    "NotAllowed",
    "StepUpNeeded",
    "authorise",
    "authorise_console",
    "authorise_read",
    "read_or_again",
]

CONSOLE = "console"
"""Actor of the command line: whoever may run it on the data holds the store's key anyway."""

# These leave no event of their own, so the gate writes one.
_TOLD_BY_GATE = frozenset(
    {
        Act.EXPORT,
        Act.IMPORT,
        Act.VIEW_AUDIT,
        Act.SETTINGS,
        Act.BACK_UP,
        Act.LEAVE_PROGRAM,
    }
)


class NotAllowed(NotPossible):
    """The gate says no. `code`: not_allowed, signed_out, pin_change_first."""


class StepUpNeeded(NotAllowed):
    """The act is sensitive: the PIN is needed once more. `code`: step_up_needed."""

    def __init__(self, act: Act) -> None:
        super().__init__("step_up_needed", act=act_text(act))
        self.act = act


@dataclass(frozen=True, slots=True)
class Authorised:
    """Leave to do one act, given by the gate; services take it in place of a bare actor."""

    act: Act
    actor: str

    def actor_for(self, act: Act) -> str:
        """The actor, if this leave is for the act.

        Raises:
            NotAllowed: it is for another one.
        """
        if self.act is not act:
            raise NotAllowed("not_allowed", act=act_text(act), role="")
        return self.actor


def authorise(
    site: Site, staff: StaffSession, act: Act, subject: str = "", detail: str = ""
) -> Authorised:
    """Let somebody of the staff do an act, or say why not. Not inside a write transaction.

    Args:
        site: the station.
        staff: who asks.
        act: what for.
        subject: aggregate or table, for the log of acts that leave no event of their own.
        detail: names no person.

    Raises:
        StepUpNeeded: the PIN has to be entered once more.
        NotAllowed: `not_allowed` with `act` and `role`, `signed_out`, `pin_change_first`.
    """
    refusal = _refusal(site, staff, act)
    if refusal is None and act not in _TOLD_BY_GATE:
        return Authorised(act, staff.actor)
    with site.store.write() as writing:
        if refusal is None:
            acted = StaffActed(act=act, subject=subject, detail=detail)
            writing.append(acted, staff.account_id, staff.actor)
            return Authorised(act, staff.actor)
        error, reason = refusal
        # A question for the PIN is asked of everybody; a refusal is worth a line.
        if reason != "step_up":
            told = StaffRefused(act=act, reason=reason)
            writing.append(told, staff.account_id, staff.actor)
    raise error


def authorise_console(act: Act) -> Authorised:
    """Leave for the command line."""
    return Authorised(act, CONSOLE)


def authorise_read(
    site: Site,
    staff: StaffSession,
    act: Act,
    subject: str,
    fields: tuple[str, ...],
    purpose: str = "",
) -> Authorised:
    """Let somebody read protected fields of an aggregate; the read is in the log before the value
    is seen.

    Raises:
        NotAllowed: see `authorise`.
    """
    allowed = authorise(site, staff, act, subject)
    with site.store.write() as writing:
        writing.append(SensitiveRead(fields=fields, purpose=purpose), subject, allowed.actor)
    return allowed


def read_or_again(
    site: Site,
    staff: StaffSession,
    act: Act,
    subject: str,
    fields: tuple[str, ...],
    purpose: str,
    *,
    is_again: bool,
) -> None:
    """`authorise_read`; a window that shows the record already and looks at it again asks the gate
    anew, but one look is one line in the log.

    Raises:
        NotAllowed: see `authorise`.
    """
    if is_again:
        authorise(site, staff, act, subject)
    else:
        authorise_read(site, staff, act, subject, fields, purpose)


def _refusal(site: Site, staff: StaffSession, act: Act) -> tuple[NotAllowed, str] | None:
    """The error and the log's word for it; None where the act is allowed."""
    with site.store.read() as db:
        account = site.store.applier(db).state(staff.account_id)
    if not isinstance(account, Account) or not account.is_active:
        return NotAllowed("signed_out"), "account"
    if account.is_temporary:
        return NotAllowed("pin_change_first"), "pin_change"
    role = Role(account.role)
    if not may(role, act):
        return NotAllowed("not_allowed", act=act_text(act), role=role_text(role)), "role"
    if needs_step_up(act) and not staff.is_stepped_up(site.now_ms()):
        return StepUpNeeded(act), "step_up"
    return None
