"""Export and import of tables, formulas defused, bad rows told, good ones entered once."""

import csv
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic import household, phone, plain_number, posting, seeker, uscc_code

from kiosk.domain.events import PeopleMerged
from kiosk.domain.facts import Period
from kiosk.domain.roles import Act
from kiosk.service.authority import NotAllowed, authorise_console
from kiosk.service.employers import RegisterEmployer, register_employer
from kiosk.service.exchange import (
    EXPORTED,
    ColumnsError,
    SheetError,
    export_for,
    export_table,
    import_for,
    import_table,
    load_columns,
    own_columns,
    save_columns,
)
from kiosk.service.exchange.sheets import read_sheet, write_sheet
from kiosk.service.feed import feed_records, write_feed
from kiosk.service.hall_profile import HallProfile
from kiosk.service.hall_register import edit_profile, write_entry
from kiosk.service.matching import refer, show_vacancy
from kiosk.service.monitoring import figures_of
from kiosk.service.person_cards import seeker_page
from kiosk.service.person_skills import (
    RecordCertificate,
    RecordSkill,
    record_certificate,
    record_skill,
)
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.service.vacancy_changes import close_vacancy
from kiosk.simulation import simulate_day
from kiosk.store.verify import verify_store

COLUMNS = load_columns()
FORMATS = [".csv", ".xlsx", ".json"]


@pytest.fixture(autouse=True)
def _xlsx(request):
    if "xlsx" in request.node.name:
        pytest.importorskip("xlsxwriter")
        pytest.importorskip("openpyxl")


def sheet_of(tmp_path, suffix, headings, *rows):
    path = tmp_path / f"given{suffix}"
    write_sheet(path, headings, rows)
    return path


class TestSheets:
    @pytest.mark.parametrize("suffix", FORMATS)
    def test_text_survives_and_formulas_are_defused(self, tmp_path, suffix):
        cells = [
            "=1+1",
            "+86",
            "-x",
            "@cmd",
            "'=x",
            "'",
            "O'Neil",
            "0731-85",
            "覃𠮷",
            "a,b\nc",
            "＝1",
        ]
        path = sheet_of(tmp_path, suffix, [f"h{i}" for i in range(len(cells))], cells)
        assert read_sheet(path).rows == ((2, tuple(cells)),)
        if suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                raw = list(csv.reader(file))[1]
            assert not [cell for cell in raw if cell.startswith(("=", "+", "-", "@", "＝"))]

    def test_no_formula_in_a_workbook_xlsx(self, tmp_path):
        openpyxl = pytest.importorskip("openpyxl")
        path = sheet_of(tmp_path, ".xlsx", ["=h"], ["=HYPERLINK(1)"], ["http://x"])
        sheet = openpyxl.load_workbook(path).active
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type == "s"
                assert cell.hyperlink is None
        assert sheet["A2"].quotePrefix

    @given(text=st.text(min_size=1, max_size=20))
    def test_any_text_survives_csv_without_starting_a_formula(self, tmp_path, text):
        text = "".join(c for c in text if c.isprintable()).strip() or "x"
        path = sheet_of(tmp_path, ".csv", ["h", "k"], [text, "k"])
        assert read_sheet(path).rows == ((2, (text, "k")),)
        raw = path.read_text(encoding="utf-8-sig").splitlines()[1].lstrip('"')
        assert not raw.startswith(("=", "+", "-", "@"))

    @given(data=st.binary(max_size=200), suffix=st.sampled_from([".csv", ".json"]))
    def test_any_file_is_read_or_refused(self, tmp_path, data, suffix):
        path = tmp_path / f"any{suffix}"
        path.write_bytes(data)
        try:
            sheet = read_sheet(path)
        except SheetError:
            return
        assert all(len(cells) >= len(sheet.headings) for _row, cells in sheet.rows)

    def test_damaged_workbook_xlsx(self, tmp_path):
        path = tmp_path / "x.xlsx"
        path.write_bytes(b"PK\x03\x04 no workbook")
        with pytest.raises(SheetError):
            read_sheet(path)

    def test_spreadsheets_of_this_country(self, tmp_path):
        path = tmp_path / "x.csv"
        path.write_bytes("姓名;手机号\r\n覃伟;139\r\n;\r\n".encode("gb18030"))
        assert read_sheet(path).rows == ((2, ("覃伟", "139")),)
        for text in ("", "\n\n"):
            path.write_text(text)
            with pytest.raises(SheetError):
                read_sheet(path)
        with pytest.raises(SheetError):
            read_sheet(tmp_path / "x.doc")

    def test_a_failed_write_leaves_the_old_file(self, tmp_path):
        path = sheet_of(tmp_path, ".csv", ["h"], ["old"])

        def rows():
            yield ["new"]
            raise RuntimeError

        with pytest.raises(RuntimeError):
            write_sheet(path, ["h"], rows())
        assert read_sheet(path).rows == ((2, ("old",)),)
        assert list(tmp_path.iterdir()) == [path]


class TestColumns:
    def test_own_headings(self, tmp_path):
        path = tmp_path / "own.toml"
        path.write_text('[seekers]\nname = "AAC003"\nid_number = "AAC147"\n', encoding="utf-8")
        columns = load_columns(path)
        assert columns["seekers"] == {"name": "AAC003", "id_number": "AAC147"}
        assert columns["employers"] == COLUMNS["employers"]

    @pytest.mark.parametrize(
        "text",
        ["[seekers", "[nothing]\nx = 'y'", "[seekers]\nshoe = 'x'", "[seekers]\nname = 1",
         "[seekers]\nname = 'a'\nphone = 'a'", "seekers = 1", "[seekers]"],
    )  # fmt: skip
    def test_wrong_files_are_told(self, tmp_path, text):
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ColumnsError, match=r"own\.toml"):
            load_columns(path)

    def test_shipped_codes_fit(self):
        from kiosk.assets import asset_path

        codes = load_columns(asset_path("exchange", "columns-codes.toml"))
        assert codes["seekers"]["id_number"] == "AAC147"


class TestExport:
    @pytest.fixture
    def hall(self, site):
        simulate_day(site, 12, 6, seed=3)
        firm = register_employer(site, household(700))
        post_vacancy(site, posting(site, firm.id))
        return site

    @pytest.mark.parametrize("suffix", FORMATS)
    @pytest.mark.parametrize("table", EXPORTED)
    def test_every_table_in_every_format(self, hall, tmp_path, table, suffix):
        path, told = tmp_path / f"{table}{suffix}", []
        count = export_table(
            hall, table, path, COLUMNS, "staff:x", on_progress=lambda *step: told.append(step)
        )
        sheet = read_sheet(path)
        assert sheet.headings == tuple(COLUMNS[table].values())
        assert len(sheet.rows) == count > 0
        assert told[-1] == (count, count)

    def test_people_are_masked_unless_asked_for_and_then_it_is_logged(self, hall, tmp_path):
        path = tmp_path / "seekers.json"
        before = hall.store.chain()
        for table in ("seekers", "employers", "vacancies", "referrals"):
            path = tmp_path / f"{table}.json"
            export_table(hall, table, path, COLUMNS, "staff:x")
            text = path.read_text(encoding="utf-8")
            with hall.store.read() as db:
                secrets = [
                    row[0]
                    for row in db.execute("SELECT phone FROM seekers WHERE phone<>''").fetchall()
                ]
                secrets += [
                    row[0]
                    for row in db.execute(
                        "SELECT payload ->> 'id_number' FROM events WHERE type = 'SeekerRegistered'"
                    ).fetchall()
                ]
                secrets += [
                    row[0]
                    for row in db.execute(
                        "SELECT name FROM employers WHERE kind = 'household' AND length(name) > 3"
                    ).fetchall()
                ]
            assert len(secrets) > 20
            assert not [secret for secret in secrets if secret in text]
        assert hall.store.chain() == before
        export_table(hall, "seekers", tmp_path / "seekers.json", COLUMNS, "staff:x", is_full=True)
        text = (tmp_path / "seekers.json").read_text(encoding="utf-8")
        assert len(json.loads(text)) == 12
        assert all(
            len(row["身份证号"]) == 18 and "*" not in row["身份证号"] for row in json.loads(text)
        )
        with hall.store.read() as db:
            row = db.execute("SELECT payload FROM events WHERE type = 'SensitiveRead'").fetchone()
        assert "export seekers" in row[0]

    def test_statistics_are_the_figures(self, hall, tmp_path):
        path = tmp_path / "s.json"
        today = Period.day(hall.today())
        export_table(hall, "statistics", path, COLUMNS, "staff:x", period=today)
        row, found = json.loads(path.read_text(encoding="utf-8"))[0], figures_of(hall, today)
        assert row["求职登记人次"] == found.registrations.value
        assert row["需求人数"] == found.headcount.value
        assert row["求人倍率"] == round(found.openings_to_seekers.value, 4)

    def test_unknown_tables_and_formats(self, hall, tmp_path):
        for table, name in (("people", "a.csv"), ("seekers", "a.txt"), ("seekers", "a")):
            with pytest.raises(SheetError):
                export_table(hall, table, tmp_path / name, COLUMNS, "staff:x")


SEEKER_HEADINGS = ["姓名", "身份证号", "手机号", "工种", "备注"]


class TestImport:
    @pytest.mark.parametrize("suffix", FORMATS)
    def test_good_rows_once_and_bad_ones_told(self, site, tmp_path, suffix):
        path = sheet_of(
            tmp_path, suffix, SEEKER_HEADINGS,
            ["覃伟", plain_number(1), phone(1), "贴砖、泥工", "x"],
            ["单雄", plain_number(2), "", "", ""],
            ["。", plain_number(3), "12", "飞行员", ""],
            ["张三", plain_number(3)[:-1], phone(3), "厨师", ""],
            ["又一个覃伟", plain_number(1), phone(1), "", ""],
        )  # fmt: skip
        dry = import_table(site, "seekers", path, COLUMNS, "staff:x", is_dry=True)
        assert (dry.rows, dry.added, dry.known, dry.bad_rows) == (5, 2, 0, 3)
        assert dry.unused == ("备注",)
        assert [(item.row, item.column, item.code) for item in dry.problems] == [
            (4, "姓名", "required"),
            (4, "工种", "unknown_trade"),
            (4, "手机号", "phone_length"),
            (5, "身份证号", "id_length"),
            (6, "身份证号", "twice"),
        ]
        assert all(item.sentence for item in dry.problems)
        with site.store.read() as db:
            assert db.execute("SELECT count(*) FROM events").fetchone()[0] == 0
        steps = []
        done = import_table(
            site, "seekers", path, COLUMNS, "staff:x", on_progress=lambda *step: steps.append(step)
        )
        assert (done.added, done.known, done.problems) == (2, 0, dry.problems)
        assert steps[-1] == (10, 10)
        before = site.store.chain()
        again = import_table(site, "seekers", path, COLUMNS, "staff:x")
        assert (again.added, again.known) == (0, 2)
        assert site.store.chain() == before
        with site.store.read() as db:
            rows = db.execute("SELECT name, trades FROM seekers ORDER BY name").fetchall()
        assert rows == [("单雄", ""), ("覃伟", "decorator_tiler bricklayer")]
        assert figures_of(site, Period.day(site.today())).registrations.value == 0
        assert verify_store(site.store).findings == ()

    def test_employers_then_vacancies(self, site, tmp_path):
        firms = sheet_of(
            tmp_path, ".csv",
            ["类型", "单位名称", "统一社会信用代码", "联系人", "联系电话", "身份证号"],
            ["企业", "顺和搬运", uscc_code(), "仇总", "0731-85551234", ""],
            ["个人", "刘老板", "", "刘某", phone(5), plain_number(5)],
            ["企业", "没有代码", "", "", phone(6), ""],
            ["飞船", "类型不对", uscc_code("91430111MA4L2Q8K1"), "", phone(7), ""],
        )  # fmt: skip
        done = import_table(site, "employers", firms, COLUMNS, "staff:x")
        assert (done.added, done.known) == (2, 0)
        assert [(item.row, item.column) for item in done.problems] == [
            (4, "统一社会信用代码"), (5, "类型"),
        ]  # fmt: skip
        assert import_table(site, "employers", firms, COLUMNS, "staff:x").known == 2

        gigs = sheet_of(
            tmp_path, ".csv",
            ["外部编号", "单位名称", "统一社会信用代码", "工种", "招聘人数", "报酬（元）",
             "计酬单位", "开工时间", "收工时间", "工作地点", "工作内容"],
            ["x1", "顺和搬运", uscc_code(), "搬运/装卸", 3, "260.50", "元/天",
             "2026-11-24 07:30", "2026/11/24 16:00", "高桥", "卸货"],
            ["x2", "刘老板", "", "保洁", 1, 25, "hour",
             "2026-11-24 08:00", "2026-11-24 12:00", "东塘", "交押金"],
            ["x3", "没有的单位", "", "保洁", 1, 25, "", "2026-11-24 08:00", "2026-11-24 12:00",
             "东塘", ""],
            ["x4", "刘老板", "", "保洁", "三", "很多", "", "明天", "2026-11-24 12:00", "", ""],
            ["x5", "刘老板", "", "保洁", 1, 25, "", "2026-11-22 08:00", "2026-11-22 12:00",
             "东塘", ""],
        )  # fmt: skip
        dry = import_table(site, "vacancies", gigs, COLUMNS, "staff:x", is_dry=True)
        done = import_table(site, "vacancies", gigs, COLUMNS, "staff:x")
        assert (done.added, done.known, done.bad_rows) == (2, 0, 3)
        assert (dry.added, dry.problems) == (done.added, done.problems)
        assert {(item.row, item.column, item.code) for item in done.problems} == {
            (4, "单位名称", "unknown_employer"),
            (5, "招聘人数", "not_a_number"),
            (5, "报酬（元）", "not_a_number"),
            (5, "开工时间", "not_a_time"),
            (6, "开工时间", "in_the_past"),
        }
        with site.store.read() as db:
            rows = db.execute(
                "SELECT trade, headcount, minted, pay_cents, pay_unit, review, starts, "
                "employer_name FROM vacancies ORDER BY number"
            ).fetchall()
        assert [row[:6] for row in rows] == [
            ("loader", 3, 3, 26_050, "day", "queued"), ("cleaner", 1, 1, 2_500, "hour", "queued"),
        ]  # fmt: skip
        assert rows[0][6] == 1_795_476_600_000
        assert [row[7] for row in rows] == ["顺和搬运", ""]
        before = site.store.chain()
        again = import_table(site, "vacancies", gigs, COLUMNS, "staff:x")
        assert (again.added, again.known) == (0, 2)
        assert site.store.chain() == before
        assert verify_store(site.store).findings == ()

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_an_own_export_changes_nothing(self, site, tmp_path, suffix):
        firm = RegisterEmployer(
            kind="company", name="=顺和搬运", uscc=uscc_code(), contact_name="+仇", phone=phone(9)
        )
        employer = register_employer(site, firm).id
        vacancy = post_vacancy(site, posting(site, employer)).vacancy.id
        refer(site, register_seeker(site, seeker(1)).seeker.id, vacancy)
        for table in ("seekers", "employers", "vacancies"):
            path = tmp_path / f"{table}{suffix}"
            export_table(site, table, path, COLUMNS, "staff:x", is_full=True)
            before = site.store.chain()
            report = import_table(site, table, path, COLUMNS, "staff:x")
            assert (report.added, report.known, report.problems) == (0, 1, ())
            assert site.store.chain() == before

    def test_numbers_that_lost_digits_are_told_xlsx(self, site, tmp_path):
        path = tmp_path / "x.xlsx"
        import xlsxwriter

        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, SEEKER_HEADINGS[:3])
            sheet.write_row(1, 0, ["张三", 430111198003050018, 13900000001])
        report = import_table(site, "seekers", path, COLUMNS, "staff:x")
        assert ("身份证号", "lost_digits") in {(item.column, item.code) for item in report.problems}

    def test_files_that_do_not_fit(self, site, tmp_path):
        path = sheet_of(tmp_path, ".csv", ["姓名", "电话"], ["a", "b"])
        with pytest.raises(SheetError, match="身份证号"):
            import_table(site, "seekers", path, COLUMNS, "staff:x")
        with pytest.raises(SheetError):
            import_table(site, "statistics", path, COLUMNS, "staff:x")

    def test_in_steps_others_may_write_and_it_can_be_given_up(self, site, tmp_path):
        rows = [[f"张试{i}", plain_number(i), phone(i), "保洁", ""] for i in range(450)]
        path = sheet_of(tmp_path, ".csv", SEEKER_HEADINGS, *rows, ["坏", "1", "", "", ""])
        leave = authorise_console(Act.IMPORT)
        run = import_for(site, leave, "seekers", path, COLUMNS, is_dry=False)
        told = [(run.done, run.total)]
        while run.step():
            told.append((run.done, run.total))
            register_employer(site, household(600 + len(told)))
            if run.is_checked and run.report().added:
                break
        assert told == sorted(set(told))
        assert run.report().added == 200
        rest = import_for(site, leave, "seekers", path, COLUMNS, is_dry=False)
        while rest.step():
            pass
        assert (rest.done, rest.is_done) == (rest.total, True)
        assert (rest.report().added, rest.report().known, rest.report().bad_rows) == (250, 200, 1)
        with pytest.raises(NotAllowed):
            import_for(site, authorise_console(Act.EXPORT), "seekers", path, COLUMNS, is_dry=True)
        with pytest.raises(NotAllowed):
            export_for(site, leave, "seekers", tmp_path / "x.csv", COLUMNS)

    def test_own_headings_are_kept_with_the_data(self, tmp_path):
        assert own_columns(tmp_path) == COLUMNS
        given_ = COLUMNS["seekers"] | {"name": 'AAC003 "x"', "visits": " "}
        assert save_columns(tmp_path, "seekers", given_)["seekers"]["name"] == 'AAC003 "x"'
        kept = own_columns(tmp_path)
        assert "visits" not in kept["seekers"]
        assert kept["employers"] == COLUMNS["employers"]
        for wrong in ({"name": "a", "phone": "a"}, {"name": ""}):
            with pytest.raises(ColumnsError):
                save_columns(tmp_path, "seekers", wrong)
        assert own_columns(tmp_path) == kept
        assert [item.name for item in tmp_path.glob("columns*")] == ["columns.toml"]


class TestRegisterAndFeed:
    @pytest.fixture
    def hall(self, site):
        leave = authorise_console(Act.EDIT_PROFILE)
        profile = HallProfile(
            name="试验市场", county="430111", hotline="12333", trades="loader cook", opens="5:00",
            closes="18:30", operator="就业中心", operator_kind="joint",
        )  # fmt: skip
        edit_profile(site, leave, profile)
        for role, name in (("responsible", "王某"), ("contact", "=李某")):
            fields = {"role": role, "name": name, "mobile": phone(8)}
            write_entry(site, leave, "contact", fields)
        return site

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_the_register_row(self, hall, tmp_path, suffix):
        path = tmp_path / f"r{suffix}"
        leave = authorise_console(Act.EXPORT)
        assert export_for(hall, leave, "register", path, COLUMNS) == 1
        sheet = read_sheet(path)
        row = dict(zip(sheet.headings, sheet.rows[0][1], strict=True))
        assert row["零工市场名称"] == "试验市场"
        assert row["运行时间"] == "5:00–18:30"
        assert row["职业（工种、岗位）"] == "搬运/装卸、厨师"
        assert row["所在区县"] == "雨花区"
        assert row["运营类型"] == "公共和市场合办"
        assert (row["负责人姓名"], row["工作联系人姓名"]) == ("王某", "=李某")

    def test_the_feed_names_no_person(self, hall, tmp_path):
        owner = register_employer(hall, household(3)).id
        firm = RegisterEmployer(
            kind="company", name="顺和搬运", uscc=uscc_code(), contact_name="仇某", phone=phone(9)
        )
        gig = post_vacancy(hall, posting(hall, owner, conditions="自带手套")).vacancy.id
        post_vacancy(hall, posting(hall, register_employer(hall, firm).id))
        person = register_seeker(hall, seeker(1)).seeker.id
        refer(hall, person, gig)
        leave = authorise_console(Act.PUBLISH)
        for suffix in FORMATS:
            path = tmp_path / f"feed{suffix}"
            assert write_feed(hall, leave, path, COLUMNS) == 2
            text = path.read_text(encoding="utf-8") if suffix != ".xlsx" else str(read_sheet(path))
            assert "顺和搬运" in text
            assert "自带手套" in text
            for private in (phone(3), phone(9), "刘试", "仇某", "试用户", "张试"):
                assert private not in text
        posts = json.loads((tmp_path / "feed.json").read_text(encoding="utf-8"))
        assert {item["@type"] for item in posts} == {"JobPosting"}
        assert posts[0]["baseSalary"]["value"] == {
            "@type": "QuantitativeValue", "value": 260.0, "unitText": "DAY",
        }  # fmt: skip
        assert posts[0]["totalJobOpenings"] == 2
        assert posts[0]["jobStartDate"] == "2026-11-23T08:00+08:00"
        with pytest.raises(NotAllowed):
            write_feed(hall, authorise_console(Act.EXPORT), tmp_path / "x.json", COLUMNS)
        close_vacancy(hall, gig, "staff:x")
        assert len(feed_records(hall)) == 1


@pytest.mark.bench
@pytest.mark.parametrize("suffix", FORMATS)
def test_ten_thousand_rows(site, tmp_path, suffix):
    rows = [[f"张试{i}", plain_number(i), phone(i), "保洁", ""] for i in range(10_000)]
    path = sheet_of(tmp_path, suffix, SEEKER_HEADINGS, *rows)
    for name in ("first", "again"):
        start = time.perf_counter()
        report = import_table(site, "seekers", path, COLUMNS, "staff:x")
        print(f"{suffix} {name}: {time.perf_counter() - start:.1f} s")  # noqa: T201 (the result)
    assert (report.added, report.known, report.problems) == (0, 10_000, ())
    start = time.perf_counter()
    out = tmp_path / f"out{suffix}"
    assert export_table(site, "seekers", out, COLUMNS, "staff:x", is_full=True) == 10_000
    print(f"{suffix} export: {time.perf_counter() - start:.1f} s")  # noqa: T201 (the result)


class TestSkills:
    """Levels, certificates and what posts ask for go out and come in."""

    def _give(self, site, index=1):
        who = register_seeker(site, seeker(index, trades=("electrician",))).seeker.id
        leave = authorise_console(Act.RECORD_SKILL)
        record_skill(site, leave, who, RecordSkill("electrician", 3, True))
        record_skill(site, leave, who, RecordSkill("welder", 2))
        card = RecordCertificate("special_electric", "T43010", "2024-03-01", is_seen=True)
        record_certificate(site, leave, who, card)
        return who

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_out_and_in_again_what_was_seen_elsewhere_is_only_said(
        self, site, stores, tmp_path, suffix
    ):
        self._give(site)
        path = tmp_path / f"people{suffix}"
        export_table(site, "seekers", path, COLUMNS, "console", is_full=True)
        sheet = read_sheet(path)
        cells = dict(zip(sheet.headings, sheet.rows[0][1], strict=True))
        assert cells["技能等级"] == "电工 中级工（核验）；电焊工 初级工（自报）"
        assert cells["证书"] == "电工证 T43010 到2027-02-28（核验）"
        other = stores.site("B")
        for _again in range(2):
            report = import_table(other, "seekers", path, COLUMNS, "console")
            assert report.problems == ()
        with other.store.read() as db:
            (who,) = db.execute("SELECT id FROM seekers").fetchone()
        known = seeker_page(other, who).known
        assert [(line.trade, line.level, line.is_seen) for line in known.skills] == [
            ("electrician", 3, False), ("welder", 2, False),
        ]  # fmt: skip
        (held,) = known.certificates
        assert (held.kind, held.ends, held.is_seen) == ("special_electric", "2027-02-28", False)

    def test_masked_without_number_and_with_those_of_a_twin(self, site, tmp_path):
        one, two = self._give(site), register_seeker(site, seeker(2)).seeker.id
        with site.store.write() as writing:
            writing.append(PeopleMerged(into=min(one, two)), max(one, two), "console")
        path = tmp_path / "people.csv"
        export_table(site, "seekers", path, COLUMNS, "console")
        ((_row, cells),) = read_sheet(path).rows
        assert "电工证 到2027-02-28（核验）" in cells
        assert "T43010" not in path.read_text(encoding="utf-8-sig")

    def test_bad_cells_are_told(self, site, tmp_path):
        path = sheet_of(
            tmp_path, ".csv", ["姓名", "身份证号", "技能等级", "证书"],
            ["张试", plain_number(1), "电工 八级", ""],
            ["张试", plain_number(2), "飞行员 中级工", "飞机证 1"],
            ["张试", plain_number(3), "电工 高级工；焊工 4", "焊工证 X1 有效到 2027-03-31"],
            ["张试", plain_number(4), "", "健康证 1 到2027-13-31"],
        )  # fmt: skip
        report = import_table(site, "seekers", path, COLUMNS, "console")
        assert [(item.row, item.column, item.code) for item in report.problems] == [
            (2, "技能等级", "unknown_level"),
            (3, "技能等级", "unknown_trade"),
            (3, "证书", "unknown_kind"),
            (5, "证书", "not_a_day"),
        ]
        assert "八级" in report.problems[0].sentence
        assert report.added == 1

    def test_what_posts_ask_for(self, site, stores, tmp_path):
        firm = RegisterEmployer("company", "顺和公司", uscc=uscc_code(), phone=phone(3))
        employer = register_employer(site, firm).id
        asked = {"trade": "electrician", "level": 3, "certificate": "special_electric"}
        post_vacancy(site, posting(site, employer, **asked))
        path = tmp_path / "posts.csv"
        export_table(site, "vacancies", path, COLUMNS, "console")
        sheet = read_sheet(path)
        cells = dict(zip(sheet.headings, sheet.rows[0][1], strict=True))
        assert (cells["要求等级"], cells["要求证书"]) == ("中级工", "电工证")
        (told,) = feed_records(site)
        assert told["asked"] == "中级工以上 · 要电工证"
        feed = tmp_path / "feed.json"
        write_feed(site, authorise_console(Act.PUBLISH), feed, COLUMNS)
        (job,) = json.loads(feed.read_text(encoding="utf-8"))
        assert job["qualifications"] == "中级工以上 · 要电工证"
        other = stores.site("B")
        register_employer(other, firm)
        assert import_table(other, "vacancies", path, COLUMNS, "console").added == 1
        with other.store.read() as db:
            (vacancy,) = db.execute("SELECT id FROM vacancies").fetchone()
        view = show_vacancy(other, vacancy)
        assert (view.level, view.certificate) == (3, "special_electric")
