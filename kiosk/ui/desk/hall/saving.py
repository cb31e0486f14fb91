"""What saving a form of 市场资料 does: which act, and the work on the writing thread."""

from collections.abc import Callable, Mapping

from kiosk.domain.hall_events import HoursRule
from kiosk.domain.problems import InvalidInput, Problem
from kiosk.domain.roles import Act
from kiosk.domain.typed import narrowed, whole_number
from kiosk.service.authority import Authorised
from kiosk.service.exchange.rows import trades_named
from kiosk.service.hall_profile import HallProfile
from kiosk.service.hall_register import (
    ACT_OF_KIND,
    change_hours,
    edit_profile,
    hall_hours,
    write_entry,
)
from kiosk.service.site import Site
from kiosk.ui.desk.hall.sections import CARD, HOURS, RUNNING

__all__ = ["saving"]

Work = Callable[[Authorised], str]


def saving(site: Site, section: str, chosen: str, values: Mapping[str, str]) -> tuple[Act, Work]:
    """The act and the work of saving a form; the work returns the id of what was written.

    Raises:
        InvalidInput: a trade is unknown, a number is none.
    """
    if section in {CARD, RUNNING}:
        return Act.EDIT_PROFILE, _profile(site, values)
    if section == HOURS:
        return Act.EDIT_PROFILE, _rule(site, chosen, values)
    return ACT_OF_KIND[section], _entry(site, section, chosen, values)


def _profile(site: Site, values: Mapping[str, str]) -> Work:
    given: dict[str, str | int] = {
        key: (narrowed(text) if key == "hotline" else text).strip() for key, text in values.items()
    }
    if "trades" in given:
        given["trades"] = " ".join(trades_named(site, str(given["trades"])))
    if "bays" in given:
        bays = whole_number(str(given["bays"]) or "0")
        if bays is None:
            raise InvalidInput(Problem("bays", "not_a_number"))
        given["bays"] = bays
    profile = HallProfile(**given)  # type: ignore[arg-type]  # by the keys of the form
    return lambda leave: edit_profile(site, leave, profile).id


def _rule(site: Site, chosen: str, values: Mapping[str, str]) -> Work:
    rule = HoursRule(
        weekdays=narrowed(values["weekdays"]),
        first=narrowed(values["first_day"]) or "01-01",
        last=narrowed(values["last_day"]) or "12-31",
        opens=narrowed(values["opens"]),
        closes=narrowed(values["closes"]),
    )

    def work(leave: Authorised) -> str:
        rules = list(hall_hours(site))
        place = int(chosen) if chosen else len(rules)
        rules[place : place + 1] = [rule]
        try:
            change_hours(site, leave, rules)
        except InvalidInput as error:
            # Which of its fields it was shows by looking at the form.
            raise InvalidInput(Problem("closes", "not_hours", {"row": place + 1})) from error
        return str(place)

    return work


def _entry(site: Site, section: str, chosen: str, values: Mapping[str, str]) -> Work:
    fields = dict(values)
    if fields.get("trade"):
        fields["trade"] = " ".join(trades_named(site, fields["trade"], "trade"))
    return lambda leave: write_entry(site, leave, section, fields, chosen).entry.id
