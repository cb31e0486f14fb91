"""Pay by taps: unit, amount, when it is paid."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk.i18n import _
from kiosk.ui.components.choices import ChoiceGroup
from kiosk.ui.components.keypad import Field, Keypad
from kiosk.ui.theme import Theme
from kiosk.words import unit_text

__all__ = ["PayPicker"]


class PayPicker(QObject):
    """Four parts which a screen's two columns share: unit, field, keypad, settlement."""

    unit_picked = Signal(object)
    settlement_picked = Signal(object)
    pressed = Signal(str)
    erased = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        units = (
            ("day", _("每天")),
            ("hour", _("每小时")),
            ("piece", _("每件")),
            ("trip", _("每趟")),
            ("job", _("一口价")),
        )
        self.unit = ChoiceGroup(theme, units, fill=theme.colours.brown)
        self.field = Field(theme, is_money=True)
        self.keypad = Keypad(theme, extra=".", key_height=150)
        settlements = (("daily", _("日结")), ("on_completion", _("做完结")), ("weekly", _("周结")))
        self.settlement = ChoiceGroup(theme, settlements)
        self.unit.picked.connect(self.unit_picked)
        self.settlement.picked.connect(self.settlement_picked)
        self.keypad.pressed.connect(self.pressed)
        self.keypad.erased.connect(self.erased)

    def lay_out(self, main: QVBoxLayout, side: QVBoxLayout) -> None:
        """Put the parts into the columns: in landscape the keypad stands beside the rest."""
        main.addWidget(self.unit)
        main.addWidget(self.field)
        if self._theme.is_landscape:
            main.addWidget(self.settlement)
            main.addStretch(1)
            side.addWidget(self.keypad, 1)
        else:
            main.addWidget(self.keypad, 1)
            main.addWidget(self.settlement)

    def show_pay(self, amount: str, unit: str, settlement: str) -> None:
        """Show an amount as typed, with its unit."""
        self.field.say(amount, unit=unit_text(unit))
        self.unit.choose(unit)
        self.settlement.choose(settlement)

    def wipe(self) -> None:
        """Forget the amount."""
        self.field.say("")
