"""日结关账: look a day over, certify it, complete it when the rest is acknowledged, open it again.

It works offline: what waits is counted as pending, and the certificate completes itself when the
hub has answered for everything in it (`complete_day_closes`, run after each delivery).
"""

import base64
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlite_utils import Database

from kiosk.domain.clock import ms_of
from kiosk.domain.day_close import DayClose, day_aggregate
from kiosk.domain.day_events import (
    DayCertificate,
    DayCloseCompleted,
    DayClosed,
    DayReopened,
    certificate_bytes,
)
from kiosk.domain.hall import Hall
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.service.day_counting import CountedDay, count_day, find_checks, record_of
from kiosk.service.day_views import DayRecord, DayView
from kiosk.service.site import STATION_ACTOR, Site, hall_aggregate
from kiosk.store.apply import Applier
from kiosk.store.chain import read_chain
from kiosk.store.day_log import (
    ACKNOWLEDGED,
    PENDING,
    REFUSED,
    closed_days,
    earlier_pending,
    own_answers,
    waiting_closings,
)
from kiosk.store.enrolment import load_enrolment, load_receipt
from kiosk.store.log import Writing

__all__ = [
    "close_day",
    "complete_day_closes",
    "day_records",
    "is_certificate_signed",
    "list_closed_days",
    "look_at_day",
    "reopen_day",
]

_CLOSED = frozenset({"closed", "completed"})
_LISTED = 60


def look_at_day(site: Site, day: date | None = None) -> DayView:
    """A day as it stands at this station, today without a day; runs on a reading thread."""
    with site.store.read() as db:
        return _view(site, db, day or site.today())


def day_records(site: Site, day: date, term: str) -> tuple[DayRecord, ...]:
    """Records behind a term of the equation: total, acknowledged, pending, refused.

    Raises:
        KeyError: there is no such term.
    """
    if term not in {"total", ACKNOWLEDGED, PENDING, REFUSED}:
        raise KeyError(term)
    with site.store.read() as db:
        return tuple(record_of(item) for item in count_day(db, day).with_answer(term))


def list_closed_days(site: Site, limit: int = _LISTED) -> tuple[tuple[str, str, str], ...]:
    """(day, station, status) of days that were closed in this hall, the latest first."""
    with site.store.read() as db:
        applier = site.store.applier(db)
        days = closed_days(db, read_chain(db).hall, limit)
        states = [applier.state(item) for item in days]
    return tuple(
        (state.day, state.station, state.status) for state in states if isinstance(state, DayClose)
    )


def close_day(
    site: Site, day: date, actor: str, *, account: str = "", accepts_open: bool = False
) -> DayView:
    """Certify a day: count it, sign it with the station's key and the account's name.

    Args:
        site: this station.
        day: today or a day before.
        actor: pseudonym of the manager.
        account: name of the account, signed with the rest and kept as long as the log; the
            pseudonym without one.
        accepts_open: the manager has seen what is left to do and closes all the same.

    Raises:
        InvalidInput: the day is still to come.
        NotPossible: `day_closed`; `open_checks` where something is left to do.
    """
    if day > site.today():
        raise InvalidInput(Problem("day", "too_far"))
    with site.store.write() as writing:
        state = _state(writing.applier, writing.chain.station, day)
        if state.status in _CLOSED:
            raise NotPossible("day_closed")
        counted = count_day(writing.db, day)
        checks = find_checks(writing.db, writing.applier, counted, writing.now_ms)
        left = {check.code: len(check.records) for check in checks}
        if any(left.values()) and not accepts_open:
            raise NotPossible("open_checks", count=sum(left.values()))
        certificate = _certificate(writing, counted, left, account or actor)
        key = site.store.keys
        signature = key.signing_key.sign(certificate_bytes(certificate))
        closed = DayClosed(
            certificate=certificate,
            public_key=base64.b64encode(key.public_key).decode(),
            signature=base64.b64encode(signature).decode(),
        )
        writing.append(closed, state.id, actor)
    return look_at_day(site, day)


def reopen_day(site: Site, day: date, actor: str, reason: str) -> DayView:
    """Open a closed day of this station again; who, when and why stay in the log.

    Raises:
        InvalidInput: there is no reason.
        NotPossible: `day_open`.
    """
    if not reason.strip():
        raise InvalidInput(Problem("reason", "required"))
    with site.store.write() as writing:
        state = _state(writing.applier, writing.chain.station, day)
        if state.status not in _CLOSED:
            raise NotPossible("day_open")
        writing.append(DayReopened(reason=reason.strip()), state.id, actor)
    return look_at_day(site, day)


def complete_day_closes(writing: Writing) -> None:
    """Complete own certificates of which nothing is pending any more; idempotent."""
    for aggregate in waiting_closings(writing.db, writing.chain.station):
        state = writing.state(aggregate)
        if not isinstance(state, DayClose) or state.certificate is None:
            continue
        answers = _answers(writing.db, state.certificate)
        if answers[PENDING]:
            continue
        receipt = load_receipt(writing.db)
        own = [part for part in state.certificate.chains if part.station == state.station]
        reaches = receipt is not None and all(
            (part.epoch, part.last_n) <= (receipt.epoch, receipt.n) for part in own
        )
        done = DayCloseCompleted(
            closing=state.closing,
            acknowledged=answers[ACKNOWLEDGED],
            refused=answers[REFUSED],
            receipt=receipt if reaches else None,
        )
        writing.append(done, aggregate, STATION_ACTOR)


def is_certificate_signed(state: DayClose, hall: Hall | None) -> bool:
    """Whether the certificate is signed by its station's key; where the hall's hub certified the
    station, by that very key."""
    if state.certificate is None:
        return False
    known = hall.stations.get(state.station) if hall else None
    if known is not None and known.public_key != state.public_key:
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(state.public_key, validate=True))
        signature = base64.b64decode(state.signature, validate=True)
        key.verify(signature, certificate_bytes(state.certificate))
    except (ValueError, InvalidSignature):
        return False
    return True


def _certificate(
    writing: Writing, counted: CountedDay, checks: dict[str, int], account: str
) -> DayCertificate:
    chain = writing.chain
    return DayCertificate(
        day=counted.day.isoformat(),
        hall=chain.hall,
        station=chain.station,
        account=account,
        closed_at=writing.now_ms,
        total=counted.total,
        acknowledged=counted.count(ACKNOWLEDGED),
        pending=counted.count(PENDING),
        refused=counted.count(REFUSED),
        chains=counted.chains,
        numbers=counted.numbers,
        figures=counted.figures,
        checks=checks,
        earlier_pending=earlier_pending(writing.db, counted.first_ms),
        receipt=load_receipt(writing.db),
    )


def _answers(db: Database, certificate: DayCertificate) -> dict[str, int]:
    """The certificate's events as they are answered now; the three add up to its total."""
    found = {PENDING: 0, REFUSED: 0}
    for part in certificate.chains:
        counts = own_answers(db, part.station, part.epoch, part.first_n, part.last_n)
        for answer in found:
            found[answer] += counts[answer]
    refused = min(found[REFUSED], certificate.total)
    pending = min(found[PENDING], certificate.total - refused)
    acknowledged = certificate.total - refused - pending
    return {ACKNOWLEDGED: acknowledged, PENDING: pending, REFUSED: refused}


def _state(applier: Applier, station: str, day: date) -> DayClose:
    aggregate = day_aggregate(station, day.isoformat())
    state = applier.state(aggregate)
    return state if isinstance(state, DayClose) else DayClose(id=aggregate)


def _view(site: Site, db: Database, day: date) -> DayView:
    chain, applier = read_chain(db), site.store.applier(db)
    hall = applier.state(hall_aggregate(chain.hall))
    enrolment = load_enrolment(db)
    state, counted = _state(applier, chain.station, day), count_day(db, day)
    certificate = state.certificate if state.status in _CLOSED else None
    known_as = enrolment.hall_name if enrolment else ""
    answers = {word: counted.count(word) for word in (ACKNOWLEDGED, PENDING, REFUSED)}
    late = 0
    if certificate is not None:
        answers = _answers(db, certificate)
        late = counted.total - certificate.total
    return DayView(
        id=state.id,
        day=day.isoformat(),
        hall=chain.hall,
        hall_name=(hall.name if isinstance(hall, Hall) else "") or known_as,
        station=chain.station,
        status=state.status,
        total=certificate.total if certificate else counted.total,
        acknowledged=answers[ACKNOWLEDGED],
        pending=answers[PENDING],
        refused=answers[REFUSED],
        late=late,
        earlier_pending=earlier_pending(db, counted.first_ms),
        checks=find_checks(db, applier, counted, site.now_ms()),
        numbers=certificate.numbers if certificate else counted.numbers,
        chains=certificate.chains if certificate else counted.chains,
        figures=certificate.figures if certificate else counted.figures,
        account=certificate.account if certificate else "",
        closed_at=ms_of(state.closed_at),
        completed_at=ms_of(state.completed_at),
        report=counted.kept(chain.station, state.report, ms_of(state.reported_at)),
        backup=counted.kept(chain.station, state.backup, ms_of(state.backed_up_at)),
        times_reopened=state.times_reopened,
        certificate=certificate,
        signature=state.signature if certificate else "",
        public_key=state.public_key if certificate else "",
        is_signature_right=is_certificate_signed(state, hall if isinstance(hall, Hall) else None),
        receipt=state.receipt if certificate else None,
    )
