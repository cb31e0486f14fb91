"""机器: facts of store and disk, sending now, an encrypted backup; by technicians too."""

from desk_hand import DeskHand
from synthetic import seeker

from kiosk.domain.roles import Role
from kiosk.offline_words import offline_text
from kiosk.service.registration import register_seeker
from kiosk.store.backup import list_backups
from kiosk.store.verify import verify_store
from kiosk.sync.loop import SyncStatus
from kiosk.ui.desk.day_close.papers import BACKUP_FOLDER
from kiosk.ui.desk.places import folders
from kiosk.ui.desk.upkeep.machine_page import MachinePage


def facts(page: MachinePage) -> dict[str, str]:
    return {fact.label: fact.value for fact in page.facts.facts}


def test_a_technician_sees_the_machine_and_no_person(desk: DeskHand) -> None:
    register_seeker(desk.site, seeker(1))
    desk.sign_in(Role.TECHNICIAN)
    page = desk.go(MachinePage)
    shown = facts(page)
    assert shown["号码开头"] == "A"
    assert shown["上级平台"] == "还没有入网，单机使用"
    assert int(shown["账上记录"].split()[0]) == len(desk.events())
    assert "张试1" not in page.facts.accessibleName()
    desk.report(SyncStatus("offline", 3))
    assert facts(page)["网络"] == "离线，照常办 · 待送 3 条"
    desk.press(page.send)
    assert desk.machine.syncs == ["now"]


def test_the_machine_says_why_it_does_not_send_and_calls_for_somebody(desk: DeskHand) -> None:
    register_seeker(desk.site, seeker(1))
    desk.report(SyncStatus("offline", 3, error_code="quarantined"))
    desk.sign_in(Role.TECHNICIAN)
    # Whoever signs in later is called all the same.
    [tab] = [item for item in desk.window.head.tabs.values() if item.badge]
    page = desk.go(MachinePage)
    assert page.trouble.text == offline_text("quarantined")
    assert page.trouble.isVisible()
    assert facts(page)["网络"] == "送不出去，照常办 · 待送 3 条"
    assert "没网" not in page.words.text()
    desk.report(SyncStatus("offline", 3, error_code="unreachable"))
    assert page.trouble.text == offline_text("unreachable")
    assert (tab.badge, facts(page)["网络"]) == (0, "离线，照常办 · 待送 3 条")
    desk.report(SyncStatus("online", 0))
    assert not page.trouble.isVisible()


def test_a_technician_backs_up_onto_a_stick(desk: DeskHand) -> None:
    desk.sign_in(Role.TECHNICIAN)
    page = desk.go(MachinePage)
    desk.press(page.backup)
    own = folders(desk.machine.data_dir)[-1]
    desk.pick(own.label)
    assert len(list_backups(own.path / BACKUP_FOLDER)) == 1
    assert verify_store(desk.site.store).findings == ()


def test_a_specialist_sends_but_takes_no_backup_out(desk: DeskHand) -> None:
    desk.sign_in(Role.SPECIALIST)
    page = desk.go(MachinePage)
    assert page.send.isVisible()
    assert not page.backup.isVisible()
