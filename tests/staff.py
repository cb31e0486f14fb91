"""Accounts of tests: opened quickly, with PINs that the tests know."""

import argon2
import pytest

from kiosk.domain.roles import Act, Role, StaffSession
from kiosk.service import pins
from kiosk.service.accounts import open_account
from kiosk.service.authority import authorise_console
from kiosk.service.site import Site

__all__ = ["PIN", "light_hashes", "open_staff", "session_of"]

PIN = "274953"


@pytest.fixture
def light_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take a millisecond; the parameters of the product have a test of their own."""
    light = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(pins, "_hasher", light)


def open_staff(
    site: Site, name: str, role: Role, pin: str = PIN, *, temporary: bool = False
) -> str:
    allowed = authorise_console(Act.ACCOUNTS)
    return open_account(site, allowed, name, role, pin, is_temporary=temporary)


def session_of(site: Site, role: Role, *, is_fresh: bool = False) -> StaffSession:
    """A signed-in person; `is_fresh` has entered the PIN just now."""
    account = open_staff(site, f"试{role}", role)
    now = site.now_ms()
    return StaffSession(account, f"试{role}", role, now, now if is_fresh else 0)
