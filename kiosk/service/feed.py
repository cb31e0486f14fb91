"""Open vacancies for web sites and WeChat accounts (R4, R35): JSON of schema.org, CSV, XLSX, text.

Nothing of a person goes out: no phone but the hall's, no name of a household.
"""

import json
from pathlib import Path
from typing import Any

from kiosk.domain.clock import local_time
from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.exchange.columns import Columns
from kiosk.service.exchange.sheets import Cell, write_sheet
from kiosk.service.hall_profile import hall_view
from kiosk.service.site import Site
from kiosk.service.views import HallView
from kiosk.skill_words import asked_text
from kiosk.store.feed_rows import feed_rows
from kiosk.whole_file import whole_file
from kiosk.words import engagement_text, pay_text, settlement_text

__all__ = ["feed_records", "write_feed"]

_UNITS = {"hour": "HOUR", "day": "DAY"}
"""Pay units that schema.org has a word for."""


def write_feed(site: Site, allowed: Authorised, path: Path, columns: Columns) -> int:
    """Write all open vacancies with seats left; returns how many.

    Args:
        site: the station.
        allowed: leave for `Act.PUBLISH`.
        path: .json gives a list of schema.org JobPosting, .csv and .xlsx the columns of `[feed]`.
        columns: fields and headings.

    Raises:
        NotAllowed: leave for something else.
        SheetError: another suffix.
        OSError: the file cannot be written.
    """
    allowed.actor_for(Act.PUBLISH)
    hall = hall_view(site)
    with site.store.read() as db:
        rows = feed_rows(db, site.now_ms())
    if path.suffix.lower() == ".json":
        postings = [_posting(site, hall, row) for row in rows]
        with whole_file(path) as draft:
            draft.write_text(
                json.dumps(postings, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
        return len(postings)
    fields = columns["feed"]
    records = (_record(site, hall, row) for row in rows)
    cells = ([record[field] for field in fields] for record in records)
    return write_sheet(path, list(fields.values()), cells)


def feed_records(site: Site) -> tuple[dict[str, Cell], ...]:
    """The rows of the feed by field, for a preview."""
    hall = hall_view(site)
    with site.store.read() as db:
        return tuple(_record(site, hall, row) for row in feed_rows(db, site.now_ms()))


def _record(site: Site, hall: HallView, row: dict[str, Any]) -> dict[str, Cell]:
    return {
        "number": row["number"],
        "trade": site.trade_name(row["trade"]),
        "headcount": row["headcount"],
        "left": row["left"],
        "pay": pay_text(row["pay_cents"], row["pay_unit"]),
        "settlement": settlement_text(row["settlement"]),
        "engagement": engagement_text(row["engagement"]),
        "starts": _moment(row["starts"]),
        "ends": _moment(row["ends"]),
        "place": row["place"],
        "content": row["content"],
        "conditions": row["conditions"],
        "asked": asked_text(row["level"], row["certificate"]),
        "employer_name": row["employer_name"] or _("个人用工"),
        "brand": row["brand"],
        "hall_name": hall.name,
        "hall_address": hall.address,
        "hotline": hall.hotline,
        "valid_until": _moment(row["valid_until"]),
    }


def _posting(site: Site, hall: HallView, row: dict[str, Any]) -> dict[str, Any]:
    """https://schema.org/JobPosting; what it has no word for stands in its description."""
    record = _record(site, hall, row)
    words = (row["content"], row["conditions"], record["pay"], record["settlement"])
    asked = {"qualifications": record["asked"]} if record["asked"] else {}
    amount: dict[str, Any] = {"@type": "QuantitativeValue", "value": row["pay_cents"] / 100}
    if row["pay_unit"] in _UNITS:
        amount["unitText"] = _UNITS[row["pay_unit"]]
    return {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": row["id"],
        "title": record["trade"],
        "description": _("，").join(str(word) for word in words if word),
        **asked,
        "totalJobOpenings": row["left"],
        "employmentType": {"part_time": "PART_TIME", "internship": "INTERN"}.get(
            row["engagement"], "TEMPORARY"
        ),
        "datePosted": _moment(row["posted_ms"]),
        "validThrough": _moment(row["valid_until"]),
        "jobStartDate": _moment(row["starts"]),
        "baseSalary": {"@type": "MonetaryAmount", "currency": "CNY", "value": amount},
        "hiringOrganization": {"@type": "Organization", "name": record["employer_name"]},
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": row["place"],
                "addressRegion": row["county"],
                "addressCountry": "CN",
            },
        },
        "applicationContact": {
            "@type": "ContactPoint",
            "name": hall.name,
            "telephone": hall.hotline,
            "areaServed": hall.address,
        },
    }


def _moment(ms: int) -> str:
    return local_time(ms).isoformat(timespec="minutes")
