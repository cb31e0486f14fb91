"""Prints every text of the public screens that neither came through gettext nor is data.

A program of its own, because messages must be marked before the interface is loaded. With
`--planted` a bare text is put on the first screen, and has to be found.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kiosk.catalog import leaflets
from kiosk.i18n import unmarked, use_marks

use_marks()

from PySide6.QtWidgets import QApplication  # noqa: E402 (marked first)

from kiosk.service.site import Site  # noqa: E402 (marked first)
from kiosk.ui.audit import audit  # noqa: E402 (marked first)
from kiosk.ui.components.labels import Words  # noqa: E402 (marked first)
from kiosk.ui.gallery import shown  # noqa: E402 (marked first)
from kiosk.ui.gallery_scene import scene  # noqa: E402 (marked first)
from kiosk.ui.theme import Theme  # noqa: E402 (marked first)
from kiosk.writing.pinyin import common_surnames  # noqa: E402 (marked first)

HAN = re.compile(r"[\u4e00-\u9fff]")
_TABLES = {
    "vacancies": ("place", "bay", "plate", "content", "meals", "employer_name", "conditions"),
    "employers": ("name", "contact_name"),
    "seekers": ("public_name", "name"),
    "halls": ("name", "address"),
    "courses": ("title", "level", "schedule", "place", "subsidy", "source"),
}
# The hall of the header, keepers of the door, the days of a week cut into signs, and how a person
# is called: a rule of the domain, the same on slips and screens.
_OWN = ("雨花区零工市场", "周*", "易*", *"一二三四五六日", "师傅", "尾号")
_WRITTEN = ("跳马镇田心", "卸", "瓷砖")


def data_of(site: Site) -> list[str]:
    """Texts of the hall, the longest first: they are not the interface's."""
    found = {
        *_OWN,
        *_WRITTEN,
        *common_surnames(),
        *(site.trade_name(trade) for trade in site.trades),
    }
    with site.store.read() as db:
        for table, columns in _TABLES.items():
            for column in {*columns} & {column.name for column in db[table].columns}:
                found |= {str(row[0]) for row in db.execute(f"SELECT {column} FROM {table}")}
    for leaflet in leaflets().values():
        found |= {str(getattr(leaflet, name)) for name in ("title", "basis")}
        found |= {str(line) for line in leaflet.lines}
    return sorted(filter(None, found), key=len, reverse=True)


def main() -> None:
    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        made = scene(Path(folder) / "hall")
        data = data_of(made.site)

        def is_translated(text: str) -> bool:
            rest = unmarked(text)
            for known in data:
                rest = rest.replace(known, "")
            return len(text) == 1 or HAN.search(rest) is None

        theme = Theme()
        for name, window in shown(made, theme):
            if name.startswith("24-components"):
                continue
            if "--planted" in sys.argv:
                Words(theme, "没有登记过的字", "body").setParent(window)
                window.findChildren(Words)[-1].show()
            for violation in audit(window, theme, is_translated=is_translated):
                if violation.rule == "untranslated":
                    sys.stdout.write(f"{name}: {violation.where}\n")
            if "--planted" in sys.argv:
                break
        made.site.store.close()
    application.processEvents()


if __name__ == "__main__":
    main()
