"""Refused records at the desk; no Qt."""

from collections.abc import Mapping
from typing import Protocol

from kiosk.domain.problems import InvalidInput, Problem
from kiosk.domain.roles import Act
from kiosk.domain.typed import amount, whole_number
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.refusals import (
    RefusedRecord,
    appeal_record,
    mend_record,
    refused_records,
    withdraw_record,
)
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.question import Question

__all__ = ["RefusalsPresenter", "RefusalsView"]


class RefusalsView(Protocol):
    """The view of the page."""

    def show_records(
        self, records: tuple[RefusedRecord, ...], chosen: RefusedRecord | None, *, is_other: bool
    ) -> None:
        """Show list and chosen record."""


class RefusalsPresenter(PagePresenter):
    """Chooses a record and settles it."""

    def __init__(self, context: DeskContext, view: RefusalsView) -> None:
        super().__init__(context)
        self._view = view
        self._records: tuple[RefusedRecord, ...] = ()
        self._chosen = self._shown = ""

    @property
    def chosen(self) -> RefusedRecord | None:
        """The record that is shown."""
        return next((item for item in self._records if item.event == self._chosen), None)

    def refresh(self) -> None:
        """Look again."""
        site = self._context.site

        def known(records: tuple[RefusedRecord, ...]) -> None:
            self._records = records
            self._show()

        self.read(lambda: refused_records(site), known)

    def choose(self, event: str) -> None:
        """A row was chosen."""
        self._chosen = event
        self._show()

    def mend(self, typed: Mapping[str, str]) -> None:
        """改好再送: only what differs is changed."""
        site, record = self._context.site, self.chosen
        if record is None:
            return
        try:
            changes = _changes(record, typed)
        except InvalidInput as error:
            self.failed(error)
            return
        if not changes:
            self._context.navigator.say(_("还没有改。请先改好退回的地方。"), True)
            return

        def work(allowed: Authorised) -> str:
            return mend_record(site, allowed, record.event, changes)

        def done(_event: str) -> None:
            self.say(_("改好了，排队再送"))

        self.act(Act.ANSWER_REFUSAL, work, done, subject=record.aggregate)

    def appeal(self) -> None:
        """请上级再看, with a reason."""
        site, record = self._context.site, self.chosen
        if record is None:
            return

        def written(reason: str) -> None:
            def work(allowed: Authorised) -> bool:
                appeal_record(site, allowed, record.event, reason)
                return True

            words = _("记下了，下次联网就请上级再看")
            self.act(Act.ANSWER_REFUSAL, work, words, subject=record.aggregate)

        hint = _("写一句理由，上级会看到")
        self._context.navigator.ask_text(_("为什么退错了？"), hint, written)

    def withdraw(self) -> None:
        """作废, after a question."""
        site, record = self._context.site, self.chosen
        if record is None:
            return

        def answered(is_safe: bool) -> None:
            def work(allowed: Authorised) -> bool:
                withdraw_record(site, allowed, record.event)
                return True

            if not is_safe:
                self.act(Act.ANSWER_REFUSAL, work, _("作废了"), subject=record.aggregate)

        title = _("作废“{what}”？").format(what=record.what)
        line = _("作废以后不再算数，也不再送。记录本身还留在账上。")
        self._context.navigator.ask(
            Question("block", title, line, _("不作废"), _("作废")), answered
        )

    def _show(self) -> None:
        chosen = self.chosen
        if chosen is None and self._records:
            chosen = self._records[0]
            self._chosen = chosen.event
        now = f"{self._chosen} {chosen.stage}" if chosen else ""
        is_other, self._shown = now != self._shown, now
        self._view.show_records(self._records, chosen, is_other=is_other)


def _changes(record: RefusedRecord, typed: Mapping[str, str]) -> dict[str, str | int]:
    """What differs, in the types of the record; money back in cents."""
    changes: dict[str, str | int] = {}
    for name, _label, value in record.fields:
        text = typed.get(name, "")
        now: str | int = text
        if name.endswith("_cents"):
            now = _cents(text)
        elif isinstance(value, int):
            number = whole_number(text)
            if number is None:
                raise InvalidInput(Problem(name, "out_of_range", {"limit": 999}))
            now = number
        if now != value:
            changes[name] = now
    return changes


def _cents(text: str) -> int:
    found = amount(text)
    if found is None:
        raise InvalidInput(Problem("pay", "not_a_number"))
    return int(found * 100)
