"""信息审核: the queue of posts that wait for a look, what the rules found, and the decision."""

from dataclasses import dataclass, field

from kiosk.domain.clock import day_bounds, ms_of, stamp_of
from kiosk.domain.events import VacancyReviewed
from kiosk.domain.posting_review import Hit
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.roles import Act
from kiosk.domain.vacancy import Decision, Vacancy
from kiosk.rule_tables import Advice, posting_advice, review_tables_since
from kiosk.service.authority import Authorised
from kiosk.service.employer_trust import check_trusted, suspended_until
from kiosk.service.posting_checks import review_vacancy
from kiosk.service.site import Site
from kiosk.service.vacancy_views import vacancy_view
from kiosk.service.views import VacancyView
from kiosk.store.log import Writing
from kiosk.store.review_rows import decisions_since, review_rows
from kiosk.store.vacancies import vacancy_row

__all__ = [
    "Finding",
    "ReviewItem",
    "ReviewQueue",
    "ReviewSheet",
    "approve",
    "ask_employer",
    "count_review",
    "reject",
    "review_queue",
    "review_sheet",
    "take_down",
]

_TEXT_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with its name and what to do; `number` as it is marked in the text."""

    number: int
    hit: Hit
    name: str
    advice: str
    is_takeable: bool

    @property
    def blocks(self) -> bool:
        """Whether the post may not pass as it stands, whatever reason is given."""
        return self.hit.severity == "block" and not self.is_takeable


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A post in the queue; `blocks` and `warnings` as found at posting."""

    vacancy: VacancyView
    posted_at: int
    blocks: int
    warnings: int


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """Who waits, urgent first, then by time; and what was decided today."""

    items: tuple[ReviewItem, ...]
    passed_by_rules: int
    passed_by_staff: int
    sent_back: int


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """One post under review. Times in ms."""

    vacancy: VacancyView
    posted_at: int
    source: str
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...]
    rules_since: str
    suspended_until: str = ""

    @property
    def needs_reason(self) -> bool:
        """Whether it passes only with a reason."""
        return bool(self.findings)

    @property
    def is_locked(self) -> bool:
        """Whether 通过 stays locked: a red hit is open."""
        return bool(self.suspended_until) or any(item.blocks for item in self.findings)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was decided, and what changed."""

    vacancy: str
    verdict: str
    changed: frozenset[str] = field(default_factory=frozenset)


def review_queue(site: Site) -> ReviewQueue:
    """Posts that wait, the express lane first (R11)."""
    since = stamp_of(day_bounds(site.today())[0])
    with site.store.read() as db:
        applier = site.store.applier(db)
        items = []
        for row in review_rows(db, site.now_ms()):
            state = applier.state(row["id"])
            hits = state.posting.hits if isinstance(state, Vacancy) and state.posting else ()
            blocks = sum(hit.severity == "block" for hit in hits)
            view = vacancy_view(site, row)
            items.append(ReviewItem(view, ms_of(row["posted_at"]), blocks, len(hits) - blocks))
        by_rules, by_staff, back = decisions_since(db, since)
    return ReviewQueue(tuple(items), by_rules, by_staff, back)


def count_review(site: Site) -> int:
    """How many posts wait."""
    with site.store.read() as db:
        return len(review_rows(db, site.now_ms()))


def review_sheet(site: Site, vacancy: str) -> ReviewSheet:
    """Everything about one post, by the rules of today.

    Raises:
        NotPossible: `unknown_vacancy`.
    """
    hits = review_vacancy(site, vacancy)
    today = site.today().isoformat()
    advice = posting_advice(today)
    with site.store.read() as db:
        row = vacancy_row(db, vacancy)
        applier = site.store.applier(db)
        state = applier.state(vacancy)
        if row is None or not isinstance(state, Vacancy) or state.posting is None:
            raise NotPossible("unknown_vacancy")
        until = suspended_until(applier, db, row["employer"], today)
        return ReviewSheet(
            vacancy=vacancy_view(site, row),
            posted_at=ms_of(state.posted_at),
            source=state.posting.source,
            findings=tuple(_finding(n, hit, advice) for n, hit in enumerate(hits, start=1)),
            decisions=tuple(state.decisions),
            rules_since=review_tables_since(today),
            suspended_until=until,
        )


def approve(site: Site, allowed: Authorised, vacancy: str, reason: str = "") -> Reviewed:
    """通过: it goes live.

    Raises:
        InvalidInput: something was found, and no reason says why it passes all the same.
        NotPossible: `red_hit_open` (a hit that no reason lets pass), `employer_suspended`,
            `unknown_vacancy`, `vacancy_closed`, `vacancy_expired`.
    """
    actor = allowed.actor_for(Act.REVIEW)
    sheet = review_sheet(site, vacancy)
    if any(item.blocks for item in sheet.findings):
        raise NotPossible("red_hit_open")
    if sheet.needs_reason:
        _check_reason(reason)
    with site.store.write() as writing:
        state = _to_be_decided(writing, vacancy)
        assert state.posting is not None  # noqa: S101 (checked there)
        if state.posting.valid_until <= site.now_ms():
            raise NotPossible("vacancy_expired")
        check_trusted(site, writing.applier, writing.db, state.posting.employer)
        return _decide(writing, vacancy, "live", reason, actor)


def ask_employer(site: Site, allowed: Authorised, vacancy: str, question: str) -> Reviewed:
    """打电话问: it stays in the queue, marked as asked.

    Raises:
        InvalidInput: nothing was asked.
        NotPossible: `unknown_vacancy`, `vacancy_closed`.
    """
    actor = allowed.actor_for(Act.REVIEW)
    _check_reason(question)
    with site.store.write() as writing:
        _to_be_decided(writing, vacancy)
        return _decide(writing, vacancy, "asked", question, actor)


def reject(site: Site, allowed: Authorised, vacancy: str, reason: str) -> Reviewed:
    """退回，请改: it does not appear.

    Raises:
        InvalidInput: there is no reason.
        NotPossible: `unknown_vacancy`, `vacancy_closed`.
    """
    actor = allowed.actor_for(Act.REVIEW)
    _check_reason(reason)
    with site.store.write() as writing:
        _to_be_decided(writing, vacancy)
        return _decide(writing, vacancy, "rejected", reason, actor)


def take_down(site: Site, allowed: Authorised, vacancy: str, reason: str) -> Reviewed:
    """下架: a post that was live is seen no more; who agreed keeps the agreement.

    Raises:
        InvalidInput: there is no reason.
        NotPossible: `unknown_vacancy`, `not_live`.
    """
    actor = allowed.actor_for(Act.TAKE_DOWN)
    _check_reason(reason)
    with site.store.write() as writing:
        state = writing.state(vacancy)
        if not isinstance(state, Vacancy) or state.posting is None:
            raise NotPossible("unknown_vacancy")
        if state.review != "live":
            raise NotPossible("not_live")
        return _decide(writing, vacancy, "taken_down", reason, actor)


def _finding(number: int, hit: Hit, advice: dict[str, Advice]) -> Finding:
    known = advice.get(hit.rule)
    return Finding(
        number=number,
        hit=hit,
        name=known.name if known else hit.rule,
        advice=known.advice if known else "",
        is_takeable=hit.severity != "block" or (known is not None and known.is_takeable),
    )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(Problem("reason", "required"))
    if len(reason) > _TEXT_LIMIT:
        raise InvalidInput(Problem("reason", "too_long", {"limit": _TEXT_LIMIT}))


def _to_be_decided(writing: Writing, vacancy: str) -> Vacancy:
    state = writing.state(vacancy)
    if not isinstance(state, Vacancy) or state.posting is None:
        raise NotPossible("unknown_vacancy")
    if state.closed:
        raise NotPossible("vacancy_closed")
    return state


def _decide(writing: Writing, vacancy: str, verdict: str, reason: str, actor: str) -> Reviewed:
    writing.append(VacancyReviewed(verdict=verdict, reason=reason.strip()), vacancy, actor)
    return Reviewed(vacancy, verdict, frozenset(writing.changed))
