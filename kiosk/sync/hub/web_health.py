"""The hub's page of station health: last seen, backlog, gaps, version, printer."""

from collections.abc import Sequence

from kiosk.i18n import _
from kiosk.sync.hub.markup import Cell, document, table, tag
from kiosk.sync.hub.web_figures import HallLine
from kiosk.sync.hub.web_pages import menu
from kiosk.sync.protocol import StationReport

__all__ = ["stations_page"]

_LATE_MS = 15 * 60_000


def stations_page(stations: Sequence[StationReport], halls: Sequence[HallLine], now_ms: int) -> str:
    """Health of the stations: what needs somebody stands first."""
    names = {hall.id: hall.name for hall in halls}
    lines = sorted(stations, key=lambda s: (not _trouble(s, now_ms), s.hall, s.letter))
    heads = (
        _("机器"),
        _("市场"),
        _("情况"),
        _("上次联系"),
        _("待送"),
        _("缺号"),
        _("版本"),
        _("打印机"),
    )
    rows = [
        [
            Cell(f"{line.letter} {_kind_text(line.kind)}", "title"),
            Cell(names.get(line.hall, line.hall)),
            _state_cell(_trouble(line, now_ms)),
            Cell(_ago_text(now_ms - line.seen_at) if line.seen_at else _("从来没有")),
            Cell(line.pending, "number"),
            Cell(line.gaps, "number"),
            Cell(line.program),
            Cell(_printer_text(line.printer)),
        ]
        for line in lines
    ]
    bad = sum(bool(_trouble(line, now_ms)) for line in lines)
    return document(
        _("机器状态"),
        _("共 {count} 台，{bad} 台要看一看。").format(count=len(lines), bad=bad),
        menu("stations"),
        table(heads, rows) if rows else tag("p", _("还没有机器接到这里。"), class_="empty"),
    )


def _state_cell(trouble: str) -> Cell:
    return Cell(trouble or _("正常"), "bad" if trouble else "good")


def _trouble(line: StationReport, now_ms: int) -> str:
    """What somebody has to look at; empty where all is well."""
    if line.state.startswith("revoked"):
        return _("已停用")
    if line.state:
        return _("硬盘像是被复制过，已停止接收")
    if now_ms - line.seen_at > _LATE_MS:
        return _("很久没有联系")
    if line.printer in {"no_paper", "cover_open", "error", "offline"}:
        return _("打印机要看一下")
    return _("中间缺了记录") if line.gaps else ""


def _kind_text(kind: str) -> str:
    return {
        "public": _("自助机"),
        "desk": _("服务台"),
        "board": _("大屏"),
        "hub": _("下级中心"),
    }.get(kind, kind)


def _printer_text(state: str) -> str:
    return {
        "ready": _("正常"),
        "near_end": _("纸快没了"),
        "no_paper": _("没纸了"),
        "cover_open": _("盖子开着"),
        "offline": _("没连上"),
        "error": _("故障"),
    }.get(state, _("不清楚") if state else _("没有报"))


def _ago_text(ms: int) -> str:
    minutes = max(0, ms) // 60_000
    if minutes < 60:
        return _("{count} 分钟前").format(count=minutes)
    hours = minutes // 60
    if hours < 48:
        return _("{count} 小时前").format(count=hours)
    return _("{count} 天前").format(count=hours // 24)
