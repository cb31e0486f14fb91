"""Numbered migrations of the store, each in a transaction of its own."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.domain.projection import COLUMNS
from kiosk.store.database import translated
from kiosk.store.errors import NewerSchema

__all__ = ["STATE_TABLES", "check_schema", "migrate"]

_station = Migrations("station")

# Tables that are folded from the log: verify compares them, a new fold version rebuilds them.
STATE_TABLES = ("aggregates", *COLUMNS)


@_station(name="0001_log")
def _log(db: Database) -> None:
    for statement in _LOG.split(";"):
        if statement.strip():
            db.execute(statement)


@_station(name="0002_state")
def _state(db: Database) -> None:
    for statement in _STATE.split(";"):
        if statement.strip():
            db.execute(statement)


@_station(name="0003_local")
def _local(db: Database) -> None:
    for statement in _LOCAL.split(";"):
        if statement.strip():
            db.execute(statement)


@_station(name="0004_help_and_training")
def _help_and_training(db: Database) -> None:
    for statement in _HELP_AND_TRAINING.split(";"):
        if statement.strip():
            db.execute(statement)


@_station(name="0005_listed")
def _listed(db: Database) -> None:
    db.execute(_LISTED)


@_station(name="0006_accounts")
def _accounts(db: Database) -> None:
    for statement in _ACCOUNTS.split(";"):
        if statement.strip():
            db.execute(statement)


@_station(name="0008_desk")
def _desk(db: Database) -> None:
    for statement in _DESK.split(";"):
        if statement.strip():
            db.execute(statement)


@_station(name="0010_bases")
def _bases(db: Database) -> None:
    db.execute(_BASES)


@_station(name="0011_erased_people")
def _erased_people(db: Database) -> None:
    db.execute(_ERASED_PEOPLE)


@_station(name="0012_skills")
def _skills(db: Database) -> None:
    db.execute(_SKILLS)


@_station(name="0013_narrow_indexes")
def _narrow_indexes(db: Database) -> None:
    for statement in _NARROW_INDEXES.split(";"):
        db.execute(statement)


def check_schema(db: Database) -> None:
    """Refuse a file that a newer program wrote.

    Raises:
        NewerSchema: it has migrations that this program does not know.
    """
    if not db["_sqlite_migrations"].exists():
        return
    known = {migration.name for migration in _station.pending(db)}
    known |= {migration.name for migration in _station._migrations}
    unknown = [done.name for done in _station.applied(db) if done.name not in known]
    if unknown:
        raise NewerSchema(", ".join(unknown))


def migrate(db: Database) -> None:
    """Bring a file up to this program's schema."""
    with translated():
        check_schema(db)
        if not db["_sqlite_migrations"].exists() or _station.pending(db):
            _station.apply(db)


# Local, outside the log: by the keyed index a record that comes in late is known to be of somebody
# who was erased. Without the store's key it tells nothing.
_ERASED_PEOPLE = """
CREATE TABLE erased_people (
    blind_index TEXT PRIMARY KEY, time INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""

_BASES = """
CREATE TABLE bases (
    aggregate TEXT PRIMARY KEY, order_time INTEGER NOT NULL, station TEXT NOT NULL,
    epoch INTEGER NOT NULL, n INTEGER NOT NULL, state TEXT NOT NULL,
    is_urgent INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID
"""

_SKILLS = """
CREATE TABLE seeker_skills (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, skills TEXT NOT NULL, certificates TEXT NOT NULL,
    wish TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""

# A keyed index falls anywhere: each new person dirties a page of it. With a few bytes an entry it
# has few pages, and a batch of people writes each of them once (docs/SYNC_PERFORMANCE.md). The rows
# come back with the fold, whose version rose with this.
_NARROW_INDEXES = """
DROP TABLE seekers;
CREATE TABLE seekers (
    id TEXT NOT NULL PRIMARY KEY, hall TEXT NOT NULL, blind_index TEXT NOT NULL,
    number TEXT NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL, trades TEXT NOT NULL,
    registered_at INTEGER NOT NULL, visits INTEGER NOT NULL, last_visit INTEGER NOT NULL,
    merged_into TEXT NOT NULL, erased INTEGER NOT NULL
) STRICT;
CREATE INDEX seekers_by_person ON seekers (substr(blind_index, 1, 8)) WHERE blind_index <> '';
DROP INDEX events_by_time;
CREATE INDEX events_by_time ON events (time)
"""

_LOG = """
CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    station TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    n INTEGER NOT NULL,
    time INTEGER NOT NULL,
    type TEXT NOT NULL,
    schema INTEGER NOT NULL,
    scope TEXT NOT NULL,
    aggregate TEXT NOT NULL,
    actor TEXT NOT NULL,
    payload_hash TEXT NOT NULL,
    prev TEXT NOT NULL,
    payload TEXT,
    salt TEXT,
    received INTEGER NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (station, epoch, n)
) STRICT;
CREATE INDEX events_by_aggregate ON events (aggregate);
CREATE INDEX events_by_type ON events (type, time);
CREATE TABLE erasures (
    aggregate TEXT PRIMARY KEY,
    event TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""

_STATE = """
CREATE TABLE aggregates (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    order_time INTEGER NOT NULL,
    station TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    n INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE halls (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, county TEXT NOT NULL, address TEXT NOT NULL,
    opens TEXT NOT NULL, closes TEXT NOT NULL, hotline TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE stations (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, kind TEXT NOT NULL, letter TEXT NOT NULL,
    public_key TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE seekers (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, blind_index TEXT NOT NULL, number TEXT NOT NULL,
    name TEXT NOT NULL, phone TEXT NOT NULL, trades TEXT NOT NULL,
    registered_at INTEGER NOT NULL, visits INTEGER NOT NULL, last_visit INTEGER NOT NULL,
    merged_into TEXT NOT NULL, erased INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX seekers_by_person ON seekers (blind_index) WHERE blind_index <> '';
CREATE TABLE employers (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, blind_index TEXT NOT NULL, kind TEXT NOT NULL,
    name TEXT NOT NULL, uscc TEXT NOT NULL, phone TEXT NOT NULL, contact_name TEXT NOT NULL,
    is_verified INTEGER NOT NULL, merged_into TEXT NOT NULL, erased INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX employers_by_person ON employers (blind_index) WHERE blind_index <> '';
CREATE INDEX employers_by_uscc ON employers (uscc) WHERE uscc <> '';
CREATE INDEX employers_by_phone ON employers (phone) WHERE phone <> '';
CREATE TABLE vacancies (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, station TEXT NOT NULL, number TEXT NOT NULL,
    employer TEXT NOT NULL, employer_name TEXT NOT NULL, trade TEXT NOT NULL,
    headcount INTEGER NOT NULL, pay_cents INTEGER NOT NULL, pay_unit TEXT NOT NULL,
    settlement TEXT NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL,
    valid_until INTEGER NOT NULL, place TEXT NOT NULL, county TEXT NOT NULL, bay TEXT NOT NULL,
    plate TEXT NOT NULL, content TEXT NOT NULL, conditions TEXT NOT NULL, meals TEXT NOT NULL,
    is_urgent INTEGER NOT NULL, shows_phone INTEGER NOT NULL, review TEXT NOT NULL,
    closed TEXT NOT NULL, posted_at INTEGER NOT NULL, minted INTEGER NOT NULL,
    retired INTEGER NOT NULL, spent INTEGER NOT NULL, agreed INTEGER NOT NULL,
    overflow INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX vacancies_open ON vacancies (valid_until) WHERE closed = '' AND review = 'live';
CREATE INDEX vacancies_by_employer ON vacancies (employer);
CREATE TABLE referrals (
    id TEXT PRIMARY KEY, vacancy TEXT NOT NULL, seeker TEXT NOT NULL, number TEXT NOT NULL,
    station TEXT NOT NULL, made_at INTEGER NOT NULL, called_at INTEGER NOT NULL,
    answer_seeker TEXT NOT NULL, answer_employer TEXT NOT NULL, status TEXT NOT NULL,
    spent_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX referrals_by_vacancy ON referrals (vacancy);
CREATE INDEX referrals_by_seeker ON referrals (seeker);
CREATE INDEX referrals_by_status ON referrals (status, station)
"""

_LOCAL = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY REFERENCES events (seq),
    invalid_code TEXT NOT NULL DEFAULT '',
    invalid_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE streams (
    stream TEXT PRIMARY KEY, cursor INTEGER NOT NULL, checksum TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE counters (
    day TEXT NOT NULL, name TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (day, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE print_jobs (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, number TEXT NOT NULL, subject TEXT NOT NULL,
    payload BLOB NOT NULL, copy INTEGER NOT NULL, state TEXT NOT NULL, note TEXT NOT NULL,
    created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX print_jobs_waiting ON print_jobs (state, created_at)
"""

_HELP_AND_TRAINING = """
ALTER TABLE vacancies ADD COLUMN kept_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE referrals ADD COLUMN arrival TEXT NOT NULL DEFAULT '';
CREATE TABLE complaints (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, number TEXT NOT NULL, kind TEXT NOT NULL,
    reply_by TEXT NOT NULL, made_at INTEGER NOT NULL, seeker TEXT NOT NULL,
    referral TEXT NOT NULL, vacancy TEXT NOT NULL, phone TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX complaints_by_seeker ON complaints (seeker) WHERE seeker <> '';
CREATE TABLE courses (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, title TEXT NOT NULL, trade TEXT NOT NULL,
    level TEXT NOT NULL, mode TEXT NOT NULL, starts INTEGER NOT NULL, schedule TEXT NOT NULL,
    place TEXT NOT NULL, seats INTEGER NOT NULL, taken INTEGER NOT NULL,
    fee_cents INTEGER NOT NULL, subsidy TEXT NOT NULL, source TEXT NOT NULL,
    source_day TEXT NOT NULL, valid_until INTEGER NOT NULL, withdrawn TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE course_places (
    id TEXT PRIMARY KEY, course TEXT NOT NULL, seeker TEXT NOT NULL, number TEXT NOT NULL,
    joined_at INTEGER NOT NULL, has_left INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX course_places_by_seeker ON course_places (seeker);
CREATE TABLE staff_calls (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, station TEXT NOT NULL, place TEXT NOT NULL,
    asked_at INTEGER NOT NULL, answered_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_calls_open ON staff_calls (asked_at) WHERE answered_at = 0;
CREATE TABLE attempts (
    key TEXT PRIMARY KEY, failures INTEGER NOT NULL, since INTEGER NOT NULL
) STRICT, WITHOUT ROWID
"""

# Everything the list of open gigs counts and sorts by, so that it never looks at the rows.
_LISTED = """
CREATE INDEX vacancies_listed ON vacancies (
    valid_until, trade, is_urgent, starts, number, county, pay_unit, pay_cents,
    spent, minted, retired, headcount
) WHERE closed = '' AND review = 'live'
"""

# The audit trail is read by time, and by who acted: events of nobody in particular need no entry.
_ACCOUNTS = """
CREATE TABLE accounts (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, blind_index TEXT NOT NULL, name TEXT NOT NULL,
    role TEXT NOT NULL, is_temporary INTEGER NOT NULL, is_active INTEGER NOT NULL,
    opened_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_time ON events (time, id);
CREATE INDEX events_by_staff ON events (actor, time) WHERE actor LIKE 'account:%'
"""

_DESK = """
CREATE TABLE day_closes (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, station TEXT NOT NULL, day TEXT NOT NULL,
    status TEXT NOT NULL, closed_at INTEGER NOT NULL, completed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX day_closes_waiting ON day_closes (station) WHERE status = 'closed';
CREATE TABLE complaint_cases (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, status TEXT NOT NULL, accept_by TEXT NOT NULL,
    due TEXT NOT NULL, closed_at INTEGER NOT NULL, outcome TEXT NOT NULL, handover TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE seeker_help (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, consent TEXT NOT NULL, claims TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE assistance_cases (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, number TEXT NOT NULL, seeker TEXT NOT NULL,
    tier INTEGER NOT NULL, status TEXT NOT NULL, opened_at INTEGER NOT NULL,
    next_due TEXT NOT NULL, outcome TEXT NOT NULL, closed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX assistance_cases_by_seeker ON assistance_cases (seeker);
CREATE TABLE hall_entries (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, kind TEXT NOT NULL, written_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL, removed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hall_entries_by_kind ON hall_entries (kind) WHERE removed = '';
CREATE TABLE published_leaflets (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, since TEXT NOT NULL, valid_until TEXT NOT NULL,
    published_at INTEGER NOT NULL, withdrawn TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE handovers (
    id TEXT PRIMARY KEY, hall TEXT NOT NULL, subject TEXT NOT NULL, number TEXT NOT NULL,
    sent_at INTEGER NOT NULL, reply_by TEXT NOT NULL, status TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX handovers_by_subject ON handovers (subject)
"""
