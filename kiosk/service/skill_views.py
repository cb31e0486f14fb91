"""What is known of a person's skills, certificates and wishes, masked, for screens; and whether the
law lets her or him do a piece of work.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kiosk.domain.masking import mask_id_number
from kiosk.domain.problems import NotPossible
from kiosk.domain.qualifications import (
    SEEN,
    Qualified,
    Wish,
    certificate_state,
    joined,
)
from kiosk.domain.ranking import certificate_problem
from kiosk.domain.ranking_cards import SeekerCard, VacancyCard
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.qualification_tables import kinds_of_trade
from kiosk.rule_tables import ranking_rules
from kiosk.service.match_cards import certificate_of
from kiosk.service.site import Site
from kiosk.skill_words import certificate_text
from kiosk.store.apply import Applier

__all__ = ["CertificateLine", "PersonSkills", "SkillLine", "check_certificate", "person_skills"]


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A level in a trade; `is_seen` where a clerk saw the paper."""

    trade: str
    trade_name: str
    level: int
    is_seen: bool


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate; `ends` is the last ISO day, `state` valid, soon or expired."""

    id: str
    kind: str
    number_masked: str
    ends: str
    state: str
    is_seen: bool


@dataclass(frozen=True, slots=True)
class PersonSkills:
    """All of it. `barred`: the person's trades that the law does not allow now, because the
    certificate has run out, as (trade name, kind)."""

    skills: tuple[SkillLine, ...] = ()
    certificates: tuple[CertificateLine, ...] = ()
    wish: Wish = field(default_factory=Wish)
    barred: tuple[tuple[str, str], ...] = ()


def person_skills(
    site: Site, applier: Applier, group: Iterable[str], trades: tuple[str, ...]
) -> PersonSkills:
    """What is known under all ids of a person.

    Args:
        site: the station.
        applier: on an open connection.
        group: all ids of the person.
        trades: the person's trades.
    """
    known, today = _known(applier, group), site.today()
    certificates = [
        CertificateLine(
            key,
            held.kind,
            mask_id_number(held.number),
            held.ends,
            certificate_state(held.ends, today),
            held.is_seen,
        )
        for key, held in known.certificates.items()
    ]
    # What ends first is looked at first.
    certificates.sort(key=lambda line: (line.ends == "", line.ends, line.id))
    return PersonSkills(
        skills=_skill_lines(site, known),
        certificates=tuple(certificates),
        wish=known.wish or Wish(),
        barred=_barred(site, trades, certificates),
    )


def check_certificate(site: Site, applier: Applier, group: Iterable[str], vacancy: Vacancy) -> None:
    """Whether the law lets a person do this work, by what is known of certificates.

    Raises:
        NotPossible: `certificate_expired` with the `name` of the certificate.
    """
    posting = vacancy.posting
    rules = ranking_rules(site.today().isoformat())
    if posting is None or posting.trade not in rules.required:
        return
    held = [
        certificate_of(item.kind, item.ends, is_seen=item.is_seen)
        for item in _known(applier, group).certificates.values()
    ]
    person = SeekerCard("", (posting.trade,), certificates=tuple(held))
    work = VacancyCard("", posting.trade, posting.starts, posting.ends, posting.pay_cents)
    problem = certificate_problem(person, work, rules)
    if problem is not None:
        raise NotPossible("certificate_expired", name=certificate_text(problem.subject))


def _known(applier: Applier, group: Iterable[str]) -> Qualified:
    states = map(applier.state, group)
    return joined(
        state.qualified
        for state in states
        if isinstance(state, Seeker) and not state.erased and state.qualified is not None
    )


def _skill_lines(site: Site, known: Qualified) -> tuple[SkillLine, ...]:
    lines = []
    for key, claim in sorted(known.skills.items(), key=lambda item: -item[1].level):
        trade, _space, certainty = key.partition(" ")
        lines.append(SkillLine(trade, site.trade_name(trade), claim.level, certainty == SEEN))
    return tuple(lines)


def _barred(
    site: Site, trades: tuple[str, ...], held: list[CertificateLine]
) -> tuple[tuple[str, str], ...]:
    found = []
    for trade in trades:
        kinds, is_required = kinds_of_trade(site.today().isoformat(), trade)
        own = [line for line in held if line.kind in kinds]
        if is_required and own and all(line.state == "expired" for line in own):
            found.append((site.trade_name(trade), own[-1].kind))
    return tuple(found)
