"""明天派工: gigs that start tomorrow, who goes there, the list on paper, the call."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.counter import call_numbers
from kiosk.service.counter_views import Dispatch, dispatch_of
from kiosk.service.desk_papers import print_dispatch
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.matching.words import gig_line, status_mark, tail_text
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme

__all__ = ["TomorrowPage", "TomorrowPresenter"]

_LIST = 600


@dataclass(frozen=True, slots=True)
class TomorrowState:
    """Gigs of tomorrow and the chosen one."""

    gigs: tuple[Dispatch, ...] = ()
    chosen: Dispatch | None = None


class TomorrowView(Protocol):
    """The view of the page."""

    def show_state(self, state: TomorrowState) -> None:
        """Show it."""


class TomorrowPresenter(PagePresenter):
    """Chooses a gig, prints its list, calls its people."""

    def __init__(self, context: DeskContext, view: TomorrowView) -> None:
        super().__init__(context)
        self._view = view
        self._chosen = ""
        self._gigs: tuple[Dispatch, ...] = ()

    @property
    def chosen(self) -> Dispatch | None:
        """The gig as it stands now; the first one where none was chosen."""
        found = (gig for gig in self._gigs if gig.vacancy.id == self._chosen)
        return next(found, self._gigs[0] if self._gigs else None)

    def refresh(self) -> None:
        """Look at the store again."""
        site = self._context.site

        def known(gigs: tuple[Dispatch, ...]) -> None:
            self._gigs = gigs
            self._show()

        self.read(lambda: dispatch_of(site), known)

    def choose(self, vacancy: str) -> None:
        """A row was chosen."""
        self._chosen = vacancy
        self._show()

    def printed(self) -> None:
        """打印派工名单."""
        chosen, site = self.chosen, self._context.site
        if chosen is not None:
            self.act(
                Act.PRINT_AGAIN,
                lambda allowed: print_dispatch(site, allowed, chosen),
                _("名单去打印了"),
                subject=chosen.vacancy.id,
            )

    def called(self) -> None:
        """一起叫: everybody who agreed."""
        chosen, site = self.chosen, self._context.site
        if chosen is not None and chosen.agreed:
            numbers = tuple(row.id for row in chosen.agreed)
            words = _("{count} 个号都叫了，大屏会报").format(count=len(numbers))
            self.act(
                Act.CALL_NUMBER,
                lambda allowed: call_numbers(site, allowed, numbers),
                words,
                subject=chosen.vacancy.id,
            )

    def match(self) -> None:
        """去对接: who else fits."""
        if self.chosen is not None:
            self._context.navigator.go("matching", self.chosen.vacancy.id)

    def _show(self) -> None:
        self._view.show_state(TomorrowState(self._gigs, self.chosen))


class TomorrowPage(DeskPage):
    """Gigs left, people right."""

    name, title, icon, act = "tomorrow", N_("明天派工"), "airport_shuttle", Act.REFER

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = TomorrowPresenter(context, self)
        self.gigs = Pane(theme, "work", _("明天的活"), is_flush=True)
        self.gigs.setFixedWidth(theme.px(_LIST))
        self.list = RecordList(theme, _("明天的活"), empty=_("还没有明天的活。"))
        self.list.chosen.connect(self.presenter.choose)
        self.gigs.body.addWidget(self.list)
        self.people = Pane(theme, "groups", _("谁去"))
        self.facts = FactsPane(theme)
        self.rows = RecordList(theme, _("谁去"), empty=_("还没有人谈成。"))
        self.note = Words(theme, "", "desk", bold=True)
        self.people.body.addWidget(self.facts)
        self.people.body.addWidget(self.rows, 1)
        self.people.body.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(14))
        self.print = DeskButton(theme, _("打印名单"), icon="print", commits=True)
        self.call = DeskButton(theme, _("一起叫号"), icon="campaign", commits=True)
        self.match = DeskButton(theme, _("去找人"), kind="primary", icon="groups")
        for button, act in (
            (self.print, self.presenter.printed),
            (self.call, self.presenter.called),
            (self.match, self.presenter.match),
        ):
            button.clicked.connect(lambda _checked=False, use=act: use())
            buttons.addWidget(button)
        self.people.body.addLayout(buttons)
        self.panes.addWidget(self.gigs)
        self.panes.addWidget(self.people, 1)
        self.show_state(TomorrowState())

    def show_subject(self, subject_id: str) -> None:
        """A vacancy."""
        self.presenter.choose(subject_id)

    def wipe(self) -> None:
        """Nothing stays."""
        self.show_state(TomorrowState())

    def show_state(self, state: TomorrowState) -> None:
        """Show it."""
        today = self.context.site.today()
        count = _("{count} 个").format(count=len(state.gigs))
        self.gigs.say(_("明天的活"), count)
        self.list.show_rows([_gig_row(gig, today) for gig in state.gigs])
        chosen = state.chosen
        self.list.choose(chosen.vacancy.id if chosen else "")
        gig = chosen.vacancy if chosen else None
        facts = (
            (
                (_("老板"), gig.employer_name),
                (_("地点"), gig.place),
                (_("上车"), " · ".join(part for part in (gig.bay, gig.plate) if part)),
            )
            if gig
            else ()
        )
        self.facts.show_facts([Fact("", label, value) for label, value in facts])
        people = chosen.people if chosen else ()
        self.people.say(
            _("谁去"), _("谈成 {count} 人").format(count=len(chosen.agreed)) if chosen else ""
        )
        self.rows.show_rows(
            [
                Row(
                    row.id,
                    f"{row.name} {tail_text(row.tail)}",
                    number=row.number,
                    marks=(Mark(*status_mark(row)),),  # type: ignore[arg-type]  # kinds of marks
                )
                for row in people
            ]
        )
        left = gig.left if gig else 0
        self.note.say(_("还差 {count} 人").format(count=left) if left else "")
        self.print.setVisible(gig is not None)
        self.match.setVisible(gig is not None)
        self.call.setVisible(bool(chosen and chosen.agreed))


def _gig_row(gig: Dispatch, today: date) -> Row:
    count = _("{agreed}/{all} 人").format(agreed=len(gig.agreed), all=gig.vacancy.headcount)
    mark = Mark(count, "warn" if gig.vacancy.left else "good")
    return Row(gig.vacancy.id, gig.vacancy.trade_name, gig_line(gig.vacancy, today), marks=(mark,))
