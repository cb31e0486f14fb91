"""What the wall display and the desk show."""

from kiosk.domain.referral import Side
from kiosk.service.boards import board_view, desk_referrals
from kiosk.service.confirmation import agree
from kiosk.simulation import simulate_day


def test_the_board_shows_open_gigs_and_no_person(site):
    simulate_day(site, 30, 20, 3)
    view = board_view(site)
    with site.store.read() as db:
        names = [row[0] for row in db.execute("SELECT name FROM seekers").fetchall()]
    assert view.gigs
    assert all(gig.left > 0 for gig in view.gigs)
    assert 1 <= len(view.calls) <= 3
    assert not [name for name in names if name in repr(view)]


def test_an_answered_number_is_not_called_any_more(site):
    simulate_day(site, 30, 20, 3)
    number = board_view(site).calls[0].number
    row = next(item for item in desk_referrals(site) if item.number == number)
    agree(site, row.id, Side.SEEKER, "staff:desk")
    assert number not in [call.number for call in board_view(site).calls]


def test_the_desk_masks_names(site):
    simulate_day(site, 10, 5, 4)
    rows = desk_referrals(site)
    assert rows
    assert all(row.name.endswith("*") and len(row.name) <= 3 for row in rows)
