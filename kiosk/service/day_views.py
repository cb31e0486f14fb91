"""What the day close shows: frozen values for screens, commands and paper."""

from dataclasses import dataclass

from kiosk.domain.day_events import ChainPart, DayCertificate, HubReceipt, NumberRange

__all__ = ["CHECKS", "DayCheck", "DayRecord", "DayView", "Kept"]

CHECKS = (
    "open_referrals",
    "unreviewed_posts",
    "doubtful_slips",
    "refused_events",
    "seats_outstanding",
)


@dataclass(frozen=True, slots=True)
class DayRecord:
    """A record behind a figure. `kind` names its screen: referral, vacancy, print_job, event.

    `state` is a code: of the referral, the review, the printer, or the answer of the hub.
    """

    id: str
    kind: str
    number: str = ""
    state: str = ""
    at: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DayCheck:
    """One check before the close. `mend` is the way to set it right: answer_referral, review_post,
    decide_slip, mend_event, settle_seats."""

    code: str
    mend: str
    records: tuple[DayRecord, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether nothing is left to do."""
        return not self.records


@dataclass(frozen=True, slots=True)
class Kept:
    """Papers or a copy of the store: made at (ms, 0 for never), and how many records of the day
    came later, what staff did at the windows aside."""

    at: int = 0
    later: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the day as it stands is in it."""
        return bool(self.at) and not self.later


@dataclass(frozen=True, slots=True)
class DayView:
    """A day as it stands: total = acknowledged + pending + refused, always.

    `status`: open, closed (something is pending), completed, reopened. `late` counts what came for
    the day after it was closed. Times in ms, 0 where it has not happened;
    `report` and `backup` since it was opened again.
    """

    id: str
    day: str
    hall: str
    hall_name: str
    station: str
    status: str
    total: int
    acknowledged: int
    pending: int
    refused: int
    late: int
    earlier_pending: int
    checks: tuple[DayCheck, ...]
    numbers: tuple[NumberRange, ...]
    chains: tuple[ChainPart, ...]
    figures: dict[str, int]
    account: str = ""
    closed_at: int = 0
    completed_at: int = 0
    report: Kept = Kept()
    backup: Kept = Kept()
    times_reopened: int = 0
    certificate: DayCertificate | None = None
    signature: str = ""
    public_key: str = ""
    is_signature_right: bool = False
    receipt: HubReceipt | None = None

    @property
    def open_checks(self) -> tuple[DayCheck, ...]:
        """Checks with something left to do."""
        return tuple(check for check in self.checks if not check.is_clear)
