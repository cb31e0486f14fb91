"""The next page of gigs is read and drawn before it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.service.matching import list_vacancies
from kiosk.service.views import VacancyPage
from kiosk.ui.components.post_card import PostCard
from kiosk.ui.gallery_scene import Scene, StillNavigator
from kiosk.ui.public.context import PublicContext, Session
from kiosk.ui.public.posts_presenter import PostsPresenter, PostsState
from kiosk.ui.public.posts_screen import PostsScreen
from kiosk.ui.theme import Theme

SIZE = 4


@dataclass
class SlowTasks:
    """Work waits until a test lets it come back."""

    waiting: list[Callable[[], None]] = field(default_factory=list)

    def read(self, work, done, _failed) -> None:
        self.waiting.append(lambda: done(work()))

    write = read

    def come_back(self) -> None:
        self.waiting.pop(0)()


@dataclass
class SeenView:
    """Keeps what it was told to show and to draw ahead."""

    states: list[PostsState] = field(default_factory=list)
    ahead: list[VacancyPage] = field(default_factory=list)

    def show_state(self, state: PostsState) -> None:
        self.states.append(state)

    def draw_ahead(self, page: VacancyPage) -> None:
        self.ahead.append(page)

    def after_painting(self, act: Callable[[], None]) -> None:
        act()

    @property
    def pages(self) -> list[int]:
        return [state.page.page for state in self.states if state.page]


class Paging:
    """A presenter whose reads are slow."""

    def __init__(self, hall: Scene) -> None:
        self.tasks, self.view, self.session = SlowTasks(), SeenView(), Session()
        context = PublicContext(hall.site, self.tasks, StillNavigator(), self.session)
        self.presenter = PostsPresenter(context, self.view, SIZE)
        self.presenter.enter()
        self.tasks.come_back()

    def rest(self) -> None:
        while self.tasks.waiting:
            self.tasks.come_back()


@pytest.fixture
def paging(hall: Scene) -> Paging:
    return Paging(hall)


def test_next_page_is_shown_before_it_is_looked_up(paging: Paging, hall: Scene) -> None:
    paging.rest()
    assert paging.view.ahead == [list_vacancies(hall.site, "", 2, SIZE)]
    paging.presenter.turn(2)
    assert paging.view.pages == [1, 2]
    paging.rest()
    # Looked up again, it was the same: nothing is painted twice. The third is ready by now.
    assert paging.view.pages == [1, 2]
    assert paging.view.ahead[-1].page == 3


def test_a_page_that_has_changed_meanwhile_is_put_right(paging: Paging) -> None:
    paging.rest()
    asked, page = paging.presenter._ahead or pytest.fail("nothing was read ahead")
    stale = replace(page, items=page.items[:1], total=99)
    paging.presenter._ahead = (asked, stale)
    paging.presenter.turn(2)
    assert paging.view.states[-1].page == stale
    paging.rest()
    assert paging.view.states[-1].page == page


def test_other_order_is_not_served_from_what_was_read_ahead(paging: Paging) -> None:
    paging.rest()
    paging.session.order = "pay"
    paging.presenter.turn(2)
    assert paging.view.pages == [1]
    paging.rest()
    assert paging.view.states[-1].order == "pay"


def test_answer_that_comes_too_late_does_not_turn_back(paging: Paging) -> None:
    paging.rest()
    paging.presenter.turn(3)
    paging.presenter.turn(2)
    paging.rest()
    assert paging.view.pages[-1] == 2
    assert 3 not in paging.view.pages


def test_nothing_read_ahead_outlives_the_session(paging: Paging) -> None:
    paging.presenter.first()
    paging.rest()
    assert paging.presenter._ahead is None
    assert paging.view.ahead == []


@pytest.fixture
def screen(qtbot: QtBot, hall: Scene) -> PostsScreen:
    made = PostsScreen(Theme(), hall.context)
    qtbot.addWidget(made)
    made.resize(1080, 1576)
    # As on the window: corners show what is below.
    palette = made.palette()
    palette.setColor(made.backgroundRole(), made.theme.colours.paper)
    made.setPalette(palette)
    made.setAutoFillBackground(True)
    made.show()
    made.presenter.turn(1)
    return made


def looks(card: PostCard) -> QImage:
    return card.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_card_drawn_ahead_is_the_card(qtbot: QtBot, screen: PostsScreen) -> None:
    cards = screen.list.cards
    qtbot.waitUntil(lambda: all(card._ahead for card in cards))
    screen.presenter.turn(2)
    for card in cards:
        assert card._ahead is not None
        assert card._is_drawn(card.rect())
        copied = looks(card)
        card._ahead = None
        assert looks(card) == copied


def test_pressed_and_focused_cards_are_drawn_anew(qtbot: QtBot, screen: PostsScreen) -> None:
    card = screen.list.cards[0]
    qtbot.waitUntil(lambda: card._ahead is not None)
    screen.presenter.turn(2)
    plain = looks(card)
    QTest.mousePress(card, Qt.MouseButton.LeftButton)
    assert looks(card) != plain
    card.setDown(False)
    card.shows_focus = True
    assert looks(card) != plain


def test_wiped_list_keeps_no_picture(qtbot: QtBot, screen: PostsScreen) -> None:
    qtbot.waitUntil(lambda: screen.list.cards[0]._ahead is not None)
    screen.wipe()
    for card in screen.list.cards:
        assert (card.facts, card._ahead, card.accessibleName()) == (None, None, "")
    assert screen.presenter._shown is None


def test_page_one_is_ready_for_who_only_looks(hall: Scene) -> None:
    tasks, view = SlowTasks(), SeenView()
    context = PublicContext(hall.site, tasks, StillNavigator(), Session())
    presenter = PostsPresenter(context, view, SIZE)
    presenter.prepare()
    tasks.come_back()
    assert view.states == []
    presenter.enter()
    assert view.pages == [1]
    while tasks.waiting:
        tasks.come_back()
    assert view.pages == [1]


def test_page_one_of_nobody_is_not_shown_to_a_person(paging: Paging) -> None:
    paging.rest()
    shown = len(paging.view.states)
    paging.presenter.prepare()
    paging.rest()
    assert len(paging.view.states) == shown
    assert paging.presenter._ahead
    assert paging.presenter._ahead[0].page == 2
