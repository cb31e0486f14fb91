"""个人信息: correct, join, withdraw consent, erase; no Qt."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.erasure import ErasurePreview, erase_whole_person, preview_erasure
from kiosk.service.person_care import (
    PersonCard,
    PersonFields,
    change_person,
    merge_people,
    person_card,
    person_fields,
    withdraw_phone_consent,
)
from kiosk.service.priority_help import forbid_help_data
from kiosk.service.searching import DeskHit, search_desk
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.form_field import FormField, Written
from kiosk.ui.desk.help.asking_presenter import AskingPresenter
from kiosk.ui.question import Question

__all__ = ["PersonCarePresenter", "PersonCareState", "PersonCareView"]


@dataclass(frozen=True, slots=True)
class PersonCareState:
    """Who was found, and the chosen person."""

    hits: tuple[DeskHit, ...] = ()
    query: str = ""
    card: PersonCard | None = None


class PersonCareView(Protocol):
    """The view of the page."""

    def show_state(self, state: PersonCareState) -> None:
        """Show it."""


class PersonCarePresenter(AskingPresenter):
    """Works on one person's record."""

    def __init__(self, context: DeskContext, view: PersonCareView) -> None:
        super().__init__(context)
        self._view = view
        self._hits: tuple[DeskHit, ...] = ()
        self._query, self._id = "", ""
        self._card: PersonCard | None = None

    def refresh(self) -> None:
        """Look again at who was found and at the person shown."""
        if self._query:
            self.search(self._query)
        if self._id:
            self._load()
        else:
            self._show()

    def search(self, query: str) -> None:
        """A name, a phone's or a number's end was typed."""
        self._query, site = query, self.site

        def known(hits: tuple[DeskHit, ...]) -> None:
            if query == self._query:
                self._hits = tuple(hit for hit in hits if hit.kind == "seeker")
                self._show()

        if query:
            self.read(lambda: search_desk(site, query), known)
        else:
            known(())

    def choose(self, seeker: str) -> None:
        """One of those found, or from another page."""
        self._id, self._card = seeker, None
        self._load()

    def wipe(self) -> None:
        """Nothing of anybody stays."""
        self._hits, self._query, self._id, self._card = (), "", "", None
        self._show()

    def correct(self) -> None:
        """改信息: the fields in full, which is written down."""
        card, site = self._card, self.site
        if card is not None:
            self.read_as(
                lambda staff: person_fields(site, staff, card.seeker),
                lambda fields: self._ask_fields(card, fields),
            )

    def merge(self) -> None:
        """和另一条合并."""
        card = self._card
        if card is not None:
            self.ask_person(_("和哪一条是同一个人？"), lambda hit: self._ask_merge(card, hit))

    def withdraw_phone(self) -> None:
        """不再把电话给老板."""
        card, site = self._card, self.site
        if card is not None:
            self.do(
                Act.CHANGE_PERSON,
                lambda allowed: withdraw_phone_consent(site, allowed, card.seeker),
                _("记下了，电话不再给老板"),
            )

    def withdraw_help(self) -> None:
        """撤回困难情况的同意."""
        card, site = self._card, self.site
        if card is None:
            return
        question = Question(
            "lock",
            _("撤回困难情况的同意吗？"),
            _("记下的困难类别马上不算数了，以后要再问本人。"),
            _("先不撤"),
            _("撤回"),
        )

        def answered(is_safe: bool) -> None:
            if not is_safe:
                self.do(
                    Act.CHANGE_PERSON,
                    lambda allowed: forbid_help_data(site, allowed, card.seeker),
                    _("撤回了，困难类别不再算数"),
                )

        self.navigator.ask(question, answered)

    def erase(self) -> None:
        """删除个人信息: what goes is said first."""
        card, site = self._card, self.site
        if card is not None:
            self.act(
                Act.ERASE_PERSON,
                lambda allowed: preview_erasure(site, allowed, card.seeker),
                lambda preview: self._ask_erase(card, preview),
            )

    def help(self) -> None:
        """看帮扶."""
        if self._card is not None:
            self.navigator.go("help", self._card.seeker)

    def _ask_fields(self, card: PersonCard, fields: PersonFields) -> None:
        site = self.site

        def work(allowed: Authorised, written: Written) -> object:
            given = PersonFields(written["name"], written["phone"], written["address"])
            return change_person(site, allowed, card.seeker, given)

        rows = (
            FormField("name", _("姓名"), value=fields.name or ""),
            FormField("phone", _("电话"), _("可以空着"), fields.phone or ""),
            FormField("address", _("地址"), _("可以空着"), fields.address or ""),
        )
        self.ask_form(_("改信息"), rows, Act.CHANGE_PERSON, work, _("改好了"))

    def _ask_merge(self, card: PersonCard, hit: DeskHit) -> None:
        site = self.site
        question = Question(
            "groups",
            _("这两条是同一个人吗？"),
            _("{one} {number} 和 {other} {tail}。合并以后分不开。").format(
                one=card.name, number=card.number, other=hit.title, tail=hit.number
            ),
            _("不是，不合并"),
            _("是同一个人，合并"),
        )

        def answered(is_safe: bool) -> None:
            if not is_safe:
                self.do(
                    Act.MERGE_PEOPLE,
                    lambda allowed: merge_people(site, allowed, card.seeker, hit.id),
                    _("合并好了"),
                )

        self.navigator.ask(question, answered)

    def _ask_erase(self, card: PersonCard, preview: ErasurePreview) -> None:
        site = self.site
        words = [_("登记、对接单上的名字和电话都没了，人次还在，删了找不回来。")]
        if preview.complaints:
            words.append(
                _("还有投诉 {count} 件，其中 {open} 件没办完。").format(
                    count=preview.complaints, open=preview.open_complaints
                )
            )
        if preview.cases:
            words.append(_("还有帮扶档案 {count} 份。").format(count=preview.cases))
        if preview.is_employer:
            words.append(_("这个人也招过工，那边的信息一起删。"))
        question = Question(
            "delete_forever",
            _("删除 {name} 的个人信息吗？").format(name=card.name),
            "".join(words),
            _("不删"),
            _("本人要求，删除"),
        )

        def told(_changed: object) -> str:
            self._id, self._card, self._hits, self._query = "", None, (), ""
            return _("删除好了")

        def answered(is_safe: bool) -> None:
            if not is_safe:
                self.do(
                    Act.ERASE_PERSON,
                    lambda allowed: erase_whole_person(site, allowed, card.seeker),
                    told,
                )

        self.navigator.ask(question, answered)

    def _load(self) -> None:
        site, seeker = self.site, self._id

        def known(card: PersonCard) -> None:
            if seeker == self._id:
                self._card = card
                self._show()

        self.read_as(lambda staff: person_card(site, staff, seeker), known)

    def _show(self) -> None:
        self._view.show_state(PersonCareState(self._hits, self._query, self._card))
