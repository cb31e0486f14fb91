"""How the seats of a vacancy stand, as the desk tells it: held here, lent, waited for, over."""

from dataclasses import dataclass

from kiosk.domain.problems import NotPossible
from kiosk.domain.referral import ReferralStatus
from kiosk.domain.vacancy import Vacancy
from kiosk.seat_words import seat_lines, stock_text, urgent_seat_lines
from kiosk.service.site import Site
from kiosk.store.chain import read_chain

__all__ = ["SeatView", "seat_view", "seats_of"]


@dataclass(frozen=True, slots=True)
class SeatView:
    """Counts of one vacancy. `held`: free seats of this station; `lent`: free seats elsewhere;
    `pending`: referrals that wait for a seat; `overflow`: agreements beyond the seats; `clashing`:
    numbers of people whom the hub knows to have agreed elsewhere at the same hours."""

    vacancy: str
    headcount: int
    agreed: int
    held: int
    lent: int
    pending: int
    overflow: int
    clashing: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The same in words, what needs somebody first."""
        return seat_lines(self.held, self.lent, self.pending, self.overflow, self.clashing)

    @property
    def urgent(self) -> tuple[str, ...]:
        """What needs somebody, the worst first."""
        return urgent_seat_lines(self.held, self.lent, self.pending, self.overflow, self.clashing)

    @property
    def stock(self) -> str:
        """Where the free seats are, in a few words."""
        return stock_text(self.held, self.lent)


def seat_view(site: Site, vacancy: str) -> SeatView:
    """How the seats stand now, by what this station knows.

    Raises:
        NotPossible: `unknown_vacancy`.
    """
    with site.store.read() as db:
        state, station = site.store.applier(db).state(vacancy), read_chain(db).station
    if not isinstance(state, Vacancy) or state.posting is None:
        raise NotPossible("unknown_vacancy")
    return seats_of(state, station)


def seats_of(state: Vacancy, station: str) -> SeatView:
    """How the seats of a folded vacancy stand for one station."""
    seats = state.seats
    statuses = [state.referral_status(each) for each in state.referrals.values()]
    return SeatView(
        vacancy=state.id,
        headcount=state.headcount,
        agreed=state.agreed,
        held=max(0, seats.free(station)),
        lent=sum(max(0, seats.free(holder)) for holder in seats.held if holder != station),
        pending=statuses.count(ReferralStatus.PENDING),
        overflow=seats.overflow,
        clashing=tuple(sorted(item.number for item in state.referrals.values() if item.clashes)),
    )
