"""Complaints, leaflets, courses, the own registration, calls for staff, faults of the station."""

from pathlib import Path

import pytest
from hand import Hand, kiosk_of
from leftovers import leftovers
from pytestqt.qtbot import QtBot
from still_clock import StillClock
from synthetic import FakeClock, id_number, seeker

from kiosk.domain.content_events import LeafletPublished
from kiosk.domain.events import CourseOffered
from kiosk.domain.roles import Act
from kiosk.service.authority import authorise_console
from kiosk.service.hall_profile import HallProfile, change_hall_profile
from kiosk.service.hall_register import write_entry
from kiosk.service.notices import publish_leaflet, withdraw_leaflet
from kiosk.service.registration import register_seeker
from kiosk.service.site import Site
from kiosk.service.staff_calls import waiting_calls
from kiosk.service.station_state import MAINTENANCE_FILE, is_closed
from kiosk.service.training import offer_course
from kiosk.service.views import HallView
from kiosk.store.errors import DamagedStore
from kiosk.ui.public.complaint_screens import ComplaintContactScreen, ComplaintScreen
from kiosk.ui.public.consent_screen import ConsentScreen
from kiosk.ui.public.fault_screen import FaultScreen
from kiosk.ui.public.home_screen import HomeScreen
from kiosk.ui.public.leaflet_screens import LeafletScreen, LeafletsScreen
from kiosk.ui.public.my_details_screen import MyDetailsScreen
from kiosk.ui.public.phone_screen import PhoneScreen
from kiosk.ui.public.pick_trade_screen import PickTopicScreen
from kiosk.ui.public.slip_screen import SlipScreen
from kiosk.ui.public.trades_screen import TradesScreen
from kiosk.ui.public.training_screen import TrainingScreen

NAME, NUMBER = "张试工", id_number(21)


def rights(hand: Hand) -> ComplaintScreen:
    hand.touch(hand.screen(HomeScreen).tiles["rights"], "complaint")
    return hand.screen(ComplaintScreen)


class TestComplaint:
    def test_contacts_that_the_hall_made_public_are_shown(self, hand: Hand, site: Site) -> None:
        leave = authorise_console(Act.EDIT_PROFILE)
        for name, shown in (("李专员", "1"), ("王场长", "")):
            fields = {"role": "contact", "name": name, "landline": "0731-85550001"}
            write_entry(site, leave, "contact", fields | {"is_public": shown})
        words = rights(hand).call.accessibleName()
        assert "李专员 0731-85550001" in words
        assert "王场长" not in words

    def test_without_a_name_in_three_touches(self, hand: Hand) -> None:
        hand.touch(rights(hand).tiles["wage_arrears"], "complaint_contact")
        hand.touch(hand.screen(ComplaintContactScreen).skip, "slip")
        screen = hand.screen(SlipScreen)
        assert "没给工钱" in screen.ticket.accessibleName()
        assert hand.events() == ["HallProfileChanged", "ComplaintMade"]

    def test_with_a_phone_which_nobody_sees_after_it(self, hand: Hand) -> None:
        hand.touch(rights(hand).tiles["fees"], "complaint_contact")
        screen = hand.screen(ComplaintContactScreen)
        assert not screen.next.isEnabled()
        hand.type_on(screen.keypad, "13900005678")
        assert screen.field.text == "139 **** 5678"
        hand.touch(screen.next, "slip")
        assert hand.events()[-2:] == ["ComplaintMade", "ComplaintContactGiven"]
        hand.touch(hand.screen(SlipScreen).done, "home")
        assert leftovers(hand, ("13900005678", "139 ****")) == []

    def test_a_wrong_phone_is_kept_and_explained(self, hand: Hand) -> None:
        hand.touch(rights(hand).tiles["injury"], "complaint_contact")
        screen = hand.screen(ComplaintContactScreen)
        hand.type_on(screen.keypad, "12800005678")
        hand.touch(screen.next)
        assert hand.name == "complaint_contact"
        assert "电话号码不对" in screen.message.text
        assert hand.session.phone == "12800005678"
        assert "ComplaintMade" not in hand.events()

    def test_legal_aid_from_the_leaflets(self, hand: Hand) -> None:
        hand.touch(rights(hand).rules, "leaflets")
        screen = hand.screen(LeafletsScreen)
        hand.settle()
        hand.touch(screen.tiles["wages"], "leaflet")
        leaflet = hand.screen(LeafletScreen)
        hand.settle()
        assert leaflet.title.text() == "工钱怎么算怎么要"
        assert any("12333" in text for text in leaflet.spoken_texts())
        hand.touch(leaflet.another, "leaflets")
        hand.touch(screen.legal_aid, "complaint_contact")
        hand.touch(hand.screen(ComplaintContactScreen).skip, "slip")
        assert "要法律援助" in hand.screen(SlipScreen).ticket.accessibleName()

    def test_what_the_hall_published_is_read_here_until_it_is_withdrawn(
        self, hand: Hand, site: Site
    ) -> None:
        allowed = authorise_console(Act.PUBLISH)
        heat = LeafletPublished(title="热天干活", lines=("四十度以上停工。",), basis="试验规定")
        leaflet = publish_leaflet(site, allowed, heat)
        hand.touch(rights(hand).rules, "leaflets")
        screen = hand.screen(LeafletsScreen)
        hand.settle()
        hand.touch(screen.pages.after)
        hand.touch(screen.tiles[leaflet], "leaflet")
        hand.settle()
        assert hand.screen(LeafletScreen).title.text() == "热天干活"
        assert (
            hand.screen(LeafletScreen).source.text()
            == "出处：试验规定 · 湖南口径待核实，以公告为准"
        )
        withdraw_leaflet(site, allowed, leaflet, "写错了")
        hand.touch(hand.screen(LeafletScreen).another, "leaflets")
        hand.settle()
        assert leaflet not in screen.tiles
        assert "wages" in screen.tiles
        assert not screen.pages.isVisible()

    def test_leaving_half_way_records_nothing(self, hand: Hand) -> None:
        hand.touch(rights(hand).tiles["abuse"], "complaint_contact")
        hand.leave()
        assert hand.session.complaint == ""
        assert "ComplaintMade" not in hand.events()


class TestTraining:
    @pytest.fixture
    def course(self, site: Site) -> str:
        return offer_course(site, CourseOffered(title="电工", seats=3), "staff:test")

    def open(self, hand: Hand) -> TrainingScreen:
        hand.touch(hand.screen(HomeScreen).tiles["training"], "training")
        return hand.screen(TrainingScreen)

    @pytest.mark.usefixtures("course")
    def test_known_person_signs_up_and_gives_the_place_back(self, site: Site, hand: Hand) -> None:
        register_seeker(site, seeker(21, name=NAME, id_number=NUMBER))
        screen = self.open(hand)
        hand.touch(screen.list.cards[0], "card")
        hand.put_card(NAME, NUMBER)
        hand.comes("training")
        assert screen.message.text.startswith("电工 报上了，您的号码 A0")
        assert hand.events().count("CourseJoined") == 1
        hand.touch(screen.list.cards[0])
        assert hand.events()[-1] == "CourseLeft"
        assert screen.message.text.startswith("给您取消了")

    @pytest.mark.usefixtures("course")
    def test_new_person_registers_first_and_has_the_place_then(self, hand: Hand) -> None:
        screen = self.open(hand)
        hand.touch(screen.list.cards[0], "card")
        hand.put_card(NAME, NUMBER)
        hand.touch(hand.screen(ConsentScreen).agree, "check")
        hand.touch(hand.station.screen("check").right, "phone")  # type: ignore[attr-defined]
        hand.touch(hand.screen(PhoneScreen).skip, "trades")
        trades = hand.screen(TradesScreen)
        hand.touch(trades.grid.tile("loader"))
        hand.touch(trades.done, "training")
        assert hand.events()[-1] == "CourseJoined"

    def test_topic(self, site: Site, hand: Hand) -> None:
        register_seeker(site, seeker(21, name=NAME, id_number=NUMBER))
        screen = self.open(hand)
        hand.touch(screen.other, "pick_topic")
        hand.touch(hand.screen(PickTopicScreen).grid.tile("own_shop"), "card")
        hand.put_card(NAME, NUMBER)
        hand.comes("training")
        assert hand.events()[-1] == "TrainingWanted"
        assert "记下了" in screen.message.text

    @pytest.mark.usefixtures("course")
    def test_back_from_the_card_wants_nothing(self, hand: Hand) -> None:
        screen = self.open(hand)
        hand.touch(screen.list.cards[0], "card")
        hand.back()
        assert hand.name == "training"
        assert hand.session.training == ""


class TestMyDetails:
    @pytest.fixture
    def mine(self, site: Site, hand: Hand) -> Hand:
        register_seeker(site, seeker(21, name=NAME, id_number=NUMBER, phone="13900005678"))
        hand.begin("my_registration")
        hand.put_card(NAME, NUMBER)
        hand.comes("my_details")
        return hand

    def test_change_trades(self, mine: Hand) -> None:
        screen = mine.screen(MyDetailsScreen)
        mine.touch(screen.trades, "trades")
        trades = mine.screen(TradesScreen)
        mine.touch(trades.grid.tile("cleaner"))
        mine.touch(trades.done, "my_details")
        assert mine.session.seeker is not None
        assert mine.session.seeker.trades == ("loader", "cleaner")
        assert mine.events()[-1] == "SeekerChanged"

    def test_change_phone(self, mine: Hand) -> None:
        mine.touch(mine.screen(MyDetailsScreen).phone, "phone")
        screen = mine.screen(PhoneScreen)
        mine.type_on(screen.keypad, "13700001111")
        mine.touch(screen.next, "my_details")
        assert mine.session.seeker is not None
        assert mine.session.seeker.phone_masked == "137****1111"

    def test_registration_slip_stands_for_the_card(self, mine: Hand) -> None:
        mine.touch(mine.screen(MyDetailsScreen).print_slip)
        with mine.site.store.read() as db:
            [payload] = db.execute(
                "SELECT payload FROM print_jobs WHERE kind = 'seeker'"
            ).fetchone()
        code = payload.decode().split('"qr_payload":"', 1)[1].split('"', 1)[0]
        mine.leave()
        mine.begin("find_work")
        mine.scan(code)
        mine.comes("posts")
        assert mine.session.seeker is not None
        assert mine.session.name == ""

    def test_erase_is_asked_and_done_everywhere(self, mine: Hand) -> None:
        screen = mine.screen(MyDetailsScreen)
        mine.touch(screen.erase)
        mine.answer(safe=True)
        assert "PersonErased" not in mine.events()
        mine.touch(screen.erase)
        mine.answer(safe=False)
        assert mine.events()[-1] == "PersonErased"
        assert "删掉了" in screen.message.text
        assert not screen.find_work.isVisible()
        assert leftovers(mine, (NAME, NUMBER, "139****5678")) == []
        mine.touch(screen.done, "home")


class TestStaffCall:
    def test_call_waits_in_the_queue(self, hand: Hand) -> None:
        footer = hand.window.footers[True]
        hand.touch(footer.buttons["staff"])
        assert hand.dialog is not None
        assert "0731-12345678" in hand.dialog.line.text()
        hand.answer(safe=True)
        hand.touch(footer.buttons["staff"])
        assert hand.dialog is not None
        assert "刚才叫过了" in hand.dialog.question.text()
        assert [call.place for call in waiting_calls(hand.site)] == ["home"]


class TestFaults:
    def test_closed_hall_shows_the_gigs_only(
        self, qtbot: QtBot, site: Site, clock: FakeClock, touch_clock: StillClock
    ) -> None:
        profile = HallProfile(name="试验市场", opens="5:00", closes="18:30")
        change_hall_profile(site, profile, "staff:test")
        clock.advance(hours=13)
        with kiosk_of(qtbot, site, touch_clock) as hand:
            hand.comes("fault")
            screen = hand.screen(FaultScreen)
            assert "5:00 到 18:30" in screen.happened.text
            hand.touch(screen.answer, "posts")
            hand.leave_to("fault")
            clock.advance(hours=12)
            hand.station.look_for_fault()
            hand.comes("home")

    def test_maintenance(self, hand: Hand) -> None:
        marker = Path(hand.site.store.path.parent) / MAINTENANCE_FILE
        marker.touch()
        hand.station.look_for_fault()
        hand.comes("fault")
        screen = hand.screen(FaultScreen)
        assert "正在更新" in screen.title.text()
        hand.touch(screen.answer, "fault")
        marker.unlink()
        hand.touch(screen.answer, "home")

    def test_person_at_work_is_not_interrupted(self, hand: Hand) -> None:
        hand.begin("find_work")
        marker = Path(hand.site.store.path.parent) / MAINTENANCE_FILE
        marker.touch()
        hand.station.look_for_fault()
        hand.settle()
        assert hand.name == "card"
        hand.leave_to("fault")

    def test_clock_that_went_back(self, hand: Hand, clock: FakeClock) -> None:
        clock.advance(hours=-2)
        hand.station.look_for_fault()
        hand.comes("fault")
        assert "钟不准" in hand.screen(FaultScreen).title.text()

    def test_failing_store(self, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails() -> None:
            raise DamagedStore("synthetic")

        hand.bridge.write(fails, lambda _none: None, lambda _error: None)
        hand.comes("fault")
        screen = hand.screen(FaultScreen)
        assert "存不了" in screen.title.text()
        assert "不会丢" in screen.safe.text
        monkeypatch.setattr(hand.site.store, "write", fails)
        hand.touch(screen.answer, "fault")
        monkeypatch.undo()
        hand.touch(screen.answer, "home")

    @pytest.mark.parametrize(
        ("opens", "closes", "closed"),
        [
            ("5:00", "18:30", False),
            ("8:00", "18:30", True),
            ("22:00", "6:00", True),
            ("22:00", "8:00", False),
            ("", "18:30", False),
            ("5点", "18:30", False),
        ],
    )
    def test_hours(self, clock: FakeClock, opens: str, closes: str, closed: bool) -> None:
        hall = HallView(id="", name="", opens=opens, closes=closes)
        assert is_closed(hall, clock.now_ms()) is closed
