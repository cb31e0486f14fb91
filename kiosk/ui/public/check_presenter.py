"""04 are these right? What the card said, most of it covered."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.catalog import regions
from kiosk.domain.identity import parse_id_number
from kiosk.domain.masking import surname
from kiosk.domain.problems import InvalidInput
from kiosk.i18n import _
from kiosk.ui.public.context import PublicContext, failure_text

__all__ = ["CheckPresenter", "CheckState", "CheckView"]


@dataclass(frozen=True, slots=True)
class CheckState:
    """What the card said, as the screen may show it; `full_number` only while it is looked at."""

    surname: str
    sex: str
    born: str
    number: str
    home: str
    is_number_shown: bool = False
    message: str = ""
    is_typed: bool = False
    """No card: the name is written by hand."""
    has_name: bool = True


class CheckView(Protocol):
    """The view of the screen."""

    def show_state(self, state: CheckState) -> None:
        """Show it."""


class CheckPresenter:
    """Shows what will be registered; the number in full only behind 看一下."""

    def __init__(self, context: PublicContext, view: CheckView) -> None:
        self._context = context
        self._view = view

    def enter(self) -> None:
        """The screen is shown."""
        self._show(full=False)

    def look(self, shown: bool) -> None:
        """看一下 was touched, or its three seconds are over."""
        self._show(full=shown)

    def write_name(self) -> None:
        """写名字."""
        session = self._context.session
        session.writing_for, session.text = "name", session.name
        self._context.navigator.go("writing")

    def all_right(self) -> None:
        """都对."""
        self._context.navigator.go("phone")

    def _show(self, full: bool) -> None:
        session = self._context.session
        try:
            identity = parse_id_number(session.id_number, self._context.site.today())
        except InvalidInput as error:
            self._view.show_state(
                CheckState(surname(session.name), "", "", "", "", message=failure_text(error))
            )
            return
        number = identity.number if full else "*" * len(identity.number)
        born = _("{year} 年").format(year=identity.birth.year) if identity.birth else ""
        sex = {"male": _("男"), "female": _("女")}.get(identity.sex, "")
        home = home_text(identity.region)
        is_typed = session.entry in {"typed", "scanned"}
        # Written by hand, so it is shown: who wrote it must see whether it is right.
        name = session.name if is_typed else surname(session.name)
        self._view.show_state(
            CheckState(
                name,
                sex,
                born,
                number,
                home,
                full,
                is_typed=is_typed,
                has_name=bool(session.name),
            )
        )


def home_text(region: str) -> str:
    """老家 from the first six digits: 湖南 浏阳市; the province where the county is unknown."""
    known = regions().get(region)
    if known is not None:
        return _("湖南 {name}").format(name=known.name)
    prefecture = regions().get(region[:4] + "00")
    if prefecture is not None:
        return _("湖南 {name}").format(name=prefecture.name)
    return _("湖南") if region.startswith("43") else _("外省")
