"""What an employer changes on a vacancy: close it, or still needed."""

from kiosk.domain.events import VacancyClosed, VacancyKept
from kiosk.domain.problems import NotPossible
from kiosk.domain.vacancy import Vacancy
from kiosk.service.site import Site
from kiosk.store.log import Writing

__all__ = ["close_vacancy", "keep_vacancy"]


def close_vacancy(site: Site, vacancy: str, actor: str, reason: str = "filled") -> frozenset[str]:
    """Close a vacancy: nobody new is referred to it.

    Raises:
        NotPossible: `unknown_vacancy` or `vacancy_closed`.
    """
    with site.store.write() as writing:
        _open_vacancy(writing, vacancy)
        writing.append(VacancyClosed(reason=reason), vacancy, actor)
        return frozenset(writing.changed)


def keep_vacancy(site: Site, vacancy: str, actor: str) -> None:
    """还要人: the employer was asked and still needs people.

    Raises:
        NotPossible: `unknown_vacancy` or `vacancy_closed`.
    """
    with site.store.write() as writing:
        _open_vacancy(writing, vacancy)
        writing.append(VacancyKept(), vacancy, actor)


def _open_vacancy(writing: Writing, vacancy: str) -> Vacancy:
    state = writing.state(vacancy)
    if not isinstance(state, Vacancy) or state.posting is None:
        raise NotPossible("unknown_vacancy")
    if state.closed:
        raise NotPossible("vacancy_closed")
    return state
