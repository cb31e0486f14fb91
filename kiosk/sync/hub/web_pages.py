"""The hub's web pages: today's vacancies for everybody; figures and halls for staff."""

from collections.abc import Sequence

from kiosk.catalog import regions, trades
from kiosk.domain.clock import day_of
from kiosk.i18n import _
from kiosk.sync.hub.markup import Cell, Markup, document, table, tag
from kiosk.sync.hub.web_figures import CHARTS, DayCounts, HallLine, JobLine
from kiosk.words import clock_text, date_text, day_text, pay_text, settlement_text

__all__ = ["away_page", "figures_page", "halls_page", "jobs_page", "locked_page", "menu"]


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
    note = _("{date} {time} 更新，共 {count} 个。报名请到市场，带上身份证，不收钱。").format(
        date=date_text(day_of(now_ms)), time=clock_text(now_ms), count=len(jobs)
    )
    nothing = _("现在没有能报的活，请过一会儿再看，或者打市场的电话问。")
    body = [
        tag("nav", everywhere, *links) if len(halls) > 1 else "",
        tag("ul", *(_job(job, names.get(job.hall), now_ms) for job in jobs), class_="jobs")
        if jobs
        else tag("p", nothing, class_="empty"),
    ]
    # Where there is only one hall, or none is chosen, everybody still finds whom to call.
    body += [_hall_foot(each) for each in halls if hall in ("", each.id)]
    return document(_("现在能报的活"), note, *body)


def _job(job: JobLine, hall: HallLine | None, now_ms: int) -> Markup:
    trade = trades().get(job.trade)
    when = _("{day} {start}–{end}").format(
        day=day_text(job.starts, day_of(now_ms)),
        start=clock_text(job.starts),
        end=clock_text(job.ends),
    )
    urgent = tag("span", _("急招"), class_="urgent") if job.is_urgent else ""
    return tag(
        "li",
        tag(
            "div",
            tag("h2", urgent, trade.name if trade else job.trade),
            tag("span", _("还要 {count} 人").format(count=job.left), class_="left"),
            class_="top",
        ),
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
    return tag(
        "div",
        tag("strong", hall.name),
        tag("br"),
        " · ".join(filter(None, words)),
        tag("br") if any(words) and phone else "",
        phone,
        class_="foot",
    )


def figures_page(counts: DayCounts) -> str:
    """Charts of the last days, each with its table for those who cannot see it."""
    names = _chart_names()
    charts = [_chart(names[kind], counts, kind) for kind in CHARTS]
    return document(
        _("运行数据"),
        _("近 {count} 天收到的记录，按收到的日子算。").format(count=len(counts.days)),
        menu("figures"),
        tag("div", *charts, class_="charts"),
        _day_table(counts),
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
            fill="#0c4a80",
        )
        for i, (day, value) in enumerate(zip(counts.days, values, strict=True))
    ]
    line = tag("line", x1=0, y1=height, x2=width, y2=height, stroke="#6b675e")
    ends = ((0, "start", counts.days[0]), (width, "end", counts.days[-1]))
    labels = [tag("text", str(most), x=2, y=14, font_size=13, fill="#3d3a35")]
    labels += [
        tag(
            "text",
            date_text(day),
            x=x,
            y=height + 16,
            font_size=13,
            text_anchor=anchor,
            fill="#3d3a35",
        )
        for x, anchor, day in ends
    ]
    box = f"0 0 {width} {height + 20}"
    total = _("合计 {count}").format(count=sum(values))
    return tag(
        "figure",
        tag("figcaption", name, " ", total),
        tag("svg", *bars, line, *labels, viewBox=box, role="img", aria_label=name),
    )


def _day_table(counts: DayCounts) -> Markup:
    names = _chart_names()
    rows = [
        [
            Cell(date_text(day), "title"),
            *(Cell(counts.counts[kind][i], "number") for kind in CHARTS),
        ]
        for i, day in enumerate(counts.days)
    ]
    return table([_("日期"), *(names[kind] for kind in CHARTS)], rows[::-1])


def halls_page(halls: Sequence[HallLine]) -> str:
    """The register of halls with today's figures."""
    names = _chart_names()
    heads = [_("市场"), _("区县"), _("地址"), _("开放时间"), _("电话"), _("机器")]
    rows = [
        [
            Cell(hall.name, "title"),
            Cell(_county_text(hall.county)),
            Cell(hall.address),
            Cell(hall.hours, "fixed"),
            Cell(hall.hotline, "fixed"),
            Cell(hall.stations, "number"),
            *(Cell(hall.today.get(kind, 0), "number") for kind in CHARTS),
        ]
        for hall in halls
    ]
    columns = [*heads, *(_("今天{what}").format(what=names[kind]) for kind in CHARTS)]
    return document(
        _("市场名册"),
        _("共 {count} 个市场。").format(count=len(halls)),
        menu("halls"),
        table(columns, rows) if rows else tag("p", _("还没有市场接到这里。"), class_="empty"),
    )


def _county_text(code: str) -> str:
    region = regions().get(code)
    return region.name if region else code


def locked_page() -> str:
    """What stands there for who gave no password, or a wrong one."""
    return document(
        _("要密码才能看"),
        _("这几页给管理人员看。密码在中心的机器上生成。"),
        tag("p", _("输错十次会锁一刻钟。找活请看公开的那一页。"), class_="empty"),
        tag("nav", _link(_("看现在能报的活"), "/", is_here=False)),
    )


def away_page() -> str:
    """While the hub cannot read its data."""
    return document(_("现在看不了"), _("数据暂时读不出来，过半分钟再试。市场照常办事。"))


def _link(text: str, href: str, *, is_here: bool) -> Markup:
    return tag("a", text, href=href, aria_current="page" if is_here else None)


def menu(current: str) -> Markup:
    """The links of the staff's pages; `current` is the one that is shown."""
    pages = (("figures", _("运行数据")), ("halls", _("市场名册")), ("stations", _("机器状态")))
    return tag(
        "nav",
        *(_link(text, f"/staff/{name}", is_here=name == current) for name, text in pages),
    )
