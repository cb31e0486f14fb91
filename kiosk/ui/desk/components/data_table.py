"""A dense table of frozen rows: columns by functions, sorted by their heads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from kiosk.ui.desk.components.row_style import dress_view
from kiosk.ui.painting import Align, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["Column", "DataTable"]

T = TypeVar("T")
_Index = QModelIndex | QPersistentModelIndex
_ROW_HIGH, _HEAD_HIGH, _PAD = 60, 60, 16
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its head, what of a row it shows, and how it is sorted.

    `width` in reference pixels, 0 shares the room that is left; `sort` gives the key, the text
    where it is left out.
    """

    title: str
    text: Callable[[T], str]
    width: int = 0
    sort: Callable[[T], Any] | None = None
    is_right: bool = False
    is_bold: bool = False


class _Model(QAbstractTableModel, Generic[T]):
    """Frozen rows, sorted stably."""

    def __init__(self, columns: Sequence[Column[T]], key: Callable[[T], str]) -> None:
        super().__init__()
        self.columns, self.key = tuple(columns), key
        self.rows: tuple[T, ...] = ()
        self._order: tuple[int, bool] | None = None

    def show_rows(self, rows: Sequence[T]) -> None:
        """Other rows, in the order that was asked for last."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; -1 as they came."""
        self.beginResetModel()
        self._order = (column, order is Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        if self._order is not None:
            column, is_down = self._order
            key = self.columns[column].sort or self.columns[column].text
            self.rows = tuple(sorted(self.rows, key=key, reverse=is_down))

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:  # noqa: N802 (Qt's name)
        """How many."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:  # noqa: N802 (Qt's name)
        """How many."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell."""
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.columns[index.column()].text(self.rows[index.row()])
        return None

    def headerData(  # noqa: N802 (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The head of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None


class _Delegate(QStyledItemDelegate):
    """Paints one cell."""

    def __init__(self, theme: Theme, columns: Sequence[Column[Any]]) -> None:
        super().__init__()
        self._theme, self._columns = theme, tuple(columns)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, text, hairline."""
        theme, colours = self._theme, self._theme.colours
        rect: QRect = option.rect  # type: ignore[attr-defined]  # Qt's field
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # Qt's field
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        ground = colours.blue.tint if is_chosen else colours.card
        painter.fillRect(rect, theme.colour(ground))
        line = QRect(rect.left(), rect.bottom() - 1, rect.width(), 2)
        painter.fillRect(line, theme.colour(colours.hairline))
        column = self._columns[index.column()]
        side = Align.AlignRight if column.is_right else Align.AlignLeft
        pad = theme.px(_PAD)
        room = rect.adjusted(pad, 0, -pad, 0)
        # Rows of one size read more easily than shrunk ones; what is elided is read elsewhere.
        metrics = QFontMetrics(theme.font("desk", bold=column.is_bold))
        mode = Qt.TextElideMode.ElideRight
        draw_text(
            painter,
            room,
            metrics.elidedText(str(index.data()), mode, room.width()),
            theme,
            "desk",
            colours.ink,
            bold=column.is_bold,
            align=side | Align.AlignVCenter,
        )
        painter.restore()


class _Head(QHeaderView):
    """Heads painted like everything else; a click sorts."""

    def __init__(self, theme: Theme, columns: Sequence[Column[Any]]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme, self._columns = theme, tuple(columns)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(theme.px(_HEAD_HIGH))
        self.setFrameShape(QHeaderView.Shape.NoFrame)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        """Paper, word, and where it is sorted by this column an arrow."""
        theme, colours = self._theme, self._theme.colours
        painter.save()
        painter.fillRect(rect, theme.colour(colours.paper))
        line = QRect(rect.left(), rect.bottom() - 1, rect.width(), 2)
        painter.fillRect(line, theme.colour(colours.hairline))
        column, pad = self._columns[section], theme.px(_PAD)
        word = column.title
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == section:
            is_down = self.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
            word += "↓" if is_down else "↑"
        side = Align.AlignRight if column.is_right else Align.AlignLeft
        room = rect.adjusted(pad, 0, -pad, 0)
        align = side | Align.AlignVCenter
        draw_text(painter, room, word, theme, "desk", colours.ink2, align=align)
        painter.restore()


class DataTable(QTableView, Generic[T]):
    """A table of frozen rows.

    Args:
        theme: for the panel.
        name: what the table is, for screen readers.
        columns: from left to right.
        key: the id of a row.
    """

    chosen = Signal(str)
    """A person chose a row, by its id."""
    opened = Signal(str)
    """Enter or a double click on a row."""

    def __init__(
        self, theme: Theme, name: str, columns: Sequence[Column[T]], key: Callable[[T], str]
    ) -> None:
        super().__init__()
        self._theme = theme
        self._model: _Model[T] = _Model(columns, key)
        self._delegate = _Delegate(theme, columns)
        self._head = _Head(theme, columns)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(self._head)
        dress_view(self, theme, name)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW_HIGH))
        self._head.setSortIndicatorShown(False)
        self._head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for place, column in enumerate(columns):
            if column.width:
                least = text_width(theme.font("desk"), column.title) + theme.px(2 * _PAD)
                self._head.resizeSection(place, max(theme.px(column.width), least))
            else:
                self._head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self._head.sectionClicked.connect(self._sort)
        self._is_told = False
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.activated.connect(lambda index: self.opened.emit(self._id(index.row())))

    @property
    def rows(self) -> tuple[T, ...]:
        """What is shown, in the order shown."""
        return self._model.rows

    @property
    def chosen_id(self) -> str:
        """Id of the chosen row, empty for none."""
        index = self.currentIndex()
        return self._id(index.row()) if index.isValid() else ""

    def show_rows(self, rows: Sequence[T]) -> None:
        """Other rows; the chosen one stays chosen."""
        kept = self.chosen_id
        self._is_told = True
        self._model.show_rows(rows)
        self.choose(kept)
        self._is_told = False

    def choose(self, row_id: str) -> None:
        """Choose a row without telling; an unknown id chooses none."""
        was, self._is_told = self._is_told, True
        found = next((n for n in range(len(self.rows)) if self._id(n) == row_id), -1)
        if row_id and found >= 0:
            self.setCurrentIndex(self._model.index(found, 0))
        else:
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()
        self._is_told = was

    def _id(self, row: int) -> str:
        return self._model.key(self._model.rows[row])

    def _sort(self, section: int) -> None:
        is_same = self._head.isSortIndicatorShown() and self._head.sortIndicatorSection() == section
        is_up = self._head.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        order = Qt.SortOrder.DescendingOrder if is_same and is_up else Qt.SortOrder.AscendingOrder
        kept = self.chosen_id
        self._is_told = True
        self._head.setSortIndicatorShown(True)
        self._head.setSortIndicator(section, order)
        self._model.sort(section, order)
        self.choose(kept)
        self._is_told = False

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and not self._is_told:
            self.chosen.emit(self._id(now.row()))
