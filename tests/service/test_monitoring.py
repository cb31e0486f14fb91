"""Figures of simulated days, counted a second time in plain SQL and Python over the raw log."""

import json
import uuid
from collections import defaultdict
from datetime import date, datetime, timedelta, timezone
from statistics import median

import pytest
from synthetic import HOUR_MS, posting, seeker

from kiosk.domain.assistance_events import (
    AssistanceFollowedUp,
    AssistanceOpened,
    AssistanceStepDone,
)
from kiosk.domain.complaint_events import ComplaintAccepted, ComplaintClosed, ComplaintReopened
from kiosk.domain.events import EventRefused
from kiosk.domain.facts import Period
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act
from kiosk.printing.pdf.figure_words import figure_names
from kiosk.service.arrivals import mark_arrived, mark_missed
from kiosk.service.authority import NotAllowed, authorise_console
from kiosk.service.complaints import MakeComplaint, make_complaint
from kiosk.service.confirmation import undo_agreement
from kiosk.service.figure_records import figure_of, open_figure
from kiosk.service.follow_ups import after_delivery
from kiosk.service.monitoring import (
    TREND_LENGTH,
    Unit,
    compare,
    daily_figures,
    figures_of,
    period_of,
    trend,
)
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import erase_person, register_seeker
from kiosk.service.training import want_training
from kiosk.service.vacancy_changes import close_vacancy
from kiosk.simulation import simulate_day
from kiosk.store.rows import EVENT_COLUMNS, event_of

FIRST = date(2026, 11, 23)
DAYS = 4
ZONE = timezone(timedelta(hours=8))


@pytest.fixture
def hall(site, clock):
    """Four days with everything in them; the last one is still running."""
    for number in range(DAYS):
        simulate_day(site, 14, 7, seed=number)
        for i in range(2):
            register_seeker(site, seeker(i))
        clock.advance(hours=3)
        for i, row in enumerate(rows(site, "SELECT id FROM referrals WHERE status = 'agreed'")):
            if i % 4 == 3:
                undo_agreement(site, row[0], "staff:x")
            elif i % 4:
                (mark_arrived if i % 4 == 1 else mark_missed)(site, row[0], "staff:x")
        people = rows(site, "SELECT id FROM seekers WHERE erased = 0 ORDER BY id DESC LIMIT 3")
        want_training(site, people[0][0], "cook")
        make_complaint(site, MakeComplaint(kind="fees"))
        make_complaint(site, MakeComplaint(kind="advice"))
        erase_person(site, people[1][0], "staff:x")
        employer = rows(site, "SELECT id FROM employers ORDER BY id DESC LIMIT 1")[0][0]
        start = site.now_ms() + 30 * HOUR_MS
        later = post_vacancy(
            site, posting(site, employer, starts=start, ends=start + HOUR_MS, headcount=9)
        )
        if number % 2:
            clock.advance(hours=1)
            close_vacancy(site, later.vacancy.id, "staff:x")
            clock.advance(hours=-1)
        clock.advance(hours=21)
    clock.advance(hours=-21)
    return site


def rows(site, query, *values):
    with site.store.read() as db:
        return db.execute(query, values).fetchall()


def local_day(ms: float) -> date:
    return datetime.fromtimestamp(ms / 1000, ZONE).date()


class Recount:
    """The same figures by other means: one pass over the log's JSON, no fold, no shared code."""

    def __init__(self, site, day: date):
        self.day = day
        self.log = [
            (event, kind, aggregate, stamp / 1024, json.loads(payload) if payload else {})
            for event, kind, aggregate, stamp, payload in rows(
                site, "SELECT id, type, aggregate, time, payload FROM events ORDER BY time"
            )
        ]
        self.posts = {
            aggregate: (at, data) for _e, kind, aggregate, at, data in self.log
            if kind == "VacancyPosted"
        }  # fmt: skip
        self.closed = {a: at for _e, kind, a, at, _d in self.log if kind == "VacancyClosed"}
        self.seeker_of = {
            data["referral"]: data["seeker"] for _e, kind, _a, _t, data in self.log
            if kind == "ReferralMade"
        }  # fmt: skip
        self.spent, self.undone, self.arrival = {}, set(), {}
        for _e, kind, aggregate, at, data in self.log:
            referral = data.get("referral")
            if kind == "SeatSpent":
                self.spent[referral] = (aggregate, at)
            elif kind == "ReferralUndone":
                self.undone.add(referral)
            elif kind in {"ReferralArrived", "ReferralMissed"}:
                self.arrival[referral] = kind

    def today(self, *kinds):
        return [
            (event, aggregate) for event, kind, aggregate, at, _d in self.log
            if kind in kinds and local_day(at) == self.day
        ]  # fmt: skip

    def visits(self):
        return self.today("SeekerRegistered", "SeekerCheckedIn")

    def agreed(self):
        return {r for r, (_v, at) in self.spent.items() if local_day(at) == self.day}

    def posted(self):
        return {v for v, (at, _d) in self.posts.items() if local_day(at) == self.day}

    def effective_headcount(self):
        start = datetime(self.day.year, self.day.month, self.day.day, tzinfo=ZONE).timestamp() * 1e3
        total = {}
        for vacancy, (at, data) in self.posts.items():
            if local_day(at) > self.day or data["valid_until"] <= start:
                continue
            if self.closed.get(vacancy, start + 1) <= start or data["review"] != "live":
                continue
            taken = 0
            if local_day(at) < self.day:
                taken = sum(
                    v == vacancy and spent < start and r not in self.undone
                    for r, (v, spent) in self.spent.items()
                )
            if data["headcount"] > taken:
                total[vacancy] = data["headcount"] - taken
        return total

    def effective_seekers(self):
        found = {aggregate for _e, aggregate in self.visits()}
        for _e, kind, aggregate, at, _d in self.log:
            ago = (self.day - local_day(at)).days
            if kind in {"SeekerRegistered", "SeekerCheckedIn"} and 1 <= ago <= 7:
                since = [
                    r for r, (_v, spent) in self.spent.items()
                    if self.seeker_of.get(r) == aggregate and r not in self.undone
                    and spent >= at and local_day(spent) < self.day
                ]  # fmt: skip
                if not since:
                    found.add(aggregate)
        return found

    def day_pay(self):
        pays = [
            data["pay_cents"] for v in self.posted() for data in [self.posts[v][1]]
            for _i in range(data["headcount"]) if data["pay_unit"] == "day"
        ]  # fmt: skip
        count = sum(self.posts[v][1]["pay_unit"] == "day" for v in self.posted())
        return (sum(pays) / len(pays), median(pays)) if count >= 5 else (None, None)


def test_every_figure_of_every_day_is_what_a_plain_recount_says(hall):
    agreements = carried = 0
    for number, found in enumerate(daily_figures(hall, Period(FIRST, FIRST + timedelta(DAYS - 1)))):
        day = FIRST + timedelta(days=number)
        told = Recount(hall, day)
        assert set(found.registrations.ids) == {event for event, _a in told.visits()}
        assert set(found.seekers.ids) == {person for _e, person in told.visits()}
        assert set(found.posts.ids) == told.posted()
        assert dict(found.headcount.parts) == {
            v: told.posts[v][1]["headcount"] for v in told.posted()
        }
        assert dict(found.effective_headcount.parts) == told.effective_headcount()
        assert set(found.effective_seekers.ids) == told.effective_seekers()
        assert found.openings_to_seekers.value == pytest.approx(
            sum(told.effective_headcount().values()) / len(told.effective_seekers())
        )
        assert found.referrals.value == len(told.today("ReferralMade"))
        agreed, undone = told.agreed(), told.agreed() & told.undone
        assert set(found.agreements.ids) == agreed
        assert set(found.cancelled.ids) == undone
        arrived = {r for r in agreed - undone if told.arrival.get(r) == "ReferralArrived"}
        missed = {r for r in agreed - undone if told.arrival.get(r) == "ReferralMissed"}
        assert found.arrival_rate.value == pytest.approx(len(arrived) / len(agreed - undone))
        assert found.no_show_rate.value == pytest.approx(len(missed) / len(agreed))
        assert (found.day_pay_cents.mean, found.day_pay_cents.median) == told.day_pay()
        assert set(found.training_needs.ids) == {
            event for event, _a in told.today("TrainingWanted")
        }
        assert found.complaints_received.value == 1
        agreements += len(agreed)
        carried += len(told.effective_seekers() - set(found.seekers.ids))
    assert agreements > 20
    assert carried > 5


def test_trades_and_waiting_of_a_day(hall):
    day = FIRST + timedelta(days=DAYS - 1)
    found, told = figures_of(hall, Period.day(day)), Recount(hall, day)
    wanted = defaultdict(int)
    for vacancy, count in told.effective_headcount().items():
        wanted[told.posts[vacancy][1]["trade"]] += count
    seek = defaultdict(set)
    for person in told.effective_seekers():
        for (trades,) in rows(hall, "SELECT trades FROM seekers WHERE id = ?", person):
            for trade in trades.split():
                seek[trade].add(person)
    order = sorted({*wanted, *seek}, key=lambda t: (-wanted[t], -(wanted[t] - len(seek[t])), t))
    assert [row.trade for row in found.trades] == order[:10]
    assert [row.gap for row in found.trades] == [wanted[t] - len(seek[t]) for t in order[:10]]
    first_seen = {}
    for _e, kind, person, at, _d in told.log:
        if kind == "SeekerRegistered":
            first_seen.setdefault(person, local_day(at))
    for item in found.waiting_days.items:
        since = [first_seen[item.id]] + [
            local_day(at) for r, (_v, at) in told.spent.items()
            if told.seeker_of.get(r) == item.id and r not in told.undone
        ]  # fmt: skip
        assert item.value == (day - max(since)).days
    erased = {row[0] for row in rows(hall, "SELECT id FROM seekers WHERE erased = 1")}
    assert {item.id for item in found.waiting_days.items} == set(found.seekers.ids) - erased


def test_a_month_is_its_days_and_compares_with_the_last(hall):
    month = figures_of(hall, Period.month(FIRST))
    days = daily_figures(hall, Period.month(FIRST))
    assert month.registrations.value == sum(day.registrations.value for day in days) > 0
    both = compare(hall, Period.day(FIRST + timedelta(days=1)))
    assert both.before == figures_of(hall, Period.day(FIRST))
    change = both.change("registrations")
    assert change.difference == both.now.registrations.value - both.before.registrations.value
    assert both.change("registrations", week=True).then == 0
    assert both.change("arrival_rate", week=True).difference is None
    assert compare(hall, Period.month(FIRST)).before.period == Period.month(date(2026, 10, 5))


def test_numbers_open_to_records(hall):
    found = figures_of(hall, Period.day(FIRST))
    for key, table in (("posts", "vacancies"), ("agreements", "referrals")):
        for record in found.figure(key).ids:
            assert rows(hall, f"SELECT 1 FROM {table} WHERE id = ?", record)
    for event in found.registrations.ids:
        assert rows(hall, "SELECT 1 FROM events WHERE id = ?", event)


def test_every_figure_opens_to_lines_of_records(hall):
    leave = authorise_console(Act.STATISTICS)
    found = figures_of(hall, Period(FIRST, FIRST + timedelta(DAYS - 1)))
    names = {row[0] for row in rows(hall, "SELECT name FROM seekers WHERE name <> ''")}
    opened = 0
    for key in (*(name for name, _words in figure_names()), f"trade:{found.trades[0].trade}"):
        figure = figure_of(found, key)
        shown, number = [], 0
        while True:
            number += 1
            page = open_figure(hall, leave, figure, number, per_page=7)
            shown += page.lines
            assert page.page == number
            if number == page.pages:
                break
        assert [line.id for line in shown] == list(figure.ids)
        assert page.count == len(figure.ids)
        assert all(line.title for line in shown)
        assert not names & {line.title for line in shown}
        opened += len(shown)
    assert opened > 300
    all_posts = open_figure(hall, leave, found.headcount, per_page=999).lines
    total = sum(int(line.value.split()[0]) for line in all_posts)
    assert total == found.headcount.value
    with pytest.raises(KeyError):
        figure_of(found, "trade:nothing")
    with pytest.raises(NotAllowed):
        open_figure(hall, authorise_console(Act.EXPORT), found.posts)


def test_trends_by_day_week_and_month(hall):
    day = FIRST + timedelta(days=DAYS - 1)
    for unit in Unit:
        found = trend(hall, unit, day)
        assert len(found) == TREND_LENGTH[unit]
        assert found[-1] == figures_of(hall, period_of(unit, day))
        ends = [item.period.last + timedelta(days=1) for item in found[:-1]]
        assert ends == [item.period.first for item in found[1:]]


def test_services_to_people_in_need_and_closed_complaints_count(site, clock):
    person = register_seeker(site, seeker(1)).seeker.id
    case = f"assistance:{uuid.uuid4()}"
    complaint = make_complaint(site, MakeComplaint(kind="fees")).complaint
    late = make_complaint(site, MakeComplaint(kind="wage_arrears")).complaint

    def write(payload, aggregate, actor="account:1"):
        with site.store.write() as writing:
            writing.append(payload, aggregate, actor)

    write(AssistanceOpened(number="A009", seeker=person, tier=2), case)
    for step in ("s1", "s1", "s2"):
        write(AssistanceStepDone(step=step, result="x"), case)
    write(AssistanceFollowedUp(text="x"), case)
    write(ComplaintAccepted(close_by="2026-11-24"), late)
    write(ComplaintClosed(outcome="settled"), complaint)
    found = figures_of(site, Period.day(FIRST))
    assert (found.helped.ids, found.help_services.value) == ((person,), 4)
    assert (found.complaints_closed.value, found.complaints_on_time.value) == (1, 1)
    lines = open_figure(site, authorise_console(Act.STATISTICS), found.help_services).lines
    assert {(line.number, line.title) for line in lines} == {("A009", "张*")}
    clock.advance(hours=72)
    write(ComplaintClosed(outcome="settled"), late)
    late_day = figures_of(site, Period.day(FIRST + timedelta(days=3)))
    assert (late_day.complaints_closed.ids, late_day.complaints_on_time.ids) == ((late,), ())
    write(ComplaintReopened(reason="x"), complaint)
    assert figures_of(site, Period.day(FIRST)).complaints_closed.value == 0
    erase_person(site, person, "account:1")
    assert figures_of(site, Period.day(FIRST)).helped.value == 1


def test_merged_people_count_once_and_refused_events_do_not(stores, clock):
    a, b = stores.site("A"), stores.site("B")
    for site in (a, b):
        register_seeker(site, seeker(1))
    with b.store.read() as db:
        events = [
            event_of(row)
            for row in db.execute(f"SELECT {', '.join(EVENT_COLUMNS)} FROM events ORDER BY n")
        ]
    with a.store.write() as writing:
        writing.deliver(events)
        after_delivery(writing)
    today = Period.day(FIRST)
    both = figures_of(a, today)
    assert (both.registrations.value, both.seekers.value) == (2, 1)
    refused = next(event for event in events if event.type == "SeekerRegistered")
    with a.store.write() as writing:
        writing.append(
            EventRefused(event=refused.id, code="twice", reason=""), refused.aggregate, "hub"
        )
    assert figures_of(a, today).registrations.value == 1
    with pytest.raises(NotPossible):
        undo_agreement(a, "referral:none", "staff:x")
