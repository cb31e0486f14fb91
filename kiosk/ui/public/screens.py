"""Every screen of the public station."""

from kiosk.config import SessionSettings
from kiosk.ui.public.arrivals_screen import ArrivalsScreen
from kiosk.ui.public.card_screen import CardScreen
from kiosk.ui.public.check_screen import CheckScreen
from kiosk.ui.public.complaint_screens import ComplaintContactScreen, ComplaintScreen
from kiosk.ui.public.confirm_screen import ConfirmScreen
from kiosk.ui.public.consent_screen import ConsentScreen
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.detail_screen import DetailScreen
from kiosk.ui.public.employer_pin_screen import EmployerPinScreen
from kiosk.ui.public.employer_screen import EmployerScreen
from kiosk.ui.public.fault_screen import FaultScreen
from kiosk.ui.public.headcount_screen import HeadcountScreen
from kiosk.ui.public.home_screen import HomeScreen
from kiosk.ui.public.id_number_screen import IdNumberScreen
from kiosk.ui.public.leaflet_screens import LeafletScreen, LeafletsScreen
from kiosk.ui.public.my_details_screen import MyDetailsScreen
from kiosk.ui.public.my_post_screen import MyPostScreen
from kiosk.ui.public.my_slips_screen import MySlipsScreen
from kiosk.ui.public.phone_screen import PhoneScreen
from kiosk.ui.public.pick_trade_screen import PickTopicScreen, PickTradeScreen
from kiosk.ui.public.posting.screens import POSTING_SCREENS
from kiosk.ui.public.posts_screen import PostsScreen
from kiosk.ui.public.slip_screen import SlipScreen
from kiosk.ui.public.staff_door_screen import StaffDoorScreen
from kiosk.ui.public.take_card_screen import TakeCardScreen
from kiosk.ui.public.trades_screen import TradesScreen
from kiosk.ui.public.training_screen import TrainingScreen
from kiosk.ui.public.writing_screen import WritingScreen
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["build_screens"]

_PLAIN_SCREENS = (
    HomeScreen,
    FaultScreen,
    TakeCardScreen,
    CardScreen,
    IdNumberScreen,
    ConsentScreen,
    CheckScreen,
    PhoneScreen,
    TradesScreen,
    PostsScreen,
    PickTradeScreen,
    DetailScreen,
    ConfirmScreen,
    MySlipsScreen,
    MyDetailsScreen,
    EmployerScreen,
    EmployerPinScreen,
    MyPostScreen,
    HeadcountScreen,
    ArrivalsScreen,
    ComplaintScreen,
    ComplaintContactScreen,
    LeafletsScreen,
    LeafletScreen,
    WritingScreen,
    TrainingScreen,
    PickTopicScreen,
    StaffDoorScreen,
    *POSTING_SCREENS,
)


def build_screens(
    theme: Theme, context: PublicContext, settings: SessionSettings
) -> dict[str, Screen]:
    """Every screen of the public station, by name."""
    screens: dict[str, Screen] = {kind.name: kind(theme, context) for kind in _PLAIN_SCREENS}
    screens["slip"] = SlipScreen(theme, context, settings.slip_screen_s)
    return screens
