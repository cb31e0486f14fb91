"""The base of every page of the desk, and how to write one.

A page in a dozen lines:

    class CoursesPage(DeskPage):
        name, title, icon, act = "training", N_("培训"), "school", Act.TRAINING

        def __init__(self, theme: Theme, context: DeskContext) -> None:
            super().__init__(theme, context)
            self.list = RecordList(theme, _("培训班"), empty=_("还没有培训班"))
            self.presenter = CoursesPresenter(context, self)   # no Qt in it
            self.list.chosen.connect(self.presenter.choose)
            pane = Pane(theme, "school", _("培训班"), is_flush=True)
            pane.body.addWidget(self.list)
            self.panes.addWidget(pane, 1)

Then put the class into `PAGES` (pages.py) and a sample of it into `SAMPLES`
(gallery_samples.py): the gallery draws it, the audit test measures it, the matrix test opens it
for every role.

- `self.panes` is a row with the desk's margins; lists are 464–496 wide, details 430–560.
- `enter` is called each time the page is shown (it calls `refresh` unless overridden),
  `show_subject` after it where somebody came from a record, `refresh` while the page is shown and
  something was committed here (`changed` is empty then: anything may have changed) or delivered
  (the aggregates); it asks `self.presenter` to look again. `count` is called for pages with
  `has_badge` also while they are hidden; they answer by `badged.emit(n)`.
- What staff do goes through `context.staff_tasks.act(Act.X, work, done, failed)`: the gate, the
  PIN once more where it is needed, the writing thread. Reads through `context.tasks.read`.
- Say the outcome with `context.navigator.say`; errors with `say(failure_text(error), True)`.
- When somebody signs out, `wipe` is called and the page is destroyed; it is made anew for the next
  person. While the window is locked the page stays as it is beneath the cover.
- Buttons for acts the role has not are not shown: `self.may(Act.X)`.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.devices.id_card import IdCard
from kiosk.domain.roles import Act, Role, may
from kiosk.sync.loop import SyncStatus
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.theme import Theme

__all__ = ["DeskPage"]

_MARGIN, _GAP = 24, 20


class DeskPage(QWidget):
    """One page between head and status bar."""

    name = ""
    title = ""
    """Marked with `N_`; the head looks it up."""
    icon = ""
    act: Act | None = None
    """Who may do this may see the page; None for everybody."""
    has_badge = False
    """Whether `count` answers with a number for the tab."""

    badged = Signal(int)

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__()
        self.theme, self.context = theme, context
        self.panes = QHBoxLayout(self)
        edge = theme.px(_MARGIN)
        self.panes.setContentsMargins(edge, theme.px(20), edge, theme.px(20))
        self.panes.setSpacing(theme.px(_GAP))

    @classmethod
    def is_for(cls, role: Role) -> bool:
        """Whether a role sees the page."""
        return cls.act is None or may(role, cls.act)

    def may(self, act: Act) -> bool:
        """Whether who is signed in may do something; for buttons that are shown or not."""
        session = self.context.staff.session
        return session is not None and may(session.role, act)

    def enter(self) -> None:
        """The page is shown."""
        self.refresh(frozenset())

    def show_subject(self, subject_id: str) -> None:
        """Somebody came here for one record; called after `enter`."""

    def refresh(self, changed: frozenset[str]) -> None:
        """Look again: aggregates that changed, or nothing for everything.

        A page's `presenter` looks at the store; whatever changed, it looks at everything it shows.
        """
        del changed
        presenter = getattr(self, "presenter", None)
        if isinstance(presenter, PagePresenter):
            presenter.refresh()

    def count(self) -> None:
        """Find out the badge's number and emit `badged`."""

    def scanned(self, text: str) -> None:
        """A code came from the scanner while the page is shown."""

    def card_arrived(self, card: IdCard) -> None:
        """An identity card was read while the page is shown."""

    def sync_changed(self, status: SyncStatus) -> None:
        """The sync loop reported; also while the page is hidden, and once when it is made."""

    def wipe(self) -> None:
        """Nothing of a person may stay in a widget."""
