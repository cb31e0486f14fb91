"""The day on paper: certificate and ledger on A4, the summary slip for the folder."""

import base64
import hashlib
from datetime import date
from pathlib import Path

from kiosk.day_words import (
    check_text,
    mend_text,
    range_text,
    status_text,
    term_text,
    voids_text,
)
from kiosk.domain.clock import day_of
from kiosk.domain.hall import Hall
from kiosk.domain.problems import NotPossible
from kiosk.i18n import _
from kiosk.printing.pdf.day_certificate import CertificatePaper, write_certificate
from kiosk.printing.pdf.figure_words import figure_names
from kiosk.printing.slip import DayCloseSlip, Row, encode_slip
from kiosk.service.day_close import look_at_day
from kiosk.service.day_views import DayView
from kiosk.service.site import Site, hall_aggregate
from kiosk.store.spool import insert_job
from kiosk.words import (
    clock_text,
    date_text,
    weekday_text,
)

__all__ = ["print_certificate", "print_day_slip"]

_SHORT = 12
_SHOWN_FIGURES = (
    "registrations",
    "seekers",
    "posts",
    "headcount",
    "referrals",
    "agreements",
    "cancelled",
    "arrivals",
    "no_shows",
    "help_services",
    "training_enrolled",
    "complaints_received",
)


def print_certificate(site: Site, day: date, path: Path, printed_by: str) -> CertificatePaper:
    """Write the certificate of a closed day; returns what it says.

    Raises:
        NotPossible: `day_open`.
        OSError: the file cannot be written.
    """
    view = look_at_day(site, day)
    if view.certificate is None:
        raise NotPossible("day_open")
    paper = _certificate(site, view, printed_by)
    write_certificate(paper, path)
    return paper


def print_day_slip(site: Site, day: date, account: str = "") -> str:
    """Queue the summary slip of a closed day; returns the print job's id.

    Args:
        site: this station.
        day: the day.
        account: name of who closed it, as it shall stand on the slip; else the pseudonym.

    Raises:
        NotPossible: `day_open`.
    """
    view = look_at_day(site, day)
    if view.certificate is None:
        raise NotPossible("day_open")
    own = [part for part in view.chains if part.station == view.station]
    figures = view.figures
    slip = DayCloseSlip(
        hall_name=view.hall_name,
        day=_day_words(day),
        rows=(
            Row(_("登记"), _("{count} 人").format(count=figures.get("seekers", 0))),
            Row(
                _("招工"),
                _("{posts} 单 / {people} 人").format(
                    posts=figures.get("posts", 0), people=figures.get("headcount", 0)
                ),
            ),
            Row(_("谈成"), _("{count} 人次").format(count=figures.get("agreements", 0))),
        ),
        total=view.total,
        delivered=view.acknowledged,
        pending=view.pending,
        refused=view.refused,
        numbers=_("、").join(range_text(item) for item in view.numbers) or "—",
        voids=tuple(voids_text(item) for item in view.numbers if item.voids),
        closed_by=account or _account(view.account),
        issued_at=f"{date_text(site.today())} {clock_text(site.now_ms())}",
        chain_head=_grouped(own[-1].head[:_SHORT]) if own else "—",
        station_name=site.rules.station_name,
        short_code=f"{view.day[5:7]}{view.day[8:]}",
    )
    kind, payload = encode_slip(slip)
    with site.store.write() as writing:
        return insert_job(writing, kind, "", view.id, payload)


def _certificate(site: Site, view: DayView, printed_by: str) -> CertificatePaper:
    certificate = view.certificate
    assert certificate is not None  # noqa: S101 (checked by the caller)
    names = dict(figure_names())
    notes = []
    if view.late:
        notes.append(_("关账以后又来了 {count} 条当天的记录。").format(count=view.late))
    if view.earlier_pending:
        notes.append(_("以前的日子还有 {count} 条待送。").format(count=view.earlier_pending))
    return CertificatePaper(
        hall_name=view.hall_name,
        day=_day_words(date.fromisoformat(view.day)),
        status=status_text(view.status),
        is_complete=view.status == "completed",
        sums=tuple(
            (term_text(term), getattr(view, term))
            for term in ("total", "acknowledged", "pending", "refused")
        ),
        figures=tuple((names[key], str(certificate.figures.get(key, 0))) for key in _SHOWN_FIGURES),
        numbers=tuple(
            (range_text(item), str(item.used), voids_text(item) or _("没有"))
            for item in view.numbers
        ),
        chains=tuple(
            (
                _station_words(site, part.station),
                f"{part.first_n}–{part.last_n}",
                str(part.count),
                _grouped(part.head[: 2 * _SHORT]),
            )
            for part in view.chains
        ),
        checks=_check_rows(view),
        proofs=_proofs(view),
        account=_account(certificate.account),
        closed_at=_moment(certificate.closed_at),
        printed_at=_moment(site.now_ms()),
        printed_by=printed_by,
        notes=tuple(notes),
    )


def _check_rows(view: DayView) -> tuple[tuple[str, ...], ...]:
    """What was left open when the day was closed, as certified."""
    ways = {check.code: check.mend for check in view.checks}
    certified = view.certificate.checks if view.certificate else {}
    rows = [
        (check_text(code), str(count), mend_text(ways.get(code, "")))
        for code, count in certified.items()
        if count
    ]
    return tuple(rows) or ((_("关账时都办完了"), "0", ""),)


def _proofs(view: DayView) -> tuple[tuple[str, str], ...]:
    receipt = view.receipt
    key = _fingerprint(view)
    verdict = _("对") if view.is_signature_right else _("不对，请找技术人员")
    rows = [
        (_("机器钥匙"), key),
        (_("签名"), view.signature),
        (_("签名核对"), verdict),
    ]
    if receipt is None:
        rows.append((_("中心签收"), _("还没有。联网后会自己补上。")))
    else:
        word = _("收到第 {n} 条，共 {held} 条，{at}").format(
            n=receipt.n, held=receipt.held, at=_moment(receipt.time)
        )
        rows += [(_("中心签收"), word), (_("中心签名"), receipt.signature)]
    return tuple(rows)


def _fingerprint(view: DayView) -> str:
    key = base64.b64decode(view.public_key) if view.public_key else b""
    return _grouped(hashlib.sha256(key).hexdigest()[: 2 * _SHORT])


def _grouped(text: str) -> str:
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def _station_words(site: Site, station: str) -> str:
    """The letter by which people know a station; its id where it has none."""
    with site.store.read() as db:
        chain = site.store.chain()
        hall = site.store.applier(db).state(hall_aggregate(chain.hall))
    if station == chain.station:
        return _("本机 {letter}").format(letter=chain.letter)
    known = hall.stations.get(station) if isinstance(hall, Hall) else None
    return _("{letter} 机").format(letter=known.letter) if known else station


def _account(actor: str) -> str:
    return actor.partition(":")[2] or actor


def _day_words(day: date) -> str:
    return _("{year} 年 {day} {weekday}").format(
        year=day.year, day=date_text(day), weekday=weekday_text(day)
    )


def _moment(unix_ms: int) -> str:
    return f"{date_text(day_of(unix_ms))} {clock_text(unix_ms)}"
