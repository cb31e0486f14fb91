"""What an employer finds again: its posts, and the last one to post once more."""

from kiosk.domain.clock import ms_of, stamp_of
from kiosk.service.site import Site
from kiosk.service.vacancy_views import vacancy_view
from kiosk.service.views import VacancyView
from kiosk.store.people import same_people
from kiosk.store.vacancies import vacancies_of_employer

__all__ = ["STILL_NEEDED_MS", "is_to_be_asked", "last_post", "own_posts"]

STILL_NEEDED_MS = 2 * 3_600_000
"""Hours without a word after which an employer is asked whether people are still needed."""
_LAST_POST_MS = 60 * 24 * 3_600_000


def own_posts(site: Site, employer: str) -> tuple[VacancyView, ...]:
    """Posts of an employer that are valid still, the newest first."""
    with site.store.read() as db:
        rows = vacancies_of_employer(db, same_people(db, employer), site.now_ms())
    return tuple(vacancy_view(site, row) for row in rows)


def last_post(site: Site, employer: str) -> VacancyView | None:
    """The newest post of the last two months, to be posted once more."""
    with site.store.read() as db:
        people = same_people(db, employer)
        rows = vacancies_of_employer(db, people, 0)
    since = stamp_of(site.now_ms() - _LAST_POST_MS)
    fresh = [row for row in rows if row["posted_at"] > since and row["review"] != "rejected"]
    return vacancy_view(site, fresh[0]) if fresh else None


def is_to_be_asked(site: Site, vacancy: VacancyView) -> bool:
    """Whether the employer has said nothing of an open post for two hours (还要人吗？)."""
    if not vacancy.is_open:
        return False
    with site.store.read() as db:
        row = db.execute(
            "SELECT max(posted_at, kept_at) FROM vacancies WHERE id = ?", (vacancy.id,)
        ).fetchone()
    return bool(row) and site.now_ms() - ms_of(row[0]) > STILL_NEEDED_MS
