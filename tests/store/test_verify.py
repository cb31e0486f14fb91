"""verify finds each planted damage and names it; a store that is right it calls right."""

import pytest
from generated_day import events_of
from synthetic import household, posting, seeker

from kiosk.domain.events import PeopleMerged
from kiosk.domain.referral import Side
from kiosk.service.confirmation import agree
from kiosk.service.employers import register_employer
from kiosk.service.follow_ups import after_delivery
from kiosk.service.hall_profile import HallProfile, change_hall_profile
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import erase_person, register_seeker
from kiosk.store.keys import Secrets
from kiosk.store.verify import verify_store

KEYS = Secrets(b"m" * 32)


@pytest.fixture
def site(stores):
    """A store with something of everything, events of another station included."""
    site, other = (stores.site_on(stores.create(letter, keys=KEYS)) for letter in "AB")
    change_hall_profile(site, HallProfile(name="试验市场", county="430111"), "staff:x")
    employer = register_employer(site, household(1))
    vacancy = post_vacancy(site, posting(site, employer.id)).vacancy
    people = [register_seeker(site, seeker(index)).seeker for index in range(4)]
    for person in people[:2]:
        referral = refer(site, person.id, vacancy.id).referral
        for side in Side:
            agree(site, referral.id, side, "station")
    erase_person(site, people[3].id, "staff:x")
    for index in (1, 20, 21):
        register_seeker(other, seeker(index))
    with site.store.write() as writing:
        writing.deliver(events_of(other.store))
        after_delivery(writing)
    return site


def damage(site, *statements: str) -> list[tuple[str, str]]:
    """Plant damage past every rule, then verify: (check, subject and detail) of each finding."""
    db = site.store._db
    db.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        assert db.execute(statement).rowcount > 0, statement
    db.execute("PRAGMA foreign_keys = ON")
    result = verify_store(site.store)
    assert not result.is_clean
    return [(item.check, f"{item.subject} {item.detail}") for item in result.findings]


def test_a_right_store_is_called_right(site):
    result = verify_store(site.store)
    assert result.findings == ()
    assert result.events == len(events_of(site.store))
    assert result.aggregates > 6


def test_an_empty_store_is_right(store):
    assert verify_store(store).is_clean


def test_verify_leaves_nothing_behind(site, tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    verify_store(site.store)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE seekers SET phone = '13900000099' WHERE phone <> ''", "seekers"),
        ("UPDATE seekers SET blind_index = 'ff' WHERE blind_index <> ''", "seekers"),
        ("UPDATE employers SET is_verified = 1", "employers"),
        ("UPDATE vacancies SET spent = 0", "vacancies"),
        ("UPDATE vacancies SET headcount = 99", "vacancies"),
        ("UPDATE referrals SET status = 'declined' WHERE status = 'agreed'", "referrals"),
        ("UPDATE halls SET name = '别处'", "halls"),
        ("UPDATE aggregates SET state = '{\"id\":\"x\"}' WHERE kind = 'vacancy'", "aggregates"),
        ("UPDATE aggregates SET n = n + 1 WHERE kind = 'vacancy'", "aggregates"),
        ("INSERT INTO stations VALUES ('sx', 'h', 'public', 'X', 'k')", "stations"),
    ],
)
def test_an_edited_state_row(site, statement, table):
    findings = damage(site, statement)
    assert {check for check, _ in findings} == {"state"}
    assert all(text.startswith(f"{table} ") for _, text in findings)


@pytest.mark.parametrize(
    "table", ["seekers", "employers", "vacancies", "referrals", "halls", "aggregates"]
)
def test_a_missing_state_row(site, table):
    with site.store.read() as db:
        key = db.execute(f"SELECT min(id) FROM {table}").fetchone()[0]
    findings = damage(site, f"DELETE FROM {table} WHERE id = '{key}'")
    assert findings == [("state", f"{table} {key} missing in the store")]


def test_many_differences_are_summed_up(site):
    columns = "hall, kind, name, uscc, phone, contact_name, is_verified, merged_into, erased"
    rows = ", ".join(f"('employer:{i}', '', '', '', '', '', '', '', 0, '', 0)" for i in range(9))
    findings = damage(site, f"INSERT INTO employers (id, blind_index, {columns}) VALUES {rows}")
    assert len(findings) == 6
    assert findings[-1] == ("state", "employers and 4 more")


def own(site) -> str:
    return site.store.chain().station


def other(site) -> str:
    return next(e.station for e in events_of(site.store) if e.station != own(site))


def test_a_deleted_event_in_the_middle(site):
    findings = damage(site, f"DELETE FROM events WHERE station = '{own(site)}' AND n = 3")
    assert ("chain", f"{own(site)}/1 gap: {own(site)}/1: 4 after 2") in findings


def test_a_deleted_event_at_the_end(site):
    n = site.store.chain().n
    findings = damage(site, f"DELETE FROM events WHERE station = '{own(site)}' AND n = {n}")
    assert ("chain", f"{own(site)}/1 head differs from the log") in findings
    assert any(check == "outbox" for check, _ in findings)


def test_all_own_events_deleted(site):
    findings = damage(
        site, f"DELETE FROM events WHERE station = '{own(site)}'", "DELETE FROM outbox"
    )
    assert ("chain", f"{own(site)} own events are missing") in findings


def test_a_deleted_event_of_another_station(site):
    findings = damage(site, f"DELETE FROM events WHERE station = '{other(site)}' AND n = 2")
    assert any(check == "state" and "not in the log" in text for check, text in findings)


def test_a_changed_payload(site):
    findings = damage(
        site,
        f"UPDATE events SET payload = replace(payload, '试', '改') WHERE n = 2"
        f" AND station = '{own(site)}'",
    )
    assert ("envelope", f"{own(site)}/1/2 hash: payload") in findings


@pytest.mark.parametrize(
    "change",
    [
        "time = time + 1",
        "actor = 'staff:y'",
        "type = 'SeekerCheckedIn'",
        "scope = 'audit:430111001'",
        "prev = payload_hash",
        "schema = 2",
        "id = 'x'",
    ],
)
def test_a_changed_header(site, change):
    for station in (own(site), other(site)):
        findings = damage(
            site,
            f"UPDATE events SET {change.replace('x', station)} "
            f"WHERE station = '{station}' AND n = 2",
        )
        assert ("hash", f"{station}/1/2 stored hash differs from the header") in findings
        assert any(check == "chain" and station in text for check, text in findings)


def test_a_header_changed_together_with_its_hash(site):
    """Somebody who knows the rules rewrites one event: the next one still names the old hash."""
    from kiosk.domain.envelope import header_hash
    from kiosk.store.rows import EVENT_COLUMNS, event_of

    db = site.store._db
    db.execute(f"UPDATE events SET actor = 'staff:y' WHERE station = '{own(site)}' AND n = 2")
    columns = ", ".join(EVENT_COLUMNS)
    row = db.execute(
        f"SELECT {columns} FROM events WHERE station = ? AND n = 2", (own(site),)
    ).fetchone()
    findings = damage(
        site,
        f"UPDATE events SET hash = '{header_hash(event_of(row))}' "
        f"WHERE station = '{own(site)}' AND n = 2",
    )
    assert ("chain", f"{own(site)}/1 chain: {own(site)}/1/3") in findings


def test_a_removed_payload_without_an_erasure(site):
    findings = damage(
        site,
        f"UPDATE events SET payload = NULL, salt = NULL WHERE n = 2 AND station = '{own(site)}'",
    )
    assert ("payload", f"{own(site)}/1/2 missing, and no erasure covers it") in findings


def test_a_dropped_erasure(site):
    checks = {check for check, _ in damage(site, "DELETE FROM erasures")}
    assert "erasure" in checks


def test_an_erasure_without_its_event_covers_nothing(site):
    """Otherwise whoever can write could make any payload vanish unseen."""
    mine = [event for event in events_of(site.store) if event.station == own(site)]
    person = next(event.aggregate for event in mine if event.type == "SeekerRegistered")
    findings = damage(
        site,
        f"INSERT INTO erasures VALUES ('{person}', 'no such event')",
        f"UPDATE events SET payload = NULL, salt = NULL WHERE aggregate = '{person}'",
        f"DELETE FROM seekers WHERE id = '{person}'",
    )
    assert {check for check, _ in findings} & {"erasure", "payload"}


def test_a_payload_that_came_back_after_its_erasure(site):
    erased = next(e for e in events_of(site.store) if e.type == "PersonErased")
    findings = damage(
        site,
        "UPDATE events SET payload = '{}', salt = '00112233445566778899aabbccddeeff' "
        f"WHERE aggregate = '{erased.aggregate}' AND type = 'SeekerRegistered'",
    )
    assert any("still there after its person was erased" in text for _, text in findings)


@pytest.mark.parametrize("column", ["n", "head"])
def test_a_changed_chain_head(site, column):
    findings = damage(site, f"UPDATE meta SET value = '1' WHERE key = 'chain.{column}'")
    assert findings == [("chain", f"{own(site)}/1 head differs from the log")]


def test_a_foreign_event_in_the_outbox(site):
    findings = damage(
        site, f"INSERT INTO outbox (seq) SELECT seq FROM events WHERE station = '{other(site)}'"
    )
    assert {check for check, _ in findings} == {"outbox"}


def test_an_event_that_the_outbox_misses(site):
    with site.store.write() as writing:
        twin = writing.new_id("seeker")
        writing.append(PeopleMerged(into="seeker:0"), twin, "station")
    n = site.store.chain().n
    findings = damage(site, f"DELETE FROM events WHERE station = '{own(site)}' AND n = {n}")
    assert any(check == "outbox" for check, _ in findings)
