"""What an employer changes on a vacancy: close it, another headcount, still needed."""

from kiosk.domain.events import (
    SeatsMinted,
    SeatsRetired,
    VacancyClosed,
    VacancyHeadcountChanged,
    VacancyKept,
)
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.vacancy import Vacancy
from kiosk.service.site import Site
from kiosk.store.log import Writing

__all__ = ["change_headcount", "close_vacancy", "keep_vacancy", "retire_surplus"]


def close_vacancy(site: Site, vacancy: str, actor: str, reason: str = "filled") -> frozenset[str]:
    """Close a vacancy: nobody new is referred to it.

    Raises:
        NotPossible: `unknown_vacancy` or `vacancy_closed`.
    """
    with site.store.write() as writing:
        _open_vacancy(writing, vacancy)
        writing.append(VacancyClosed(reason=reason), vacancy, actor)
        return frozenset(writing.changed)


def change_headcount(site: Site, vacancy: str, headcount: int, actor: str) -> frozenset[str]:
    """Want more or fewer people. Only the posting station makes seats, so only it can change it.

    Fewer people: the seats this station holds free are retired at once.

    Raises:
        InvalidInput: outside the limits, or below the agreements that stand.
        NotPossible: `unknown_vacancy`, `vacancy_closed`, `other_station`.
    """
    if not 1 <= headcount <= site.rules.headcount_limit:
        problem = Problem("headcount", "out_of_range", {"limit": site.rules.headcount_limit})
        raise InvalidInput(problem)
    with site.store.write() as writing:
        state = _open_vacancy(writing, vacancy)
        if state.station != writing.chain.station:
            raise NotPossible("other_station")
        if headcount < len(state.seats.spent):
            count = len(state.seats.spent)
            raise InvalidInput(Problem("headcount", "below_agreed", {"count": count}))
        if headcount == state.headcount:
            return frozenset()
        writing.append(VacancyHeadcountChanged(headcount=headcount), vacancy, actor)
        missing = headcount - (state.seats.minted - state.seats.retired)
        if missing > 0:
            writing.append(SeatsMinted(count=missing), vacancy, actor)
        retire_surplus(writing, vacancy, actor)
        return frozenset(writing.changed)


def retire_surplus(writing: Writing, vacancy: str, actor: str) -> None:
    """The posting station takes out the seats beyond the headcount, as far as it holds them."""
    state = writing.state(vacancy)
    if not isinstance(state, Vacancy) or state.station != writing.chain.station:
        return
    surplus = state.seats.minted - state.seats.retired - state.headcount
    count = min(surplus, state.seats.free(writing.chain.station))
    if count > 0:
        writing.append(SeatsRetired(count=count), vacancy, actor)


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
