"""The hall's card, hours, register, people and brands: written through the gate, with history."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from staff import light_hashes, session_of  # noqa: F401 (a fixture)
from synthetic import HOUR_MS, household, phone, posting, seeker

from kiosk.domain.entry_rules import check_entry, cleaned
from kiosk.domain.hall_entry import ENTRY_FIELDS, PERSON_KINDS
from kiosk.domain.hall_events import HoursRule
from kiosk.domain.hours import check_hours, hours_on
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.roles import Act, Role, may
from kiosk.hall_words import rule_text, weekdays_text
from kiosk.service.authority import NotAllowed, authorise, authorise_console
from kiosk.service.brands import brand_rows, brand_seeker, brand_vacancy
from kiosk.service.employers import register_employer
from kiosk.service.hall_history import hall_history
from kiosk.service.hall_profile import HallProfile, hall_view
from kiosk.service.hall_register import (
    ACT_OF_KIND,
    change_hours,
    duty_on,
    edit_profile,
    hall_hours,
    list_entries,
    remove_entry,
    write_entry,
)
from kiosk.service.matching import show_vacancy
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.service.station_state import is_closed
from kiosk.store.verify import verify_store
from kiosk.ui.public.header_words import header_state

pytestmark = pytest.mark.usefixtures("light_hashes")
GOOD = {
    "zone": {"name": "A区", "use": "建筑工对接", "weekdays": "12345", "from": "5:00", "to": "9:00"},
    "site": {"name": "马王堆桥下", "address": "桥下东侧", "people": "80", "peak": "5:30"},
    "facility": {"name": "写字桌椅", "count": "6", "place": "大厅", "state": "good"},
    "practice": {"title": "早上先叫老人", "text": "五点先叫等得久的", "day": "2026-11-20"},
    "fair": {"name": "黎托专场", "first": "2026-11-25", "last": "2026-11-26", "kind": "van"},
    "contact": {
        "role": "responsible", "name": "王某", "post": "主任", "landline": "0731-85550000",
        "mobile": phone(7),
    },
    "duty": {"name": "李某", "weekdays": "12345", "from": "5:00", "to": "12:00"},
    "nomination": {"name": "赵某", "post": "志愿者", "text": "天天来", "day": "2026-11-20"},
    "brand": {"name": "浏阳花炮工", "trade": "factory_hand", "text": "本地有名"},
}  # fmt: skip


def allowed(act: Act):
    return authorise_console(act)


def write(site, kind, entry="", **changes):
    return write_entry(site, allowed(ACT_OF_KIND[kind]), kind, GOOD[kind] | changes, entry).entry


class TestEntries:
    @pytest.mark.parametrize("kind", sorted(ENTRY_FIELDS))
    def test_each_kind_is_written_changed_and_stopped(self, site, kind):
        entry = write(site, kind)
        assert list_entries(site, kind) == (entry,)
        assert entry.fields == GOOD[kind]
        before = site.store.chain()
        assert write(site, kind, entry.id) == entry
        assert site.store.chain() == before
        name = "title" if kind == "practice" else "name"
        again = write(site, kind, entry.id, **{name: "改过的名字"})
        assert again.id == entry.id
        assert again.title == "改过的名字"
        remove_entry(site, allowed(ACT_OF_KIND[kind]), entry.id, "搬走了")
        assert list_entries(site, kind) == ()
        with pytest.raises(NotPossible, match="unknown_entry"):
            remove_entry(site, allowed(ACT_OF_KIND[kind]), entry.id)
        history = hall_history(site)
        assert [bool(line.text) for line in history] == [True] * 3
        assert "搬走了" in history[0].text
        assert "改过的名字" in history[1].text
        scopes = {"hall"} if kind in PERSON_KINDS else {"public"}
        with site.store.read() as db:
            rows = db.execute("SELECT DISTINCT scope FROM events WHERE type LIKE '%Written'")
            assert {row[0].partition(":")[0] for row in rows.fetchall()} == scopes
        assert verify_store(site.store).findings == ()

    @pytest.mark.parametrize(
        ("kind", "changes", "wrong"),
        [
            ("zone", {"from": "25:00"}, ("from", "not_a_time")),
            ("zone", {"to": ""}, ("to", "required")),
            ("zone", {"weekdays": "128"}, ("weekdays", "unknown")),
            ("site", {"people": "很多"}, ("people", "not_a_number")),
            ("site", {"address": ""}, ("address", "required")),
            ("contact", {"mobile": "0731-85550000"}, ("mobile", "phone_form")),
            ("contact", {"landline": "8555"}, ("landline", "phone_form")),
            ("contact", {"role": "boss"}, ("role", "unknown")),
            ("duty", {"weekdays": ""}, ("weekdays", "required")),
            ("duty", {"day": "2026-13-01"}, ("day", "not_a_day")),
            ("fair", {"last": "2026-11-24"}, ("last", "before_first")),
            ("practice", {"text": "长" * 301}, ("text", "too_long")),
            ("nomination", {"name": " "}, ("name", "required")),
        ],
    )
    def test_what_is_wrong_is_told_and_nothing_written(self, site, kind, changes, wrong):
        before = site.store.chain()
        with pytest.raises(InvalidInput) as caught:
            write(site, kind, **changes)
        assert [(item.field, item.code) for item in caught.value.problems] == [wrong]
        assert site.store.chain() == before

    @given(
        kind=st.sampled_from(sorted(ENTRY_FIELDS)),
        fields=st.dictionaries(
            st.sampled_from(sorted({name for names in ENTRY_FIELDS.values() for name in names})),
            st.text(max_size=12),
        ),
    )
    def test_any_fields_are_taken_or_told(self, kind, fields):
        given_fields = cleaned(kind, fields)
        assert given_fields.keys() <= set(ENTRY_FIELDS[kind])
        for problem in check_entry(kind, given_fields):
            assert problem.field in ENTRY_FIELDS[kind]

    def test_an_entry_cannot_change_its_kind(self, site):
        entry = write(site, "zone")
        with pytest.raises(NotPossible):
            write(site, "facility", entry.id)
        with pytest.raises(NotAllowed):
            remove_entry(site, allowed(Act.EDIT_ROSTER), entry.id)


class TestGate:
    @pytest.mark.parametrize("role", list(Role))
    @pytest.mark.parametrize("kind", sorted(ENTRY_FIELDS))
    def test_who_may_write_what(self, site, role, kind):
        act = ACT_OF_KIND[kind]
        session = session_of(site, role)
        if may(role, act):
            leave = authorise(site, session, act)
            assert write_entry(site, leave, kind, GOOD[kind]).entry.title
            assert hall_history(site)[0].who == session.name
        else:
            with pytest.raises(NotAllowed):
                authorise(site, session, act)
            assert list_entries(site, kind) == ()

    def test_leave_for_another_act_is_not_enough(self, site):
        other = allowed(Act.STATISTICS)
        for work in (
            lambda: edit_profile(site, other, HallProfile(name="x")),
            lambda: change_hours(site, other, ()),
            lambda: write_entry(site, other, "zone", GOOD["zone"]),
            lambda: brand_vacancy(site, other, "vacancy:x", ""),
            lambda: brand_seeker(site, other, "seeker:x", ""),
        ):
            with pytest.raises(NotAllowed):
                work()


class TestProfile:
    def test_the_whole_card_and_its_history(self, site):
        leave = allowed(Act.EDIT_PROFILE)
        edit_profile(site, leave, HallProfile(name="试验市场", opens="5:00", closes="18:30"))
        view = edit_profile(
            site, leave,
            HallProfile(operator="试验区就业中心", operator_kind="public", trades="loader cook",
                        phone="0731-85551234", hotline="12333", bays=4, facilities="厕所 2 间"),
        )  # fmt: skip
        assert (view.name, view.opens, view.trades, view.bays) == (
            "试验市场", "5:00", ("loader", "cook"), 4,
        )  # fmt: skip
        texts = [line.text for line in hall_history(site)]
        assert "公共就业服务机构" in texts[0]
        assert "搬运/装卸" in texts[0]
        assert texts[1].startswith("名称：试验市场")

    def test_wrong_fields_are_told(self, site):
        given_ = HallProfile(
            opens="5点", phone="123", hotline="12", operator_kind="x", bays=100, trades="pilot"
        )
        with pytest.raises(InvalidInput) as caught:
            edit_profile(site, allowed(Act.EDIT_PROFILE), given_)
        assert {item.field for item in caught.value.problems} == {
            "opens", "phone", "hotline", "operator_kind", "bays", "trades",
        }  # fmt: skip


class TestHours:
    RULES = (
        HoursRule(opens="5:00", closes="18:30"),
        HoursRule(first="11-01", last="03-15", opens="5:30", closes="18:00"),
        HoursRule(weekdays="7", first="11-01", last="03-15"),
    )

    def test_home_board_and_closed_screen_follow_weekday_and_season(self, site, clock):
        edit_profile(site, allowed(Act.EDIT_PROFILE), HallProfile(name="x", opens="8:00"))
        change_hours(site, allowed(Act.EDIT_PROFILE), self.RULES)
        assert hall_hours(site) == self.RULES
        view = hall_view(site)  # a Monday in November
        assert (view.opens, view.closes, view.is_closed_today) == ("5:30", "18:00", False)
        assert not is_closed(view, site.now_ms())
        clock.advance(hours=6 * 24)  # the Sunday after it
        view = hall_view(site)
        assert view.is_closed_today
        assert is_closed(view, site.now_ms())
        from kiosk.sync.loop import SyncStatus

        assert "今天不开门" in str(header_state(site.now_ms(), view, SyncStatus(), is_home=True))
        clock.advance(hours=200 * 24)
        assert hall_view(site).opens == "5:00"

    def test_rules_that_cannot_be_read(self, site):
        for rule in (HoursRule(weekdays="8"), HoursRule(opens="5"), HoursRule(first="13-01")):
            with pytest.raises(InvalidInput):
                change_hours(site, allowed(Act.EDIT_PROFILE), [HoursRule(), rule])
        assert hall_hours(site) == ()

    @given(day=st.dates(date(2026, 1, 1), date(2028, 12, 31)))
    def test_every_day_has_the_hours_of_the_last_rule_that_covers_it(self, day):
        assert check_hours(self.RULES) is None
        is_winter = (day.month, day.day) >= (11, 1) or (day.month, day.day) <= (3, 15)
        wanted = ("5:30", "18:00") if is_winter else ("5:00", "18:30")
        if is_winter and day.weekday() == 6:
            wanted = ("", "")
        assert hours_on(self.RULES, day) == wanted

    def test_words(self):
        assert rule_text(self.RULES[1]) == "11月1日到3月15日 · 每天 · 5:30–18:00"
        assert weekdays_text("12345") == "周一到周五"
        assert weekdays_text("67") == "周六、周日"


def test_the_roster_of_a_day(site):
    write(site, "duty")
    write(site, "duty", name="周末的", weekdays="67")
    write(site, "duty", name="午后的", **{"from": "12:00", "to": "18:30"})
    write(site, "duty", weekdays="", day="2026-11-25", **{"from": "8:00"})
    assert [item.title for item in duty_on(site, date(2026, 11, 24))] == ["李某", "午后的"]
    that_day = duty_on(site, date(2026, 11, 25))
    assert [(item.title, item.fields["from"]) for item in that_day] == [
        ("李某", "8:00"), ("午后的", "12:00"),
    ]  # fmt: skip
    assert [item.title for item in duty_on(site, date(2026, 11, 28))] == ["周末的"]


def test_brands_of_vacancies_and_people(site):
    write(site, "brand")
    employer = register_employer(site, household(1)).id
    start = site.now_ms() + HOUR_MS
    gig = post_vacancy(site, posting(site, employer, starts=start, ends=start + HOUR_MS)).vacancy.id
    person = register_seeker(site, seeker(1)).seeker.id
    brand_vacancy(site, allowed(Act.REVIEW), gig, "浏阳花炮工")
    brand_seeker(site, allowed(Act.CHANGE_PERSON), person, "浏阳花炮工")
    row = brand_rows(site)[0]
    assert (row.vacancies, row.seekers) == (1, 1)
    with pytest.raises(NotPossible, match="unknown_brand"):
        brand_vacancy(site, allowed(Act.REVIEW), gig, "别的")
    with pytest.raises(NotPossible, match="unknown_seeker"):
        brand_seeker(site, allowed(Act.CHANGE_PERSON), "seeker:x", "")
    with pytest.raises(NotPossible, match="unknown_vacancy"):
        brand_vacancy(site, allowed(Act.REVIEW), "vacancy:x", "")
    brand_vacancy(site, allowed(Act.REVIEW), gig, "")
    assert brand_rows(site)[0].vacancies == 0
    assert show_vacancy(site, gig).is_open
    assert verify_store(site.store).findings == ()
