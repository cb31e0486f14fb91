"""The match desk over a real store."""

import pytest
from synthetic import household, posting, seeker

from kiosk.domain.problems import NotPossible
from kiosk.domain.referral import Side
from kiosk.regions import county_in
from kiosk.service.confirmation import agree
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.ranking import MatchDesk
from kiosk.service.registration import erase_person, register_seeker


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("湖南省长沙市雨花区东塘街道", "430111"),
        ("湖南省长沙市长沙县星沙镇", "430121"),
        ("衡阳县西渡镇", "430421"),
        ("湖南省衡阳市衡阳县西渡镇", "430421"),
        ("河北省石家庄市", ""),
        ("", ""),
    ],
)
def test_the_county_of_an_address(address, code):
    assert county_in(address) == code


def test_candidates_and_vacancies(site, clock):
    employer = register_employer(site, household(1)).id
    gig = post_vacancy(site, posting(site, employer)).vacancy.id
    other = post_vacancy(site, posting(site, employer, trade="cook")).vacancy.id
    first = register_seeker(site, seeker(0)).seeker.id
    clock.advance(minutes=1)
    second = register_seeker(site, seeker(1)).seeker.id
    near = register_seeker(site, seeker(2, trades=("construction_labourer",))).seeker.id
    cook = register_seeker(site, seeker(3, trades=("cook",))).seeker.id
    desk = MatchDesk(site)
    found = desk.candidates(gig)
    assert [item.id for item in found] == [first, second, near]
    assert found[0].sentences == ("工种对口", "今天第 1 个到")
    assert found[2].public[0] == "工种相近"
    assert [item.id for item in desk.vacancies(cook)] == [other]
    assert desk.explain(cook, gig) is None
    assert desk.explain(first, gig).score == found[0].score

    referral = refer(site, first, gig).referral.id
    agree(site, referral, Side.SEEKER, first)
    done = agree(site, referral, Side.EMPLOYER, employer)
    desk.refresh(done.changed)
    assert [item.id for item in desk.candidates(gig)] == [second, near]
    assert desk.vacancies(first) == ()

    erase_person(site, second, "staff:x")
    desk.refresh(frozenset({second}))
    assert [item.id for item in desk.candidates(gig)] == [near]
    for ask in (lambda: desk.vacancies(second), lambda: desk.candidates("vacancy:none")):
        with pytest.raises(NotPossible):
            ask()

    clock.advance(hours=24 * 31)
    desk.refresh(frozenset())
    assert desk.candidates(gig) == ()
