"""Accounts of the demo hall, with a PIN that everybody knows."""

from kiosk.domain.roles import Act, Role
from kiosk.i18n import _
from kiosk.service.accounts import list_accounts, open_account
from kiosk.service.authority import authorise_console
from kiosk.service.site import Site

__all__ = ["DEMO_PIN", "open_demo_accounts"]

DEMO_PIN = "112233"
"""Of every account of a demo hall; a real one refuses it."""


def open_demo_accounts(site: Site) -> None:
    """One account for each role, once."""
    if list_accounts(site):
        return
    for name, role in (
        (_("王场长"), Role.MANAGER),
        (_("李专员"), Role.SPECIALIST),
        (_("小周"), Role.VOLUNTEER),
        (_("赵工"), Role.TECHNICIAN),
    ):
        open_account(site, authorise_console(Act.ACCOUNTS), name, role, DEMO_PIN, is_demo=True)
