"""The hub's web pages: vacancies for everybody, figures and stations behind a password."""

from html.parser import HTMLParser

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from network import SyncHall, post, register

from kiosk.domain.events import SeatsMinted, VacancyClosed, VacancyPosted
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.markup import document, tag
from kiosk.sync.hub.web import new_web_password

STAFF = ("figures", "halls", "stations")


class Reader(HTMLParser):
    """Text and elements of a page; fails where they do not close in order."""

    VOID = frozenset({"meta", "br", "input", "link"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


def get(hall: SyncHall, path: str, password: str = "", **headers: str) -> httpx.Response:
    with httpx.Client(trust_env=False) as client:
        auth = ("staff", password) if password else None
        return client.get(f"{hall.server.url}{path}", auth=auth, headers=headers)


def open_post(store, **changes: object) -> str:
    """A vacancy with seats that starts in an hour."""
    with store.write() as writing:
        now = writing.now_ms
        fields = {
            "number": writing.next_number("2026-11-23"),
            "employer": "employer:x",
            "employer_name": "试用物流",
            "trade": "loader",
            "headcount": 3,
            "pay_cents": 26_050,
            "pay_unit": "day",
            "settlement": "daily",
            "starts": now + 3_600_000,
            "ends": now + 8 * 3_600_000,
            "valid_until": now + 8 * 3_600_000,
            "place": "东门",
            "review": "live",
            "plate": "湘A00000",
        }
        posted = VacancyPosted(**(fields | changes))
        vacancy = writing.append(posted, writing.new_id("vacancy"), "station").aggregate
        writing.append(SeatsMinted(count=posted.headcount), vacancy, "station")
    return vacancy


@pytest.fixture
def password(hall: SyncHall) -> str:
    with open_hub(hall.hub_dir, clock=hall.clock) as hub:
        return new_web_password(hub)


def test_the_public_list_shows_what_can_be_taken_and_nobody(hall: SyncHall):
    a = hall.station()
    register(a, 3, name="李不能见")
    open_post(a)
    open_post(a, place="<script>alert(1)</script>", content="a & b", is_urgent=True)
    gone = open_post(a, place="已关的活")
    with a.write() as writing:
        writing.append(VacancyClosed(reason="filled"), gone, "station")
    post(a)
    open_post(a, review="queued", place="没审的活")
    hall.sync(a)
    reply = get(hall, "/")
    assert reply.status_code == 200
    assert "script-src" not in reply.headers["content-security-policy"]
    page = Reader(reply.text)
    assert "装卸" in page.text or "搬运" in page.text
    assert "260.5 元/天" in page.text
    assert "还要 3 人" in page.text
    assert "急招" in page.text
    assert "<script>alert(1)</script>" in page.text
    assert all(name != "script" for name, _ in page.elements)
    for hidden in ("李不能见", "湘A00000", "已关的活", "没审的活"):
        assert hidden not in reply.text
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in (
        page.elements
    )


def test_a_taken_vacancy_leaves_and_an_empty_list_says_so(hall: SyncHall):
    a = hall.station()
    open_post(a)
    hall.sync(a)
    assert "还要 3 人" in get(hall, "/").text
    hall.clock.advance(hours=9)
    text = Reader(get(hall, "/").text).text
    assert "现在没有能报的活" in text


def test_one_hall_of_several_is_chosen_by_a_link(hall: SyncHall):
    hall.add_hall("hall-2")
    a, b = hall.station(), hall.station(hall="hall-2")
    open_post(a, place="甲地")
    open_post(b, place="乙地")
    hall.sync(a)
    hall.sync(b)
    every, one = Reader(get(hall, "/").text).text, Reader(get(hall, "/?hall=hall-2").text)
    assert "甲地" in every
    assert "乙地" in every
    assert "甲地" not in one.text
    assert "乙地" in one.text
    here = [attributes for name, attributes in one.elements if "aria-current" in attributes]
    assert [each["href"] for each in here] == ["?hall=hall-2"]


@pytest.mark.parametrize("page", STAFF)
def test_staff_pages_ask_for_the_password(hall: SyncHall, password, page):
    path = f"/staff/{page}"
    for reply in (
        get(hall, path),
        get(hall, path, "wrong"),
        get(hall, path, authorization="Basic %"),
    ):
        assert reply.status_code == 401
        assert "要密码才能看" in Reader(reply.text).text
        assert "市场</td>" not in reply.text
    assert get(hall, path, password).status_code == 200
    with open_hub(hall.hub_dir, clock=hall.clock) as hub:
        assert new_web_password(hub) != password
    assert get(hall, path, password).status_code == 401


def test_without_a_password_nobody_gets_in(hall: SyncHall):
    assert get(hall, "/staff/halls", "anything").status_code == 401


def test_guessing_locks_the_pages_for_a_while(hall: SyncHall, password):
    for _ in range(10):
        get(hall, "/staff/halls", "wrong")
    assert get(hall, "/staff/halls", password).status_code == 401
    hall.clock.advance(minutes=16)
    assert get(hall, "/staff/halls", password).status_code == 200


def test_figures_halls_and_stations_are_those_of_the_log(hall: SyncHall, password):
    a = hall.station()
    register(a, 4)
    open_post(a)
    hall.sync(a)
    figures = Reader(get(hall, "/staff/figures", password).text)
    assert "新登记求职者 合计 4" in figures.text
    assert "发布岗位 合计 1" in figures.text
    assert sum(name == "svg" for name, _ in figures.elements) == 4
    assert sum(name == "rect" for name, _ in figures.elements) == 4 * 14
    assert "第一零工市场" in Reader(get(hall, "/staff/halls", password).text).text

    stations = Reader(get(hall, "/staff/stations", password).text).text
    assert "A 自助机" in stations
    assert "正常" in stations
    hall.clock.advance(hours=3)
    stations = Reader(get(hall, "/staff/stations", password).text).text
    assert "很久没有联系" in stations
    assert "3 小时前" in stations


def test_what_a_station_says_of_itself_is_shown(hall: SyncHall, password):
    from kiosk import __version__
    from kiosk.sync.engine import Engine

    a = hall.station()
    register(a, 2)
    engine = Engine(a, transport=hall.network, printer_state=lambda: "no_paper")
    engine.exchange()
    engine.close()
    text = Reader(get(hall, "/staff/stations", password).text).text
    assert __version__ in text
    assert "没纸了" in text
    assert "打印机要看一下" in text


def test_a_password_in_bytes_that_are_no_text_is_wrong(hall: SyncHall, password):
    with httpx.Client(trust_env=False) as client:
        for given in (b"Basic \xff\xfe", b"Basic " + b"A" * 6_000, b"\xff", b"Basic"):
            headers = {b"authorization": given}
            reply = client.get(f"{hall.server.url}/staff/halls", headers=headers)
            assert reply.status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"starts": 2**53 - 1, "ends": 2**53 - 1, "valid_until": 2**53 - 1},
        {"ends": 10**15, "valid_until": 10**15},
        {"starts": -(2**53) + 1},
        {"pay_cents": -1},
        {"pay_cents": 2**53 - 1},
    ],
)
def test_no_post_spoils_the_page_for_everybody(hall: SyncHall, changes):
    """It is refused where it comes in, and passed over where an older hub let it in."""
    from kiosk.sync.hub import intake

    a = hall.station()
    with pytest.MonkeyPatch.context() as patch:
        open_post(a, **changes)
        open_post(a, place="好的活")
        if "pay_cents" not in changes:
            patch.setattr(intake, "judge", lambda _event, _payload: None)
            hall.sync(a)
    hall.sync(a)
    reply = get(hall, "/")
    assert reply.status_code == 200
    assert "好的活" in reply.text
    assert reply.text.count("<li") == 1


def test_a_crowd_of_readers_asks_the_database_once(hall: SyncHall, monkeypatch):
    from kiosk.sync.hub import web

    asked = []
    really = web.open_jobs
    monkeypatch.setattr(web, "open_jobs", lambda *args: asked.append(args) or really(*args))
    a = hall.station()
    open_post(a)
    hall.sync(a)
    pages = {get(hall, "/").text for _ in range(9)}
    assert len(pages) == 1
    assert len(asked) == 1
    hall.clock.advance(minutes=1)
    assert get(hall, "/").text not in pages
    assert len(asked) == 2
    for name in range(200):
        assert get(hall, f"/?hall={name}").status_code == 200


def test_while_the_data_cannot_be_read_the_pages_say_so(hall: SyncHall, monkeypatch):
    from kiosk.store.errors import StoreError
    from kiosk.sync.hub import web

    def away(*_arguments: object) -> None:
        raise StoreError("the server is away")

    monkeypatch.setattr(web, "open_jobs", away)
    monkeypatch.setattr(web, "read_meta", away)
    for path in ("/", "/staff/halls"):
        reply = get(hall, path)
        assert reply.status_code == 503
        assert "照常办事" in Reader(reply.text).text
        assert reply.headers["retry-after"] == "30"


@given(st.text(), st.text())
def test_whatever_a_text_says_it_stays_text(one, two):
    html = document(one, "", tag("p", one, title=two))
    reader = Reader(html)
    assert [name for name, _ in reader.elements].count("p") == 1
    # A parser of HTML reads NUL and carriage returns in its own way.
    if not {*one, *two} & {"\x00", "\r"}:
        (title,) = (attributes["title"] for name, attributes in reader.elements if name == "p")
        assert title == two
