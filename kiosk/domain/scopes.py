"""Who gets what: the audience of each event type (docs/PROTOCOL.md §6).

The scope stands in the header as `audience:hall`, so that a hub can pass on an event of a type
that it does not know.
"""

from enum import StrEnum

from kiosk.domain.ids import aggregate_kind

__all__ = [
    "AUDIENCE",
    "UNASSIGNED_HALL",
    "Audience",
    "audience_of",
    "hall_of",
    "scope_for",
    "stream_of_hall",
]


UNASSIGNED_HALL = "UNASSIGNED"
"""Hall of a station that no hub has taken in yet. Its hub counts such events to the hall that it
certified the station for, so that what was recorded before enrolment is not lost."""


class Audience(StrEnum):
    """Who may hold the payload of an event."""

    PUBLIC = "public"
    """Stations of the hall, its board, other halls that follow the county, hubs above."""
    HALL = "hall"
    """Stations of the hall whose role may see people, the hall's hub; above it headers only."""
    AUDIT = "audit"
    """The station itself and the hall's hub."""


AUDIENCE: dict[str, Audience] = {
    "HallProfileChanged": Audience.PUBLIC,
    "StationEnrolled": Audience.PUBLIC,
    "StationRevoked": Audience.PUBLIC,
    "StationReleased": Audience.PUBLIC,
    "SeekerRegistered": Audience.HALL,
    "SeekerCheckedIn": Audience.HALL,
    "SeekerChanged": Audience.HALL,
    "PeopleMerged": Audience.HALL,
    "PersonErased": Audience.PUBLIC,
    "EmployerRegistered": Audience.PUBLIC,
    "EmployerContactGiven": Audience.HALL,
    "EmployerVerified": Audience.PUBLIC,
    "VacancyPosted": Audience.PUBLIC,
    "VacancyReviewed": Audience.PUBLIC,
    "VacancyClosed": Audience.PUBLIC,
    "VacancyKept": Audience.PUBLIC,
    "SeatsMinted": Audience.PUBLIC,
    "SeatsRetired": Audience.PUBLIC,
    "SeatsTransferRequested": Audience.PUBLIC,
    "SeatsTransferDeclined": Audience.PUBLIC,
    "SeatsTransferred": Audience.PUBLIC,
    "SeatsReclaimed": Audience.PUBLIC,
    "HeadcountChanged": Audience.PUBLIC,
    "SeatSpent": Audience.PUBLIC,
    "SeatReturned": Audience.PUBLIC,
    "ReferralMade": Audience.HALL,
    "ReferralCalled": Audience.HALL,
    "ReferralAgreed": Audience.HALL,
    "ReferralDeclined": Audience.HALL,
    "ReferralCancelled": Audience.HALL,
    "ReferralArrived": Audience.HALL,
    "ReferralMissed": Audience.HALL,
    "ReferralUndone": Audience.HALL,
    "ReferralClashed": Audience.HALL,
    "ComplaintMade": Audience.HALL,
    "ComplaintContactGiven": Audience.HALL,
    "StaffCalled": Audience.HALL,
    "StaffCallAnswered": Audience.HALL,
    "CourseOffered": Audience.PUBLIC,
    "CourseWithdrawn": Audience.PUBLIC,
    "CourseJoined": Audience.HALL,
    "CourseLeft": Audience.HALL,
    "TrainingWanted": Audience.HALL,
    "AssistanceClosed": Audience.HALL,
    "AssistanceFollowedUp": Audience.HALL,
    "AssistanceHandedOff": Audience.HALL,
    "AssistanceOpened": Audience.HALL,
    "AssistanceStepDone": Audience.HALL,
    "AssistanceStepPlanned": Audience.HALL,
    "ComplaintAccepted": Audience.HALL,
    "ComplaintClosed": Audience.HALL,
    "ComplaintHandedOver": Audience.HALL,
    "ComplaintNoted": Audience.HALL,
    "ComplaintReopened": Audience.HALL,
    "DayBackedUp": Audience.HALL,
    "DayCloseCompleted": Audience.HALL,
    "DayClosed": Audience.HALL,
    "DayReopened": Audience.HALL,
    "DayReported": Audience.HALL,
    "EmployerNoted": Audience.HALL,
    "EmployerPaperChecked": Audience.HALL,
    "EmployerReinstated": Audience.PUBLIC,
    "EmployerSuspended": Audience.PUBLIC,
    "RankingOverridden": Audience.HALL,
    "ReferralMoved": Audience.HALL,
    "EvidenceHandedOver": Audience.HALL,
    "HallEntryRemoved": Audience.PUBLIC,
    "HallEntryWritten": Audience.PUBLIC,
    "HallHoursChanged": Audience.PUBLIC,
    "HallPersonWritten": Audience.HALL,
    "VacancyBranded": Audience.PUBLIC,
    "SeekerBranded": Audience.HALL,
    "SkillRecorded": Audience.HALL,
    "SkillWithdrawn": Audience.HALL,
    "CertificateRecorded": Audience.HALL,
    "CertificateVerified": Audience.HALL,
    "CertificateWithdrawn": Audience.HALL,
    "PreferenceRecorded": Audience.HALL,
    "HandoverAnswered": Audience.HALL,
    "LeafletPublished": Audience.PUBLIC,
    "LeafletWithdrawn": Audience.PUBLIC,
    "PriorityConsentGiven": Audience.HALL,
    "PriorityConsentWithdrawn": Audience.HALL,
    "PriorityNoted": Audience.HALL,
    "PriorityRemoved": Audience.HALL,
    "SensitiveRead": Audience.AUDIT,
    "SlipPrintedAgain": Audience.AUDIT,
    "SlipSeen": Audience.AUDIT,
    "AccountOpened": Audience.HALL,
    "AccountRoleChanged": Audience.HALL,
    "AccountPinSet": Audience.HALL,
    "AccountCardLinked": Audience.HALL,
    "AccountDisabled": Audience.HALL,
    "AccountEnabled": Audience.HALL,
    "StaffSignedIn": Audience.HALL,
    "StaffSignedOut": Audience.HALL,
    "SignInFailed": Audience.HALL,
    "StaffLockedOut": Audience.HALL,
    "StaffActed": Audience.HALL,
    "StaffRefused": Audience.HALL,
    "RefusalAppealed": Audience.HALL,
    "RefusedEventMended": Audience.PUBLIC,
    "RefusedEventWithdrawn": Audience.PUBLIC,
    "RefusalLifted": Audience.PUBLIC,
    "RefusalUpheld": Audience.PUBLIC,
    # A refusal goes wherever the refused event went, so that every fold obeys it.
    "EventRefused": Audience.PUBLIC,
}


def scope_for(event_type: str, hall: str) -> str:
    """The scope of a new event of a known type."""
    return f"{AUDIENCE[event_type]}:{hall}"


def audience_of(scope: str) -> Audience:
    """The audience named in a scope; unknown words are kept closest, as `audit`."""
    try:
        return Audience(aggregate_kind(scope))
    except ValueError:
        return Audience.AUDIT


def hall_of(scope: str) -> str:
    """The hall named in a scope."""
    return scope.partition(":")[2]


def stream_of_hall(hall: str) -> str:
    """The stream that a hall's stations pull."""
    return f"hall:{hall}"
