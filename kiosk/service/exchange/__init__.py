"""Export and import of tables (R5, R35, R39): CSV, XLSX and JSON with editable column headings."""

from kiosk.service.exchange.columns import (
    ColumnsError,
    load_columns,
    own_columns,
    save_columns,
)
from kiosk.service.exchange.exporting import EXPORTED, export_table
from kiosk.service.exchange.gated import export_for, import_for
from kiosk.service.exchange.importing import IMPORTED, ImportReport, ImportRun, import_table
from kiosk.service.exchange.rows import RowProblem
from kiosk.service.exchange.sheets import SheetError

__all__ = [
    "EXPORTED",
    "IMPORTED",
    "ColumnsError",
    "ImportReport",
    "ImportRun",
    "RowProblem",
    "SheetError",
    "export_for",
    "export_table",
    "import_for",
    "import_table",
    "load_columns",
    "own_columns",
    "save_columns",
]
