"""16 学门手艺."""

from kiosk.i18n import _
from kiosk.service.training import CourseView
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.components.page_row import PageRow
from kiosk.ui.components.post_card import CardList, PostFacts
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.icons import trade_icon
from kiosk.ui.public.training_presenter import TrainingPresenter, TrainingState
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme
from kiosk.words import yuan

__all__ = ["TrainingScreen"]


class TrainingScreen(Screen):
    """Courses as cards; 想学 signs up."""

    name = "training"

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, is_single=True)
        per_page = 2 if theme.is_landscape or theme.is_large else 4
        self.presenter = TrainingPresenter(context, self, per_page)
        self.head(_("学门手艺，多挣一点"))
        self.message = Banner(theme, "done")
        self.list = CardList(theme, per_page)
        self.list.opened.connect(self.presenter.touch)
        self.main.addWidget(self.message)
        self.main.addWidget(self.list, 1)
        self.source = Words(theme, "", "small", colour=theme.colours.ink2)
        self.pages = PageRow(theme)
        self.pages.turned.connect(self.presenter.turn)
        self.other = BigButton(theme, _("没有想学的？告诉我们"), icon="school", height=104)
        self.other.clicked.connect(lambda _checked=False: self.presenter.other_topic())
        for widget in (self.source, self.pages, self.other):
            self.side.addWidget(widget)

    def enter(self) -> None:
        """Show the courses."""
        self.presenter.enter()

    def show_state(self, state: TrainingState) -> None:
        """Show a page and what was done."""
        kind, icon = ("error", "error") if state.is_problem else ("done", "check_circle")
        self.message.say(state.message, kind, icon)  # type: ignore[arg-type]  # two of the kinds
        # What was done needs the room; who has a place wishes for nothing else just now.
        self.other.setVisible(not state.message)
        if state.page is None:
            return
        if not state.page.items and not state.message:
            self.message.say(_("眼下没有班。点下面，说说您想学什么。"), "info", "info")
        self.list.show_items([self._facts(item) for item in state.page.items])
        self.pages.show_page(state.page.page, state.page.pages)
        sources = dict.fromkeys(
            f"{item.source} {item.source_day}" for item in state.page.items if item.source
        )
        words = _("补贴说法来自：{source} · 以公告为准").format(source="、".join(sources))
        has_room = not self.theme.is_large and not (state.message and self.theme.is_landscape)
        self.source.say(words if sources and has_room else "")

    def wipe(self) -> None:
        """Forget what somebody signed up for."""
        self.presenter.forget()
        self.message.say("")
        self.list.forget()

    def _facts(self, course: CourseView) -> PostFacts:
        left = _("名额不限")
        if course.left is not None:
            left = _("还有 {left} 个位").format(left=course.left) if course.left else _("报满了")
        where = _("网上学") if course.is_online else course.place
        return PostFacts(
            key=course.id,
            title=f"{course.title} {course.level}".strip(),
            pay=yuan(course.fee_cents) if course.fee_cents else _("免费"),
            unit=_("元") if course.fee_cents else "",
            place=f"{where} · {left}" if where else left,
            time=course.schedule,
            wanted="",
            bay="",
            reason=_("您报上了") if course.is_joined else course.subsidy,
            mark="done" if course.is_joined else "fits",
            icon=trade_icon(course.trade) if course.trade else "school",
            zone=self.theme.colours.plum,
            action=_("不去了") if course.is_joined else _("想学"),
            is_free=not course.fee_cents,
        )
