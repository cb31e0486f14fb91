"""Skills and certificates of a person in one cell each, written and read.

电工 中级工（核验）；焊工 初级工（自报） and 电工证 T430… 到2027-03-31（核验）. What another hall
has seen was not seen here: whatever is imported is said by the person until a clerk sees the paper.
"""

import re
from collections.abc import Iterator
from datetime import date

from kiosk.domain.events import Payload
from kiosk.domain.problems import InvalidInput, Problem
from kiosk.domain.qualifications import SEEN, Qualified
from kiosk.domain.skill_events import CertificateRecorded, SkillRecorded
from kiosk.domain.typed import narrowed
from kiosk.i18n import _
from kiosk.service.person_skills import RecordCertificate, RecordSkill, checked_certificate
from kiosk.service.site import Site
from kiosk.skill_words import certificate_named, certificate_text, level_named, level_text
from kiosk.store.log import Writing

__all__ = [
    "certificates_cell",
    "certificates_named",
    "papers_of",
    "skills_cell",
    "skills_named",
]

_MOST = 12
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BETWEEN = re.compile(r"[;\n]+")


def _certainty(*, is_seen: bool) -> str:
    return _("（核验）") if is_seen else _("（自报）")


def skills_cell(site: Site, known: Qualified) -> str:
    """Levels, the highest first."""
    parts = []
    for key, claim in sorted(known.skills.items(), key=lambda item: (-item[1].level, item[0])):
        trade, _space, certainty = key.partition(" ")
        words = f"{site.trade_name(trade)} {level_text(claim.level)}"
        parts.append(words + _certainty(is_seen=certainty == SEEN))
    return "；".join(parts)


def certificates_cell(known: Qualified, *, is_full: bool) -> str:
    """Certificates, what ends first first; the number only where everything is exported in full."""
    held = sorted(known.certificates.values(), key=lambda item: (not item.ends, item.ends))
    return "；".join(
        " ".join(
            part
            for part in (
                certificate_text(item.kind),
                item.number if is_full else "",
                _("到{day}").format(day=item.ends) if item.ends else "",
            )
            if part
        )
        + _certainty(is_seen=item.is_seen)
        for item in held
    )


def skills_named(trade_of: dict[str, str], text: str) -> tuple[RecordSkill, ...]:
    """Levels of a cell, as said.

    Args:
        trade_of: name or alias → trade.
        text: the cell.

    Raises:
        InvalidInput: code `unknown_trade`, `unknown_level` or `too_many`.
    """
    found = []
    for entry in _entries(text, "skills"):
        name, _space, level = entry.rpartition(" ")
        trade = trade_of.get(name.strip())
        if trade is None:
            raise InvalidInput(Problem("skills", "unknown_trade", {"name": (name or entry)[:20]}))
        found.append(RecordSkill(trade, level_named(level, "skills")))
    return tuple(found)


def certificates_named(today: date, text: str) -> tuple[RecordCertificate, ...]:
    """Certificates of a cell, as said.

    Raises:
        InvalidInput: code `unknown_kind`, `not_a_day` or `too_many`.
    """
    found = []
    for entry in _entries(text, "certificates"):
        name, *rest = entry.split()
        until, number = "", ""
        for word in rest:
            day = _DAY.search(word)
            until, number = (day.group(), number) if day else (until, number + word)
        given = RecordCertificate(
            certificate_named(name, "certificates"), number=number, until=until
        )
        try:
            found.append(checked_certificate(today, given))
        except InvalidInput as error:
            problems = (Problem("certificates", item.code, item.values) for item in error.problems)
            raise InvalidInput(*problems) from None
    return tuple(found)


def papers_of(
    writing: Writing,
    skills: tuple[RecordSkill, ...],
    certificates: tuple[RecordCertificate, ...],
) -> list[Payload]:
    """What a row told of a person, as events: said, not seen."""
    levels = [SkillRecorded(trade=item.trade, level=item.level) for item in skills]
    papers = [
        CertificateRecorded(
            certificate=writing.new_id("certificate"),
            kind=item.kind,
            number=item.number,
            issued=item.issued,
            valid_until=item.until,
            review_by=item.review,
        )
        for item in certificates
    ]
    return [*levels, *papers]


def _entries(text: str, field: str) -> Iterator[str]:
    notes = [narrowed(_certainty(is_seen=is_seen)) for is_seen in (True, False)]
    kept = []
    for part in _BETWEEN.split(narrowed(text)):
        entry = part.strip()
        for note in notes:
            entry = entry.removesuffix(note).strip()
        kept += [entry] if entry else []
    if len(kept) > _MOST:
        raise InvalidInput(Problem(field, "too_many", {"limit": _MOST}))
    return iter(kept)
