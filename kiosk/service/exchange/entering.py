"""Enters checked rows: a few hundred in one transaction, each once."""

from kiosk.domain.clock import day_bounds, day_of
from kiosk.domain.employer import PERSONAL_KINDS, Employer
from kiosk.domain.events import Consent, SeatsMinted, SeekerRegistered, VacancyPosted
from kiosk.domain.problems import InvalidInput, Problem
from kiosk.domain.review import verdict
from kiosk.service.employers import RegisterEmployer, enter_employer, known_employer
from kiosk.service.exchange.rows import (
    ImportedSeeker,
    ImportedVacancy,
    RowProblem,
    check_new_vacancy,
    row_problems,
)
from kiosk.service.exchange.skill_cells import papers_of
from kiosk.service.posting_checks import hits_at_posting
from kiosk.service.site import Site, hall_aggregate
from kiosk.store.log import Writing
from kiosk.store.people import find_person, survivor

__all__ = ["Entry", "Record"]

Record = ImportedSeeker | RegisterEmployer | ImportedVacancy


class Entry:
    """Writes records in chunks and counts."""

    def __init__(self, site: Site, actor: str, fields: dict[str, str], is_dry: bool) -> None:
        self._site, self._actor, self._fields, self._is_dry = site, actor, fields, is_dry
        self.added = self.known = 0
        self.problems: list[RowProblem] = []
        self.changed: set[str] = set()

    def enter(self, chunk: list[tuple[int, Record]]) -> None:
        """One transaction; a dry run looks and writes nothing."""
        with self._site.store.write() as writing:
            for row, record in chunk:
                try:
                    is_new = self._enter(writing, record)
                except InvalidInput as error:
                    self.problems += row_problems(row, self._fields, error)
                    continue
                self.added += is_new
                self.known += not is_new
            self.changed |= writing.changed

    def _enter(self, writing: Writing, record: Record) -> bool:
        if isinstance(record, ImportedSeeker):
            return self._seeker(writing, record)
        if isinstance(record, ImportedVacancy):
            return self._vacancy(writing, record)
        if self._is_dry or known_employer(writing, record) is not None:
            return known_employer(writing, record) is None
        return enter_employer(writing, record)[1]

    def _seeker(self, writing: Writing, record: ImportedSeeker) -> bool:
        identity = record.identity
        if find_person(writing.db, "seeker", writing.applier.blind_index(identity.number)):
            return False
        if not self._is_dry:
            event = SeekerRegistered(
                number="",
                name=record.name,
                id_kind=identity.kind,
                id_number=identity.number,
                sex=identity.sex,
                birth=identity.birth.isoformat() if identity.birth else "",
                phone=record.phone,
                trades=record.trades,
                consent=Consent(version="import"),
                entry="import",
            )
            person = writing.new_id("seeker")
            writing.append(event, person, self._actor)
            for told in papers_of(writing, record.skills, record.certificates):
                writing.append(told, person, self._actor)
        return True

    def _vacancy(self, writing: Writing, record: ImportedVacancy) -> bool:
        if writing.state(record.id) is not None:
            return False
        check_new_vacancy(self._site, record)
        employer = _employer_of(writing, record)
        if employer is None:
            raise InvalidInput(Problem("employer", "unknown_employer"))
        if not self._is_dry:
            self._post(writing, record, employer)
        return True

    def _post(self, writing: Writing, record: ImportedVacancy, employer: Employer) -> None:
        given, site = record.posting, self._site
        day_end = day_bounds(day_of(given.starts))[1]
        plain = {
            name: getattr(given, name)
            for name in type(given).__dataclass_fields__
            if name != "employer"
        }
        county = _county(writing)
        valid_until = max(given.starts, min(given.ends, day_end))
        hits = hits_at_posting(site, given, county)
        posting = VacancyPosted(
            number=writing.next_number(site.today().isoformat()),
            employer=employer.id,
            employer_name="" if employer.kind in PERSONAL_KINDS else employer.name,
            valid_until=valid_until,
            county=county,
            review=verdict(hits, is_trusted=employer.is_verified),
            hits=hits,
            **plain,
        )
        writing.append(posting, record.id, self._actor)
        writing.append(SeatsMinted(count=given.headcount), record.id, self._actor)


def _employer_of(writing: Writing, record: ImportedVacancy) -> Employer | None:
    """By USCC, else by a name that only one employer has."""
    if record.employer_uscc:
        query, value = "SELECT id FROM employers WHERE uscc = ?", record.employer_uscc
    else:
        query, value = "SELECT id FROM employers WHERE name = ?", record.employer_name
    rows = writing.db.execute(
        f"{query} AND erased = 0 AND merged_into = '' ORDER BY id LIMIT 2",
        (value,),
    ).fetchall()
    if not rows or (len(rows) > 1 and not record.employer_uscc):
        return None
    state = survivor(writing.applier, rows[0][0])
    return state if isinstance(state, Employer) else None


def _county(writing: Writing) -> str:
    row = writing.db.execute(
        "SELECT county FROM halls WHERE id = ?", (hall_aggregate(writing.chain.hall),)
    ).fetchone()
    return str(row[0]) if row else ""
