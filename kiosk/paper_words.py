"""What is said about the A4 printer, at the desk and by the doctor."""

from kiosk.i18n import _
from kiosk.printing.paper_printer import PaperError, PaperTrouble

__all__ = ["paper_advice", "paper_trouble_text"]


def paper_trouble_text(error: PaperError) -> str:
    """What is the matter, in a few words: 打印机 HP 停用了（卡纸）."""
    name = error.printer
    words = {
        PaperTrouble.NO_SERVICE: _("这台电脑没有打印服务，或者没有开"),
        PaperTrouble.NO_PRINTER: _("这台电脑还没有装 A4 打印机"),
        PaperTrouble.WHICH_ONE: _("有好几台打印机，没有选定用哪台"),
        PaperTrouble.UNKNOWN_PRINTER: _("找不到打印机 {name}").format(name=name),
        PaperTrouble.STOPPED: _("打印机 {name} 停用了").format(name=name),
        PaperTrouble.NOT_ACCEPTING: _("打印机 {name} 现在不收活").format(name=name),
        PaperTrouble.REFUSED: _("打印机 {name} 没有收下").format(name=name).replace("  ", " "),
        PaperTrouble.SILENT: _("打印服务没有回答，不知道打了没有"),
    }[error.trouble]
    return f"{words}（{error.detail}）" if error.detail else words


def paper_advice(trouble: PaperTrouble) -> str:
    """What to do about it."""
    return {
        PaperTrouble.NO_SERVICE: _("请在系统里装好、打开打印服务（CUPS）。"),
        PaperTrouble.NO_PRINTER: _("请在系统的“打印机”设置里添加一台。"),
        PaperTrouble.WHICH_ONE: _("请在系统里设一台默认打印机，或者写进 paper.printer。"),
        PaperTrouble.UNKNOWN_PRINTER: _("请改 kiosk.toml 里的 paper.printer。"),
        PaperTrouble.STOPPED: _("请看有没有缺纸、卡纸，再到系统的“打印机”设置里启用。"),
        PaperTrouble.NOT_ACCEPTING: _("请到系统的“打印机”设置里让它接收任务。"),
        PaperTrouble.REFUSED: _("请看打印机的电源、线和系统的“打印机”设置。"),
        PaperTrouble.SILENT: _("请先看打印机有没有出纸，没有再打。"),
    }[trouble]
