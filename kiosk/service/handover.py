"""移送: a file with evidence for the authorities, its receipt and what came of it (R41)."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.clock import ms_of
from kiosk.domain.complaint import FINAL, Complaint
from kiosk.domain.complaint_events import (
    ComplaintHandedOver,
    EvidenceHandedOver,
    HandoverAnswered,
)
from kiosk.domain.events import SensitiveRead
from kiosk.domain.handover import Handover, HandoverAnswer
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.roles import Act, StaffSession
from kiosk.help_tables import help_day
from kiosk.i18n import _
from kiosk.sealed_zip import PASSWORD_LEAST, sealed_zip
from kiosk.service.authority import Authorised, authorise
from kiosk.service.evidence import Evidence, collect_evidence
from kiosk.service.handover_files import Parcel, handover_files, plain_zip, write_whole
from kiosk.service.site import Site
from kiosk.store.help_rows import handover_rows
from kiosk.store.log import Writing

__all__ = [
    "ANSWERS",
    "AUTHORITIES",
    "HandOver",
    "HandedOver",
    "HandoverView",
    "answer_handover",
    "check_handover",
    "count_handovers_due",
    "hand_over",
    "handover_list",
]

AUTHORITIES = ("inspectorate", "police", "market", "arbitration", "legal_aid")
ANSWERS = ("receipt", "result")
_TEXT_LIMIT = 200


@dataclass(frozen=True, slots=True)
class HandOver:
    """What shall go where. An empty password makes a file that anybody can open."""

    subject: str
    to: str
    chosen: tuple[str, ...]
    password: str = ""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The file that was made."""

    handover: str
    number: str
    path: Path
    sha256: str
    reply_by: str
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class HandoverView:
    """A hand-over with what came back. Times in ms, days ISO days."""

    id: str
    subject: str
    number: str
    to: str
    sent_at: int
    reply_by: str
    is_overdue: bool
    status: str
    files: int
    sha256: str
    answers: tuple[HandoverAnswer, ...]


def hand_over(
    site: Site, allowed: Authorised, given: HandOver, folder: Path, by: str
) -> HandedOver:
    """Write the file, then note in one transaction that it went, to whom, and with which hash; a
    complaint ends by it. If the power goes in between, there is a file that nothing refers to, and
    the hand-over is done again; never a record without its file.

    Args:
        site: the station.
        allowed: leave for `Act.HAND_OVER`.
        given: what shall go where.
        folder: where the file goes, a stick for instance.
        by: name of who hands it over, for the inventory.

    Raises:
        InvalidInput: no authority, nothing chosen, or the password is too short.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_subject`, `complaint_closed`, `no_evidence`.
        OSError: the file cannot be written; nothing is noted.
    """
    actor = allowed.actor_for(Act.HAND_OVER)
    check_handover(given)
    with site.store.write() as writing:
        state = writing.state(given.subject)
        if isinstance(state, Complaint) and state.status in FINAL:
            raise NotPossible("complaint_closed")
        evidence = collect_evidence(site, writing.db, given.subject, given.chosen)
        if not evidence.parts:
            raise NotPossible("no_evidence")
        number = writing.next_number(site.today().isoformat())
        files = handover_files(site, writing, Parcel(given.subject, given.to, number, by), evidence)
        content = sealed_zip(files, given.password) if given.password else plain_zip(files)
        path = folder / _("移送-{number}-{day}.zip").format(
            number=number, day=site.today().isoformat()
        )
        write_whole(path, content)
        try:
            sent = EvidenceHandedOver(
                subject=given.subject,
                to=given.to,
                number=number,
                sha256=hashlib.sha256(content).hexdigest(),
                files=len(files),
                reply_by=help_day("handover_reply", site.today()).isoformat(),
            )
            handover = _note(writing, sent, evidence, actor)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        changed = frozenset(writing.changed)
    return HandedOver(handover, number, path, sent.sha256, sent.reply_by, changed)


def answer_handover(site: Site, allowed: Authorised, handover: str, kind: str, text: str) -> None:
    """The authority gave a receipt, or said what came of it.

    Raises:
        InvalidInput: the kind is unknown, there is no text, or too much.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_handover`.
    """
    actor = allowed.actor_for(Act.COMPLAINTS)
    if kind not in ANSWERS:
        raise InvalidInput(Problem("kind", "required"))
    if not text.strip():
        raise InvalidInput(Problem("text", "required"))
    if len(text) > _TEXT_LIMIT:
        raise InvalidInput(Problem("text", "too_long", {"limit": _TEXT_LIMIT}))
    with site.store.write() as writing:
        state = writing.state(handover)
        if not isinstance(state, Handover) or not state.sent_at:
            raise NotPossible("unknown_handover")
        writing.append(HandoverAnswered(kind=kind, text=text.strip()), handover, actor)


def handover_list(site: Site, staff: StaffSession) -> tuple[HandoverView, ...]:
    """All hand-overs: those that wait for a result first, by the day to ask again.

    Raises:
        NotAllowed: see `authorise`.
    """
    authorise(site, staff, Act.COMPLAINTS)
    today = site.today().isoformat()
    with site.store.read() as db:
        applier = site.store.applier(db)
        states = [applier.state(row["id"]) for row in handover_rows(db)]
    return tuple(
        HandoverView(
            id=state.id,
            subject=state.subject,
            number=state.number,
            to=state.to,
            sent_at=ms_of(state.sent_at),
            reply_by=state.reply_by,
            is_overdue=state.status != "result" and "" < state.reply_by < today,
            status=state.status,
            files=state.files,
            sha256=state.sha256,
            answers=tuple(state.answers),
        )
        for state in states
        if isinstance(state, Handover)
    )


def count_handovers_due(site: Site) -> int:
    """Hand-overs about which the authority must be asked."""
    today = site.today().isoformat()
    with site.store.read() as db:
        return sum(
            row["status"] != "result" and "" < row["reply_by"] <= today for row in handover_rows(db)
        )


def _note(writing: Writing, sent: EvidenceHandedOver, evidence: Evidence, actor: str) -> str:
    handover = writing.new_id("handover")
    writing.append(sent, handover, actor)
    if sent.subject.startswith("complaint:"):
        gone = ComplaintHandedOver(to=sent.to, handover=handover)
        writing.append(gone, sent.subject, actor)
    for person in evidence.people:
        read = SensitiveRead(fields=("name", "id_number", "phone"), purpose="handover")
        writing.append(read, person, actor)
    return handover


def check_handover(given: HandOver) -> None:
    """Whether everything is said that a file needs.

    Raises:
        InvalidInput: no authority, nothing chosen, or the password is too short.
    """
    problems = []
    if not given.to.strip():
        problems.append(Problem("to", "required"))
    if not given.chosen:
        problems.append(Problem("chosen", "required"))
    if given.password and len(given.password) < PASSWORD_LEAST:
        problems.append(Problem("password", "too_short", {"limit": PASSWORD_LEAST}))
    if problems:
        raise InvalidInput(*problems)
