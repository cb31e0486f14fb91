"""Export and import as staff do them: with leave from the gate, which has logged it."""

from pathlib import Path

from kiosk.domain.facts import Period
from kiosk.domain.roles import Act
from kiosk.service.authority import Authorised
from kiosk.service.exchange.columns import Columns
from kiosk.service.exchange.exporting import Progress, export_table
from kiosk.service.exchange.importing import ImportRun
from kiosk.service.site import Site

__all__ = ["export_for", "import_for"]


def export_for(
    site: Site,
    allowed: Authorised,
    table: str,
    path: Path,
    columns: Columns,
    *,
    is_full: bool = False,
    period: Period | None = None,
    on_progress: Progress = lambda _done, _total: None,
) -> int:
    """`export_table` for somebody of the staff.

    Raises:
        NotAllowed: leave for something else than `Act.EXPORT`.
        SheetError, OSError: see `export_table`.
    """
    actor = allowed.actor_for(Act.EXPORT)
    return export_table(
        site,
        table,
        path,
        columns,
        actor,
        is_full=is_full,
        period=period,
        on_progress=on_progress,
    )


def import_for(
    site: Site, allowed: Authorised, table: str, path: Path, columns: Columns, *, is_dry: bool
) -> ImportRun:
    """An import in steps for somebody of the staff.

    Raises:
        NotAllowed: leave for something else than `Act.IMPORT`.
        SheetError, OSError: see `ImportRun`.
    """
    actor = allowed.actor_for(Act.IMPORT)
    return ImportRun(site, table, path, columns, actor, is_dry=is_dry)
