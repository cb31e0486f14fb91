"""Top 20 of 50,000 seekers × 10,000 vacancies within 20 ms: `make bench`."""

import gc
import random
import time

import pytest

from kiosk.catalog import regions, trades
from kiosk.domain.qualifications import Skill
from kiosk.domain.ranking_cards import Certificate, SeekerCard, VacancyCard
from kiosk.domain.ranking_index import SeekerIndex, VacancyIndex
from kiosk.rule_tables import ranking_rules

pytestmark = pytest.mark.bench

SEEKERS, VACANCIES, ASKED = 50_000, 10_000, 200
LIMIT_S = 0.020


@pytest.mark.parametrize("is_rich", [True, False], ids=["all known", "only trades known"])
def test_top_twenty(is_rich):
    rules, chance = ranking_rules("2026-11-23"), random.Random(1)
    names, counties = list(trades()), [code for code in regions() if code.startswith("4301")]

    def person(i: int) -> SeekerCard:
        own = tuple(chance.sample(names, chance.choice((1, 1, 2, 3))))
        if not is_rich:
            return SeekerCard(f"s{i}", own)
        return SeekerCard(
            f"s{i}",
            own,
            {
                name: Skill(chance.randrange(1, 9), chance.random() < 0.6)
                for name in own
                if chance.random() < 0.5
            },
            tuple(
                Certificate(kind, 0, chance.random() < 0.6)
                for name in own
                for kind in rules.certificates.get(name, ("skill_grade",))
                if chance.random() < 0.3
            ),
            chance.choice((0, 0, 0, 1, 2, 3)),
            chance.randrange(60),
            chance.choice((0, chance.randrange(1, 400))),
            chance.choice(counties),
            chance.choice("abcd"),
            chance.choice((0, 18_000, 22_000, 30_000)),
            hours=chance.choice(("", "", "day", "night")),
        )

    def gig(i: int) -> VacancyCard:
        return VacancyCard(
            f"v{i}", chance.choice(names), chance.randrange(9), 10,
            chance.randrange(15_000, 35_000),
            "day", chance.choice((0, 0, 2, 3, 4)), chance.choice(counties), chance.choice("abcd"),
            chance.random() < 0.2, chance.random() < 0.1, begins=420, stops=1050,
        )  # fmt: skip

    people, gigs = [person(i) for i in range(SEEKERS)], [gig(i) for i in range(VACANCIES)]
    seekers, vacancies = SeekerIndex(rules), VacancyIndex(rules)
    for card in people:
        seekers.put(card)
    for post in gigs:
        vacancies.put(post)
    gc.collect()
    gc.freeze()
    try:
        for index, asked in ((seekers, gigs[:ASKED]), (vacancies, people[:ASKED])):
            times = sorted(_seconds(index, card) for card in asked)
            median, p95, most = times[ASKED // 2], times[ASKED * 95 // 100], times[-1]
            print(
                f"\n{type(index).__name__}: median {median * 1e3:.2f} ms, "
                f"95 % {p95 * 1e3:.2f} ms, most {most * 1e3:.2f} ms"
            )
            assert p95 < LIMIT_S
    finally:
        gc.unfreeze()


def _seconds(index, card) -> float:
    start = time.process_time()
    assert len(index.best(card, 20)) == 20
    return time.process_time() - start
