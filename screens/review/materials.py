"""The materials of a task as the window found them; beside them what the list says of one.

While points are picked, a digit or letter before a fault or criterion puts it on the list of what
the case is sent back for: only what stands there can be picked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.message import Message

from screens.intake.rows import Block, Rows
from screens.widgets.ink import join, mark, pad_text, plain
from screens.widgets.line import fact_lines
from screens.width import pad, wrap
from window_app.desk_views import MaterialLine, RowKey

NUMBER_CELLS = 2
MARK_CELLS = 4
WIDE_WORD, NARROW_WORD = 16, 8
CAPS = "1234567890acdefgikmqsuwxyz"  # none that moves, confirms or ends the picking
SENT_BACK = "退"
Picks = Mapping[RowKey, tuple[str, ...]]


class TaskMaterials(Rows):
    """One row a material and person."""

    @dataclass
    class Moved(Message):
        """The cursor stands on another material."""

        line: MaterialLine | None

    @dataclass
    class Opened(Message):
        """Enter."""

    @dataclass
    class Picked(Message):
        """A digit or letter: the place of a fault or criterion, from 0."""

        place: int

    class Ended(Message):
        """Esc while points are picked."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[MaterialLine, ...] = ()
        self._picks: Picks = {}
        self.is_picking = False

    def show(self, rows: Sequence[MaterialLine], picks: Picks | None = None) -> None:
        """Show a case's materials; `picks` are the points each is sent back for."""
        self._rows, self._picks = tuple(rows), picks or {}
        self.cursor = max(0, min(self.cursor, self.count - 1))
        self.redraw()

    @property
    def count(self) -> int:
        return len(self._rows)

    @property
    def here(self) -> MaterialLine | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    @property
    def margin(self) -> int:
        return 3 if self.wide else 1

    def blocks(self, width: int) -> Iterable[Block]:
        for place, row in enumerate(self._rows):
            yield Block([self._row_line(place, row, width)])
        if not self._rows:
            yield Block([plain("这一件没有材料。", "muted")], is_row=False)

    def _row_line(self, place: int, row: MaterialLine, width: int) -> Text:
        word = WIDE_WORD if self.wide else NARROW_WORD
        quiet = "" if self.on_cursor(place) else "muted"
        name = width - NUMBER_CELLS - MARK_CELLS - word - 4
        points = len(self._picks.get(row.key, ()))
        letter = plain(f" {SENT_BACK} ", "fault") if points else mark(row.mark)
        told = f"退回 {points} 处" if self.wide else f"{points} 处"
        said = told if points else row.mark_word
        return pad_text(
            join(
                [
                    plain(pad(str(place + 1), NUMBER_CELLS, right=True), quiet),
                    plain(f" {pad(named(row), name)} "),
                    letter,
                    plain(f"  {pad(said, word)}", quiet),
                ]
            ),
            width,
        )

    def watch_cursor(self) -> None:
        self.post_message(self.Moved(self.here))

    def took(self, event: events.Key) -> bool:
        if self.is_picking and event.key == "escape":
            self.post_message(self.Ended())
        elif self.is_picking and event.key in CAPS:
            self.post_message(self.Picked(CAPS.index(event.key)))
        elif event.key == "enter":
            self.post_message(self.Opened())
        else:
            return super().took(event)
        return True


def named(row: MaterialLine) -> str:
    """A material, and whose it is."""
    return f"{row.name}({row.person})" if row.person else row.name


def criteria_lines(line: MaterialLine, width: int) -> list[Text]:
    """What the list asks of a material, what the window found, and how many scans there are."""
    made: list[Text] = []
    if line.criteria:
        made.append(plain("受理标准", "muted"))
    for number, criterion in enumerate(line.criteria, start=1):
        made += _numbered(f"{number}. ", criterion, width)
    rows = [
        ("窗口意见", "；".join(line.chosen_faults) or line.mark_word),
        ("扫描件", f"{len(line.scans)} 份，按 v 打开" if line.scans else "没有"),
    ]
    return [*made, *([plain("")] if made else []), *fact_lines(rows, width)]


def _numbered(head: str, words: str, width: int) -> list[Text]:
    first, *rest = wrap(words, width - len(head))
    lines = [join([plain(head, "muted"), plain(first)])]
    return [*lines, *(plain(" " * len(head) + part) for part in rest)]


def point_lines(points: Sequence[str], picked: Sequence[str], width: int) -> list[Text]:
    """The faults and criteria of a material, each with the key that picks it."""
    made = [plain("退回只能点清单里的", "muted")]
    for cap, words in zip(CAPS, points, strict=False):
        is_picked = words in picked
        ink = "strong" if is_picked else ""
        first, *rest = wrap(words, width - 5)
        head = plain(f" {cap} ", "fault" if is_picked else "idlecap")
        made.append(join([head, plain("  "), plain(first, ink)]))
        made += [plain(f"     {part}", ink) for part in rest]
    return made
