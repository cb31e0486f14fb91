"""What of a refused event may be corrected, and the event that comes of it."""

from collections.abc import Mapping

import msgspec

from kiosk.domain.envelope import Event
from kiosk.domain.events import PAYLOADS, Payload, SeatsMinted, decode_payload
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.vacancy import Vacancy
from kiosk.refusal_words import field_text
from kiosk.service.site import Site
from kiosk.store.log import Writing

__all__ = ["fields_of", "mended", "mint_again"]

# Only what a person entered by hand and can look at again. A change here is a new event.
_MENDABLE = {
    "VacancyPosted": (
        "headcount",
        "pay_cents",
        "place",
        "bay",
        "plate",
        "content",
        "conditions",
        "meals",
    ),
    "SeekerRegistered": ("name", "phone", "address"),
    "SeekerChanged": ("name", "phone", "address"),
}


def fields_of(payload: Payload | None) -> tuple[tuple[str, str, str | int], ...]:
    """(name, label, value) of what may be changed; empty where nothing may."""
    if payload is None:
        return ()
    names = _MENDABLE.get(type(payload).__name__, ())
    values = ((name, getattr(payload, name)) for name in names)
    return tuple((name, field_text(name), value) for name, value in values if value is not None)


def mended(site: Site, event: Event, changes: Mapping[str, str | int]) -> Payload:
    """The corrected payload.

    Raises:
        InvalidInput: a field is unknown, unchanged, or its value cannot be taken.
        NotPossible: `not_mendable`.
    """
    payload = decode_payload(event.type, event.payload)
    names = _MENDABLE.get(event.type, ())
    if payload is None or not names:
        raise NotPossible("not_mendable")
    unknown = [Problem(name, "unknown") for name in changes if name not in names]
    if unknown:
        raise InvalidInput(*unknown)
    try:
        made: Payload = msgspec.convert(
            msgspec.structs.asdict(payload) | dict(changes), PAYLOADS[event.type]
        )
    except msgspec.ValidationError as error:
        raise InvalidInput(*(Problem(name, "unknown") for name in changes)) from error
    if not changes or made == payload:
        raise InvalidInput(Problem(names[0], "required"))
    _require_acceptable(site, made)
    return made


def _require_acceptable(site: Site, payload: Payload) -> None:
    """What would come back again is found here already."""
    problems = []
    headcount, pay = getattr(payload, "headcount", None), getattr(payload, "pay_cents", None)
    if headcount is not None and not 1 <= headcount <= site.rules.headcount_limit:
        limit = site.rules.headcount_limit
        problems.append(Problem("headcount", "out_of_range", {"limit": limit}))
    if pay is not None and not 0 < pay <= site.rules.pay_limit_cents:
        limit = site.rules.pay_limit_cents // 100
        problems.append(
            Problem("pay", "not_positive" if pay <= 0 else "too_much", {"limit": limit})
        )
    if problems:
        raise InvalidInput(*problems)


def mint_again(writing: Writing, aggregate: str, actor: str) -> None:
    """Seats of a mended posting: those of the refused one were never made by its fold."""
    state = writing.state(aggregate)
    if not isinstance(state, Vacancy) or state.posting is None:
        return
    missing = state.headcount - state.seats.minted
    if state.station == writing.chain.station and missing > 0:
        writing.append(SeatsMinted(count=missing), aggregate, actor)
