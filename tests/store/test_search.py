"""Search at the desk over a real store."""

import time

import pytest
from synthetic import household, plain_number, posting, seeker, uscc_code

from kiosk.service.employers import RegisterEmployer, register_employer
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import erase_person, register_seeker
from kiosk.service.searching import search_desk
from kiosk.store.search import search_records, trades_named


@pytest.fixture
def hall(site):
    people = {
        "tan": ("覃伟", "13900001234", ("loader",)),
        "shan": ("单雄信", "13900005678", ("decorator_tiler",)),
        "gone": ("覃不见", "13900009999", ("cook",)),
    }
    ids = {
        key: register_seeker(site, seeker(i, name=name, phone=phone, trades=trades)).seeker.id
        for i, (key, (name, phone, trades)) in enumerate(people.items())
    }
    firm = RegisterEmployer(
        kind="company",
        name="顺和搬运",
        uscc=uscc_code(),
        contact_name="仇老板",
        phone="0731-8555123",
    )
    ids["firm"] = register_employer(site, firm).id
    ids["home"] = register_employer(site, household(600)).id
    ids["post"] = post_vacancy(site, posting(site, ids["firm"])).vacancy.id
    ids["referral"] = refer(site, ids["tan"], ids["post"]).referral.id
    erase_person(site, ids["gone"], "staff:x")
    return site, ids


def found(hall, query):
    site, ids = hall
    names = {record: key for key, record in ids.items()}
    return [(names[hit.id], hit.by) for hit in search_desk(site, query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("覃", [("tan", "name")]),
        ("qinw", [("tan", "pinyin")]),
        ("tw", [("tan", "pinyin")]),
        ("单雄信", [("shan", "name")]),
        ("sxx", [("shan", "pinyin")]),
        ("1234", [("tan", "phone")]),
        ("139 0000 1234", [("tan", "phone")]),
        ("贴砖", [("shan", "trade")]),
        ("tiezhuan", [("shan", "trade")]),
        ("装卸", [("tan", "trade"), ("post", "trade")]),
        ("555123", [("firm", "phone"), ("post", "employer")]),
        ("07318555123", [("firm", "phone"), ("post", "employer")]),
        ("qiulb", [("firm", "pinyin"), ("post", "employer")]),
        ("shunhe", [("firm", "pinyin"), ("post", "employer")]),
        ("A001", [("tan", "number")]),
        ("a002", [("shan", "number")]),
        ("004", [("post", "number")]),
        ("A005", [("referral", "number")]),
        ("9999", []),
        ("覃不见", []),
        ("1", []),
        ("", []),
        ("' OR 1=1 --", []),
        ("%", []),
        ("?", []),
    ],
)
def test_found_by(hall, query, expected):
    assert found(hall, query) == expected


def test_the_list_is_masked(hall):
    site, _ids = hall
    shown = search_desk(site, "tan")[0]
    assert (shown.title, shown.tail, shown.number) == ("覃*", "1234", "A001")
    home = search_desk(site, "0600")
    assert [item.title for item in home if item.kind == "employer"] == ["试*"]


def test_the_limit_holds(hall):
    site, _ids = hall
    with site.store.read() as db:
        assert len(search_records(db, "A0", 2)) <= 2
        assert search_records(db, "tan", 0) == []


def test_trades_by_alias_and_pinyin():
    assert "decorator_tiler" in trades_named("刮腻子")
    assert "cook" in trades_named("chushi")
    assert trades_named("没有这个工种") == ()


@pytest.mark.bench
def test_search_among_fifty_thousand(site):
    with site.store.write() as writing:
        names = [a + b + c for a in "张王覃单曾解查区" for b in "建秀志桂小" for c in "国英强兰军"]
        writing.db.conn.executemany(
            "INSERT INTO seekers VALUES (?, '', ?, ?, ?, ?, 'loader cook', 1, 1, ?, '', 0)",
            [
                (f"seeker:{i}", plain_number(i), f"A{i % 999:03d}", names[i % len(names)],
                 f"139{i:08d}", i)
                for i in range(50_000)
            ],
        )  # fmt: skip
    for query in ("tjg", "qinjianguo", "xzq", "张建国", "49999", "A037", "贴砖", "chushi"):
        start = time.perf_counter()
        with site.store.read() as db:
            count = len(search_records(db, query))
        took = time.perf_counter() - start
        print(f"{query}: {count} in {took * 1e3:.1f} ms")  # noqa: T201 (the result)
        assert took < 1
