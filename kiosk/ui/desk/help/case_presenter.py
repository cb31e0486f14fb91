"""The case of a person: open it, plan, do, follow up, refer, hand off, close; no Qt."""

from datetime import date

from kiosk.domain.assistance import OUTCOMES, SERVICES
from kiosk.domain.problems import InvalidInput, Problem
from kiosk.domain.roles import Act
from kiosk.help_words import (
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
)
from kiosk.service.matching import Referred, list_vacancies
from kiosk.service.views import VacancyPage
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.form_field import FormField
from kiosk.ui.desk.help.asking_presenter import AskingPresenter
from kiosk.words import date_text, pay_text

__all__ = ["CasePresenter"]

_OFFERED = 6


class CasePresenter(AskingPresenter):
    """Works on the case that is shown, of the person that is shown."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._card: HelpCard | None = None
        self._case: CaseView | None = None

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
