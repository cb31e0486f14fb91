"""Slips as they are queued for printing, in the transaction of what they tell."""

import uuid
from datetime import date

from kiosk.domain.codes import CodeKind, build_code
from kiosk.domain.complaint import Complaint
from kiosk.domain.employer import Employer
from kiosk.domain.hall import Hall
from kiosk.domain.ids import aggregate_id
from kiosk.domain.masking import mask_phone, public_name, surname
from kiosk.domain.referral import Referral
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.i18n import _
from kiosk.printing.slip import (
    ComplaintSlip,
    PostingSlip,
    ReferralSlip,
    Row,
    SeekerSlip,
    encode_slip,
)
from kiosk.service.employer_access import posting_pin
from kiosk.service.site import Site, hall_aggregate
from kiosk.skill_words import asked_text
from kiosk.store.log import Writing
from kiosk.store.people import survivor
from kiosk.store.spool import insert_job
from kiosk.words import (
    clock_text,
    complaint_text,
    date_text,
    day_text,
    pay_text,
    reason_text,
    settlement_text,
)

__all__ = [
    "queue_complaint_slip",
    "queue_posting_slip",
    "queue_referral_slip",
    "queue_seeker_slip",
    "referral_slip",
]

_RIGHTS_LINE = "12333"


def queue_referral_slip(site: Site, writing: Writing, vacancy: Vacancy, referral: Referral) -> str:
    """Queue the worker's slip; returns the print job's id."""
    kind, payload = encode_slip(referral_slip(site, writing, vacancy, referral))
    return insert_job(writing, kind, referral.number, referral.id, payload)


def queue_posting_slip(site: Site, writing: Writing, vacancy_id: str, employer: Employer) -> str:
    """Queue the employer's receipt with the posting code; returns the print job's id."""
    vacancy = writing.state(vacancy_id)
    assert isinstance(vacancy, Vacancy)  # noqa: S101 (written in this transaction)
    posting = vacancy.posting
    assert posting is not None  # noqa: S101 (the same)
    hall = _hall(writing)
    rows: tuple[Row, ...] = (
        Row(_("要几人"), _("{count} 人").format(count=posting.headcount)),
        Row(_("时间"), _when(site, vacancy)),
        Row(_("地点"), posting.place),
        Row(_("结算"), _settlement(vacancy)),
    )
    if asked := asked_text(posting.level, posting.certificate):
        rows += (Row(_("要求"), asked),)
    if vacancy.review == "queued":
        rows += (Row(_("审核"), _("工作人员看过就上大屏")),)
    slip = PostingSlip(
        hall_name=hall.name,
        number=posting.number,
        employer=employer.name,
        issued_at=_issued(site),
        trade=site.trade_name(posting.trade),
        pay_text=pay_text(posting.pay_cents, posting.pay_unit),
        rows=rows,
        pin=posting_pin(site.hall_key(), vacancy.id),
        qr_payload=_code(site, writing, CodeKind.POSTING, vacancy.id),
        hotline=hall.hotline,
        station_name=site.rules.station_name,
        short_code=_short_code(vacancy.id, posting.number),
        valid_text=_("干活那天有效"),
    )
    kind, payload = encode_slip(slip)
    return insert_job(writing, kind, posting.number, vacancy.id, payload)


def queue_complaint_slip(site: Site, writing: Writing, complaint_id: str) -> str:
    """Queue the receipt of a complaint, which names nobody; returns the print job's id."""
    complaint = writing.state(complaint_id)
    assert isinstance(complaint, Complaint)  # noqa: S101 (written in this transaction)
    hall = _hall(writing)
    reply = date_text(date.fromisoformat(complaint.reply_by))
    way = _("电话告诉您") if complaint.phone else _("凭这张单到服务台问")
    slip = ComplaintSlip(
        hall_name=hall.name,
        number=complaint.number,
        subject=complaint_text(complaint.kind),
        issued_at=_issued(site),
        rows=(Row(_("答复"), _("{day} 以前").format(day=reply)), Row(_("怎么知道"), way)),
        hotline=hall.hotline,
        station_name=site.rules.station_name,
        short_code=_short_code(complaint.id, complaint.number),
    )
    kind, payload = encode_slip(slip)
    return insert_job(writing, kind, complaint.number, complaint.id, payload)


def queue_seeker_slip(site: Site, writing: Writing, seeker: Seeker) -> str:
    """Queue the registration slip, whose code stands for the card; returns the print job's id."""
    hall = _hall(writing)
    slip = SeekerSlip(
        hall_name=hall.name,
        number=seeker.number,
        person=_person(seeker),
        issued_at=_issued(site),
        trades=tuple(site.trade_name(trade) for trade in seeker.trades),
        qr_payload=_code(site, writing, CodeKind.SEEKER, seeker.id),
        rights=_rights(),
        hotline=hall.hotline,
        station_name=site.rules.station_name,
        short_code=_short_code(seeker.id, seeker.number),
    )
    kind, payload = encode_slip(slip)
    return insert_job(writing, kind, seeker.number, seeker.id, payload)


def referral_slip(
    site: Site, writing: Writing, vacancy: Vacancy, referral: Referral
) -> ReferralSlip:
    """The worker's slip in words."""
    posting, hall = vacancy.posting, _hall(writing)
    assert posting is not None  # noqa: S101 (referrals are made to posted vacancies only)
    trade = site.trades.get(posting.trade)
    seeker = survivor(writing.applier, referral.seeker)
    employer = survivor(writing.applier, posting.employer)
    contact = employer if isinstance(employer, Employer) else None
    bay = f"{posting.bay} {clock_text(posting.starts)}" if posting.bay else ""
    return ReferralSlip(
        hall_name=hall.name,
        number=referral.number,
        person=_person(seeker if isinstance(seeker, Seeker) else None),
        issued_at=_issued(site),
        trade=site.trade_name(posting.trade),
        pay_text=pay_text(posting.pay_cents, posting.pay_unit),
        rows=_rows(site, vacancy, contact),
        talk_at=_("{zone}区 洽谈桌").format(zone=trade.zone) if trade else _("服务台"),
        board_bay=bay,
        plate=posting.plate,
        qr_payload=_code(site, writing, CodeKind.REFERRAL, referral.id),
        reasons=tuple(reason_text(reason) for reason in referral.reasons),
        rights=_rights(),
        hotline=hall.hotline,
        station_name=site.rules.station_name,
        short_code=_short_code(referral.id, referral.number),
    )


def _rows(site: Site, vacancy: Vacancy, employer: Employer | None) -> tuple[Row, ...]:
    posting = vacancy.posting
    assert posting is not None  # noqa: S101 (checked by the caller)
    name, phone = posting.employer_name, ""
    if employer is not None:
        name = name or employer.name
        contact = surname(employer.contact_name)
        boss = _("{surname}老板").format(surname=contact) if contact else ""
        if boss and boss not in name:
            name = f"{name} {boss}"
        phone = employer.phone if posting.shows_phone else mask_phone(employer.phone)
    rows = (
        Row(_("老板"), name),
        Row(_("电话"), phone),
        Row(_("干什么"), posting.content),
        Row(_("时间"), _when(site, vacancy)),
        Row(_("地点"), posting.place),
        Row(_("要求"), asked_text(posting.level, posting.certificate)),
        Row(_("结算"), _settlement(vacancy)),
    )
    return tuple(row for row in rows if row.value)


def _when(site: Site, vacancy: Vacancy) -> str:
    posting = vacancy.posting
    assert posting is not None  # noqa: S101 (checked by the caller)
    return _("{day} {start} 到 {end}").format(
        day=day_text(posting.starts, site.today()),
        start=clock_text(posting.starts),
        end=clock_text(posting.ends),
    )


def _settlement(vacancy: Vacancy) -> str:
    posting = vacancy.posting
    assert posting is not None  # noqa: S101 (checked by the caller)
    words = settlement_text(posting.settlement)
    return f"{words}，{posting.meals}" if posting.meals else words


def _rights() -> tuple[str, ...]:
    return (
        _("不收押金，不扣证件，不收介绍费。"),
        _("没拿到工钱，打 {number}").format(number=_RIGHTS_LINE),
    )


def _person(seeker: Seeker | None) -> str:
    if seeker is None or seeker.erased:
        return ""
    return public_name(seeker.name, seeker.phone[-4:] or seeker.number)


def _issued(site: Site) -> str:
    return f"{date_text(site.today())} {clock_text(site.now_ms())}"


def _code(site: Site, writing: Writing, kind: CodeKind, aggregate: str) -> str:
    record = uuid.UUID(aggregate_id(aggregate))
    return build_code(kind, writing.chain.hall, record, site.hall_key())


def _short_code(aggregate: str, number: str) -> str:
    return f"{aggregate_id(aggregate)[-4:].upper()}-{number}"


def _hall(writing: Writing) -> Hall:
    aggregate = hall_aggregate(writing.chain.hall)
    state = writing.state(aggregate)
    return state if isinstance(state, Hall) else Hall(id=aggregate)
