"""Facts for statistics, read from log and state in the caller's snapshot.

What happened, and when, comes from the log: registrations of an erased person still count there.
What it became comes from the state. Refused events are left out.
"""

from datetime import date
from typing import Any

from sqlite_utils import Database

from kiosk.domain.clock import CLAMP_MS, COUNTER, ms_of
from kiosk.domain.events import ReferralMade, SeatReturned, SeatSpent, decode_payload
from kiosk.domain.facts import (
    AgreementFact,
    ComplaintFact,
    Facts,
    HelpFact,
    Period,
    ReferralFact,
    RegistrationFact,
    SeekerFact,
    TrainingFact,
    VacancyFact,
)
from kiosk.domain.scopes import UNASSIGNED_HALL
from kiosk.store.chain import read_chain
from kiosk.store.help_rows import roots_of
from kiosk.store.rows import rows_where_in

__all__ = ["read_facts"]

_HELP = {
    "AssistanceOpened": "opened",
    "AssistanceStepDone": "step",
    "AssistanceFollowedUp": "follow_up",
    "AssistanceHandedOff": "hand_off",
}
"""Events of a case that are a service to the person; only staff write in a case."""
_DAY_MS = 24 * 3600 * 1000
# `domain.clock.order_time` in SQL.
_TIME = f"CASE received WHEN 0 THEN time ELSE min(time, (received + {CLAMP_MS}) * {COUNTER}) END"
_REFUSED = "SELECT json_extract(payload, '$.event') FROM events WHERE type = 'EventRefused'"
_ENDS = "'ComplaintClosed', 'ComplaintHandedOver'"
_LONG_AGO = date(1970, 1, 2)
_Row = tuple[Any, ...]


def read_facts(db: Database, period: Period, carry_days: int) -> Facts:
    """What `compute_statistics` needs for a period or for any day of it."""
    reader = _Reader(db, period, carry_days)
    vacancies = reader.vacancies()
    registrations = reader.registrations()
    people = tuple(sorted({item.seeker for item in registrations}))
    return Facts(
        registrations=registrations,
        seekers=reader.seekers(people),
        vacancies=vacancies,
        referrals=reader.referrals(),
        agreements=reader.agreements(vacancies, people),
        help=reader.help(),
        training=reader.training(),
        complaints=reader.complaints(),
    )


class _Reader:
    def __init__(self, db: Database, period: Period, carry_days: int) -> None:
        self._db = db
        self._since = period.start_ms - carry_days * _DAY_MS
        self._until = period.end_ms
        self._halls = (read_chain(db).hall, UNASSIGNED_HALL)
        self._refused = {row[0] for row in db.conn.execute(_REFUSED)}
        self._root = roots_of(db)

    def root(self, seeker: str) -> str:
        """The id that survives of a person."""
        return self._root.get(seeker, seeker)

    def events(self, kinds: tuple[str, ...], *, own: bool = True) -> list[_Row]:
        """(id, aggregate, ms, payload, type) of events of these types in the time looked at.

        Args:
            kinds: types of events.
            own: only those of this hall.
        """
        marks = ", ".join("?" * len(kinds))
        rows = self._db.conn.execute(
            f"SELECT id, aggregate, {_TIME}, payload, type, scope FROM events "
            f"WHERE type IN ({marks}) AND time >= ? AND {_TIME} < ? ORDER BY 3, id",
            (*kinds, self._since * COUNTER, self._until * COUNTER),
        )
        return [
            (row[0], row[1], ms_of(row[2]), row[3], row[4])
            for row in rows
            if row[0] not in self._refused and (not own or row[5].partition(":")[2] in self._halls)
        ]

    def registrations(self) -> tuple[RegistrationFact, ...]:
        """Visits; who was imported did not come."""
        kinds = ("SeekerRegistered", "SeekerCheckedIn")
        return tuple(
            RegistrationFact(row[0], self.root(row[1]), row[2])
            for row in self.events(kinds)
            if not _is_import(row[3])
        )

    def seekers(self, people: tuple[str, ...]) -> tuple[SeekerFact, ...]:
        rows = rows_where_in(
            self._db, "SELECT id, trades, registered_at FROM seekers", "id", people
        )
        return tuple(SeekerFact(row[0], tuple(row[1].split()), ms_of(row[2])) for row in rows)

    def vacancies(self) -> tuple[VacancyFact, ...]:
        """Live ones of this hall that were valid at some time since the first day looked at."""
        marks = ", ".join("?" * len(self._halls))
        rows = list(
            self._db.conn.execute(
                "SELECT id, trade, headcount, pay_cents, pay_unit, posted_at, valid_until "
                f"FROM vacancies WHERE review = 'live' AND hall IN ({marks}) "
                "AND valid_until >= ? AND posted_at < ? ORDER BY id",
                (*self._halls, self._since, self._until * COUNTER),
            )
        )
        closed = {row[0]: ms_of(row[1]) for row in self._closings([row[0] for row in rows])}
        return tuple(
            VacancyFact(
                id=row[0],
                trade=row[1],
                headcount=row[2],
                pay_cents=row[3],
                pay_unit=row[4],
                posted_at=ms_of(row[5]),
                until=min(row[6], closed.get(row[0], row[6])),
            )
            for row in rows
        )

    def _closings(self, vacancies: list[str]) -> list[_Row]:
        select = f"SELECT aggregate, {_TIME}, type, id FROM events"
        rows = rows_where_in(self._db, select, "aggregate", vacancies)
        return [row for row in rows if row[2] == "VacancyClosed" and row[3] not in self._refused]

    def referrals(self) -> tuple[ReferralFact, ...]:
        found = []
        for _id, vacancy, at, payload, kind in self.events(("ReferralMade",)):
            made = decode_payload(kind, payload)
            if isinstance(made, ReferralMade):
                found.append(ReferralFact(made.referral, vacancy, self.root(made.seeker), at))
        return tuple(found)

    def agreements(
        self, vacancies: tuple[VacancyFact, ...], people: tuple[str, ...]
    ) -> tuple[AgreementFact, ...]:
        """Of the time looked at, on those vacancies, and all that these people ever had."""
        twins = {*people, *(twin for twin, root in self._root.items() if root in set(people))}
        theirs = rows_where_in(self._db, "SELECT vacancy FROM referrals", "seeker", sorted(twins))
        wanted = {item.id for item in vacancies} | {row[0] for row in theirs}
        wanted |= {row[1] for row in self.events(("SeatSpent",))}
        select = "SELECT id, vacancy, seeker, status, arrival, made_at FROM referrals"
        known = {row[0]: row for row in rows_where_in(self._db, select, "vacancy", sorted(wanted))}
        found = []
        for referral, (vacancy, at, is_spent) in self._seats(sorted(wanted)).items():
            row = known.get(referral)
            is_own = row is not None and row[5] > 0
            found.append(
                AgreementFact(
                    referral=referral,
                    vacancy=vacancy,
                    seeker=self.root(row[2]) if row is not None and is_own else "",
                    at=at,
                    stands=is_spent and (row is None or not is_own or row[3] == "agreed"),
                    arrival=row[4] if row is not None else "",
                )
            )
        return tuple(found)

    def _seats(self, vacancies: list[str]) -> dict[str, tuple[str, int, bool]]:
        """Referral → (vacancy, ms of the spending that counts, whether the seat is spent now)."""
        select = f"SELECT aggregate, {_TIME}, payload, type, station, id, n FROM events"
        rows = [
            row
            for row in rows_where_in(self._db, select, "aggregate", vacancies)
            if row[3] in {"SeatSpent", "SeatReturned"} and row[5] not in self._refused
        ]
        rows.sort(key=lambda row: (row[1], row[4], row[6]))
        holder: dict[str, str] = {}
        found: dict[str, tuple[str, int, bool]] = {}
        for vacancy, at, payload, kind, station, _id, _n in rows:
            seat = decode_payload(kind, payload)
            if isinstance(seat, SeatSpent) and seat.referral not in holder:
                holder[seat.referral] = station
                found[seat.referral] = (vacancy, ms_of(at), True)
            elif isinstance(seat, SeatReturned) and holder.get(seat.referral) == station:
                del holder[seat.referral]
                found[seat.referral] = (vacancy, found[seat.referral][1], False)
        return found

    def training(self) -> tuple[TrainingFact, ...]:
        """Needs by their event, places by their row; a place given back does not count."""
        needs = [
            TrainingFact(row[0], "need", self.root(row[1]), row[2])
            for row in self.events(("TrainingWanted",))
        ]
        places = self._db.conn.execute(
            "SELECT id, seeker, joined_at FROM course_places WHERE has_left = 0 "
            "AND joined_at >= ? AND joined_at < ? ORDER BY id",
            (self._since * COUNTER, self._until * COUNTER),
        )
        return (
            *needs,
            *(TrainingFact(row[0], "enrolled", self.root(row[1]), ms_of(row[2])) for row in places),
        )

    def complaints(self) -> tuple[ComplaintFact, ...]:
        """Complaints of this hall up to the end of the time looked at.

        Of an erased one the log still says when it was made and ended; whether that was in time,
        or it was a question and no complaint, nobody knows any more.
        """
        marks = ", ".join("?" * len(self._halls))
        rows = self._db.conn.execute(
            "SELECT complaints.id, kind, made_at, complaint_cases.closed_at, complaint_cases.due "
            "FROM complaints JOIN complaint_cases USING (id) "
            f"WHERE complaints.hall IN ({marks}) AND made_at < ? ORDER BY complaints.id",
            (*self._halls, self._until * COUNTER),
        )
        kept = [
            ComplaintFact(row[0], row[1], ms_of(row[2]), ms_of(row[3]), date.fromisoformat(row[4]))
            for row in rows
            if row[4]
        ]
        return (*kept, *self._erased_complaints())

    def _erased_complaints(self) -> list[ComplaintFact]:
        rows = self._db.conn.execute(
            f"SELECT events.aggregate, type, {_TIME}, scope FROM events "
            "JOIN erasures ON erasures.aggregate = events.aggregate "
            f"WHERE type IN ('ComplaintMade', {_ENDS}, 'ComplaintReopened') "
            f"AND id NOT IN ({_REFUSED}) ORDER BY 3, station, epoch, n"
        )
        made: dict[str, int] = {}
        closed: dict[str, int] = {}
        for complaint, kind, at, scope in rows:
            if scope.partition(":")[2] not in self._halls:
                continue
            if kind == "ComplaintMade":
                made.setdefault(complaint, ms_of(at))
            elif kind == "ComplaintReopened":
                closed.pop(complaint, None)
            else:
                closed.setdefault(complaint, ms_of(at))
        return [
            ComplaintFact(complaint, "", at, closed.get(complaint, 0), _LONG_AGO)
            for complaint, at in made.items()
            if at < self._until
        ]

    def help(self) -> tuple[HelpFact, ...]:
        """Services of cases of this hall, by their event; a step counts once. Of an erased person
        the case stands for her or him."""
        rows = self.events(tuple(_HELP))
        select = "SELECT id, seeker FROM assistance_cases"
        cases = dict(rows_where_in(self._db, select, "id", sorted({row[1] for row in rows})))
        done: set[tuple[str, str]] = set()
        found = []
        for key, case, at, payload, kind in rows:
            step = getattr(decode_payload(kind, payload), "step", "") or key
            if (case, step) not in done:
                done.add((case, step))
                person = self.root(cases.get(case, "") or case)
                found.append(HelpFact(key, person, _HELP[kind], at))
        return tuple(found)


def _is_import(payload: str | None) -> bool:
    return payload is not None and '"entry":"import"' in payload
