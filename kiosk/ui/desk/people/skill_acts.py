"""What staff do with a person's skills, certificates and wishes. Free of Qt."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.person_skills import (
    certificate_number,
    record_certificate,
    record_preference,
    record_skill,
    verify_certificate,
    verify_skill,
    withdraw_certificate,
    withdraw_skill,
)
from kiosk.service.site import Site
from kiosk.ui.desk.people.skill_tasks import certificate_given, skill_given, wish_given

__all__ = ["SKILL_ROW", "SkillActs", "SkillDesk"]

T = TypeVar("T")
SKILL_ROW = "skill "
"""Rows of skills are `skill <trade>`; those of certificates have the certificate's id."""


class SkillDesk(Protocol):
    """What the page does for these acts."""

    @property
    def site(self) -> Site:
        """The station."""

    @property
    def chosen(self) -> str:
        """The person on the card."""

    def submit(
        self, act: Act, work: Callable[[Authorised], T], words: str, *, back_to: str
    ) -> None:
        """Do what a form says, tell it, and open `back_to`; or say what is wrong with a row."""

    def ask_reason(self, question: str, done: Callable[[str], None]) -> None:
        """Why something is done."""

    def show_full(self, text: str) -> None:
        """A full number that leave was given for."""

    def act(
        self,
        act: Act,
        work: Callable[[Authorised], T],
        done: str | Callable[[T], None],
        *,
        subject: str = "",
    ) -> None:
        """Do something that the gate guards."""


class SkillActs:
    """Acts on the chosen person."""

    def __init__(self, desk: SkillDesk) -> None:
        self._desk = desk

    def record_skill(self, given: Mapping[str, str]) -> None:
        """加技能."""
        desk, person, entered = self._desk, self._desk.chosen, skill_given(given)
        desk.submit(
            Act.RECORD_SKILL,
            lambda leave: record_skill(desk.site, leave, person, entered),
            _("技能记下来了"),
            back_to="skills",
        )

    def record_certificate(self, given: Mapping[str, str]) -> None:
        """加证书."""
        desk, person, entered = self._desk, self._desk.chosen, certificate_given(given)
        desk.submit(
            Act.RECORD_SKILL,
            lambda leave: record_certificate(desk.site, leave, person, entered),
            _("证书记下来了"),
            back_to="skills",
        )

    def record_wish(self, given: Mapping[str, str]) -> None:
        """求职意向."""
        desk, person, entered = self._desk, self._desk.chosen, wish_given(given)
        desk.submit(
            Act.REGISTER_SEEKER,
            lambda leave: record_preference(desk.site, leave, person, entered),
            _("求职意向记下来了"),
            back_to="",
        )

    def verify(self, row: str) -> None:
        """核验: seen on paper."""
        desk, person = self._desk, self._desk.chosen

        def work(allowed: Authorised) -> frozenset[str]:
            if row.startswith(SKILL_ROW):
                return verify_skill(desk.site, allowed, person, row.removeprefix(SKILL_ROW))
            return verify_certificate(desk.site, allowed, person, row)

        desk.act(Act.RECORD_SKILL, work, _("核验了，全算数"), subject=person)

    def withdraw(self, row: str) -> None:
        """去掉, with why."""
        desk, person = self._desk, self._desk.chosen

        def done(reason: str) -> None:
            def work(allowed: Authorised) -> frozenset[str]:
                if row.startswith(SKILL_ROW):
                    trade = row.removeprefix(SKILL_ROW)
                    return withdraw_skill(desk.site, allowed, person, trade, reason)
                return withdraw_certificate(desk.site, allowed, person, row, reason)

            desk.act(Act.RECORD_SKILL, work, _("去掉了，原因记下来了"), subject=person)

        desk.ask_reason(_("为什么去掉？"), done)

    def see_number(self, row: str) -> None:
        """看证号: the PIN once more, a line in the log, then the number."""
        desk, person = self._desk, self._desk.chosen
        desk.act(
            Act.SEE_FULL_ID,
            lambda allowed: certificate_number(desk.site, allowed, person, row),
            desk.show_full,
            subject=person,
        )
