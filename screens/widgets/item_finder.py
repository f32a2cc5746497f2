"""Items found while somebody types, and beside them what the one under the cursor is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Unpack

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message

from screens.widgets import ink
from screens.widgets.line import Named, Prose, fact_lines
from screens.widgets.panel import Panel
from screens.widgets.table import Column, ListTable, Row
from screens.widgets.told import Told, prose
from window_app.desk_views import ItemLine, ItemPreview

COLUMNS = (
    Column("name", "事项", 36, 38, grow=1, most=60, quiet=True),
    Column("department", "部门", 8, 8, quiet=True),
    Column("kind", "类别", 4, 4, quiet=True),
    Column("limit", "时限", 9, 10, right=True),
)
HOW = "名称、俗称、拼音首字母、代码都认；常办的排在前面"


class ItemFinder(Horizontal):
    """A list with a preview; the screen asks the services and hands both in."""

    DEFAULT_CSS = "ItemFinder { height: 1fr; }"

    @dataclass
    class Looked(Message):
        """The cursor stands on another item, or on none."""

        finder: ItemFinder
        line: ItemLine | None

    @dataclass
    class Chosen(Message):
        """Enter on an item."""

        finder: ItemFinder
        line: ItemLine

    def __init__(self, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self.table = ListTable(COLUMNS, id="items")
        self.table.show_header = False
        self._list = Panel("事项", self.table, remark=HOW, id="found")
        self._about = Told()
        self._beside = VerticalScroll(self._about, id="about", can_focus=False)
        self._preview = Panel(" ", self._beside, id="preview")
        self._lines: dict[str, ItemLine] = {}

    def compose(self) -> ComposeResult:
        yield self._list
        yield Prose(classes="gap")
        yield self._preview

    @property
    def current(self) -> ItemLine | None:
        """The item under the cursor."""
        return self._lines.get(self.table.current or "")

    def show_items(self, lines: Sequence[ItemLine]) -> None:
        """Show what was found; the best is under the cursor."""
        self._lines = {line.code: line for line in lines}
        self.table.move_cursor(row=0)
        self.table.show_rows([_row(line) for line in lines])
        self._list.head.say(f"事项 {len(lines)} 个" if lines else "没有找到事项", HOW)
        if not lines:
            self.show_preview(None)

    def show_preview(self, preview: ItemPreview | None) -> None:
        """Show what the item under the cursor is."""
        if preview is None:
            self._preview.head.say(" ")
            self._about.say(lambda _: ())
            return
        self._preview.head.say(preview.name, right=preview.code)
        self._about.say(lambda width: _about(preview, width))
        self._beside.scroll_home(animate=False)

    def on_list_table_moved(self, event: ListTable.Moved) -> None:
        event.stop()
        self.post_message(self.Looked(self, self.current))

    def on_list_table_opened(self, event: ListTable.Opened) -> None:
        event.stop()
        if event.key in self._lines:
            self.post_message(self.Chosen(self, self._lines[event.key]))


def _row(line: ItemLine) -> Row:
    kind = ink.plain(line.kind, "ok.settled" if line.kind == "即办" else "")
    return Row(
        line.code,
        {
            "name": ink.hits(line.name, _ranges(line.marked)),
            "department": ink.plain(line.department, "muted"),
            "kind": ink.plain("他处", "warn.ink") if line.elsewhere else kind,
            "limit": (line.limit, line.limit.replace("个", "")),
        },
    )


def _ranges(marked: Sequence[int]) -> list[tuple[int, int]]:
    """Characters that stand side by side as ranges: 0 1 4 becomes (0, 2), (4, 5)."""
    runs = groupby(enumerate(sorted(marked)), key=lambda pair: pair[1] - pair[0])
    groups = [[place for _, place in run] for _, run in runs]
    return [(group[0], group[-1] + 1) for group in groups]


def _about(preview: ItemPreview, width: int) -> Iterator[Text]:
    """Where it is done, its terms, what is asked first, what may be wanted."""
    if preview.elsewhere:
        yield ink.badge("他处办", "warn")
        yield from prose(preview.elsewhere, width)
        yield ink.plain("")
    facts: list[tuple[str, Text | str]] = [
        ("部门", preview.department),
        ("办结", preview.limit if preview.limit == "当场" else f"受理后 {preview.limit}"),
        ("收费", preview.fees),
        ("谁能办", preview.subjects),
    ]
    yield from fact_lines(facts, width)
    yield from _listed("先问", preview.situations, width)
    yield from _listed(f"可能要的材料 {len(preview.materials)} 项", preview.materials, width)


def _listed(head: str, texts: Sequence[str], width: int) -> Iterator[Text]:
    if texts:
        yield ink.plain("")
        yield ink.plain(head, "muted")
    for text in texts:
        yield from prose(text, width)
