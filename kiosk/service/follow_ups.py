"""What a station does by itself when events arrive: join twins, settle its seats.

Runs inside the transaction that delivered them. Every step is idempotent, and two stations that
both do it write events with the same effect.
"""

from kiosk.domain.assistance import AssistanceCase
from kiosk.domain.complaint import Complaint
from kiosk.domain.employer import Employer
from kiosk.domain.events import PeopleMerged, PersonErased, SeatReturned, SeatSpent, SeekerChanged
from kiosk.domain.referral import ReferralStatus
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.service.day_close import complete_day_closes
from kiosk.service.seat_escrow import ask_for_seats, moment_of, tend_seats
from kiosk.service.site import STATION_ACTOR
from kiosk.store.enrolment import are_seats_frozen
from kiosk.store.log import Writing
from kiosk.store.people import late_records, same_people, survivor, unmerged_twins
from kiosk.store.vacancies import own_pending, own_undone

__all__ = ["after_delivery", "erase_twins", "fill_gaps", "merge_twins", "settle_seats"]


def after_delivery(writing: Writing) -> None:
    """Follow up on what this transaction changed."""
    merge_twins(writing)
    erase_twins(writing)
    erase_late_records(writing)
    settle_seats(writing)
    tend_seats(writing)
    # What was given back, or came in, may serve an agreement that waits.
    settle_seats(writing)
    complete_day_closes(writing)


def merge_twins(writing: Writing) -> None:
    """Join people registered twice, at stations that could not see each other."""
    for twin, kept in unmerged_twins(writing.db, sorted(writing.changed)):
        writing.append(PeopleMerged(into=kept), twin, STATION_ACTOR)
        fill_gaps(writing, kept, twin, STATION_ACTOR)


def fill_gaps(writing: Writing, kept_id: str, twin: str, actor: str) -> None:
    """The record that survives keeps what it has; what it lacks comes from the twin."""
    kept, other = writing.state(kept_id), writing.state(twin)
    if not isinstance(kept, Seeker) or not isinstance(other, Seeker):
        return
    phone = other.phone if other.phone and not kept.phone else None
    trades = other.trades if other.trades and not kept.trades else None
    if phone is not None or trades is not None:
        writing.append(SeekerChanged(phone=phone, trades=trades), kept_id, actor)


def erase_twins(writing: Writing) -> None:
    """Whoever asked to be erased asked for all of her or his records, those found later too."""
    for person in late_records(writing.db, sorted(writing.changed)):
        writing.append(PersonErased(reason="same person"), person, STATION_ACTOR)
    for person in sorted(writing.changed):
        state = writing.state(person)
        if not isinstance(state, Seeker | Employer) or not (state.erased or state.merged_into):
            continue
        group = [writing.state(item) for item in same_people(writing.db, person)]
        people = [item for item in group if isinstance(item, Seeker | Employer)]
        if any(item.erased for item in people):
            for item in people:
                if not item.erased:
                    writing.append(PersonErased(reason="same person"), item.id, STATION_ACTOR)


def erase_late_records(writing: Writing) -> None:
    """A complaint or a case that comes in after its person was erased is erased as well."""
    for aggregate in sorted(writing.changed):
        record = writing.state(aggregate)
        if not isinstance(record, Complaint | AssistanceCase) or record.erased:
            continue
        person = survivor(writing.applier, record.seeker) if record.seeker else None
        if person is not None and person.erased:
            writing.append(PersonErased(reason="same person"), aggregate, STATION_ACTOR)


def settle_seats(writing: Writing) -> None:
    """Take back seats of undone agreements, then spend seats on agreements that wait for one."""
    if are_seats_frozen(writing.db):
        return
    station = writing.chain.station
    for row in own_undone(writing.db, station):
        if _is_undone(writing, row["vacancy"], row["id"]):
            writing.append(SeatReturned(referral=row["id"]), row["vacancy"], STATION_ACTOR)
    for row in own_pending(writing.db, station):
        vacancy = writing.state(row["vacancy"])
        if not isinstance(vacancy, Vacancy):
            continue
        moment = moment_of(writing)
        spendable = vacancy.seats.spendable(
            station, moment.now_ms, is_time_trusted=moment.is_trusted
        )
        if spendable > 0:
            writing.append(SeatSpent(referral=row["id"]), row["vacancy"], STATION_ACTOR)
        else:
            ask_for_seats(writing, row["vacancy"])


def _is_undone(writing: Writing, vacancy_id: str, referral: str) -> bool:
    vacancy = writing.state(vacancy_id)
    if not isinstance(vacancy, Vacancy):
        return False
    return vacancy.referral_status(vacancy.referrals[referral]) is not ReferralStatus.AGREED
