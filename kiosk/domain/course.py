"""A course (培训) and who wants to take part."""

import msgspec

from kiosk.domain.envelope import Event
from kiosk.domain.payload import Payload
from kiosk.domain.state import AggregateState
from kiosk.domain.training_events import CourseJoined, CourseLeft, CourseOffered, CourseWithdrawn

__all__ = ["OWN_SHOP", "Course", "CoursePlace", "step_course"]

OWN_SHOP = "own_shop"
"""Topic of who wants to start a business."""


class CoursePlace(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A seeker who signed up, under the number on the slip; `joined_at` is a stamp."""

    number: str
    joined_at: int
    has_left: bool = False


class Course(AggregateState, kw_only=True):
    """A course as it was offered last."""

    offer: CourseOffered | None = None
    withdrawn: str = ""
    places: dict[str, CoursePlace] = msgspec.field(default_factory=dict)

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return sum(not place.has_left for place in self.places.values())


def step_course(course: Course, event: Event, payload: Payload) -> None:
    """Apply one event to the course."""
    match payload:
        case CourseOffered():
            course.offer, course.withdrawn = payload, ""
        case CourseWithdrawn():
            course.withdrawn = payload.reason or "withdrawn"
        case CourseJoined():
            known = course.places.get(payload.seeker)
            if known is None or known.has_left:
                course.places[payload.seeker] = CoursePlace(
                    number=payload.number, joined_at=event.time
                )
        case CourseLeft():
            known = course.places.get(payload.seeker)
            if known is not None:
                known.has_left = True
