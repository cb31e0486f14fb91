"""Rows of imported tables as checked values; what is wrong is told by row and column."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from kiosk.domain.clock import HALL_TIME
from kiosk.domain.identity import Identity, parse_id_number, parse_phone
from kiosk.domain.problems import InvalidInput, Problem, name_problems
from kiosk.domain.typed import amount, narrowed, whole_number
from kiosk.domain.vacancy import ENGAGEMENTS, PAY_UNITS, SETTLEMENTS
from kiosk.i18n import _
from kiosk.service.employers import RegisterEmployer, checked_employer
from kiosk.service.exchange.sheets import LOST_DIGITS
from kiosk.service.exchange.skill_cells import certificates_named, skills_named
from kiosk.service.person_skills import RecordCertificate, RecordSkill
from kiosk.service.posting import PostVacancy, check_posting
from kiosk.service.site import Site
from kiosk.skill_words import certificate_named, level_named
from kiosk.words import engagement_text, problem_text, settlement_text, unit_text

__all__ = [
    "ImportedSeeker",
    "ImportedVacancy",
    "RowProblem",
    "check_new_vacancy",
    "parse_employer",
    "parse_seeker",
    "parse_vacancy",
    "row_problems",
    "trades_named",
]

_NAME_LIMIT = 60
_TRADE_LIMIT = 6
_EXTERNAL_LIMIT = 80
_CENTS = 100
_IMPORTED = uuid.UUID("0d8f3f0a-6f0e-5a52-9d0f-3b7f6a1f2c55")
"""Name space of ids made from what a row says: the same row gives the same vacancy."""
Values = dict[str, str]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a cell. `row` counts the heading as 1; `column` is its heading."""

    row: int
    column: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ImportedSeeker:
    """A seeker to be entered."""

    name: str
    identity: Identity
    phone: str
    trades: tuple[str, ...]
    skills: tuple[RecordSkill, ...] = ()
    certificates: tuple[RecordCertificate, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedVacancy:
    """A vacancy to be entered under an id made from its own words; `posting.employer` is empty."""

    id: str
    employer_name: str
    employer_uscc: str
    posting: PostVacancy


def row_problems(row: int, fields: dict[str, str], error: InvalidInput) -> list[RowProblem]:
    """Problems of a row under the headings of its columns."""
    return [
        RowProblem(
            row,
            fields.get(_FIELD_OF.get(item.field, item.field), item.field),
            item.code,
            _sentence(item),
        )
        for item in error.problems
    ]


_FIELD_OF = {"pay": "pay_yuan", "employer": "employer_name"}


def parse_seeker(site: Site, values: Values) -> ImportedSeeker:
    """A row of seekers. Raises InvalidInput."""
    problems: list[Problem] = _lost(values)
    name = " ".join(values.get("name", "").split())
    problems += name_problems(name, _NAME_LIMIT)
    identity = _tried(problems, lambda: parse_id_number(values.get("id_number", ""), site.today()))
    phone = _tried(problems, lambda: parse_phone(values.get("phone", "")))
    trades = _tried(problems, lambda: trades_named(site, values.get("trades", "")))
    skills = _tried(problems, lambda: skills_named(_trade_names(site), values.get("skills", "")))
    certificates = _tried(
        problems, lambda: certificates_named(site.today(), values.get("certificates", ""))
    )
    if problems or identity is None or phone is None or trades is None:
        raise InvalidInput(*problems)
    return ImportedSeeker(name, identity, phone, trades, skills or (), certificates or ())


def parse_employer(site: Site, values: Values) -> RegisterEmployer:
    """A row of employers. Raises InvalidInput."""
    lost = _lost(values)
    if lost:
        raise InvalidInput(*lost)
    names = ("name", "uscc", "id_number", "contact_name", "phone", "licence")
    given = RegisterEmployer(
        kind=_code(values.get("kind", ""), _kinds(), "company"),
        **{name: values.get(name, "") for name in names},
    )
    return checked_employer(site, given)


def parse_vacancy(site: Site, values: Values) -> ImportedVacancy:
    """A row of vacancies. Raises InvalidInput."""
    problems: list[Problem] = _lost(values)
    name, uscc = values.get("employer_name", ""), values.get("employer_uscc", "").upper()
    if not name and not uscc:
        problems.append(Problem("employer", "required"))
    external = values.get("external", "")
    problems += _length("external", external, _EXTERNAL_LIMIT)
    trades = _tried(problems, lambda: trades_named(site, values.get("trade", ""), "trade"))
    if trades is not None and len(trades) != 1:
        problems.append(Problem("trade", "required"))
    posting = _posting(values, trades[0] if trades else "", problems)
    if problems:
        raise InvalidInput(*problems)
    own_id = external if external.startswith("vacancy:") else ""
    told = [site.store.chain().hall, external] if external else sorted(values.items())
    return ImportedVacancy(
        id=own_id or f"vacancy:{uuid.uuid5(_IMPORTED, repr(told))}",
        employer_name=name,
        employer_uscc=uscc,
        posting=posting,
    )


def check_new_vacancy(site: Site, vacancy: ImportedVacancy) -> None:
    """What must hold for a vacancy that is not known yet. Raises InvalidInput."""
    problems = check_posting(site, replace(vacancy.posting, employer="employer:"))
    if problems:
        raise InvalidInput(*problems)


def _posting(values: Values, trade: str, problems: list[Problem]) -> PostVacancy:
    unit = _code(values.get("pay_unit", ""), {unit_text(item): item for item in PAY_UNITS}, "day")
    settlements = {settlement_text(item): item for item in SETTLEMENTS}
    engagements = {engagement_text(item): item for item in ENGAGEMENTS}
    return PostVacancy(
        employer="",
        trade=trade,
        headcount=_tried(problems, lambda: _headcount(values.get("headcount", ""))) or 0,
        pay_cents=_tried(problems, lambda: _cents(values.get("pay_yuan", ""))) or 0,
        pay_unit=unit,
        settlement=_code(values.get("settlement", ""), settlements, "daily"),
        engagement=_code(values.get("engagement", ""), engagements, "temporary"),
        starts=_tried(problems, lambda: _moment("starts", values.get("starts", ""))) or 0,
        ends=_tried(problems, lambda: _moment("ends", values.get("ends", ""))) or 0,
        place=values.get("place", ""),
        content=values.get("content", ""),
        conditions=values.get("conditions", ""),
        source="import",
        level=_tried(problems, lambda: level_named(values.get("level", ""), "level")) or 0,
        certificate=_tried(
            problems, lambda: certificate_named(values.get("certificate", ""), "certificate")
        )
        or "",
    )


def _tried(problems: list[Problem], parse: Callable[[], _T]) -> _T | None:
    try:
        return parse()
    except InvalidInput as error:
        problems.extend(error.problems)
        return None


def _lost(values: Values) -> list[Problem]:
    return [Problem(field, "lost_digits") for field, text in values.items() if text == LOST_DIGITS]


def _length(field: str, text: str, limit: int) -> list[Problem]:
    return [Problem(field, "too_long", {"limit": limit})] if len(text) > limit else []


def trades_named(site: Site, text: str, field: str = "trades") -> tuple[str, ...]:
    """Trades by id, name or alias, separated by any of 、，,;；| and blanks.

    Raises:
        InvalidInput: code `unknown_trade` with its `name`, or `too_many`.
    """
    names, found = _trade_names(site), []
    for name in text.translate(str.maketrans("、，,;；|", "      ")).split():
        if name not in names:
            raise InvalidInput(Problem(field, "unknown_trade", {"name": name[:20]}))
        found.append(names[name])
    found = list(dict.fromkeys(found))
    if len(found) > _TRADE_LIMIT:
        raise InvalidInput(Problem(field, "too_many", {"limit": _TRADE_LIMIT}))
    return tuple(found)


def _trade_names(site: Site) -> dict[str, str]:
    """Id, name, part of a name or alias → trade."""
    names: dict[str, str] = {}
    for trade in site.trades.values():
        for name in (trade.id, trade.name, *trade.name.split("/"), *trade.aliases):
            names.setdefault(name, trade.id)
    return names


def _headcount(text: str) -> int:
    number = whole_number(text, most_digits=5)
    if number is None:
        raise InvalidInput(Problem("headcount", "not_a_number"))
    return number


def _cents(text: str) -> int:
    value = amount(narrowed(text).replace(",", ""))
    if value is None:
        raise InvalidInput(Problem("pay", "not_a_number"))
    return int((value * _CENTS).to_integral_value())


def _moment(field: str, text: str) -> int:
    """Local time as 2026-11-24 07:30, with / or T as well, in ms."""
    try:
        moment = datetime.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        raise InvalidInput(Problem(field, "not_a_time")) from None
    return int(moment.replace(tzinfo=moment.tzinfo or HALL_TIME).timestamp() * 1000)


def _code(text: str, words: dict[str, str], usual: str) -> str:
    """A code as it stands or in its word; the usual one for an empty cell."""
    return words.get(text, text) if text else usual


def _kinds() -> dict[str, str]:
    return {
        _("企业"): "company",
        _("公司"): "company",
        _("个体工商户"): "sole_trader",
        _("个体户"): "sole_trader",
        _("个人"): "household",
        _("家庭"): "household",
        _("劳务机构"): "agency",
        _("人力资源服务机构"): "agency",
    }


def _sentence(problem: Problem) -> str:
    return {
        "lost_digits": _("这一格存成了数字，末尾几位已经丢了，请改成文本重新填。"),
        "not_a_time": _("时间要写成 2026-11-24 07:30 这样。"),
        "not_a_number": _("这里只能填数字。"),
        "twice": _("和第 {row} 行重复了，只导入前面那行。"),
        "unknown_employer": _("还没有这个单位，请先导入单位。"),
    }.get(problem.code, problem_text(problem)).format(**problem.values)
