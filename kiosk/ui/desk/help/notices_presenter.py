"""宣传资料: what the public station shows, publish, withdraw, import; no Qt."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.domain.content_events import LeafletPublished
from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.catalogue_imports import import_leaflets, parse_leaflet
from kiosk.service.notices import NoticeRow, notice_list, publish_leaflet, withdraw_leaflet
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.form_field import FormField, Written
from kiosk.ui.desk.help.asking_presenter import AskingPresenter
from kiosk.ui.desk.help.training_presenter import import_words

__all__ = ["NoticesPresenter", "NoticesState", "NoticesView"]


@dataclass(frozen=True, slots=True)
class NoticesState:
    """All leaflets and the chosen one."""

    rows: tuple[NoticeRow, ...] = ()
    chosen: NoticeRow | None = None


class NoticesView(Protocol):
    """The view of the page."""

    def show_state(self, state: NoticesState) -> None:
        """Show it."""


class NoticesPresenter(AskingPresenter):
    """Publishes and withdraws."""

    def __init__(self, context: DeskContext, view: NoticesView) -> None:
        super().__init__(context)
        self._view = view
        self._rows: tuple[NoticeRow, ...] = ()
        self._id = ""

    def refresh(self) -> None:
        """Look again."""
        site = self.site

        def known(rows: tuple[NoticeRow, ...]) -> None:
            self._rows = rows
            self._show()

        self.read_as(lambda _staff: notice_list(site), known)

    def choose(self, leaflet: str) -> None:
        """One of the list."""
        self._id = leaflet
        self._show()

    def publish(self) -> None:
        """发布新的."""
        self._ask(_("发布一份资料"), None)

    def change(self) -> None:
        """改写."""
        if self._chosen is not None:
            self._ask(_("改写这份资料"), self._chosen)

    def withdraw(self) -> None:
        """不再展示."""
        chosen, site = self._chosen, self.site
        if chosen is not None:
            self.do_with_reason(
                Act.PUBLISH,
                _("为什么不再展示？"),
                lambda allowed, why: withdraw_leaflet(site, allowed, chosen.leaflet.id, why),
                _("自助机上不再展示了"),
            )

    def import_file(self) -> None:
        """从文件导入."""
        site = self.site

        def load(path: Path) -> None:
            self.do(Act.PUBLISH, lambda allowed: import_leaflets(site, allowed, path), import_words)

        self.navigator.ask_file(_("导入哪个文件？"), (".csv", ".xlsx", ".json"), load)

    @property
    def _chosen(self) -> NoticeRow | None:
        return next((row for row in self._rows if row.leaflet.id == self._id), None)

    def _ask(self, title: str, row: NoticeRow | None) -> None:
        site = self.site

        def work(allowed: Authorised, written: Written) -> object:
            return publish_leaflet(
                site, allowed, _content(written, row), row.leaflet.id if row else ""
            )

        self.ask_form(title, _fields(row), Act.PUBLISH, work, _("发布了，自助机上能看到"))

    def _show(self) -> None:
        self._view.show_state(NoticesState(self._rows, self._chosen))


def _fields(row: NoticeRow | None) -> tuple[FormField, ...]:
    leaflet = row.leaflet if row else None
    return (
        FormField("title", _("标题"), _("不超过 12 个字"), leaflet.title if leaflet else ""),
        FormField(
            "lines",
            _("正文"),
            _("一句一行，最多 6 行，每行不超过 40 个字"),
            "\n".join(leaflet.lines) if leaflet else "",
            "text",
        ),
        FormField("basis", _("依据"), _("哪部法、哪份文件"), leaflet.basis if leaflet else ""),
        FormField("source", _("来源"), _("哪里发来的"), row.source if row else ""),
        FormField("since", _("开始日期"), _("例如 2026-11-30"), leaflet.since if leaflet else ""),
        FormField("until", _("截止日期"), _("不写就一直展示"), row.valid_until if row else ""),
    )


def _content(written: Written, row: NoticeRow | None) -> LeafletPublished:
    """What was written, with the picture that the leaflet had."""
    content = parse_leaflet(written)
    if row is None:
        return content
    return LeafletPublished(
        title=content.title,
        lines=content.lines,
        basis=content.basis,
        icon=row.leaflet.icon,
        since=content.since,
        valid_until=content.valid_until,
        source=content.source,
    )
