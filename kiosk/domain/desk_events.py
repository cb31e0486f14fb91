"""All payloads of the desk and the manager, in one place for the table of event types."""

from kiosk.domain.assistance_events import (
    AssistanceClosed,
    AssistanceFollowedUp,
    AssistanceHandedOff,
    AssistanceOpened,
    AssistanceStepDone,
    AssistanceStepPlanned,
    PriorityConsentGiven,
    PriorityConsentWithdrawn,
    PriorityNoted,
    PriorityRemoved,
)
from kiosk.domain.complaint_events import (
    ComplaintAccepted,
    ComplaintClosed,
    ComplaintHandedOver,
    ComplaintNoted,
    ComplaintReopened,
    EmployerNoted,
    EvidenceHandedOver,
    HandoverAnswered,
)
from kiosk.domain.content_events import LeafletPublished, LeafletWithdrawn
from kiosk.domain.counter_events import (
    EmployerPaperChecked,
    EmployerReinstated,
    EmployerSuspended,
    RankingOverridden,
    ReferralMoved,
)
from kiosk.domain.day_events import (
    DayBackedUp,
    DayCloseCompleted,
    DayClosed,
    DayReopened,
    DayReported,
)
from kiosk.domain.hall_events import (
    HallEntryRemoved,
    HallEntryWritten,
    HallHoursChanged,
    HallPersonWritten,
    SeekerBranded,
    VacancyBranded,
)
from kiosk.domain.payload import Payload
from kiosk.domain.skill_events import (
    CertificateRecorded,
    CertificateVerified,
    CertificateWithdrawn,
    PreferenceRecorded,
    SkillRecorded,
    SkillWithdrawn,
)

__all__ = ["DESK_PAYLOADS"]

DESK_PAYLOADS: tuple[type[Payload], ...] = (
    AssistanceClosed,
    AssistanceFollowedUp,
    AssistanceHandedOff,
    AssistanceOpened,
    AssistanceStepDone,
    AssistanceStepPlanned,
    CertificateRecorded,
    CertificateVerified,
    CertificateWithdrawn,
    ComplaintAccepted,
    ComplaintClosed,
    ComplaintHandedOver,
    ComplaintNoted,
    ComplaintReopened,
    DayBackedUp,
    DayCloseCompleted,
    DayClosed,
    DayReopened,
    DayReported,
    EmployerNoted,
    EmployerPaperChecked,
    EmployerReinstated,
    EmployerSuspended,
    EvidenceHandedOver,
    HallEntryRemoved,
    HallEntryWritten,
    HallHoursChanged,
    HallPersonWritten,
    HandoverAnswered,
    LeafletPublished,
    LeafletWithdrawn,
    PreferenceRecorded,
    PriorityConsentGiven,
    PriorityConsentWithdrawn,
    PriorityNoted,
    PriorityRemoved,
    SeekerBranded,
    SkillRecorded,
    SkillWithdrawn,
    VacancyBranded,
    RankingOverridden,
    ReferralMoved,
)
