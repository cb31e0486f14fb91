"""What the desk says of an error: also of files and tables, which only staff meet."""

from kiosk.i18n import _
from kiosk.service.exchange import ColumnsError, SheetError
from kiosk.ui.public.context import failure_text

__all__ = ["desk_failure_text"]


def desk_failure_text(error: Exception) -> str:
    """One plain sentence: what happened, and what to do."""
    if isinstance(error, SheetError):
        return _sheet_text(error)
    if isinstance(error, ColumnsError):
        return _("列名有重复的，或者一个都没有留，请改好再存。")
    if isinstance(error, PermissionError):
        return _("这个文件夹不让写，请换一个文件夹。")
    if isinstance(error, FileNotFoundError):
        return _("找不到这个文件或者文件夹，U 盘是不是拔了？")
    if isinstance(error, OSError):
        return _("文件没写成，盘可能满了或者坏了，请换一个地方再存。")
    return failure_text(error)


def _sheet_text(error: SheetError) -> str:
    return {
        "suffix": _("只认 .csv、.xlsx 和 .json 三种文件，请另存成其中一种。"),
        "too_large": _("文件太大了，请拆成 {limit} MB 以下的几个文件。"),
        "too_many_rows": _("行太多了，请拆成每个 {limit} 行以下的文件。"),
        "no_headings": _("第一行没有列名，请在第一行写上列名。"),
        "missing_columns": _("表里缺这几列：{names}。请补上，或者在“列名”里改成表里的叫法。"),
    }.get(error.code, _("这个文件读不了，可能坏了，请重新导一份。")).format(**error.values)
