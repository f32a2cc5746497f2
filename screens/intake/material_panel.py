"""Beside the list: criteria, usual faults, what to hand in, where it comes from, scans."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.reactive import reactive
from textual.widget import Widget

from screens.intake.rows import Grown
from screens.widgets.fields import Field
from screens.widgets.ground import Scroll, Stack
from screens.widgets.ink import join, plain
from screens.widgets.panel import PanelHead
from screens.width import cut, first_that_fits, wrap
from window_app.desk_views import MaterialLine, RowKey

if TYPE_CHECKING:
    from screens.intake.materials import MaterialsPane

FACT_CELLS = 9
PICKING = ("数字勾选，e 自己写，Esc 写好", "数字选，e写，Esc好")
COPIES = {"原": "原件 {} 份", "复": "复印件 {} 份"}
OTHER_COPIES = {"核": "核验原件", "交回": "交回原件"}


class MaterialPanel(Stack):
    """The panel; `is_picking` while digits pick faults."""

    DEFAULT_CSS = """
    MaterialPanel { background: $paper; height: 1fr; }
    MaterialPanel Field { display: none; margin: 0 1 0 2; }
    MaterialPanel Field.-open { display: block; }
    """

    is_picking: reactive[bool] = reactive(False)

    def __init__(self, pane: MaterialsPane) -> None:
        super().__init__()
        self._pane = pane
        self.head = PanelHead()
        self.told = Told()
        self.own = Field(placeholder="用自己的话写，回车写好", limit=200)
        self.pages: dict[str, str] = {}
        self._key: RowKey | None = None

    def compose(self) -> ComposeResult:
        yield self.head
        yield Scroll(self.told, classes="inset")
        yield self.own

    def show(self, line: MaterialLine | None) -> None:
        self._key = line.key if line else None
        who = f"({line.person})" if line and line.person else ""
        self.head.say(f"{line.name}{who}" if line else "")
        self.told.show(line, self.pages, is_picking=self.is_picking)

    def watch_is_picking(self, is_picking: bool) -> None:
        self.told.pick(is_picking=is_picking)
        if not is_picking:
            self.own.remove_class("-open")

    # Own words.

    def write(self, words: str) -> None:
        """Open the field for own words."""
        self.own.value = words
        self.own.cursor_position = len(words)
        self.own.add_class("-open")
        self.own.focus()

    def on_input_changed(self, event: Field.Changed) -> None:
        event.stop()
        if self.own.has_class("-open") and self._key is not None:
            self._pane.write(self._key, event.value)

    def on_input_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        self._close()

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape" and self.own.has_focus:
            event.stop()
            self._close()

    def _close(self) -> None:
        self.own.remove_class("-open")
        self._pane.written()


class Told(Grown):
    """The panel's text; it fills the panel, so that a shorter one lays nothing out anew."""

    def __init__(self) -> None:
        super().__init__()
        self.styles.min_height = "100%"
        self._line: MaterialLine | None = None
        self._pages: dict[str, str] = {}
        self._is_picking = False

    def show(self, line: MaterialLine | None, pages: dict[str, str], *, is_picking: bool) -> None:
        self._line, self._pages, self._is_picking = line, pages, is_picking
        self.redraw()

    def pick(self, *, is_picking: bool) -> None:
        self._is_picking = is_picking
        self.redraw()

    def least(self) -> int:
        parent = self.parent
        return parent.content_size.height if isinstance(parent, Widget) else 0

    def lines(self, width: int) -> list[Text]:
        line = self._line
        if line is None:
            return []
        air = [plain("")] if self.wide else []
        lines = [*air, *_told(line, width), *_offer(line, width), *_criteria(line, width)]
        lines += [*(air if lines != air else []), *self._faults(line, width)]
        facts = list(_facts(line, self._pages, width, short=not self.wide))
        return [*lines, *(air if facts else []), *facts]

    def _faults(self, line: MaterialLine, width: int) -> list[Text]:
        own = [fault for fault in line.chosen_faults if fault not in line.faults]
        title = join([plain("常见问题   ", "muted"), self._hint(width - 11)])
        lines = [title]
        for number, fault in enumerate(line.faults, start=1):
            lines += _fault(str(number), fault, width, fault in line.chosen_faults)
        if self.wide or own or not line.faults:
            lines += _fault("e", own[0] if own else "用自己的话写", width, bool(own))
        return lines

    def _hint(self, room: int) -> Text:
        if self._is_picking:
            return plain(first_that_fits(PICKING, room), "accent")
        return plain(first_that_fits(("按 2 后用数字勾选", "按 2 后勾选"), room), "muted")


def _told(line: MaterialLine, width: int) -> list[Text]:
    return [plain(part, "warn.ink") for part in wrap(line.told, width)] if line.told else []


def _offer(line: MaterialLine, width: int) -> list[Text]:
    return [plain(part, "info.ink") for part in wrap(line.offer, width)] if line.offer else []


def _criteria(line: MaterialLine, width: int) -> list[Text]:
    if not line.criteria:
        return []
    lines = [plain("受理标准", "muted")]
    for number, criterion in enumerate(line.criteria, start=1):
        first, *rest = wrap(criterion, width - 3)
        lines.append(join([plain(f"{number}. ", "muted"), plain(first)]))
        lines += [plain(f"   {part}") for part in rest]
    return lines


def _fault(cap: str, words: str, width: int, is_chosen: bool) -> list[Text]:
    first, *rest = wrap(words, width - 5)
    ink = "strong" if is_chosen else ""
    lines = [
        join(
            [plain(f" {cap} ", "fault" if is_chosen else "idlecap"), plain("  "), plain(first, ink)]
        )
    ]
    return [*lines, *(plain(f"     {part}", ink) for part in rest)]


def _facts(line: MaterialLine, pages: dict[str, str], width: int, *, short: bool) -> list[Text]:
    scans = [f"{Path(scan).name}  {pages.get(scan, '')}".rstrip() for scan in line.scans]
    rows = [("扫描件", cut(scan, width - FACT_CELLS)) for scan in scans]
    if not short:
        rows = [("要交", handed_in(line)), ("来源", line.source), *rows]
        rows += [("备注", line.note or ""), ("任选", line.group or ""), ("表样", _forms(line))]
    elif line.group:
        rows.append(("任选", line.group))
    made: list[Text] = []
    for label, value in rows:
        if value:
            made += fact_lines(label, value, width)
    return made


def fact_lines(label: str, value: str, width: int) -> list[Text]:
    """A label and a value that may take several lines."""
    first, *rest = wrap(value, width - FACT_CELLS)
    head = join([plain(label + " " * (FACT_CELLS - 2 * len(label)), "muted"), plain(first)])
    return [head, *(plain(" " * FACT_CELLS + part) for part in rest)]


def handed_in(line: MaterialLine) -> str:
    """`原1 复2 核` in words."""
    words = []
    for part in line.copies.split():
        form = COPIES.get(part[0])
        words.append(form.format(part[1:]) if form and part[1:] else OTHER_COPIES.get(part, part))
    need = line.need if line.need != "必交" else ""
    return "，".join(filter(None, (*words, need)))


def _forms(line: MaterialLine) -> str:
    return "有空白表和样本，按 v 看" if line.blank or line.sample else ""
