"""What to do about a printer that cannot print."""

from kiosk.i18n import _
from kiosk.printing.status import PrinterState

__all__ = ["printer_advice", "printer_state_text"]


def printer_state_text(state: PrinterState) -> str:
    """A printer's state in a technician's words."""
    return {
        PrinterState.READY: _("正常"),
        PrinterState.NEAR_END: _("快没纸了"),
        PrinterState.NO_PAPER: _("没纸了"),
        PrinterState.COVER_OPEN: _("盖子开着"),
        PrinterState.OFFLINE: _("脱机"),
        PrinterState.ERROR: _("出错"),
        PrinterState.UNKNOWN: _("不知道"),
    }[state]


def printer_advice(state: PrinterState) -> str:
    """What to do; empty for a printer that is ready."""
    return {
        PrinterState.READY: "",
        PrinterState.NEAR_END: _("请准备一卷新纸。"),
        PrinterState.NO_PAPER: _("请装一卷新纸，亮面朝外。"),
        PrinterState.COVER_OPEN: _("请把盖子按紧，听到“咔”一声。"),
        PrinterState.OFFLINE: _("请按一下打印机的走纸键，或者联机键。"),
        PrinterState.ERROR: _("请关电再开；还不行，看切刀那里有没有卡纸。"),
        PrinterState.UNKNOWN: _("没有回答。请看电源、线、地址对不对。"),
    }[state]
