"""Erase everything that is a person's, whoever wrote it (PRODUCT §7): fields go, counts stay."""

from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.domain.complaint import FINAL, Complaint
from kiosk.domain.employer import Employer
from kiosk.domain.events import PersonErased
from kiosk.domain.roles import Act
from kiosk.domain.seeker import Seeker
from kiosk.service.authority import Authorised
from kiosk.service.priority_help import known_seeker
from kiosk.service.site import Site
from kiosk.store.apply import Applier
from kiosk.store.log import Writing
from kiosk.store.people import find_person, records_of, same_people

__all__ = ["ErasurePreview", "erase_whole_person", "preview_erasure"]


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What an erasure takes away: records of the person, by kind, and what is not finished."""

    records: int
    complaints: int
    open_complaints: int
    cases: int
    is_employer: bool


def preview_erasure(site: Site, allowed: Authorised, seeker: str) -> ErasurePreview:
    """What `erase_whole_person` would take away.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`.
    """
    allowed.actor_for(Act.ERASE_PERSON)
    with site.store.read() as db:
        applier = site.store.applier(db)
        records = _records(db, applier, known_seeker(applier, seeker))
        complaints = [
            state for state in map(applier.state, records) if isinstance(state, Complaint)
        ]
    kinds = [item.partition(":")[0] for item in records]
    return ErasurePreview(
        records=len(records),
        complaints=len(complaints),
        open_complaints=sum(item.status not in FINAL for item in complaints),
        cases=kinds.count("assistance"),
        is_employer="employer" in kinds,
    )


def erase_whole_person(
    site: Site, allowed: Authorised, seeker: str, reason: str = "asked"
) -> frozenset[str]:
    """Erase everything of a person: all records under all ids, the employer that she or he is,
    complaints, cases, and what waits to be printed. Counts stay.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`.
    """
    actor = allowed.actor_for(Act.ERASE_PERSON)
    with site.store.write() as writing:
        person = known_seeker(writing.applier, seeker)
        for aggregate in _records(writing.db, writing.applier, person):
            _erase(writing, aggregate, reason, actor)
        return frozenset(writing.changed)


def _erase(writing: Writing, aggregate: str, reason: str, actor: str) -> None:
    state = writing.state(aggregate)
    if state is not None and not state.erased:
        writing.append(PersonErased(reason=reason), aggregate, actor)


def _records(db: Database, applier: Applier, person: Seeker) -> list[str]:
    people = same_people(db, person.id)
    indexes = {
        applier.blind_index(state.id_number)
        for state in map(applier.state, people)
        if isinstance(state, Seeker) and state.id_number
    }
    firms = [found for index in sorted(indexes) if (found := find_person(db, "employer", index))]
    own = [firm for found in firms for firm in same_people(db, found)]
    known = [firm for firm in own if isinstance(applier.state(firm), Employer)]
    return [*people, *known, *records_of(db, people)]
