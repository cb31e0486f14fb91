"""From the city down to its halls: what concerns them, once, and nothing that does not."""

import contextlib
import json

import msgspec
import pytest
from network import BadNetwork, event_ids, post, register
from synthetic import Stores, household, posting, seeker, uscc_code
from tree import Tree, hall_of, rows

from kiosk.domain.envelope import header_hash
from kiosk.domain.events import EmployerRegistered, EventRefused, PersonErased
from kiosk.domain.ids import uuid7
from kiosk.domain.referral import Side
from kiosk.domain.roles import Act
from kiosk.domain.scopes import scope_for
from kiosk.service.authority import authorise_console
from kiosk.service.confirmation import agree
from kiosk.service.employer_trust import suspend_employer
from kiosk.service.employers import RegisterEmployer, register_employer
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.refusals import refused_records
from kiosk.service.registration import register_seeker
from kiosk.store.store import Store
from kiosk.sync.engine import Engine
from kiosk.sync.errors import SyncError
from kiosk.sync.hub import add_hall, from_above
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.own_chain import OwnChain
from kiosk.sync.hub.parent import refused_above
from kiosk.sync.hub.storing import append_own, store_events


@pytest.fixture
def tree(tmp_path, stores, clock, new_database):
    made = Tree(tmp_path, clock, stores, new_database)
    yield made
    made.close()


@pytest.fixture
def two_halls(tree: Tree) -> Tree:
    """Two halls with a hub each, that follow each other's county, and their city."""
    tree.add("city")
    tree.add("a", "city", follows=("b",))
    tree.add("b", "city", follows=("a",))
    return tree


def refused_down(tree: Tree, name: str) -> list[tuple[str, str, str]]:
    with open_hub(tree.dirs[name]) as hub, hub.database.read() as connection:
        return from_above.refused_from_above(connection)


def say(tree: Tree, name: str, payload, aggregate: str, scope: str) -> str:
    """The hub of that name says something in its own chain."""
    with (
        open_hub(tree.dirs[name], clock=tree.clock) as hub,
        hub.database.write() as connection,
    ):
        chain = OwnChain(connection, hub.clock.now_ms())
        event = chain.seal(payload, aggregate, scope)
        chain.save()
        append_own(connection, [event], hub.keys.index_key)
    return event.id


def test_posts_of_one_hall_are_listed_in_the_other(two_halls: Tree):
    a, b = two_halls.station("a"), two_halls.station("b")
    vacancy = post(a)
    (person,) = register(a)
    two_halls.come_to_rest()
    assert rows(b, "SELECT count(*) FROM vacancies WHERE id = ?", vacancy) == [(1,)]
    assert rows(b, "SELECT count(*) FROM seekers") == [(0,)]
    assert not any(event.aggregate == person for event in two_halls.events("b").values())
    assert refused_down(two_halls, "a") == refused_down(two_halls, "b") == []
    with open_hub(two_halls.dirs["b"]) as hub:
        assert refused_above(hub) == []
    two_halls.verify()


def test_a_new_station_has_the_posts_of_other_halls_from_its_snapshot(two_halls: Tree):
    a, b = two_halls.station("a"), two_halls.station("b")
    vacancy = post(a)
    register(b, 30)
    two_halls.come_to_rest()
    late = two_halls.station("b")
    network = BadNetwork()
    with contextlib.closing(Engine(late, transport=network, snapshot_behind=1)) as engine:
        engine._page_size.bytes = 2_048
        assert engine.exchange().has_more
        assert "/v1/snapshot" in [request.url.path for request in network.seen]
        assert rows(late, "SELECT count(*) FROM vacancies WHERE id = ?", vacancy) == [(1,)]
        while engine.exchange().has_more:
            pass
    assert event_ids(b) < event_ids(late)
    two_halls.verify()


def test_what_nobody_follows_stays_where_it_is(tree: Tree):
    tree.add("city")
    tree.add("a", "city")
    tree.add("b", "city")
    a, b = tree.station("a"), tree.station("b")
    vacancy = post(a)
    tree.come_to_rest()
    assert vacancy in {event.aggregate for event in tree.events("city").values()}
    assert vacancy not in {event.aggregate for event in tree.events("b").values()}
    assert rows(b, "SELECT count(*) FROM vacancies") == [(0,)]


def test_nothing_goes_in_circles(two_halls: Tree):
    """What a hub sent up does not come back to it, and what came down does not go up again."""
    a, b = two_halls.station("a"), two_halls.station("b")
    post(a)
    post(b)
    two_halls.come_to_rest()
    for name in ("a", "b"):
        network = BadNetwork()
        assert two_halls.pass_on(name, network) == 0
        assert len(network.seen) == 1
    ids = [event.id for event in two_halls.events("city").values()]
    assert len(ids) == len(set(ids))
    two_halls.verify()


def test_three_levels_and_a_hall_that_begins_to_follow_later(tree: Tree):
    tree.add("province")
    tree.add("city", "province")
    tree.add("a", "city")
    tree.add("c", "province")
    a, c = tree.station("a"), tree.station("c")
    first = post(a)
    tree.come_to_rest()
    add_hall(tree.dirs["c"], hall_of("c"), "丙", "430211", follows=("430111",), clock=tree.clock)
    second = post(a)
    tree.come_to_rest()
    listed = {row[0] for row in rows(c, "SELECT id FROM vacancies")}
    assert listed == {first, second}
    tree.verify()


def test_a_refusal_of_the_city_reaches_the_station(two_halls: Tree):
    a, b = two_halls.station("a"), two_halls.station("b")
    vacancy = post(a)
    two_halls.come_to_rest()
    (posted,) = rows(
        a, "SELECT id FROM events WHERE aggregate = ? AND type = 'VacancyPosted'", vacancy
    )
    refusal = EventRefused(event=posted[0], code="invalid_vacancy", reason="市里不收")
    scope = scope_for("EventRefused", hall_of("a"))
    say(two_halls, "city", refusal, vacancy, scope)
    two_halls.come_to_rest()
    for store in (a, b):
        assert rows(store, "SELECT count(*) FROM vacancies WHERE id = ?", vacancy) == [(0,)]
    two_halls.verify()


def test_an_erasure_reaches_who_has_it_and_who_gets_it_late(two_halls: Tree):
    a, b = two_halls.station("a"), two_halls.station("b")
    with a.write() as writing:
        employer = writing.new_id("employer")
        writing.append(EmployerRegistered(kind="household", name="张某"), employer, "station")
    two_halls.come_to_rest()
    assert rows(b, "SELECT name FROM employers WHERE id = ?", employer) == [("张某",)]
    with a.write() as writing:
        writing.append(PersonErased(), employer, "station")
    two_halls.come_to_rest()
    late = two_halls.station("b")
    two_halls.come_to_rest()
    for store in (b, late):
        left = rows(
            store,
            "SELECT count(*) FROM events WHERE aggregate = ? AND payload LIKE '%张某%'",
            employer,
        )
        assert left == [(0,)]
    for name in two_halls.dirs:
        events = two_halls.events(name).values()
        assert not any("张某" in (event.payload or "") for event in events)
    two_halls.verify()


def test_an_erasure_above_strips_what_comes_after_it(two_halls: Tree):
    """Erased at the city while the hall's own events were still on their way."""
    a = two_halls.station("a")
    with a.write() as writing:
        employer = writing.new_id("employer")
        writing.append(EmployerRegistered(kind="household", name="张某"), employer, "station")
    say(two_halls, "city", PersonErased(), employer, scope_for("PersonErased", hall_of("a")))
    b = two_halls.station("b")
    two_halls.come_to_rest()
    assert not any("张某" in (e.payload or "") for e in two_halls.events("city").values())
    assert b.chain().hall == hall_of("b")
    two_halls.verify()


class Posts:
    """A post at hall A, and a person at hall B who is referred to it."""

    def __init__(self, tree: Tree, headcount: int) -> None:
        self.tree = tree
        self.a, self.b = tree.station("a"), tree.station("b")
        tree.come_to_rest()
        self.here, self.there = Stores.site_on(self.a), Stores.site_on(self.b)
        employer = register_employer(self.here, household(1)).id
        posted = post_vacancy(self.here, posting(self.here, employer, headcount=headcount))
        self.vacancy = posted.vacancy.id
        tree.come_to_rest()

    def agree_at(self, store: Store, seed: int) -> str:
        site = Stores.site_on(store)
        person = register_seeker(site, seeker(seed)).seeker.id
        referral = refer(site, person, self.vacancy).referral.id
        for side in Side:
            agree(site, referral, side, "station")
        return referral

    def status(self, store: Store, referral: str) -> str:
        return str(rows(store, "SELECT status FROM referrals WHERE id = ?", referral)[0][0])


@pytest.mark.parametrize("headcount", [1, 6])
def test_a_seat_is_had_across_halls(two_halls: Tree, headcount: int):
    """Asked for at B, granted by who holds it at A (its station, or its hub), spent at B."""
    posts = Posts(two_halls, headcount)
    referral = posts.agree_at(posts.b, 7)
    assert posts.status(posts.b, referral) == "pending"
    two_halls.come_to_rest()
    assert posts.status(posts.b, referral) == "agreed"
    spent = "SELECT spent, minted, overflow FROM vacancies WHERE id = ?"
    assert rows(posts.a, spent, posts.vacancy) == rows(posts.b, spent, posts.vacancy)
    assert rows(posts.a, spent, posts.vacancy) == [(1, headcount, 0)]
    two_halls.verify()


def test_two_halls_never_agree_on_one_seat(two_halls: Tree):
    posts = Posts(two_halls, 1)
    here, there = posts.agree_at(posts.a, 3), posts.agree_at(posts.b, 4)
    two_halls.come_to_rest()
    assert posts.status(posts.a, here) == "agreed"
    assert posts.status(posts.b, there) == "pending"
    assert rows(posts.a, "SELECT spent, overflow FROM vacancies") == [(1, 0)]


def test_a_hall_learns_of_seats_spent_elsewhere_though_it_follows_nobody(tree: Tree):
    """B sees A's posts; A follows nobody and yet must know its own seats."""
    tree.add("city")
    tree.add("a", "city")
    tree.add("b", "city", follows=("a",))
    posts = Posts(tree, 2)
    referral = posts.agree_at(posts.b, 5)
    tree.come_to_rest()
    assert posts.status(posts.b, referral) == "agreed"
    assert rows(posts.a, "SELECT spent FROM vacancies WHERE id = ?", posts.vacancy) == [(1,)]
    tree.verify()


@pytest.mark.parametrize("fault", ["drop_request", "drop_reply", "cut", "duplicate"])
def test_each_fault_on_the_way_down_loses_nothing(two_halls: Tree, fault: str):
    a, b = two_halls.station("a"), two_halls.station("b")
    vacancies = {post(a) for _ in range(3)}
    two_halls.sync(a)
    two_halls.pass_on("a")
    try:
        two_halls.pass_on("b", BadNetwork(faults=[fault]))
    except SyncError:
        assert fault != "duplicate"
    two_halls.come_to_rest()
    assert {row[0] for row in rows(b, "SELECT id FROM vacancies")} == vacancies
    two_halls.verify()


def test_a_hub_that_ends_before_it_kept_the_page_pulls_it_again(two_halls: Tree, monkeypatch):
    a, b = two_halls.station("a"), two_halls.station("b")
    vacancy = post(a)
    two_halls.sync(a)
    two_halls.pass_on("a")
    real = from_above.write_meta

    def crash(*_arguments):
        raise RuntimeError("the power went")

    # The events of the page are stored in the same transaction: they go with it.
    monkeypatch.setattr(from_above, "write_meta", crash)
    with pytest.raises(RuntimeError, match="power"):
        two_halls.pass_on("b")
    assert vacancy not in {event.aggregate for event in two_halls.events("b").values()}
    monkeypatch.setattr(from_above, "write_meta", real)
    two_halls.come_to_rest()
    assert rows(b, "SELECT count(*) FROM vacancies WHERE id = ?", vacancy) == [(1,)]
    two_halls.verify()


def test_a_city_that_lost_its_streams_is_pulled_anew(two_halls: Tree):
    """Another checksum, or numbers that go back: everything again, and nothing twice."""
    a, b = two_halls.station("a"), two_halls.station("b")
    post(a)
    two_halls.come_to_rest()
    with (
        open_hub(two_halls.dirs["b"], clock=two_halls.clock) as hub,
        hub.database.write() as connection,
    ):
        place = from_above.read_place(connection)
        wrong = {"cursor": place.cursor, "checksum": dict.fromkeys(place.checksum, "0" * 16)}
        from_above.write_meta(connection, "relay.down", json.dumps(wrong))
    with pytest.raises(SyncError, match="differs"):
        two_halls.pass_on("b")
    before = event_ids(b)
    two_halls.come_to_rest()
    assert event_ids(b) == before
    two_halls.verify()


def test_a_parent_cannot_speak_for_the_stations_of_a_hall(two_halls: Tree):
    """An event of A's own station that comes from above, and is not known here, is not taken."""
    a = two_halls.station("a")
    vacancy = post(a)
    two_halls.sync(a)
    own = [event for event in two_halls.events("a").values() if event.aggregate == vacancy]
    two_halls.pass_on("a")
    with (
        open_hub(two_halls.dirs["city"], clock=two_halls.clock) as hub,
        hub.database.write() as connection,
    ):
        # The city makes up the next event of A's station, and sends it to A's hub.
        last = own[-1]
        forged = msgspec.structs.replace(last, id=uuid7(1), n=last.n + 1, prev=header_hash(last))
        store_events(connection, [(forged, header_hash(forged))], hub.keys.index_key)
    two_halls.pass_on("a")
    assert [code for _, _, code in refused_down(two_halls, "a")] == ["not_from_above"]
    assert forged.id not in two_halls.events("a")
    two_halls.come_to_rest()


def test_a_hub_cannot_write_into_the_chain_of_another_hall(two_halls: Tree):
    """B's hub passes on an event that A's station is said to have made, in hall B."""
    a, b = two_halls.station("a"), two_halls.station("b")
    post(a)
    post(b)
    two_halls.come_to_rest()
    like = next(e for e in two_halls.events("b").values() if e.station == b.chain().station)
    forged = msgspec.structs.replace(
        like, id=uuid7(1), station=a.chain().station, n=99, prev="0" * 64
    )
    elsewhere = msgspec.structs.replace(like, id=uuid7(2), n=99, prev="0" * 64, received=1)
    elsewhere = msgspec.structs.replace(elsewhere, aggregate=f"hall:{hall_of('a')}")
    with (
        open_hub(two_halls.dirs["b"], clock=two_halls.clock) as hub,
        hub.database.write() as connection,
    ):
        pairs = [(event, header_hash(event)) for event in (forged, elsewhere)]
        store_events(connection, pairs, hub.keys.index_key)
    two_halls.pass_on("b")
    with open_hub(two_halls.dirs["b"]) as hub:
        codes = [code for _, code, _ in refused_above(hub)]
    assert codes == ["wrong_station", "wrong_hall"]
    assert not {forged.id, elsewhere.id} & two_halls.events("city").keys()


def test_a_suspension_of_another_hall_reaches_posts_of_this_one(two_halls: Tree):
    """The two hubs know of each other through the city only; each refuses its own hall's posts."""
    tree = two_halls
    a, b = tree.station("a"), tree.station("b")
    here, there = Stores.site_on(a), Stores.site_on(b)
    firm = RegisterEmployer(
        "company", "试用物流", uscc=uscc_code(), contact_name="刘试", phone="13900000001"
    )
    suspended = register_employer(here, firm).id
    suspend_employer(
        here,
        authorise_console(Act.SUSPEND_EMPLOYER),
        suspended,
        until=here.today().isoformat(),
        reason="fees",
        text="收押金",
    )
    tree.clock.advance(minutes=2)
    vacancy = post_vacancy(there, posting(there, register_employer(there, firm).id)).vacancy.id
    tree.come_to_rest()
    (record,) = refused_records(there)
    assert (record.code, record.aggregate) == ("employer_suspended", vacancy)
    said = {
        name: [event for event in tree.events(name).values() if event.type == "EventRefused"]
        for name in ("a", "b", "city")
    }
    assert [len(said[name]) for name in ("b", "city")] == [1, 1]
