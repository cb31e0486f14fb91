"""Stands in for home while a forgotten card lies on the reader."""

from kiosk.i18n import _
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.painting import icon_pixmap
from kiosk.ui.public.context import PublicContext
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["TakeCardScreen"]


class TakeCardScreen(Screen):
    """Goes away by itself when the card is taken."""

    name = "take_card"
    is_home = True

    def __init__(self, theme: Theme, _context: PublicContext) -> None:
        super().__init__(theme, is_single=True)
        side = 96 if theme.is_landscape else 240
        mark = Words(theme, "", centred=True)
        mark.setPixmap(icon_pixmap("badge", theme.px(side), theme.colours.ink))
        title = _("请拿好您的身份证")
        mark.setAccessibleName(title)
        self.fill(self.main)
        self.main.addWidget(mark)
        mark.show()
        self.main.addWidget(Words(theme, title, "question", bold=True, centred=True))
        lies = Banner(theme, "notice", _("身份证还在读卡器上。"), "badge")
        safe = Banner(theme, "done", _("办过的都存好了，屏幕上的都清空了。"), "check_circle")
        todo = Banner(theme, "info", _("不是您的，请交给工作人员。"), "support_agent")
        for banner in (lies, safe, todo):
            self.main.addWidget(banner)
        self.fill(self.main)
