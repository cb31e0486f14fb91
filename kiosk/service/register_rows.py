"""The hall as a row of the register of halls (名录, R37, R38, R40), for exports."""

from kiosk.catalog import regions
from kiosk.hall_words import choice_text, operator_text, rule_text
from kiosk.i18n import _
from kiosk.service.exchange.sheets import Cell
from kiosk.service.hall_profile import hall_view
from kiosk.service.hall_register import Entry, hall_hours, list_entries
from kiosk.service.site import Site

__all__ = ["register_row"]


def register_row(site: Site) -> dict[str, Cell]:
    """Every field of `[register]` in the table of columns; people in full, they work there."""
    hall = hall_view(site)
    entries = list_entries(site, "zone", "site", "facility", "contact", "duty", "brand")
    kinds = {entry.kind: [item for item in entries if item.kind == entry.kind] for entry in entries}
    rules = hall_hours(site)
    comma, county = _("、"), regions().get(hall.county)
    facilities = [hall.facilities, *(_facility(item) for item in kinds.get("facility", ()))]
    return {
        "hall": hall.id,
        "name": hall.name,
        "operator": hall.operator,
        "operator_kind": operator_text(hall.operator_kind),
        "county": hall.county,
        "county_name": county.name if county else "",
        "address": hall.address,
        "hours": _("；").join(map(rule_text, rules)) or f"{hall.opens}–{hall.closes}".strip("–"),
        "trades": comma.join(site.trade_name(trade) for trade in hall.trades),
        "hotline": hall.hotline,
        "phone": hall.phone,
        "bays": hall.bays,
        "zones": comma.join(f"{item.title} {item.fields['use']}" for item in kinds.get("zone", ())),
        "facilities": comma.join(filter(None, facilities)),
        "specialists": len({item.title for item in kinds.get("duty", ())}),
        "sites": comma.join(item.title for item in kinds.get("site", ())),
        "brands": comma.join(item.title for item in kinds.get("brand", ())),
        **_person("responsible", kinds.get("contact", [])),
        **_person("contact", kinds.get("contact", [])),
    }


def _facility(item: Entry) -> str:
    words = f"{item.title} {item.fields.get('count', '')}".strip()
    state = item.fields.get("state", "")
    return f"{words}（{choice_text('facility', 'state', state)}）" if state == "broken" else words


def _person(role: str, contacts: list[Entry]) -> dict[str, Cell]:
    found = next((item.fields for item in contacts if item.fields.get("role") == role), {})
    names = ("name", "post", "landline", "mobile")
    return {f"{role}_{name}": found.get(name, "") for name in names}
