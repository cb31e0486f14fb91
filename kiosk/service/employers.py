"""Employers: register, recognise by card, USCC, or phone with the PIN of a receipt."""

from dataclasses import dataclass, replace

from kiosk.domain.employer import EMPLOYER_KINDS, PERSONAL_KINDS, Employer
from kiosk.domain.events import EmployerContactGiven, EmployerRegistered
from kiosk.domain.identity import parse_id_number, parse_phone, parse_uscc
from kiosk.domain.masking import mask_phone, surname
from kiosk.domain.problems import InvalidInput, Problem, name_problems
from kiosk.i18n import _
from kiosk.service.site import Site
from kiosk.service.views import EmployerView
from kiosk.store.log import Writing
from kiosk.store.people import find_person, survivor

__all__ = [
    "RegisterEmployer",
    "checked_employer",
    "employer_view",
    "enter_employer",
    "find_employer",
    "find_employer_by_id_number",
    "known_employer",
    "register_employer",
]

_NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class RegisterEmployer:
    """Who wants to hire. A household or sole trader gives a card, a company its USCC."""

    kind: str
    name: str
    uscc: str = ""
    id_number: str = ""
    contact_name: str = ""
    phone: str = ""
    licence: str = ""


def register_employer(site: Site, given: RegisterEmployer) -> EmployerView:
    """Register an employer, or recognise a known one by card number or USCC.

    Raises:
        InvalidInput: one Problem per wrong field; nothing is written.
    """
    given = checked_employer(site, given)
    with site.store.write() as writing:
        return employer_view(enter_employer(writing, given)[0])


def enter_employer(
    writing: Writing, given: RegisterEmployer, actor: str = ""
) -> tuple[Employer, bool]:
    """Register a checked employer within a transaction; False where it was known already.

    `actor` is who of the staff enters it; empty for the employer itself.
    """
    known = known_employer(writing, given)
    employer = known.id if known else writing.new_id("employer")
    if known is None or known.name != given.name:
        event = EmployerRegistered(
            kind=given.kind, name=given.name, uscc=given.uscc, licence=given.licence
        )
        writing.append(event, employer, actor or employer)
    contact = EmployerContactGiven(
        contact_name=given.contact_name, phone=given.phone, id_number=given.id_number
    )
    if known is None or not _has_contact(known, given):
        writing.append(contact, employer, actor or employer)
    state = writing.state(employer)
    assert isinstance(state, Employer)  # noqa: S101 (just written)
    return state, known is None


def find_employer(site: Site, employer: str) -> EmployerView | None:
    """The employer that survives under this id, if it is known here."""
    with site.store.read() as db:
        state = survivor(site.store.applier(db), employer)
    return employer_view(state) if isinstance(state, Employer) else None


def find_employer_by_id_number(site: Site, id_number: str) -> EmployerView | None:
    """The known employer that this person is.

    Raises:
        InvalidInput: the number is malformed.
    """
    number = parse_id_number(id_number, site.today()).number
    with site.store.read() as db:
        found = find_person(db, "employer", site.store.applier(db).blind_index(number))
    return find_employer(site, found) if found else None


def employer_view(employer: Employer) -> EmployerView:
    """What public screens may show."""
    name = employer.contact_name
    return EmployerView(
        id=employer.id,
        kind=employer.kind,
        name=employer.name,
        contact=_("{surname}老板").format(surname=surname(name)) if name else "",
        phone_masked=mask_phone(employer.phone),
        is_verified=employer.is_verified,
    )


def checked_employer(
    site: Site, given: RegisterEmployer, *, needs_papers: bool = True
) -> RegisterEmployer:
    """What was given, tidied. Papers may be missing where `needs_papers` is False.

    Raises:
        InvalidInput: one Problem per wrong field.
    """
    problems: list[Problem] = []
    fields = {"name": " ".join(given.name.split()), "contact_name": given.contact_name.strip()}
    if given.kind not in EMPLOYER_KINDS:
        problems.append(Problem("kind", "unknown"))
    problems += name_problems(fields["name"], _NAME_LIMIT)
    problems += [
        Problem(name, "too_long", {"limit": _NAME_LIMIT})
        for name, text in (("contact_name", fields["contact_name"]), ("licence", given.licence))
        if len(text) > _NAME_LIMIT
    ]
    try:
        fields["phone"] = parse_phone(given.phone, required=True)
    except InvalidInput as error:
        problems.extend(error.problems)
    try:
        if given.uscc:
            fields["uscc"] = parse_uscc(given.uscc)
        elif given.id_number or (needs_papers and given.kind in PERSONAL_KINDS):
            fields["id_number"] = parse_id_number(given.id_number, site.today()).number
        elif needs_papers:
            problems.append(Problem("uscc", "required"))
    except InvalidInput as error:
        problems.extend(error.problems)
    if problems:
        raise InvalidInput(*problems)
    return replace(given, **fields)


def known_employer(writing: Writing, given: RegisterEmployer) -> Employer | None:
    """The employer with this card number or USCC, else phone and name, if it is known here."""
    found = ""
    if given.id_number:
        index = writing.applier.blind_index(given.id_number)
        found = find_person(writing.db, "employer", index)
    elif given.uscc:
        row = writing.db.execute(
            "SELECT min(id) FROM employers WHERE uscc = ? AND erased = 0", (given.uscc,)
        ).fetchone()
        found = row[0] or ""
    elif given.phone:
        # A call by telephone: the phone and the name tell who it is.
        row = writing.db.execute(
            "SELECT min(id) FROM employers WHERE phone = ? AND name = ? AND erased = 0",
            (given.phone, given.name),
        ).fetchone()
        found = row[0] or ""
    state = survivor(writing.applier, found) if found else None
    return state if isinstance(state, Employer) else None


def _has_contact(known: Employer, given: RegisterEmployer) -> bool:
    return (known.contact_name, known.phone) == (
        given.contact_name or known.contact_name,
        given.phone,
    )
