"""Where somebody goes once it is known who it is; no Qt."""

from collections.abc import Callable

from kiosk.service.employers import find_employer_by_id_number
from kiosk.service.registration import find_seeker
from kiosk.service.views import EmployerView, SeekerView
from kiosk.ui.public.context import PublicContext

__all__ = ["go_on_as_employer", "go_on_as_seeker", "identify"]

_SCREENS = {"mine": "my_slips", "registration": "my_details", "training": "training"}


def identify(
    context: PublicContext,
    id_number: str,
    seeker_found: Callable[[SeekerView | None], None],
    employer_found: Callable[[EmployerView | None], None],
    failed: Callable[[Exception], None],
) -> None:
    """Look up who has this identity number, as an employer or as a seeker by the purpose."""
    site = context.site
    if context.session.purpose == "hire":
        context.tasks.read(
            lambda: find_employer_by_id_number(site, id_number), employer_found, failed
        )
    else:
        context.tasks.read(lambda: find_seeker(site, id_number), seeker_found, failed)


def go_on_as_seeker(context: PublicContext, seeker: SeekerView) -> None:
    """To the gigs, the own slips, the own registration or the courses."""
    session = context.session
    session.seeker, session.trades = seeker, seeker.trades
    context.navigator.replace(_SCREENS.get(session.purpose, "posts"))


def go_on_as_employer(context: PublicContext, employer: EmployerView) -> None:
    """To the own posts."""
    context.session.employer = employer
    context.navigator.replace("employer")
