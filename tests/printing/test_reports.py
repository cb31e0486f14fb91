"""The documents on A4: text that can be copied, fonts inside, page numbers, whole margins."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.domain.clock import day_bounds
from kiosk.domain.facts import (
    AgreementFact,
    Facts,
    Period,
    ReferralFact,
    RegistrationFact,
    SeekerFact,
    VacancyFact,
)
from kiosk.domain.statistics import compute_statistics
from kiosk.printing.pdf.annex_form import Annex, Contact, write_annex
from kiosk.printing.pdf.charts import nice_top
from kiosk.printing.pdf.day_certificate import CertificatePaper, write_certificate
from kiosk.printing.pdf.fonts import BOLD, RARE, REGULAR, register_fonts, runs, text_width
from kiosk.printing.pdf.ink import fit_size, wrapped
from kiosk.printing.pdf.ledger import LedgerPaper, write_ledger
from kiosk.printing.pdf.poster import Poster, write_poster
from kiosk.printing.pdf.reports import (
    DailyReport,
    MonthlyReport,
    write_daily_report,
    write_monthly_report,
)

DAY = date(2026, 11, 23)
HALL = "雨花区零工市场"
TRADES = {"loader": "搬运/装卸", "cook": "厨师", "cleaner": "保洁", "bricklayer": "泥工/瓦工"}
RARE_NAME = "王\U0002000b\U0002a7dd"
HOUR = 3_600_000

pytestmark = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="needs poppler-utils to look at the pages"
)


def a_month() -> Facts:
    """A made-up month with a weekly rhythm."""
    registrations, vacancies, referrals, agreements = [], [], [], []
    names = list(TRADES)
    for ago in range(30):
        start = day_bounds(DAY - timedelta(days=ago))[0] + 8 * HOUR
        size = 4 if (DAY - timedelta(days=ago)).weekday() > 4 else 9 + ago % 4
        for i in range(size * 3):
            seeker = f"s{(ago * 7 + i) % 90}"
            registrations.append(RegistrationFact(f"e{ago}-{i}", seeker, start + i))
            if i % 3:
                referral = f"r{ago}-{i}"
                referrals.append(ReferralFact(referral, f"v{ago}-{i % size}", seeker, start + i))
                if i % 3 == 1:
                    agreements.append(
                        AgreementFact(
                            referral, f"v{ago}-{i % size}", seeker, start + i, i % 11 != 4,
                            "arrived" if i % 7 else "missed",
                        )
                    )  # fmt: skip
        vacancies += [
            VacancyFact(
                f"v{ago}-{i}", names[i % 4], 2 + i % 5, 18_000 + i * 900, "day",
                start, start + 10 * HOUR,
            )
            for i in range(size)
        ]  # fmt: skip
    seekers = [SeekerFact(f"s{i}", (names[i % 3],), day_bounds(DAY)[0]) for i in range(90)]
    return Facts(*map(tuple, (registrations, seekers, vacancies, referrals, agreements)))


@pytest.fixture(scope="module")
def facts() -> Facts:
    return a_month()


def statistics(facts: Facts, period: Period):
    return compute_statistics(facts, period)


def daily(facts: Facts) -> DailyReport:
    days = tuple(
        statistics(facts, Period.day(DAY - timedelta(days=ago))) for ago in range(13, -1, -1)
    )
    return DailyReport(
        HALL, days[-1], days[-2], days[-8], days, TRADES, "11月23日 18:20", f"李专员 {RARE_NAME}",
        ("下午停电半小时，登记没有丢。",),
    )  # fmt: skip


def monthly(facts: Facts) -> MonthlyReport:
    month = Period.month(DAY)
    return MonthlyReport(
        HALL,
        statistics(facts, month),
        statistics(facts, Period.month(date(2026, 10, 5))),
        tuple(statistics(facts, Period.day(day)) for day in month.days() if day <= DAY),
        TRADES,
        "11月30日 18:20",
        "李专员",
        ("周末要招的人少三成，平时搬运和泥工最缺人。",),
        ("专员王某连续三周五点到岗，帮 12 名大龄人员找到活。",),
    )


def poster(**changes: object) -> Poster:
    given: dict[str, object] = {
        "hall_name": HALL,
        "number": "A037",
        "trade": "搬运/装卸",
        "headcount": "要 6 人",
        "pay": "260 元/天",
        "rows": (
            ("时间", "今天 7:30 到 16:00"),
            ("地点", "高桥大市场 5 栋东门"),
            ("干什么", "卸瓷砖，两个人抬一箱"),
            ("要求", "自带手套，能搬 25 公斤"),
            ("结算", "日结，管中饭"),
            ("上车", "2号区 7:10，湘A D1234"),
            ("老板", "顺和搬运 仇老板"),
        ),
        "qr_payload": "GH1:P:430111001:0000000000000000000000000V:0000000000000",
        "hotline": "0731-85551234",
        "valid": "干活那天有效",
    }
    return Poster(**(given | changes))  # type: ignore[arg-type]


FULL_ANNEX = Annex(
    Contact("欧阳" + RARE_NAME[1:], "市人力资源和社会保障局就业服务中心副主任", "0731-85551234",
            "13900000001"),
    Contact("覃伟", "服务专员", "", "13900000002"),
)  # fmt: skip


def ledger() -> LedgerPaper:
    """A busy day: more rows than a page holds."""
    seekers = [(f"7:{n:02d}", f"A{n:03d}", "覃*", "搬运/装卸、贴砖", "刷卡") for n in range(1, 48)]
    posts = [("7:00", "A050", "顺和搬运", "保洁", "3", "260 元/天", "通过")] * 12
    referrals = [("7:30", "A051", "单*", "A050 保洁", "谈成了")] * 9
    return LedgerPaper(
        "雨花区零工市场", "2026 年 11月23日 星期一", tuple(seekers), tuple(posts),
        tuple(referrals), (), "11月23日 18:20", RARE_NAME,
    )  # fmt: skip


def certificate() -> CertificatePaper:
    """A day that is closed and waits for the hub's receipt."""
    return CertificatePaper(
        hall_name="雨花区零工市场",
        day="2026 年 11月23日 星期一",
        status="关好了，等补章",
        is_complete=False,
        sums=(("总数", 291), ("已送达", 280), ("待送", 11), ("被退回", 0)),
        figures=(("登记", "42 人次"), ("岗位", "31 个"), ("谈成", "14 人次")),
        numbers=(("A001–A116", "113", "A021 取消"),),
        chains=(("A 机", "1–291", "291", "960e1137"),),
        checks=(("对接还没有结果", "10", "问一声再记"),),
        proofs=(("公钥", "k" * 44), ("签名", "s" * 88)),
        account=RARE_NAME,
        closed_at="11月23日 18:20",
        printed_at="11月23日 18:21",
        printed_by=RARE_NAME,
    )


DOCUMENTS: dict[str, Callable[[Facts, Path], None]] = {
    "daily": lambda facts, path: write_daily_report(daily(facts), path),
    "monthly": lambda facts, path: write_monthly_report(monthly(facts), path),
    "poster": lambda _facts, path: write_poster(poster(), path),
    "annex": lambda _facts, path: write_annex(FULL_ANNEX, path),
    "ledger": lambda _facts, path: write_ledger(ledger(), path),
    "certificate": lambda _facts, path: write_certificate(certificate(), path),
}
WORD_OF = {
    "daily": "日报",
    "monthly": "月报",
    "poster": "A037",
    "annex": "固定电话",
    "ledger": "A041",
    "certificate": "已送达",
}


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def pages_of(path: Path) -> list[Image.Image]:
    run("pdftoppm", "-r", "50", "-png", str(path), str(path.with_suffix("")))
    return [Image.open(name) for name in sorted(path.parent.glob(f"{path.stem}-*.png"))]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_fonts_inside_text_out_and_ink_on_every_page(facts, tmp_path, name):
    path = tmp_path / f"{name}.pdf"
    DOCUMENTS[name](facts, path)
    fonts = run("pdffonts", str(path)).splitlines()[2:]
    assert fonts
    for line in fonts:
        embedded, _subset, unicode_map = line.split()[-5:-2]
        assert (embedded, unicode_map) == ("yes", "yes")
    text = run("pdftotext", "-layout", str(path), "-")
    assert "\ufffd" not in text
    assert WORD_OF[name] in text
    for page in pages_of(path):
        assert page.size == (414, 585)
        grey = page.convert("L")
        assert grey.getextrema() == (grey.getextrema()[0], 255)
        dark = sum(grey.histogram()[:128])
        assert 400 < dark < grey.width * grey.height // 2
        # Nothing but the coloured bands reaches into the outer five millimetres.
        edge = grey.crop((0, 90, 8, 440))
        assert edge.getextrema() == (255, 255)
        assert grey.crop((406, 90, 414, 440)).getextrema() == (255, 255)


def test_rare_names_are_drawn_and_copied_whole(tmp_path):
    path = tmp_path / "a.pdf"
    write_annex(FULL_ANNEX, path)
    assert "欧阳" + RARE_NAME[1:] in run("pdftotext", str(path), "-")
    assert "HanaMin" in run("pdffonts", str(path))
    assert [font for font, _piece in runs(f"王{RARE_NAME[1:]}a", BOLD)] == [BOLD, RARE, BOLD]
    # A box for an unknown character is as wide as others; a missing one would have no ink.
    plain = tmp_path / "b.pdf"
    write_annex(Annex(), plain)
    with_name, without = (pages_of(item)[0].convert("L") for item in (path, plain))
    assert sum(with_name.histogram()[:128]) > sum(without.histogram()[:128]) + 50


@pytest.mark.parametrize("letter", ["㛃", "䶮", "𬭎", "𫖮", "𣲗"])
def test_each_rare_letter_of_names_is_copied_out_of_paper(tmp_path, letter):
    path = tmp_path / "a.pdf"
    write_annex(Annex(Contact(f"王{letter}"), Contact()), path)
    assert f"王{letter}" in run("pdftotext", str(path), "-")
    assert "\ufffd" not in run("pdftotext", str(path), "-")


def test_the_figures_stand_in_the_report(facts, tmp_path):
    path, report = tmp_path / "d.pdf", daily(facts)
    write_daily_report(report, path)
    text = run("pdftotext", "-layout", str(path), "-")
    assert re.search(rf"求职登记人次\s+{report.now.registrations.value}\b", text)
    assert re.search(rf"到岗率\s+{report.now.arrival_rate.value * 100:.1f}%", text)
    assert re.search(rf"成功人次\s+{report.now.agreements.value}\b", text)
    assert f"{report.now.openings_to_seekers.value:.2f}" in text
    assert RARE_NAME in text


def test_an_empty_day_has_dashes_and_no_crash(tmp_path):
    empty = compute_statistics(Facts(), Period.day(DAY))
    path = tmp_path / "e.pdf"
    write_daily_report(DailyReport(HALL, empty, empty, empty, (empty,), {}, "", ""), path)
    text = run("pdftotext", "-layout", str(path), "-")
    assert re.search(r"求人倍率\s+—", text)
    assert "工种排行" not in text


def test_pages_are_numbered_and_rows_whole(facts, tmp_path):
    path = tmp_path / "m.pdf"
    write_monthly_report(monthly(facts), path)
    pages = run("pdftotext", "-layout", str(path), "-").split("\f")[:-1]
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"第 {number} 页，共 {len(pages)} 页" in page
    whole = "".join(pages)
    for day in range(1, 24):
        assert re.search(rf"11月{day}日\s+\d+", whole)


def test_long_words_on_the_poster_are_made_smaller_and_never_cut(tmp_path):
    long = "装饰装修工（贴砖、油漆、刮腻子）师傅若干名"
    content = "把五楼的旧家具搬到一楼，" * 12 + "完。"
    path = tmp_path / "p.pdf"
    write_poster(poster(trade=long, rows=(("干什么", content), ("地点", "高桥")), hotline=""), path)
    text = run("pdftotext", str(path), "-").replace("\n", "")
    assert long in text
    assert content in text.replace("干什么", "")
    page = pages_of(path)[0].convert("L")
    assert page.crop((408, 90, 414, 430)).getextrema() == (255, 255)


def test_the_code_on_the_poster_reads_back(tmp_path):
    zxingcpp = pytest.importorskip("zxingcpp")
    path = tmp_path / "q.pdf"
    write_poster(poster(), path)
    run("pdftoppm", "-r", "100", "-png", str(path), str(tmp_path / "q"))
    found = zxingcpp.read_barcodes(Image.open(next(tmp_path.glob("q-*.png"))))
    assert [item.text for item in found] == [poster().qr_payload]


@given(st.text(alphabet=st.sampled_from("中文，。（）ab 12\U0002000b、《》"), max_size=60),
       st.floats(40, 300))  # fmt: skip
@settings(max_examples=40)
def test_lines_fit_lose_nothing_and_obey_kinsoku(text, width):
    register_fonts()
    lines = wrapped(text, REGULAR, 10, width)
    kept = "".join(lines).replace(" ", "")
    assert kept == text.replace(" ", "")
    for line in lines:
        assert len(line) <= 1 or text_width(line, REGULAR, 10) <= width + 0.5
    if width > 120 and not re.search(r"[，。（）、《》]{3}", text):
        assert not [line for line in lines[1:] if line[:1] in "，。）、》"]


@given(st.integers(0, 100_000))
def test_axes_are_round_and_high_enough(most):
    top = nice_top(most)
    assert top >= most
    assert top <= max(4, most * 2)
    assert (top / 4).is_integer()


def test_sizes_shrink_to_fit():
    register_fonts()
    assert fit_size("短", REGULAR, 20, 100, 8) == 20
    size = fit_size("很长的一行字" * 3, REGULAR, 20, 200, 8)
    assert 8 <= size < 20
    assert text_width("很长的一行字" * 3, REGULAR, size) <= 200.5
