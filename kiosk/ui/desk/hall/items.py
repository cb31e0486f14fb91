"""What stands in the lists and forms of 市场资料; read on the reading thread."""

from dataclasses import dataclass, field

from kiosk.domain.clock import day_of
from kiosk.domain.hall_events import HoursRule
from kiosk.hall_words import choice_text, rule_text, weekdays_text
from kiosk.i18n import _
from kiosk.service.brands import brand_rows
from kiosk.service.hall_history import hall_history
from kiosk.service.hall_profile import hall_view
from kiosk.service.hall_register import Entry, hall_hours, list_entries
from kiosk.service.site import Site
from kiosk.ui.desk.hall.sections import CARD, HISTORY, HOURS, RUNNING
from kiosk.words import clock_text, date_text

__all__ = ["HallItem", "section_items"]


@dataclass(frozen=True, slots=True)
class HallItem:
    """A row of a section's list, and what its form shows."""

    id: str
    title: str
    line: str
    values: dict[str, str] = field(default_factory=dict)


def section_items(site: Site, section: str) -> tuple[HallItem, ...]:
    """The entries of a section; the card is one."""
    if section in {CARD, RUNNING}:
        return (_card(site),)
    if section == HOURS:
        return tuple(_rule(place, rule) for place, rule in enumerate(hall_hours(site)))
    if section == HISTORY:
        return tuple(
            HallItem(
                line.id,
                f"{line.what} · {line.who}",
                f"{date_text(day_of(line.at))} {clock_text(line.at)}  {line.text}",
            )
            for line in hall_history(site)
        )
    if section == "brand":
        return tuple(
            _entry(
                site,
                row.entry,
                _("{vacancies} 个岗位，{seekers} 个人").format(
                    vacancies=row.vacancies, seekers=row.seekers
                ),
            )
            for row in brand_rows(site)
        )
    return tuple(_entry(site, item) for item in list_entries(site, section))


def _card(site: Site) -> HallItem:
    hall = hall_view(site)
    names = ("name", "short_name", "address", "county", "hotline", "phone", "operator",
             "operator_kind", "facilities")  # fmt: skip
    values = {name: str(getattr(hall, name)) for name in names}
    values["bays"] = str(hall.bays) if hall.bays else ""
    values["trades"] = _("、").join(site.trade_name(trade) for trade in hall.trades)
    return HallItem(hall.id, hall.name, "", values)


def _rule(place: int, rule: HoursRule) -> HallItem:
    values = {
        "weekdays": rule.weekdays,
        "first_day": rule.first,
        "last_day": rule.last,
        "opens": rule.opens,
        "closes": rule.closes,
    }
    season, weekdays, hours = rule_text(rule).split(" · ")
    return HallItem(str(place), f"{weekdays} {hours}", season, values)


def _entry(site: Site, entry: Entry, line: str = "") -> HallItem:
    fields = entry.fields
    values = dict(fields)
    if fields.get("trade"):
        values["trade"] = site.trade_name(fields["trade"])
    if not line:
        parts = [
            choice_text(entry.kind, "role", fields.get("role", "")),
            fields.get("post", ""),
            choice_text(entry.kind, "is_public", "1") if fields.get("is_public") else "",
            fields.get("day", "")
            or (weekdays_text(fields["weekdays"]) if fields.get("weekdays") else ""),
            "–".join(filter(None, (fields.get("from", ""), fields.get("to", "")))),
            fields.get("use", ""),
            fields.get("place", "") or fields.get("address", ""),
            fields.get("text", ""),
        ]
        line = " · ".join(part for part in parts if part)
    return HallItem(entry.id, entry.title, line, values)
