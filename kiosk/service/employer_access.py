"""An employer without card: phone and the PIN of a receipt, with lock-out.

The PIN of a posting is made from the hall's key, so that every station of the hall can check it
offline and no event carries it. A USCC is public and proves nothing.
"""

import hashlib
import hmac

from kiosk.domain.employer import Employer
from kiosk.domain.identity import parse_phone
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.typed import is_digits, narrowed
from kiosk.service.employers import employer_view
from kiosk.service.site import Site
from kiosk.service.views import EmployerView
from kiosk.store.attempts import clear_attempts, failures_since, note_failure
from kiosk.store.people import survivor
from kiosk.store.vacancies import vacancies_by_phone

__all__ = ["PIN_DIGITS", "open_by_pin", "posting_pin"]

PIN_DIGITS = 6
_TRIES, _STATION_TRIES = 5, 20
_LOCK_MS = 15 * 60_000
_MINUTE_MS = 60_000
_KEPT_MS = 60 * 24 * 3_600_000


def posting_pin(hall_key: bytes, vacancy: str) -> str:
    """The six digits on a posting's receipt."""
    digest = hmac.new(hall_key, f"posting-pin:{vacancy}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 10**PIN_DIGITS:0{PIN_DIGITS}d}"


def open_by_pin(site: Site, phone: str, pin: str) -> EmployerView:
    """The employer with this phone who holds a receipt of the last two months with this PIN.

    Five wrong tries lock the phone for a quarter of an hour, twenty the whole station, so that
    nobody can try all PINs.

    Raises:
        InvalidInput: the phone is malformed, or the PIN has not six digits.
        NotPossible: `wrong_pin`, or `locked` with `minutes`.
    """
    phone, pin = parse_phone(phone, required=True), narrowed(pin)
    if len(pin) != PIN_DIGITS or not is_digits(pin):
        raise InvalidInput(Problem("pin", "pin_length", {"count": PIN_DIGITS}))
    # Keyed, so that the table of tries names nobody.
    key = hmac.new(site.hall_key(), f"phone:{phone}".encode(), hashlib.sha256).hexdigest()[:32]
    refusal: NotPossible | None = None
    found: Employer | None = None
    with site.store.write() as writing:
        now = site.now_ms()
        for name, limit in ((key, _TRIES), ("station", _STATION_TRIES)):
            failures, since = failures_since(writing.db, name, now - _LOCK_MS)
            if failures >= limit:
                minutes = max(1, -(-(since + _LOCK_MS - now) // _MINUTE_MS))
                refusal = NotPossible("locked", minutes=minutes)
        if refusal is None:
            for row in vacancies_by_phone(writing.db, phone, now - _KEPT_MS):
                expected = posting_pin(site.hall_key(), row["id"])
                state = survivor(writing.applier, row["employer"])
                if hmac.compare_digest(expected, pin) and isinstance(state, Employer):
                    found = state
            if found is None or found.erased:
                # Noted in the same transaction: the power may go, the try is counted.
                for name in (key, "station"):
                    note_failure(writing, name, now, now - _LOCK_MS)
                refusal = NotPossible("wrong_pin")
            else:
                clear_attempts(writing, key)
    if refusal is not None:
        raise refusal
    assert found is not None  # noqa: S101 (no refusal means found)
    return employer_view(found)
