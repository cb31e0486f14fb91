"""03 consent."""

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.cards import Fact, FactsCard
from kiosk.ui.components.choices import ChoiceGroup
from kiosk.ui.components.labels import Words
from kiosk.ui.public.consent_presenter import ConsentPresenter, ConsentState
from kiosk.ui.public.context import PublicContext
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["ConsentScreen"]


class ConsentScreen(Screen):
    """What is kept, what for, who sees it; a choice about the phone; two answers."""

    name = "consent"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self.presenter = ConsentPresenter(context, self)
        self.head(_("登记前，先问您同不同意"), step=1, steps=4)
        self.main.addWidget(
            FactsCard(
                theme,
                (
                    Fact("edit", _("我们记什么"), _("姓名、性别、出生、证号、工种")),
                    Fact("work", _("记来做什么"), _("给您找活、打对接单")),
                    Fact("visibility", _("谁能看到"), _("服务专员；老板只看“张师傅”")),
                    Fact("block", _("我们不做"), _("不拍照、不收指纹、不收钱")),
                    Fact("lock", _("不想留了"), _("随时可以撤回、删掉")),
                ),
                row_height=112,
            )
        )
        self.fill(self.main)
        self.side.addWidget(Words(theme, _("谈活时，手机号能告诉老板吗？"), "strong", bold=True))
        self.sharing = ChoiceGroup(theme, ((True, _("可以")), (False, _("不可以"))))
        self.sharing.picked.connect(self.presenter.choose_sharing)
        self.side.addWidget(self.sharing)
        if theme.is_landscape:
            self.fill(self.side)
        self.agree = BigButton(
            theme, _("同意，往下办"), kind="primary", icon="check", height=168, commits=True
        )
        self.agree.clicked.connect(lambda _checked=False: self.presenter.agree())
        self.browse = BigButton(theme, _("不同意，只看活不登记"), height=120, commits=True)
        self.browse.clicked.connect(lambda _checked=False: self.presenter.browse_only())
        self.side.addWidget(self.agree)
        self.side.addWidget(self.browse)

    def enter(self) -> None:
        """Show the present choice."""
        self.presenter.enter()

    def show_state(self, state: ConsentState) -> None:
        """Show the present choice."""
        self.sharing.choose(state.shares_phone)
