"""帮扶: who needs help first, what is known of a person, and the case; no Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from kiosk.domain.assistance import OUTCOMES, SERVICES
from kiosk.domain.priority import CERTAINTIES
from kiosk.domain.problems import InvalidInput, Problem
from kiosk.domain.roles import Act
from kiosk.help_tables import priority_rules
from kiosk.help_words import (
    certainty_text,
    iso_day_text,
    outcome_text,
    service_text,
)
from kiosk.i18n import _
from kiosk.service.assistance import (
    PlanStep,
    close_case,
    do_step,
    follow_up_case,
    hand_off_case,
    open_case,
    plan_step,
    refer_from_case,
)
from kiosk.service.assistance_views import (
    CaseView,
    HelpCard,
    HelpRow,
    case_view,
    help_card,
    help_list,
)
from kiosk.service.authority import Authorised
from kiosk.service.matching import Referred, list_vacancies
from kiosk.service.priority_help import NoteClaim, allow_help_data, note_claim, remove_claim
from kiosk.service.views import VacancyPage
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.form_field import FormField, Written
from kiosk.ui.desk.help.asking_presenter import AskingPresenter
from kiosk.ui.question import Question
from kiosk.words import date_text, pay_text

__all__ = ["HelpPresenter", "HelpState", "HelpView"]

T = TypeVar("T")
_OFFERED = 6
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


class HelpPresenter(AskingPresenter):
    """Chooses a person, notes what is known, and works on the case."""

    def __init__(self, context: DeskContext, view: HelpView) -> None:
        super().__init__(context)
        self._view = view
        self._all: tuple[HelpRow, ...] = ()
        self._filter, self._seeker = "all", ""
        self._card: HelpCard | None = None
        self._case: CaseView | None = None

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

        def work(reason: str) -> None:
            self.do(
                Act.VERIFY_PRIORITY,
                lambda allowed: remove_claim(
                    site, allowed, card.seeker, category, certainty, reason
                ),
                _("去掉了这一条"),
            )

        self.ask_reason(_("为什么去掉这一条？"), work)

    def open(self) -> None:
        """建档."""
        card, site = self._card, self.site
        if card is None:
            return
        fields = (FormField("goal", _("想办成什么"), _("例如：找离家近的活"), kind="text"),)
        self.ask_form(
            _("建实名制帮扶档案"),
            fields,
            Act.CASES,
            lambda allowed, written: open_case(site, allowed, card.seeker, written["goal"]),
            _("建好了，三个工作日内回访一次"),
        )

    def follow_up(self) -> None:
        """记回访."""
        self.ask_form_about(
            Act.CASES,
            self._case_id,
            _("回访记录"),
            (
                FormField("text", _("本人怎么说"), _("现在在做什么，有什么难处"), kind="text"),
                FormField("due", _("下次回访"), _("不写就按规定的天数，例如 2026-12-10")),
            ),
            lambda allowed, case, written: follow_up_case(
                self.site, allowed, case, written["text"], _day(written["due"])
            ),
            lambda day: _("记下了，下次 {day} 回访").format(day=date_text(day)),
        )

    def plan(self) -> None:
        """加一步."""
        fields = (
            FormField(
                "service",
                _("做什么"),
                kind="choice",
                options=tuple((item, service_text(item)) for item in SERVICES),
                columns=4,
            ),
            FormField("text", _("说明"), _("找谁、去哪里、带什么"), kind="text"),
            FormField("due", _("哪天办"), _("不写就按规定的天数，例如 2026-12-10")),
        )
        self.ask_form_about(
            Act.CASES,
            self._case_id,
            _("加一步"),
            fields,
            lambda allowed, case, written: plan_step(
                self.site,
                allowed,
                case,
                PlanStep(written["service"], written["text"], _day(written["due"])),
            ),
            lambda _step: _("加上了"),
        )

    def done(self) -> None:
        """这一步做好了."""
        case = self._case
        steps = [item for item in case.steps if not item[1].done_at] if case else []
        if not steps:
            self.navigator.say(_("没有要办的步骤，先加一步。"), True)
            return
        options = [
            (name, f"{service_text(step.service)} {iso_day_text(step.due)}") for name, step in steps
        ]
        self.navigator.choose(_("哪一步做好了？"), options, self._ask_result)

    def refer(self) -> None:
        """点对点推荐: the gigs that fit, with reasons."""
        card, case, site = self._card, self._case, self.site
        if card is None or case is None:
            return
        self.read_as(
            lambda _staff: list_vacancies(site, card.seeker, per_page=_OFFERED),
            lambda page: self._offer(case.id, page),
        )

    def hand_off(self) -> None:
        """推荐公益性岗位."""
        self.ask_form_about(
            Act.CASES,
            self._case_id,
            _("推荐公益性岗位"),
            (FormField("post", _("什么岗位"), _("例如：社区保洁员，雨花街道")),),
            lambda allowed, case, written: hand_off_case(self.site, allowed, case, written["post"]),
            lambda day: _("记下了，{day} 问结果").format(day=date_text(day)),
        )

    def close(self) -> None:
        """结案."""
        fields = (
            FormField(
                "outcome",
                _("结果"),
                kind="choice",
                options=tuple((item, outcome_text(item)) for item in OUTCOMES),
                columns=4,
            ),
            FormField("text", _("说明"), _("在哪里上班，谁核实的"), kind="text"),
        )
        self.ask_form_about(
            Act.CASES,
            self._case_id,
            _("结案"),
            fields,
            lambda allowed, case, written: close_case(
                self.site, allowed, case, written["outcome"], written["text"]
            ),
            lambda _none: _("结案了"),
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

    def _ask_result(self, step: str) -> None:
        self.ask_form_about(
            Act.CASES,
            self._case_id,
            _("做得怎么样？"),
            (FormField("text", _("结果"), _("写一句"), kind="text"),),
            lambda allowed, case, written: do_step(self.site, allowed, case, step, written["text"]),
            lambda _none: _("记下了：做好了"),
        )

    def _offer(self, case: str, page: VacancyPage) -> None:
        site = self.site
        if not page.items:
            self.navigator.say(_("现在没有在招的活，有了再推荐。"), True)
            return

        def told(made: Referred) -> str:
            return _("开好了对接单 {number}").format(number=made.referral.number)

        def refer(vacancy: str) -> None:
            self.do(Act.CASES, lambda allowed: refer_from_case(site, allowed, case, vacancy), told)

        options = []
        for item in page.items:
            pay = pay_text(item.pay_cents, item.pay_unit)
            fits = _("工种对口") if "same_trade" in item.reasons else _("工种不同")
            options.append((item.id, f"{item.number} {item.trade_name} {pay}　{fits}"))
        self.navigator.choose(_("推荐哪个活？"), options, refer)

    @property
    def _case_id(self) -> str:
        return self._case.id if self._case is not None else ""

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


def _day(text: str) -> date | None:
    """None where nothing is written.

    Raises:
        InvalidInput: what is written is no day.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(Problem("due", "not_a_day")) from None
