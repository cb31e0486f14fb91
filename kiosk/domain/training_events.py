"""Payloads of training: courses, places in them, and what people would like to learn."""

from kiosk.domain.payload import Payload

__all__ = ["CourseJoined", "CourseLeft", "CourseOffered", "CourseWithdrawn", "TrainingWanted"]


class CourseOffered(Payload, frozen=True, kw_only=True):
    """A course. `mode`: onsite, online; `seats` 0 has no limit; times in ms, money in cents.

    A hint on subsidies carries its source and the ISO day of that source.
    """

    title: str
    level: str = ""
    trade: str = ""
    mode: str = "onsite"
    starts: int = 0
    schedule: str = ""
    place: str = ""
    seats: int = 0
    fee_cents: int = 0
    subsidy: str = ""
    source: str = ""
    source_day: str = ""
    valid_until: int = 0


class CourseWithdrawn(Payload, frozen=True, kw_only=True):
    """The course does not take place."""

    reason: str = ""


class CourseJoined(Payload, frozen=True, kw_only=True):
    """A seeker wants to take part; staff get in touch."""

    seeker: str
    number: str


class CourseLeft(Payload, frozen=True, kw_only=True):
    """The seeker does not want to any more."""

    seeker: str


class TrainingWanted(Payload, frozen=True, kw_only=True):
    """培训需求 of a seeker: a trade's id, or `own_shop` for who wants to start a business."""

    topic: str
