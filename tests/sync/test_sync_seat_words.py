"""What the desk says of seats: held here, lent, waited for, over."""

import pytest
from network import SyncHall
from synthetic import HALL, Stores, household, posting, seeker

from kiosk.domain.events import SeatSpent
from kiosk.domain.problems import NotPossible
from kiosk.domain.referral import Side
from kiosk.seat_words import pending_advice, urgent_seat_lines
from kiosk.service.confirmation import agree
from kiosk.service.employers import register_employer
from kiosk.service.follow_ups import after_delivery
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.service.seat_views import seat_view


def referred(site, vacancy, index):
    person = register_seeker(site, seeker(index)).seeker.id
    referral = refer(site, person, vacancy).referral.id
    for side in Side:
        agree(site, referral, side, "station")
    return referral


def test_held_lent_waiting_and_over(hall: SyncHall):
    hall.add_hall(HALL)
    a, b = (Stores.site_on(hall.station(hall=HALL)) for _ in range(2))
    employer = register_employer(a, household(1)).id
    vacancy = post_vacancy(a, posting(a, employer, headcount=6)).vacancy.id
    assert seat_view(a, vacancy).lines == ("本机还有 6 个名额，断网也能确认。",)
    for site in (a, b):
        hall.sync(site.store, after_delivery=after_delivery)
    here, there = seat_view(a, vacancy), seat_view(b, vacancy)
    assert here.held + here.lent == 6
    assert there.held == 0
    assert there.lines == ("别的机器留着 6 个名额，还没用。",)

    # The line is down: B holds no seat, so its agreement waits and both are told so.
    referred(b, vacancy, 1)
    waiting = seat_view(b, vacancy)
    assert (waiting.pending, waiting.agreed) == (1, 0)
    assert waiting.lines[0].startswith("1 人两边都说成了，等名额确认。")
    assert waiting.urgent == waiting.lines[:1]
    assert waiting.stock == "别处 6 个"
    assert "断网" in pending_advice(is_online=False)
    assert "断网" not in pending_advice(is_online=True)
    hall.sync(b.store, after_delivery=after_delivery)
    assert (seat_view(b, vacancy).pending, seat_view(b, vacancy).agreed) == (0, 1)


def test_what_was_spent_without_a_seat_is_over_and_said_first(hall: SyncHall):
    hall.add_hall(HALL)
    a, b = (Stores.site_on(hall.station(hall=HALL)) for _ in range(2))
    employer = register_employer(a, household(1)).id
    vacancy = post_vacancy(a, posting(a, employer, headcount=1)).vacancy.id
    hall.sync(a.store)
    hall.sync(b.store)
    referral = referred(b, vacancy, 1)
    with b.store.write() as writing:
        writing.append(SeatSpent(referral=referral), vacancy, "station")
    hall.sync(b.store)
    hall.sync(a.store)
    seen = seat_view(a, vacancy)
    assert seen.overflow == 1
    assert seen.urgent[0].startswith("多谈成了 1 人")
    assert seen.stock == "本机 1 个"


def test_who_waits_for_a_seat_that_nobody_has_is_told_so():
    (line,) = urgent_seat_lines(held=0, lent=0, pending=2, overflow=0)
    assert "名额已经用完" in line
    (line,) = urgent_seat_lines(held=0, lent=1, pending=2, overflow=0)
    assert "先别走" in line
    assert urgent_seat_lines(held=3, lent=1, pending=0, overflow=0) == ()


def test_an_unknown_vacancy(hall: SyncHall):
    with pytest.raises(NotPossible, match="unknown_vacancy"):
        seat_view(Stores.site_on(hall.station()), "vacancy:none")
