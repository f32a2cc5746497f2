"""The list of materials: number, name, copies, mark, word; one key marks and goes on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events

from screens import keys
from screens.intake.rows import Block, Rows
from screens.widgets.ink import join, mark, pad_text, plain
from screens.width import cut, pad
from window_app.desk_views import MaterialLine, RowKey

if TYPE_CHECKING:
    from screens.intake.materials import MaterialsPane

MARK_KEYS = ("ok", "missing", "defective", "deferred", "reused", "fixed", "committed", "unlook")
OTHER_KEYS = ("reason", "scan", "sample", "drop_scan")
# Cells besides the name: number, copies, mark, word and the gaps between.
WIDE_CELLS = (2, 9, 4, 8)
NARROW_CELLS = (1, 5, 4, 7)
MOST_ONE_DIGIT = 9
AIR = Block([plain("")], is_row=False)


def row_id(key: RowKey) -> str:
    """A row's key as findings name it: `material` or `material@person`."""
    return f"{key[0]}@{key[1]}" if key[1] else key[0]


class MaterialList(Rows):
    """One row a material and person. While faults are picked, digits pick instead of marking."""

    def __init__(self, pane: MaterialsPane) -> None:
        super().__init__()
        self._pane = pane
        self._rows: tuple[MaterialLine, ...] = ()
        self.is_picking = False
        # The rows' lines as they were made last; most of them stand at the next key too.
        self._made: dict[tuple[MaterialLine, int, bool], Text] = {}
        self._shape = 0, False, False
        ids = (*MARK_KEYS, *OTHER_KEYS)
        self._ids = {one: key_id for key_id in ids for one in keys.key(key_id).keys.split(",")}

    def show(self, rows: tuple[MaterialLine, ...]) -> None:
        self._rows = rows
        self.cursor = max(0, min(self.cursor, self.count - 1))
        self.redraw()

    @property
    def count(self) -> int:
        return len(self._rows)

    @property
    def here(self) -> MaterialLine | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    # Drawing.

    @property
    def margin(self) -> int:
        return 3 if self.wide else 1

    def blocks(self, width: int) -> Iterable[Block]:
        is_airy = 2 * self.count + 1 <= self.size.height
        shape = width, self.wide, self.count > MOST_ONE_DIGIT
        made, self._made = self._made if shape == self._shape else {}, {}
        self._shape = shape
        if is_airy:
            yield AIR
        for place, row in enumerate(self._rows):
            key = row, place, self.on_cursor(place)
            line = self._made[key] = made.get(key) or self._row_line(*key, width)
            yield Block([line])
            if is_airy:
                yield AIR
        if not self._rows:
            yield Block([plain("先选事项，再看材料。", "muted")], is_row=False)

    def _row_line(self, row: MaterialLine, place: int, is_here: bool, width: int) -> Text:
        wide = self.wide
        number, copies, mark_cells, word = WIDE_CELLS if wide else NARROW_CELLS
        if not wide and self.count > MOST_ONE_DIGIT:
            number = 2
        gaps = (1, 2, 0, 2) if wide else (1, 1, 1, 1)
        name = width - number - copies - mark_cells - word - sum(gaps) - 1
        quiet = "" if is_here else "muted"
        given = row.copies if wide else row.copies.replace(" ", "")
        cells = [
            plain(pad(str(place + 1), number, right=self.count > MOST_ONE_DIGIT), quiet),
            plain(pad(_named(row), name), quiet if row.is_possible else ""),
            plain(pad(given, copies), quiet),
            _mark(row, is_here),
            plain(pad(_word(row), word), "" if row.mark else quiet),
        ]
        pieces = [cells[0]]
        for gap, cell in zip(gaps, cells[1:], strict=True):
            pieces += [plain(" " * gap), cell]
        return pad_text(join(pieces), width)

    # Keys.

    def took(self, event: events.Key) -> bool:
        if self.is_picking and self._took_picking(event):
            return True
        key_id = self._ids.get(event.key)
        if key_id in MARK_KEYS:
            self._pane.mark(key_id)
        elif key_id is not None:
            self._other(key_id)
        elif event.key in ("enter", "right"):
            self._pane.hands.onward()
        elif event.key == "left":
            self._pane.hands.backward()
        else:
            return super().took(event)
        return True

    def _took_picking(self, event: events.Key) -> bool:
        if event.key.isdigit():
            self._pane.pick_fault(int(event.key))
        elif event.key in ("escape", "enter", "space"):
            self._pane.faults_done()
        else:
            return False
        return True

    def _other(self, key_id: str) -> None:
        acts = {
            "reason": self._pane.own_words,
            "scan": self._pane.attach,
            "sample": self._pane.sample,
            "drop_scan": self._pane.drop_scans,
        }
        acts[key_id]()

    # Moving.

    def watch_cursor(self) -> None:
        self._pane.moved()

    def step_on(self) -> None:
        """To the next row."""
        self.move(self.cursor + 1)

    def to(self, name: str) -> None:
        """To a row by its id."""
        place = next((n for n, row in enumerate(self._rows) if row_id(row.key) == name), None)
        if place is not None:
            self.move(place)

    def to_unseen(self) -> None:
        """To the first row nobody looked at."""
        place = next((n for n, row in enumerate(self._rows) if row.mark is None), 0)
        self.move(place)


def _named(row: MaterialLine) -> str:
    return f"{row.name}({cut(row.person, 10)})" if row.person else row.name


def _mark(row: MaterialLine, is_here: bool) -> Text:
    if row.mark is None and is_here:
        return plain(f" {row.mark_letter} ")
    return mark(row.mark)


def _word(row: MaterialLine) -> str:
    if row.mark is not None:
        return row.mark_word
    if row.settled_by_group:
        return "不用交"
    if row.is_possible:
        return "可能要"
    if row.group is not None:
        return "任选"
    return row.need if row.need != "必交" else "未看"
