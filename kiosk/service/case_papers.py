"""Complaints and cases on A4."""

from datetime import date
from pathlib import Path

from kiosk.domain.clock import day_of, ms_of
from kiosk.domain.complaint import Complaint
from kiosk.domain.roles import Act
from kiosk.help_words import complaint_outcome_text, iso_day_text
from kiosk.i18n import _
from kiosk.printing.pdf.case_file import CaseFile, Section, write_case_file
from kiosk.printing.pdf.pages import Column
from kiosk.service.authority import Authorised
from kiosk.service.complaint_views import Dealings, dealings_of, known_complaint
from kiosk.service.hall_profile import hall_view
from kiosk.service.site import Site
from kiosk.words import (
    clock_text,
    complaint_status_text,
    complaint_text,
    date_text,
    pay_text,
    settlement_text,
)

__all__ = ["complaint_paper", "dealings_facts", "moment_text", "print_complaint_file"]


def print_complaint_file(
    site: Site, allowed: Authorised, complaint: str, path: Path, printed_by: str
) -> CaseFile:
    """Write 投诉办理单: what was said, when it was due, everything that was done; names nobody.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_complaint`.
        OSError: the file cannot be written.
    """
    allowed.actor_for(Act.COMPLAINTS)
    with site.store.read() as db:
        applier = site.store.applier(db)
        state = known_complaint(applier, complaint)
        dealings = dealings_of(site, applier, state)
    paper = complaint_paper(site, state, dealings, printed_by)
    write_case_file(paper, path)
    return paper


def complaint_paper(
    site: Site, state: Complaint, dealings: Dealings | None, printed_by: str
) -> CaseFile:
    """What the paper says."""
    hall = hall_view(site).name
    facts = [
        (_("编号"), state.number),
        (_("什么事"), complaint_text(state.kind)),
        (_("收到时间"), moment_text(ms_of(state.made_at))),
        (_("答复期限"), iso_day_text(state.reply_by)),
        (_("受理期限"), iso_day_text(state.accept_by)),
        (_("办结期限"), iso_day_text(state.close_by)),
        (_("现在"), complaint_status_text(state.status)),
        (_("结果"), complaint_outcome_text(state.outcome)),
    ]
    sections = [
        Section(
            _("办理经过"),
            (Column(_("时间"), 1.3), Column(_("做了什么"), 1), Column(_("内容"), 3)),
            tuple(
                (moment_text(ms_of(note.at)), complaint_status_text(note.what), _note(note.text))
                for note in state.notes
            )
            or ((_("还没有"), "", ""),),
        )
    ]
    if dealings is not None:
        sections.insert(0, Section(_("说的是哪份活"), *_as_table(dealings_facts(dealings))))
    return CaseFile(
        title=_("投诉办理单"),
        subtitle=f"{hall} · {state.number}",
        foot=_("{hall} · {who} 打印于 {at}").format(
            hall=hall, who=printed_by, at=moment_text(site.now_ms())
        ),
        facts=tuple(facts),
        sections=tuple(sections),
        signatures=(_("经办人"), _("投诉人"), _("日期")),
    )


def dealings_facts(dealings: Dealings) -> tuple[tuple[str, str], ...]:
    """Who worked where for how much, as the records have it."""
    words = {"arrived": _("到岗了"), "missed": _("没到岗")}
    agreed = _("谈成了") if dealings.is_agreed else _("没有谈成的记录")
    rows = (
        (_("岗位号"), dealings.vacancy_number),
        (_("对接单号"), dealings.referral_number),
        (_("工种"), dealings.trade_name),
        (_("用工主体"), dealings.employer_name),
        (_("说好的工钱"), pay_text(dealings.pay_cents, dealings.pay_unit)),
        (_("结算"), settlement_text(dealings.settlement)),
        (_("时间"), f"{moment_text(dealings.starts)} – {moment_text(dealings.ends)}"),
        (_("地点"), dealings.place),
        (_("有没有谈成"), agreed if dealings.referral else ""),
        (_("到岗"), words.get(dealings.arrival, _("没有记录")) if dealings.referral else ""),
    )
    return tuple(row for row in rows if row[1])


def moment_text(unix_ms: int) -> str:
    """2026年11月23日 7:00."""
    day: date = day_of(unix_ms)
    return _("{year}年{day} {time}").format(
        year=day.year, day=date_text(day), time=clock_text(unix_ms)
    )


def _as_table(
    facts: tuple[tuple[str, str], ...],
) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
    return (Column(_("项目"), 1), Column(_("内容"), 4)), facts


def _note(text: str) -> str:
    return text or "—"
