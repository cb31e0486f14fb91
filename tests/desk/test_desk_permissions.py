"""Every role at every page: what it may not do it is not shown, and the gate refuses it anyway."""

import pytest
from desk_hand import DeskHand
from staff import session_of
from test_day_close_page import settled_morning

from kiosk.domain.roles import Act, Role, may
from kiosk.service.authority import NotAllowed, StepUpNeeded, authorise
from kiosk.service.day_close import close_day
from kiosk.ui.desk.pages import PAGES

BUTTONS = (
    ("matching", "undo", Act.UNDO),
    ("audit", "export", Act.EXPORT),
    ("day_close", "backup", Act.BACK_UP),
    ("day_close", "reopen", Act.REOPEN_DAY),
    ("machine", "backup", Act.BACK_UP),
)


@pytest.mark.parametrize("role", list(Role))
def test_buttons_are_shown_by_what_a_role_may_do(desk: DeskHand, role: Role) -> None:
    referral = settled_morning(desk.site)
    close_day(desk.site, desk.site.today(), "account:x", account="甲")
    desk.sign_in(role)
    pages = {page.name: page for page in PAGES}
    for name, attribute, act in BUTTONS:
        if not pages[name].is_for(role):
            continue
        desk.window.navigator.go(name, referral if name == "matching" else "")
        desk.settle()
        button = getattr(desk.window.shelf.current, attribute)
        assert button.isVisibleTo(desk.window) == may(role, act), (role, name, attribute)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_shown_exactly_where_the_gate_lets_its_act_through(
    site, page, light_hashes
) -> None:
    for role in Role:
        session = session_of(site, role, is_fresh=True)
        if page.act is None:
            continue
        try:
            authorise(site, session, page.act)
        except StepUpNeeded:
            is_allowed = True
        except NotAllowed:
            is_allowed = False
        else:
            is_allowed = True
        assert page.is_for(role) == is_allowed, (page.name, role)


def test_names_of_pages_are_unique_and_say_what_they_are() -> None:
    names = [page.name for page in PAGES]
    assert len(set(names)) == len(names)
    assert all(page.title and page.icon for page in PAGES)
