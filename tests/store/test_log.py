"""The log: one gapless chain, all or nothing, no second effect, nothing readable on the disk."""

import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import msgspec
import pytest
from generated_day import events_of, state_of
from synthetic import MORNING_MS, FakeClock, household, plain_number, posting, seeker

from kiosk.domain.clock import CLAMP_MS, ms_of, stamp_of
from kiosk.domain.envelope import header_hash, payload_hash, verify_chain
from kiosk.domain.events import (
    Consent,
    EventRefused,
    PersonErased,
    ReferralCalled,
    SeekerChanged,
    SeekerRegistered,
)
from kiosk.domain.referral import Side
from kiosk.service.confirmation import agree
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import erase_person, find_seeker, register_seeker
from kiosk.store.keys import Secrets
from kiosk.store.log import ForkError
from kiosk.store.outbox import invalid_events, outbox_counts, pending, requeue
from kiosk.store.store import Store
from kiosk.store.verify import verify_store

YEAR_2060_MS = 2_840_140_800_000
KEYS = Secrets(b"m" * 32)


def deliver(store, events) -> None:
    with store.write() as writing:
        writing.deliver(events)


@pytest.fixture
def two(stores):
    """Two stations with the same keys."""
    return [stores.site_on(stores.create(letter, keys=KEYS)) for letter in "AB"]


def test_the_chain_is_gapless_and_closes(site):
    for index in range(5):
        register_seeker(site, seeker(index))
    chain = site.store.chain()
    assert verify_chain(events_of(site.store)) == (chain.n, chain.head)


def test_the_clock_may_go_back(site, clock):
    for minutes in (0, -600, 5, -600, 0):
        clock.advance(minutes=minutes)
        register_seeker(site, seeker(abs(clock.ms) % 900))
    times = [event.time for event in events_of(site.store)]
    assert times == sorted(set(times))


def test_all_or_nothing(site):
    register_seeker(site, seeker(1))
    before = state_of(site.store), site.store.chain()

    def fail() -> None:
        with site.store.write() as writing:
            writing.append(SeekerChanged(phone="13900000009"), writing.new_id("seeker"), "station")
            writing.next_number("2026-11-23")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (state_of(site.store), site.store.chain()) == before
    assert register_seeker(site, seeker(2)).number == "A002"
    assert verify_store(site.store).findings == ()


def test_a_broken_delivery_leaves_nothing(two):
    here, there = two
    for index in range(3):
        register_seeker(there, seeker(index))
    events = events_of(there.store)
    fork = msgspec.structs.replace(events[0], actor="staff:x")
    deliver(here.store, events[:1])
    before = state_of(here.store)
    with pytest.raises(ForkError):
        deliver(here.store, [*events[1:], fork])
    assert state_of(here.store) == before


def test_a_fork_within_one_batch(two):
    here, there = two
    register_seeker(there, seeker(1))
    (event,) = events_of(there.store)
    fork = msgspec.structs.replace(event, id="other", actor="staff:x")
    with pytest.raises(ForkError):
        deliver(here.store, [event, fork])
    assert events_of(here.store) == []


def test_own_events_that_come_back_are_passed_over(site):
    register_seeker(site, seeker(1))
    before = state_of(site.store), site.store.chain()
    deliver(site.store, [msgspec.structs.replace(e, received=5) for e in events_of(site.store)])
    assert (state_of(site.store), site.store.chain()) == before


def test_the_same_event_twice_in_one_batch(two):
    here, there = two
    register_seeker(there, seeker(1))
    deliver(here.store, events_of(there.store) * 2)
    assert events_of(here.store) == events_of(there.store)


@pytest.mark.parametrize(
    "text",
    ['{ "referral" : "%s" }', '{"\\u0072eferral":"%s"}', '{"referral":"zzz","referral":"%s"}'],
)
def test_a_payload_counts_however_its_json_is_written(two, text):
    """Another program spaces and escapes as it likes; the rows must be those of the fold."""
    here, there = two
    employer = register_employer(here, household(1))
    vacancy = post_vacancy(here, posting(here, employer.id)).vacancy.id
    referral = refer(here, register_seeker(here, seeker(2)).seeker.id, vacancy).referral.id
    deliver(there.store, events_of(here.store))
    with there.store.write() as writing:
        called = writing.append(ReferralCalled(referral=referral), vacancy, "staff:x")
    payload = text % referral
    digest = payload_hash(called.salt, payload)
    foreign = msgspec.structs.replace(called, payload=payload, payload_hash=digest)
    deliver(here.store, [foreign])
    assert verify_store(here.store).findings == ()
    with here.store.read() as db:
        assert db.execute("SELECT called_at > 0 FROM referrals").fetchone() == (1,)


def test_what_nobody_sees_is_not_written(site):
    person = register_seeker(site, seeker(1, name="张\x00三\u200b丰\ud800")).seeker.id
    with site.store.read() as db:
        assert site.store.applier(db).state(person).name == "张三丰"
    assert verify_store(site.store).findings == ()


def test_delivered_twice_counts_once(two):
    here, there = two
    register_seeker(there, seeker(1))
    for _ in range(2):
        deliver(here.store, events_of(there.store))
    assert state_of(here.store) == state_of(there.store)
    assert find_seeker(here, seeker(1).id_number) is not None


def test_what_was_delivered_lifts_the_own_stamp_but_not_beyond_the_clamp(two, stores):
    here = two[0]
    far = stores.site_on(stores.create("C", keys=KEYS, clock=FakeClock(YEAR_2060_MS)))
    register_seeker(far, seeker(1))
    deliver(here.store, events_of(far.store))
    register_seeker(here, seeker(2))
    last = events_of(here.store)
    own = [event for event in last if event.station == here.store.chain().station]
    assert ms_of(own[-1].time) == MORNING_MS + CLAMP_MS
    assert own[-1].time > stamp_of(MORNING_MS + CLAMP_MS)


def test_a_refused_event_loses_its_rows(two):
    """The row that it had made goes too, whichever came first."""
    here, there = two
    employer = register_employer(here, household(1))
    vacancy = post_vacancy(here, posting(here, employer.id)).vacancy
    person = register_seeker(here, seeker(1)).seeker
    refer(here, person.id, vacancy.id)
    for kind in ("ReferralMade", "VacancyPosted"):
        event = next(item for item in events_of(here.store) if item.type == kind)
        with here.store.write() as writing:
            refusal = EventRefused(event=event.id, code="suspended", reason="停用")
            writing.append(refusal, event.aggregate, "station")
        assert verify_store(here.store).findings == ()
    deliver(there.store, list(reversed(events_of(here.store))))
    assert state_of(there.store) == state_of(here.store)
    assert state_of(here.store)["referrals"] == []
    assert state_of(here.store)["vacancies"] == []


def test_erased_here_and_late_arrivals_too(two):
    here, there = two
    person = register_seeker(here, seeker(1)).seeker
    readable = events_of(here.store)
    erase_person(here, person.id, "staff:x")
    erased = events_of(here.store)
    assert [event.payload for event in erased[:-1]] == [None]
    assert [event.salt for event in erased[:-1]] == [None]
    assert [header_hash(a) for a in readable] == [header_hash(a) for a in erased[:-1]]
    # The erasure first, the payload after it; and from a backup once more.
    deliver(there.store, erased[-1:])
    deliver(there.store, readable)
    deliver(there.store, readable)
    assert state_of(there.store) == state_of(here.store)
    assert verify_store(there.store).findings == ()


def test_the_erasure_in_one_batch_with_what_it_erases(two):
    here, there = two
    person = register_seeker(here, seeker(1)).seeker
    readable = events_of(here.store)
    erase_person(here, person.id, "staff:x")
    deliver(there.store, [events_of(here.store)[-1], *readable])
    assert state_of(there.store) == state_of(here.store)


def test_an_own_event_for_an_erased_person_is_not_readable(site):
    """Whatever a use case lets through, the log keeps its promise."""
    person = register_seeker(site, seeker(1)).seeker
    erase_person(site, person.id, "staff:x")
    with site.store.write() as writing:
        writing.append(SeekerChanged(phone="13900000009"), person.id, "station")
    assert "13900000009" not in str(state_of(site.store))
    assert verify_store(site.store).findings == ()


def raw_bytes(store) -> bytes:
    files = [Path(f"{store.path}{end}") for end in ("", "-wal", "-shm")]
    return b"".join(path.read_bytes() for path in files if path.exists())


def traces(content: bytes, words) -> list[str]:
    return [
        f"{word} ({code})"
        for word in words
        for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
        if word.encode(code) in content
    ]


def test_no_personal_data_in_the_files(stores, site):
    given = seeker(7, name="张试验员", address="试验路七号", phone="13912345678")
    words = (given.name, given.id_number, given.phone, given.address, "SeekerRegistered")
    person = register_seeker(site, given).seeker
    assert traces(raw_bytes(site.store), words) == []
    assert (site.store.path.with_name(site.store.path.name + "-wal")).stat().st_size > 0
    erase_person(site, person.id, "staff:x")
    assert traces(raw_bytes(site.store), words) == []
    store = stores.reopen(site.store)
    assert traces(raw_bytes(store), words) == []
    assert not raw_bytes(store).startswith(b"SQLite format 3")


def readable_text(store) -> str:
    """Everything that whoever holds the key can read."""
    with store.read() as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        rows = [row for name in tables for row in db.execute(f"SELECT * FROM {name}").fetchall()]
    return "\n".join(
        value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        for row in rows
        for value in row
    )


def test_after_erasing_a_seeker_nothing_is_readable_with_the_key_either(site):
    given = seeker(7, name="张试验员", address="试验路七号", phone="13912345678")
    employer = register_employer(site, household(1))
    vacancy = post_vacancy(site, posting(site, employer.id)).vacancy
    person = register_seeker(site, given).seeker
    refer(site, person.id, vacancy.id)
    erase_person(site, person.id, "staff:x")
    left = readable_text(site.store)
    words = (given.name, given.id_number, given.phone, given.address, "尾号5678")
    assert [word for word in words if word in left] == []


def test_after_erasing_a_household_nothing_is_readable_with_the_key_either(site):
    given = household(8, name="刘试验", contact_name="刘试验", phone="13912345679")
    employer = register_employer(site, given)
    vacancy = post_vacancy(site, posting(site, employer.id, shows_phone=True)).vacancy
    refer(site, register_seeker(site, seeker(1)).seeker.id, vacancy.id)
    erase_person(site, employer.id, "staff:x")
    left = readable_text(site.store)
    assert [word for word in (given.name, given.id_number, given.phone) if word in left] == []


_WRITES = """
    import sys
    from pathlib import Path
    from synthetic import FakeClock, Stores, seeker
    from kiosk.service.registration import register_seeker
    from kiosk.store.keys import Secrets
    from kiosk.store.store import Store

    store = Store(Path(sys.argv[1]), Secrets(b"m" * 32), FakeClock())
    print("ready", flush=True)
    sys.stdin.readline()
    for index in range(200, 240):
        print(register_seeker(Stores.site_on(store), seeker(index)).number)
"""


def python(code: str, *arguments: str) -> subprocess.Popen:
    tests = str(Path(__file__).parent.parent)
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": tests},
    )


def test_two_processes_write_one_chain(stores):
    site = stores.site_on(stores.create(keys=KEYS))
    with python(_WRITES, str(site.store.path)) as other:
        assert other.stdout.readline() == "ready\n"
        other.stdin.write("go\n")
        other.stdin.flush()
        numbers = [register_seeker(site, seeker(index)).number for index in range(40)]
        out, _ = other.communicate()
    assert other.returncode == 0
    theirs = out.split()
    assert len(theirs) == 40
    assert sorted(numbers + theirs) == [f"A{number:03d}" for number in range(1, 81)]
    chain = site.store.chain()
    assert chain.n == 80
    assert verify_chain(events_of(site.store)) == (80, chain.head)
    assert verify_store(site.store).findings == ()


def test_readers_see_whole_transactions(site):
    """Each transaction adds two registrations; a reader never sees one of them alone."""
    done = threading.Event()
    seen: list[tuple[int, int, int]] = []

    def look() -> None:
        while not done.is_set():
            with site.store.read() as db:
                first = db.execute("SELECT count(*) FROM seekers").fetchone()[0]
                events = db.execute("SELECT count(*) FROM events").fetchone()[0]
                again = db.execute("SELECT count(*) FROM seekers").fetchone()[0]
            seen.append((first, events, again))

    reader = threading.Thread(target=look)
    reader.start()
    for index in range(0, 40, 2):
        with site.store.write() as writing:
            for number in (index, index + 1):
                given = SeekerRegistered(
                    number=f"A{number}",
                    name=f"张试{number}",
                    id_kind="resident",
                    id_number=plain_number(number),
                    consent=Consent(version="1"),
                )
                writing.append(given, writing.new_id("seeker"), "station")
    done.set()
    reader.join()
    assert seen
    for first, events, again in seen:
        assert first == events == again
        assert first % 2 == 0


def test_the_outbox_empties_by_acknowledgement_only(site):
    for index in range(3):
        register_seeker(site, seeker(index))
    with site.store.read() as db:
        waiting = [event for event, _ in pending(db)]
        assert [header for _, header in pending(db)] == [header_hash(e) for e in waiting]
        assert outbox_counts(db).pending == 3
        assert outbox_counts(db).oldest_ms == MORNING_MS
    with site.store.write() as writing:
        writing.acknowledge([waiting[0].id, "unknown"], MORNING_MS)
        writing.mark_invalid(waiting[1].id, "format", "field")
    with site.store.read() as db:
        counts = outbox_counts(db)
        assert (counts.pending, counts.invalid) == (1, 1)
        assert [item.code for item in invalid_events(db)] == ["format"]
    with site.store.write() as writing:
        assert requeue(writing, 0) == 1
    with site.store.read() as db:
        assert [event.n for event, _ in pending(db)] == [1, 3]


def test_an_acknowledgement_of_a_future_event_folds_anew(stores):
    site = stores.site_on(stores.create(keys=KEYS, clock=FakeClock(YEAR_2060_MS)))
    other = stores.site_on(stores.create("B", keys=KEYS))
    person = register_seeker(other, seeker(1, phone="13900000001")).seeker
    deliver(site.store, events_of(other.store))
    with site.store.write() as writing:
        late = writing.append(SeekerChanged(phone="13900000099"), person.id, "station")
        writing.acknowledge([late.id], MORNING_MS)
    store_time = MORNING_MS + 2 * CLAMP_MS
    other.store.clock.ms = store_time
    with other.store.write() as writing:
        newer = writing.append(SeekerChanged(phone="13900000002"), person.id, "station")
    deliver(site.store, [newer])
    with site.store.read() as db:
        row = db.execute("SELECT phone FROM seekers WHERE id = ?", (person.id,)).fetchone()
    assert row == ("13900000002",)
    assert verify_store(site.store).findings == ()


def test_numbers_begin_anew_each_day(site, clock):
    assert register_seeker(site, seeker(1)).number == "A001"
    assert register_seeker(site, seeker(2)).number == "A002"
    clock.advance(hours=17)
    assert register_seeker(site, seeker(3)).number == "A001"


def test_events_of_a_newer_program_are_kept_and_folded_by_nobody(two):
    here, there = two
    register_seeker(there, seeker(1))
    (event,) = events_of(there.store)
    digest = payload_hash(event.salt, event.payload)
    newer = msgspec.structs.replace(
        event, id="n", n=2, prev=header_hash(event), type="Praised", payload_hash=digest
    )
    strange = msgspec.structs.replace(newer, id="o", n=3, prev="0" * 64, aggregate="complaint:1")
    deliver(here.store, [strange, newer, event])
    assert len(events_of(here.store)) == 3
    assert find_seeker(here, seeker(1).id_number).number == "B001"


def test_an_erasure_of_somebody_unknown_is_kept(two):
    here, there = two
    with there.store.write() as writing:
        writing.append(PersonErased(), "seeker:01935a00-0000-7000-8000-000000000005", "staff:x")
    deliver(here.store, events_of(there.store))
    assert verify_store(here.store).findings == ()


def test_agreement_event_order_is_the_same_after_reopening(stores, site):
    employer = register_employer(site, household(1))
    vacancy = post_vacancy(site, posting(site, employer.id)).vacancy
    person = register_seeker(site, seeker(1)).seeker
    referral = refer(site, person.id, vacancy.id).referral
    for side in Side:
        agree(site, referral.id, side, "station")
    before = state_of(site.store)
    store = stores.reopen(site.store)
    assert isinstance(store, Store)
    assert state_of(store) == before
