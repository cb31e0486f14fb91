"""Evidence for the authorities: which parts there are, and what stands in each (R41)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlite_utils import Database

from kiosk.domain.clock import ms_of
from kiosk.domain.complaint import Complaint
from kiosk.domain.employer import Employer
from kiosk.domain.envelope import Event, header_bytes, header_hash
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.problems import NotPossible
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.service.complaint_views import dealings_of, known_complaint
from kiosk.service.site import Site
from kiosk.store.apply import Applier
from kiosk.store.people import survivor
from kiosk.store.rows import events_of

__all__ = ["EVIDENCE", "Evidence", "available_evidence", "collect_evidence"]

EVIDENCE = ("complaint", "vacancy", "employer", "referrals", "worker", "log")
"""Parts; `worker` names the person who complains, `log` holds the events as they were signed."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Parts as plain values for JSON, and the aggregates whose protected fields they show."""

    parts: dict[str, Any]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Subject:
    complaint: Complaint | None
    vacancy: Vacancy | None
    employer: Employer | None
    worker: Seeker | None

    def aggregates(self) -> list[str]:
        """Whose events the log part holds."""
        known = (self.complaint, self.vacancy, self.employer)
        return [state.id for state in known if state is not None]


def available_evidence(site: Site, subject: str) -> tuple[str, ...]:
    """Which parts there are for a complaint, a vacancy or an employer.

    Raises:
        NotPossible: `unknown_subject`.
    """
    with site.store.read() as db:
        found = _subject(site.store.applier(db), subject)
    there = {
        "complaint": found.complaint is not None,
        "vacancy": found.vacancy is not None,
        "employer": found.employer is not None,
        "referrals": found.vacancy is not None and bool(found.vacancy.referrals),
        "worker": found.worker is not None,
        "log": True,
    }
    return tuple(item for item in EVIDENCE if there[item])


def collect_evidence(site: Site, db: Database, subject: str, chosen: tuple[str, ...]) -> Evidence:
    """The chosen parts.

    Raises:
        NotPossible: `unknown_subject`.
    """
    applier = site.store.applier(db)
    found = _subject(applier, subject)
    makers: dict[str, Callable[[], Any]] = {
        "complaint": lambda: _complaint_part(site, applier, found.complaint),
        "vacancy": lambda: _vacancy_part(found.vacancy),
        "employer": lambda: _employer_part(found.employer),
        "referrals": lambda: _referrals_part(found.vacancy),
        "worker": lambda: _worker_part(found.worker),
        "log": lambda: _log_part(db, found.aggregates(), names_worker="worker" in chosen),
    }
    parts = {item: made for item in EVIDENCE if item in chosen and (made := makers[item]())}
    people = [state.id for state in (found.worker,) if state is not None and "worker" in parts]
    if found.employer is not None and {"employer", "log"} & parts.keys():
        people.append(found.employer.id)
    return Evidence(parts, tuple(people))


def _subject(applier: Applier, subject: str) -> _Subject:
    state, kind = applier.state(subject), aggregate_kind(subject)
    if kind == "complaint":
        complaint = known_complaint(applier, subject)
        vacancy = _vacancy(applier, complaint.vacancy)
        worker = survivor(applier, complaint.seeker) if complaint.seeker else None
        return _Subject(
            complaint,
            vacancy,
            _employer_of(applier, vacancy),
            worker if isinstance(worker, Seeker) and not worker.erased else None,
        )
    if isinstance(state, Vacancy) and state.posting is not None:
        return _Subject(None, state, _employer_of(applier, state), None)
    if isinstance(state, Employer) and not state.erased:
        return _Subject(None, None, state, None)
    raise NotPossible("unknown_subject")


def _vacancy(applier: Applier, vacancy: str) -> Vacancy | None:
    state = applier.state(vacancy) if vacancy else None
    return state if isinstance(state, Vacancy) and state.posting is not None else None


def _employer_of(applier: Applier, vacancy: Vacancy | None) -> Employer | None:
    if vacancy is None or vacancy.posting is None:
        return None
    state = survivor(applier, vacancy.posting.employer)
    return state if isinstance(state, Employer) and not state.erased else None


def _complaint_part(site: Site, applier: Applier, complaint: Complaint | None) -> dict[str, Any]:
    if complaint is None:
        return {}
    told = _plain(
        complaint, ("id", "number", "kind", "reply_by", "accept_by", "close_by", "status")
    )
    told["made_at"] = ms_of(complaint.made_at)
    told["notes"] = [
        {"at": ms_of(note.at), "actor": note.actor, "what": note.what, "text": note.text}
        for note in complaint.notes
    ]
    dealings = dealings_of(site, applier, complaint)
    if dealings is not None:
        told["dealings"] = _built(dealings)
    return told


def _vacancy_part(vacancy: Vacancy | None) -> dict[str, Any]:
    if vacancy is None:
        return {}
    told = {"id": vacancy.id, "review": vacancy.review, "closed": vacancy.closed}
    return told | {"posted_at": ms_of(vacancy.posted_at), "posting": _built(vacancy.posting)}


def _employer_part(employer: Employer | None) -> dict[str, Any]:
    if employer is None:
        return {}
    fields = ("id", "kind", "name", "uscc", "licence", "contact_name", "phone", "is_verified")
    told = _plain(employer, fields)
    told["integrity"] = [
        {"at": ms_of(note.at), "grade": note.grade, "text": note.text, "until": note.until}
        for note in employer.integrity
    ]
    return told


def _referrals_part(vacancy: Vacancy | None) -> list[dict[str, Any]]:
    if vacancy is None:
        return []
    return [
        {
            "number": referral.number,
            "made_at": ms_of(referral.made_at),
            "status": str(vacancy.referral_status(referral)),
            "arrival": referral.arrival,
        }
        for referral in vacancy.referrals.values()
    ]


def _worker_part(worker: Seeker | None) -> dict[str, Any]:
    if worker is None:
        return {}
    return _plain(worker, ("name", "id_kind", "id_number", "phone", "address", "number"))


def _log_part(db: Database, aggregates: list[str], *, names_worker: bool) -> list[dict[str, Any]]:
    """Events with header, hash and payload: anybody can recompute them (docs/PROTOCOL.md §2).

    The phone of who complains stays out unless that part was chosen; the header proves it all the
    same.
    """
    return [
        _event_part(event, names_worker or event.type != "ComplaintContactGiven")
        for event in events_of(db, aggregates)
    ]


def _event_part(event: Event, is_open: bool) -> dict[str, Any]:
    return {
        "header": header_bytes(event).decode(),
        "hash": header_hash(event),
        "salt": event.salt if is_open else None,
        "payload": event.payload if is_open else None,
    }


def _plain(state: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(state, name) for name in names}


def _built(value: object) -> Any:
    return msgspec.to_builtins(value)
