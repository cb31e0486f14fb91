"""The pages of the desk: which there are, in which order, and who sees which."""

from kiosk.domain.roles import Role
from kiosk.ui.desk.day_close.page import DayClosePage
from kiosk.ui.desk.doctor_page import DoctorPage
from kiosk.ui.desk.exchange.page import ExchangePage
from kiosk.ui.desk.fair_page import FairPage
from kiosk.ui.desk.hall.page import HallPage
from kiosk.ui.desk.help.complaints_page import ComplaintsPage
from kiosk.ui.desk.help.handovers_page import HandoversPage
from kiosk.ui.desk.help.help_page import HelpPage
from kiosk.ui.desk.help.notices_page import NoticesPage
from kiosk.ui.desk.help.person_care_page import PersonCarePage
from kiosk.ui.desk.help.training_page import TrainingPage
from kiosk.ui.desk.matching.page import MatchingPage
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.people.page import PeoplePage
from kiosk.ui.desk.review.page import ReviewPage
from kiosk.ui.desk.staff.accounts_page import AccountsPage
from kiosk.ui.desk.staff.audit_page import AuditTrailPage
from kiosk.ui.desk.statistics.page import StatisticsPage
from kiosk.ui.desk.tomorrow_page import TomorrowPage
from kiosk.ui.desk.upkeep.calls_page import CallsPage
from kiosk.ui.desk.upkeep.machine_page import MachinePage
from kiosk.ui.desk.upkeep.refusals_page import RefusalsPage
from kiosk.ui.desk.upkeep.slips_page import SlipsPage

__all__ = ["HEAD", "PAGES", "head_of", "more_of"]

HEAD = (
    "matching",
    "review",
    "people",
    "help",
    "training",
    "complaints",
    "statistics",
    "day_close",
)
"""Names of the pages with a tab of their own, from left to right; all others are behind 更多."""

# One class a line, those of 更多 in the order of its tiles.
PAGES: tuple[type[DeskPage], ...] = (
    MatchingPage,
    ReviewPage,
    PeoplePage,
    TomorrowPage,
    FairPage,
    DayClosePage,
    HelpPage,
    TrainingPage,
    ComplaintsPage,
    CallsPage,
    PersonCarePage,
    HandoversPage,
    NoticesPage,
    SlipsPage,
    RefusalsPage,
    MachinePage,
    AccountsPage,
    AuditTrailPage,
    DoctorPage,
    StatisticsPage,
    HallPage,
    ExchangePage,
)


def head_of(role: Role) -> tuple[type[DeskPage], ...]:
    """Pages with a tab that a role sees, from left to right."""
    seen = {page.name: page for page in PAGES if page.is_for(role)}
    return tuple(seen[name] for name in HEAD if name in seen)


def more_of(role: Role) -> tuple[type[DeskPage], ...]:
    """Pages behind 更多 that a role sees."""
    return tuple(page for page in PAGES if page.name not in HEAD and page.is_for(role))
