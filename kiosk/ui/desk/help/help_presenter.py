"""帮扶: who needs help first, what is known of a person, and the case; no Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kiosk.domain.priority import CERTAINTIES
from kiosk.domain.roles import Act
from kiosk.help_tables import priority_rules
from kiosk.help_words import (
    certainty_text,
)
from kiosk.i18n import _
from kiosk.service.assistance_views import (
    CaseView,
    HelpCard,
    HelpRow,
    case_view,
    help_card,
    help_list,
)
from kiosk.service.authority import Authorised
from kiosk.service.priority_help import NoteClaim, allow_help_data, note_claim, remove_claim
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.form_field import FormField, Written
from kiosk.ui.desk.help.case_presenter import CasePresenter
from kiosk.ui.question import Question

__all__ = ["HelpPresenter", "HelpState", "HelpView"]

T = TypeVar("T")
_FILTERS: dict[str, Callable[[HelpRow], bool]] = {
    "all": lambda _row: True,
    "due": lambda row: row.is_due,
    "no_case": lambda row: not row.case,
}


@dataclass(frozen=True, slots=True)
class HelpState:
    """The list, the chosen person, and the case that is open, else the latest one."""

    rows: tuple[HelpRow, ...] = ()
    due: int = 0
    card: HelpCard | None = None
    case: CaseView | None = None

    @property
    def has_open_case(self) -> bool:
        """Whether the case shown can be worked on."""
        return self.case is not None and self.case.status != "closed"


class HelpView(Protocol):
    """The view of the page."""

    def show_state(self, state: HelpState) -> None:
        """Show it."""


class HelpPresenter(CasePresenter):
    """Chooses a person and notes what is known; the case is its base's."""

    def __init__(self, context: DeskContext, view: HelpView) -> None:
        super().__init__(context)
        self._view = view
        self._all: tuple[HelpRow, ...] = ()
        self._filter, self._seeker = "all", ""

    def refresh(self) -> None:
        """Look at the list again, and at the person shown."""
        site = self.site
        self.read_as(lambda staff: help_list(site, staff), self._known)
        if self._seeker:
            self._load(self._seeker, is_again=True)

    def narrow(self, value: object) -> None:
        """全部, 今天要办, 没建档."""
        self._filter = str(value)
        self._show()

    def choose(self, seeker: str) -> None:
        """A person of the list, or of another page."""
        self._seeker, self._card, self._case = seeker, None, None
        self._load(seeker, is_again=False)

    def find(self) -> None:
        """Somebody who does not stand in the list yet."""
        self.ask_person(_("要帮谁？"), lambda hit: self.choose(hit.id))

    def wipe(self) -> None:
        """Nothing of anybody stays."""
        self._all, self._seeker, self._card, self._case = (), "", None, None
        self._show()

    def claim(self) -> None:
        """记困难类别: consent first, then what and who says so."""
        card = self._card
        if card is None:
            return
        if card.has_consent:
            self._ask_claim(card)
            return
        question = Question(
            "lock",
            _("本人同意我们记下困难情况吗？"),
            _("念给本人听：残疾、低保这些，只用来优先帮您找活，随时可以撤回，我们就删掉。"),
            _("先不记"),
            _("本人同意"),
        )
        self.navigator.ask(question, lambda is_safe: None if is_safe else self._allow(card))

    def unclaim(self, key: str) -> None:
        """A claim does not hold: `category certainty`."""
        card, site = self._card, self.site
        if card is None or " " not in key:
            return
        category, certainty = key.split(" ", 1)
        self.do_with_reason(
            Act.VERIFY_PRIORITY,
            _("为什么去掉这一条？"),
            lambda allowed, why: remove_claim(site, allowed, card.seeker, category, certainty, why),
            _("去掉了这一条"),
        )

    def care(self) -> None:
        """改信息、撤回同意: on the person's own page."""
        if self._card is not None:
            self.navigator.go("person_care", self._card.seeker)

    def _allow(self, card: HelpCard) -> None:
        site = self.site

        def work(allowed: Authorised) -> None:
            allow_help_data(site, allowed, card.seeker)

        def told(_none: None) -> str:
            self._ask_claim(card)
            return _("同意记下了")

        self.do(Act.VERIFY_PRIORITY, work, told)

    def _ask_claim(self, card: HelpCard) -> None:
        site = self.site
        rules = priority_rules(site.today().isoformat())
        options = tuple((key, rule.name) for key, rule in rules.items() if not rule.waits_days)
        fields = (
            FormField("category", _("什么困难"), kind="choice", options=options, columns=2),
            FormField(
                "certainty",
                _("谁说的"),
                kind="choice",
                options=tuple((item, certainty_text(item)) for item in CERTAINTIES),
            ),
            FormField("basis", _("凭什么"), _("证件或文件号；有关部门认定的必须写")),
            FormField("valid_until", _("有效期到"), _("不写就是长期，例如 2027-06-30")),
        )

        def work(allowed: Authorised, written: Written) -> object:
            return note_claim(site, allowed, card.seeker, NoteClaim(**written))

        self.ask_form(_("记困难类别"), fields, Act.VERIFY_PRIORITY, work, _("记下了"))

    def _known(self, rows: tuple[HelpRow, ...]) -> None:
        self._all = rows
        self._show()

    def _load(self, seeker: str, *, is_again: bool) -> None:
        site = self.site
        self.read_as(
            lambda staff: help_card(site, staff, seeker, is_again=is_again), self._card_known
        )

    def _card_known(self, card: HelpCard) -> None:
        if self._seeker not in {card.seeker, self._seeker}:
            return
        self._card = card
        if not card.cases:
            self._case = None
            self._show()
            return
        site, case = self.site, card.cases[0]
        is_again = self._case is not None and self._case.id == case
        self.read_as(
            lambda staff: case_view(site, staff, case, is_again=is_again), self._case_known
        )

    def _case_known(self, case: CaseView) -> None:
        if self._card is not None and case.seeker == self._card.seeker:
            self._case = case
            self._show()

    def _show(self) -> None:
        keeps = _FILTERS.get(self._filter, _FILTERS["all"])
        rows = tuple(row for row in self._all if keeps(row))
        due = sum(row.is_due for row in self._all)
        self._view.show_state(HelpState(rows, due, self._card, self._case))
