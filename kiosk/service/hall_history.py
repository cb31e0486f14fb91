"""How the hall's card, hours and register came to be what they are: a view of the log (R37)."""

from dataclasses import dataclass

import msgspec

from kiosk.domain.clock import ms_of
from kiosk.domain.events import HallProfileChanged, Payload, decode_payload
from kiosk.domain.hall_entry import HallEntry
from kiosk.domain.hall_events import (
    HallEntryRemoved,
    HallEntryWritten,
    HallHoursChanged,
    HallPersonWritten,
)
from kiosk.domain.ids import aggregate_kind
from kiosk.hall_words import choice_text, field_text, kind_text, rule_text
from kiosk.i18n import _
from kiosk.service.site import Site, hall_aggregate
from kiosk.store.accounts import account_rows
from kiosk.store.hall_entries import profile_events

__all__ = ["HistoryLine", "hall_history"]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change. `at` in ms; `who` is the name of an account, or what acted."""

    id: str
    at: int
    who: str
    what: str
    text: str


def hall_history(site: Site, limit: int = 500) -> tuple[HistoryLine, ...]:
    """Every change, the latest first; what a person was erased from stands there without words."""
    with site.store.read() as db:
        rows = profile_events(db, hall_aggregate(site.store.chain().hall))[:limit]
        staff = {row["id"]: row["name"] for row in account_rows(db)}
        applier = site.store.applier(db)
        names = {row["aggregate"]: _title(applier.state(row["aggregate"])) for row in rows}
    lines = []
    for row in rows:
        what, text = _words(
            site, decode_payload(row["type"], row["payload"]), names[row["aggregate"]]
        )
        lines.append(
            HistoryLine(row["id"], ms_of(row["time"]), _who(row["actor"], staff), what, text)
        )
    return tuple(lines)


def _title(state: object) -> tuple[str, str]:
    if isinstance(state, HallEntry):
        return state.kind, state.fields.get("name") or state.fields.get("title", "")
    return "", ""


def _words(site: Site, payload: Payload | None, entry: tuple[str, str]) -> tuple[str, str]:
    kind, title = entry
    match payload:
        case HallProfileChanged():
            given = msgspec.to_builtins(payload)
            return _("市场资料"), _pairs(
                site, "", {key: str(value) for key, value in given.items()}
            )
        case HallHoursChanged(rules=rules):
            return _("开放时间"), _("；").join(rule_text(rule) for rule in rules) or _("没有安排")
        case (
            HallEntryWritten(kind=kind, fields=fields) | HallPersonWritten(kind=kind, fields=fields)
        ):
            return kind_text(kind), _pairs(site, kind, fields)
        case HallEntryRemoved(reason=reason):
            return kind_text(kind), _("停用“{title}” {reason}").format(title=title, reason=reason)
    return kind_text(kind), _("内容已删除")


def _pairs(site: Site, kind: str, fields: dict[str, str]) -> str:
    return _("；").join(
        _("{label}：{value}").format(label=field_text(key), value=_value(site, kind, key, value))
        for key, value in fields.items()
        if value not in {"", "None"}
    )


def _value(site: Site, kind: str, key: str, value: str) -> str:
    if key in {"trade", "trades"} and not kind.startswith("site"):
        return _("、").join(site.trade_name(item) for item in value.split())
    return choice_text(kind, key, value)


def _who(actor: str, staff: dict[str, str]) -> str:
    if actor in staff:
        return staff[actor]
    known = {"station": _("自助机"), "console": _("命令行"), "hub": _("上级")}
    return known.get(aggregate_kind(actor), _("工作人员"))
