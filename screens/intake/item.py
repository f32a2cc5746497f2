"""The second step: the item, found as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from screens.intake.pane import Hands, Pane
from screens.intake.rows import Grown
from screens.widgets.ink import hits, join, plain, soft_badge
from screens.widgets.line import Prose, stacked
from screens.widgets.panel import Panel
from screens.widgets.search_box import SearchBox
from screens.widgets.table import Column, ListTable, Row
from screens.width import wrap
from window_app.desk_views import IntakeView, ItemLine, ItemPreview

HINT = "名称、俗称、拼音首字母、代码都认；常办的排在前面"
COLUMNS = (
    Column("name", "事项", 36, 38, grow=1),
    Column("department", "部门", 8, 8, quiet=True),
    Column("kind", "类别", 4, 4),
    Column("limit", "时限", 9, 10, right=True),
)


class ItemPane(Pane):
    """Box, list, and beside it at 120 columns the item under the cursor."""

    STEP = "item"
    FOOT = ("choose", "open", "step_on")

    def __init__(
        self,
        hands: Hands,
        *,
        wanted: Callable[[str], None],
        looked: Callable[[str], None],
        chosen: Callable[[ItemLine], None],
    ) -> None:
        """`wanted` is told the words to find, `looked` the item to show, `chosen` the choice."""
        super().__init__(hands)
        self.box = SearchBox("事项名称、俗称、拼音首字母或代码")
        self.table = ListTable(COLUMNS, id="items")
        self._preview = Preview()
        self._list = Panel("事项", self.table, remark=HINT, id="item-list")
        self._seen = Panel("", VerticalScroll(self._preview, classes="inset"), id="item-preview")
        self._wanted, self._looked, self._chosen = wanted, looked, chosen
        self._items: dict[str, ItemLine] = {}
        self._found: str | None = None
        self._is_waiting = False
        self._code: str | None = None

    def compose(self) -> ComposeResult:
        yield self.box
        yield Horizontal(self._list, Prose(classes="gap"), self._seen, classes="panes")

    def show(self, view: IntakeView) -> None:
        self._code = view.item_code

    @property
    def takes_keys(self) -> bool:
        return not self._is_waiting

    def wait_no_more(self) -> None:
        """Nothing is chosen by itself any more."""
        self._is_waiting = False

    def enter(self, key: str = "") -> None:
        self.wait_no_more()
        self.box.field.focus()
        self.want(self.box.text)

    # Finding.

    def want(self, text: str) -> None:
        """Ask for the items of what is typed."""
        self._wanted(text.strip())

    def show_items(self, text: str, items: Sequence[ItemLine]) -> None:
        """What was found for a text; a choice made while it was looked for is made now."""
        self._found = text
        self._items = {item.code: item for item in items}
        self.table.show_rows([_row(item, item.code == self._code) for item in items])
        self.table.move_cursor(row=0)
        found = f"事项 {len(items)} 个" if items else "没有找到事项"
        self._list.head.say(found if text else "事项", HINT)
        if not items:
            self.show_preview(None)
            self.hands.say_no("没有找到这样的事项，换个说法试试。")
        if self._is_waiting and text == self.box.text.strip():
            self._is_waiting = False
            self.choose(self.table.current)

    def show_preview(self, preview: ItemPreview | None) -> None:
        self._seen.head.say(preview.name if preview else "", right=preview.code if preview else "")
        self._preview.say(preview)

    # Keys.

    def on_search_box_changed(self, event: SearchBox.Changed) -> None:
        event.stop()
        self._is_waiting = False
        self.want(event.text)

    def on_search_box_sent(self, event: SearchBox.Sent) -> None:
        event.stop()
        if self._found == event.text:
            self.choose(self.table.current)
        else:
            self._is_waiting = True

    def on_list_table_moved(self, event: ListTable.Moved) -> None:
        event.stop()
        if event.key:
            self._looked(event.key)

    def on_list_table_opened(self, event: ListTable.Opened) -> None:
        event.stop()
        self.choose(event.key)

    def choose(self, code: str | None) -> None:
        """Take an item, unless another window does."""
        line = self._items.get(code or "")
        if line is None:
            return
        if line.elsewhere:
            self.hands.say_no(line.elsewhere)
        else:
            self._chosen(line)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("home", "end") and self.screen.focused is self.table:
            self.table.move_cursor(row=0 if event.key == "home" else self.table.row_count - 1)
            event.stop()


def _row(item: ItemLine, is_chosen: bool) -> Row:
    name = hits(item.name, [(place, place + 1) for place in item.marked])
    if is_chosen:
        name = join([plain("在办 ", "info.ink"), name])
    kind = plain("别处", "idle.settled") if item.elsewhere else _kind(item.kind)
    return Row(
        item.code,
        {
            "name": name,
            "department": item.department,
            "kind": kind,
            "limit": (item.limit, item.limit.replace("个", "")),
        },
    )


def _kind(word: str) -> Text:
    return plain(word, "ok.settled" if word == "即办" else "")


class Preview(Grown):
    """An item in short: who takes it, for whom, till when, what is asked and handed in."""

    def __init__(self) -> None:
        super().__init__()
        self._preview: ItemPreview | None = None

    def say(self, preview: ItemPreview | None) -> None:
        self._preview = preview
        self.redraw()

    def build(self, width: int) -> Text:
        seen = self._preview
        if seen is None:
            return plain("")
        lines = [plain("")]
        if seen.elsewhere:
            lines.append(soft_badge("不在这里办", "warn"))
            lines += [plain(line) for line in wrap(seen.elsewhere, width)] + [plain("")]
        for label, value in (
            ("部门", seen.department),
            ("谁能办", seen.subjects),
            ("办结", seen.limit),
            ("收费", seen.fees),
        ):
            lines += _fact(label, value, width)
        lines += _list("先问这几个问题", seen.situations, width)
        lines += _list(f"材料 {len(seen.materials)} 种，看情形", seen.materials, width)
        return stacked(lines)


def _fact(label: str, value: str, width: int) -> list[Text]:
    first, *rest = wrap(value, width - 8)
    head = join([plain(label + " " * (8 - 2 * len(label)), "muted"), plain(first)])
    return [head, *(plain(" " * 8 + line) for line in rest)]


def _list(title: str, names: Sequence[str], width: int) -> list[Text]:
    if not names:
        return []
    lines = [plain(""), plain(title, "muted")]
    for number, name in enumerate(names, start=1):
        first, *rest = wrap(name, width - 4)
        lines += [plain(f"{number:>2}. {first}"), *(plain(f"    {line}") for line in rest)]
    return lines
