"""Tables of a hub. Types are portable: text, 64-bit integers, no more."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    func,
)

from kiosk.domain.projection import COLUMNS
from kiosk.store.blind_index import START_DIGITS

__all__ = [
    "AGGREGATES",
    "BELOW_HEALTH",
    "CERTIFICATES",
    "CHAINS",
    "CHECKPOINTS",
    "CODES",
    "DOWN_REFUSED",
    "ERASURES",
    "EVENTS",
    "FAR_HALLS",
    "FOLLOWS",
    "FROM_ABOVE",
    "HALLS",
    "HEALTH",
    "HUB_FOLLOWS",
    "META",
    "METADATA",
    "PERSON_START",
    "REFUSED_POSTS",
    "RELAYED_HALLS",
    "RELAY_REFUSED",
    "REVOCATIONS",
    "SEAT_LEASES",
    "STATE",
    "STATIONS",
    "STREAMS",
    "STREAM_LOG",
    "STREAM_SUMS",
]

METADATA = MetaData()
_NUMBER = BigInteger().with_variant(Integer, "sqlite")


def _text(name: str, *, is_key: bool = False) -> Column[str]:
    return Column(name, Text, nullable=False, primary_key=is_key)


def _number(name: str, *, is_key: bool = False) -> Column[int]:
    return Column(name, _NUMBER, nullable=False, primary_key=is_key, autoincrement=False)


META = Table("hub_meta", METADATA, _text("key", is_key=True), _text("value"))

# `seq` is given from a counter in META (`dialect.COUNTER_KEY`) under the write lock.
EVENTS = Table(
    "events",
    METADATA,
    _number("seq", is_key=True),
    _text("id"),
    _text("station"),
    _number("epoch"),
    _number("n"),
    _number("time"),
    _text("type"),
    _number("schema"),
    _text("scope"),
    _text("aggregate"),
    _text("actor"),
    _text("payload_hash"),
    _text("prev"),
    Column("payload", Text),
    Column("salt", Text),
    _number("received"),
    _text("hash"),
    UniqueConstraint("id"),
    UniqueConstraint("station", "epoch", "n"),
    Index("events_by_aggregate", "aggregate"),
)

STREAM_LOG = Table(
    "stream_log",
    METADATA,
    _text("stream"),
    _number("seq"),
    _number("event"),
    _text("source"),
    PrimaryKeyConstraint("stream", "seq"),
    # One tree less to write to; hubs made before keep theirs.
    sqlite_with_rowid=False,
)
# Running checksums (`stream_sums`): of entries `first` to `last`, appended together.
STREAM_SUMS = Table(
    "stream_sums",
    METADATA,
    _text("stream"),
    _text("source"),
    _number("first"),
    _number("last"),
    _text("total"),
    PrimaryKeyConstraint("stream", "source", "first"),
    sqlite_with_rowid=False,
)
STREAMS = Table("streams", METADATA, _text("stream", is_key=True), _number("seq"), _text("total"))

STATIONS = Table(
    "enrolled_stations",
    METADATA,
    _text("id", is_key=True),
    _text("hall"),
    _text("kind"),
    _text("letter"),
    _text("public_key"),
    _number("epoch"),
    _number("counter"),
    _text("certificate"),
    _text("certificate_signature"),
    _text("quarantine"),
    _number("enrolled_at"),
    _number("seen_at"),
)
# What the hub holds of each chain; `stored` below `highest_n` means gaps.
CHAINS = Table(
    "chains",
    METADATA,
    _text("station"),
    _number("epoch"),
    _number("highest_n"),
    _number("stored"),
    PrimaryKeyConstraint("station", "epoch"),
)
CHECKPOINTS = Table(
    "checkpoints",
    METADATA,
    _text("station"),
    _number("epoch"),
    _number("n"),
    _text("head"),
    _text("signature"),
    PrimaryKeyConstraint("station", "epoch", "n"),
)
CODES = Table(
    "enrolment_codes",
    METADATA,
    _text("secret", is_key=True),
    _text("hall"),
    _text("kind"),
    _number("expires"),
    _text("used_by"),
)
HALLS = Table(
    "served_halls",
    METADATA,
    _text("id", is_key=True),
    _text("name"),
    _text("county"),
)
FOLLOWS = Table(
    "followed_counties",
    METADATA,
    _text("hall"),
    _text("county"),
    PrimaryKeyConstraint("hall", "county"),
)
# Which hub below speaks for a hall, and what the hub above would not take.
RELAYED_HALLS = Table("relayed_halls", METADATA, _text("hall", is_key=True), _text("hub"))
RELAY_REFUSED = Table("relay_refused", METADATA, _number("event"), _text("code"), _text("reason"))
# Counties that a hub below wants the posts of.
HUB_FOLLOWS = Table(
    "counties_of_hubs",
    METADATA,
    _text("hub"),
    _text("county"),
    PrimaryKeyConstraint("hub", "county"),
)
# What came from the hub above, which is not sent there again; what of it could not be kept, and
# why; the county of a hall that is known from there only.
FROM_ABOVE = Table("events_from_above", METADATA, _number("event", is_key=True))
DOWN_REFUSED = Table(
    "refused_from_above",
    METADATA,
    _text("id", is_key=True),
    _text("place"),
    _text("code"),
    _text("reason"),
)
FAR_HALLS = Table("far_halls", METADATA, _text("hall", is_key=True), _text("county"))
# Leases of grants that the hub made: what is due is found without reading vacancies.
SEAT_LEASES = Table(
    "seat_leases",
    METADATA,
    _text("vacancy"),
    _text("request"),
    _number("until"),
    PrimaryKeyConstraint("vacancy", "request"),
    Index("seat_leases_by_end", "until"),
)
# Posts that were refused because of their employer: a refused post has no row in `vacancies`.
REFUSED_POSTS = Table(
    "refused_posts",
    METADATA,
    _text("event", is_key=True),
    _text("vacancy"),
    _text("employer"),
    Index("refused_posts_by_employer", "employer"),
)
# What stations last said of themselves.
HEALTH = Table(
    "station_health",
    METADATA,
    _text("station", is_key=True),
    _text("program"),
    _number("pending"),
    _number("oldest"),
    _text("printer"),
)
# What hubs below last said of their stations; columns as the fields of `StationReport`.
BELOW_HEALTH = Table(
    "health_below",
    METADATA,
    _text("station", is_key=True),
    _text("hall"),
    _text("kind"),
    _text("letter"),
    _number("epoch"),
    _text("state"),
    _number("enrolled_at"),
    _number("seen_at"),
    _number("events"),
    _number("gaps"),
    _number("pending"),
    _number("oldest"),
    _text("program"),
    _text("printer"),
    _text("via"),
)
# Certificates that hubs announced, by whom they are of; and what a hub took back of another.
CERTIFICATES = Table(
    "certificates",
    METADATA,
    _text("station", is_key=True),
    _text("hub"),
    _text("public_key"),
    _text("certificate"),
    _text("signature"),
)
REVOCATIONS = Table(
    "revocations",
    METADATA,
    _text("hub"),
    _text("station"),
    _text("text"),
    _text("signature"),
    PrimaryKeyConstraint("hub", "station"),
)
ERASURES = Table("erasures", METADATA, _text("aggregate", is_key=True), _text("event"))
AGGREGATES = Table(
    "aggregates",
    METADATA,
    _text("id", is_key=True),
    _text("kind"),
    _number("order_time"),
    _text("station"),
    _number("epoch"),
    _number("n"),
    _text("state"),
)

# By what a hub looks things up; the rest is read by key.
_LOOKED_UP = {
    "employers": ("blind_index", "uscc", "merged_into"),
    "vacancies": ("employer",),
    "referrals": ("vacancy", "seeker"),
}
_NUMBERS = frozenset(
    {
        "registered_at",
        "visits",
        "last_visit",
        "erased",
        "is_verified",
        "headcount",
        "pay_cents",
        "starts",
        "ends",
        "valid_until",
        "is_urgent",
        "shows_phone",
        "posted_at",
        "minted",
        "retired",
        "spent",
        "agreed",
        "overflow",
        "made_at",
        "called_at",
        "kept_at",
        "seats",
        "taken",
        "fee_cents",
        "joined_at",
        "has_left",
        "asked_at",
        "answered_at",
        "is_temporary",
        "is_active",
        "closed_at",
        "completed_at",
        "tier",
        "opened_at",
        "written_at",
        "changed_at",
        "published_at",
        "sent_at",
    }
)
# Days are text; other tables have a moment under the same name.
_DAYS = frozenset({("published_leaflets", "valid_until")})


def _state_column(table: str, name: str) -> Column[Any]:
    is_number = name in _NUMBERS and (table, name) not in _DAYS
    return _number(name) if is_number else _text(name)


STATE: dict[str, Table] = {
    table: Table(
        table,
        METADATA,
        _text(columns[0], is_key=True),
        *(_state_column(table, name) for name in columns[1:]),
        *(Index(f"{table}_by_{name}", name) for name in _LOOKED_UP.get(table, ())),
    )
    for table, columns in COLUMNS.items()
}
# The start is enough to find somebody by: few bytes an entry, so few pages that the next batch of
# people dirties, wherever their keyed indexes fall.
PERSON_START = func.substr(STATE["seekers"].c.blind_index, 1, START_DIGITS)
Index("seekers_by_person", PERSON_START)
