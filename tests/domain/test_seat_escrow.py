"""Stations and a hub that share the seats of a vacancy: never oversold, none lost, any order.

Every node holds its own set of events and decides on the fold of them alone, by the rules that
stations and hubs use. Between them events travel in any amount and at any time, each station's in
the order in which it made them.
"""

import random

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from kiosk.domain.clock import next_stamp
from kiosk.domain.envelope import Event
from kiosk.domain.events import (
    HeadcountChanged,
    ReferralAgreed,
    ReferralMade,
    ReferralUndone,
    SeatReturned,
    SeatsMinted,
    SeatSpent,
    SeatsReclaimed,
    SeatsRetired,
    SeatsTransferDeclined,
    SeatsTransferred,
    SeatsTransferRequested,
    VacancyPosted,
    encode_payload,
)
from kiosk.domain.fold import encode_state, fold
from kiosk.domain.referral import ReferralStatus
from kiosk.domain.seat_policy import (
    GUARD_MS,
    LEASE_MS,
    Moment,
    deposit,
    gifts_for,
    idle_returns,
    request_of,
    seats_to_ask,
    seats_to_recall,
    surplus,
)
from kiosk.domain.seats import Seats
from kiosk.domain.vacancy import Vacancy

VACANCY = "vacancy:1"
START_MS = 1_795_388_400_000
POSTER, B, C, HUB = "s-poster", "s-b", "s-c", "s-hub"
NAMES = (POSTER, B, C, HUB)
STATIONS = (POSTER, B, C)


class Node:
    """A station or a hub: its events, what it received, its clock."""

    def __init__(self, name: str) -> None:
        self.name, self.own, self.known = name, [], {}
        self.stamp = self.referrals = self.requests = 0
        self.is_dead = False

    def append(self, payload, now_ms: int) -> None:
        self.stamp = next_stamp(self.stamp, now_ms)
        event = Event(
            id=f"{self.name}-{len(self.own)}",
            station=self.name,
            epoch=1,
            n=len(self.own) + 1,
            time=self.stamp,
            type=type(payload).__name__,
            schema=1,
            scope="public:h1",
            aggregate=VACANCY,
            actor="station",
            payload_hash="",
            prev="",
            payload=encode_payload(payload),
            salt="",
        )
        self.own.append(event)
        self.known[event.id] = event

    def receive(self, events) -> None:
        for event in events:
            self.known[event.id] = event
            self.stamp = max(self.stamp, event.time)

    @property
    def state(self) -> Vacancy:
        return fold(VACANCY, self.known.values())


class Hall:
    """The nodes, true time, and what a test may do to them."""

    def __init__(self, headcount: int) -> None:
        self.now_ms = START_MS
        self.nodes = {name: Node(name) for name in NAMES}
        self.sent = {}
        posting = VacancyPosted(
            number="A001",
            employer="employer:1",
            employer_name="",
            trade="loader",
            headcount=headcount,
            pay_cents=1,
            pay_unit="day",
            settlement="daily",
            starts=0,
            ends=0,
            valid_until=START_MS + 10 * LEASE_MS,
            place="x",
        )
        poster = self.nodes[POSTER]
        poster.append(posting, self.now_ms)
        poster.append(SeatsMinted(count=headcount), self.now_ms)

    def append(self, name: str, payload) -> None:
        self.nodes[name].append(payload, self.now_ms)

    def deliver(self, source: str, target: str, most: int = 10_000) -> None:
        """The next events of one node reach another."""
        start = self.sent.get((source, target), 0)
        part = self.nodes[source].own[start : start + most]
        self.nodes[target].receive(part)
        self.sent[source, target] = start + len(part)

    def moment(self) -> Moment:
        return Moment(self.now_ms)

    def refer(self, name: str) -> None:
        node = self.nodes[name]
        if node.state.posting is None:
            return
        node.referrals += 1
        referral = f"referral:{name}-{node.referrals}"
        self.append(name, ReferralMade(referral=referral, number="A1", seeker="seeker:x"))
        for side in ("seeker", "employer"):
            self.append(name, ReferralAgreed(referral=referral, side=side, by="station"))
        self.tend(name)

    def undo(self, name: str) -> None:
        spent = [r for r, who in self.nodes[name].state.seats.spent.items() if who == name]
        if spent:
            self.append(name, ReferralUndone(referral=min(spent), by="station"))
            self.append(name, SeatReturned(referral=min(spent)))

    def tend(self, name: str, *, is_online: bool = True) -> None:
        """What `kiosk.service.seat_escrow` and the hub do, with the same rules."""
        if self.nodes[name].is_dead:
            return
        self._answer(name)
        self._reclaim(name)
        if name == POSTER:
            self._match()
        if name != HUB:
            self._spend(name)
            state = self.nodes[name].state
            for gift in idle_returns(state, name, self.moment()):
                self._give(name, gift, self._request(name))
            gift = deposit(state, name, HUB, self.moment()) if is_online else None
            if gift is not None:
                self._give(name, gift, self._request(name))
            self._ask(name, seats_to_ask(self.nodes[name].state, name, self.moment(), HUB))

    def everything_arrives(self) -> None:
        for _ in range(12):
            for source in NAMES:
                for target in NAMES:
                    if source != target:
                        self.deliver(source, target)
            before = sum(len(node.own) for node in self.nodes.values())
            for name in NAMES:
                self.tend(name)
            if before == sum(len(node.own) for node in self.nodes.values()):
                return
        raise AssertionError("the nodes never come to rest")

    def whole(self) -> Vacancy:
        return fold(VACANCY, [event for node in self.nodes.values() for event in node.own])

    def _request(self, name: str) -> str:
        self.nodes[name].requests += 1
        return request_of(name, str(self.nodes[name].requests))

    def _ask(self, name, ask) -> None:
        if ask is not None:
            request = self._request(name)
            self.append(
                name,
                SeatsTransferRequested(
                    request=request, holder=ask.holder, count=ask.count, purpose=ask.purpose
                ),
            )

    def _give(self, name, gift, request) -> None:
        self.append(
            name,
            SeatsTransferred(
                to=gift.to,
                count=gift.count,
                request=request,
                lease_until=gift.lease_until,
                returns=gift.returns,
            ),
        )

    def _answer(self, name) -> None:
        for request, asked in sorted(self.nodes[name].state.seats.requests.items()):
            if asked.holder != name:
                continue
            state = self.nodes[name].state
            gifts = gifts_for(state, name, request, self.moment(), is_hub=name == HUB)
            for place, gift in enumerate(gifts):
                self._give(name, gift, request if place == 0 else f"{request}.{place}")
            if not gifts:
                self.append(name, SeatsTransferDeclined(request=request))

    def _reclaim(self, name) -> None:
        due = self.nodes[name].state.seats.reclaimable(name, self.now_ms - GUARD_MS)
        for request, count in due.items():
            self.append(name, SeatsReclaimed(request=request, count=count))

    def _match(self) -> None:
        state = self.nodes[POSTER].state
        excess = surplus(state)
        if excess < 0:
            self.append(POSTER, SeatsMinted(count=-excess))
        elif excess:
            here = min(excess, state.seats.own_free(POSTER))
            if here:
                self.append(POSTER, SeatsRetired(count=here))
            self._ask(POSTER, seats_to_recall(self.nodes[POSTER].state, POSTER))

    def _spend(self, name) -> None:
        state = self.nodes[name].state
        for item in state.referrals.values():
            is_own = item.station == name
            if is_own and state.referral_status(item) is ReferralStatus.PENDING:
                if self.nodes[name].state.seats.spendable(name, self.now_ms) > 0:
                    self.append(name, SeatSpent(referral=item.id))
                state = self.nodes[name].state


class Escrow(RuleBasedStateMachine):
    """Any sequence of what people, stations and the line do."""

    @initialize(headcount=st.integers(1, 8))
    def post(self, headcount):
        self.hall = Hall(headcount)
        self.most = headcount

    @rule(name=st.sampled_from(STATIONS))
    def refer(self, name):
        if not self.hall.nodes[name].is_dead:
            self.hall.refer(name)

    @rule(name=st.sampled_from(STATIONS))
    def undo(self, name):
        if not self.hall.nodes[name].is_dead:
            self.hall.undo(name)

    @rule(source=st.sampled_from(NAMES), sink=st.sampled_from(NAMES), most=st.integers(1, 9))
    def deliver(self, source, sink, most):
        if source != sink and not self.hall.nodes[source].is_dead:
            self.hall.deliver(source, sink, most)

    @rule(name=st.sampled_from(NAMES), is_online=st.booleans())
    def tend(self, name, is_online):
        self.hall.tend(name, is_online=is_online)

    @rule(headcount=st.integers(1, 8))
    def change_headcount(self, headcount):
        self.hall.append(POSTER, HeadcountChanged(headcount=headcount))
        self.hall.tend(POSTER)
        self.most = max(self.most, headcount)

    @rule(minutes=st.sampled_from([1, 30, 100, 140]))
    def wait(self, minutes):
        self.hall.now_ms += minutes * 60_000

    @rule(name=st.sampled_from((B, C)))
    def die(self, name):
        """A station whose events no longer come, and that does nothing any more."""
        self.hall.nodes[name].is_dead = True

    @invariant()
    def never_oversold(self):
        state = self.hall.whole()
        seats = state.seats
        assert len(seats.spent) <= seats.minted - seats.retired + seats.overflow
        assert all(count >= 0 for count in seats.held.values()) or seats.overflow
        assert seats.minted == seats.retired + sum(seats.held.values())
        if not any(node.is_dead for node in self.hall.nodes.values()):
            self._nobody_takes_back_what_was_spent(seats)

    def _nobody_takes_back_what_was_spent(self, seats):
        """While all live, only a lease that ended unheard of can lead to overflow."""
        is_reclaimed = any(
            event.type == "SeatsReclaimed"
            for node in self.hall.nodes.values()
            for event in node.own
        )
        assert not seats.overflow or is_reclaimed
        if not is_reclaimed:
            assert len(seats.spent) <= self.most

    @invariant()
    def any_order_converges(self):
        events = [event for node in self.hall.nodes.values() for event in node.own]
        shuffled = list(events)
        random.Random(len(events)).shuffle(shuffled)
        assert encode_state(fold(VACANCY, shuffled)) == encode_state(fold(VACANCY, events))

    def teardown(self):
        """In the end, with all leases over and everybody heard, no seat is lost."""
        hall = getattr(self, "hall", None)
        if hall is None:
            return
        dead = {name for name, node in hall.nodes.items() if node.is_dead}
        hall.everything_arrives()
        hall.now_ms += LEASE_MS + GUARD_MS + 60_000
        hall.everything_arrives()
        state = hall.whole()
        seats = state.seats
        for name in dead:
            assert seats.free(name) <= 0, "a dead station keeps seats for ever"
        if not seats.overflow:
            held = sum(max(0, seats.free(name)) for name in NAMES) + len(seats.spent)
            assert held == seats.minted - seats.retired
            # Whoever waits, waits because nothing is left but what others' leases hold.
            waiting = sum(
                state.referral_status(item) is ReferralStatus.PENDING and item.station not in dead
                for item in state.referrals.values()
            )
            assert (
                not waiting or seats.own_free(HUB) + seats.own_free(POSTER) == 0 or seats.declined
            )
        states = {encode_state(node.state) for name, node in hall.nodes.items()}
        assert len(states) == 1


TestEscrow = Escrow.TestCase
TestEscrow.settings = settings(max_examples=settings.default.max_examples, stateful_step_count=30)


def spend_without_a_seat(self, station, now_ms, **_rest):
    return 1


def come_back_without_bound(self, grant, receiver, count):
    return count


def mint_by_anybody(self, name):
    self.append(name, SeatSpent(referral=f"referral:{name}-{self.nodes[name].referrals}"))


def give_what_is_not_there(self, station):
    return self.held.get(station, 0) + 2


def grant_twice(self, holder, request):
    """The answer is forgotten: the request is served again and again."""


@pytest.mark.parametrize(
    ("owner", "name", "broken"),
    [
        (Seats, "spendable", spend_without_a_seat),
        (Seats, "_come_back", come_back_without_bound),
        (Seats, "own_free", give_what_is_not_there),
        (Seats, "_answered", grant_twice),
        (Hall, "_spend", mint_by_anybody),
    ],
)
def test_a_broken_rule_is_caught(monkeypatch, owner, name, broken):
    """The machine above can fail: each of these breaks makes it do so."""
    monkeypatch.setattr(owner, name, broken)
    quick = settings(max_examples=300, stateful_step_count=30, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Escrow, settings=quick)


def two_stations(headcount: int) -> Hall:
    hall = Hall(headcount)
    hall.deliver(POSTER, B)
    hall.deliver(POSTER, HUB)
    return hall


def test_who_waits_asks_and_is_served():
    hall = two_stations(2)
    hall.refer(B)
    assert [asked.holder for asked in hall.nodes[B].state.seats.requests.values()] == [POSTER]
    assert hall.nodes[B].state.agreed == 0
    hall.deliver(B, POSTER)
    hall.tend(POSTER)
    hall.deliver(POSTER, B)
    hall.tend(B)
    assert hall.nodes[B].state.agreed == 1
    assert hall.nodes[B].state.seats.requests == {}


def test_a_posting_station_leaves_at_the_hub_what_it_does_not_need():
    hall = two_stations(10)
    hall.tend(POSTER)
    assert hall.nodes[POSTER].state.seats.held == {POSTER: 5, HUB: 5}
    small = two_stations(2)
    small.tend(POSTER)
    assert small.nodes[POSTER].state.seats.held == {POSTER: 2}


def test_a_dead_stations_seats_come_back_after_lease_and_guard():
    hall = two_stations(4)
    hall.refer(B)
    hall.deliver(B, POSTER)
    hall.tend(POSTER, is_online=False)
    assert hall.whole().seats.free(B) == 2
    hall.now_ms += LEASE_MS + GUARD_MS - 1
    hall.tend(POSTER, is_online=False)
    assert hall.whole().seats.free(B) == 2
    hall.now_ms += 2
    hall.tend(POSTER, is_online=False)
    assert (hall.whole().seats.free(B), hall.whole().seats.free(POSTER)) == (0, 4)
    assert hall.whole().seats.overflow == 0
    # The grant arrives after its lease: it may not be spent, and a rogue spending is counted.
    hall.deliver(POSTER, B)
    hall.tend(B)
    assert hall.whole().agreed == 0
    hall.append(B, SeatSpent(referral="referral:s-b-1"))
    assert hall.whole().seats.overflow == 1


def test_without_trusted_time_no_leased_seat_is_spent():
    hall = two_stations(4)
    hall.refer(B)
    hall.deliver(B, POSTER)
    hall.tend(POSTER, is_online=False)
    hall.deliver(POSTER, B)
    seats = hall.nodes[B].state.seats
    assert seats.spendable(B, hall.now_ms) == 2
    assert seats.spendable(B, hall.now_ms, is_time_trusted=False) == 0
    assert Moment.at(START_MS, START_MS + GUARD_MS).is_trusted is False
    assert Moment.at(START_MS, START_MS, GUARD_MS).is_trusted is False
    assert Moment.at(START_MS, START_MS + 1000, 1000).is_trusted is True


def test_a_lower_headcount_retires_here_and_recalls_the_rest():
    hall = two_stations(10)
    hall.tend(POSTER)
    hall.append(POSTER, HeadcountChanged(headcount=2))
    hall.tend(POSTER)
    assert hall.whole().seats.retired == 5
    hall.everything_arrives()
    state = hall.whole()
    assert (state.headcount, state.seats.minted - state.seats.retired) == (2, 2)
    hall.append(POSTER, HeadcountChanged(headcount=6))
    hall.everything_arrives()
    assert hall.whole().seats.minted - hall.whole().seats.retired == 6


def test_only_the_posting_station_makes_seats():
    hall = two_stations(2)
    hall.append(B, SeatsMinted(count=50))
    hall.append(B, SeatSpent(referral="r1"))
    seats = hall.whole().seats
    assert (seats.minted, seats.overflow) == (2, 1)


@pytest.mark.parametrize("count", [0, -3, 10_000, 2**60])
def test_absurd_counts_move_nothing(count):
    hall = two_stations(2)
    before = hall.whole().seats.held
    hall.append(POSTER, SeatsMinted(count=count))
    hall.append(POSTER, SeatsRetired(count=count))
    hall.append(POSTER, SeatsTransferred(to=B, count=count, request="r"))
    assert hall.whole().seats.held == before


def test_a_return_and_a_reclaim_of_one_grant_give_back_once():
    hall = two_stations(4)
    grant = SeatsTransferred(to=B, count=2, request="r", lease_until=START_MS + LEASE_MS)
    hall.append(POSTER, grant)
    hall.deliver(POSTER, B)
    hall.append(B, SeatsTransferred(to=POSTER, count=2, request="back", returns="r"))
    hall.append(POSTER, SeatsReclaimed(request="r", count=2))
    seats = hall.whole().seats
    assert (seats.held[POSTER], seats.held[B]) == (4, 0)
