"""登记: search, cards, forms, groups. Free of Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kiosk.devices.id_card import IdCard
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.candidates import FittingGig
from kiosk.service.counter import refer_at_counter
from kiosk.service.desk_people import (
    Checked,
    GroupMember,
    check_in_group,
    employer_phone,
    full_id_number,
    post_at_desk,
    register_at_desk,
    register_employer_at_desk,
    seeker_phone,
)
from kiosk.service.employer_trust import (
    check_paper,
    note_employer,
    reinstate_employer,
    suspend_employer,
)
from kiosk.service.employers import find_employer_by_id_number
from kiosk.service.matching import Referred
from kiosk.service.person_cards import EmployerCard, SeekerPage, employer_card, seeker_page
from kiosk.service.person_care import PersonFields, change_person, person_fields
from kiosk.service.posting import Posted
from kiosk.service.registration import (
    RegisterSeeker,
    Registration,
    find_seeker,
    print_registration,
)
from kiosk.service.searching import DeskHit, latest_people, search_desk
from kiosk.service.site import Site
from kiosk.service.views import EmployerView
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.desk.people.skill_acts import SkillActs
from kiosk.ui.desk.people.skill_rows import wish_values
from kiosk.ui.desk.people.tasks import (
    employer_given,
    paper_given,
    person_given,
    person_values,
    post_given,
    seeker_given,
)
from kiosk.words import not_possible_text, problem_text

__all__ = ["GroupLine", "PeoplePresenter", "PeopleState", "PeopleView"]

_GIGS = 5
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Somebody on the group's list, masked; `said` is how it went."""

    key: str
    title: str
    line: str = ""
    said: str = ""
    is_problem: bool = False


@dataclass(frozen=True, slots=True)
class PeopleState:
    """Everything on the page. `task` names the form on the right, `group`, or is empty."""

    mode: str = "seeker"
    query: str = ""
    hits: tuple[DeskHit, ...] = ()
    seeker: SeekerPage | None = None
    gigs: tuple[FittingGig, ...] = ()
    employer: EmployerCard | None = None
    task: str = ""
    group: tuple[GroupLine, ...] = ()
    full: str = ""
    """A full number that leave was given for, shown once."""


class PeopleView(Protocol):
    """The view of the page."""

    def show_state(self, state: PeopleState) -> None:
        """Show it."""

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the form that is shown."""

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """What is wrong with which row of the form."""


class PeoplePresenter(PagePresenter):
    """Keeps who is chosen through every refresh."""

    def __init__(self, context: DeskContext, view: PeopleView) -> None:
        super().__init__(context)
        self._view = view
        self._site = context.site
        self._candidates = context.candidates
        self._mode, self._query, self._chosen, self._task = "seeker", "", "", ""
        self._entry = "typed"
        self._members: dict[str, tuple[GroupMember, GroupLine]] = {}
        self._done: tuple[GroupLine, ...] = ()
        self._full = ""
        self.state = PeopleState()
        self.skills = SkillActs(self)

    @property
    def site(self) -> Site:
        """The station."""
        return self._site

    @property
    def chosen(self) -> str:
        """The person or employer on the card."""
        return self._chosen

    def refresh(self) -> None:
        """Look at the store again."""
        mode, query, chosen = self._mode, self._query, self._chosen
        site = self._site

        def look() -> PeopleState:
            hits = search_desk(site, query) if query else latest_people(site, mode)
            kept = tuple(hit for hit in hits if hit.kind in {"seeker", "employer"})
            state = PeopleState(mode, query, kept)
            if chosen.startswith("seeker:"):
                page = seeker_page(site, chosen)
                gigs = self._gigs(page.id)
                return PeopleState(mode, query, kept, page, gigs)
            if chosen.startswith("employer:"):
                return PeopleState(mode, query, kept, employer=employer_card(site, chosen))
            return state

        def known(state: PeopleState) -> None:
            if (mode, query, chosen) == (self._mode, self._query, self._chosen):
                self.state = state
                self._show()

        self.read(look, known)

    def search(self, query: str, mode: str) -> None:
        """Somebody types, or chooses 求职者 or 老板."""
        self._query, self._mode = query, mode
        self.refresh()

    def choose(self, person: str) -> None:
        """A row, or somebody from another page."""
        self._chosen, self._task, self._full = person, "", ""
        if person.startswith(("seeker:", "employer:")):
            self._mode = person.partition(":")[0]
        self.refresh()

    def open(self, task: str) -> None:
        """A form, the group's list, or nothing."""
        self._task, self._entry = task, "typed"
        if task == "group":
            self._done = ()
        self._show()
        if task == "person":
            self._fill_person()
        seeker = self.state.seeker
        if task == "wish" and seeker is not None:
            self._view.fill(wish_values(seeker.known.wish))
        if task == "skill" and seeker is not None and len(seeker.trade_names) == 1:
            self._view.fill({"trade": seeker.trade_names[0]})

    def card(self, card: IdCard) -> None:
        """A card on the reader: onto the group's list, into the form, or the person's page."""
        given = RegisterSeeker(
            name=card.name,
            id_number=card.number,
            address=card.address,
            has_consented=True,
        )
        if self._task == "seeker":
            self._entry = "card"
            fields = {"name": card.name, "id_number": card.number, "address": card.address}
            self._view.fill(fields)
        elif self._task == "group":
            self.read(lambda: find_seeker(self._site, card.number), self._card_in_group(given))
        else:
            site, number = self._site, card.number

            def find() -> str:
                if self._mode == "employer":
                    employer = find_employer_by_id_number(site, number)
                    return employer.id if employer else ""
                seeker = find_seeker(site, number)
                return seeker.id if seeker else ""

            self.read(find, lambda found: self._card_found(found, card))

    def add(self, text: str) -> None:
        """By number or the tail of a phone onto the group's list."""
        site = self._site

        def find() -> tuple[DeskHit, ...]:
            return tuple(hit for hit in search_desk(site, text) if hit.kind == "seeker")

        def found(hits: tuple[DeskHit, ...]) -> None:
            if len(hits) == 1:
                hit = hits[0]
                line = GroupLine(hit.id, hit.title, f"{hit.number} {hit.tail}")
                self._put(hit.id, GroupMember(seeker=hit.id), line)
            else:
                several, none = _("找到 {count} 个人，请把号码写全。"), _("没有找到，请放身份证。")
                words = several if hits else none
                self._context.navigator.say(words.format(count=len(hits)), True)

        if text:
            self.read(find, found)

    def drop(self, key: str) -> None:
        """Take somebody off the list."""
        self._members.pop(key, None)
        self._show()

    def confirm_group(self, number: str, has_consent: bool) -> None:
        """One confirmation for all: registered, and referred to the post with this number."""
        members = tuple(member for member, _line in self._members.values())
        if any(member.given is not None for member in members) and not has_consent:
            self._view.show_problems({"consent": _("有新来的人，要先念同意书。")})
            return
        site = self._site

        def work(allowed: Authorised) -> tuple[Checked, ...]:
            vacancy = self._vacancy_of(number)
            return check_in_group(site, allowed, members, vacancy)

        self.act(Act.REGISTER_SEEKER, work, self._group_done)

    def send(self, given: Mapping[str, str]) -> None:
        """The form that is shown is filled in."""
        sends: dict[str, Callable[[Mapping[str, str]], None]] = {
            "seeker": self._register,
            "person": self._change,
            "employer": self._register_employer,
            "post": self._post,
            "suspend": self._suspend,
            "paper": self._paper,
            "note": self._note,
            "skill": self.skills.record_skill,
            "certificate": self.skills.record_certificate,
            "wish": self.skills.record_wish,
        }
        try:
            sends[self._task](given)
        except InvalidInput as error:
            self._wrong(error)

    def refer(self, vacancy: str) -> None:
        """打单叫来 for the chosen seeker, the second outing too."""
        seeker, site = self._chosen, self._site

        def told(made: Referred) -> None:
            words = _("{number} 的单子去打印了，大屏在叫")
            self.say(words.format(number=made.referral.number))

        self.act(
            Act.REFER,
            lambda allowed: refer_at_counter(site, allowed, seeker, vacancy, calls=True),
            told,
            subject=vacancy,
        )

    def print_again(self) -> None:
        """补打登记单."""
        seeker, site = self._chosen, self._site
        self.act(
            Act.PRINT_AGAIN,
            lambda _allowed: print_registration(site, seeker),
            _("登记单去打印了"),
            subject=seeker,
        )

    def see_id(self) -> None:
        """看证件号: the PIN once more, a line in the log, then the number."""
        site, person = self._site, self._chosen
        self.act(
            Act.SEE_FULL_ID,
            lambda allowed: full_id_number(site, allowed, person, "desk"),
            self._seen,
            subject=person,
        )

    def see_phone(self) -> None:
        """看电话: a line in the log, then the number."""
        site, person = self._site, self._chosen
        read = seeker_phone if person.startswith("seeker:") else employer_phone
        self.act(
            Act.SEE_PHONE,
            lambda allowed: read(site, allowed, person, "desk"),
            self._seen,
            subject=person,
        )

    def reinstate(self) -> None:
        """提前恢复, with why."""
        site, employer = self._site, self._chosen

        def done(reason: str) -> None:
            self.act(
                Act.SUSPEND_EMPLOYER,
                lambda allowed: reinstate_employer(site, allowed, employer, reason),
                _("恢复了，可以再发岗位"),
                subject=employer,
            )

        self.ask_reason(_("为什么提前恢复？"), done)

    def wipe(self) -> None:
        """Nothing of anybody stays."""
        self._members, self._done = {}, ()
        self._chosen, self._task, self._query, self._full = "", "", "", ""
        self.state = PeopleState()
        self._show()

    def _gigs(self, seeker: str) -> tuple[FittingGig, ...]:
        try:
            return self._candidates.for_seeker(seeker, _GIGS)
        except NotPossible:
            # Not here for a month: nothing is offered until she or he is checked in.
            return ()

    def _register(self, given: Mapping[str, str]) -> None:
        entered, site = seeker_given(given, self._entry), self._site

        def told(done: Registration) -> None:
            self._task, self._chosen = "", done.seeker.id
            new, again = _("登记好了，号码 {number}"), _("早就登记过，今天的号码 {number}")
            words = new if done.is_new else again
            self.say(words.format(number=done.number))

        self._send(Act.REGISTER_SEEKER, lambda leave: register_at_desk(site, leave, entered), told)

    def _change(self, given: Mapping[str, str]) -> None:
        fields, site, seeker = person_given(given), self._site, self._chosen
        self._send(
            Act.CHANGE_PERSON,
            lambda leave: change_person(site, leave, seeker, fields),
            lambda _done: self._closed(_("改好了")),
        )

    def _fill_person(self) -> None:
        """The fields in full, to correct them; that they were read stands in the log."""
        site, seeker, session = self._site, self._chosen, self._context.staff.session
        if session is None:
            return

        def known(fields: PersonFields) -> None:
            if (self._task, self._chosen) == ("person", seeker):
                self._view.fill(person_values(site, fields))

        self.read(lambda: person_fields(site, session, seeker), known)

    def _register_employer(self, given: Mapping[str, str]) -> None:
        entered, site = employer_given(given), self._site

        def told(done: EmployerView) -> None:
            self._chosen, self._mode, self._task = done.id, "employer", "post"
            self.say(_("登记好了，接着发岗位"))

        self._send(
            Act.POST_VACANCY, lambda leave: register_employer_at_desk(site, leave, entered), told
        )

    def _post(self, given: Mapping[str, str]) -> None:
        site = self._site
        entered = post_given(site, self._chosen, given)

        def told(done: Posted) -> None:
            live = _("{number} 挂出来了，招工单去打印了")
            queued = _("{number} 先去审核，通过了才挂出来")
            words = live if done.vacancy.review == "live" else queued
            self._closed(words.format(number=done.number))

        self._send(Act.POST_VACANCY, lambda leave: post_at_desk(site, leave, entered), told)

    def _suspend(self, given: Mapping[str, str]) -> None:
        site, employer = self._site, self._chosen
        until, reason, text = given["until"], given["reason"], given["text"]
        self._send(
            Act.SUSPEND_EMPLOYER,
            lambda leave: suspend_employer(
                site, leave, employer, until=until, reason=reason, text=text
            ),
            lambda _done: self._closed(_("暂停了，到 {day} 自己恢复").format(day=until)),
        )

    def _paper(self, given: Mapping[str, str]) -> None:
        site, employer, seen = self._site, self._chosen, paper_given(given)
        self._send(
            Act.VERIFY_EMPLOYER,
            lambda leave: check_paper(site, leave, employer, seen),
            lambda _done: self._closed(_("核验结果记下来了")),
        )

    def _note(self, given: Mapping[str, str]) -> None:
        site, employer, is_good = self._site, self._chosen, given["grade"] == "good"
        text = given["text"]
        self._send(
            Act.VERIFY_EMPLOYER,
            lambda leave: note_employer(site, leave, employer, is_good=is_good, text=text),
            lambda _done: self._closed(_("记到诚信记录里了")),
        )

    def _send(self, act: Act, work: Callable[[Authorised], T], told: Callable[[T], None]) -> None:
        def failed(error: Exception) -> None:
            if isinstance(error, InvalidInput):
                self._wrong(error)
            else:
                self.failed(error)

        def done(result: T) -> None:
            told(result)
            self.refresh()

        self._context.staff_tasks.act(act, work, done, failed, subject=self._chosen)

    def submit(
        self, act: Act, work: Callable[[Authorised], T], words: str, *, back_to: str
    ) -> None:
        """Do what a form says, tell it, and open `back_to`; or say what is wrong with a row."""

        def told(_done: T) -> None:
            self._task = back_to
            self.say(words)

        self._send(act, work, told)

    def show_full(self, text: str) -> None:
        """A full number that leave was given for."""
        self._seen(text)

    def _wrong(self, error: InvalidInput) -> None:
        self._view.show_problems({item.field: problem_text(item) for item in error.problems})

    def _closed(self, words: str) -> None:
        self._task = ""
        self.say(words)

    def _seen(self, text: str) -> None:
        self._full = text or _("没有留")

    def _card_found(self, found: str, card: IdCard) -> None:
        if found:
            self.choose(found)
            return
        self._task, self._entry = self._mode, "card"
        self._show()
        fields = {"name": card.name, "id_number": card.number}
        if self._task == "seeker":
            fields["address"] = card.address
        else:
            fields["contact_name"] = card.name
        self._view.fill(fields)

    def _card_in_group(self, given: RegisterSeeker) -> Callable[[object], None]:
        def put(known: object) -> None:
            person = getattr(known, "id", "")
            if person:
                name = getattr(known, "public_name", "")
                self._put(person, GroupMember(seeker=person), GroupLine(person, name))
            else:
                line = GroupLine(given.id_number, _("新来的"), _("刷的身份证"))
                self._put(given.id_number, GroupMember(given=given), line)

        return put

    def _put(self, key: str, member: GroupMember, line: GroupLine) -> None:
        if key in self._members:
            self._context.navigator.say(_("这个人已经在名单里了。"), True)
        self._members[key] = (member, line)
        self._show()

    def _vacancy_of(self, number: str) -> str:
        """The open post with this number; empty where none is asked for."""
        if not number:
            return ""
        hits = [hit for hit in search_desk(self._site, number) if hit.kind == "vacancy"]
        if not hits:
            raise NotPossible("unknown_vacancy")
        return hits[0].id

    def _group_done(self, done: tuple[Checked, ...]) -> None:
        self._done = tuple(_checked_line(item) for item in done)
        self._members = {}
        self.say(_("{count} 个人登记好了").format(count=len(done)))

    def _show(self) -> None:
        group = self._done or tuple(line for _member, line in self._members.values())
        state = self.state
        self._view.show_state(
            PeopleState(
                self._mode,
                self._query,
                state.hits,
                state.seeker,
                state.gigs,
                state.employer,
                self._task,
                group,
                self._full,
            )
        )


def _checked_line(item: Checked) -> GroupLine:
    if item.problem:
        words = not_possible_text(NotPossible(item.problem, **item.values))
        return GroupLine(item.seeker, item.public_name, words, _("没派上"), is_problem=True)
    said = _("单子 {number}").format(number=item.referral_number) if item.referral else item.number
    return GroupLine(item.seeker, item.public_name, "", said)
