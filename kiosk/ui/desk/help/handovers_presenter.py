"""移送: files for the authorities, made with chosen evidence, and what came back; no Qt."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.domain.ids import aggregate_kind
from kiosk.domain.problems import InvalidInput
from kiosk.domain.roles import Act, may
from kiosk.help_words import authority_text, evidence_text, iso_day_text
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.evidence import available_evidence
from kiosk.service.handover import (
    AUTHORITIES,
    HandedOver,
    HandOver,
    HandoverView,
    answer_handover,
    check_handover,
    hand_over,
    handover_list,
)
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.form_field import FormField, Reply, Written
from kiosk.ui.desk.help.asking_presenter import AskingPresenter
from kiosk.ui.question import Question

__all__ = ["HandoversPresenter", "HandoversState", "HandoversView"]

_WITH, _WITHOUT = "with", "without"


@dataclass(frozen=True, slots=True)
class HandoversState:
    """All hand-overs and the chosen one."""

    rows: tuple[HandoverView, ...] = ()
    chosen: HandoverView | None = None


class HandoversView(Protocol):
    """The view of the page."""

    def show_state(self, state: HandoversState) -> None:
        """Show it."""


class HandoversPresenter(AskingPresenter):
    """Makes a file where somebody comes with a record, and follows up on those that went."""

    def __init__(self, context: DeskContext, view: HandoversView) -> None:
        super().__init__(context)
        self._view = view
        self._rows: tuple[HandoverView, ...] = ()
        self._id = ""

    @property
    def _chosen(self) -> HandoverView | None:
        return next((row for row in self._rows if row.id == self._id), None)

    def refresh(self) -> None:
        """Look again."""
        site = self.site
        self.read_as(lambda staff: handover_list(site, staff), self._known)

    def come_with(self, subject: str) -> None:
        """Somebody came from a complaint, a post or an employer to hand it over, or to look at a
        hand-over."""
        if aggregate_kind(subject) == "handover":
            self.choose(subject)
            return
        session = self.session
        if session is None or not may(session.role, Act.HAND_OVER):
            self.navigator.say(_("移送要场长办，请找场长。"), True)
            return
        site = self.site
        self.read(
            lambda: available_evidence(site, subject), lambda parts: self._ask(subject, parts)
        )

    def choose(self, handover: str) -> None:
        """One of the list."""
        self._id = handover
        self._show()

    def note_receipt(self) -> None:
        """收到回执."""
        self._answer("receipt", _("回执"), _("谁收的，回执编号"))

    def note_result(self) -> None:
        """有结果了."""
        self._answer("result", _("处理结果"), _("有关部门怎么处理的"))

    def open_subject(self) -> None:
        """看投诉: the complaint that it is about."""
        chosen = self._chosen
        if chosen is not None and aggregate_kind(chosen.subject) == "complaint":
            self.navigator.go("complaints", chosen.subject)

    def _ask(self, subject: str, parts: tuple[str, ...]) -> None:
        """Each part is taken or not; who complains is left out unless somebody wants otherwise."""
        choices = ((_WITH, _("带上")), (_WITHOUT, _("不带")))
        authorities = tuple((item, authority_text(item)) for item in AUTHORITIES)
        fields = (
            FormField("to", _("移送给"), kind="choice", options=authorities, columns=3),
            *(
                FormField(
                    part,
                    evidence_text(part),
                    value=_WITHOUT if part == "worker" else _WITH,
                    kind="choice",
                    options=choices,
                )
                for part in parts
            ),
            FormField("password", _("打开密码"), _("至少 8 个字，另外告诉对方；不写就不加密")),
        )

        def written(values: Written, reply: Reply) -> None:
            chosen = tuple(part for part in parts if values[part] == _WITH)
            given = HandOver(subject, values["to"], chosen, values["password"])
            try:
                check_handover(given)
            except InvalidInput as error:
                reply(error.problems)
                return
            reply(())
            self._confirm(given)

        self.navigator.ask_form(_("移送有关部门"), fields, written)

    def _confirm(self, given: HandOver) -> None:
        if given.password:
            self._save(given)
            return
        question = Question(
            "lock",
            _("不加密，谁捡到都能看，行吗？"),
            _("文件里有电话、证件这些，建议加密。"),
            _("回去加密码"),
            _("不加密"),
        )

        def answered(is_safe: bool) -> None:
            if is_safe:
                self.come_with(given.subject)
            else:
                self._save(given)

        self.navigator.ask(question, answered)

    def _save(self, given: HandOver) -> None:
        self.navigator.ask_folder(
            _("移送的文件存到哪里？"), lambda folder: self._hand_over(given, folder)
        )

    def _hand_over(self, given: HandOver, folder: Path) -> None:
        site, session = self.site, self.session
        if session is None:
            return

        def work(allowed: Authorised) -> HandedOver:
            folder.mkdir(exist_ok=True)
            return hand_over(site, allowed, given, folder, session.name)

        def told(made: HandedOver) -> str:
            self._id = made.handover
            return _("存好了：{name}，{day} 问结果").format(
                name=made.path.name, day=iso_day_text(made.reply_by)
            )

        self.do(Act.HAND_OVER, work, told)

    def _answer(self, kind: str, title: str, hint: str) -> None:
        chosen, site = self._chosen, self.site
        if chosen is None:
            return

        def work(allowed: Authorised, written: Written) -> None:
            answer_handover(site, allowed, chosen.id, kind, written["text"])

        fields = (FormField("text", title, hint, kind="text"),)
        self.ask_form(title, fields, Act.COMPLAINTS, work, _("记下了"))

    def _known(self, rows: tuple[HandoverView, ...]) -> None:
        self._rows = rows
        self._show()

    def _show(self) -> None:
        self._view.show_state(HandoversState(self._rows, self._chosen))
