"""A list of records: rows painted by a delegate over a model, thousands of them without lag."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kiosk.ui.desk.components.row_style import Mark, Row, draw_mark, dress_view, mark_width
from kiosk.ui.painting import Align, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["Mark", "RecordList", "Row"]

_Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole
_HEAD_HIGH = 58
_NO_INDEX = QModelIndex()


class _Model(QAbstractListModel):
    """Frozen rows."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:  # noqa: N802 (Qt's name)
        """How many."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself, or its words for screen readers and for finding by key."""
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.spoken
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        if self.rows[index.row()].is_head:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    """Paints one row."""

    def __init__(self, theme: Theme, row_height: int) -> None:
        super().__init__()
        self._theme, self._high = theme, row_height

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 (Qt's)
        """One height for rows, one for heads."""
        high = _HEAD_HIGH if index.data(_ROW).is_head else self._high
        return QSize(1, self._theme.px(high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, number, words, marks."""
        row, theme, colours = index.data(_ROW), self._theme, self._theme.colours
        rect: QRect = option.rect  # type: ignore[attr-defined]  # Qt's field
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # Qt's field
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        ground = colours.blue.tint if is_chosen else colours.card
        painter.fillRect(rect, theme.colour(colours.paper if row.is_head else ground))
        if is_chosen:
            bar = QRect(rect.left(), rect.top(), theme.px(10), rect.height())
            painter.fillRect(bar, theme.colour(colours.blue.fill))
        line = QRect(rect.left(), rect.bottom() - 1, rect.width(), 2)
        painter.fillRect(line, theme.colour(colours.hairline))
        room = rect.adjusted(theme.px(24), theme.px(6), -theme.px(20), -theme.px(8))
        if row.is_head:
            draw_text(painter, room, row.title, theme, "desk", colours.ink2, bold=True)
        else:
            room = self._draw_marks(painter, room, row)
            self._draw_words(painter, self._draw_number(painter, room, row), row)
        painter.restore()

    def _draw_marks(self, painter: QPainter, room: QRect, row: Row) -> QRect:
        """Marks stand below one another where the row is high enough; returns what is left."""
        theme = self._theme
        if not row.marks:
            return room
        lines = max(1, min(len(row.marks), room.height() // theme.px(46)))
        shown = row.marks[:lines]
        wide = min(max(mark_width(theme, mark) for mark in shown), room.width() // 2)
        high = room.height() // len(shown)
        for index, mark in enumerate(shown):
            own = min(mark_width(theme, mark), wide)
            place = QRect(room.right() - own, room.top() + index * high, own, high)
            draw_mark(painter, place, mark, theme)
        return room.adjusted(0, 0, -wide - theme.px(12), 0)

    def _draw_number(self, painter: QPainter, room: QRect, row: Row) -> QRect:
        theme = self._theme
        if not row.number:
            return room
        wide = text_width(theme.font("desk_title", bold=True), row.number) + theme.px(4)
        place = QRect(room.left(), room.top(), wide, room.height())
        draw_text(painter, place, row.number, theme, "desk_title", theme.colours.ink, bold=True)
        return room.adjusted(max(wide, theme.px(76)) + theme.px(16), 0, 0, 0)

    def _draw_words(self, painter: QPainter, room: QRect, row: Row) -> None:
        theme, colours = self._theme, self._theme.colours
        line = theme.px(40)
        has_line = bool(row.line)
        high = line * (2 if has_line else 1)
        top = room.top() + max(0, (room.height() - high) // 2)
        title = QRect(room.left(), top, room.width(), line)
        if row.aside:
            wide = text_width(theme.font("desk"), row.aside)
            aside = QRect(title.right() - wide, top, wide + 2, line)
            align = Align.AlignRight | Align.AlignVCenter
            draw_text(painter, aside, row.aside, theme, "desk", colours.ink2, align=align)
            title = title.adjusted(0, 0, -wide - theme.px(12), 0)
        draw_text(painter, title, row.title, theme, "desk", colours.ink, bold=True)
        if has_line:
            below = QRect(room.left(), top + line, room.width(), line)
            draw_text(painter, below, row.line, theme, "desk", colours.ink2)


class RecordList(QListView):
    """Rows of 58 to 136 px, by mouse, wheel, finger and keys.

    Args:
        theme: for the panel.
        name: what the list is, for screen readers.
        row_height: of one row, in reference pixels.
        empty: said where there is no row.
    """

    chosen = Signal(str)
    """A person chose a row, by its id; not where the program did."""
    opened = Signal(str)
    """Enter or a double click on a row."""

    def __init__(self, theme: Theme, name: str, *, row_height: int = 92, empty: str = "") -> None:
        super().__init__()
        self._theme, self._empty = theme, empty
        self._model = _Model()
        self._delegate = _Delegate(theme, row_height)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        dress_view(self, theme, name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(theme.px(row_height))
        self._is_told = False
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.activated.connect(lambda index: self.opened.emit(index.data(_ROW).id))

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._model.rows

    @property
    def chosen_id(self) -> str:
        """Id of the chosen row, empty for none."""
        index = self.currentIndex()
        return index.data(_ROW).id if index.isValid() else ""

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other rows; the chosen one stays chosen, and the list where it was scrolled to."""
        if tuple(rows) == self._model.rows:
            return
        kept, at = self.chosen_id, self.verticalScrollBar().value()
        self._is_told = True
        # One height for all spares Qt asking for that of each of thousands.
        self.setUniformItemSizes(not any(row.is_head for row in rows))
        self._model.show_rows(rows)
        self.choose(kept)
        self.verticalScrollBar().setValue(at)
        self._is_told = False

    def choose(self, row_id: str) -> None:
        """Choose a row without telling; an unknown id chooses none."""
        was, self._is_told = self._is_told, True
        found = next((n for n, row in enumerate(self._model.rows) if row.id == row_id), -1)
        index = self._model.index(found) if row_id and found >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        if not index.isValid():
            self.clearSelection()
        self._is_told = was

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and not self._is_told:
            self.chosen.emit(now.data(_ROW).id)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Rows, or why there is none."""
        super().paintEvent(event)
        if not self._model.rows and self._empty:
            painter = QPainter(self.viewport())
            edge = self._theme.px(24)
            place = self.viewport().rect().adjusted(edge, edge, -edge, -edge)
            ink = self._theme.colours.ink2
            align = Align.AlignHCenter | Align.AlignTop
            draw_text(painter, place, self._empty, self._theme, "desk", ink, align=align, wrap=True)
            painter.end()
