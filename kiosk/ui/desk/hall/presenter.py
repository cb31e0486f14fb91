"""市场资料 without Qt: sections, their entries, the form of one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.domain.problems import InvalidInput
from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.brands import brand_seeker, brand_vacancy, find_numbered
from kiosk.service.documents import print_annex
from kiosk.service.hall_register import ACT_OF_KIND, change_hours, hall_hours, remove_entry
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.hall.items import HallItem, section_items
from kiosk.ui.desk.hall.saving import saving
from kiosk.ui.desk.hall.sections import CARD, HOURS, RUNNING
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.desk.paper_out import Paper, PaperOut
from kiosk.words import problem_text

__all__ = ["HallPresenter", "HallState", "HallView"]


@dataclass(frozen=True, slots=True)
class HallState:
    """A section as it is shown; `chosen` is empty for a new entry."""

    section: str
    items: tuple[HallItem, ...]
    chosen: str
    values: dict[str, str]


class HallView(Protocol):
    """The view of the page."""

    def show_state(self, state: HallState) -> None:
        """Show a section."""

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """What is wrong, by the key of the form's row."""


class HallPresenter(PagePresenter):
    """Looks at one section at a time."""

    def __init__(self, context: DeskContext, view: HallView) -> None:
        super().__init__(context)
        self._view, self._section, self._chosen = view, CARD, ""
        self._items: tuple[HallItem, ...] = ()
        self.papers = PaperOut(context)

    def refresh(self) -> None:
        """Look at the store again."""
        site, section = self._context.site, self._section

        def known(items: tuple[HallItem, ...]) -> None:
            if section == self._section:
                self._items = items
                self._show()

        self.read(lambda: section_items(site, section), known)

    def pick(self, section: str) -> None:
        """Another section."""
        self._section, self._chosen, self._items = section, "", ()
        self.refresh()

    def choose(self, item: str) -> None:
        """An entry was chosen."""
        self._chosen = item
        self._show()

    def new(self) -> None:
        """An empty form."""
        self._chosen = ""
        self._show()

    def save(self, values: dict[str, str]) -> None:
        """Write what stands in the form."""
        site, section, chosen = self._context.site, self._section, self._chosen
        try:
            act, work = saving(site, section, chosen, values)
        except InvalidInput as error:
            self._wrong(error)
            return

        def done(entry: str) -> None:
            self._chosen = entry
            self.say(_("存好了"))

        self.act(act, work, done)

    def stop(self) -> None:
        """The chosen entry holds no more."""
        site, chosen, section = self._context.site, self._chosen, self._section
        if not chosen:
            return
        self._chosen = ""
        if section == HOURS:
            rules = [rule for place, rule in enumerate(hall_hours(site)) if str(place) != chosen]
            self.act(
                Act.EDIT_PROFILE, lambda leave: change_hours(site, leave, rules), _("这一条不用了")
            )
            return
        act = ACT_OF_KIND[section]
        self.act(act, lambda leave: remove_entry(site, leave, chosen), _("这一条不用了"))

    def tag(self, number: str) -> None:
        """Count a vacancy or a seeker, by its number, to the chosen brand."""
        site = self._context.site
        brand = next((item.title for item in self._items if item.id == self._chosen), "")
        said = _("{number} 标上了“{brand}”").format(number=number, brand=brand)

        def found(record: str) -> None:
            if record.startswith("vacancy:"):
                self.act(Act.REVIEW, lambda leave: brand_vacancy(site, leave, record, brand), said)
            else:
                self.act(
                    Act.CHANGE_PERSON, lambda leave: brand_seeker(site, leave, record, brand), said
                )

        if brand:
            self.read(lambda: find_numbered(site, number), found)

    def annex(self) -> Paper:
        """工作负责人和联系人信息表."""
        site = self._context.site

        def make(allowed: Authorised, folder: Path, _name: str) -> tuple[Path, ...]:
            path = folder / f"{_('工作负责人和联系人信息表')}.pdf"
            print_annex(site, allowed, path)
            return (path,)

        return Paper(Act.EDIT_PROFILE, _("信息表"), make)

    def failed(self, error: Exception) -> None:
        """Problems of rows stand in the form; everything else below the page."""
        if isinstance(error, InvalidInput):
            self._wrong(error)
        else:
            super().failed(error)

    def _wrong(self, error: InvalidInput) -> None:
        self._view.show_problems({item.field: problem_text(item) for item in error.problems})

    def _show(self) -> None:
        found = next((item for item in self._items if item.id == self._chosen), None)
        if self._section in {CARD, RUNNING} and self._items:
            found = self._items[0]
        self._view.show_state(
            HallState(
                self._section,
                self._items,
                found.id if found else "",
                found.values if found else {},
            )
        )
