"""What is wrong with a table in a file, in plain sentences."""

from kiosk.i18n import _
from kiosk.service.exchange.sheets import SheetError

__all__ = ["sheet_text"]


def sheet_text(error: SheetError) -> str:
    """What happened, and what to do."""
    sentence = {
        "suffix": _("只认 .csv、.xlsx 和 .json 三种文件，请另存成其中一种。"),
        "too_large": _("文件太大了，请拆成 {limit} MB 以下的几个文件。"),
        "too_many_rows": _("行太多了，请拆成每个 {limit} 行以下的文件。"),
        "no_headings": _("第一行没有列名，请在第一行写上列名。"),
        "missing_columns": _("表里缺这几列：{names}。请补上，或者在“列名”里改成表里的叫法。"),
    }.get(error.code, _("这个文件读不了，可能坏了，请重新存一份再试。"))
    return sentence.format(**error.values)
