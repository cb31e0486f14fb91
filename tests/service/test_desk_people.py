"""登记 at the desk over a real store and the real gate."""

import pytest
from staff import light_hashes, session_of
from synthetic import household, posting, seeker

from kiosk.domain.events import decode_payload
from kiosk.domain.hall_events import HallEntryWritten
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.referral import Side
from kiosk.domain.roles import Act, Role
from kiosk.printing.slip import decode_slip
from kiosk.service.authority import NotAllowed, StepUpNeeded, authorise
from kiosk.service.candidates import Candidates
from kiosk.service.complaints import MakeComplaint, make_complaint
from kiosk.service.counter import answer_for, mark_arrival, refer_at_counter
from kiosk.service.counter_views import dispatch_of
from kiosk.service.desk_papers import print_candidates, print_dispatch
from kiosk.service.desk_people import (
    GroupMember,
    check_in_group,
    full_id_number,
    post_at_desk,
    register_at_desk,
    register_employer_at_desk,
    seeker_phone,
)
from kiosk.service.employer_trust import note_employer
from kiosk.service.employers import RegisterEmployer, register_employer
from kiosk.service.event_mode import current_fair, fairs_open, leave_fair, work_at_fair
from kiosk.service.person_cards import employer_card, seeker_page
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import find_seeker, register_seeker
from kiosk.service.searching import search_desk

__all__ = ["light_hashes"]
pytestmark = pytest.mark.usefixtures("light_hashes")


@pytest.fixture
def leave(site):
    session = session_of(site, Role.MANAGER, is_fresh=True)
    return lambda act: authorise(site, session, act)


def of_type(site, kind):
    with site.store.read() as db:
        rows = db.execute(
            "SELECT type, payload, aggregate, actor FROM events WHERE type = ? ORDER BY seq",
            (kind,),
        ).fetchall()
    return [(decode_payload(row[0], row[1]), row[2], row[3]) for row in rows]


class TestRegistration:
    def test_staff_register_in_their_own_name(self, site, leave):
        allowed = leave(Act.REGISTER_SEEKER)
        done = register_at_desk(site, allowed, seeker(1, name="覃单", entry="typed"))
        assert done.is_new
        ((event, who, actor),) = of_type(site, "SeekerRegistered")
        assert (event.name, who, actor) == ("覃单", done.seeker.id, allowed.actor)
        for query in ("覃单", "qd", "tan", "shan", done.seeker.number, "0001"):
            assert [hit.id for hit in search_desk(site, query)] == [done.seeker.id], query
        assert search_desk(site, "覃单")[0].title == "覃*"

    def test_full_values_are_in_the_log_before_they_are_seen(self, site, leave):
        given = seeker(1)
        who = register_at_desk(site, leave(Act.REGISTER_SEEKER), given).seeker.id
        page = seeker_page(site, who)
        assert given.id_number not in repr(page)
        assert given.phone not in repr(page)
        assert full_id_number(site, leave(Act.SEE_FULL_ID), who, "核对证件") == given.id_number
        assert seeker_phone(site, leave(Act.SEE_PHONE), who) == given.phone
        reads = [(event.fields, subject) for event, subject, _by in of_type(site, "SensitiveRead")]
        assert reads == [(("id_number",), who), (("phone",), who)]
        volunteer = session_of(site, Role.VOLUNTEER)
        for act in (Act.SEE_FULL_ID, Act.SEE_PHONE, Act.CHANGE_PERSON):
            with pytest.raises(NotAllowed):
                authorise(site, volunteer, act)
        with pytest.raises(StepUpNeeded):
            authorise(site, session_of(site, Role.SPECIALIST), Act.SEE_FULL_ID)

    def test_a_group_is_checked_in_and_referred_in_one_go(self, site, clock, leave):
        owner = register_employer(site, household(1)).id
        vacancy = post_vacancy(site, posting(site, owner, headcount=5)).vacancy.id
        known = register_seeker(site, seeker(1)).seeker.id
        clock.advance(hours=24)
        vacancy = post_vacancy(site, posting(site, owner, headcount=5)).vacancy.id
        bound = register_seeker(site, seeker(2)).seeker.id
        other = post_vacancy(site, posting(site, owner)).vacancy.id
        made = refer_at_counter(site, leave(Act.REFER), bound, other).referral.id
        both = (Side.SEEKER, Side.EMPLOYER)
        answer_for(site, leave(Act.CONFIRM), made, both, is_agreed=True)
        members = (
            GroupMember(seeker=known),
            GroupMember(given=seeker(3, entry="card")),
            GroupMember(seeker=bound),
        )
        done = check_in_group(site, leave(Act.REGISTER_SEEKER), members, vacancy)
        assert [bool(item.referral) for item in done] == [True, True, False]
        assert done[2].problem == "already_agreed"
        assert len({item.number for item in done}) == 3
        assert seeker_page(site, known).visits == 2
        with pytest.raises(InvalidInput):
            check_in_group(site, leave(Act.REGISTER_SEEKER), ())
        before = len(of_type(site, "SeekerCheckedIn"))
        wrong = (GroupMember(seeker=known), GroupMember(given=seeker(9, has_consented=False)))
        with pytest.raises(InvalidInput):
            check_in_group(site, leave(Act.REGISTER_SEEKER), wrong)
        assert len(of_type(site, "SeekerCheckedIn")) == before


class TestEmployers:
    def test_a_call_by_telephone_is_posted_and_looked_at_first(self, site, leave):
        caller = RegisterEmployer("household", "王试", contact_name="王试", phone="13900000055")
        first = register_employer_at_desk(site, leave(Act.POST_VACANCY), caller)
        again = register_employer_at_desk(site, leave(Act.POST_VACANCY), caller)
        assert first.id == again.id
        posted = post_at_desk(
            site, leave(Act.POST_VACANCY), posting(site, first.id, source="phone")
        )
        assert posted.vacancy.review == "queued"
        ((event, _subject, actor),) = of_type(site, "VacancyPosted")
        assert event.source == "phone"
        assert actor == leave(Act.POST_VACANCY).actor
        with pytest.raises(InvalidInput):
            post_at_desk(site, leave(Act.POST_VACANCY), posting(site, first.id, source="rumour"))
        with pytest.raises(InvalidInput):
            register_employer(site, caller)

    def test_the_history_of_an_employer(self, site, leave):
        owner = register_employer(site, household(1)).id
        who = register_seeker(site, seeker(1)).seeker.id
        vacancy = post_vacancy(site, posting(site, owner)).vacancy.id
        post_vacancy(site, posting(site, owner, content="先交200元押金"))
        made = refer_at_counter(site, leave(Act.REFER), who, vacancy).referral.id
        both = (Side.SEEKER, Side.EMPLOYER)
        answer_for(site, leave(Act.CONFIRM), made, both, is_agreed=True)
        mark_arrival(site, leave(Act.ARRIVAL), made, has_come=False)
        make_complaint(site, MakeComplaint("wage_arrears", seeker=who, referral=made))
        note_employer(site, leave(Act.VERIFY_EMPLOYER), owner, is_good=False, text="改口不认账")
        card = employer_card(site, owner)
        assert (card.posts, card.agreed, card.missed, len(card.complaints)) == (2, 1, 1, 1)
        assert card.notes[0].text == "改口不认账"
        assert card.name == "试*"
        assert [hit.id for hit in search_desk(site, "13900000001") if hit.kind == "employer"] == [
            owner
        ]


def test_lists_on_paper_name_nobody_in_full(site, leave):
    owner = register_employer(site, household(1)).id
    tomorrow = site.now_ms() + 24 * 3_600_000
    vacancy = post_vacancy(
        site, posting(site, owner, starts=tomorrow, ends=tomorrow + 3_600_000)
    ).vacancy.id
    who = register_seeker(site, seeker(1)).seeker.id
    listed = Candidates(site).for_vacancy(vacancy)
    made = refer_at_counter(site, leave(Act.REFER), who, vacancy).referral
    jobs = (
        print_candidates(site, leave(Act.PRINT_AGAIN), listed),
        print_dispatch(site, leave(Act.PRINT_AGAIN), dispatch_of(site)[0]),
    )
    with site.store.read() as db:
        rows = [
            db.execute("SELECT kind, payload FROM print_jobs WHERE id = ?", (job,)).fetchone()
            for job in jobs
        ]
    ranking, dispatch = (decode_slip(kind, bytes(payload)) for kind, payload in rows)
    assert ranking.entries[0].head == "1. 张* 尾号0001"
    assert "工种对口" in ranking.entries[0].line
    assert dispatch.entries[0].head.startswith(made.number)
    assert "张试1" not in repr((ranking, dispatch))


class TestEventMode:
    def test_records_carry_the_fair_until_its_last_day(self, site, clock, leave):
        with site.store.write() as writing:
            entry = writing.new_id("hall_entry")
            fields = {"name": "跳马镇大篷车", "first": "2026-11-23", "last": "2026-11-23"}
            writing.append(HallEntryWritten(kind="fair", fields=fields), entry, "staff:x")
        assert [fair.name for fair in fairs_open(site)] == ["跳马镇大篷车"]
        work_at_fair(site, leave(Act.EVENT_MODE), entry)
        owner = register_employer(site, household(1)).id
        vacancy = post_vacancy(site, posting(site, owner)).vacancy.id
        who = register_seeker(site, seeker(1)).seeker.id
        refer_at_counter(site, leave(Act.REFER), who, vacancy)
        carried = [
            of_type(site, kind)[0][0].fair
            for kind in ("SeekerRegistered", "VacancyPosted", "ReferralMade")
        ]
        assert carried == [entry] * 3
        clock.advance(hours=24)
        assert current_fair(site) is None
        register_seeker(site, seeker(1))
        assert of_type(site, "SeekerCheckedIn")[-1][0].fair == ""
        with pytest.raises(NotPossible, match="unknown_fair"):
            work_at_fair(site, leave(Act.EVENT_MODE), entry)
        leave_fair(site, leave(Act.EVENT_MODE))
        with pytest.raises(NotAllowed):
            authorise(site, session_of(site, Role.SPECIALIST), Act.EVENT_MODE)
        assert find_seeker(site, seeker(1).id_number) is not None
