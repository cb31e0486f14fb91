"""Rights and training: what to know, and whom to call."""

from kiosk.i18n import _
from kiosk.service.hall_profile import hall_view
from kiosk.service.views import HallView
from kiosk.ui.components.cards import Fact, FactsCard
from kiosk.ui.components.labels import Banner
from kiosk.ui.public.context import PublicContext
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["RightsScreen", "TrainingScreen"]


class _InfoScreen(Screen):
    """Facts and the hall's hotline."""

    question = ""

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self._context = context
        self.head(self.question)
        self.main.addWidget(FactsCard(theme, self.facts(), row_height=124))
        self.fill(self.main)
        self.hotline = Banner(theme, "notice", "", "call", "strong")
        self.side.addWidget(self.hotline)

    def facts(self) -> tuple[Fact, ...]:
        """What to know."""
        raise NotImplementedError

    def enter(self) -> None:
        """Look the hotline up."""
        site = self._context.site
        self._context.tasks.read(lambda: hall_view(site), self._known, lambda _error: None)

    def _known(self, hall: HallView) -> None:
        self.hotline.say(self.call_text(hall.hotline))

    def call_text(self, hotline: str) -> str:
        """Whom to call."""
        raise NotImplementedError


class RightsScreen(_InfoScreen):
    """投诉维权."""

    name = "rights"
    question = _("干活的规矩，您要知道")

    def facts(self) -> tuple[Fact, ...]:
        """Rights in plain words."""
        return (
            Fact("money_off", _("不收钱"), _("找活不收押金、介绍费")),
            Fact("badge", _("证件"), _("谁也不能扣您的身份证")),
            Fact("payments", _("工钱"), _("说好多少就给多少，按时给")),
            Fact("local_hospital", _("受伤"), _("先救人，留好单子和照片")),
            Fact("receipt_long", _("单子"), _("对接单收好，是凭据")),
        )

    def call_text(self, hotline: str) -> str:
        """The two numbers."""
        if hotline:
            return _("没拿到工钱、被骗了：打 12333，或本场 {number}").format(number=hotline)
        return _("没拿到工钱、被骗了：打 12333，或找工作人员")


class TrainingScreen(_InfoScreen):
    """学门手艺."""

    name = "training"
    question = _("想学门手艺")

    def facts(self) -> tuple[Fact, ...]:
        """How to go about it."""
        return (
            Fact("school", _("学什么"), _("电工、养老护理、家电清洗等")),
            Fact("payments", _("多少钱"), _("公家办的班，免费")),
            Fact("schedule", _("什么时候"), _("白天、晚上、周末都有")),
            Fact("support_agent", _("怎么报"), _("跟工作人员说一声")),
        )

    def call_text(self, hotline: str) -> str:
        """Where to ask."""
        if hotline:
            return _("想学就打本场 {number}，或者到服务台").format(number=hotline)
        return _("想学就到服务台说一声")
