"""Export of seekers, employers, vacancies, referrals and statistics."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from sqlite_utils import Database

from kiosk.domain.clock import local_time, ms_of
from kiosk.domain.employer import PERSONAL_KINDS
from kiosk.domain.events import SensitiveRead
from kiosk.domain.facts import Period
from kiosk.domain.figures import Spread
from kiosk.domain.masking import mask_id_number, mask_name, mask_phone
from kiosk.domain.qualifications import Qualified, joined
from kiosk.domain.statistics import Statistics
from kiosk.service.exchange.columns import Columns
from kiosk.service.exchange.sheets import Cell, SheetError, write_sheet
from kiosk.service.exchange.skill_cells import certificates_cell, skills_cell
from kiosk.service.monitoring import daily_figures
from kiosk.service.register_rows import register_row
from kiosk.service.site import Site, hall_aggregate
from kiosk.skill_words import certificate_text, level_text
from kiosk.store.folded_rows import SEEKER_TEXT
from kiosk.store.help_rows import roots_of

__all__ = ["EXPORTED", "Progress", "export_table"]

Progress = Callable[[int, int], None]
EXPORTED = ("seekers", "employers", "vacancies", "referrals", "statistics", "register")
_STEP = 200
_decoder = msgspec.json.Decoder(Qualified)
_PERSONAL = frozenset({"seekers", "employers", "vacancies", "referrals"})
_Record = dict[str, Cell]

_QUERIES = {
    "seekers": (
        f"SELECT seekers.*, json_extract({SEEKER_TEXT}, '$.id_number') AS id_number, "  # noqa: S608 (our own text)
        "coalesce(json_extract(state, '$.brand'), '') AS brand, "
        "json_extract(state, '$.qualified') AS qualified FROM seekers "
        "LEFT JOIN aggregates USING (id) WHERE erased = 0 AND merged_into = '' ORDER BY seekers.id"
    ),
    "employers": (
        "SELECT employers.*, json_extract(state, '$.id_number') AS id_number, "
        "json_extract(state, '$.licence') AS licence FROM employers "
        "JOIN aggregates USING (id) WHERE erased = 0 AND merged_into = '' ORDER BY employers.id"
    ),
    "vacancies": (
        "SELECT vacancies.*, vacancies.id AS external, employers.uscc AS employer_uscc, "
        "coalesce(nullif(vacancies.employer_name, ''), employers.name, '') AS shown_name, "
        "coalesce(json_extract(state, '$.posting.engagement'), 'temporary') AS engagement, "
        "coalesce(json_extract(state, '$.brand'), '') AS brand, "
        "json_extract(state, '$.posting.level') AS level, "
        "coalesce(json_extract(state, '$.posting.certificate'), '') AS certificate "
        "FROM vacancies JOIN aggregates ON aggregates.id = vacancies.id "
        "LEFT JOIN employers ON employers.id = vacancies.employer ORDER BY vacancies.id"
    ),
    "referrals": (
        "SELECT referrals.*, vacancies.number AS vacancy_number, vacancies.trade, "
        "coalesce(nullif(vacancies.employer_name, ''), employers.name, '') AS employer_name, "
        "vacancies.employer_name AS public_name, "
        "coalesce(seekers.name, '') AS seeker_name FROM referrals "
        "JOIN vacancies ON vacancies.id = referrals.vacancy "
        "LEFT JOIN employers ON employers.id = vacancies.employer "
        "LEFT JOIN seekers ON seekers.id = referrals.seeker ORDER BY referrals.id"
    ),
}


def export_table(
    site: Site,
    table: str,
    path: Path,
    columns: Columns,
    actor: str,
    *,
    is_full: bool = False,
    period: Period | None = None,
    on_progress: Progress = lambda _done, _total: None,
) -> int:
    """Write a table to a .csv, .xlsx or .json file; returns the count of rows.

    Args:
        site: the station.
        table: one of `EXPORTED`.
        path: the file; its suffix is the format.
        columns: fields and headings.
        actor: who exports, for the log.
        is_full: names, phones and ID numbers in full; without it they are masked. Logged.
        period: the days of `statistics`; today without one.
        on_progress: is given rows done and rows in all.

    Raises:
        SheetError: unknown table or suffix.
        OSError: the file cannot be written.
    """
    if table not in EXPORTED:
        raise SheetError(f"{table}: {', '.join(EXPORTED)}")
    fields = columns[table]
    if table == "statistics":
        days = daily_figures(site, period or Period.day(site.today()))
        records: Iterator[_Record] = (_statistics(item) for item in days)
        rows = _told(_picked(records, fields), len(days), on_progress)
        return write_sheet(path, list(fields.values()), rows)
    if table == "register":
        on_progress(1, 1)
        return write_sheet(path, list(fields.values()), _picked(iter([register_row(site)]), fields))
    if is_full and table in _PERSONAL:
        _log_read(site, table, tuple(fields), actor)
    with site.store.read() as db:
        total = int(db.execute(f"SELECT count(*) FROM ({_QUERIES[table]})").fetchone()[0])  # noqa: S608 (our own text)
        twins = _qualified_twins(db) if table == "seekers" else {}
        records = (
            _record(site, table, row, is_full) | _papers(site, table, row, twins, is_full=is_full)
            for row in _rows(db, _QUERIES[table])
        )
        rows = _told(_picked(records, fields), total, on_progress)
        return write_sheet(path, list(fields.values()), rows)


def _rows(db: Database, query: str) -> Iterator[dict[str, Any]]:
    return iter(db.query(query))


def _picked(records: Iterator[_Record], fields: dict[str, str]) -> Iterator[list[Cell]]:
    for record in records:
        yield [record[field] for field in fields]


def _told(rows: Iterator[list[Cell]], total: int, on_progress: Progress) -> Iterator[list[Cell]]:
    done = 0
    for done, row in enumerate(rows, start=1):
        yield row
        if done % _STEP == 0:
            on_progress(done, total)
    on_progress(done, total)


def _log_read(site: Site, table: str, fields: tuple[str, ...], actor: str) -> None:
    with site.store.write() as writing:
        event = SensitiveRead(fields=fields, purpose=f"export {table}")
        writing.append(event, hall_aggregate(writing.chain.hall), actor)


def _record(site: Site, table: str, row: dict[str, Any], is_full: bool) -> _Record:
    found: _Record = dict(row)
    if not is_full:
        _mask(table, found)
    if table == "seekers":
        names = [site.trade_name(trade) for trade in str(row["trades"]).split()]
        found |= {"trades": "、".join(names), "registered_day": _day(row["registered_at"])}
    elif table == "vacancies":
        own = str(row["shown_name"])
        # A household's name is a person's; it does not stand in the posting itself.
        public = str(row["employer_name"] or (own if is_full else mask_name(own)))
        found |= {
            "employer_name": public,
            "trade": site.trade_name(row["trade"]),
            "pay_yuan": row["pay_cents"] / 100,
            "level": level_text(row["level"] or 0),
            "certificate": certificate_text(row["certificate"]),
            "starts": _minute(row["starts"]),
            "ends": _minute(row["ends"]),
        }
    elif table == "referrals":
        made_at = _minute(ms_of(row["made_at"]))
        found |= {"trade": site.trade_name(row["trade"]), "made_at": made_at}
    return found


def _papers(
    site: Site,
    table: str,
    row: dict[str, Any],
    twins: dict[str, list[Qualified]],
    *,
    is_full: bool,
) -> _Record:
    """Skills and certificates of a person under all ids."""
    if table != "seekers":
        return {}
    own = [_decoder.decode(row["qualified"])] if row["qualified"] else []
    known = joined([*own, *twins.get(row["id"], ())])
    return {
        "skills": skills_cell(site, known),
        "certificates": certificates_cell(known, is_full=is_full),
    }


def _qualified_twins(db: Database) -> dict[str, list[Qualified]]:
    """By the id that survives, what stands at records that were merged into it."""
    roots = roots_of(db)
    rows = db.execute(
        "SELECT seekers.id, json_extract(state, '$.qualified') FROM seekers "
        "JOIN aggregates USING (id) WHERE merged_into <> '' AND erased = 0 "
        "AND json_extract(state, '$.qualified') IS NOT NULL ORDER BY seekers.id"
    )
    found: dict[str, list[Qualified]] = defaultdict(list)
    for seeker, text in rows.fetchall():
        found[roots.get(seeker, seeker)].append(_decoder.decode(text))
    return found


def _mask(table: str, record: _Record) -> None:
    for field, mask in (("id_number", mask_id_number), ("phone", mask_phone)):
        if record.get(field):
            record[field] = mask(str(record[field]))
    if table == "seekers" or record.get("kind") in PERSONAL_KINDS:
        record["name"] = mask_name(str(record["name"]))
    if "seeker_name" in record:
        record["seeker_name"] = mask_name(str(record["seeker_name"]))
        record["employer_name"] = record["public_name"] or mask_name(str(record["employer_name"]))
    if "contact_name" in record:
        record["contact_name"] = mask_name(str(record["contact_name"] or ""))


def _statistics(item: Statistics) -> _Record:
    found: _Record = {"day": item.period.first.isoformat()}
    for key in type(item).__slots__:
        if key not in {"period", "trades"}:
            figure = item.figure(key)
            found[key] = None if isinstance(figure, Spread) else figure.value
    for rate in ("openings_to_seekers", "arrival_rate", "no_show_rate"):
        value = found[rate]
        found[rate] = round(value, 4) if isinstance(value, float) else None
    pay = item.day_pay_cents
    found["mean_day_pay_yuan"] = round(pay.mean / 100, 2) if pay.mean is not None else None
    found["median_day_pay_yuan"] = round(pay.median / 100, 2) if pay.median is not None else None
    found["waiting_days"] = item.waiting_days.median
    return found


def _minute(ms: int) -> str:
    return local_time(ms).strftime("%Y-%m-%d %H:%M") if ms else ""


def _day(stamp: int) -> str:
    day: date = local_time(ms_of(stamp)).date()
    return day.isoformat() if stamp else ""
