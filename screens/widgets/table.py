"""Lists: rows of cut cells, a `>` where the cursor is, at most 200 rows at a time.

Below 120 columns the narrow layout holds; room that is left goes to the columns that may grow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Unpack

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.coordinate import Coordinate
from textual.message import Message
from textual.widgets import DataTable
from textual.widgets._data_table import RowKey, RowRenderables

from screens.widgets.ink import pad_text, plain
from screens.widgets.line import WIDE, Named
from screens.width import first_that_fits

MOST_ROWS = 200
MORE = "more"
POINTER_CELLS = 3
RIGHT_AIR = 2
# Not even the header, whose row is -1.
NOWHERE = Coordinate(-2, -2)
_POINTER = "pointer"

Cell = Text | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Widths in cells without padding; 0 is not shown. `grow` 1 gets spare room first.

    `most` bounds the growth; `quiet` drops the cell's colour on the cursor row.
    """

    id: str
    title: str
    narrow: int
    wide: int
    right: bool = False
    grow: int = 0
    most: int = 60
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line; a cell may be several wordings, of which the first that fits is shown."""

    key: str
    cells: Mapping[str, Cell] = field(default_factory=dict)


def fit(columns: Sequence[Column], total: int, *, wide: bool) -> list[tuple[Column, int]]:
    """The columns shown and their widths in `total` cells, the pointer column included."""
    widths = {column.id: column.wide if wide else column.narrow for column in columns}
    visible = [column for column in columns if widths[column.id]]
    spare = total - POINTER_CELLS - RIGHT_AIR - sum(widths[column.id] + 2 for column in visible)
    for column in sorted((c for c in visible if c.grow), key=lambda c: c.grow):
        change = min(spare, column.most - widths[column.id])
        change = max(change, 4 - widths[column.id])
        widths[column.id] += change
        spare -= change
        if spare == 0:
            break
    return [(column, widths[column.id]) for column in visible]


class ListTable(DataTable[Text]):
    """A list with our own cutting. `led` lists show the full cursor while a box has the focus."""

    @dataclass
    class Moved(Message):
        """The cursor stands on another row, or on none."""

        table: ListTable
        key: str | None

        @property
        def control(self) -> ListTable:
            return self.table

    @dataclass
    class Opened(Message):
        """Enter or a second click on a row."""

        table: ListTable
        key: str

        @property
        def control(self) -> ListTable:
            return self.table

    @dataclass
    class MoreWanted(Message):
        """The rows from `start` on are asked for."""

        table: ListTable
        start: int

        @property
        def control(self) -> ListTable:
            return self.table

    def __init__(self, columns: Sequence[Column], **named: Unpack[Named]) -> None:
        super().__init__(
            **named,
            cursor_type="row",
            zebra_stripes=True,
            cursor_foreground_priority="renderable",
            cursor_background_priority="renderable",
        )
        self._shape = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._start = 0
        self._total = 0
        self._laid: list[tuple[Column, int]] = []
        self._told: str | None = None

    @property
    def current(self) -> str | None:
        """The key of the row under the cursor."""
        place = self.cursor_row
        return self._rows[place].key if 0 <= place < len(self._rows) else None

    def show_rows(self, rows: Sequence[Row], *, total: int | None = None, start: int = 0) -> None:
        """Show rows; `total` is how many there are in all, `start` where these begin.

        More than 200 are cut; a last line then says how many are left. The cursor stays on its
        row if that is still there.
        """
        kept = self.current
        self._rows = tuple(rows[:MOST_ROWS])
        self._start, self._total = start, max(total or 0, start + len(rows))
        self._fill(kept)

    def on_resize(self, event: events.Resize) -> None:
        if fit(self._shape, event.size.width, wide=self.app.size.width >= WIDE) != self._laid:
            self._fill(self.current)

    def _fill(self, kept: str | None) -> None:
        if not self.size.width:
            return
        place = next((n for n, row in enumerate(self._rows) if row.key == kept), 0)
        top = self.scroll_offset.y
        self.clear(columns=True)
        self._laid = fit(self._shape, self.size.width, wide=self.app.size.width >= WIDE)
        self._add_columns()
        for row in self._rows:
            self.add_row(*self._line(row), key=row.key)
        if (left := self._total - self._start - len(self._rows)) > 0:
            self.add_row(*self._more_line(left), key=MORE)
        self.move_cursor(row=place, animate=False, scroll=False)
        self.scroll_to(y=top, animate=False, force=True)
        self._tell()

    def _add_columns(self) -> None:
        self.add_column(plain(" "), width=1, key=_POINTER)
        for (column, width), room in zip(self._laid, self._rooms(), strict=True):
            title = pad_text(plain(column.title, "strong.muted"), width, right=column.right)
            self.add_column(title, width=room, key=column.id)

    def _rooms(self) -> list[int]:
        """Widths with what is left over given to the last column, so that rows reach the edge."""
        rooms = [width for _, width in self._laid]
        spare = self.size.width - POINTER_CELLS - sum(room + 2 for room in rooms)
        if rooms:
            rooms[-1] += max(0, spare)
        return rooms

    def _line(self, row: Row) -> list[Text]:
        cells = [
            _laid_cell(row.cells.get(column.id, ""), column, width) for column, width in self._laid
        ]
        return [plain(" "), *cells]

    def _more_line(self, left: int) -> list[Text]:
        words = f"还有 {left} 条，回车看下面的；多输几个字可以缩小范围"
        widest = max(range(len(self._laid)), key=lambda place: self._laid[place][1])
        line = [plain(" ")] + [plain("") for _ in self._laid]
        line[widest + 1] = plain(first_that_fits((words, f"还有 {left} 条"), self._laid[widest][1]))
        return line

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        event.stop()
        if self.current != self._told:
            self._tell()

    def _tell(self) -> None:
        self._told = self.current
        self.post_message(self.Moved(self, self._told))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        if event.row_key.value == MORE:
            self.post_message(self.MoreWanted(self, self._start + len(self._rows)))
        elif event.row_key.value is not None:
            self.post_message(self.Opened(self, event.row_key.value))

    def _get_row_renderables(self, row_index: int) -> RowRenderables:
        """The row under the cursor points, and its quiet words lose their colour.

        Done here and not by updating cells, which would draw the whole table again.
        """
        found = super()._get_row_renderables(row_index)
        if not 0 <= row_index == self.cursor_row:
            return found
        cells = [plain(">"), *found.cells[1:]]
        for place, (column, _) in enumerate(self._laid, start=1):
            if column.quiet and isinstance(cell := cells[place], Text):
                cells[place] = _quiet(cell)
        return RowRenderables(found.label, cells)

    def _render_line_in_row(
        self,
        row_key: RowKey,
        line_no: int,
        base_style: Style,
        cursor_location: Coordinate,
        hover_location: Coordinate,
    ) -> tuple[list[list[Segment]], list[list[Segment]]]:
        """Rows without the cursor are drawn once, wherever the cursor and the mouse stand.

        Else every step that scrolls would lay out every row on the screen again.
        """
        if self._row_locations.get(row_key) != cursor_location.row:
            cursor_location = NOWHERE
        return super()._render_line_in_row(row_key, line_no, base_style, cursor_location, NOWHERE)

    def _set_hover_cursor(self, active: bool) -> None:
        """Hover changes nothing."""
        super()._set_hover_cursor(False)


def _quiet(cell: Text) -> Text:
    """A cell without its colours; what a search meant stays underlined."""
    bare = plain(cell.plain)
    for span in cell.spans:
        if span.style == "hit":
            bare.stylize("underline", span.start, span.end)
    return bare


def _laid_cell(cell: Cell, column: Column, width: int) -> Text:
    if isinstance(cell, tuple):
        cell = first_that_fits(cell, width)
    text = plain(cell) if isinstance(cell, str) else cell
    return pad_text(text, width, right=column.right)
