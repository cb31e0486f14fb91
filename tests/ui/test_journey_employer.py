"""An employer posts: what is wrong is said on its step, what was entered stays."""

from collections.abc import Callable

import pytest
from hand import Hand
from synthetic import HOUR_MS, id_number

from kiosk.ui.public.context import Draft
from kiosk.ui.public.employer_screen import EmployerScreen
from kiosk.ui.public.posting.screens import (
    PostContactScreen,
    PostHeadcountScreen,
    PostPayScreen,
    PostWhenScreen,
    PostWhereScreen,
)
from kiosk.ui.public.slip_screen import SlipScreen

NAME, NUMBER = "刘试主", id_number(31)


@pytest.fixture
def boss(hand: Hand) -> Hand:
    hand.begin("hire")
    hand.put_card(NAME, NUMBER)
    assert hand.name == "post_trade"
    return hand


def test_posting_goes_out_once(boss: Hand) -> None:
    boss.to_step("slip")
    kinds = boss.events()
    assert (kinds.count("EmployerRegistered"), kinds.count("VacancyPosted")) == (1, 1)
    assert boss.session.number
    boss.touch(boss.screen(SlipScreen).done, "home")


def headcount(text: str) -> Callable[[Hand], None]:
    def enter(hand: Hand) -> None:
        hand.type_on(hand.screen(PostHeadcountScreen).keypad, text)

    return enter


def pay(text: str) -> Callable[[Hand], None]:
    def enter(hand: Hand) -> None:
        hand.type_on(hand.screen(PostPayScreen).pay.keypad, text)

    return enter


def past(hand: Hand) -> None:
    """Eight o'clock was still to come when it was touched."""
    screen = hand.screen(PostWhenScreen)
    hand.touch(screen.time.hour.button(8))
    hand.site.store.clock.ms += 2 * HOUR_MS  # type: ignore[attr-defined]  # the test's clock


def contact(hand: Hand) -> None:
    hand.type_on(hand.screen(PostContactScreen).keypad, "12800007788")


def nothing(_hand: Hand) -> None:
    """The step is left empty."""


@pytest.mark.parametrize(
    ("step", "enter", "kept"),
    [
        ("post_headcount", nothing, {"headcount": ""}),
        ("post_headcount", headcount("0"), {"headcount": "0"}),
        ("post_headcount", headcount("10000"), {"headcount": "10000"}),
        ("post_pay", nothing, {"pay": ""}),
        ("post_pay", pay("0"), {"pay": "0"}),
        ("post_pay", pay(".."), {"pay": ""}),
        ("post_pay", pay("0."), {"pay": "0."}),
        ("post_when", nothing, {"start_minutes": -1}),
        ("post_when", past, {"start_minutes": 480}),
        ("post_where", nothing, {"place": ""}),
        ("post_contact", nothing, {"phone": ""}),
        ("post_contact", contact, {"phone": "12800007788"}),
    ],
)
def test_wrong_step_says_one_sentence_and_keeps_the_draft(
    boss: Hand, step: str, enter: Callable[[Hand], None], kept: dict[str, object]
) -> None:
    before = boss.events()
    boss.to_step(step)
    enter(boss)
    screen = boss.station.navigator.current
    boss.touch(screen.next)  # type: ignore[attr-defined]  # every step's
    assert boss.name == step
    message = screen.message.text  # type: ignore[attr-defined]  # every step's
    assert message.endswith("。")
    assert "{" not in message
    draft = boss.session.draft
    assert {name: getattr(draft, name) for name in kept} == kept
    assert draft.trade == "loader"
    assert boss.events() == before


def test_back_keeps_what_was_entered(boss: Hand) -> None:
    boss.to_step("post_contact")
    for step in ("post_where", "post_when", "post_pay", "post_headcount"):
        boss.back()
        assert boss.name == step
    assert boss.screen(PostHeadcountScreen).field.text == "2"
    boss.touch(boss.screen(PostHeadcountScreen).next, "post_pay")
    assert boss.screen(PostPayScreen).pay.field.text == "260"
    boss.touch(boss.screen(PostPayScreen).next, "post_when")
    when = boss.screen(PostWhenScreen)
    assert [
        value for value in when.time.hour.values if when.time.hour.button(value).isChecked()
    ] == [7]
    boss.touch(when.next, "post_where")
    where = boss.screen(PostWhereScreen)
    assert where.place.button(where.place.values[0]).isChecked()


def test_leaving_forgets_the_draft(boss: Hand) -> None:
    boss.to_step("post_contact")
    before = boss.events()
    boss.leave()
    assert boss.session.draft == Draft()
    assert boss.events() == before


def test_known_employer_need_not_type_the_phone_again(boss: Hand) -> None:
    boss.to_step("slip")
    boss.touch(boss.screen(SlipScreen).done, "home")
    boss.begin("hire")
    boss.put_card(NAME, NUMBER)
    boss.touch(boss.screen(EmployerScreen).new, "post_trade")
    boss.to_step("post_contact")
    screen = boss.screen(PostContactScreen)
    assert "136****7788" in screen.known.text
    assert "7788" not in screen.known.accessibleName()
    boss.touch(screen.next, "slip")
    assert boss.events().count("EmployerRegistered") == 1
