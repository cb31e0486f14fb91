"""Accounts: PIN, card, lock-out, roles, step-up, and that all of it is in the log."""

import re
from dataclasses import replace

import pytest
from staff import PIN, light_hashes, open_staff, session_of
from synthetic import MINUTE_MS, Stores, plain_number, seeker

from kiosk.domain import account_events
from kiosk.domain.events import PAYLOADS, decode_payload
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.roles import STEP_UP_MS, Act, Role, may, needs_step_up
from kiosk.domain.scopes import AUDIENCE, Audience
from kiosk.service import pins
from kiosk.service.accounts import (
    change_role,
    disable_account,
    enable_account,
    erase_account,
    link_card,
    list_accounts,
    open_account,
    reset_pin,
)
from kiosk.service.authority import (
    NotAllowed,
    StepUpNeeded,
    authorise,
    authorise_console,
    authorise_read,
)
from kiosk.service.registration import register_seeker
from kiosk.service.sign_in import (
    change_own_pin,
    current_session,
    sign_in_by_card,
    sign_in_by_pin,
    sign_out,
    step_up,
    unlock,
)
from kiosk.service.site import Site
from kiosk.staff_words import act_text, role_text
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.store.verify import verify_store
from kiosk.words import not_possible_text, problem_text

pytestmark = pytest.mark.usefixtures("light_hashes")
__all__ = ["light_hashes"]
WRONG, NEW = "918273", "604815"
OPENING = authorise_console(Act.ACCOUNTS)


def logged(site: Site, kind: str) -> list[tuple[str, object]]:
    with site.store.read() as db:
        rows = db.execute(
            "SELECT actor, payload FROM events WHERE type = ? ORDER BY seq", (kind,)
        ).fetchall()
    return [(actor, decode_payload(kind, payload)) for actor, payload in rows]


def refused(code: str, act, *values) -> NotPossible:
    with pytest.raises(NotPossible) as caught:
        act(*values)
    assert caught.value.code == code
    return caught.value


def test_a_pin_opens_a_session_and_a_wrong_one_does_not(site: Site):
    account = open_staff(site, "王芳", Role.SPECIALIST)
    error = refused("staff_wrong_pin", sign_in_by_pin, site, account, WRONG)
    assert not_possible_text(error) == "密码不对，还可以试 4 次。"
    signed_in = sign_in_by_pin(site, account, PIN)
    assert (signed_in.session.name, signed_in.session.role) == ("王芳", Role.SPECIALIST)
    assert not signed_in.must_change_pin
    sign_out(site, signed_in.session, "idle")
    assert [actor for actor, _ in logged(site, "SignInFailed")] == [account]
    assert logged(site, "StaffSignedIn")[0][1].means == "pin"
    assert logged(site, "StaffSignedOut")[0][1].reason == "idle"


def test_five_wrong_pins_lock_also_after_a_restart_and_for_the_right_pin(stores: Stores):
    store = stores.create()
    site = stores.site_on(store)
    account = open_staff(site, "王芳", Role.SPECIALIST)
    other = open_staff(site, "李强", Role.MANAGER)
    for _ in range(4):
        refused("staff_wrong_pin", sign_in_by_pin, site, account, WRONG)
    refused("staff_locked", sign_in_by_pin, site, account, WRONG)
    assert len(logged(site, "StaffLockedOut")) == 1

    site = stores.site_on(stores.reopen(store))
    error = refused("staff_locked", sign_in_by_pin, site, account, PIN)
    assert error.values["minutes"] == 15
    assert {item.name: item.minutes_locked for item in list_accounts(site)} == {
        "王芳": 15,
        "李强": 0,
    }
    assert sign_in_by_pin(site, other, PIN).session.role is Role.MANAGER

    stores.clock.advance(minutes=14)
    refused("staff_locked", sign_in_by_pin, site, account, PIN)
    stores.clock.advance(minutes=1.1)
    assert sign_in_by_pin(site, account, PIN)


def test_a_try_is_counted_before_the_pin_is_looked_at(site: Site, monkeypatch):
    """Pulling the plug while the hash is worked out gives no further try."""
    account = open_staff(site, "王芳", Role.SPECIALIST)

    def plug_pulled(_hash: str, _pin: str) -> bool:
        raise SystemExit

    monkeypatch.setattr("kiosk.service.sign_in.pin_fits", plug_pulled)
    for _ in range(5):
        with pytest.raises(SystemExit):
            sign_in_by_pin(site, account, WRONG)
    monkeypatch.undo()
    refused("staff_locked", sign_in_by_pin, site, account, PIN)


def test_twenty_wrong_pins_lock_the_station(site: Site, stores: Stores):
    accounts = [open_staff(site, f"试{index}", Role.VOLUNTEER) for index in range(6)]
    for account in accounts[:5]:
        for _ in range(4):
            with pytest.raises(NotPossible):
                sign_in_by_pin(site, account, WRONG)
    refused("staff_locked", sign_in_by_pin, site, accounts[5], PIN)


def test_a_reset_lifts_the_lock_and_the_new_pin_must_be_changed(site: Site):
    account = open_staff(site, "王芳", Role.SPECIALIST)
    for _ in range(5):
        with pytest.raises(NotPossible):
            sign_in_by_pin(site, account, WRONG)
    reset_pin(site, OPENING, account, NEW)
    signed_in = sign_in_by_pin(site, account, NEW)
    assert signed_in.must_change_pin
    refused("pin_change_first", authorise, site, signed_in.session, Act.REFER)
    with pytest.raises(InvalidInput):
        change_own_pin(site, signed_in.session, NEW, NEW)
    refused("staff_wrong_pin", change_own_pin, site, signed_in.session, WRONG, PIN)
    change_own_pin(site, signed_in.session, NEW, PIN)
    assert authorise(site, signed_in.session, Act.REFER).actor == account
    assert not sign_in_by_pin(site, account, PIN).must_change_pin


@pytest.mark.parametrize("pin", ["12345", "1234567890123", "12345x", "１２３４５６", ""])
def test_a_pin_has_six_to_twelve_digits(site: Site, pin: str):
    with pytest.raises(InvalidInput) as caught:
        open_staff(site, "王芳", Role.VOLUNTEER, pin)
    assert problem_text(caught.value.problems[0]) == "密码要 6 到 12 位数字。"


@pytest.mark.parametrize("pin", ["000000", "123456", "987654", "121212", "123123", "135790"])
def test_easy_pins_are_refused(site: Site, pin: str):
    with pytest.raises(InvalidInput) as caught:
        open_staff(site, "王芳", Role.VOLUNTEER, pin)
    assert caught.value.problems[0].code == "pin_easy"


def test_random_pins_may_be_kept():
    for _ in range(200):
        pins.check_new_pin(pins.random_pin())


def test_the_log_holds_an_argon2id_hash_and_never_the_pin(site: Site):
    open_staff(site, "王芳", Role.SPECIALIST)
    opened = logged(site, "AccountOpened")[0][1]
    assert opened.pin_hash.startswith("$argon2id$v=19$")
    with site.store.read() as db:
        texts = [row[0] for row in db.execute("SELECT payload FROM events").fetchall()]
    assert texts
    assert not any(PIN in text for text in texts)


def test_names_are_one_in_the_hall(site: Site):
    open_staff(site, "王芳", Role.SPECIALIST)
    for name, code in (("王芳", "taken"), ("  ", "required"), ("长" * 21, "too_long")):
        with pytest.raises(InvalidInput) as caught:
            open_staff(site, name, Role.VOLUNTEER)
        assert caught.value.problems[0].code == code


def test_a_card_signs_in_but_never_steps_up(site: Site):
    account = open_staff(site, "王芳", Role.MANAGER)
    other = open_staff(site, "李强", Role.MANAGER)
    refused("unknown_staff_card", sign_in_by_card, site, plain_number(7))
    link_card(site, OPENING, account, plain_number(7))
    session = sign_in_by_card(site, plain_number(7)).session
    assert session.account_id == account
    with pytest.raises(StepUpNeeded):
        authorise(site, session, Act.EXPORT)
    refused("card_taken", link_card, site, OPENING, other, plain_number(7))
    link_card(site, OPENING, account, "")
    refused("unknown_staff_card", sign_in_by_card, site, plain_number(7))


def test_a_locked_account_does_not_open_by_card_either(site: Site):
    account = open_staff(site, "王芳", Role.MANAGER)
    link_card(site, OPENING, account, plain_number(7))
    for _ in range(5):
        with pytest.raises(NotPossible):
            sign_in_by_pin(site, account, WRONG)
    refused("staff_locked", sign_in_by_card, site, plain_number(7))


def test_step_up_holds_for_five_minutes_and_not_through_an_idle_lock(site: Site, stores: Stores):
    account = open_staff(site, "李强", Role.MANAGER)
    session = sign_in_by_pin(site, account, PIN).session
    with pytest.raises(StepUpNeeded) as asked:
        authorise(site, session, Act.EXPORT)
    assert not_possible_text(asked.value) == "要导出，请再按一次密码。"
    refused("staff_wrong_pin", step_up, site, session, WRONG)
    session = step_up(site, session, PIN)
    assert authorise(site, session, Act.EXPORT)
    stores.clock.advance(minutes=STEP_UP_MS / MINUTE_MS - 0.1)
    assert authorise(site, session, Act.EXPORT)
    stores.clock.advance(minutes=0.2)
    refused("step_up_needed", authorise, site, session, Act.EXPORT)
    unlocked = unlock(site, step_up(site, session, PIN), PIN)
    refused("step_up_needed", authorise, site, unlocked, Act.EXPORT)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_the_gate_follows_the_matrix(site: Site, role: Role, act: Act):
    session = session_of(site, role, is_fresh=True)
    if may(role, act):
        assert authorise(site, session, act).actor_for(act) == session.account_id
        assert not logged(site, "StaffRefused")
        stale = replace(session, stepped_up_at=0)
        if needs_step_up(act):
            refused("step_up_needed", authorise, site, stale, act)
        else:
            authorise(site, stale, act)
    else:
        error = refused("not_allowed", authorise, site, session, act)
        assert not_possible_text(error) == f"{role_text(role)}不能{act_text(act)}，请找场长。"
        actor, told = logged(site, "StaffRefused")[0]
        assert (actor, told.act, told.reason) == (session.account_id, act, "role")


# What must never change without somebody changing it here as well (PRODUCT §7).
NOT_FOR_VOLUNTEERS = (
    *[Act.SEE_FULL_ID, Act.SEE_PHONE, Act.EXPORT, Act.IMPORT, Act.REVIEW, Act.UNDO],
    *[Act.ACCOUNTS, Act.VIEW_AUDIT, Act.SETTINGS, Act.ERASE_PERSON, Act.MERGE_PEOPLE],
    *[Act.OVERRIDE_RANKING, Act.SUSPEND_EMPLOYER, Act.CLOSE_DAY, Act.LEAVE_PROGRAM],
)


def test_least_privilege():
    assert not [act for act in NOT_FOR_VOLUNTEERS if may(Role.VOLUNTEER, act)]
    machine = {Act.SETTINGS, Act.DEVICES, Act.SYNC, Act.BACK_UP, Act.LEAVE_PROGRAM}
    assert {act for act in Act if may(Role.TECHNICIAN, act)} == machine
    for act in (Act.EXPORT, Act.ACCOUNTS, Act.VIEW_AUDIT, Act.REOPEN_DAY, Act.ERASE_PERSON):
        assert [role for role in Role if may(role, act)] == [Role.MANAGER]
    assert all(may(Role.MANAGER, act) for act in Act)


def test_every_act_and_role_has_a_word():
    assert not [act for act in Act if re.search("[a-z]", act_text(act))]
    assert not [role for role in Role if re.search("[a-z]", role_text(role))]


def test_a_changed_role_takes_effect_in_an_open_session(site: Site):
    session = session_of(site, Role.VOLUNTEER)
    refused("not_allowed", authorise, site, session, Act.REVIEW)
    change_role(site, OPENING, session.account_id, Role.SPECIALIST)
    assert authorise(site, session, Act.REVIEW)
    assert current_session(site, session).role is Role.SPECIALIST
    change_role(site, OPENING, session.account_id, Role.VOLUNTEER)
    refused("not_allowed", authorise, site, session, Act.REVIEW)


def test_a_disabled_account_opens_nothing(site: Site):
    session = session_of(site, Role.SPECIALIST)
    disable_account(site, OPENING, session.account_id, "走了")
    refused("signed_out", authorise, site, session, Act.REFER)
    refused("unknown_account", sign_in_by_pin, site, session.account_id, PIN)
    assert current_session(site, session) is None
    enable_account(site, OPENING, session.account_id)
    assert authorise(site, session, Act.REFER)


def test_the_last_manager_stays(site: Site):
    manager = open_staff(site, "李强", Role.MANAGER)
    for change in (
        lambda: disable_account(site, OPENING, manager),
        lambda: change_role(site, OPENING, manager, Role.VOLUNTEER),
        lambda: erase_account(site, OPENING, manager),
    ):
        refused("last_manager", change)
    open_staff(site, "赵敏", Role.MANAGER)
    disable_account(site, OPENING, manager)
    assert [item.is_active for item in list_accounts(site) if item.id == manager] == [False]


def test_an_erased_account_leaves_no_name_and_no_hash(site: Site):
    open_staff(site, "李强", Role.MANAGER)
    account = open_staff(site, "王芳", Role.SPECIALIST)
    session = sign_in_by_pin(site, account, PIN).session
    erase_account(site, OPENING, account)
    assert [item.name for item in list_accounts(site)] == ["李强"]
    refused("signed_out", authorise, site, session, Act.REFER)
    refused("unknown_account", sign_in_by_pin, site, account, PIN)
    with site.store.read() as db:
        kept = db.execute(
            "SELECT count(*) FROM events WHERE aggregate = ? AND payload IS NOT NULL "
            "AND type <> 'PersonErased'",
            (account,),
        ).fetchone()[0]
    assert kept == 0
    assert verify_store(site.store).findings == ()


def test_leave_for_one_act_is_no_leave_for_another(site: Site):
    session = session_of(site, Role.SPECIALIST)
    allowed = authorise(site, session, Act.REFER)
    with pytest.raises(NotAllowed):
        open_account(site, allowed, "偷开", Role.MANAGER, NEW)


def test_acts_without_an_event_of_their_own_are_in_the_log(site: Site):
    session = session_of(site, Role.MANAGER, is_fresh=True)
    authorise(site, session, Act.EXPORT, "seekers", "csv")
    authorise(site, session, Act.REFER)
    actor, told = logged(site, "StaffActed")[0]
    assert (actor, told.act, told.subject) == (session.account_id, "export", "seekers")
    assert len(logged(site, "StaffActed")) == 1


def test_a_sensitive_read_is_in_the_log_with_its_reader(site: Site):
    person = register_seeker(site, seeker(3)).seeker.id
    volunteer = session_of(site, Role.VOLUNTEER, is_fresh=True)
    refused("not_allowed", authorise_read, site, volunteer, Act.SEE_FULL_ID, person, ("id_number",))
    assert not logged(site, "SensitiveRead")
    specialist = session_of(site, Role.SPECIALIST, is_fresh=True)
    authorise_read(site, specialist, Act.SEE_FULL_ID, person, ("id_number",), "核对")
    actor, told = logged(site, "SensitiveRead")[0]
    assert (actor, told.fields, told.purpose) == (specialist.account_id, ("id_number",), "核对")


def test_accounts_open_at_every_desk_of_the_hall(stores: Stores):
    here, there = stores.site("A"), stores.site("B")
    account = open_staff(here, "王芳", Role.SPECIALIST)
    link_card(here, OPENING, account, plain_number(7))
    with there.store.write() as writing:
        writing.deliver(_events(here))
    assert sign_in_by_pin(there, account, PIN).session.name == "王芳"
    # Each store has an index key of its own, and still knows the card.
    assert sign_in_by_card(there, plain_number(7)).session.account_id == account


def test_every_event_of_accounts_goes_to_the_hall_only(site: Site):
    assert {AUDIENCE[name] for name in account_events.__all__} == {Audience.HALL}
    assert set(account_events.__all__) <= PAYLOADS.keys()


def test_the_hash_of_the_product_takes_its_time(monkeypatch):
    monkeypatch.undo()
    pin_hash = pins.hash_pin(PIN)
    assert "m=65536,t=3,p=4" in pin_hash
    assert pins.pin_fits(pin_hash, PIN)
    assert not pins.pin_fits(pin_hash, WRONG)
    assert not pins.pin_fits("damaged", PIN)


def _events(site: Site):
    with site.store.read() as db:
        rows = db.execute(f"SELECT {', '.join(EVENT_COLUMNS)} FROM events").fetchall()
    return [event_of(row) for row in rows]
