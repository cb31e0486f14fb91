"""What presenters of help, complaints, training and persons have in common: read as whoever is
signed in, ask by a form, ask who it is; no Qt."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from kiosk.domain.problems import InvalidInput
from kiosk.domain.roles import Act, StaffSession
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.searching import DeskHit, search_desk
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.form_field import FormField, Reply, Written
from kiosk.ui.desk.page_presenter import PagePresenter

__all__ = ["AskingPresenter", "hit_text"]

T = TypeVar("T")
_MOST_HITS = 6


class AskingPresenter(PagePresenter):
    """Asks, acts, says what was done."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self.site, self.navigator = context.site, context.navigator

    @property
    def session(self) -> StaffSession | None:
        """Who is signed in."""
        return self._context.staff.session

    def do(
        self,
        act: Act,
        work: Callable[[Authorised], T],
        said: str | Callable[[T], str],
        *,
        subject: str = "",
    ) -> None:
        """Do something, say what was done, look again; or say why not."""

        def told(result: T) -> None:
            self.say(said if isinstance(said, str) else said(result))

        self.act(act, work, told, subject=subject)

    def do_with_reason(
        self,
        act: Act,
        question: str,
        work: Callable[[Authorised, str], T],
        said: str | Callable[[T], str],
    ) -> None:
        """Ask why, then do it; the reason stands in the log."""
        self.ask_reason(
            question, lambda reason: self.do(act, lambda allowed: work(allowed, reason), said)
        )

    def read_as(self, work: Callable[[StaffSession], T], done: Callable[[T], None]) -> None:
        """Read something as whoever is signed in; nothing happens once nobody is."""
        session = self.session
        if session is not None:
            self.read(lambda: work(session), done)

    def ask_form(
        self,
        title: str,
        fields: Sequence[FormField],
        act: Act,
        work: Callable[[Authorised, Written], T],
        said: str | Callable[[T], str],
    ) -> None:
        """Ask by a form and do it; what is wrong stands at its field, and the form stays."""

        def written(values: Written, reply: Reply) -> None:
            def told(result: T) -> None:
                reply(())
                self.say(said if isinstance(said, str) else said(result))
                self.refresh()

            def failed(error: Exception) -> None:
                if isinstance(error, InvalidInput):
                    reply(error.problems)
                else:
                    reply(())
                    self.failed(error)

            self._context.staff_tasks.act(act, lambda allowed: work(allowed, values), told, failed)

        self.navigator.ask_form(title, fields, written)

    def ask_form_about(
        self,
        act: Act,
        subject: str,
        title: str,
        fields: Sequence[FormField],
        work: Callable[[Authorised, str, Written], T],
        said: str | Callable[[T], str],
    ) -> None:
        """Ask by a form about one record; nothing where none is chosen."""
        if subject:
            self.ask_form(
                title, fields, act, lambda allowed, written: work(allowed, subject, written), said
            )

    def ask_person(self, question: str, done: Callable[[DeskHit], None]) -> None:
        """Who it is: a name, a phone's or a number's end is written, then one is chosen."""

        def known(hits: tuple[DeskHit, ...]) -> None:
            people = [hit for hit in hits if hit.kind == "seeker"]
            if not people:
                self.navigator.say(_("没有找到这个人，请换个写法，或者先登记。"), True)
                return
            options = [(hit.id, hit_text(hit)) for hit in people[:_MOST_HITS]]
            by_id = {hit.id: hit for hit in people}
            self.navigator.choose(_("是哪一位？"), options, lambda hit: done(by_id[hit]))

        def find(text: str) -> None:
            site = self.site
            self.read(lambda: search_desk(site, text), known)

        hint = _("姓名、拼音、电话后四位、登记号都行")
        self.navigator.ask_text(question, hint, find)


def hit_text(hit: DeskHit) -> str:
    """张* 尾号1234 A037 搬运."""
    tail = _("尾号{tail}").format(tail=hit.tail) if hit.tail else ""
    return " ".join(
        part for part in (hit.title, tail, hit.number, _("、").join(hit.trades)) if part
    )
