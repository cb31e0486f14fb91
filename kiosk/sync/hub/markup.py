"""HTML from Python: every text is escaped, and there is no way past it."""

from html import escape

__all__ = ["Markup", "document", "tag"]

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


def document(title: str, *content: object) -> str:
    """A whole page: readable on a phone in the sun, without a script or anything from elsewhere."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        # Our own constant: escaping it would break its quotes.
        tag("style", Markup(_STYLE)),
    )
    return "<!doctype html>" + tag("html", head, tag("body", *content), lang="zh-CN")


_STYLE = """
:root{color-scheme:light;--ink:#1b1f24;--soft:#4d5660;--line:#cfd6dd;--sheet:#fff;--ground:#f2f4f6;
--accent:#0b5cad;--pay:#a1260d;--bad:#a1260d;--good:#1a6b35}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1rem;background:var(--ground);color:var(--ink);
font:1.125rem/1.55 "Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:1.7rem;margin:.2rem 0 .4rem}h2{font-size:1.3rem;margin:1.4rem 0 .5rem}
p{margin:.3rem 0}.soft{color:var(--soft)}a{color:var(--accent)}
nav a{display:inline-block;min-height:3rem;line-height:3rem;padding:0 1rem;margin:0 .5rem .5rem 0;
background:var(--sheet);border:1px solid var(--line);border-radius:.5rem;text-decoration:none}
nav a[aria-current]{background:var(--accent);color:#fff;border-color:var(--accent)}
.jobs{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(18rem,1fr));padding:0;
margin:0;list-style:none}
.jobs li{background:var(--sheet);border:1px solid var(--line);border-radius:.6rem;
padding:.9rem 1rem}
.jobs h3{margin:0;font-size:1.25rem}.pay{color:var(--pay);font-size:1.35rem;font-weight:700}
.left{float:right;background:#e6f0fa;color:var(--accent);border-radius:.4rem;padding:.1rem .6rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;background:var(--sheet)}
th,td{padding:.5rem .7rem;border:1px solid var(--line);text-align:left;white-space:nowrap}
td.number{text-align:right;font-variant-numeric:tabular-nums}
.bad{color:var(--bad);font-weight:700}.good{color:var(--good)}
figure{margin:0 0 1rem;background:var(--sheet);border:1px solid var(--line);border-radius:.6rem;
padding:.8rem}figcaption{font-weight:700}svg{width:100%;height:auto}
.charts{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr))}
"""
