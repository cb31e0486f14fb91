"""Every figure opens: the records that it counts, a page at a time, with masked names."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from kiosk.audit_words import event_text
from kiosk.domain.clock import ms_of
from kiosk.domain.course import OWN_SHOP
from kiosk.domain.employer import PERSONAL_KINDS
from kiosk.domain.figures import Ratio, Spread, Tally, Total
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.masking import mask_name
from kiosk.domain.roles import Act
from kiosk.domain.statistics import Statistics
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.site import Site
from kiosk.store.figure_records import rows_of_records
from kiosk.words import complaint_status_text, complaint_text, pay_text, referral_status_text

__all__ = ["RecordLine", "RecordPage", "figure_of", "open_figure"]

PER_PAGE = 10
_TRADE = "trade:"
_KINDS = frozenset({"seeker", "vacancy", "referral", "complaint", "course"})
_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record. `subject` is the aggregate that it belongs to; `at` in ms, 0 where unknown."""

    id: str
    subject: str
    kind: str
    at: int
    number: str
    title: str
    detail: str
    value: str = ""
    """What it adds to the figure, where that is more than itself."""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Lines of a page, counted from 1; `count` over all pages."""

    lines: tuple[RecordLine, ...]
    page: int
    pages: int
    count: int


def figure_of(item: Statistics, key: str) -> Tally | Total | Ratio | Spread:
    """A figure by its name; `trade:loader` for what a trade wants ÷ who seeks it.

    Raises:
        KeyError: there is no such figure.
    """
    if not key.startswith(_TRADE):
        return item.figure(key)
    for row in item.trades:
        if row.trade == key.removeprefix(_TRADE):
            return Ratio(row.headcount, row.seekers)
    raise KeyError(key)


def open_figure(
    site: Site,
    allowed: Authorised,
    figure: Tally | Total | Ratio | Spread,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> RecordPage:
    """The records of a figure; a page too far gives the last one.

    Raises:
        NotAllowed: leave for something else than `Act.STATISTICS`.
    """
    allowed.actor_for(Act.STATISTICS)
    ids = figure.ids
    pages = max(1, -(-len(ids) // per_page))
    page = min(max(1, page), pages)
    shown = ids[(page - 1) * per_page : page * per_page]
    values = _values(figure)
    with site.store.read() as db:
        found = _found(db, shown)
    lines = tuple(_line(site, key, found.get(key), values.get(key, "")) for key in shown)
    return RecordPage(lines, page, pages, len(ids))


def _found(db: Database, ids: Sequence[str]) -> dict[str, _Row]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for key in ids:
        kinds[_kind(key)].append(key)
    found: dict[str, _Row] = {}
    for kind, keys in kinds.items():
        found |= rows_of_records(db, kind, keys)
    return found


def _kind(key: str) -> str:
    kind = aggregate_kind(key)
    return kind if kind in _KINDS else "event"


def _values(figure: Tally | Total | Ratio | Spread) -> dict[str, str]:
    match figure:
        case Total(parts=parts):
            return {key: _("{count} 人").format(count=count) for key, count in parts}
        case Spread(items=items):
            people = (item for item in items if _kind(item.id) == "seeker")
            return {item.id: _("{count} 天").format(count=item.value) for item in people}
        case Ratio(over=Total() as over):
            return _values(over)
    return {}


def _line(site: Site, key: str, row: _Row | None, value: str) -> RecordLine:
    kind, subject = _kind(key), key.partition(" ")[0]
    if row is None:
        # Erased, or of a hall whose people are not here: it counts, and says no more.
        return RecordLine(key, subject, kind, 0, "", _("内容已删除"), "", value)
    title, detail = _WORDS[kind](site, row)
    if kind == "event":
        subject = row[6]
    return RecordLine(key, subject, kind, ms_of(row[1]), row[2], title, detail, value)


def _seeker(site: Site, row: _Row) -> tuple[str, str]:
    trades = _("、").join(site.trade_name(trade) for trade in row[4].split())
    return mask_name(row[3]), trades or "—"


def _vacancy(site: Site, row: _Row) -> tuple[str, str]:
    # A household's name is a person's; it does not stand in the posting itself.
    is_person = row[9] in PERSONAL_KINDS and not row[10]
    detail = _("{employer} · 要 {count} 人 · {pay}").format(
        employer=mask_name(row[3]) if is_person else row[3],
        count=row[5],
        pay=pay_text(row[6], row[7]),
    )
    return site.trade_name(row[4]), detail


def _referral(site: Site, row: _Row) -> tuple[str, str]:
    detail = _("{trade} · {result}").format(
        trade=site.trade_name(row[4]), result=referral_status_text(row[7] or row[6])
    )
    return mask_name(row[3]), detail


def _complaint(_site: Site, row: _Row) -> tuple[str, str]:
    detail = _("{status} · 期限 {due}").format(
        status=complaint_status_text(row[4]), due=row[5] or "—"
    )
    return complaint_text(row[3]), detail


def _place(_site: Site, row: _Row) -> tuple[str, str]:
    return mask_name(row[3]), row[4]


def _event(site: Site, row: _Row) -> tuple[str, str]:
    topic = site.trade_name(row[5]) if row[5] and row[5] != OWN_SHOP else ""
    return mask_name(row[3]), " · ".join(filter(None, (event_text(row[4]), topic)))


_WORDS: dict[str, Callable[[Site, _Row], tuple[str, str]]] = {
    "seeker": _seeker,
    "vacancy": _vacancy,
    "referral": _referral,
    "complaint": _complaint,
    "course": _place,
    "event": _event,
}
