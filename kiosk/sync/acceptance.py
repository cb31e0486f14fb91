"""What the hub stores and yet does not accept. The station shows the reason at the desk."""

from typing import NamedTuple

from kiosk.domain.employer_rules import INVALID_TIMES, LAST_MS
from kiosk.domain.envelope import Event
from kiosk.domain.events import (
    PAYLOADS,
    EventRefused,
    Payload,
    RefusalLifted,
    RefusalUpheld,
    StationEnrolled,
    StationReleased,
    StationRevoked,
    VacancyPosted,
)
from kiosk.domain.refusal_events import ReferralClashed
from kiosk.i18n import N_

__all__ = ["HUB_ONLY", "Verdict", "judge"]

# Types that only a hub may write.
HUB_ONLY = frozenset(
    kind.__name__
    for kind in (
        EventRefused,
        RefusalLifted,
        RefusalUpheld,
        ReferralClashed,
        StationEnrolled,
        StationReleased,
        StationRevoked,
    )
)
_MAX_HEADCOUNT = 9_999
_MAX_PAY_CENTS = 10**9


class Verdict(NamedTuple):
    """Why an event is refused: a stable code and a sentence for staff."""

    code: str
    reason: str


def judge(event: Event, payload: Payload | None) -> Verdict | None:
    """The verdict on an authentic event by itself; None if it is accepted.

    Only what stands in the event counts. Rules that look at other events:
    `kiosk.sync.hub.post_rules`.
    """
    if event.type not in PAYLOADS or event.payload is None:
        return None
    if event.type != VacancyPosted.__name__:
        return Verdict("unreadable", N_("记录格式有误，未采用")) if payload is None else None
    if not isinstance(payload, VacancyPosted):
        return Verdict("invalid_vacancy", N_("招聘信息格式有误，请重新登记"))
    return _judge_post(payload)


def _judge_post(posting: VacancyPosted) -> Verdict | None:
    if not 1 <= posting.headcount <= _MAX_HEADCOUNT:
        return Verdict("invalid_vacancy", N_("招聘人数应在 1 到 9999 之间"))
    if not 0 <= posting.pay_cents <= _MAX_PAY_CENTS:
        return Verdict("invalid_vacancy", N_("工钱的数目不对"))
    times = (posting.starts, posting.ends, posting.valid_until)
    if posting.ends < posting.starts or not all(0 <= time <= LAST_MS for time in times):
        return Verdict(INVALID_TIMES, N_("招工的时间不对"))
    return None
