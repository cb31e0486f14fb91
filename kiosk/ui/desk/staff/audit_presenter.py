"""The audit trail at the desk: search, turn pages, export, check the chain; no Qt."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from kiosk.audit_words import group_text
from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.audit_trail import (
    AuditPage,
    AuditQuery,
    ChainCheck,
    audit_actors,
    audit_page,
    check_chain,
    export_audit,
)
from kiosk.service.authority import Authorised
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.words import clock_text

__all__ = ["FIRST_DAY", "LINES_PER_PAGE", "PERIODS", "AuditPresenter", "AuditView"]

LINES_PER_PAGE = 50
PERIODS = (1, 7, 30, 0)
"""Days back from today; 0 for everything."""
FIRST_DAY = date(2020, 1, 1)


class AuditView(Protocol):
    """The view of the page."""

    def show_page(self, page: AuditPage, query: AuditQuery, actor: str) -> None:
        """Lines found; `actor` is the name that was filtered by, empty for everybody."""

    def show_check(self, words: str, *, is_sound: bool) -> None:
        """What the check of the chain found; empty while it runs."""


class AuditPresenter(PagePresenter):
    """Every search is a line in the trail itself; turning pages is not."""

    def __init__(self, context: DeskContext, view: AuditView) -> None:
        super().__init__(context)
        self._view = view
        today = context.site.today()
        self.query = AuditQuery(today, today)
        self._actor = ""
        self._leave: Authorised | None = None
        self._page: AuditPage | None = None

    def refresh(self) -> None:
        """The trail moves with everything anybody does: it is read only when somebody asks."""

    def search(self, **changes: object) -> None:
        """Look for something; given fields of `AuditQuery` replace the ones before."""
        self.query = replace(self.query, **changes)  # type: ignore[arg-type]  # fields of the query
        if self.query.first > self.query.last:
            self.query = replace(self.query, first=self.query.last, last=self.query.first)

        def allowed(leave: Authorised) -> None:
            self._leave = leave
            self._load(0)

        days = f"{self.query.first} – {self.query.last}"
        self.act(
            Act.VIEW_AUDIT,
            lambda leave: leave,
            allowed,
            subject="audit",
            detail=f"{days} {group_text(self.query.group)}",
        )

    def period(self, days: int) -> None:
        """The last days, today included; 0 for everything."""
        today = self._context.site.today()
        first = today - timedelta(days=days - 1) if days else FIRST_DAY
        self.search(first=first, last=today)

    @property
    def days(self) -> int | None:
        """Which of `PERIODS` is looked at; None for other days."""
        today, query = self._context.site.today(), self.query
        if query.last != today:
            return None
        if query.first == FIRST_DAY:
            return 0
        days = (today - query.first).days + 1
        return days if days in PERIODS else None

    def turn(self, page: int) -> None:
        """Another page, counted from 0."""
        self._load(page)

    def choose_actor(self) -> None:
        """Whose doings."""
        site = self._context.site

        def known(actors: tuple[tuple[str, str], ...]) -> None:
            names = dict(actors)
            options = (("", _("所有人")), *actors)

            def picked(actor: str) -> None:
                self._actor = names.get(actor, "")
                self.search(actor=actor)

            self._context.navigator.choose(_("看谁的操作？"), options, picked)

        self.read(lambda: audit_actors(site), known)

    def export(self) -> None:
        """What is found, into a file."""
        formats = ((".xlsx", _("表格 xlsx")), (".csv", "CSV"), (".json", "JSON"))

        def picked(suffix: str) -> None:
            question = _("操作记录放到哪里？")
            self._context.navigator.ask_folder(question, lambda to: self._export(to, suffix))

        self._context.navigator.choose(_("导出成什么格式？"), formats, picked)

    def check(self) -> None:
        """Fold everything anew and compare."""
        site = self._context.site

        def allowed(leave: Authorised) -> None:
            self._view.show_check("", is_sound=True)
            self.read(lambda: check_chain(site, leave), self._checked)

        self.act(Act.VIEW_AUDIT, lambda leave: leave, allowed, subject="audit", detail="chain")

    def wipe(self) -> None:
        """Nothing stays."""
        self._leave, self._page, self._actor = None, None, ""

    def _load(self, page: int) -> None:
        site, leave, query = self._context.site, self._leave, self.query
        if leave is not None:
            self.read(lambda: audit_page(site, leave, query, page, LINES_PER_PAGE), self._found)

    def _found(self, page: AuditPage) -> None:
        self._page = page
        self._view.show_page(page, self.query, self._actor)

    def _export(self, folder: Path, suffix: str) -> None:
        site, query = self._context.site, self.query
        stamp = clock_text(site.now_ms()).replace(":", "")
        path = folder / f"audit-{query.first}-{query.last}-{stamp}{suffix}"

        def work(leave: Authorised) -> int:
            folder.mkdir(parents=True, exist_ok=True)
            return export_audit(site, leave, query, path)

        def done(count: int) -> None:
            self.say(_("导出了 {count} 条，文件是 {name}").format(count=count, name=path.name))

        self.act(Act.EXPORT, work, done, subject="audit", detail=f"{query.first} – {query.last}")

    def _checked(self, found: ChainCheck) -> None:
        if found.findings:
            words = _("查了 {count} 条，有 {bad} 处对不上，请找运维人员：{first}").format(
                count=found.events, bad=len(found.findings), first=found.findings[0]
            )
        else:
            words = _("查了 {count} 条，一条没有被改动。").format(count=found.events)
        self._view.show_check(words, is_sound=not found.findings)
