"""Bad input at the public station: one plain sentence, and the person keeps what was entered."""

from dataclasses import dataclass, field

import pytest

from kiosk.devices.synthetic_cards import resident_number
from kiosk.ui.gallery_scene import InlineTasks, StillNavigator
from kiosk.ui.public.card_presenter import CardPresenter
from kiosk.ui.public.context import Draft, PublicContext, Session
from kiosk.ui.public.id_number_presenter import IdNumberPresenter
from kiosk.ui.public.phone_presenter import PhonePresenter
from kiosk.ui.public.posting.presenter import PostingPresenter
from kiosk.ui.public.trades_presenter import TradesPresenter


@dataclass
class SeenView:
    """Keeps what it was told to show."""

    states: list = field(default_factory=list)

    def show_state(self, state) -> None:
        self.states.append(state)

    @property
    def message(self) -> str:
        return self.states[-1].message


def one_sentence(text: str) -> bool:
    return bool(text) and text.endswith("。") and "{" not in text and not text.isascii()


@pytest.fixture
def context(site) -> PublicContext:
    return PublicContext(site, InlineTasks(), StillNavigator(), Session())


def events(context: PublicContext) -> int:
    with context.site.store.read() as db:
        return int(db.execute("SELECT count(*) FROM events").fetchone()[0])


def draft(**changes) -> Draft:
    good = {
        "trade": "loader",
        "headcount": "5",
        "pay": "260",
        "day_offset": 1,
        "start_minutes": 450,
        "place": "就在市场附近",
        "phone": "13600007788",
    }
    return Draft(**(good | changes))


@pytest.mark.parametrize(
    ("step", "changes"),
    [
        (2, {"headcount": ""}),
        (2, {"headcount": "0"}),
        (2, {"headcount": "10000"}),
        (2, {"headcount": "²"}),
        (2, {"headcount": "5٣"}),
        (3, {"pay": ""}),
        (3, {"pay": "0"}),
        (3, {"pay": "-5"}),
        (3, {"pay": "abc"}),
        (3, {"pay": "26²"}),
        (3, {"pay": "9999999"}),
        (4, {"start_minutes": -1}),
        (4, {"day_offset": 0, "start_minutes": 0}),
        (4, {"day_offset": 60}),
        (5, {"place": ""}),
        (5, {"place": "很" * 80}),
        (6, {"phone": ""}),
        (6, {"phone": "1380000"}),
        (6, {"phone": "12800001234"}),
        (6, {"phone": "1360000778²"}),
    ],
)
def test_a_wrong_posting_stays_on_its_step(context, step, changes) -> None:
    view = SeenView()
    context.session.draft = kept = draft(**changes)
    context.session.name, context.session.id_number = "刘建国", "11010519491231002X"
    PostingPresenter(context, view, step).proceed()
    assert one_sentence(view.message), view.states
    assert context.navigator.went == []
    assert context.session.draft is kept
    assert kept == draft(**changes)
    assert events(context) == 0


def test_a_right_posting_goes_out(context) -> None:
    view = SeenView()
    context.session.draft = draft()
    context.session.name, context.session.id_number = "刘建国", "11010519491231002X"
    PostingPresenter(context, view, 6).proceed()
    assert context.navigator.went == ["slip"]
    assert context.session.number


@pytest.mark.parametrize(
    "number",
    [
        "",
        "110105",
        "110105194912310021",  # check digit
        "11010519491331002X",  # month 13
        "11010519490230002X",  # 30 February
        "11010529991231002X",  # born in 2999
    ],
)
def test_a_wrong_identity_number_stays(context, number) -> None:
    view = SeenView()
    context.session.id_number = number
    IdNumberPresenter(context, view).proceed()
    assert one_sentence(view.message)
    assert context.session.id_number == number
    assert context.navigator.went == []


@pytest.mark.parametrize("phone", ["", "138", "12800001234"])
def test_a_wrong_phone_stays(context, phone) -> None:
    view = SeenView()
    context.session.phone = phone
    PhonePresenter(context, view).proceed()
    assert one_sentence(view.message)
    assert context.session.phone == phone


def test_a_card_pulled_away_is_asked_for_again(context) -> None:
    view = SeenView()
    presenter = CardPresenter(context, view)
    presenter.enter()
    presenter.card_pulled_early()
    assert one_sentence(view.message)
    assert "再放一次" in view.message
    presenter.reader_state_changed(False)
    assert "手输号码" in view.message


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("134567890123456789", "付款码"),
        ("wxp://f2f0synthetic", "付款码"),
        ("https://qr.alipay.com/synthetic", "付款码"),
        ("https://example.com/anything", "用不上"),
        ("GH1:R:430111001:01J0000000000000000000000A:0000000000000", "不是本场"),
    ],
)
def test_a_foreign_code_is_refused_and_not_kept(context, code, word) -> None:
    view = SeenView()
    CardPresenter(context, view).scanned(code)
    assert word in view.message
    assert one_sentence(view.message)
    assert code not in repr(context.session)
    assert events(context) == 0


def test_no_trade_chosen(context) -> None:
    view = SeenView()
    presenter = TradesPresenter(context, view)
    presenter.enter()
    presenter.done()
    assert one_sentence(view.message)


def test_consent_is_needed_before_the_first_record(context) -> None:
    view = SeenView()
    session = context.session
    session.name, session.id_number = "张三", resident_number("430111", _birth(), 1)
    session.trades, session.has_consented = ("loader",), False
    TradesPresenter(context, view).done()
    assert one_sentence(view.message)
    assert events(context) == 0


def _birth():
    from datetime import date

    return date(1985, 3, 7)


@pytest.mark.parametrize("sign", ["²", "①", "٣", "三", "ab", ""])
def test_keys_that_are_no_digits_leave_no_trace(context, sign) -> None:
    phone, number = PhonePresenter(context, SeenView()), IdNumberPresenter(context, SeenView())
    headcount, pay = (PostingPresenter(context, SeenView(), step) for step in (2, 3))
    for key in ("１", sign, "2"):
        phone.key(key)
        number.key(key)
        headcount.headcount_key(key)
        pay.pay_key(key)
    session = context.session
    assert (session.phone, session.id_number) == ("12", "12")
    assert (session.draft.headcount, session.draft.pay) == ("12", "12")
