"""Print jobs of a person who is erased: what their slips say goes, that they were printed stays."""

from sqlite_utils import Database

from kiosk.domain.ids import aggregate_kind

__all__ = ["ERASED", "blank_jobs_of"]

ERASED = "erased"
"""State of a job whose slip must not be printed any more."""

_SUBJECTS = {
    "complaint": "SELECT :person",
    "assistance": "SELECT :person",
    "seeker": (
        "SELECT id FROM referrals WHERE seeker = :person UNION SELECT :person UNION "
        "SELECT id FROM complaints WHERE seeker = :person"
    ),
    "employer": (
        "SELECT id FROM vacancies WHERE employer = :person UNION "
        "SELECT referrals.id FROM referrals JOIN vacancies ON vacancies.id = referrals.vacancy "
        "WHERE vacancies.employer = :person"
    ),
}


def blank_jobs_of(db: Database, person: str) -> None:
    """Empty every job on paper for this person; a waiting one is never printed."""
    subjects = _SUBJECTS.get(aggregate_kind(person))
    if subjects:
        db.execute(
            f"UPDATE print_jobs SET payload = x'', state = '{ERASED}' "
            f"WHERE subject IN ({subjects})",
            {"person": person},
        )
