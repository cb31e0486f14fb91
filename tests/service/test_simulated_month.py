"""A month of a hall, made through the service floor; its figures counted again in plain SQL.

The SQL looks at the table of events and at nothing else: no state table, no fold, no function of
the program. A small month runs each time, a large one with `-m soak`.
"""

import json
import sqlite3
from collections import defaultdict
from datetime import date, timedelta
from statistics import median

import pytest
from synthetic import HOUR_MS, MORNING_MS

from kiosk.domain.facts import Period
from kiosk.service.documents import print_monthly_report
from kiosk.service.monitoring import daily_figures, figures_of
from kiosk.simulated_month import MovedClock, simulate_month
from kiosk.store.verify import verify_store

VIEWS = """
CREATE TABLE log AS
    SELECT id, type, aggregate, payload, time / 1024 AS ms,
           date(time / 1024 / 1000 + 8 * 3600, 'unixepoch') AS day
    FROM events
    WHERE id NOT IN (SELECT json_extract(payload, '$.event') FROM events
                     WHERE type = 'EventRefused');
CREATE INDEX log_by_aggregate ON log (aggregate, type);
CREATE INDEX log_by_type ON log (type, day);
CREATE TABLE visits AS
    SELECT id, aggregate AS seeker, ms, day FROM log
    WHERE type IN ('SeekerRegistered', 'SeekerCheckedIn');
CREATE TABLE posts AS
    SELECT aggregate AS vacancy, ms, day,
    json_extract(payload, '$.headcount') AS headcount,
    json_extract(payload, '$.trade') AS trade,
    json_extract(payload, '$.pay_cents') AS cents,
    json_extract(payload, '$.pay_unit') AS unit,
    min(json_extract(payload, '$.valid_until'),
    coalesce((SELECT min(ms) FROM log AS shut WHERE shut.type = 'VacancyClosed'
    AND shut.aggregate = log.aggregate), 9e18)) AS until
    FROM log WHERE type = 'VacancyPosted' AND json_extract(payload, '$.review') = 'live';
CREATE TABLE undone AS
    SELECT json_extract(payload, '$.referral') AS referral FROM log
    WHERE type = 'ReferralUndone';
CREATE TABLE made AS
    SELECT json_extract(payload, '$.referral') AS referral,
    json_extract(payload, '$.seeker') AS seeker FROM log WHERE type = 'ReferralMade';
CREATE TABLE spent AS
    SELECT aggregate AS vacancy, json_extract(payload, '$.referral') AS referral, ms, day
    FROM log WHERE type = 'SeatSpent';
CREATE TABLE deals AS
    SELECT spent.*, made.seeker,
    spent.referral IN (SELECT referral FROM undone) AS is_undone,
    (SELECT type FROM log WHERE type IN ('ReferralArrived', 'ReferralMissed')
    AND json_extract(payload, '$.referral') = spent.referral
    ORDER BY ms DESC LIMIT 1) AS outcome
    FROM spent JOIN made USING (referral);
CREATE TABLE cases AS
    SELECT aggregate AS id, coalesce(json_extract(payload, '$.seeker'), aggregate) AS seeker
    FROM log WHERE type = 'AssistanceOpened';
CREATE TABLE services AS
    SELECT id, aggregate, day FROM log
    WHERE type IN ('AssistanceOpened', 'AssistanceStepDone', 'AssistanceFollowedUp',
    'AssistanceHandedOff');
CREATE TABLE complaints AS
    SELECT aggregate AS id, day, json_extract(payload, '$.kind') AS kind,
    coalesce((SELECT json_extract(payload, '$.close_by') FROM log AS taken
    WHERE taken.type = 'ComplaintAccepted'
    AND taken.aggregate = log.aggregate),
    json_extract(payload, '$.reply_by')) AS due
    FROM log WHERE type = 'ComplaintMade';
CREATE TABLE closed AS
    SELECT complaints.*, log.day AS closed_on FROM complaints
    JOIN log ON log.aggregate = complaints.id AND log.type = 'ComplaintClosed';
CREATE TABLE places AS
    SELECT aggregate AS course, json_extract(payload, '$.seeker') AS seeker,
    max(ms) AS ms, max(day) AS day FROM log WHERE type = 'CourseJoined'
    GROUP BY aggregate, json_extract(payload, '$.seeker');
CREATE INDEX deals_by_seeker ON deals (seeker);
CREATE INDEX deals_by_vacancy ON deals (vacancy);
"""
START = "CAST(strftime('%s', :day) - 8 * 3600 AS INTEGER) * 1000"
FIGURES = {
    "registrations": "SELECT count(*) FROM visits WHERE day = :day",
    "seekers": "SELECT count(DISTINCT seeker) FROM visits WHERE day = :day",
    "posts": "SELECT count(*) FROM posts WHERE day = :day",
    "headcount": "SELECT coalesce(sum(headcount), 0) FROM posts WHERE day = :day",
    "referrals": "SELECT count(*) FROM log WHERE type = 'ReferralMade' AND day = :day",
    "agreements": "SELECT count(*) FROM deals WHERE day = :day",
    "cancelled": "SELECT count(*) FROM deals WHERE day = :day AND is_undone",
    "arrivals": "SELECT count(*) FROM deals WHERE day = :day AND NOT is_undone "
    "AND outcome = 'ReferralArrived'",
    "no_shows": "SELECT count(*) FROM deals WHERE day = :day AND NOT is_undone "
    "AND outcome = 'ReferralMissed'",
    "effective_posts": "SELECT count(*) FROM wanted WHERE open > 0",
    "effective_headcount": "SELECT coalesce(sum(open), 0) FROM wanted WHERE open > 0",
    "effective_seekers": "SELECT count(*) FROM seeking",
    "help_services": "SELECT count(*) FROM services WHERE day = :day",
    "helped": "SELECT count(DISTINCT cases.seeker) FROM services JOIN cases "
    "ON cases.id = services.aggregate WHERE day = :day",
    "training_needs": "SELECT count(*) FROM log WHERE type = 'TrainingWanted' AND day = :day",
    "training_enrolled": "SELECT count(*) FROM places WHERE day = :day AND NOT EXISTS ("
    "SELECT 1 FROM log WHERE type = 'CourseLeft' AND log.aggregate = places.course "
    "AND json_extract(payload, '$.seeker') = places.seeker AND log.ms >= places.ms)",
    "complaints_received": "SELECT count(*) FROM complaints WHERE day = :day "
    "AND kind NOT IN ('legal_aid', 'advice')",
    "complaints_closed": "SELECT count(*) FROM closed WHERE closed_on = :day "
    "AND kind NOT IN ('legal_aid', 'advice')",
    "complaints_on_time": "SELECT count(*) FROM closed WHERE closed_on = :day AND closed_on <= due "
    "AND kind NOT IN ('legal_aid', 'advice')",
}
STOCK = f"""WITH wanted AS (SELECT vacancy, trade, headcount - CASE WHEN ms < {START} THEN (
               SELECT count(*) FROM deals WHERE deals.vacancy = posts.vacancy
               AND NOT is_undone AND deals.ms < {START}) ELSE 0 END AS open
           FROM posts WHERE day <= :day AND until > {START}),
seeking AS (SELECT DISTINCT seeker FROM visits WHERE day = :day OR (
                day < :day AND day >= date(:day, '-7 days') AND NOT EXISTS (
                    SELECT 1 FROM deals WHERE deals.seeker = visits.seeker AND NOT is_undone
                    AND deals.ms >= visits.ms AND deals.ms < {START})))
"""


def copy_of_log(site) -> sqlite3.Connection:
    """The events, and nothing else, in a database of their own, with tables made by plain SQL."""
    with site.store.read() as db:
        events = db.execute("SELECT id, type, aggregate, payload, time FROM events").fetchall()
    copy = sqlite3.connect(":memory:")
    copy.execute("CREATE TABLE events (id, type, aggregate, payload, time)")
    copy.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)", events)
    copy.executescript(VIEWS)
    return copy


class Counted:
    """Answers from the events table alone, of one day."""

    def __init__(self, log: sqlite3.Connection, day: date) -> None:
        self.log, self.day = log, day

    def rows(self, query: str):
        return self.log.execute(STOCK + query, {"day": self.day.isoformat()}).fetchall()

    def number(self, key: str) -> int:
        return self.rows(FIGURES[key])[0][0]

    def day_pay(self):
        pays = self.rows("SELECT cents, headcount FROM posts WHERE day = :day AND unit = 'day'")
        each = [cents for cents, count in pays for _i in range(count)]
        return (sum(each) / len(each), median(each)) if len(pays) >= 5 else (None, None)

    def trades(self):
        wanted, seeking = defaultdict(int), defaultdict(set)
        for trade, count in self.rows("SELECT trade, open FROM wanted WHERE open > 0"):
            wanted[trade] += count
        latest = {}
        for seeker, text in self.rows(
            "SELECT aggregate, json_extract(payload, '$.trades') FROM log "
            "WHERE type IN ('SeekerRegistered', 'SeekerChanged') "
            "AND aggregate IN (SELECT seeker FROM seeking) ORDER BY ms"
        ):
            latest[seeker] = json.loads(text) if text else latest.get(seeker, [])
        erased = {
            row[0] for row in self.rows("SELECT aggregate FROM log WHERE type = 'PersonErased'")
        }
        for seeker, trades in latest.items():
            for trade in trades if seeker not in erased else ():
                seeking[trade].add(seeker)
        ranked = sorted(
            {*wanted, *seeking}, key=lambda t: (-wanted[t], -(wanted[t] - len(seeking[t])), t)
        )
        return [(trade, wanted[trade], len(seeking[trade])) for trade in ranked[:10]]

    def waiting(self):
        rows = self.rows(
            "SELECT julianday(:day) - julianday(max("
            "(SELECT min(day) FROM log WHERE type = 'SeekerRegistered' "
            "AND aggregate = came.seeker), "
            "coalesce((SELECT max(day) FROM deals WHERE deals.seeker = came.seeker "
            "AND NOT is_undone AND day <= :day), ''))) "
            "FROM (SELECT DISTINCT seeker FROM visits WHERE day = :day) AS came "
            "WHERE came.seeker NOT IN (SELECT aggregate FROM log WHERE type = 'PersonErased')"
        )
        return sorted(int(row[0]) for row in rows)


def divided(over: int, under: int) -> float | None:
    return over / under if under > 0 else None


def check_month(site, clock, days: int, seekers: int, vacancies: int) -> dict[str, int]:
    first = site.today()
    counts = simulate_month(site, clock, days, seekers, vacancies, seed=7)
    last = first + timedelta(days=days - 1)
    summed, log = defaultdict(int), copy_of_log(site)
    for found in daily_figures(site, Period(first, last)):
        told = Counted(log, found.period.first)
        numbers = {key: told.number(key) for key in FIGURES}
        assert {key: found.figure(key).value for key in FIGURES} == numbers, found.period
        assert found.openings_to_seekers.value == divided(
            numbers["effective_headcount"], numbers["effective_seekers"]
        )
        kept = numbers["agreements"] - numbers["cancelled"]
        assert found.arrival_rate.value == divided(numbers["arrivals"], kept)
        assert found.no_show_rate.value == divided(numbers["no_shows"], numbers["agreements"])
        assert (found.day_pay_cents.mean, found.day_pay_cents.median) == told.day_pay()
        assert [(row.trade, row.headcount.value, row.seekers.value) for row in found.trades] == (
            told.trades()
        )
        assert sorted(item.value for item in found.waiting_days.items) == told.waiting()
        for key, value in numbers.items():
            summed[key] += value
    whole = figures_of(site, Period(first, last))
    for key in ("registrations", "posts", "headcount", "referrals", "agreements", "arrivals",
                "no_shows", "cancelled", "help_services", "training_needs", "complaints_received",
                "complaints_closed", "complaints_on_time"):  # fmt: skip
        assert whole.figure(key).value == summed[key]
    # What the simulation itself says it did; agreements undone at once are agreements too.
    assert whole.agreements.value == counts["agreed"]
    assert whole.cancelled.value == counts["undone"] + counts["undone_later"]
    assert (whole.arrivals.value, whole.no_shows.value) == (counts["arrived"], counts["missed"])
    assert whole.registrations.value == counts["registered"]
    assert whole.posts.value == counts["posted"]
    return counts


@pytest.fixture
def month(make_stores):
    stores = make_stores()
    clock = MovedClock(MORNING_MS - 22 * 24 * HOUR_MS)  # the first of the month
    return stores.site_on(stores.create(clock=clock)), clock


def test_a_small_month(month, tmp_path):
    site, clock = month
    counts = check_month(site, clock, days=30, seekers=7, vacancies=4)
    for outcome in ("agreed", "declined", "cancelled", "undone_later", "arrived", "missed",
                    "closed_vacancies", "complaints_made", "complaints_closed", "joined", "cases",
                    "steps_done", "followed_up", "handed_off", "erased"):  # fmt: skip
        assert counts[outcome] > 0, outcome
    report = print_monthly_report(site, site.today(), tmp_path / "m.pdf", "李专员")
    assert len(report.days) == site.today().day
    assert verify_store(site.store).findings == ()


@pytest.mark.soak
def test_a_large_month(month):
    site, clock = month
    counts = check_month(site, clock, days=31, seekers=160, vacancies=60)
    assert counts["registered"] > 4_000
