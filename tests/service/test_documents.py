"""Documents made from a store: the numbers on paper are the figures."""

import re
import shutil
import subprocess
from datetime import timedelta

import pytest
from synthetic import household, phone, posting

from kiosk.domain.codes import parse_code
from kiosk.domain.facts import Period
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act
from kiosk.service.authority import NotAllowed, authorise_console
from kiosk.service.documents import (
    print_annex,
    print_daily_report,
    print_monthly_report,
    print_poster,
    print_weekly_report,
    share_text,
)
from kiosk.service.employers import register_employer
from kiosk.service.hall_profile import HallProfile, change_hall_profile
from kiosk.service.hall_register import write_entry
from kiosk.service.monitoring import figures_of
from kiosk.service.posting import post_vacancy
from kiosk.service.vacancy_changes import close_vacancy
from kiosk.simulation import simulate_day

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")


def text_of(path) -> str:
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def hall(site):
    profile = HallProfile(name="雨花区零工市场", hotline="0731-85551234")
    change_hall_profile(site, profile, "staff:x")
    return site


def test_reports_of_simulated_days(hall, clock, tmp_path):
    for seed in (1, 2):
        simulate_day(hall, 10, 6, seed=seed)
        clock.advance(hours=24)
    clock.advance(hours=-24)
    day, path = hall.today(), tmp_path / "r.pdf"
    print_daily_report(hall, day, path, "李专员", ("说明一句。",))
    found = figures_of(hall, Period.day(day))
    text = text_of(path)
    assert re.search(rf"求职登记人次\s+{found.registrations.value}\b", text)
    assert re.search(rf"需求人数\s+{found.headcount.value}\b", text)
    assert "雨花区零工市场" in text
    assert "说明一句。" in text

    report = print_monthly_report(hall, day, path, "李专员", ("王某是标兵。",))
    month = figures_of(hall, Period.month(day))
    assert report.now == month
    assert month.registrations.value == 20
    text = text_of(path)
    assert re.search(r"求职登记人次\s+20\b", text)
    assert "最缺人的工种" in text
    assert "王某是标兵。" in text
    assert report.days[-1].period == Period.day(day)
    later = print_monthly_report(hall, day + timedelta(days=40), path, "李专员")
    assert later.now.registrations.value == 0


def test_the_week_the_annex_and_good_examples(hall, tmp_path):
    simulate_day(hall, 6, 4, seed=5)
    path = tmp_path / "r.pdf"
    week = print_weekly_report(hall, hall.today(), path, "李专员")
    assert week.now == figures_of(hall, Period.week(hall.today()))
    text = text_of(path)
    assert "零工市场运行监测周报" in text
    assert "2026 年 11月23日 到 11月29日" in text
    assert "比上周" in text

    registers = authorise_console(Act.EDIT_REGISTERS)
    day = hall.today().isoformat()
    note = {"title": "先叫老人", "text": "五点先叫等得久的", "day": day}
    write_entry(hall, registers, "practice", note)
    write_entry(hall, registers, "practice", note | {"title": "上月的", "day": "2026-10-01"})
    write_entry(hall, registers, "nomination", {"name": "赵某", "post": "志愿者", "text": "天天来"})
    print_monthly_report(hall, hall.today(), path, "李专员")
    text = text_of(path)
    text = re.sub(" +", " ", text)
    assert "典型经验 先叫老人：五点先叫等得久的" in text
    assert "服务标兵 赵某（志愿者）：天天来" in text
    assert "上月的" not in text

    leave = authorise_console(Act.EDIT_PROFILE)
    person = {"role": "responsible", "name": "李㛃", "post": "主任", "landline": "0731-85550000",
              "mobile": "13900000001"}  # fmt: skip
    write_entry(hall, leave, "contact", person)
    annex = print_annex(hall, leave, path)
    assert (annex.responsible.name, annex.contact.name) == ("李㛃", "")
    words = text_of(path).split()
    # Exactly the fields of the notice, in its order.
    labels = ["姓名", "职务", "固定电话", "手机"]
    values = ["李㛃", "主任", "0731-85550000", "13900000001"]
    filled = [word for pair in zip(labels, values, strict=True) for word in pair]
    head = ["附件", "工作负责人和联系人信息表", "负责人信息"]
    assert words == [*head, *filled, "工作联系人信息", *labels]
    with pytest.raises(NotAllowed):
        print_annex(hall, registers, path)


def test_a_poster_tells_the_gig_and_nobody_s_phone(hall, tmp_path):
    employer = register_employer(hall, household(3)).id
    given = posting(hall, employer, conditions="自带手套", bay="2号", plate="湘A D1234")
    vacancy = post_vacancy(hall, given).vacancy.id
    path = tmp_path / "p.pdf"
    poster = print_poster(hall, vacancy, path)
    text = text_of(path)
    for words in ("搬运/装卸", "260 元/天", "要 2 人", "自带手套", "湘A D1234", "0731-85551234",
                  "11月23日 星期一 8:00"):  # fmt: skip
        plain = words.replace(" ", "")
        assert plain in text.replace(" ", "")
        assert plain.removeprefix("要") in poster.qr_payload.replace(" ", "")
    for private in (phone(3), "刘试"):
        assert private not in text
        assert private not in poster.qr_payload
    assert parse_code(poster.qr_payload) is None
    assert share_text(hall, vacancy) == poster.qr_payload
    close_vacancy(hall, vacancy, "staff:x")
    with pytest.raises(NotPossible):
        print_poster(hall, vacancy, path)
    with pytest.raises(NotPossible):
        print_poster(hall, "vacancy:none", path)
