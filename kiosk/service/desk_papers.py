"""Lists on paper, on request: who fits a gig and why, and who goes to a gig of tomorrow."""

from kiosk.domain.ids import aggregate_id
from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.printing.slip import ListEntry, ListSlip, Row, encode_slip
from kiosk.service.authority import Authorised
from kiosk.service.candidates import CandidateList
from kiosk.service.counter_views import Dispatch, QueueRow
from kiosk.service.hall_profile import hall_view
from kiosk.service.site import Site
from kiosk.service.views import VacancyView
from kiosk.store.spool import insert_job
from kiosk.words import clock_text, date_text, day_text, pay_text, referral_status_text

__all__ = ["print_candidates", "print_dispatch"]


def print_candidates(site: Site, allowed: Authorised, listed: CandidateList) -> str:
    """Queue the ranking as it is shown, with its reasons; returns the print job's id."""
    allowed.actor_for(Act.PRINT_AGAIN)
    entries = tuple(
        ListEntry(
            f"{place}. {row.name} " + _("尾号{tail}").format(tail=row.tail),
            " · ".join((*row.sentences, *row.against, *_given(row.place_reason))),
        )
        for place, row in enumerate(listed.rows, start=1)
    )
    note = _("先看工种、重点帮扶和等得久，再看远近。换过顺序的写着原因。")
    return _queue(site, _("推荐名单"), listed.vacancy, entries, note)


def print_dispatch(site: Site, allowed: Authorised, dispatch: Dispatch) -> str:
    """Queue the list of who goes; returns the print job's id."""
    allowed.actor_for(Act.PRINT_AGAIN)
    entries = tuple(_goes(row) for row in dispatch.people if row.status not in _OVER)
    left = dispatch.vacancy.left
    note = _("还差 {count} 人").format(count=left) if left else _("人齐了，准时上车。")
    return _queue(site, _("派工名单"), dispatch.vacancy, entries, note)


_OVER = frozenset({"declined", "cancelled"})


def _goes(row: QueueRow) -> ListEntry:
    head = f"{row.number}  {row.name} " + _("尾号{tail}").format(tail=row.tail)
    return ListEntry(head, "" if row.status == "agreed" else referral_status_text(row.status))


def _given(reason: str) -> tuple[str, ...]:
    return (_("换了顺序：{reason}").format(reason=reason),) if reason else ()


def _queue(
    site: Site, title: str, vacancy: VacancyView, entries: tuple[ListEntry, ...], note: str
) -> str:
    now = site.now_ms()
    starts = f"{day_text(vacancy.starts, site.today())} {clock_text(vacancy.starts)}"
    rows = (
        Row(_("招工号"), vacancy.number),
        Row(_("老板"), vacancy.employer_name),
        Row(_("工钱"), pay_text(vacancy.pay_cents, vacancy.pay_unit)),
        Row(_("开工"), starts),
        Row(_("上车位"), " ".join(part for part in (vacancy.bay, vacancy.plate) if part)),
    )
    slip = ListSlip(
        hall_name=hall_view(site).name,
        title=title,
        subject=vacancy.trade_name,
        rows=tuple(row for row in rows if row.value),
        entries=entries,
        note=note,
        issued_at=f"{date_text(site.today())} {clock_text(now)}",
        station_name=site.rules.station_name,
        short_code=f"{aggregate_id(vacancy.id)[-4:].upper()}-{vacancy.number}",
    )
    kind, payload = encode_slip(slip)
    with site.store.write() as writing:
        return insert_job(writing, kind, vacancy.number, vacancy.id, payload)
