"""宣传资料 (R28, R35): leaflets that came with the program, from the hub, or from a file.

A leaflet that is published under the id of one that came with the program takes its place; one
that is withdrawn is not shown, whoever published it. What came from the hub or a file is shown from
the day it holds until the day it runs out.
"""

from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.assets import asset_path
from kiosk.catalog import Leaflet, leaflets
from kiosk.domain.content_events import LeafletPublished, LeafletWithdrawn
from kiosk.domain.ids import aggregate_id
from kiosk.domain.leaflet import PublishedLeaflet
from kiosk.domain.offer_checks import check_leaflet
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.roles import Act
from kiosk.service.authority import Authorised
from kiosk.service.site import Site
from kiosk.store.apply import Applier

__all__ = [
    "NoticeRow",
    "notice_list",
    "open_leaflets",
    "publish_leaflet",
    "withdraw_leaflet",
]

_ICON = "description"


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A leaflet as the desk lists it. `state`: shown, early, over, withdrawn."""

    leaflet: Leaflet
    state: str
    is_own: bool
    """Published by the hall or its hub; False for one that came with the program."""
    source: str
    valid_until: str
    published_at: int
    """Stamp; 0 for one that came with the program."""


def open_leaflets(site: Site) -> dict[str, Leaflet]:
    """What the public station shows today, by id."""
    return {row.leaflet.id: row.leaflet for row in notice_list(site) if row.state == "shown"}


def notice_list(site: Site) -> tuple[NoticeRow, ...]:
    """All leaflets: those that came with the program in the order of their file, then others."""
    today = site.today().isoformat()
    with site.store.read() as db:
        published = _published(db, site.store.applier(db))
    rows = [_row(item, published.pop(item.id, None), today) for item in leaflets().values()]
    later = sorted(published.items(), key=lambda item: (-item[1].published_at, item[0]))
    rows += [_row(None, state, today) for _id, state in later if state.content is not None]
    return tuple(rows)


def publish_leaflet(
    site: Site, allowed: Authorised, given: LeafletPublished, leaflet: str = ""
) -> str:
    """Publish a leaflet, or a new wording of a known one; returns its id.

    Raises:
        InvalidInput: one Problem per wrong field; nothing is written.
        NotAllowed: the leave is for something else.
    """
    actor = allowed.actor_for(Act.PUBLISH)
    problems = check_leaflet(given)
    if problems:
        raise InvalidInput(*problems)
    with site.store.write() as writing:
        aggregate = f"leaflet:{leaflet}" if leaflet else writing.new_id("leaflet")
        writing.append(given, aggregate, actor)
    return aggregate_id(aggregate)


def withdraw_leaflet(site: Site, allowed: Authorised, leaflet: str, reason: str = "") -> None:
    """It is not shown any more, also one that came with the program.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_leaflet`.
    """
    actor = allowed.actor_for(Act.PUBLISH)
    aggregate = f"leaflet:{leaflet}"
    with site.store.write() as writing:
        state = writing.state(aggregate)
        if leaflet not in leaflets() and not isinstance(state, PublishedLeaflet):
            raise NotPossible("unknown_leaflet")
        if not isinstance(state, PublishedLeaflet) or not state.withdrawn:
            writing.append(LeafletWithdrawn(reason=reason.strip()), aggregate, actor)


def _published(db: Database, applier: Applier) -> dict[str, PublishedLeaflet]:
    found = {}
    for (aggregate,) in db.execute("SELECT id FROM published_leaflets ORDER BY id").fetchall():
        state = applier.state(aggregate)
        if isinstance(state, PublishedLeaflet):
            found[aggregate_id(aggregate)] = state
    return found


def _row(bundled: Leaflet | None, state: PublishedLeaflet | None, today: str) -> NoticeRow:
    content = state.content if state is not None else None
    if state is None or content is None:
        assert bundled is not None  # noqa: S101 (a row stands for one of the two)
        gone = state is not None and bool(state.withdrawn)
        return NoticeRow(bundled, "withdrawn" if gone else "shown", False, "", "", 0)
    leaflet = Leaflet(
        id=aggregate_id(state.id),
        icon=content.icon if _is_icon(content.icon) else _ICON,
        title=content.title,
        basis=content.basis,
        since=content.since,
        is_confirmed=content.is_confirmed,
        lines=content.lines,
    )
    word = "shown"
    if state.withdrawn:
        word = "withdrawn"
    elif content.valid_until and content.valid_until < today:
        word = "over"
    elif content.since > today:
        word = "early"
    return NoticeRow(leaflet, word, True, content.source, content.valid_until, state.published_at)


def _is_icon(name: str) -> bool:
    """A newer program elsewhere may name a picture that this one has not."""
    return name.replace("_", "").isalnum() and asset_path("icons", f"{name}.svg").exists()
