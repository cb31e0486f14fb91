"""Refused records at the desk: list them in plain words, mend, appeal, withdraw.

A hub stores every authentic event; what it does not accept it answers with `EventRefused`, and
folds leave the event out. An event that the hub would not even store (`is_stored` false) is in
this station's log only. Nothing is deleted either way; somebody of the staff decides:

- `refused_records(site)` lists them, open ones first; `refused_count(site)` is for a badge.
- `mend_record(site, leave, event, changes)` writes a corrected event in its place.
- `appeal_record(site, leave, event, reason)` asks the hub to look again; its answer comes with the
  next sync: lifted (the record counts again and leaves the list) or upheld.
- `withdraw_record(site, leave, event)` gives it up.

How a presenter uses it, off the UI thread::

    tasks.read(lambda: refused_records(site), show)
    leave = authorise(site, session, Act.ANSWER_REFUSAL)      # inside a write task
    mend_record(site, leave, record.event, {"headcount": 5})

`record.fields` holds (name, label, value) of what may be changed, empty where only appeal and
withdrawal are left. Each function is one transaction, and safe to repeat after a power cut.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.clock import ms_of
from kiosk.domain.employer_rules import NOT_MENDABLE
from kiosk.domain.events import (
    RefusalAppealed,
    RefusedEventMended,
    RefusedEventWithdrawn,
    VacancyPosted,
    decode_payload,
)
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.referral import ReferralStatus
from kiosk.domain.roles import Act
from kiosk.domain.scopes import UNASSIGNED_HALL, hall_of
from kiosk.domain.vacancy import Vacancy
from kiosk.i18n import _
from kiosk.refusal_words import next_step_text, refused_text, stage_text, why_text
from kiosk.service.authority import Authorised
from kiosk.service.refusal_mending import fields_of, mended, mint_again
from kiosk.service.site import Site
from kiosk.store.apply import Applier
from kiosk.store.chain import read_chain
from kiosk.store.log import Writing
from kiosk.store.refusals import RefusedEvent, find_refused, refused_in_log

__all__ = [
    "RefusedRecord",
    "appeal_record",
    "mend_record",
    "refused_count",
    "refused_records",
    "withdraw_record",
]

_SETTLED = frozenset({"mended", "withdrawn"})
_REASON_LIMIT = 200


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """One refused event. `at` and `told_at` in ms, `told_at` 0 where the hub would not store it.

    `stage`: open, appealed, upheld, mended, withdrawn. `note` is the appeal's or the hub's reason.
    """

    event: str
    aggregate: str
    kind: str
    what: str
    why: str
    code: str
    at: int
    told_at: int
    is_stored: bool
    stage: str
    stage_text: str
    next_step: str
    note: str
    fields: tuple[tuple[str, str, str | int], ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something, or waits for the hub."""
        return self.stage not in _SETTLED


def refused_records(site: Site, *, is_with_settled: bool = False) -> tuple[RefusedRecord, ...]:
    """Refused records of the own hall, the latest first; settled ones only where asked for."""
    with site.store.read() as db:
        applier = site.store.applier(db)
        halls = {read_chain(db).hall, UNASSIGNED_HALL}
        records = [
            _record(item, applier)
            for item in refused_in_log(db)
            if hall_of(item.event.scope) in halls or not item.is_stored
        ]
    found = [item for item in records if item.stage != "lifted"]
    return tuple(item for item in found if is_with_settled or item.is_open)


def refused_count(site: Site) -> int:
    """How many records wait for somebody of the staff; appeals wait for the hub."""
    return sum(item.stage in {"open", "upheld"} for item in refused_records(site))


def mend_record(
    site: Site, leave: Authorised, event_id: str, changes: Mapping[str, str | int]
) -> str:
    """Write a corrected event in the place of a refused one.

    Args:
        site: the station.
        leave: for `Act.ANSWER_REFUSAL`.
        event_id: of the refused event.
        changes: new values by field name, of those in `RefusedRecord.fields`.

    Returns:
        The new event's id.

    Raises:
        InvalidInput: a field is unknown or its value cannot be taken; nothing is written.
        NotPossible: `not_refused`, `refusal_settled`, `not_mendable`.
    """
    actor = leave.actor_for(Act.ANSWER_REFUSAL)
    with site.store.write() as writing:
        refused = _open_refusal(writing, event_id)
        if refused.code in NOT_MENDABLE:
            raise NotPossible("not_mendable")
        payload = mended(site, refused.event, changes)
        made = writing.append(payload, refused.event.aggregate, actor)
        settled = RefusedEventMended(event=event_id, by=made.id)
        writing.append(settled, refused.event.aggregate, actor)
        mint_again(writing, refused.event.aggregate, actor)
        return made.id


def appeal_record(site: Site, leave: Authorised, event_id: str, reason: str) -> None:
    """Ask the hub to look at its refusal again.

    Raises:
        InvalidInput: no reason, or a too long one.
        NotPossible: `not_refused`, `refusal_settled`; `not_stored` where the hub does not hold the
            event, so that there is nothing to look at; `already_appealed`.
    """
    actor = leave.actor_for(Act.ANSWER_REFUSAL)
    reason = reason.strip()
    if not reason:
        raise InvalidInput(Problem("reason", "required"))
    if len(reason) > _REASON_LIMIT:
        raise InvalidInput(Problem("reason", "too_long", {"limit": _REASON_LIMIT}))
    with site.store.write() as writing:
        refused = _open_refusal(writing, event_id)
        if not refused.is_stored:
            raise NotPossible("not_stored")
        if _stage(refused, writing.applier)[0] == "appealed":
            raise NotPossible("already_appealed")
        appeal = RefusalAppealed(event=event_id, reason=reason)
        writing.append(appeal, refused.event.aggregate, actor)


def withdraw_record(site: Site, leave: Authorised, event_id: str) -> None:
    """Give a refused record up. What the hub would not store has no effect here any more either.

    Raises:
        NotPossible: `not_refused`, `refusal_settled`.
    """
    actor = leave.actor_for(Act.ANSWER_REFUSAL)
    with site.store.write() as writing:
        refused = _open_refusal(writing, event_id)
        writing.append(RefusedEventWithdrawn(event=event_id), refused.event.aggregate, actor)


def _open_refusal(writing: Writing, event_id: str) -> RefusedEvent:
    refused = find_refused(writing.db, event_id)
    if refused is None:
        raise NotPossible("not_refused")
    stage, _note = _stage(refused, writing.applier)
    if stage == "lifted":
        raise NotPossible("not_refused")
    if stage in _SETTLED:
        raise NotPossible("refusal_settled")
    return refused


def _record(item: RefusedEvent, applier: Applier) -> RefusedRecord:
    event = item.event
    stage, note = _stage(item, applier)
    payload = decode_payload(event.type, event.payload)
    number = str(getattr(payload, "number", "") or "")
    fields = fields_of(payload) if stage not in _SETTLED else ()
    if item.code in NOT_MENDABLE:
        fields = ()
    return RefusedRecord(
        event=event.id,
        aggregate=event.aggregate,
        kind=event.type,
        what=refused_text(event.type, number),
        why=why_text(item.code, _(item.reason) if item.reason else ""),
        code=item.code,
        at=ms_of(event.time),
        told_at=ms_of(item.told),
        is_stored=item.is_stored,
        stage=stage,
        stage_text=stage_text(stage),
        next_step=next_step_text(
            stage, can_mend=bool(fields), code=item.code, people=_introduced(item, applier)
        ),
        note=note,
        fields=fields,
    )


def _introduced(item: RefusedEvent, applier: Applier) -> tuple[str, ...]:
    """Numbers of those who may be on their way to work whose post was refused."""
    state = applier.state(item.event.aggregate)
    if item.event.type != VacancyPosted.__name__ or not isinstance(state, Vacancy):
        return ()
    gone = {ReferralStatus.DECLINED, ReferralStatus.CANCELLED}
    waiting = [each for each in state.referrals.values() if each.number]
    return tuple(sorted(each.number for each in waiting if state.referral_status(each) not in gone))


def _stage(item: RefusedEvent, applier: Applier) -> tuple[str, str]:
    """Where a refusal stands, and the last note on it; `lifted` where the hub took it back."""
    state = applier.state(item.event.aggregate)
    known = state.refused if state is not None else []
    for refusal in known:
        if refusal.event == item.event.id and refusal.station in ("", item.event.station):
            return refusal.answer or "open", refusal.note
    return ("lifted" if item.is_stored and state is not None else "open"), ""
