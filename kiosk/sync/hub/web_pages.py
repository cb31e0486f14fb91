"""The hub's web pages: today's vacancies for everybody; figures, halls and stations for staff."""

from collections.abc import Sequence

from kiosk.catalog import trades
from kiosk.domain.clock import day_of
from kiosk.i18n import _
from kiosk.sync.hub.markup import Markup, document, tag
from kiosk.sync.hub.web_figures import CHARTS, DayCounts, HallLine, JobLine, StationLine
from kiosk.words import clock_text, date_text, day_text, pay_text, settlement_text

__all__ = ["figures_page", "halls_page", "jobs_page", "stations_page"]

_LATE_MS = 15 * 60_000


def jobs_page(jobs: Sequence[JobLine], halls: Sequence[HallLine], hall: str, now_ms: int) -> str:
    """Today's vacancies, for a phone. Nobody's name or number stands on it but the hall's."""
    names = {each.id: each for each in halls}
    links = [
        tag(
            "a",
            each.name,
            href=f"?hall={each.id}",
            aria_current="page" if each.id == hall else None,
        )
        for each in halls
    ]
    everywhere = tag("a", _("全部市场"), href="?", aria_current=None if hall else "page")
    body = [
        tag("h1", _("现在能报的活")),
        tag(
            "p",
            _("{date} {time} 更新，共 {count} 个。报名请到市场，带上身份证，不收钱。").format(
                date=date_text(day_of(now_ms)), time=clock_text(now_ms), count=len(jobs)
            ),
            class_="soft",
        ),
        tag("nav", everywhere, *links) if len(halls) > 1 else "",
        tag("ul", *(_job(job, names.get(job.hall), now_ms) for job in jobs), class_="jobs")
        if jobs
        else tag("p", _("现在没有能报的活，请过一会儿再看，或者打市场的电话问。")),
    ]
    if hall in names:
        body.append(_hall_foot(names[hall]))
    return document(_("现在能报的活"), *body)


def _job(job: JobLine, hall: HallLine | None, now_ms: int) -> Markup:
    trade = trades().get(job.trade)
    when = _("{day} {start}–{end}").format(
        day=day_text(job.starts, day_of(now_ms)),
        start=clock_text(job.starts),
        end=clock_text(job.ends),
    )
    urgent = _("急招 · ") if job.is_urgent else ""
    return tag(
        "li",
        tag("span", _("还要 {count} 人").format(count=job.left), class_="left"),
        tag("h3", urgent, trade.name if trade else job.trade),
        tag(
            "p",
            tag("span", pay_text(job.pay_cents, job.pay_unit), class_="pay"),
            " ",
            settlement_text(job.settlement),
        ),
        tag("p", when, tag("br"), job.place),
        tag("p", job.content) if job.content else "",
        tag(
            "p",
            job.employer,
            " " if job.employer else "",
            _("编号 {number}").format(number=job.number),
        ),
        tag("p", hall.name, class_="soft") if hall else "",
    )


def _hall_foot(hall: HallLine) -> Markup:
    words = [hall.address, hall.hours and _("开放时间 {hours}").format(hours=hall.hours)]
    phone = tag("a", hall.hotline, href=f"tel:{hall.hotline}") if hall.hotline else ""
    return tag("p", hall.name, " ", " · ".join(filter(None, words)), " ", phone, class_="soft")


def figures_page(counts: DayCounts) -> str:
    """Charts of the last days, each with its table for those who cannot see it."""
    names = _chart_names()
    charts = [_chart(names[kind], counts, kind) for kind in CHARTS]
    return document(
        _("运行数据"),
        _menu("figures"),
        tag("h1", _("运行数据")),
        tag("p", _("近 {count} 天收到的记录，按收到的日子算。").format(count=len(counts.days))),
        tag("div", *charts, class_="charts"),
        tag("div", _day_table(counts), class_="scroll"),
    )


def _chart_names() -> dict[str, str]:
    return {
        "SeekerRegistered": _("新登记求职者"),
        "VacancyPosted": _("发布岗位"),
        "ReferralMade": _("对接"),
        "SeatSpent": _("达成意向"),
    }


def _chart(name: str, counts: DayCounts, kind: str) -> Markup:
    values = counts.counts[kind]
    most, width, height = max(1, *values), 280, 120
    step = width / len(values)
    bars = [
        tag(
            "rect",
            tag("title", f"{date_text(day)} {value}"),
            x=f"{i * step + 2:.1f}",
            y=f"{height - value / most * 100:.1f}",
            width=f"{step - 4:.1f}",
            height=f"{value / most * 100:.1f}",
            fill="#0b5cad",
        )
        for i, (day, value) in enumerate(zip(counts.days, values, strict=True))
    ]
    line = tag("line", x1=0, y1=height, x2=width, y2=height, stroke="#4d5660")
    label = tag("text", str(most), x=2, y=14, font_size=13, fill="#4d5660")
    box = f"0 0 {width} {height + 4}"
    total = _("合计 {count}").format(count=sum(values))
    return tag(
        "figure",
        tag("figcaption", name, " ", total),
        tag(
            "svg",
            *bars,
            line,
            label,
            viewBox=box,
            role="img",
            aria_label=name,
        ),
    )


def _day_table(counts: DayCounts) -> Markup:
    names = _chart_names()
    head = tag("tr", tag("th", _("日期")), *(tag("th", names[kind]) for kind in CHARTS))
    rows = [
        tag(
            "tr",
            tag("td", date_text(day)),
            *(tag("td", counts.counts[kind][i], class_="number") for kind in CHARTS),
        )
        for i, day in enumerate(counts.days)
    ]
    return tag("table", head, *reversed(rows))


def halls_page(halls: Sequence[HallLine]) -> str:
    """The register of halls with today's figures."""
    names = _chart_names()
    heads = [_("市场"), _("区县"), _("地址"), _("开放时间"), _("电话"), _("机器")]
    rows = [
        tag(
            "tr",
            *(tag("td", word) for word in (h.name, h.county, h.address, h.hours, h.hotline)),
            tag("td", h.stations, class_="number"),
            *(tag("td", h.today.get(kind, 0), class_="number") for kind in CHARTS),
        )
        for h in halls
    ]
    columns = [*heads, *(_("今天{what}").format(what=names[kind]) for kind in CHARTS)]
    table = tag("table", tag("tr", *(tag("th", word) for word in columns)), *rows)
    return document(
        _("市场名册"),
        _menu("halls"),
        tag("h1", _("市场名册")),
        tag("p", _("共 {count} 个市场。").format(count=len(halls))),
        tag("div", table, class_="scroll"),
    )


def stations_page(stations: Sequence[StationLine], halls: Sequence[HallLine], now_ms: int) -> str:
    """Health of the stations: what needs somebody stands first."""
    names = {hall.id: hall.name for hall in halls}
    lines = sorted(stations, key=lambda s: (not _trouble(s, now_ms), s.hall, s.letter))
    heads = (
        _("市场"),
        _("机器"),
        _("上次联系"),
        _("待送"),
        _("缺号"),
        _("版本"),
        _("打印机"),
        _("情况"),
    )
    rows = [
        tag(
            "tr",
            tag("td", names.get(line.hall, line.hall)),
            tag("td", f"{line.letter} {_kind_text(line.kind)}"),
            tag("td", _ago_text(now_ms - line.seen_at) if line.seen_at else _("从来没有")),
            tag("td", line.pending, class_="number"),
            tag("td", line.gaps, class_="number"),
            tag("td", line.program),
            tag("td", _printer_text(line.printer)),
            _state_cell(_trouble(line, now_ms)),
        )
        for line in lines
    ]
    bad = sum(bool(_trouble(line, now_ms)) for line in lines)
    return document(
        _("机器状态"),
        _menu("stations"),
        tag("h1", _("机器状态")),
        tag("p", _("共 {count} 台，{bad} 台要看一看。").format(count=len(lines), bad=bad)),
        tag("div", tag("table", tag("tr", *(tag("th", h) for h in heads)), *rows), class_="scroll"),
    )


def _state_cell(trouble: str) -> Markup:
    return tag("td", trouble or _("正常"), class_="bad" if trouble else "good")


def _trouble(line: StationLine, now_ms: int) -> str:
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
    }.get(state, _("不清楚") if state else "")


def _ago_text(ms: int) -> str:
    minutes = max(0, ms) // 60_000
    if minutes < 60:
        return _("{count} 分钟前").format(count=minutes)
    hours = minutes // 60
    if hours < 48:
        return _("{count} 小时前").format(count=hours)
    return _("{count} 天前").format(count=hours // 24)


def _link(text: str, href: str, *, is_here: bool) -> Markup:
    return tag("a", text, href=href, aria_current="page" if is_here else None)


def _menu(current: str) -> Markup:
    pages = (("figures", _("运行数据")), ("halls", _("市场名册")), ("stations", _("机器状态")))
    return tag(
        "nav",
        *(_link(text, f"/staff/{name}", is_here=name == current) for name, text in pages),
    )
