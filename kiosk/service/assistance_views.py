"""What the desk shows of priority help: who needs it first, a person's card, a case."""

from dataclasses import dataclass
from datetime import date

from kiosk.domain.assistance import AssistanceCase, AssistanceNote, AssistanceStep
from kiosk.domain.clock import day_of, ms_of
from kiosk.domain.masking import mask_name
from kiosk.domain.priority import PriorityClaim, Tier, hints_by_age
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act, StaffSession
from kiosk.domain.seeker import Seeker
from kiosk.help_tables import priority_rules
from kiosk.service.authority import authorise, read_or_again
from kiosk.service.help_tiers import HelpTiers
from kiosk.service.priority_help import claims_of, known_seeker, tier_now, waiting_days
from kiosk.service.site import Site
from kiosk.store.help_rows import agreed_by_seeker, case_rows, cases_of, people_rows
from kiosk.store.people import same_people

__all__ = ["CaseView", "HelpCard", "HelpRow", "case_view", "count_due", "help_card", "help_list"]

_ACTIVE_MS = 30 * 24 * 3600 * 1000
_TAIL = 4


@dataclass(frozen=True, slots=True)
class HelpRow:
    """A person of the list; `case` and `due` are empty where there is no open case."""

    seeker: str
    name: str
    """张*"""
    tail: str
    tier: int
    waited: int
    """Days."""
    case: str = ""
    status: str = ""
    due: str = ""
    """ISO day of what is due next in the case."""
    is_due: bool = False


@dataclass(frozen=True, slots=True)
class HelpCard:
    """What is known of a person's need of help; reading it stands in the log."""

    seeker: str
    name: str
    number: str
    tail: str
    trades: tuple[str, ...]
    has_consent: bool
    claims: tuple[tuple[str, str, PriorityClaim], ...]
    """(category, certainty, claim), by category in the table's order."""
    tier: Tier
    waited: int
    hints: tuple[str, ...]
    """Categories to ask about because of age."""
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with its history, the earliest first."""

    id: str
    number: str
    seeker: str
    name: str
    tail: str
    tier: int
    categories: tuple[str, ...]
    goal: str
    status: str
    opened_at: int
    """ms."""
    next_due: str
    is_due: bool
    steps: tuple[tuple[str, AssistanceStep], ...]
    notes: tuple[AssistanceNote, ...]
    outcome: str
    post: str


def help_list(site: Site, staff: StaffSession) -> tuple[HelpRow, ...]:
    """Who has a tier or an open case: what is due first, then the highest tier, then who waits
    longest. People who only wait count as long as they came within 30 days.

    Raises:
        NotAllowed: see `authorise`.
    """
    authorise(site, staff, Act.CASES)
    today = site.today()
    with site.store.read() as db:
        tiers, agreed = HelpTiers(site, db), agreed_by_seeker(db)
        last: dict[str, int] = {}
        for seeker, made_at in agreed.items():
            last[tiers.root(seeker)] = max(made_at, last.get(tiers.root(seeker), 0))
        cases = {
            tiers.root(row["seeker"]): row for row in case_rows(db) if row["status"] != "closed"
        }
        rows = []
        for person in people_rows(db):
            since = last.get(person["id"], 0) or person["registered_at"]
            waited = max(0, (today - day_of(ms_of(since))).days)
            case = cases.get(person["id"])
            is_active = ms_of(person["last_visit"]) > site.now_ms() - _ACTIVE_MS
            if not (case or is_active or tiers.has_claims(person["id"])):
                continue
            tier = tiers.of(person["id"], waited if is_active else 0)
            if tier.tier or case:
                rows.append(_row(person, tier.tier, waited, case, today.isoformat()))
    return tuple(sorted(rows, key=_urgency))


def count_due(site: Site) -> int:
    """Cases in which something is due today or was due before."""
    today = site.today().isoformat()
    with site.store.read() as db:
        return sum(
            row["status"] != "closed" and "" < row["next_due"] <= today for row in case_rows(db)
        )


def help_card(site: Site, staff: StaffSession, seeker: str, *, is_again: bool = False) -> HelpCard:
    """A person's claims and tier.

    Raises:
        NotAllowed: see `authorise_read`.
        NotPossible: `unknown_seeker`.
    """
    with site.store.read() as db:
        known = known_seeker(site.store.applier(db), seeker).id
    read_or_again(site, staff, Act.CASES, known, ("priority",), "help", is_again=is_again)
    today = site.today()
    rules = priority_rules(today.isoformat())
    with site.store.read() as db:
        applier = site.store.applier(db)
        person = known_seeker(applier, known)
        claims = claims_of(db, applier, person.id)
        waited = waiting_days(db, person, today)
        birth = _birth(person)
        order = list(rules)
        return HelpCard(
            seeker=person.id,
            name=mask_name(person.name),
            number=person.number,
            tail=person.phone[-_TAIL:],
            trades=tuple(site.trade_name(trade) for trade in person.trades),
            has_consent=bool(person.priority_consent),
            claims=tuple(
                (*key.split(" ", 1), claim)  # type: ignore[misc]  # two words, see `Seeker.priority`
                for key, claim in sorted(
                    claims.items(),
                    key=lambda item: (_place(order, item[0].split(" ")[0]), item[1].at),
                )
            ),
            tier=tier_now(site, claims, waited),
            waited=waited,
            hints=tuple(
                hint
                for hint in hints_by_age(person.sex[:1].upper(), birth, rules, today)
                if not any(key.startswith(f"{hint} ") for key in claims)
            ),
            cases=tuple(cases_of(db, same_people(db, person.id))),
        )


def case_view(site: Site, staff: StaffSession, case: str, *, is_again: bool = False) -> CaseView:
    """A case.

    Raises:
        NotAllowed: see `authorise_read`.
        NotPossible: `unknown_case`.
    """
    read_or_again(site, staff, Act.CASES, case, ("case",), "help", is_again=is_again)
    today = site.today().isoformat()
    with site.store.read() as db:
        applier = site.store.applier(db)
        state = applier.state(case)
        if not isinstance(state, AssistanceCase) or state.erased or not state.opened_at:
            raise NotPossible("unknown_case")
        person = known_seeker(applier, state.seeker)
    return CaseView(
        id=case,
        number=state.number,
        seeker=person.id,
        name=mask_name(person.name),
        tail=person.phone[-_TAIL:] or person.number,
        tier=state.tier,
        categories=state.categories,
        goal=state.goal,
        status=state.status,
        opened_at=ms_of(state.opened_at),
        next_due=state.next_due,
        is_due="" < state.next_due <= today,
        steps=tuple(sorted(state.steps.items(), key=lambda item: (item[1].due, item[0]))),
        notes=tuple(state.notes),
        outcome=state.outcome,
        post=state.post,
    )


def _row(
    person: dict[str, object], tier: int, waited: int, case: dict[str, object] | None, today: str
) -> HelpRow:
    phone = str(person["phone"])
    due = str(case["next_due"]) if case else ""
    return HelpRow(
        seeker=str(person["id"]),
        name=mask_name(str(person["name"])),
        tail=phone[-_TAIL:] or str(person["number"]),
        tier=tier,
        waited=waited,
        case=str(case["id"]) if case else "",
        status=str(case["status"]) if case else "",
        due=due,
        is_due="" < due <= today,
    )


def _urgency(row: HelpRow) -> tuple[bool, int, int, str]:
    return (not row.is_due, -row.tier, -row.waited, row.seeker)


def _birth(person: Seeker) -> date | None:
    try:
        return date.fromisoformat(person.birth)
    except ValueError:
        return None


def _place(order: list[str], category: str) -> int:
    return order.index(category) if category in order else len(order)
