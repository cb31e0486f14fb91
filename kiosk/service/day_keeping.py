"""What of a day is kept outside the store: its papers as PDF, a copy of the store.

First the files, whole and on the disk, then the event that says so. A power cut between the two
leaves files that the day does not know of: it says 还没做, and making them again does no harm.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from kiosk.domain.day_close import day_aggregate
from kiosk.domain.day_events import DayBackedUp, DayReported
from kiosk.domain.facts import Period
from kiosk.domain.payload import Payload
from kiosk.domain.roles import Act
from kiosk.service.authority import Authorised
from kiosk.service.day_close import look_at_day
from kiosk.service.day_papers import print_certificate
from kiosk.service.documents import print_daily_report
from kiosk.service.ledger import print_ledger
from kiosk.service.site import Site
from kiosk.store.backup import Backup, back_up

__all__ = ["back_up_day", "save_day_papers"]


def save_day_papers(
    site: Site, allowed: Authorised, day: date, folder: Path, printed_by: str
) -> tuple[Path, ...]:
    """Write daily report and ledger, and the certificate of a closed day; returns the files.

    Args:
        site: this station.
        allowed: leave for `Act.CLOSE_DAY`.
        day: the day.
        folder: is there.
        printed_by: name that stands on the papers.

    Raises:
        NotAllowed: leave for something else.
        OSError: a file cannot be written; the day does not count as reported.
    """
    actor = allowed.actor_for(Act.CLOSE_DAY)
    report, ledger, certificate = (
        folder / f"{name}-{day}.pdf" for name in ("daily-report", "ledger", "certificate")
    )
    chain = site.store.chain()
    is_closed = look_at_day(site, day).certificate is not None
    print_daily_report(site, day, report, printed_by)
    print_ledger(site, Period.day(day), ledger, printed_by)
    if is_closed:
        print_certificate(site, day, certificate, printed_by)
    _note(site, day, DayReported(epoch=chain.epoch, n=chain.n, has_certificate=is_closed), actor)
    return (report, ledger, certificate) if is_closed else (report, ledger)


def back_up_day(
    site: Site,
    allowed: Authorised,
    day: date,
    folder: Path,
    *,
    keep: int = 14,
    on_step: Callable[[str], None] = lambda _word: None,
) -> Backup:
    """Write a verified copy of the store; the day counts as backed up.

    Args:
        site: this station.
        allowed: leave for `Act.BACK_UP`.
        day: the day that is being closed.
        folder: see `back_up`.
        keep: see `back_up`.
        on_step: see `back_up`.

    Raises:
        NotAllowed: leave for something else.
        OSError: the stick is full or gone.
        DamagedStore: the copy does not verify.
    """
    actor = allowed.actor_for(Act.BACK_UP)
    made = back_up(site.store, folder, keep=keep, on_step=on_step)
    _note(site, day, DayBackedUp(epoch=made.epoch, n=made.n, sha256=made.sha256), actor)
    return made


def _note(site: Site, day: date, payload: Payload, actor: str) -> None:
    with site.store.write() as writing:
        writing.append(payload, day_aggregate(writing.chain.station, day.isoformat()), actor)
