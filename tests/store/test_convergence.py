"""Whoever holds the same events holds the same state, however they came."""

from generated_day import Day, acts, events_of, state_of
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import same_chance

from kiosk.store.verify import verify_store


@given(acts, st.integers(0, 2**32))
@settings(max_examples=25)
def test_order_batches_and_duplicates_cannot_matter(make_stores, acts, seed):
    with same_chance(seed) as chance:
        stores = make_stores()
        day = Day(stores)
        day.live(acts)
        events = list(day.hub.values())
        expected = state_of(day.sites[0].store)

        # What everybody holds who was there …
        for site in day.sites[1:]:
            assert state_of(site.store) == expected
        # … and somebody who gets it all at night: mixed, in pieces, some of it twice.
        mixed = events + chance.choices(events, k=min(6, len(events))) if events else []
        chance.shuffle(mixed)
        cuts = sorted(chance.randrange(len(mixed) + 1) for _ in range(6))
        late = stores.create("D", keys=day.keys)
        for start, end in zip([0, *cuts], [*cuts, len(mixed)], strict=True):
            with late.write() as writing:
                writing.deliver(mixed[start:end])
        assert state_of(late) == expected
        assert {event.id for event in events_of(late)} == {event.id for event in events}
        for store in (late, day.sites[chance.randrange(3)].store):
            assert verify_store(store).findings == ()
