"""The day close at the desk: figures opened, checks mended, closed offline, completed by itself."""

from pathlib import Path

import pytest
from desk_hand import DeskHand
from synthetic import FakeClock, household, posting, seeker

from kiosk.domain.events import EventRefused
from kiosk.domain.referral import Side
from kiosk.domain.roles import Role
from kiosk.offline_words import offline_text
from kiosk.service.confirmation import agree
from kiosk.service.day_close import complete_day_closes, look_at_day
from kiosk.service.day_table import day_table, group_records
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.service.site import Site
from kiosk.store.backup import list_backups
from kiosk.sync.loop import SyncStatus
from kiosk.ui.desk.day_close.page import DayClosePage
from kiosk.ui.desk.day_close.papers import BACKUP_FOLDER
from kiosk.ui.desk.day_close.sending import Sending
from kiosk.ui.desk.matching.page import MatchingPage
from kiosk.ui.desk.upkeep.machine_page import MachinePage


def morning(site: Site) -> str:
    """A worker is referred to a gig; returns the referral."""
    employer = register_employer(site, household(500)).id
    vacancy = post_vacancy(site, posting(site, employer)).vacancy.id
    person = register_seeker(site, seeker(1)).seeker.id
    return refer(site, person, vacancy).referral.id


def settled_morning(site: Site) -> str:
    referral = morning(site)
    for side in Side:
        agree(site, referral, side, "staff:test")
    with site.store.write() as writing:
        writing.db.execute("UPDATE print_jobs SET state = 'done'")
    return referral


def acknowledge(site: Site) -> None:
    """As a hub would: own events come out of the outbox."""
    with site.store.write() as writing:
        rows = writing.db.execute("SELECT id FROM events JOIN outbox USING (seq)").fetchall()
        writing.acknowledge([row[0] for row in rows], site.now_ms())
        complete_day_closes(writing)


def refuse_last_post(site: Site) -> str:
    with site.store.write() as writing:
        row = writing.db.execute(
            "SELECT id, aggregate FROM events WHERE type = 'VacancyPosted' ORDER BY seq DESC"
        ).fetchone()
        refusal = EventRefused(event=row[0], code="invalid_vacancy", reason="")
        writing.append(refusal, row[1], "hub")
    return str(row[0])


def opened(desk: DeskHand, role: Role = Role.MANAGER) -> DayClosePage:
    desk.sign_in(role)
    return desk.go(DayClosePage)


def numbers(page: DayClosePage) -> dict[str, int]:
    return {term: tile.value for term, tile in page.equation.tiles.items()}


def test_the_equation_adds_up_and_the_table_splits_it(desk: DeskHand) -> None:
    morning(desk.site)
    page = opened(desk)
    found = numbers(page)
    assert found["total"] == found["acknowledged"] + found["pending"] + found["refused"] > 4
    rows = page.table.rows
    for term in ("total", "acknowledged", "pending", "refused"):
        assert sum(getattr(row, term) for row in rows) == found[term]
    assert {row.code: row.total for row in rows}["seekers"] == 1


@pytest.mark.parametrize("term", ["total", "acknowledged", "pending", "refused"])
def test_each_term_opens_exactly_its_records(desk: DeskHand, term: str) -> None:
    morning(desk.site)
    acknowledge(desk.site)
    refuse_last_post(desk.site)
    page = opened(desk)
    expected = numbers(page)[term]
    desk.press(page.equation.tiles[term])
    assert page.records.isVisible()
    assert len(page.records.rows) == expected
    desk.press(page.back)
    assert page.table.isVisible()


def test_each_row_of_the_table_opens_its_records(desk: DeskHand) -> None:
    morning(desk.site)
    page = opened(desk)
    day = desk.site.today()
    for row in day_table(desk.site, day):
        page.table.chosen.emit(row.code)
        desk.settle()
        assert len(page.records.rows) == row.total
        records = group_records(desk.site, day, row.code, "pending")
        assert len(records) == row.pending


def test_a_check_leads_to_the_page_that_mends_it(desk: DeskHand) -> None:
    referral = morning(desk.site)
    page = opened(desk)
    desk.press(page.checks.buttons["open_referrals"])
    today = desk.page(MatchingPage)
    assert today.list.chosen_id == referral
    desk.press(today.agree)
    page = desk.go(DayClosePage)
    assert "open_referrals" not in page.checks.buttons


def test_a_refused_record_opens_its_page(desk: DeskHand) -> None:
    settled_morning(desk.site)
    acknowledge(desk.site)
    event = refuse_last_post(desk.site)
    page = opened(desk)
    assert numbers(page)["refused"] == 1
    desk.press(page.checks.buttons["refused_events"])
    shown = desk.window.shelf.current
    assert shown is not None
    assert shown.name == "refusals"
    assert shown.list.chosen_id == event


def test_a_clean_day_is_closed_offline_and_completes_by_itself(desk: DeskHand) -> None:
    settled_morning(desk.site)
    page = opened(desk)
    desk.report(SyncStatus("offline", numbers(page)["pending"]))
    assert "没网也能关账" in page.sending.text()
    desk.press(page.close_day)
    view = look_at_day(desk.site)
    assert view.status == "closed"
    assert view.pending == view.total > 0
    assert view.account == "试manager"
    assert view.is_signature_right
    assert "来网后自动补送" in desk.said
    acknowledge(desk.site)
    desk.report(frozenset({"day"}))
    view = look_at_day(desk.site)
    assert (view.status, view.pending) == ("completed", 0)
    assert page.right._note == "关好了，全部送达"
    assert numbers(page)["acknowledged"] == view.total


def test_what_is_left_open_is_asked_about_and_certified(desk: DeskHand) -> None:
    morning(desk.site)
    page = opened(desk)
    desk.press(page.close_day)
    desk.answer(safe=True)
    assert look_at_day(desk.site).status == "open"
    desk.press(page.close_day)
    desk.answer(safe=False)
    certificate = look_at_day(desk.site).certificate
    assert certificate is not None
    assert certificate.checks["open_referrals"] == 1


def test_reopening_wants_a_reason_and_the_pin_and_is_in_the_log(desk: DeskHand) -> None:
    settled_morning(desk.site)
    page = opened(desk)
    desk.press(page.close_day)
    desk.press(page.reopen)
    desk.write("少记了一单")
    desk.step_up()
    assert look_at_day(desk.site).status == "reopened"
    assert desk.events()[-1] == "DayReopened"
    desk.press(page.close_day)
    assert look_at_day(desk.site).times_reopened == 1
    assert look_at_day(desk.site).status == "closed"


def test_a_specialist_closes_but_neither_reopens_nor_backs_up(desk: DeskHand) -> None:
    settled_morning(desk.site)
    page = opened(desk, Role.SPECIALIST)
    assert not page.backup.isVisible()
    desk.press(page.close_day)
    assert look_at_day(desk.site).status == "closed"
    assert not page.reopen.isVisible()


def test_papers_and_the_slip(desk: DeskHand) -> None:
    settled_morning(desk.site)
    page = opened(desk)
    desk.press(page.close_day)
    desk.press(page.reports)
    own = desk.pick_own_folder()
    day = desk.site.today()
    names = sorted(path.name for path in own.iterdir())
    assert names == [f"certificate-{day}.pdf", f"daily-report-{day}.pdf", f"ledger-{day}.pdf"]
    assert all(path.read_bytes().startswith(b"%PDF") for path in own.iterdir())
    desk.press(page.slip)
    with desk.site.store.read() as db:
        kinds = [row[0] for row in db.execute("SELECT kind FROM print_jobs").fetchall()]
    assert kinds.count("day_close") == 1


def test_an_encrypted_backup_is_made_beside_the_work(desk: DeskHand) -> None:
    settled_morning(desk.site)
    page = opened(desk)
    desk.press(page.backup)
    folder = desk.pick_own_folder() / BACKUP_FOLDER
    [backup] = list_backups(folder)
    assert backup.events > 5
    assert not (folder / backup.file).read_bytes().startswith(b"SQLite")
    assert "备份好了" in desk.said
    assert "StaffActed" in desk.events()
    assert [step.is_done for step in page.steps.steps][4]


def done_steps(page: DayClosePage) -> list[str]:
    return [step.title for step in page.steps.steps if step.is_done]


def test_what_was_kept_is_known_after_signing_in_again(desk: DeskHand, clock: FakeClock) -> None:
    settled_morning(desk.site)
    page = opened(desk)
    clock.advance(hours=1)
    for button in (page.reports, page.backup):
        desk.press(button)
        desk.pick_own_folder()
    assert {"存报表", "备份"} <= set(done_steps(page))
    desk.cover.presenter.leave()
    desk.settle()
    again = opened(desk)
    assert again is not page
    assert {"存报表", "备份"} <= set(done_steps(again))
    assert desk.events()[-1] != "DayBackedUp"  # signing in is no business of the day
    clock.advance(hours=1)
    register_seeker(desk.site, seeker(2))
    again.refresh(frozenset())
    desk.settle()
    assert not {"存报表", "备份"} & set(done_steps(again))
    line = next(step.line for step in again.steps.steps if step.title == "备份")
    assert line.endswith("做过，后来又有 1 条")


def test_reopening_makes_the_papers_old(desk: DeskHand) -> None:
    settled_morning(desk.site)
    page = opened(desk)
    desk.press(page.close_day)
    desk.press(page.reports)
    desk.pick_own_folder()
    assert "存报表" in done_steps(page)
    view = look_at_day(desk.site)
    assert (view.status, view.late) == ("closed", 0)
    desk.press(page.reopen)
    desk.write("少记了一单")
    desk.step_up()
    assert "存报表" not in done_steps(page)


def test_papers_that_were_not_all_written_do_not_count(
    desk: DeskHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled_morning(desk.site)
    page = opened(desk)

    def pulled_out(*_given: object) -> None:
        raise OSError("the stick is gone")

    monkeypatch.setattr("kiosk.service.day_keeping.print_ledger", pulled_out)
    desk.press(page.reports)
    desk.pick_own_folder()
    assert "文件没有写成" in desk.said
    assert "存报表" not in done_steps(page)
    assert page.reports.isEnabled()


def test_a_folder_that_cannot_be_written_is_said(desk: DeskHand, tmp_path: Path) -> None:
    settled_morning(desk.site)
    page = opened(desk)
    (tmp_path / "exports").write_text("a file where the folder should be")
    desk.press(page.backup)
    desk.pick_own_folder()
    assert "文件没有写成" in desk.said
    assert page.backup.isEnabled()
    assert look_at_day(desk.site).backup.at == 0


def test_sending_now_asks_the_machine(desk: DeskHand) -> None:
    settled_morning(desk.site)
    page = opened(desk)
    assert "接着送" in page.send.text()
    desk.press(page.send)
    assert desk.machine.syncs == ["now"]


def test_yesterday_is_looked_at_by_one_touch(desk: DeskHand, clock: FakeClock) -> None:
    settled_morning(desk.site)
    total = look_at_day(desk.site).total
    clock.advance(hours=24)
    page = opened(desk)
    desk.press(page.days.button(1))
    assert numbers(page)["total"] == total
    desk.press(page.close_day)
    assert "关账了" in desk.said


def test_remaining_time_comes_from_the_speed_so_far() -> None:
    from kiosk.service.day_table import Waiting

    sending = Sending().noted(Waiting(100, 40_000, 1), 1_000).asked(1_000)
    half = sending.noted(Waiting(50, 20_000, 1), 11_000).reported(SyncStatus("syncing", 50))
    assert half.share == pytest.approx(0.5)
    assert half.seconds_left == 10
    assert half.words == "还有 50 条没送（约 20 KB），大概还要 10 秒。"
    later = half.reported(SyncStatus("syncing", 25))
    assert later.share == pytest.approx(0.75)
    done = half.noted(Waiting(0, 0, 0), 20_000)
    assert (done.share, done.words) == (1.0, "都送到了，没有等着的。")
    assert half.is_moving
    offline = half.reported(SyncStatus("offline", 50))
    assert offline.seconds_left == -1
    assert not offline.is_moving


def test_what_waits_for_somebody_is_told_at_the_day_close(desk: DeskHand) -> None:
    morning(desk.site)
    page = opened(desk)
    desk.report(SyncStatus("offline", 3, error_code="unreachable"))
    assert (page.send.isVisible(), page.why.isVisible()) == (True, False)
    assert page.sending.text().endswith("没网也能关账。")
    desk.report(SyncStatus("offline", 3, error_code="revoked"))
    assert (page.send.isVisible(), page.why.isVisible()) == (False, True)
    assert page.sending.text().endswith("送不出去，也能关账。")
    desk.press(page.why)
    assert desk.page(MachinePage).trouble.text == offline_text("revoked")
