"""The six steps of a posting; one presenter, six small views. What was entered stays."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kiosk.domain.clock import local_time
from kiosk.domain.identity import parse_phone
from kiosk.domain.masking import surname
from kiosk.domain.problems import InvalidInput, Problem
from kiosk.domain.typed import digit_of, narrowed, whole_number
from kiosk.i18n import _
from kiosk.service.employers import RegisterEmployer, register_employer
from kiosk.service.posting import Posted, PostVacancy, check_posting, places_of_hall, post_vacancy
from kiosk.ui.public.context import Draft, PublicContext, failure_text
from kiosk.ui.public.posting.summary import draft_summary, starts_ms, typed_cents
from kiosk.ui.public.trades_presenter import TradeChoice, ordered_trades
from kiosk.words import problem_text

__all__ = ["LAST_DAY", "STEPS", "PostingPresenter", "PostingState", "PostingView"]

STEPS = ("post_trade", "post_headcount", "post_pay", "post_when", "post_where", "post_contact")
TRADES_PER_PAGE = 12
LAST_DAY = 30
"""How many days ahead a posting may begin; service.posting refuses more."""
_HEADCOUNT_DIGITS = 5
_PAY_LENGTH = 7
_PHONE_DIGITS = 11
_MINUTE_MS = 60_000
_HALF = 30
_FIELD_STEP = {
    "trade": 1,
    "headcount": 2,
    "engagement": 2,
    "pay": 3,
    "pay_unit": 3,
    "settlement": 3,
    "starts": 4,
    "ends": 4,
    "place": 5,
    "bay": 5,
    "phone": 6,
}


@dataclass(frozen=True, slots=True)
class PostingState:
    """One step: the draft so far, and what is wrong with this step."""

    step: int
    draft: Draft
    summary: str
    trades: tuple[TradeChoice, ...] = ()
    page: int = 1
    pages: int = 1
    places: tuple[str, ...] = ()
    bays: tuple[str, ...] = ()
    first_hour: int = 0
    """Hours before this one have begun already, on the chosen day."""
    today: date = date.min
    is_looking: bool = False
    message: str = ""
    is_busy: bool = False


class PostingView(Protocol):
    """The view of one step."""

    def show_state(self, state: PostingState) -> None:
        """Show it."""


class PostingPresenter:
    """Checks each step before the next, and the whole before it is posted."""

    def __init__(self, context: PublicContext, view: PostingView, step: int) -> None:
        self._context = context
        self._view = view
        self._step = step
        self._page = 1
        self._places: tuple[str, ...] = ()
        self._looking = False

    @property
    def _draft(self) -> Draft:
        return self._context.session.draft

    @property
    def known_phone(self) -> str:
        """The phone left last time, masked; empty where none is known."""
        employer = self._context.session.employer
        return employer.phone_masked if employer else ""

    def enter(self) -> None:
        """The step is shown."""
        self._looking = False
        employer = self._context.session.employer
        if self._step == 1 and employer is None and not self._context.session.id_number:
            self._show(_("请先放身份证。"))
            return
        self._show()
        if self._step == STEPS.index("post_where") + 1:
            site = self._context.site
            self._context.tasks.read(
                lambda: places_of_hall(site), self._places_known, lambda _error: None
            )

    def choose_trade(self, trade: str) -> None:
        """A trade's tile was touched: one touch is the whole step."""
        draft = self._draft
        draft.trade = trade
        draft.pay_unit = self._context.site.trades[trade].pay_unit
        self.proceed()

    def turn(self, page: int) -> None:
        """上一页, 下一页 of the trades."""
        self._page = page
        self._show()

    def headcount_key(self, digit: str) -> None:
        """A digit of the headcount."""
        if len(self._draft.headcount) < _HEADCOUNT_DIGITS:
            self._draft.headcount += digit_of(digit)
        self._show()

    def set_headcount(self, count: int) -> None:
        """A ready-made number was touched."""
        self._draft.headcount = str(count)
        self._show()

    def pay_key(self, key: str) -> None:
        """A digit or the point of the pay."""
        pay, key = self._draft.pay, narrowed(key)
        if not (key == "." or digit_of(key)):
            return
        if len(pay) < _PAY_LENGTH and not (key == "." and ("." in pay or not pay)):
            self._draft.pay = pay + key
        self._show()

    def phone_key(self, digit: str) -> None:
        """A digit of the phone."""
        if len(self._draft.phone) < _PHONE_DIGITS:
            self._draft.phone += digit_of(digit)
        self._show()

    def erase(self) -> None:
        """退一格 on the step's number."""
        draft = self._draft
        match self._step:
            case 2:
                draft.headcount = draft.headcount[:-1]
            case 3:
                draft.pay = draft.pay[:-1]
            case 6:
                draft.phone = draft.phone[:-1]
        self._show()

    def choose_time(self, minutes: int) -> None:
        """A time was touched, in minutes since midnight."""
        self._draft.start_minutes = minutes
        self._show()

    def other_day(self) -> None:
        """别的日子: the calendar."""
        self._context.navigator.go("post_day")

    def choose_far_day(self, offset: int) -> None:
        """A day of the calendar was touched; back to the time."""
        self._draft.day_offset = offset
        self._context.navigator.back()

    def look(self, shown: bool) -> None:
        """看一下 was touched, or its three seconds are over."""
        self._looking = shown
        self._show()

    def choose(self, field: str, value: object) -> None:
        """One of a few ready answers was touched: pay_unit, settlement, day_offset, …"""
        setattr(self._draft, field, value)
        self._show()

    def write(self, purpose: str) -> None:
        """Write the `place` or the `content` by hand."""
        session = self._context.session
        session.writing_for = purpose
        session.text = getattr(session.draft, purpose)
        self._context.navigator.go("writing")

    def proceed(self) -> None:
        """下一步, or 发出去 on the last one."""
        problem = self._problem_here()
        if problem is not None:
            self._show(problem_text(problem))
            return
        if self._step < len(STEPS):
            self._context.navigator.go(STEPS[self._step])
        else:
            self._post()

    def _problem_here(self) -> Problem | None:
        draft = self._draft
        if self._step == 3 and not draft.pay:
            return Problem("pay", "required")
        if self._step == 6:
            employer = self._context.session.employer
            if employer is None or draft.phone:
                try:
                    parse_phone(draft.phone, required=True)
                except InvalidInput as error:
                    return error.problems[0]
        if self._step == 4 and draft.start_minutes < 0:
            return Problem("starts", "required")
        given = self._posting("employer:not-known-yet")
        for problem in check_posting(self._context.site, given):
            if _FIELD_STEP.get(problem.field) == self._step:
                return problem
        return None

    def _posting(self, employer: str) -> PostVacancy:
        draft = self._draft
        starts = starts_ms(self._context, draft)
        return PostVacancy(
            employer=employer,
            trade=draft.trade,
            headcount=whole_number(draft.headcount) or 0,
            pay_cents=typed_cents(draft.pay),
            pay_unit=draft.pay_unit,
            settlement=draft.settlement,
            starts=starts,
            ends=starts + draft.hours * 60 * _MINUTE_MS,
            place=draft.place,
            bay=draft.bay,
            meals=draft.meals,
            content=draft.content,
            plate=draft.plate,
            shows_phone=draft.shows_phone,
            engagement=draft.engagement,
            is_urgent=draft.is_urgent,
        )

    def _post(self) -> None:
        context, session, draft = self._context, self._context.session, self._draft
        known = session.employer

        def work() -> Posted:
            employer = known.id if known else ""
            if known is None or draft.phone:
                employer = register_employer(context.site, self._employer()).id
            return post_vacancy(context.site, self._posting(employer))

        self._show(is_busy=True)
        context.tasks.write(work, self._posted, self._failed)

    def _employer(self) -> RegisterEmployer:
        session, draft = self._context.session, self._draft
        name = session.name
        public = _("{surname}老板").format(surname=surname(name)) if name else ""
        known = session.employer
        return RegisterEmployer(
            kind=known.kind if known else "household",
            name=known.name if known else public,
            id_number=session.id_number,
            contact_name=name,
            phone=draft.phone,
        )

    def _posted(self, posted: Posted) -> None:
        session = self._context.session
        session.vacancy, session.referral = posted.vacancy, None
        session.print_job, session.number = posted.print_job, posted.number
        self._context.navigator.replace("slip")

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _places_known(self, places: tuple[str, ...]) -> None:
        self._places = places
        self._show()

    def _show(self, message: str = "", is_busy: bool = False) -> None:
        order = ordered_trades(self._context.site)
        pages = -(-len(order) // TRADES_PER_PAGE)
        self._page = min(max(1, self._page), pages)
        start = (self._page - 1) * TRADES_PER_PAGE
        site = self._context.site
        trades = tuple(
            TradeChoice(
                trade, site.trade_name(trade), site.trades[trade].zone, trade == self._draft.trade
            )
            for trade in order[start : start + TRADES_PER_PAGE]
        )
        self._view.show_state(
            PostingState(
                step=self._step,
                draft=self._draft,
                summary=draft_summary(self._context, self._draft),
                trades=trades,
                page=self._page,
                pages=pages,
                places=self._places,
                bays=tuple(_("{n}号").format(n=n) for n in range(1, 5)),
                first_hour=self._first_hour(),
                today=site.today(),
                is_looking=self._looking,
                message=message,
                is_busy=is_busy,
            )
        )

    def _first_hour(self) -> int:
        if self._draft.day_offset:
            return 0
        moment = local_time(self._context.site.now_ms())
        return moment.hour + (1 if moment.minute >= _HALF else 0)
