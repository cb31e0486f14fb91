"""投诉举报 at the desk: take on, note, close, reopen (R24)."""

from collections.abc import Callable

from kiosk.domain.complaint import FINAL, OUTCOMES, Complaint
from kiosk.domain.complaint_events import (
    ComplaintAccepted,
    ComplaintClosed,
    ComplaintNoted,
    ComplaintReopened,
)
from kiosk.domain.payload import Payload
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.roles import Act
from kiosk.service.authority import Authorised
from kiosk.service.complaint_views import known_complaint
from kiosk.service.complaints import ComplaintReceipt, MakeComplaint, close_day, make_complaint
from kiosk.service.print_queue import reprint
from kiosk.service.site import Site
from kiosk.store.log import Writing

__all__ = [
    "accept_complaint",
    "close_complaint",
    "note_complaint",
    "print_receipt_again",
    "reopen_complaint",
    "take_complaint",
]

_TEXT_LIMIT = 500


def take_complaint(site: Site, allowed: Authorised, given: MakeComplaint) -> ComplaintReceipt:
    """Staff write down what somebody says at the desk; the receipt is printed.

    Raises:
        InvalidInput: the kind is unknown, or the phone is wrong.
        NotAllowed: the leave is for something else.
    """
    return make_complaint(site, given, allowed.actor_for(Act.COMPLAINT_INTAKE))


def accept_complaint(site: Site, allowed: Authorised, complaint: str) -> str:
    """受理; returns the ISO day by which it must be handled.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_complaint`, `complaint_closed`, `complaint_accepted`.
    """

    def payload(state: Complaint) -> Payload:
        if state.close_by:
            raise NotPossible("complaint_accepted")
        return ComplaintAccepted(close_by=close_day(site, state.kind).isoformat())

    made = _append(site, allowed, complaint, payload)
    assert isinstance(made, ComplaintAccepted)  # noqa: S101 (just made)
    return made.close_by


def note_complaint(site: Site, allowed: Authorised, complaint: str, text: str) -> None:
    """Something was asked, found or done.

    Raises:
        InvalidInput: there is no text, or too much.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_complaint`, `complaint_closed`.
    """
    _check_text(text)
    _append(site, allowed, complaint, lambda _state: ComplaintNoted(text=text.strip()))


def close_complaint(
    site: Site, allowed: Authorised, complaint: str, outcome: str, text: str
) -> None:
    """办结, with what came of it and what the person was told.

    Raises:
        InvalidInput: the outcome is unknown, there is no text, or too much.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_complaint`, `complaint_closed`.
    """
    _check_text(text)
    if outcome not in OUTCOMES:
        raise InvalidInput(Problem("outcome", "required"))
    closed = ComplaintClosed(outcome=outcome, text=text.strip())
    _append(site, allowed, complaint, lambda _state: closed)


def reopen_complaint(site: Site, allowed: Authorised, complaint: str, reason: str) -> None:
    """It ended too early.

    Raises:
        InvalidInput: there is no reason, or too much of it.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_complaint`, `complaint_open`.
    """
    _check_text(reason, "reason")
    actor = allowed.actor_for(Act.COMPLAINTS)
    with site.store.write() as writing:
        if known_complaint(writing.applier, complaint).status not in FINAL:
            raise NotPossible("complaint_open")
        writing.append(ComplaintReopened(reason=reason.strip()), complaint, actor)


def print_receipt_again(site: Site, allowed: Authorised, complaint: str) -> str:
    """The receipt once more, marked 补打; returns the print job's id.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `no_slip`.
    """
    allowed.actor_for(Act.PRINT_AGAIN)
    return reprint(site.store, complaint, "complaint")


def _append(
    site: Site, allowed: Authorised, complaint: str, payload: Callable[[Complaint], Payload]
) -> Payload:
    actor = allowed.actor_for(Act.COMPLAINTS)
    with site.store.write() as writing:
        made = payload(_open(writing, complaint))
        writing.append(made, complaint, actor)
    return made


def _open(writing: Writing, complaint: str) -> Complaint:
    state = known_complaint(writing.applier, complaint)
    if state.status in FINAL:
        raise NotPossible("complaint_closed")
    return state


def _check_text(text: str, field: str = "text") -> None:
    if not text.strip():
        raise InvalidInput(Problem(field, "required"))
    if len(text) > _TEXT_LIMIT:
        raise InvalidInput(Problem(field, "too_long", {"limit": _TEXT_LIMIT}))
