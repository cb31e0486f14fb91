"""登记 at the desk: people and employers, entered, corrected, checked in alone or as a group.

Everything shown is masked; the full identity number or phone takes leave of its own and leaves a
line in the log before it is seen.
"""

from dataclasses import dataclass, field

from kiosk.domain.employer import Employer
from kiosk.domain.events import SensitiveRead
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.roles import Act
from kiosk.domain.seeker import Seeker
from kiosk.service.authority import Authorised
from kiosk.service.employers import (
    RegisterEmployer,
    checked_employer,
    employer_view,
    enter_employer,
)
from kiosk.service.matching import enter_referral
from kiosk.service.posting import Posted, PostVacancy, post_vacancy
from kiosk.service.registration import (
    RegisterSeeker,
    Registration,
    check_in,
    checked_seeker,
    enter_seeker,
    register_seeker,
    seeker_view,
)
from kiosk.service.site import Site
from kiosk.service.views import EmployerView
from kiosk.store.log import Writing
from kiosk.store.people import survivor

__all__ = [
    "Checked",
    "GroupMember",
    "check_in_group",
    "employer_phone",
    "full_id_number",
    "post_at_desk",
    "register_at_desk",
    "register_employer_at_desk",
    "seeker_phone",
]

_GROUP_LIMIT = 60


@dataclass(frozen=True, slots=True)
class GroupMember:
    """Somebody of a group: known by id, or given as by the card."""

    seeker: str = ""
    given: RegisterSeeker | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """How it went for one of the group: number of the registration, of the referral if one was
    made, or the code of why none was."""

    seeker: str
    public_name: str
    number: str
    referral: str = ""
    referral_number: str = ""
    problem: str = ""
    values: dict[str, str | int] = field(default_factory=dict)


def register_at_desk(site: Site, allowed: Authorised, given: RegisterSeeker) -> Registration:
    """Register a person, or check a known one in, in the name of who sits at the desk.

    Raises:
        InvalidInput: one Problem per wrong field; nothing is written.
    """
    return register_seeker(site, given, allowed.actor_for(Act.REGISTER_SEEKER))


def check_in_group(
    site: Site, allowed: Authorised, members: tuple[GroupMember, ...], vacancy: str = ""
) -> tuple[Checked, ...]:
    """Several workers, one list, one confirmation: everybody is registered, and referred to the
    vacancy where one is given. Who cannot be referred is checked in all the same, and told why.

    Raises:
        InvalidInput: nobody or too many on the list, or wrong fields of somebody new.
        NotPossible: `unknown_seeker`.
    """
    actor = allowed.actor_for(Act.REGISTER_SEEKER)
    if not 0 < len(members) <= _GROUP_LIMIT:
        raise InvalidInput(Problem("members", "out_of_range", {"limit": _GROUP_LIMIT}))
    checked = [item.given and checked_seeker(site, item.given) for item in members]
    with site.store.write() as writing:
        return tuple(
            _take_in(site, writing, member, given, vacancy, actor)
            for member, given in zip(members, checked, strict=True)
        )


def register_employer_at_desk(
    site: Site, allowed: Authorised, given: RegisterEmployer
) -> EmployerView:
    """Register an employer at the desk. Who calls by telephone may leave out the papers: its
    posts are then looked at one by one until staff saw some.

    Raises:
        InvalidInput: one Problem per wrong field.
    """
    actor = allowed.actor_for(Act.POST_VACANCY)
    given = checked_employer(site, given, needs_papers=False)
    with site.store.write() as writing:
        return employer_view(enter_employer(writing, given, actor)[0])


def post_at_desk(site: Site, allowed: Authorised, given: PostVacancy) -> Posted:
    """Post for an employer, with the source by which the demand came (R2).

    Raises:
        InvalidInput, NotPossible: see `kiosk.service.posting.post_vacancy`.
    """
    return post_vacancy(site, given, allowed.actor_for(Act.POST_VACANCY))


def full_id_number(site: Site, allowed: Authorised, person: str, purpose: str = "") -> str:
    """The identity number of a seeker or employer, in the log before it is given.

    Raises:
        NotPossible: `unknown_seeker`.
    """
    return _read(site, allowed.actor_for(Act.SEE_FULL_ID), person, "id_number", purpose)


def seeker_phone(site: Site, allowed: Authorised, seeker: str, purpose: str = "") -> str:
    """The phone of a seeker, in the log before it is given.

    Raises:
        NotPossible: `unknown_seeker`.
    """
    return _read(site, allowed.actor_for(Act.SEE_PHONE), seeker, "phone", purpose)


def employer_phone(site: Site, allowed: Authorised, employer: str, purpose: str = "") -> str:
    """The phone of an employer, in the log before it is given.

    Raises:
        NotPossible: `unknown_seeker`.
    """
    return _read(site, allowed.actor_for(Act.SEE_PHONE), employer, "phone", purpose)


def _read(site: Site, actor: str, person: str, name: str, purpose: str) -> str:
    with site.store.write() as writing:
        state = survivor(writing.applier, person)
        if not isinstance(state, Seeker | Employer) or state.erased:
            raise NotPossible("unknown_seeker")
        writing.append(SensitiveRead(fields=(name,), purpose=purpose), state.id, actor)
        return str(getattr(state, name))


def _seeker(writing: Writing, seeker: str) -> Seeker:
    person = survivor(writing.applier, seeker)
    if not isinstance(person, Seeker) or person.erased:
        raise NotPossible("unknown_seeker")
    return person


def _take_in(
    site: Site,
    writing: Writing,
    member: GroupMember,
    given: RegisterSeeker | None,
    vacancy: str,
    actor: str,
) -> Checked:
    if given is not None:
        registered = enter_seeker(site, writing, given, actor)
        view, number = registered.seeker, registered.number
    else:
        person = _seeker(writing, member.seeker)
        number = check_in(site, writing, person, actor, "desk")
        view = seeker_view(site, _seeker(writing, person.id))
    checked = Checked(view.id, view.public_name, number)
    if not vacancy:
        return checked
    try:
        # What cannot be is found before anything is written.
        made = enter_referral(site, writing, view.id, vacancy, "staff", actor).referral
    except NotPossible as error:
        return Checked(
            view.id, view.public_name, number, problem=error.code, values=dict(error.values)
        )
    return Checked(view.id, view.public_name, number, made.id, made.number)
