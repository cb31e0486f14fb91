"""Posting review, suspension and papers of employers, over a real store and the real gate."""

import pytest
from staff import light_hashes, session_of
from synthetic import household, posting, seeker, uscc_code

from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.roles import Act, Role
from kiosk.service.authority import NotAllowed, StepUpNeeded, authorise
from kiosk.service.employer_trust import (
    PaperSeen,
    check_paper,
    note_employer,
    reinstate_employer,
    suspend_employer,
)
from kiosk.service.employers import RegisterEmployer, register_employer
from kiosk.service.matching import list_vacancies, refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.service.reviewing import (
    approve,
    ask_employer,
    count_review,
    reject,
    review_queue,
    review_sheet,
    take_down,
)

__all__ = ["light_hashes"]
pytestmark = pytest.mark.usefixtures("light_hashes")


@pytest.fixture
def leave(site):
    session = session_of(site, Role.SPECIALIST, is_fresh=True)
    return lambda act: authorise(site, session, act)


def agency(site) -> str:
    given = RegisterEmployer(
        "agency", "恒试人力", uscc=uscc_code(), contact_name="王试", phone="13900000077",
        licence="4301000086",
    )  # fmt: skip
    return register_employer(site, given).id


class TestReview:
    def test_a_red_hit_locks_and_sending_back_unlocks_nothing(self, site, leave):
        owner = register_employer(site, household(1)).id
        text = "包装普工，18到45岁，先交200元服装押金"
        posted = post_vacancy(site, posting(site, owner, content=text)).vacancy
        assert posted.review == "queued"
        sheet = review_sheet(site, posted.id)
        assert sheet.is_locked
        red = next(item for item in sheet.findings if item.blocks)
        assert (red.name, red.hit.basis, red.advice) == (
            "收费、收押金",
            "劳动合同法第九条；人力资源市场暂行条例",
            "删掉收钱的话",
        )
        assert text[red.hit.start : red.hit.end] == red.hit.text
        with pytest.raises(NotPossible, match="red_hit_open"):
            approve(site, leave(Act.REVIEW), posted.id, "老板说会改")
        with pytest.raises(InvalidInput):
            reject(site, leave(Act.REVIEW), posted.id, " ")
        ask_employer(site, leave(Act.REVIEW), posted.id, "押金还收不收")
        assert review_queue(site).items[0].vacancy.review == "asked"
        reject(site, leave(Act.REVIEW), posted.id, "收押金，请删掉再发")
        queue = review_queue(site)
        assert (queue.items, queue.sent_back) == ((), 1)
        said = [(item.verdict, item.reason) for item in review_sheet(site, posted.id).decisions]
        assert said == [("asked", "押金还收不收"), ("rejected", "收押金，请删掉再发")]
        assert list_vacancies(site).total == 0

    def test_a_warning_passes_with_a_reason_only(self, site, leave):
        owner = register_employer(site, household(1)).id
        posted = post_vacancy(site, posting(site, owner, conditions="18到45岁")).vacancy
        sheet = review_sheet(site, posted.id)
        assert sheet.findings
        assert not sheet.is_locked
        with pytest.raises(InvalidInput):
            approve(site, leave(Act.REVIEW), posted.id)
        approve(site, leave(Act.REVIEW), posted.id, "夜里搬重物，老板答应放宽")
        assert list_vacancies(site).total == 1
        assert review_queue(site).passed_by_staff == 1
        take_down(site, leave(Act.TAKE_DOWN), posted.id, "老板电话打不通")
        assert list_vacancies(site).total == 0
        with pytest.raises(NotPossible, match="not_live"):
            take_down(site, leave(Act.TAKE_DOWN), posted.id, "再来一次")

    def test_a_rule_that_knows_exceptions_may_be_taken_with_a_reason(self, site, leave):
        owner = register_employer(site, household(1)).id
        posted = post_vacancy(site, posting(site, owner, conditions="只要男")).vacancy
        sheet = review_sheet(site, posted.id)
        assert [item.hit.severity for item in sheet.findings] == ["block"]
        assert not sheet.is_locked
        approve(site, leave(Act.REVIEW), posted.id, "井下作业，国家规定的禁忌劳动")

    def test_the_express_lane_comes_first(self, site, clock):
        owner = register_employer(site, household(1)).id
        plain = post_vacancy(site, posting(site, owner, conditions="18到45岁")).vacancy.id
        clock.advance(minutes=5)
        fast = posting(site, owner, conditions="18到45岁", is_urgent=True)
        urgent = post_vacancy(site, fast).vacancy.id
        clean = post_vacancy(site, posting(site, owner)).vacancy.id
        queue = review_queue(site)
        assert [item.vacancy.id for item in queue.items] == [urgent, plain]
        assert (count_review(site), queue.passed_by_rules) == (2, 1)
        assert clean not in {item.vacancy.id for item in queue.items}
        clock.advance(hours=24)
        assert count_review(site) == 0


class TestTrust:
    def test_an_agency_goes_live_with_a_licence_that_holds(self, site, clock, leave):
        owner = agency(site)
        assert post_vacancy(site, posting(site, owner)).vacancy.review == "queued"
        with pytest.raises(InvalidInput):
            check_paper(site, leave(Act.VERIFY_EMPLOYER), owner, PaperSeen("licence", True, "43"))
        seen = PaperSeen("licence", True, "4301000086", "2026-11-24")
        check_paper(site, leave(Act.VERIFY_EMPLOYER), owner, seen)
        assert post_vacancy(site, posting(site, owner)).vacancy.review == "live"
        clock.advance(hours=48)
        assert post_vacancy(site, posting(site, owner)).vacancy.review == "queued"

    def test_a_wrong_uscc_is_not_written_down_as_good(self, site, leave):
        owner = agency(site)
        wrong = uscc_code()[:-1] + ("0" if uscc_code()[-1] != "0" else "1")
        with pytest.raises(InvalidInput):
            check_paper(site, leave(Act.VERIFY_EMPLOYER), owner, PaperSeen("uscc", True, wrong))
        bad = PaperSeen("uscc", False, wrong, text="和执照不一致")
        check_paper(site, leave(Act.VERIFY_EMPLOYER), owner, bad)
        assert post_vacancy(site, posting(site, owner)).vacancy.review == "queued"

    def test_a_suspension_lifts_itself_after_its_day(self, site, clock, leave):
        owner = register_employer(site, household(1)).id
        live = post_vacancy(site, posting(site, owner)).vacancy
        who = register_seeker(site, seeker(3)).seeker.id
        suspend_employer(
            site,
            leave(Act.SUSPEND_EMPLOYER),
            owner,
            until="2026-11-24",
            reason="fees",
            text="向三个人收了介绍费",
        )
        assert review_sheet(site, live.id).vacancy.review == "taken_down"
        for ask in (
            lambda: post_vacancy(site, posting(site, owner)),
            lambda: approve(site, leave(Act.REVIEW), live.id, "x"),
        ):
            with pytest.raises(NotPossible) as error:
                ask()
            assert error.value.code == "employer_suspended"
        clock.advance(hours=24)
        with pytest.raises(NotPossible, match="employer_suspended"):
            post_vacancy(site, posting(site, owner))
        clock.advance(hours=24)
        again = post_vacancy(site, posting(site, owner)).vacancy
        assert again.review == "live"
        assert refer(site, who, again.id).is_new

    def test_a_suspension_is_lifted_before_its_day(self, site, leave):
        owner = register_employer(site, household(1)).id
        with pytest.raises(NotPossible, match="not_suspended"):
            reinstate_employer(site, leave(Act.SUSPEND_EMPLOYER), owner, "弄错了")
        for until in ("2026-11-30", "2026-12-31"):
            suspend_employer(
                site,
                leave(Act.SUSPEND_EMPLOYER),
                owner,
                until=until,
                reason="other",
                text="核实中",
            )
        with pytest.raises(InvalidInput):
            reinstate_employer(site, leave(Act.SUSPEND_EMPLOYER), owner, "")
        reinstate_employer(site, leave(Act.SUSPEND_EMPLOYER), owner, "查清楚了，没有收费")
        assert post_vacancy(site, posting(site, owner)).vacancy.review == "live"

    @pytest.mark.parametrize(
        ("until", "reason", "text"),
        [
            ("2026-11-22", "fees", "收费"),
            ("2036-11-22", "fees", "收费"),
            ("24.11.", "fees", "收费"),
            ("2026-11-24", "because", "收费"),
            ("2026-11-24", "fees", " "),
        ],
    )
    def test_a_suspension_needs_a_day_a_reason_and_what_happened(
        self, site, leave, until, reason, text
    ):
        owner = register_employer(site, household(1)).id
        with pytest.raises(InvalidInput):
            suspend_employer(
                site, leave(Act.SUSPEND_EMPLOYER), owner, until=until, reason=reason, text=text
            )
        assert post_vacancy(site, posting(site, owner)).vacancy.review == "live"

    def test_notes_are_kept(self, site, leave):
        owner = register_employer(site, household(1)).id
        note_employer(
            site, leave(Act.VERIFY_EMPLOYER), owner, is_good=True, text="当天结钱，说话算数"
        )
        with site.store.read() as db:
            state = site.store.applier(db).state(owner)
        assert [(note.grade, note.text) for note in state.integrity] == [
            ("good", "当天结钱，说话算数")
        ]

    def test_the_gate(self, site):
        volunteer = session_of(site, Role.VOLUNTEER)
        for act in (Act.REVIEW, Act.TAKE_DOWN, Act.VERIFY_EMPLOYER, Act.SUSPEND_EMPLOYER):
            with pytest.raises(NotAllowed):
                authorise(site, volunteer, act)
        with pytest.raises(StepUpNeeded):
            authorise(site, session_of(site, Role.SPECIALIST), Act.SUSPEND_EMPLOYER)
