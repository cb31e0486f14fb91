"""技能和证书 through the service floor: record, verify, withdraw, expire, erase, rank, refer."""

from dataclasses import replace

import pytest
from staff import light_hashes, session_of  # noqa: F401 (a fixture)
from synthetic import household, posting, seeker

from kiosk.domain.events import PeopleMerged
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.roles import Act, Role, may
from kiosk.service.authority import NotAllowed, StepUpNeeded, authorise, authorise_console
from kiosk.service.candidates import Candidates
from kiosk.service.employers import register_employer
from kiosk.service.erasure import erase_whole_person
from kiosk.service.matching import refer, show_vacancy
from kiosk.service.person_cards import seeker_page
from kiosk.service.person_skills import (
    RecordCertificate,
    RecordPreference,
    RecordSkill,
    certificate_number,
    record_certificate,
    record_preference,
    record_skill,
    verify_certificate,
    verify_skill,
    withdraw_certificate,
    withdraw_skill,
)
from kiosk.service.posting import post_vacancy
from kiosk.service.ranking import MatchDesk
from kiosk.service.registration import register_seeker
from kiosk.service.searching import search_desk
from kiosk.skill_words import asked_text

SKILL = authorise_console(Act.RECORD_SKILL)
REGISTER = authorise_console(Act.REGISTER_SEEKER)
CARD = RecordCertificate("special_electric", "t430000196001011234", "2024-03-01", is_seen=True)


def last_event(site):
    with site.store.read() as db:
        (newest,) = db.execute("SELECT type, actor FROM events ORDER BY n DESC LIMIT 1").fetchall()
    return newest


def person(site, index=10, trades=("electrician",)):
    return register_seeker(site, seeker(index, trades=trades)).seeker.id


def gig(site, trade="electrician", **changes):
    employer = register_employer(site, household(1)).id
    return post_vacancy(site, posting(site, employer, trade=trade, **changes)).vacancy.id


def held(site, who):
    return seeker_page(site, who).known


class TestRecord:
    def test_days_follow_from_the_day_of_issue(self, site):
        who = person(site)
        record_certificate(site, SKILL, who, CARD)
        (line,) = held(site, who).certificates
        # Three years until the review, six until a new one: the review comes first.
        assert (line.ends, line.is_seen, line.state) == ("2027-02-28", True, "valid")
        assert line.number_masked == "T43***************4"
        assert "1960" not in repr(held(site, who))

    @pytest.mark.parametrize(
        ("given", "field", "code"),
        [
            (replace(CARD, kind="?"), "kind", "unknown"),
            (replace(CARD, number=""), "number", "required"),
            (replace(CARD, number="1" * 31), "number", "too_long"),
            (replace(CARD, issued="2024-3-1"), "issued", "not_a_day"),
            (replace(CARD, issued="2099-01-01"), "issued", "in_the_future"),
            (replace(CARD, issued="", until=""), "until", "required"),
            (replace(CARD, until="2023-01-01"), "until", "before_first"),
        ],
    )
    def test_wrong_fields(self, site, given, field, code):
        with pytest.raises(InvalidInput) as caught:
            record_certificate(site, SKILL, person(site), given)
        assert [(item.field, item.code) for item in caught.value.problems] == [(field, code)]

    def test_a_long_holder_s_review_stands_on_the_paper(self, site):
        who = person(site)
        given = replace(CARD, issued="2022-03-01", until="2028-02-28", review="2028-02-28")
        record_certificate(site, SKILL, who, given)
        assert held(site, who).certificates[0].ends == "2028-02-28"

    def test_said_then_seen_then_withdrawn(self, site):
        who = person(site)
        record_skill(site, SKILL, who, RecordSkill("electrician", 3))
        record_certificate(site, SKILL, who, RecordCertificate("special_electric"))
        known = held(site, who)
        assert [line.is_seen for line in (*known.skills, *known.certificates)] == [False, False]
        verify_skill(site, SKILL, who, "electrician")
        verify_certificate(site, SKILL, who, known.certificates[0].id)
        known = held(site, who)
        assert (known.skills[0].level, known.skills[0].trade_name) == (3, "电工")
        assert {line.is_seen for line in known.skills} == {True, False}
        assert known.certificates[0].is_seen
        with pytest.raises(InvalidInput):
            withdraw_skill(site, SKILL, who, "electrician", "  ")
        withdraw_skill(site, SKILL, who, "electrician", "证是别人的")
        withdraw_certificate(site, SKILL, who, known.certificates[0].id, "证是别人的")
        assert held(site, who).skills == held(site, who).certificates == ()
        with pytest.raises(NotPossible, match="unknown_certificate"):
            verify_certificate(site, SKILL, who, known.certificates[0].id)
        with pytest.raises(NotPossible, match="unknown_certificate"):
            verify_skill(site, SKILL, who, "electrician")

    def test_wrong_levels(self, site):
        for given in (RecordSkill("?", 1), RecordSkill("cook", 0), RecordSkill("cook", 9)):
            with pytest.raises(InvalidInput):
                record_skill(site, SKILL, person(site), given)

    def test_the_whole_number_leaves_a_line(self, site):
        who = person(site)
        record_certificate(site, SKILL, who, CARD)
        (line,) = held(site, who).certificates
        leave = authorise_console(Act.SEE_FULL_ID)
        assert certificate_number(site, leave, who, line.id) == "T430000196001011234"
        assert last_event(site)[0] == "SensitiveRead"


class TestWho:
    @pytest.mark.usefixtures("light_hashes")
    @pytest.mark.parametrize("role", [*Role])
    def test_specialists_and_managers_record_volunteers_do_not(self, site, role):
        who, session = person(site), session_of(site, role)
        is_allowed = role in {Role.SPECIALIST, Role.MANAGER}
        assert may(role, Act.RECORD_SKILL) is is_allowed
        if is_allowed:
            allowed = authorise(site, session, Act.RECORD_SKILL)
            record_certificate(site, allowed, who, CARD)
            assert last_event(site)[1] == session.account_id
            with pytest.raises(StepUpNeeded):
                authorise(site, session, Act.SEE_FULL_ID)
        else:
            with pytest.raises(NotAllowed):
                authorise(site, session, Act.RECORD_SKILL)
            assert last_event(site)[0] == "StaffRefused"

    def test_a_leave_for_something_else_is_none(self, site):
        who, other = person(site), authorise_console(Act.CONFIRM)
        for act in (
            lambda: record_certificate(site, other, who, CARD),
            lambda: record_skill(site, other, who, RecordSkill("cook", 1)),
            lambda: verify_certificate(site, other, who, "certificate:1"),
            lambda: withdraw_certificate(site, other, who, "certificate:1", "x"),
            lambda: verify_skill(site, other, who, "cook"),
            lambda: withdraw_skill(site, other, who, "cook", "x"),
            lambda: certificate_number(site, other, who, "certificate:1"),
            lambda: record_preference(site, other, who, RecordPreference()),
        ):
            with pytest.raises(NotAllowed):
                act()


class TestRanking:
    def test_certificate_and_level_are_told(self, site):
        wanted = gig(site, level=2, certificate="special_electric")
        unknown, said, seen = (person(site, index) for index in (10, 11, 12))
        for who, is_seen in ((said, False), (seen, True)):
            record_skill(site, SKILL, who, RecordSkill("electrician", 3, is_seen))
            record_certificate(site, SKILL, who, replace(CARD, is_seen=is_seen))
        found = {item.id: item for item in MatchDesk(site).candidates(wanted)}
        assert list(found) == [seen, said, unknown]
        assert "中级工，要求初级工" in found[seen].sentences
        assert "有电工证，有效到 2027 年 2 月" in found[seen].sentences
        assert "自己说有电工证，还没核验" in found[said].sentences
        assert "自己说是中级工，要求初级工" in found[said].sentences
        assert found[unknown].against == ("先看电工证",)
        rows = Candidates(site).for_vacancy(wanted).rows
        assert rows[2].against == ("先看电工证",)
        assert asked_text(2, "special_electric") == "初级工以上 · 要电工证"

    def test_one_that_ran_out_stops_the_work_until_a_new_one_is_seen(self, site):
        wanted, who = gig(site), person(site)
        desk = MatchDesk(site)
        record_certificate(site, SKILL, who, replace(CARD, issued="", until="2020-01-01"))
        desk.catch_up()
        assert desk.candidates(wanted) == ()
        known = held(site, who)
        assert (known.certificates[0].state, known.barred) == (
            "expired", (("电工", "special_electric"),),
        )  # fmt: skip
        with pytest.raises(NotPossible) as caught:
            refer(site, who, wanted)
        assert (caught.value.code, caught.value.values) == (
            "certificate_expired", {"name": "电工证"},
        )  # fmt: skip
        record_certificate(site, SKILL, who, CARD)
        desk.catch_up()
        assert [item.id for item in desk.candidates(wanted)] == [who]
        assert held(site, who).barred == ()
        assert refer(site, who, wanted).is_new

    def test_it_runs_out_by_itself(self, site, clock):
        who = person(site)
        today = site.today()
        record_certificate(site, SKILL, who, replace(CARD, issued="", until=today.isoformat()))
        assert held(site, who).certificates[0].state == "soon"
        clock.advance(minutes=24 * 60)
        assert held(site, who).certificates[0].state == "expired"
        with pytest.raises(NotPossible, match="certificate_expired"):
            refer(site, who, gig(site))

    def test_where_no_law_asks_for_one(self, site):
        wanted, who = gig(site, "excavator_driver"), person(site, trades=("excavator_driver",))
        old = RecordCertificate("excavator", "7", until="2020-01-01", is_seen=True)
        record_certificate(site, SKILL, who, old)
        (row,) = MatchDesk(site).candidates(wanted)
        assert "挖机证" in row.against[0]
        assert "过期" in row.against[0]
        assert refer(site, who, wanted).is_new

    def test_wishes_count(self, site):
        near, far = person(site, 10, ("loader",)), person(site, 11, ("loader",))
        wanted = gig(site, "loader", place="长沙市雨花区东塘街道 3 栋", pay_cents=24_000)
        asks = RecordPreference(26_000_00 // 100, "雨花区 东塘街道", "day")
        record_preference(site, REGISTER, near, asks)
        record_preference(site, REGISTER, far, RecordPreference(hours="night"))
        first, second = MatchDesk(site).candidates(wanted)
        assert first.id == near
        assert "同一个乡镇街道" in first.sentences
        assert "时间合得上" in first.sentences
        assert second.against == ("时间对不上",)
        wish = held(site, near).wish
        assert (wish.county, wish.town, wish.pay_cents) == ("430111", "东塘街道", 26_000)

    @pytest.mark.parametrize(
        ("given", "field", "code"),
        [
            (RecordPreference(place="那边"), "place", "unknown_place"),
            (RecordPreference(hours="never"), "hours", "unknown"),
            (RecordPreference(pay_cents=-1), "pay", "too_much"),
            (RecordPreference(first="2026-13-01"), "first", "not_a_day"),
            (RecordPreference(first="2026-12-02", last="2026-12-01"), "last", "before_first"),
        ],
    )
    def test_wrong_wishes(self, site, given, field, code):
        with pytest.raises(InvalidInput) as caught:
            record_preference(site, REGISTER, person(site), given)
        assert [(item.field, item.code) for item in caught.value.problems] == [(field, code)]


class TestOnePerson:
    def test_a_twin_s_certificate_counts(self, site):
        one = person(site)
        other = register_seeker(site, seeker(11, trades=("electrician",))).seeker.id
        record_certificate(site, SKILL, max(one, other), CARD)
        wanted = gig(site)
        desk = MatchDesk(site)
        with site.store.write() as writing:
            writing.append(PeopleMerged(into=min(one, other)), max(one, other), "console")
        desk.catch_up()
        (row,) = desk.candidates(wanted)
        assert row.id == min(one, other)
        assert "有电工证，有效到 2027 年 2 月" in row.sentences
        (line,) = held(site, min(one, other)).certificates
        withdraw_certificate(site, SKILL, min(one, other), line.id, "错了")
        assert held(site, min(one, other)).certificates == ()

    def test_erased_with_the_person(self, site):
        who = person(site)
        record_certificate(site, SKILL, who, CARD)
        record_skill(site, SKILL, who, RecordSkill("electrician", 3, True))
        record_preference(site, REGISTER, who, RecordPreference(20_000, "雨花区"))
        erase_whole_person(site, authorise_console(Act.ERASE_PERSON), who)
        with site.store.read() as db:
            texts = [
                str(row[0])
                for query in (
                    "SELECT payload FROM events WHERE payload IS NOT NULL",
                    "SELECT state FROM aggregates",
                    "SELECT skills || certificates || wish FROM seeker_skills",
                )
                for row in db.execute(query).fetchall()
            ]
            headers = db.execute(
                "SELECT count(*) FROM events WHERE type IN ('CertificateRecorded', "
                "'SkillRecorded', 'PreferenceRecorded')"
            ).fetchone()[0]
        assert headers == 3
        assert not [text for text in texts if "T43000" in text or "special_electric" in text]
        assert not [text for text in texts if "electrician seen" in text]


def test_what_a_post_asks_for_is_seen(site):
    wanted = gig(site, "loader", level=3, certificate="driving")
    view = show_vacancy(site, wanted)
    assert (view.level, view.certificate) == (3, "driving")
    with pytest.raises(InvalidInput):
        gig(site, "loader", level=9)
    with pytest.raises(InvalidInput):
        gig(site, "loader", certificate="?")


def test_people_are_found_by_level_and_certificate(site):
    who, other = person(site, 10), person(site, 11)
    record_skill(site, SKILL, who, RecordSkill("electrician", 4, True))
    record_certificate(site, SKILL, who, CARD)
    for query in ("高级工", "电工证", "特种作业操作证（电工作业）"):
        found = [hit for hit in search_desk(site, query) if hit.by == "skill"]
        assert [hit.id for hit in found] == [who], query
    # A level is no part of a stamp, a kind no part of another.
    for query in ("初级工", "建筑电工证", "技师"):
        assert not [hit for hit in search_desk(site, query) if hit.by == "skill"], query
    assert other not in {hit.id for hit in search_desk(site, "高级工")}
