"""Of who only registered no state is kept: the log and the row in `seekers` say the same."""

from synthetic import whole_registration

from kiosk.domain.events import EventRefused, SeekerChanged, SeekerCheckedIn, TrainingWanted
from kiosk.domain.fold import encode_state, fold
from kiosk.service.site import Site
from kiosk.store.bases import Base
from kiosk.store.log import Writing
from kiosk.store.ranking_rows import seeker_rows
from kiosk.store.rows import events_of
from kiosk.store.verify import verify_store


def register(writing: Writing, index: int = 1) -> str:
    person = writing.new_id("seeker")
    writing.append(whole_registration(index, f"A{index:03d}"), person, "station")
    return person


def kept(site: Site) -> set[str]:
    with site.store.read() as db:
        rows = db.execute("SELECT id FROM aggregates WHERE kind = 'seeker'")
        return {row[0] for row in rows.fetchall()}


def folded(site: Site, person: str) -> str:
    with site.store.read() as db:
        state = fold(person, events_of(db, [person]))
    assert state is not None
    return encode_state(state)


def known(site: Site, person: str) -> str:
    with site.store.read() as db:
        state = site.store.applier(db).state(person)
    assert state is not None
    return encode_state(state)


def test_a_registration_is_in_the_log_alone_and_a_second_event_finds_it(site):
    with site.store.write() as writing:
        person = register(writing)
        # Within the transaction too.
        assert writing.state(person).name == "测试员"
    assert kept(site) == set()
    assert known(site, person) == folded(site, person)
    with site.store.write() as writing:
        writing.append(SeekerCheckedIn(number="A002"), person, "station")
        assert writing.state(person).visits == 2
    assert kept(site) == {person}
    assert known(site, person) == folded(site, person)
    assert verify_store(site.store).is_clean


def test_a_refused_registration_and_one_that_has_not_come_are_kept(site):
    with site.store.write() as writing:
        refused, stranger = register(writing), writing.new_id("seeker")
        event = writing.appended[0].id
        writing.append(EventRefused(event=event, code="x", reason="y"), refused, "hub")
        writing.append(TrainingWanted(topic="cook"), stranger, "station")
        # Nobody has heard of this one.
        assert writing.state(writing.new_id("seeker")) is None
    assert kept(site) == {refused, stranger}
    for person in (refused, stranger):
        assert known(site, person) == folded(site, person)
    assert verify_store(site.store).is_clean


def test_a_base_is_kept_until_the_log_is_here(stores, site):
    """A hub's snapshot gives the state of a registration whose event comes later."""
    other = stores.site_on(stores.create("B", keys=site.store.keys))
    with other.store.write() as writing:
        person = register(writing)
        (event,) = writing.appended
    text = known(other, person)
    with site.store.write() as writing:
        key = (event.time, event.station, event.epoch, event.n)
        writing.take_base(person, Base(key, text), 1)
    assert kept(site) == {person}
    with site.store.write() as writing:
        writing.complete([person], [event])
    assert kept(site) == set()
    assert known(site, person) == text
    assert verify_store(site.store).is_clean


def test_ranking_reads_the_address_wherever_it_stands(site):
    with site.store.write() as writing:
        once, moved, unsaid = (register(writing, index) for index in range(3))
        writing.append(SeekerChanged(address="株洲"), moved, "station")
        writing.append(SeekerChanged(address=""), unsaid, "station")
    with site.store.read() as db:
        found = {row[0]: row[3] for row in seeker_rows(db, 0)}
        again = {row[0]: row[3] for row in seeker_rows(db, 0, [once, moved, unsaid])}
    assert found == again == {once: whole_registration(0, "").address, moved: "株洲", unsaid: ""}
