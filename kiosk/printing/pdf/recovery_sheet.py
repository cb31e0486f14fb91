"""The recovery sheet: the one paper from which a hall's store can be opened again."""

import io
from dataclasses import dataclass
from pathlib import Path

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kiosk.i18n import _
from kiosk.printing.pdf.fonts import BOLD, REGULAR, register_fonts

__all__ = ["RecoverySheet", "write_recovery_sheet"]

_GROUPS_PER_LINE = 7
_RAIL = (0x11 / 255, 0x3B / 255, 0x42 / 255)
_AMBER = (1, 0xC8 / 255, 0x45 / 255)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What the sheet says. `recovery_key` is the grouped text of the master key."""

    station: str
    letter: str
    hall: str
    made_on: str
    recovery_key: str

    def __repr__(self) -> str:
        return f"RecoverySheet({self.station})"


def write_recovery_sheet(sheet: RecoverySheet, path: Path) -> None:
    """Write the sheet as one A4 page, readable by its owner alone.

    Raises:
        FileExistsError: there is a file; nothing is overwritten.
        OSError: it cannot be written.
    """
    register_fonts()
    path.touch(mode=0o600, exist_ok=False)
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setTitle(_("恢复单"))
    _draw_head(canvas)
    _draw_facts(canvas, sheet)
    _draw_key(canvas, sheet.recovery_key)
    _draw_advice(canvas)
    canvas.showPage()
    canvas.save()


def _draw_head(canvas: Canvas) -> None:
    width, height = A4
    canvas.setFillColorRGB(*_RAIL)
    canvas.rect(0, height - 40 * mm, width, 40 * mm, stroke=0, fill=1)
    canvas.setFillColorRGB(*_AMBER)
    canvas.rect(0, height - 41.5 * mm, width, 1.5 * mm, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont(BOLD, 26)
    canvas.drawString(20 * mm, height - 21 * mm, _("恢复单"))
    canvas.setFont(REGULAR, 12)
    canvas.drawString(
        20 * mm, height - 31 * mm, _("零工市场自助机的钥匙。像存折一样收好，锁进柜子。")
    )


def _draw_facts(canvas: Canvas, sheet: RecoverySheet) -> None:
    height = A4[1]
    facts = (
        (_("零工市场编号"), sheet.hall),
        (_("机器编号"), sheet.station),
        (_("单号字母"), sheet.letter),
        (_("制单日期"), sheet.made_on),
    )
    canvas.setFillColorRGB(0.1, 0.1, 0.1)
    for line, (label, value) in enumerate(facts):
        top = height - 58 * mm - line * 9 * mm
        canvas.setFont(REGULAR, 12)
        canvas.drawString(20 * mm, top, label)
        canvas.setFont(BOLD, 13)
        canvas.drawString(60 * mm, top, value)


def _draw_key(canvas: Canvas, key: str) -> None:
    width, height = A4
    top = height - 105 * mm
    groups = key.split("-")
    lines = [
        "  ".join(groups[i : i + _GROUPS_PER_LINE]) for i in range(0, len(groups), _GROUPS_PER_LINE)
    ]
    canvas.setFont(BOLD, 14)
    canvas.drawString(20 * mm, top, _("恢复钥匙（字母 O 和数字 0 算一样，I、L 和 1 算一样）"))
    canvas.roundRect(18 * mm, top - 30 * mm, width - 36 * mm, 25 * mm, 3 * mm, stroke=1, fill=0)
    canvas.setFont(BOLD, 19)
    for line, text in enumerate(lines):
        canvas.drawString(24 * mm, top - 15 * mm - line * 10 * mm, text)
    picture = io.BytesIO()
    segno.make(key.replace("-", ""), error="m").save(picture, kind="png", scale=6, border=4)
    picture.seek(0)
    canvas.drawImage(ImageReader(picture), 18 * mm, top - 82 * mm, 46 * mm, 46 * mm)


def _draw_advice(canvas: Canvas) -> None:
    height = A4[1]
    top = height - 150 * mm
    canvas.setFont(REGULAR, 12)
    for line, text in enumerate(
        (
            _("什么时候用：换机器、换硬盘、钥匙文件丢了。"),
            _("怎么用：kiosk init --recover，按提示输入上面的钥匙。"),
            _("谁拿到这张纸和机器，谁就能看到全部登记，请不要拍照。"),
            _("打印以后，请从机器上删掉这个文件。"),
        )
    ):
        canvas.drawString(72 * mm, top - line * 9 * mm, text)
