"""求职登记: register a seeker, recognise a known one, change, erase."""

from dataclasses import dataclass, field

from kiosk.domain.clock import day_of, ms_of
from kiosk.domain.events import (
    Consent,
    PersonErased,
    SeekerChanged,
    SeekerCheckedIn,
    SeekerRegistered,
)
from kiosk.domain.identity import parse_id_number, parse_phone
from kiosk.domain.masking import mask_phone, public_name
from kiosk.domain.problems import InvalidInput, NotPossible, Problem, name_problems
from kiosk.domain.seeker import Seeker
from kiosk.service.event_mode import fair_for
from kiosk.service.site import Site
from kiosk.service.slips import queue_seeker_slip
from kiosk.service.views import SeekerView
from kiosk.store.log import Writing
from kiosk.store.people import find_person, same_people, survivor

__all__ = [
    "CONSENT_VERSION",
    "RegisterSeeker",
    "Registration",
    "change_seeker",
    "check_in",
    "check_trades",
    "checked_seeker",
    "enter_seeker",
    "erase_person",
    "find_seeker",
    "find_seeker_by_id",
    "print_registration",
    "register_seeker",
    "seeker_view",
]

CONSENT_VERSION = "2026-11"
_NAME_LIMIT = 60
_TRADE_LIMIT = 6


@dataclass(frozen=True, slots=True)
class RegisterSeeker:
    """What a person gave. `entry`: card, typed, slip; the card's fields are taken as they are."""

    name: str
    id_number: str
    phone: str = ""
    trades: tuple[str, ...] = ()
    share_phone: bool = False
    ethnicity: str = ""
    address: str = ""
    has_consented: bool = False
    entry: str = "card"


@dataclass(frozen=True, slots=True)
class Registration:
    """Who is registered now, under which number, and what changed."""

    seeker: SeekerView
    number: str
    is_new: bool
    changed: frozenset[str] = field(default_factory=frozenset)


def find_seeker(site: Site, id_number: str) -> SeekerView | None:
    """The known person with this identity number, if any.

    Raises:
        InvalidInput: the number is malformed.
    """
    identity = parse_id_number(id_number, site.today())
    with site.store.read() as db:
        applier = site.store.applier(db)
        found = find_person(db, "seeker", applier.blind_index(identity.number))
        state = applier.state(found) if found else None
    return seeker_view(site, state) if isinstance(state, Seeker) else None


def find_seeker_by_id(site: Site, seeker: str) -> SeekerView | None:
    """The seeker that survives under this id, if known and not erased."""
    with site.store.read() as db:
        state = survivor(site.store.applier(db), seeker)
    if not isinstance(state, Seeker) or state.erased:
        return None
    return seeker_view(site, state)


def register_seeker(site: Site, given: RegisterSeeker, actor: str = "") -> Registration:
    """Register a person, or note that a known one came again.

    Args:
        site: this station.
        given: what the person gave.
        actor: who of the staff enters it; empty for the person herself or himself.

    Raises:
        InvalidInput: one Problem per wrong field; nothing is written.
    """
    given = checked_seeker(site, given)
    with site.store.write() as writing:
        return enter_seeker(site, writing, given, actor)


def enter_seeker(
    site: Site, writing: Writing, given: RegisterSeeker, actor: str = ""
) -> Registration:
    """`register_seeker` within a transaction, of what was checked."""
    known = find_person(writing.db, "seeker", writing.applier.blind_index(given.id_number))
    if known:
        number = _come_again(site, writing, known, given, actor or known)
    else:
        known, number = _register_new(site, writing, given, actor)
    state = writing.state(known)
    assert isinstance(state, Seeker)  # noqa: S101 (just written)
    return Registration(
        seeker=seeker_view(site, state),
        number=number,
        is_new=state.visits == 1,
        changed=frozenset(writing.changed),
    )


def check_in(site: Site, writing: Writing, seeker: Seeker, actor: str, entry: str) -> str:
    """A known person came; one registration a day. Returns the number of today."""
    if day_of(ms_of(seeker.last_visit)) == site.today():
        return seeker.number
    number = writing.next_number(site.today().isoformat())
    came = SeekerCheckedIn(number=number, entry=entry, fair=fair_for(site, writing))
    writing.append(came, seeker.id, actor)
    return number


def change_seeker(
    site: Site, seeker: str, *, phone: str | None = None, trades: tuple[str, ...] | None = None
) -> SeekerView:
    """Change what the person may change at the public screen.

    Raises:
        InvalidInput: a field is wrong.
        NotPossible: `unknown_seeker`.
    """
    if phone is not None:
        phone = parse_phone(phone)
    if trades is not None:
        check_trades(site, trades)
    with site.store.write() as writing:
        kept = survivor(writing.applier, seeker)
        if not isinstance(kept, Seeker) or kept.erased:
            raise NotPossible("unknown_seeker")
        writing.append(SeekerChanged(phone=phone, trades=trades), kept.id, kept.id)
        state = writing.state(kept.id)
        assert isinstance(state, Seeker)  # noqa: S101 (just written)
        return seeker_view(site, state)


def print_registration(site: Site, seeker: str) -> str:
    """Queue the registration slip with its code; returns the print job's id.

    Raises:
        NotPossible: `unknown_seeker`.
    """
    with site.store.write() as writing:
        state = survivor(writing.applier, seeker)
        if not isinstance(state, Seeker) or state.erased:
            raise NotPossible("unknown_seeker")
        return queue_seeker_slip(site, writing, state)


def erase_person(site: Site, person: str, actor: str, reason: str = "asked") -> frozenset[str]:
    """Erase a person's fields here, and by the events everywhere; counts stay.

    Args:
        site: this station.
        person: aggregate of a seeker or an employer.
        actor: who asked for it.
        reason: one word for the log.

    Raises:
        NotPossible: `unknown_person`.
    """
    with site.store.write() as writing:
        if writing.state(person) is None:
            raise NotPossible("unknown_person")
        for aggregate in same_people(writing.db, person):
            writing.append(PersonErased(reason=reason), aggregate, actor)
        return frozenset(writing.changed)


def seeker_view(site: Site, seeker: Seeker) -> SeekerView:
    """What public screens may show."""
    known = tuple(trade for trade in seeker.trades if trade in site.trades)
    tail = seeker.phone[-4:] if seeker.phone else seeker.number
    return SeekerView(
        id=seeker.id,
        public_name=public_name(seeker.name, tail),
        number=seeker.number,
        trades=known,
        phone_masked=mask_phone(seeker.phone),
        has_phone=bool(seeker.phone),
    )


def checked_seeker(site: Site, given: RegisterSeeker) -> RegisterSeeker:
    """What was given, tidied.

    Raises:
        InvalidInput: one Problem per wrong field.
    """
    problems: list[Problem] = []
    number, phone, name = given.id_number, given.phone, " ".join(given.name.split())
    if not given.has_consented:
        problems.append(Problem("consent", "required"))
    problems += name_problems(name, _NAME_LIMIT)
    for field_name, limit in (("address", 100), ("ethnicity", 20)):
        if len(getattr(given, field_name)) > limit:
            problems.append(Problem(field_name, "too_long", {"limit": limit}))
    try:
        number = parse_id_number(given.id_number, site.today()).number
    except InvalidInput as error:
        problems.extend(error.problems)
    try:
        phone = parse_phone(given.phone)
        check_trades(site, given.trades)
    except InvalidInput as error:
        problems.extend(error.problems)
    if problems:
        raise InvalidInput(*problems)
    return RegisterSeeker(
        name=name,
        id_number=number,
        phone=phone,
        trades=given.trades,
        share_phone=given.share_phone,
        ethnicity=given.ethnicity,
        address=given.address,
        has_consented=True,
        entry=given.entry,
    )


def check_trades(site: Site, trades: tuple[str, ...]) -> None:
    """Whether a person may have these trades.

    Raises:
        InvalidInput: too many, or one that the catalogue does not know.
    """
    if len(trades) > _TRADE_LIMIT:
        raise InvalidInput(Problem("trades", "too_many", {"limit": _TRADE_LIMIT}))
    if any(trade not in site.trades for trade in trades):
        raise InvalidInput(Problem("trades", "unknown"))


def _register_new(
    site: Site, writing: Writing, given: RegisterSeeker, actor: str
) -> tuple[str, str]:
    identity = parse_id_number(given.id_number, site.today())
    seeker, number = writing.new_id("seeker"), writing.next_number(site.today().isoformat())
    event = SeekerRegistered(
        number=number,
        name=given.name,
        id_kind=identity.kind,
        id_number=identity.number,
        sex=identity.sex,
        birth=identity.birth.isoformat() if identity.birth else "",
        ethnicity=given.ethnicity,
        address=given.address,
        phone=given.phone,
        trades=given.trades,
        consent=Consent(version=CONSENT_VERSION, share_phone=given.share_phone),
        entry=given.entry,
        fair=fair_for(site, writing),
    )
    writing.append(event, seeker, actor or seeker)
    return seeker, number


def _come_again(
    site: Site, writing: Writing, seeker: str, given: RegisterSeeker, actor: str
) -> str:
    """One registration a day; what the person entered anew is taken over."""
    state = writing.state(seeker)
    assert isinstance(state, Seeker)  # noqa: S101 (its row was just found)
    number = check_in(site, writing, state, actor, given.entry)
    phone = given.phone if given.phone and given.phone != state.phone else None
    trades = given.trades if given.trades and given.trades != state.trades else None
    share = given.share_phone if given.share_phone != state.share_phone else None
    if phone is not None or trades is not None or share is not None:
        consent = Consent(version=CONSENT_VERSION, share_phone=given.share_phone)
        writing.append(SeekerChanged(phone=phone, trades=trades, consent=consent), seeker, actor)
    return number
