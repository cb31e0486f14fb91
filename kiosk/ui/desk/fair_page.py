"""专场活动: this station works at a fair or in a van; what is recorded there carries it (R14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.problems import InvalidInput
from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.event_mode import Fair, current_fair, fairs_open, leave_fair, work_at_fair
from kiosk.service.hall_register import write_entry
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.desk.components.form import Form
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme
from kiosk.words import problem_text

__all__ = ["FairPage", "FairPresenter", "FairState"]

_LIST = 640
_FIELDS = ("kind", "name", "place", "first", "last")


@dataclass(frozen=True, slots=True)
class FairState:
    """Fairs that are not over, and the one this station works at."""

    fairs: tuple[Fair, ...] = ()
    current: Fair | None = None


class FairView(Protocol):
    """The view of the page."""

    def show_state(self, state: FairState) -> None:
        """Show it."""

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """What is wrong with which row."""


class FairPresenter(PagePresenter):
    """Writes fairs into the hall's register, begins and ends the work at one."""

    def __init__(self, context: DeskContext, view: FairView) -> None:
        super().__init__(context)
        self._view = view

    def refresh(self) -> None:
        """Look at the store again."""
        site = self._context.site
        self.read(lambda: FairState(fairs_open(site), current_fair(site)), self._view.show_state)

    def begin(self, fair: str) -> None:
        """From now on records carry this fair."""
        site = self._context.site
        if fair:
            self.act(
                Act.EVENT_MODE,
                lambda allowed: work_at_fair(site, allowed, fair),
                lambda done: self.say(_("从现在起记在“{name}”名下").format(name=done.name)),
                subject=fair,
            )

    def end(self) -> None:
        """Back in the hall."""
        site = self._context.site
        self.act(Act.EVENT_MODE, lambda allowed: leave_fair(site, allowed), _("回到大厅了"))

    def write(self, fields: Mapping[str, str]) -> None:
        """A new fair in the register."""
        site = self._context.site

        def failed(error: Exception) -> None:
            if isinstance(error, InvalidInput):
                self._view.show_problems(
                    {item.field: problem_text(item) for item in error.problems}
                )
            else:
                self.failed(error)

        def done(_written: object) -> None:
            self.say(_("活动记下来了"))
            self._view.show_problems({"": ""})
            self.refresh()

        self._context.staff_tasks.act(
            Act.EVENT_MODE,
            lambda allowed: write_entry(site, allowed, "fair", dict(fields)),
            done,
            failed,
        )


class FairPage(DeskPage):
    """Fairs left, a new one right."""

    name, title, icon, act = "fair", N_("专场活动"), "storefront", Act.EVENT_MODE

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = FairPresenter(context, self)
        self.fairs = Pane(theme, "storefront", _("专场活动"))
        self.fairs.setFixedWidth(theme.px(_LIST + 200))
        self.now = Banner(theme, "notice", role="desk")
        self.list = RecordList(theme, _("专场活动"), empty=_("还没有活动，在右边写一个。"))
        self.begin = DeskButton(theme, _("这台机器在这个活动上"), kind="primary", commits=True)
        self.end = DeskButton(theme, _("收摊，回到大厅"), icon="home", commits=True)
        for widget in (self.now, self.list, self.begin, self.end):
            self.fairs.body.addWidget(widget)
        self.begin.clicked.connect(lambda _checked=False: self.presenter.begin(self.list.chosen_id))
        self.end.clicked.connect(lambda _checked=False: self.presenter.end())
        self.list.chosen.connect(lambda _id: self.begin.setEnabled(True))
        self.new = Pane(theme, "edit", _("写一个新活动"))
        self.form = Form(theme)
        kinds = (("fair", _("招聘会")), ("van", _("大篷车")), ("targeted", _("专项招聘")))
        self.form.choices("kind", _("哪种"), kinds)
        self.form.line("name", _("名称"), _("比如：跳马镇大篷车"))
        self.form.line("place", _("地点"), _("在哪里"))
        self.form.line("first", _("从哪天"), _("比如：2026-12-01"))
        self.form.line("last", _("到哪天"), _("过了这天自己回到大厅"))
        note = _("开了以后，这台机器上的登记、岗位、对接都记在活动名下。")
        self.send = DeskButton(theme, _("记下来"), kind="primary", icon="check", commits=True)
        self.send.clicked.connect(
            lambda _checked=False: self.presenter.write(
                {key: self.form.written(key) for key in _FIELDS}
            )
        )
        self.new.body.addWidget(self.form)
        self.new.body.addWidget(Words(theme, note, "desk", colour=theme.colours.ink2))
        self.new.body.addStretch(1)
        self.new.body.addWidget(self.send)
        self.panes.addWidget(self.fairs)
        self.panes.addWidget(self.new, 1)
        self.show_state(FairState())

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """What is wrong; nothing where it was written."""
        if not any(problems.values()):
            self.form.wipe()
        for key in _FIELDS:
            self.form.show_problem(key, problems.get(key, ""))

    def show_state(self, state: FairState) -> None:
        """Show it."""
        current = state.current.id if state.current else ""
        rows = [
            Row(
                fair.id,
                fair.name,
                " · ".join(part for part in (fair.place, f"{fair.first} – {fair.last}") if part),
                marks=(Mark(_("正在用"), "good"),) if fair.id == current else (),
            )
            for fair in state.fairs
        ]
        self.list.show_rows(rows)
        words = _("现在记在“{name}”名下").format(name=state.current.name) if state.current else ""
        self.now.say(words)
        self.begin.setEnabled(bool(self.list.chosen_id))
        self.begin.setVisible(bool(rows))
        self.end.setVisible(bool(current))

    def wipe(self) -> None:
        """Nothing typed stays."""
        self.form.wipe()
