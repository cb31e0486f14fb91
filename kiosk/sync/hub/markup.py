"""HTML from Python: every text is escaped, and there is no way past it."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

__all__ = ["Cell", "Markup", "document", "table", "tag"]

_VOID = frozenset({"meta", "br", "input", "link"})


class Markup(str):
    """HTML that was made here."""

    __slots__ = ()


def tag(name: str, /, *content: object, **attributes: object) -> Markup:
    """One element. Content that is not Markup is escaped; attributes that are None are left out.
    `class_` gives `class`, underscores give hyphens."""
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(each if isinstance(each, Markup) else escape(str(each)) for each in content)
    return Markup(f"<{name}{words}>" if name in _VOID else f"<{name}{words}>{inside}</{name}>")


class Cell(NamedTuple):
    """A cell of a table. `kind`: a class of the style, `title` names the row on a phone."""

    text: object
    kind: str = "word"


def table(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Markup:
    """A table; on a phone each row is a card with its own headings."""
    head = tag("tr", *(tag("th", word, scope="col") for word in heads), class_="head")
    lines = [
        tag(
            "tr",
            *(
                tag("td", tag("span", cell.text), class_=cell.kind, data_label=word)
                for word, cell in zip(heads, row, strict=True)
            ),
        )
        for row in rows
    ]
    return tag("table", tag("tbody", head, *lines))


def document(title: str, note: str, *content: object) -> str:
    """A whole page: readable on a phone in the sun, without a script or anything from elsewhere.

    Args:
        title: its heading, and its name in the browser.
        note: a sentence below the heading.
        content: the rest.
    """
    band = tag("header", tag("div", tag("h1", title), tag("p", note) if note else ""))
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        # Our own constant: escaping it would break its quotes.
        tag("style", Markup(_STYLE)),
    )
    return "<!doctype html>" + tag(
        "html", head, tag("body", band, tag("main", *content)), lang="zh-CN"
    )


_STYLE = """
:root{color-scheme:light;--ink:#1a1a1a;--soft:#3d3a35;--line:#d9d2c3;--edge:#6b675e;--sheet:#fff;
--ground:#f7f3ea;--rail:#113b42;--amber:#ffc845;--blue:#0c4a80;--tint:#e3edf6;--pay:#9a1900;
--bad:#8b1e1a;--good:#1a5928}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);overflow-wrap:anywhere;
font:1.125rem/1.55 "Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC","PingFang SC",
"Microsoft YaHei",sans-serif}
header{background:var(--rail);color:#fff;border-bottom:.25rem solid var(--amber)}
header div,main{margin:0 auto;max-width:76rem;padding:.9rem 1rem}
h1{font-size:1.7rem;line-height:1.3;margin:0}header p{margin:.2rem 0 0}
h2{font-size:1.3rem;line-height:1.35;margin:0}
p{margin:.3rem 0}.soft{color:var(--soft)}a{color:var(--blue)}
a:focus-visible{outline:.2rem solid var(--ink);outline-offset:.15rem}
.empty{background:var(--sheet);border:1px solid var(--line);border-radius:.6rem;padding:1.2rem 1rem}
nav{display:flex;flex-wrap:wrap;gap:.5rem;margin:.2rem 0 .9rem}
nav a{display:flex;align-items:center;min-height:3rem;line-height:1.35;padding:.4rem 1rem;
background:var(--sheet);border:2px solid var(--edge);border-radius:.6rem;text-decoration:none;
font-weight:500}
nav a[aria-current]{background:var(--blue);color:#fff;border-color:var(--blue)}
.jobs{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr));
padding:0;margin:0;list-style:none}
.jobs li{background:var(--sheet);border:1px solid var(--line);border-radius:.6rem;
padding:.9rem 1rem}
.jobs .top{display:flex;justify-content:space-between;align-items:start;gap:.75rem}
.pay{color:var(--pay);font-size:1.45rem;font-weight:700}
.urgent{background:var(--amber);border-radius:.4rem;padding:0 .4rem;margin-right:.4rem}
.left{flex:none;background:var(--tint);color:var(--blue);font-weight:700;border-radius:.4rem;
padding:.15rem .6rem}
.foot{margin-top:1.2rem;border-top:2px solid var(--line);padding-top:.6rem}
.foot a{display:inline-block;padding:.5rem 0;font-weight:700}
table{border-collapse:collapse;width:100%;background:var(--sheet)}
th,td{padding:.5rem .6rem;border:1px solid var(--line);text-align:left;vertical-align:top}
th{background:#e0eceb;color:var(--rail);font-weight:700;vertical-align:bottom}
td.number{text-align:right;font-variant-numeric:tabular-nums}td.word{min-width:6.5em}td.fixed{white-space:nowrap}
.bad{color:var(--bad);font-weight:700}.good{color:var(--good);font-weight:700}
figure{margin:0;background:var(--sheet);border:1px solid var(--line);border-radius:.6rem;
padding:.8rem}figcaption{font-weight:700}svg{display:block;width:100%;height:auto}
.charts{display:grid;gap:.75rem;margin:.6rem 0 1rem;
grid-template-columns:repeat(auto-fill,minmax(min(24rem,100%),1fr))}
@media (max-width:52rem){
table,tbody,tr,td{display:block;width:100%}
table{background:none}tr.head{display:none}
tr{background:var(--sheet);border:1px solid var(--line);border-radius:.6rem;padding:.4rem 0;
margin:0 0 .75rem}
td,td.number{display:flex;gap:1rem;border:0;padding:.25rem 1rem;text-align:left}
td::before{content:attr(data-label);flex:0 0 6.5em;color:var(--soft)}
td.title{font-weight:700;font-size:1.2rem}td.title::before{content:none}
}
@media print{header{color:#000;background:none}nav{display:none}}
"""
