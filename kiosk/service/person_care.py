"""A person's own record at the desk: correct, join twins, withdraw consent."""

from dataclasses import dataclass

from kiosk.domain.events import Consent, PeopleMerged, SeekerChanged
from kiosk.domain.identity import parse_phone
from kiosk.domain.masking import mask_id_number, mask_name, mask_phone
from kiosk.domain.problems import InvalidInput, NotPossible, Problem, name_problems
from kiosk.domain.roles import Act, StaffSession
from kiosk.service.authority import Authorised, authorise, authorise_read
from kiosk.service.follow_ups import fill_gaps
from kiosk.service.priority_help import known_seeker
from kiosk.service.registration import CONSENT_VERSION, check_trades
from kiosk.service.site import Site
from kiosk.store.people import same_people

__all__ = [
    "PersonCard",
    "PersonFields",
    "change_person",
    "merge_people",
    "person_card",
    "person_fields",
    "withdraw_phone_consent",
]

_NAME_LIMIT, _ADDRESS_LIMIT = 60, 100


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as the desk shows her or him before anything is changed."""

    seeker: str
    name: str
    """张*"""
    number: str
    phone_masked: str
    id_masked: str
    trades: tuple[str, ...]
    shares_phone: bool
    has_help_consent: bool
    consent_version: str
    visits: int
    twins: int
    """How many other records are known to be the same person."""


@dataclass(frozen=True, slots=True)
class PersonFields:
    """What can be corrected, in full; None leaves a field as it is."""

    name: str | None = None
    phone: str | None = None
    address: str | None = None
    trades: tuple[str, ...] | None = None


def person_card(site: Site, staff: StaffSession, seeker: str) -> PersonCard:
    """A person's card, masked.

    Raises:
        NotAllowed: see `authorise`.
        NotPossible: `unknown_seeker`.
    """
    authorise(site, staff, Act.CHANGE_PERSON)
    with site.store.read() as db:
        person = known_seeker(site.store.applier(db), seeker)
        return PersonCard(
            seeker=person.id,
            name=mask_name(person.name),
            number=person.number,
            phone_masked=mask_phone(person.phone),
            id_masked=mask_id_number(person.id_number),
            trades=tuple(site.trade_name(trade) for trade in person.trades),
            shares_phone=person.share_phone,
            has_help_consent=bool(person.priority_consent),
            consent_version=person.consent_version,
            visits=person.visits,
            twins=len(same_people(db, person.id)) - 1,
        )


def person_fields(site: Site, staff: StaffSession, seeker: str) -> PersonFields:
    """The fields in full, to correct them; that they were read stands in the log.

    Raises:
        NotAllowed: see `authorise_read`.
        NotPossible: `unknown_seeker`.
    """
    with site.store.read() as db:
        known = known_seeker(site.store.applier(db), seeker).id
    fields = ("name", "phone", "address")
    authorise_read(site, staff, Act.CHANGE_PERSON, known, fields, "correct")
    with site.store.read() as db:
        person = known_seeker(site.store.applier(db), known)
    return PersonFields(person.name, person.phone, person.address, person.trades)


def change_person(
    site: Site, allowed: Authorised, seeker: str, given: PersonFields
) -> frozenset[str]:
    """Correct fields; those that are as they were are not written again.

    Raises:
        InvalidInput: one Problem per wrong field; nothing is written.
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`.
    """
    actor = allowed.actor_for(Act.CHANGE_PERSON)
    given = _checked(site, given)
    with site.store.write() as writing:
        person = known_seeker(writing.applier, seeker)
        changes = {
            name: value
            for name in ("name", "phone", "address", "trades")
            if (value := getattr(given, name)) is not None and value != getattr(person, name)
        }
        if changes:
            writing.append(SeekerChanged(**changes), person.id, actor)
        return frozenset(writing.changed)


def withdraw_phone_consent(site: Site, allowed: Authorised, seeker: str) -> frozenset[str]:
    """Employers do not get the phone any more.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`.
    """
    actor = allowed.actor_for(Act.CHANGE_PERSON)
    with site.store.write() as writing:
        person = known_seeker(writing.applier, seeker)
        if person.share_phone:
            consent = Consent(version=person.consent_version or CONSENT_VERSION, share_phone=False)
            writing.append(SeekerChanged(consent=consent), person.id, actor)
        return frozenset(writing.changed)


def merge_people(site: Site, allowed: Authorised, one: str, other: str) -> str:
    """Two records are one person; returns the id that survives, the smaller one.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`, `same_record`, `different_people` (two resident numbers
            that differ are two people).
    """
    actor = allowed.actor_for(Act.MERGE_PEOPLE)
    with site.store.write() as writing:
        people = [known_seeker(writing.applier, item) for item in (one, other)]
        kept, twin = sorted(people, key=lambda person: person.id)
        if kept.id == twin.id:
            raise NotPossible("same_record")
        kinds = {person.id_kind for person in people}
        if kinds == {"resident"} and kept.id_number != twin.id_number:
            raise NotPossible("different_people")
        writing.append(PeopleMerged(into=kept.id), twin.id, actor)
        fill_gaps(writing, kept.id, twin.id, actor)
    return kept.id


def _checked(site: Site, given: PersonFields) -> PersonFields:
    problems: list[Problem] = []
    name = " ".join(given.name.split()) if given.name is not None else None
    address = given.address.strip() if given.address is not None else None
    phone = given.phone
    if name is not None:
        problems += name_problems(name, _NAME_LIMIT)
    if address is not None and len(address) > _ADDRESS_LIMIT:
        problems.append(Problem("address", "too_long", {"limit": _ADDRESS_LIMIT}))
    try:
        phone = parse_phone(phone) if phone is not None else None
        if given.trades is not None:
            check_trades(site, given.trades)
    except InvalidInput as error:
        problems += error.problems
    if problems:
        raise InvalidInput(*problems)
    return PersonFields(name, phone, address, given.trades)
