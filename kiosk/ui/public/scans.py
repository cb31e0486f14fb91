"""What a scanned code leads to, on any screen that takes one; no Qt."""

from dataclasses import dataclass

from kiosk.devices.qr import ScanKind, classify_payload
from kiosk.devices.wedge import read_fields
from kiosk.domain.problems import NotPossible
from kiosk.service.employers import find_employer
from kiosk.service.hall_codes import (
    ScannedReferral,
    open_posting_code,
    open_referral_code,
    open_seeker_code,
)
from kiosk.service.views import EmployerView, SeekerView, VacancyView
from kiosk.ui.public.context import PublicContext

__all__ = ["Opened", "TypedCard", "open_scan"]


@dataclass(frozen=True, slots=True)
class TypedCard:
    """What a card reader typed that behaves as a keyboard; the name may be empty."""

    number: str
    name: str = ""


Opened = ScannedReferral | tuple[VacancyView, EmployerView | None] | SeekerView | TypedCard


def open_scan(context: PublicContext, text: str) -> Opened:
    """Look up what a code stands for; runs on a reading thread.

    Returns:
        A referral, a vacancy with its employer, a seeker, or an identity number.

    Raises:
        NotPossible: `payment_code`, `foreign_code`, `unknown_code`. Foreign text is not kept.
    """
    scan = classify_payload(text)
    match scan.kind:
        case ScanKind.REFERRAL:
            return open_referral_code(context.site, text)
        case ScanKind.POSTING:
            vacancy = open_posting_code(context.site, text)
            return vacancy, find_employer(context.site, vacancy.employer)
        case ScanKind.SEEKER:
            return open_seeker_code(context.site, text)
        case ScanKind.ID_NUMBER:
            name = read_fields(text, context.card_fields).get("name", "")
            return TypedCard(scan.id_number or "", name)
        case ScanKind.PAYMENT:
            raise NotPossible("payment_code")
        case _:
            raise NotPossible("foreign_code")
