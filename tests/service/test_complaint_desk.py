"""Complaints at the desk, and the file for the authorities (R24, R41, R44)."""

import hashlib
import hmac
import json
import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from staff import light_hashes, session_of
from synthetic import HOUR_MS, household, phone, posting, seeker

from kiosk.domain.complaint import ADVICE_KINDS, COMPLAINT_KINDS, OUTCOMES
from kiosk.domain.facts import Period
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.referral import Side
from kiosk.domain.roles import Act, Role
from kiosk.sealed_zip import sealed_zip
from kiosk.service.arrivals import mark_arrived
from kiosk.service.authority import NotAllowed, authorise, authorise_console
from kiosk.service.case_papers import print_complaint_file
from kiosk.service.complaint_desk import (
    accept_complaint,
    close_complaint,
    note_complaint,
    print_receipt_again,
    reopen_complaint,
    take_complaint,
)
from kiosk.service.complaint_views import (
    complaint_list,
    complaint_phone,
    complaint_view,
    count_complaints,
)
from kiosk.service.complaints import MakeComplaint, make_complaint
from kiosk.service.confirmation import agree
from kiosk.service.employers import register_employer
from kiosk.service.evidence import EVIDENCE, available_evidence
from kiosk.service.handover import (
    HandOver,
    answer_handover,
    count_handovers_due,
    hand_over,
    handover_list,
)
from kiosk.service.matching import refer
from kiosk.service.monitoring import compare
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.store.verify import verify_store

__all__ = ["light_hashes"]

DAY_MS = 24 * HOUR_MS
PASSWORD = "长沙 2026 移送"
pytestmark = pytest.mark.usefixtures("light_hashes")


@pytest.fixture(autouse=True)
def _always_verified(site):
    """Whatever a test did, the store is right at its end."""
    yield
    assert verify_store(site.store).findings == ()


@pytest.fixture
def staff(site):
    return session_of(site, Role.SPECIALIST)


@pytest.fixture
def boss(site):
    return register_employer(site, household(1))


@pytest.fixture
def vacancy(site, boss) -> str:
    return post_vacancy(site, posting(site, boss.id)).vacancy.id


@pytest.fixture
def person(site) -> str:
    return register_seeker(site, seeker(10)).seeker.id


@pytest.fixture
def arrears(site, vacancy, person) -> str:
    """Work that was agreed and done, and no pay."""
    referral = refer(site, person, vacancy).referral.id
    for side in Side:
        agree(site, referral, side, "staff:x")
    mark_arrived(site, referral, "staff:x")
    given = MakeComplaint("wage_arrears", person, referral, vacancy, phone(10))
    return make_complaint(site, given).complaint


def leave(act: Act = Act.COMPLAINTS):
    return authorise_console(act)


class TestHandling:
    def test_the_way_of_a_complaint(self, site, staff, clock, arrears):
        first = complaint_view(site, staff, arrears)
        assert (first.status, first.person, first.phone_masked) == (
            "received",
            "张*",
            "139****0010",
        )
        assert first.accept_by == "2026-11-24"
        close_by = accept_complaint(site, leave(), arrears)
        assert close_by == "2026-12-07"
        with pytest.raises(NotPossible, match="complaint_accepted"):
            accept_complaint(site, leave(), arrears)
        note_complaint(site, leave(), arrears, "打了老板电话，说明天给")
        clock.advance(hours=30)
        close_complaint(site, leave(), arrears, "settled", "工钱给了")
        view = complaint_view(site, staff, arrears)
        assert (view.status, view.outcome) == ("closed", "settled")
        assert [note.what for note in view.notes] == ["accepted", "handling", "closed"]
        with pytest.raises(NotPossible, match="complaint_closed"):
            note_complaint(site, leave(), arrears, "又来了")
        reopen_complaint(site, leave(), arrears, "只给了一半")
        with pytest.raises(NotPossible, match="complaint_open"):
            reopen_complaint(site, leave(), arrears, "再开")
        assert complaint_view(site, staff, arrears).status == "handling"

    def test_wage_arrears_say_who_where_and_how_much(self, site, staff, arrears):
        dealings = complaint_view(site, staff, arrears).dealings
        assert dealings is not None
        assert (dealings.pay_cents, dealings.pay_unit) == (26_000, "day")
        assert (dealings.is_agreed, dealings.arrival) == (True, "arrived")
        assert dealings.worker == "张*"
        assert dealings.employer_name == "试用户1"

    def test_the_list_is_by_what_is_due(self, site, staff, clock, arrears):
        other = make_complaint(site, MakeComplaint("other")).complaint
        papers = make_complaint(site, MakeComplaint("kept_papers")).complaint
        rows = complaint_list(site, staff)
        assert [row.id for row in rows] == [arrears, papers, other]
        assert count_complaints(site) == 3
        assert not any(row.is_overdue for row in rows)
        clock.ms += 3 * DAY_MS
        assert [row.is_overdue for row in complaint_list(site, staff)] == [True, True, False]
        close_complaint(site, leave(), papers, "settled", "证拿回来了")
        assert [row.id for row in complaint_list(site, staff, is_final=True)] == [papers]

    @pytest.mark.parametrize("kind", [*COMPLAINT_KINDS, *ADVICE_KINDS])
    def test_every_kind_has_its_days(self, site, staff, kind):
        view = complaint_view(site, staff, take(site, kind))
        assert view.reply_by > "2026-11-23"
        assert view.accept_by > "2026-11-23"

    def test_advice_is_asked_for_at_the_desk_and_counted_apart(self, site, staff):
        legal = take(site, "legal_aid")
        [row] = complaint_list(site, staff)
        assert (row.id, row.is_advice, row.is_anonymous) == (legal, True, True)
        close_complaint(site, leave(), legal, "advised", "带去法律援助中心")
        now = compare(site, Period.day(site.today())).now
        assert now.complaints_received.value == now.complaints_closed.value == 0

    def test_closing_counts_and_is_on_time_or_not(self, site, clock, arrears):
        late = make_complaint(site, MakeComplaint("kept_papers")).complaint
        close_complaint(site, leave(), arrears, "settled", "给了")
        clock.ms += 5 * DAY_MS
        close_complaint(site, leave(), late, "settled", "拿回来了")
        first, last = site.today().replace(day=1), site.today()
        now = compare(site, Period(first, last)).now
        assert now.complaints_received.value == now.complaints_closed.value == 2
        assert now.complaints_on_time.value == 1

    def test_the_phone_in_full_is_logged(self, site, staff, arrears):
        assert complaint_phone(site, staff, arrears) == phone(10)
        with site.store.read() as db:
            rows = db.execute(
                "SELECT payload FROM events WHERE type = 'SensitiveRead' AND aggregate = ?",
                (arrears,),
            ).fetchall()
        assert any('"phone"' in row[0] for row in rows)

    def test_receipt_again_and_the_paper(self, site, arrears, tmp_path):
        assert print_receipt_again(site, leave(Act.PRINT_AGAIN), arrears)
        path = tmp_path / "file.pdf"
        paper = print_complaint_file(site, leave(), arrears, path, "小李")
        assert path.read_bytes().startswith(b"%PDF")
        assert (dict(paper.facts)["编号"]).startswith("A")
        words = str(paper)
        assert "260 元/天" in words
        assert "张试" not in words

    def test_words_are_checked(self, site, arrears):
        for change in (
            lambda: note_complaint(site, leave(), arrears, " "),
            lambda: note_complaint(site, leave(), arrears, "长" * 501),
            lambda: close_complaint(site, leave(), arrears, "happy", "好"),
            lambda: close_complaint(site, leave(), arrears, "settled", ""),
            lambda: reopen_complaint(site, leave(), arrears, ""),
        ):
            with pytest.raises(InvalidInput):
                change()

    @pytest.mark.parametrize("outcome", OUTCOMES)
    def test_every_outcome(self, site, arrears, outcome):
        close_complaint(site, leave(), arrears, outcome, "好了")

    def test_unknown_ones(self, site, staff):
        for change in (
            lambda: accept_complaint(site, leave(), "complaint:none"),
            lambda: complaint_view(site, staff, "complaint:none"),
            lambda: answer_handover(site, leave(), "handover:none", "receipt", "x"),
        ):
            with pytest.raises(NotPossible):
                change()


def take(site, kind: str) -> str:
    return take_complaint(site, leave(Act.COMPLAINT_INTAKE), MakeComplaint(kind)).complaint


class TestGate:
    @pytest.mark.parametrize(
        ("act", "roles"),
        [
            (Act.COMPLAINT_INTAKE, {Role.VOLUNTEER, Role.SPECIALIST, Role.MANAGER}),
            (Act.COMPLAINTS, {Role.SPECIALIST, Role.MANAGER}),
            (Act.HAND_OVER, {Role.MANAGER}),
        ],
    )
    @pytest.mark.parametrize("role", list(Role))
    def test_who_may_do_what(self, site, act, roles, role):
        staff = session_of(site, role, is_fresh=True)
        if role in roles:
            assert authorise(site, staff, act).actor == staff.actor
        else:
            with pytest.raises(NotAllowed):
                authorise(site, staff, act)

    def test_a_leave_for_something_else_opens_nothing(self, site, arrears, tmp_path):
        wrong = leave(Act.TRAINING)
        for change in (
            lambda: take_complaint(site, wrong, MakeComplaint("fees")),
            lambda: accept_complaint(site, wrong, arrears),
            lambda: note_complaint(site, wrong, arrears, "x"),
            lambda: close_complaint(site, wrong, arrears, "settled", "x"),
            lambda: reopen_complaint(site, wrong, arrears, "x"),
            lambda: print_receipt_again(site, wrong, arrears),
            lambda: print_complaint_file(site, wrong, arrears, tmp_path / "x.pdf", "x"),
            lambda: hand_over(site, wrong, HandOver(arrears, "police", EVIDENCE), tmp_path, "x"),
            lambda: answer_handover(site, wrong, "handover:x", "receipt", "x"),
        ):
            with pytest.raises(NotAllowed):
                change()
        assert not [*tmp_path.glob("*.pdf"), *tmp_path.glob("*.zip")]

    def test_who_may_not_sees_no_list(self, site, arrears):
        staff = session_of(site, Role.VOLUNTEER, is_fresh=True)
        for look in (
            lambda: complaint_list(site, staff),
            lambda: complaint_view(site, staff, arrears),
            lambda: complaint_phone(site, staff, arrears),
            lambda: handover_list(site, staff),
        ):
            with pytest.raises(NotAllowed):
                look()


class TestHandover:
    def test_everything_goes_in_a_plain_file(self, site, staff, clock, arrears, tmp_path):
        assert available_evidence(site, arrears) == EVIDENCE
        given = HandOver(arrears, "inspectorate", EVIDENCE)
        made = hand_over(site, leave(Act.HAND_OVER), given, tmp_path, "王场长")
        content = made.path.read_bytes()
        assert hashlib.sha256(content).hexdigest() == made.sha256
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            assert len(names) == len(EVIDENCE) + 2
            assert archive.read("00-移送清单.pdf").startswith(b"%PDF")
            worker = next(json.loads(archive.read(name)) for name in names if "投诉人" in name)
            log = next(json.loads(archive.read(name)) for name in names if "校验链" in name)
        assert worker["phone"] == phone(10)
        for item in log:
            assert hashlib.sha256(item["header"].encode()).hexdigest() == item["hash"]
        view = complaint_view(site, staff, arrears)
        assert (view.status, view.handed_to) == ("handed_over", "inspectorate")
        [sent] = handover_list(site, staff)
        assert (sent.number, sent.status, sent.files) == (made.number, "sent", len(names))
        assert count_handovers_due(site) == 0
        clock.ms += 30 * DAY_MS
        assert count_handovers_due(site) == 1
        answer_handover(site, leave(), made.handover, "receipt", "监察大队收到，回执 12 号")
        answer_handover(site, leave(), made.handover, "result", "责令三天内付清")
        [sent] = handover_list(site, staff)
        assert (sent.status, len(sent.answers)) == ("result", 2)
        with pytest.raises(NotPossible, match="complaint_closed"):
            hand_over(site, leave(Act.HAND_OVER), given, tmp_path, "王场长")

    def test_who_complains_stays_out_unless_chosen(self, site, arrears, tmp_path):
        chosen = ("complaint", "log")
        given = HandOver(arrears, "police", chosen)
        made = hand_over(site, leave(Act.HAND_OVER), given, tmp_path, "王场长")
        with zipfile.ZipFile(made.path) as archive:
            text = "".join(
                archive.read(name).decode() for name in archive.namelist() if "json" in name
            )
        assert phone(10) not in text
        assert "张试10" not in text

    def test_a_sealed_file_opens_with_its_password_only(self, site, arrears, tmp_path):
        given = HandOver(arrears, "police", ("complaint", "worker"), PASSWORD)
        made = hand_over(site, leave(Act.HAND_OVER), given, tmp_path, "王场长")
        content = made.path.read_bytes()
        assert phone(10).encode() not in content
        with zipfile.ZipFile(BytesIO(content)) as archive:
            assert all(info.flag_bits & 1 for info in archive.infolist())
        opened = opened_by_hand(content, PASSWORD)
        assert any(phone(10).encode() in data for data in opened.values())
        with pytest.raises(ValueError, match="password"):
            opened_by_hand(content, PASSWORD + "!")

    def test_an_employer_or_a_post_by_itself(self, site, staff, boss, vacancy, tmp_path):
        assert available_evidence(site, vacancy) == ("vacancy", "employer", "log")
        assert available_evidence(site, boss.id) == ("employer", "log")
        for subject in (vacancy, boss.id):
            given = HandOver(subject, "market", ("vacancy", "employer", "log"))
            hand_over(site, leave(Act.HAND_OVER), given, tmp_path, "王场长")
        assert len(handover_list(site, staff)) == 2

    def test_a_folder_that_is_gone_leaves_no_record(self, site, staff, arrears, tmp_path):
        given = HandOver(arrears, "police", ("complaint",))
        with pytest.raises(OSError, match="nowhere"):
            hand_over(site, leave(Act.HAND_OVER), given, tmp_path / "nowhere", "王场长")
        assert handover_list(site, staff) == ()
        assert complaint_view(site, staff, arrears).status == "received"

    def test_what_was_forgotten_is_told(self, site, arrears, tmp_path):
        for wanted, field in (
            (HandOver(arrears, "", ("complaint",)), "to"),
            (HandOver(arrears, "police", ()), "chosen"),
            (HandOver(arrears, "police", ("complaint",), "short"), "password"),
        ):
            with pytest.raises(InvalidInput) as refused:
                hand_over(site, leave(Act.HAND_OVER), wanted, tmp_path, "王场长")
            assert [problem.field for problem in refused.value.problems] == [field]
        nobody = HandOver("seeker:x", "police", ("log",))
        with pytest.raises(NotPossible, match="unknown_subject"):
            hand_over(site, leave(Act.HAND_OVER), nobody, tmp_path, "王场长")


def opened_by_hand(content: bytes, password: str) -> dict[str, bytes]:
    """A second reader of the AE-2 format, block by block, after its specification."""
    found = {}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
    for entry in entries:
        start = entry.header_offset
        name, extra = struct.unpack("<HH", content[start + 26 : start + 30])
        body = content[start + 30 + name + extra :][: entry.compress_size]
        salt, check, hidden, mac = body[:16], body[16:18], body[18:-10], body[-10:]
        keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 66)
        if keys[64:] != check:
            raise ValueError("password")
        if hmac.new(keys[32:64], hidden, "sha1").digest()[:10] != mac:
            raise ValueError("password")
        plain = b""
        for number in range(0, len(hidden), 16):
            counter = (number // 16 + 1).to_bytes(16, "little")
            block = Cipher(algorithms.AES(keys[:32]), modes.CTR(counter)).encryptor()
            plain += block.update(hidden[number : number + 16])
        assert extra == 11
        found[entry.filename] = zlib.decompress(plain, -15)
    return found


@given(
    st.dictionaries(st.sampled_from(["a.txt", "移送.pdf", "b/c"]), st.binary(max_size=200)),
    st.text(st.characters(codec="utf-8"), min_size=8, max_size=20),
)
def test_what_is_sealed_comes_out_again(files, password):
    assert opened_by_hand(sealed_zip(files, password), password) == files


def test_a_short_password_seals_nothing():
    with pytest.raises(ValueError, match="password"):
        sealed_zip({"a": b"b"}, "1234567")
