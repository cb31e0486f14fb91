"""What staff do at the counter: choose, call, refer, answer, undo, reorder. Free of Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.desk_words import DECLINE_REASONS, why_declined_text
from kiosk.domain.referral import Side
from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.candidates import CandidateList
from kiosk.service.counter import (
    answer_for,
    call_number,
    cancel_for,
    mark_arrival,
    move_in_queue,
    override_ranking,
    refer_at_counter,
    undo_result,
)
from kiosk.service.counter_views import QueueRow, counter_queue
from kiosk.service.desk_papers import print_candidates
from kiosk.service.desk_people import seeker_phone
from kiosk.service.matching import Referred, list_vacancies
from kiosk.service.print_queue import reprint
from kiosk.service.searching import DeskHit, search_desk
from kiosk.service.views import VacancyView
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page_presenter import PagePresenter

__all__ = ["SHOWN", "MatchingPresenter", "MatchingState", "MatchingView"]

SHOWN = 5
"""Candidates that are shown at once."""
_GIGS, _MOVED = 200, 6
_BOTH = (Side.SEEKER, Side.EMPLOYER)


@dataclass(frozen=True, slots=True)
class MatchingState:
    """Everything on the page. `gigs` where the list shows open posts, `hits` where it was
    searched; else the list is the queue."""

    queue: tuple[QueueRow, ...] = ()
    gigs: tuple[VacancyView, ...] = ()
    hits: tuple[DeskHit, ...] = ()
    mode: str = "numbers"
    query: str = ""
    chosen: QueueRow | None = None
    listed: CandidateList | None = None


class MatchingView(Protocol):
    """The view of the page."""

    def show_state(self, state: MatchingState) -> None:
        """Show it."""


class MatchingPresenter(PagePresenter):
    """Keeps what is chosen through every refresh."""

    def __init__(self, context: DeskContext, view: MatchingView) -> None:
        super().__init__(context)
        self._view = view
        self._candidates = context.candidates
        self._mode, self._query = "numbers", ""
        self._queue: tuple[QueueRow, ...] = ()
        self._gigs: tuple[VacancyView, ...] = ()
        self._hits: tuple[DeskHit, ...] = ()
        self._referral, self._vacancy = "", ""
        self._listed: CandidateList | None = None

    @property
    def chosen(self) -> QueueRow | None:
        """The number that is chosen, as it stands now."""
        return next((row for row in self._queue if row.id == self._referral), None)

    def refresh(self) -> None:
        """Look at the store again."""
        site, mode, query, vacancy = self._context.site, self._mode, self._query, self._vacancy

        def look() -> tuple[
            tuple[QueueRow, ...], tuple[VacancyView, ...], tuple[DeskHit, ...], CandidateList | None
        ]:
            gigs = list_vacancies(site, per_page=_GIGS).items if mode == "gigs" else ()
            hits = search_desk(site, query) if query else ()
            listed = self._candidates.for_vacancy(vacancy, SHOWN) if vacancy else None
            return counter_queue(site), gigs, hits, listed

        def known(
            found: tuple[
                tuple[QueueRow, ...],
                tuple[VacancyView, ...],
                tuple[DeskHit, ...],
                CandidateList | None,
            ],
        ) -> None:
            if (mode, query, vacancy) != (self._mode, self._query, self._vacancy):
                return
            self._queue, self._gigs, self._hits, self._listed = found
            self._show()

        self.read(look, known)

    def search(self, query: str, mode: str) -> None:
        """Somebody types, or chooses 叫号 or 岗位."""
        self._query, self._mode = query, mode
        self.refresh()

    def choose(self, record: str) -> None:
        """A row: a number, a post, or somebody found by the search."""
        kind = record.partition(":")[0]
        if kind in {"seeker", "employer"}:
            self._context.navigator.go("people", record)
            return
        if kind == "vacancy":
            self._referral, self._vacancy = "", record
        else:
            self._referral = record
            row = self.chosen
            self._vacancy = row.vacancy if row else ""
            if row is None:
                self._context.navigator.say(_("这张单子不是今天的，请到“登记”里看。"), True)
        self._listed = None
        self.refresh()

    def call(self) -> None:
        """再叫."""
        row = self.chosen
        if row is not None:
            number, site = row.number, self._context.site
            self._do(
                Act.CALL_NUMBER,
                lambda allowed: call_number(site, allowed, row.id),
                _("{number} 叫了，大屏会报两遍").format(number=number),
            )

    def refer(self, seeker: str) -> None:
        """打单叫来: a new referral, its slip, and the call."""
        site, vacancy = self._context.site, self._vacancy

        def told(made: Referred) -> None:
            self._referral = made.referral.id
            words = (
                _("{number} 的单子去打印了，大屏在叫")
                if made.is_new
                else _("{number} 早就开过单子，又叫了一遍")
            )
            self._context.navigator.say(words.format(number=made.referral.number))
            self.refresh()

        self.act(
            Act.REFER,
            lambda allowed: refer_at_counter(site, allowed, seeker, vacancy, calls=True),
            told,
            subject=vacancy,
        )

    def phone(self, seeker: str) -> None:
        """Somebody who fits is not here: the phone, then a slip if she or he comes."""
        site = self._context.site

        def known(phone: str) -> None:
            if not phone:
                self._context.navigator.say(_("这个人没留电话。"), True)
                return
            options = [("refer", _("答应来，开单子"))]
            title = _("电话 {phone}").format(phone=phone)
            self._context.navigator.choose(title, options, lambda _choice: self.refer(seeker))

        self.act(
            Act.SEE_PHONE,
            lambda allowed: seeker_phone(site, allowed, seeker, "refer"),
            known,
            subject=seeker,
        )

    def agreed(self, sides: tuple[Side, ...] = _BOTH) -> None:
        """谈成了."""
        self._answer(sides, True, "", _("记下了：谈成"))

    def declined(self) -> None:
        """没谈成: why, then down."""
        options = [(reason, why_declined_text(reason)) for reason in DECLINE_REASONS]
        by_employer = {"person", "filled"}

        def done(reason: str) -> None:
            side = Side.EMPLOYER if reason in by_employer else Side.SEEKER
            self._answer((side,), False, reason, _("记下了：没谈成，这个人可以再找别的活"))

        if self.chosen is not None:
            self._context.navigator.choose(_("为什么没谈成？"), options, done)

    def arrived(self, has_come: bool) -> None:
        """到岗 or 没来."""
        row, site = self.chosen, self._context.site
        if row is not None:
            done = _("记下了：到岗") if has_come else _("记下了：没来")
            self._do(
                Act.ARRIVAL,
                lambda allowed: mark_arrival(site, allowed, row.id, has_come=has_come),
                done,
            )

    def undone(self) -> None:
        """撤回, with why."""
        row, site = self.chosen, self._context.site
        if row is None:
            return

        def done(reason: str) -> None:
            self._do(
                Act.UNDO,
                lambda allowed: undo_result(site, allowed, row.id, reason),
                _("撤回了，重新谈；位子还回去了"),
            )

        self.ask_reason(_("为什么撤回？"), done)

    def printed_again(self) -> None:
        """补打."""
        row, store = self.chosen, self._context.site.store
        if row is not None:
            self._do(
                Act.PRINT_AGAIN,
                lambda _allowed: reprint(store, row.id, "referral"),
                _("已排队补打"),
            )

    def more(self) -> None:
        """更多: what is needed less often."""
        row = self.chosen
        if row is None:
            return
        options = []
        if row.is_waiting or row.is_expired:
            options += [
                ("seeker", _("只有求职者说成了")),
                ("employer", _("只有老板说成了")),
                ("cancel", _("求职者不要了，取消")),
            ]
        if row.is_waiting and self._may_move:
            options.append(("move", _("换叫号顺序")))
        options.append(("person", _("看这个人的登记，找第二趟")))
        acts: dict[str, Callable[[], None]] = {
            "seeker": lambda: self.agreed((Side.SEEKER,)),
            "employer": lambda: self.agreed((Side.EMPLOYER,)),
            "cancel": self._cancel,
            "move": self._move,
            "person": lambda: self._context.navigator.go("people", row.seeker),
        }
        title = f"{row.number} {row.name}"
        self._context.navigator.choose(title, options, lambda choice: acts[choice]())

    def reorder(self) -> None:
        """换顺序: who comes first among the candidates, with why."""
        listed, site = self._listed, self._context.site
        if listed is None or not listed.rows:
            return
        options = [
            (row.seeker, f"{place}. {row.name} {row.tail}")
            for place, row in enumerate(listed.rows, start=1)
        ]
        given = [row for row in listed.rows if row.place_given]
        if given:
            options.append(("", _("照规则排，去掉改动")))

        def place(seeker: str, reason: str) -> None:
            def work(allowed: Authorised) -> object:
                if seeker:
                    return override_ranking(site, allowed, listed.vacancy.id, seeker, 1, reason)
                return [
                    override_ranking(site, allowed, listed.vacancy.id, row.seeker, 0, reason)
                    for row in given
                ]

            self._do(Act.OVERRIDE_RANKING, work, _("顺序换了，原因记下来了"))

        def chosen(seeker: str) -> None:
            self.ask_reason(_("为什么换顺序？"), lambda text: place(seeker, text))

        self._context.navigator.choose(_("把谁排到第一？"), options, chosen)

    def print_list(self) -> None:
        """打印名单, with the reasons."""
        listed, site = self._listed, self._context.site
        if listed is not None:
            self._do(
                Act.PRINT_AGAIN,
                lambda allowed: print_candidates(site, allowed, listed),
                _("名单去打印了"),
            )

    @property
    def _may_move(self) -> bool:
        return len([row for row in self._queue if row.is_waiting]) > 1

    def _cancel(self) -> None:
        row, site = self.chosen, self._context.site
        if row is not None:
            self._do(
                Act.CONFIRM,
                lambda allowed: cancel_for(site, allowed, row.id),
                _("取消了，这个人可以再找别的活"),
            )

    def _move(self) -> None:
        row, site = self.chosen, self._context.site
        if row is None:
            return
        others = [item for item in self._queue if item.is_waiting and item.id != row.id]
        options = [
            (item.id, _("排到 {number} 前面").format(number=item.number))
            for item in others[:_MOVED]
        ]
        options.append(("", _("排到最后")))

        def move(before: str, reason: str) -> None:
            self._do(
                Act.MANUAL_ORDER,
                lambda allowed: move_in_queue(site, allowed, row.id, before, reason),
                _("顺序换了，原因记下来了"),
            )

        def chosen(before: str) -> None:
            self.ask_reason(_("为什么换顺序？"), lambda text: move(before, text))

        title = _("{number} 排到哪里？").format(number=row.number)
        self._context.navigator.choose(title, options, chosen)

    def _answer(self, sides: tuple[Side, ...], is_agreed: bool, reason: str, done: str) -> None:
        row, site = self.chosen, self._context.site
        if row is not None:
            self._do(
                Act.CONFIRM,
                lambda allowed: answer_for(
                    site, allowed, row.id, sides, is_agreed=is_agreed, reason=reason
                ),
                done,
            )

    def _do(self, act: Act, work: Callable[[Authorised], object], done: str) -> None:
        self.act(act, work, done, subject=self._referral or self._vacancy)

    def _show(self) -> None:
        self._view.show_state(
            MatchingState(
                self._queue,
                self._gigs,
                self._hits,
                self._mode,
                self._query,
                self.chosen,
                self._listed,
            )
        )
