"""A day at a hall as hypothesis makes it up: stations act through the use cases and meet a hub."""

import contextlib
from collections.abc import Iterable

import msgspec
from hypothesis import strategies as st
from synthetic import FakeClock, Stores, household, plain_number, posting, seeker

from kiosk.domain.complaint import COMPLAINT_KINDS
from kiosk.domain.envelope import Event, order_key
from kiosk.domain.events import (
    AccountCardLinked,
    AccountDisabled,
    AccountEnabled,
    AccountOpened,
    AccountPinSet,
    AccountRoleChanged,
    CourseOffered,
    EventRefused,
    Payload,
    PersonErased,
    SeatsTransferred,
    SignInFailed,
    StaffActed,
    StaffLockedOut,
    StaffRefused,
    StaffSignedIn,
    StaffSignedOut,
)
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.referral import Side
from kiosk.domain.roles import Act, Role
from kiosk.domain.skill_events import (
    CertificateRecorded,
    CertificateVerified,
    CertificateWithdrawn,
    SkillRecorded,
    SkillWithdrawn,
)
from kiosk.service.arrivals import mark_arrived, mark_missed
from kiosk.service.authority import authorise_console
from kiosk.service.complaints import MakeComplaint, make_complaint
from kiosk.service.confirmation import agree, cancel_referral, decline, undo_agreement
from kiosk.service.employers import register_employer
from kiosk.service.follow_ups import after_delivery
from kiosk.service.hall_profile import HallProfile, change_hall_profile
from kiosk.service.matching import refer
from kiosk.service.person_skills import RecordPreference, record_preference
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import change_seeker, erase_person, register_seeker
from kiosk.service.seat_escrow import change_headcount
from kiosk.service.site import Site
from kiosk.service.staff_calls import answer_staff_call, call_staff
from kiosk.service.training import (
    join_course,
    leave_course,
    offer_course,
    want_training,
    withdraw_course,
)
from kiosk.service.vacancy_changes import close_vacancy, keep_vacancy
from kiosk.store.keys import Secrets
from kiosk.store.migrations import STATE_TABLES
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.store.store import Store

__all__ = ["Day", "acts", "dump", "events_of", "state_of"]

_YEAR_2060_MS = 2_840_140_800_000
_ACTIONS = (
    *["register", "register", "employ", "post", "post", "refer", "refer", "deal", "deal", "deal"],
    *["agree_seeker", "agree_employer", "both", "both", "undo", "undo", "decline", "cancel"],
    *["change", "close", "erase", "refuse", "grant", "grant", "profile", "meet", "meet", "meet"],
    *["headcount", "keep", "arrive", "miss", "complain", "call", "answer", "offer", "join"],
    *["join", "leave", "withdraw", "want", "hire_staff", "hire_staff", "new_role", "new_pin"],
    *["dismiss", "act_as_staff", "papers", "papers", "wish"],
)
acts = st.lists(
    st.tuples(st.sampled_from(_ACTIONS), st.integers(0, 2), st.integers(0, 6), st.integers(0, 6)),
    min_size=8,
    max_size=40,
)


def events_of(store: Store) -> list[Event]:
    columns = ", ".join(EVENT_COLUMNS)
    with store.read() as db:
        rows = db.execute(f"SELECT {columns} FROM events ORDER BY station, epoch, n").fetchall()
    return [event_of(row) for row in rows]


def dump(store: Store, table: str) -> list[tuple]:
    with store.read() as db:
        return db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def state_of(store: Store) -> dict[str, list[tuple]]:
    """All state tables, and what of the payloads is still readable."""
    state = {table: dump(store, table) for table in STATE_TABLES}
    state["payloads"] = [(event.id, event.payload) for event in events_of(store)]
    return state


class Day:
    """Three stations with the same keys (so that blind indexes compare); the third lives in 2060.

    `hub` keeps the first version of each event that reached it, payload included, with the time
    of arrival: what a hub would send to somebody who was away all day.
    """

    def __init__(self, stores: Stores) -> None:
        self.keys = Secrets(b"m" * 32)
        self.stores = stores
        self.clock = stores.clock
        wrong = FakeClock(_YEAR_2060_MS)
        self.sites = [
            stores.site_on(stores.create(letter, keys=self.keys, clock=clock))
            for letter, clock in (("A", self.clock), ("B", self.clock), ("C", wrong))
        ]
        self.hub: dict[str, Event] = {}
        self.people: list[str] = []
        self.employers: list[str] = []
        self.vacancies: list[str] = []
        self.referrals: list[str] = []
        self.calls: list[str] = []
        self.courses: list[str] = []
        self.staff: list[str] = []

    def open(self) -> None:
        """The first people of the morning, known everywhere; one of them registered twice."""
        for place, site in enumerate(self.sites):
            self._register(site, place, 0)
            self._register(site, 3, 0)
            self._employ(site, place % 2, 0)
            self._post(site, place, place)
        self.meet_all()

    def live(self, acts: Iterable[tuple[str, int, int, int]]) -> None:
        self.open()
        for action, station, first, second in acts:
            site = self.sites[station]
            for clock in {id(s.store.clock): s.store.clock for s in self.sites}.values():
                clock.advance(minutes=1 + second)
            try:
                getattr(self, f"_{action}")(site, first, second)
            except NotPossible:
                continue
        self.meet_all()

    def meet_all(self) -> None:
        """Everybody meets the hub until nobody has anything new to say."""
        while True:
            for site in self.sites:
                self._meet(site)
            written = sum(site.store.chain().n for site in self.sites)
            if written == len(self.hub) and self._all_have(written):
                return

    def _all_have(self, count: int) -> bool:
        return all(len(events_of(site.store)) == count for site in self.sites)

    def _meet(self, site: Site, _first: int = 0, _second: int = 0) -> None:
        """Push own events, have them acknowledged, pull everything."""
        now = self.clock.now_ms()
        chain = site.store.chain()
        mine = [event for event in events_of(site.store) if event.station == chain.station]
        fresh = [event.id for event in mine if event.id not in self.hub]
        for event in mine:
            self.hub.setdefault(event.id, msgspec.structs.replace(event, received=now))
        with site.store.write() as writing:
            writing.acknowledge(fresh, now)
            writing.deliver(list(self.hub.values()))
            after_delivery(writing)

    def _register(self, site: Site, first: int, _second: int) -> None:
        self.people.append(register_seeker(site, seeker(first % 4)).seeker.id)

    def _employ(self, site: Site, first: int, _second: int) -> None:
        self.employers.append(register_employer(site, household(first % 3)).id)

    def _post(self, site: Site, first: int, second: int) -> None:
        if self.employers:
            employer = self.employers[first % len(self.employers)]
            given = posting(site, employer, headcount=1 + second % 2)
            self.vacancies.append(post_vacancy(site, given).vacancy.id)

    def _refer(self, site: Site, first: int, second: int) -> None:
        if self.people and self.vacancies:
            person = self.people[first % len(self.people)]
            vacancy = self.vacancies[second % len(self.vacancies)]
            self.referrals.append(refer(site, person, vacancy).referral.id)

    def _referral(self, first: int) -> str:
        if not self.referrals:
            raise NotPossible("unknown_referral")
        return self.referrals[first % len(self.referrals)]

    def _agree_seeker(self, site: Site, first: int, _second: int) -> None:
        agree(site, self._referral(first), Side.SEEKER, "station")

    def _agree_employer(self, site: Site, first: int, _second: int) -> None:
        agree(site, self._referral(first), Side.EMPLOYER, "station")

    def _both(self, site: Site, first: int, second: int) -> None:
        self._agree_seeker(site, first, second)
        self._agree_employer(site, first, second)

    def _deal(self, site: Site, first: int, second: int) -> None:
        self._refer(site, first, second)
        for side in Side:
            agree(site, self.referrals[-1], side, "station")

    def _undo(self, site: Site, first: int, _second: int) -> None:
        undo_agreement(site, self._referral(first), "staff:x")

    def _decline(self, site: Site, first: int, second: int) -> None:
        side = Side.SEEKER if second % 2 else Side.EMPLOYER
        decline(site, self._referral(first), side, "station")

    def _cancel(self, site: Site, first: int, _second: int) -> None:
        cancel_referral(site, self._referral(first), "station")

    def _change(self, site: Site, first: int, second: int) -> None:
        if self.people:
            person = self.people[first % len(self.people)]
            with site.store.read() as db:
                state = site.store.applier(db).state(person)
            if state is not None and not state.erased and not state.merged_into:
                change_seeker(site, person, phone=f"1380000000{second}")

    def _close(self, site: Site, first: int, _second: int) -> None:
        if self.vacancies:
            close_vacancy(site, self.vacancies[first % len(self.vacancies)], "staff:x")

    def _headcount(self, site: Site, first: int, second: int) -> None:
        if self.vacancies:
            vacancy = self.vacancies[first % len(self.vacancies)]
            with contextlib.suppress(InvalidInput):
                change_headcount(site, vacancy, 1 + second % 4, "staff:x")

    def _keep(self, site: Site, first: int, _second: int) -> None:
        if self.vacancies:
            keep_vacancy(site, self.vacancies[first % len(self.vacancies)], "staff:x")

    def _arrive(self, site: Site, first: int, _second: int) -> None:
        mark_arrived(site, self._referral(first), "staff:x")

    def _miss(self, site: Site, first: int, _second: int) -> None:
        mark_missed(site, self._referral(first), "staff:x")

    def _complain(self, site: Site, first: int, second: int) -> None:
        kind = COMPLAINT_KINDS[first]
        make_complaint(site, MakeComplaint(kind, phone=f"1380000000{second}"))

    def _call(self, site: Site, _first: int, _second: int) -> None:
        self.calls.append(call_staff(site, "posts").call)

    def _answer(self, site: Site, first: int, _second: int) -> None:
        if self.calls:
            answer_staff_call(site, self.calls[first % len(self.calls)], "staff:x")

    def _offer(self, site: Site, first: int, second: int) -> None:
        offer = CourseOffered(title=f"班{first}", seats=second % 2)
        known = self.courses[first % len(self.courses)] if self.courses and second > 3 else ""
        self.courses.append(offer_course(site, offer, "staff:x", known))

    def _join(self, site: Site, first: int, second: int) -> None:
        if self.courses and self.people:
            person = self.people[second % len(self.people)]
            join_course(site, person, self.courses[first % len(self.courses)])

    def _leave(self, site: Site, first: int, second: int) -> None:
        if self.courses and self.people:
            person = self.people[second % len(self.people)]
            leave_course(site, person, self.courses[first % len(self.courses)])

    def _withdraw(self, site: Site, first: int, _second: int) -> None:
        if self.courses:
            withdraw_course(site, self.courses[first % len(self.courses)], "staff:x")

    def _want(self, site: Site, first: int, _second: int) -> None:
        if self.people:
            want_training(site, self.people[first % len(self.people)], "electrician")

    def _hire_staff(self, site: Site, first: int, second: int) -> None:
        """The PIN hash is made up: working one out would take longer than the rest of the day."""
        with site.store.write() as writing:
            account = writing.new_id("account")
            opened = AccountOpened(
                name=f"员{first}", role=_role(second), pin_hash=f"$argon2id${first}"
            )
            writing.append(opened, account, "console")
            writing.append(AccountCardLinked(id_number=plain_number(first)), account, "console")
        self.staff.append(account)

    def _new_role(self, site: Site, first: int, second: int) -> None:
        self._of_staff(site, first, AccountRoleChanged(role=_role(second)))

    def _new_pin(self, site: Site, first: int, second: int) -> None:
        changed = AccountPinSet(pin_hash=f"$argon2id${second}", is_temporary=second % 2 == 0)
        self._of_staff(site, first, changed)

    def _dismiss(self, site: Site, first: int, second: int) -> None:
        payloads = (AccountDisabled(), AccountEnabled(), PersonErased(reason="left"))
        self._of_staff(site, first, payloads[second % 3])

    def _act_as_staff(self, site: Site, first: int, second: int) -> None:
        payloads = (
            StaffSignedIn(means="pin"),
            StaffSignedOut(),
            SignInFailed(),
            StaffLockedOut(until=1),
            StaffActed(act="export"),
            StaffRefused(act="export", reason="role"),
        )
        self._of_staff(site, first, payloads[second % len(payloads)])

    def _of_staff(self, site: Site, first: int, payload: Payload) -> None:
        if self.staff:
            account = self.staff[first % len(self.staff)]
            with site.store.write() as writing:
                writing.append(payload, account, account)

    def _erase(self, site: Site, first: int, second: int) -> None:
        group = self.people if second % 3 else self.employers
        if group:
            erase_person(site, group[first % len(group)], "staff:x")

    def _refuse(self, site: Site, first: int, second: int) -> None:
        """As a hub would: some event of somebody has no effect."""
        known = [event for event in events_of(site.store) if event.type != "EventRefused"]
        if known:
            event = sorted(known, key=order_key)[(first * 7 + second) % len(known)]
            with site.store.write() as writing:
                refusal = EventRefused(event=event.id, code="duplicate", reason="已登记")
                writing.append(refusal, event.aggregate, "station")

    def _grant(self, site: Site, first: int, second: int) -> None:
        if not self.vacancies:
            return
        vacancy = self.vacancies[first % len(self.vacancies)]
        to = self.sites[second % 3].store.chain().station
        with site.store.write() as writing:
            state = writing.state(vacancy)
            if state is not None and state.seats.free(writing.chain.station) > 0:
                grant = SeatsTransferred(to=to, count=1, request=f"r{second}")
                writing.append(grant, vacancy, "station")

    def _papers(self, site: Site, first: int, second: int) -> None:
        """Said by the person, seen by a clerk, seen later, taken back, in whatever order."""
        steps = (
            SkillRecorded(trade="loader", level=1 + second, is_seen=True),
            SkillWithdrawn(trade="loader"),
            CertificateRecorded(certificate=f"c{second % 2}", kind="health", number="7"),
            CertificateVerified(certificate="c0"),
            CertificateRecorded(certificate="c0", kind="driving", is_seen=True),
            CertificateWithdrawn(certificate="c1"),
        )
        person = self.people[first % len(self.people)]
        with site.store.write() as writing:
            if writing.state(person) is not None:
                actor = person if second % 3 == 0 else "staff:x"
                writing.append(steps[second % len(steps)], person, actor)

    def _wish(self, site: Site, first: int, second: int) -> None:
        person = self.people[first % len(self.people)]
        leave = authorise_console(Act.REGISTER_SEEKER)
        record_preference(site, leave, person, RecordPreference(second * 1000, "雨花区", "day"))

    def _profile(self, site: Site, first: int, second: int) -> None:
        change_hall_profile(site, HallProfile(name=f"试验市场{first}", bays=second), "staff:x")


def _role(index: int) -> str:
    roles = [*Role]
    return roles[index % len(roles)]
