"""Seats flow between real stations through a real hub (SYNC §5)."""

import pytest
from network import SyncHall
from synthetic import HALL, HALL_KEY, household, posting, seeker

from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.referral import Side
from kiosk.domain.seat_policy import GUARD_MS, LEASE_MS
from kiosk.domain.vacancy import Vacancy
from kiosk.service.confirmation import agree
from kiosk.service.follow_ups import after_delivery
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy, register_employer
from kiosk.service.registration import register_seeker
from kiosk.service.seat_escrow import change_headcount
from kiosk.service.site import Site
from kiosk.store.verify import verify_store
from kiosk.sync.hub import verify_hub


class Pair:
    """A posting station and another one of the same hall."""

    def __init__(self, hall: SyncHall, headcount: int) -> None:
        self.hall = hall
        hall.add_hall(HALL)
        self.poster, self.other = self.station(), self.station()
        employer = register_employer(self.poster, household(1)).id
        given = posting(self.poster, employer, headcount=headcount)
        self.vacancy = post_vacancy(self.poster, given).vacancy.id
        self.people = 0

    def station(self) -> Site:
        return Site(self.hall.station(hall=HALL), lambda: HALL_KEY)

    def sync(self, *sites: Site) -> None:
        for site in sites or (self.poster, self.other):
            self.hall.sync(site.store, after_delivery=after_delivery)

    def agree(self, site: Site) -> str:
        self.people += 1
        person = register_seeker(site, seeker(self.people)).seeker.id
        referral = refer(site, person, self.vacancy).referral.id
        for side in Side:
            done = agree(site, referral, side, "station")
        return str(done.referral.status)

    def state(self, site: Site) -> Vacancy:
        with site.store.read() as db:
            return site.store.applier(db).state(self.vacancy)

    def seats_in_hub(self) -> dict[str, int]:
        return self.state(self.poster).seats.held

    def check(self) -> None:
        for site in (self.poster, self.other):
            assert verify_store(site.store).findings == ()
        assert verify_hub(self.hall.hub_dir).findings == ()


def test_a_posting_station_deposits_and_the_other_gets_a_seat_in_one_exchange(hall: SyncHall):
    pair = Pair(hall, 10)
    pair.sync()
    pair.sync()
    hub = next(who for who in pair.seats_in_hub() if who != pair.poster.store.chain().station)
    assert pair.seats_in_hub()[hub] == 5
    assert pair.agree(pair.other) == "pending"
    # The poster is away: the hub alone serves the other station.
    pair.sync(pair.other)
    assert pair.state(pair.other).agreed == 1
    pair.sync()
    assert pair.state(pair.poster).agreed == 1
    pair.check()


def test_a_small_vacancy_stays_until_asked_for(hall: SyncHall):
    pair = Pair(hall, 1)
    pair.sync()
    assert pair.agree(pair.other) == "pending"
    pair.sync(pair.other)
    assert pair.state(pair.other).agreed == 0
    pair.sync(pair.poster, pair.other)
    assert pair.state(pair.other).agreed == 1
    assert pair.agree(pair.poster) == "pending"
    pair.sync()
    pair.sync()
    assert pair.state(pair.poster).agreed == 1
    assert pair.state(pair.poster).seats.overflow == 0
    pair.check()


def test_offline_each_spends_only_what_it_holds(hall: SyncHall):
    pair = Pair(hall, 4)
    pair.sync()
    pair.agree(pair.other)
    pair.sync(pair.other)
    pair.sync()
    # The line is down: both go on agreeing for as long as there are people.
    for _ in range(6):
        for site in (pair.poster, pair.other):
            if pair.state(site).seats.total_free > 0:
                pair.agree(site)
    for _ in range(3):
        pair.sync()
    for site in (pair.poster, pair.other):
        state = pair.state(site)
        assert state.agreed == 4
        assert state.seats.overflow == 0
    pair.check()


def test_a_station_that_vanished_gives_its_seats_back_after_lease_and_guard(hall: SyncHall):
    pair = Pair(hall, 8)
    pair.sync()
    pair.agree(pair.other)
    pair.sync(pair.other)
    pair.sync(pair.poster)
    gone = pair.other.store.chain().station
    assert pair.state(pair.poster).seats.held[gone] > 1
    unspent = pair.state(pair.poster).seats.free(gone)
    hall.clock.ms += LEASE_MS + GUARD_MS + 1000
    # Whoever asks the hub makes it look at what is due.
    third = pair.station()
    pair.sync(third)
    for _ in range(2):
        pair.agree(third)
    pair.sync(third)
    seats = pair.state(third).seats
    assert seats.free(gone) == 0
    assert unspent > 0
    assert pair.state(third).agreed == 3
    pair.check()


def test_without_trusted_time_a_leased_seat_is_not_spent(hall: SyncHall):
    pair = Pair(hall, 10)
    pair.sync()
    pair.agree(pair.other)
    pair.sync(pair.other)
    before = pair.state(pair.other)
    assert before.agreed == 1
    assert before.seats.free(pair.other.store.chain().station) > 0
    hall.clock.advance(hours=-3)
    assert pair.agree(pair.other) == "pending"
    hall.clock.advance(hours=3)
    pair.sync(pair.other)
    assert pair.state(pair.other).agreed == 2


def test_a_changed_headcount_is_matched(hall: SyncHall):
    pair = Pair(hall, 10)
    pair.sync()
    pair.sync()
    change_headcount(pair.poster, pair.vacancy, 3, "staff:x")
    for _ in range(2):
        pair.sync()
    state = pair.state(pair.other)
    assert (state.headcount, state.seats.minted - state.seats.retired) == (3, 3)
    change_headcount(pair.poster, pair.vacancy, 5, "staff:x")
    pair.sync()
    state = pair.state(pair.other)
    assert (state.headcount, state.seats.minted - state.seats.retired) == (5, 5)
    with pytest.raises(NotPossible, match="other_station"):
        change_headcount(pair.other, pair.vacancy, 4, "staff:x")
    with pytest.raises(InvalidInput):
        change_headcount(pair.poster, pair.vacancy, 0, "staff:x")
    pair.check()
