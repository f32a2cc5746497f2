"""The task under the cursor below the list: whole at 120x36, a peek of four lines else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.reactive import reactive

from screens.case_parts import is_open
from screens.case_rows import short_here
from screens.keys import Key
from screens.review.materials import TaskMaterials, criteria_lines, named
from screens.widgets import ink
from screens.widgets.ground import Row, Scroll, Stack
from screens.widgets.ink import cap, join, pad_text, plain, spread
from screens.widgets.line import Line, Prose, stacked
from screens.widgets.panel import Panel, PanelHead
from screens.widgets.told import Told
from window_app.desk_views import LeaseWords, MaterialLine, TaskLine, TaskPage

CHECKED = "窗口已逐项核对，退回只能点清单里的标准"
KEYS_A_LINE = 3
KEY_CELLS = 15
LEASE_INKS = {"bad": "bad", "warn": "warn"}


class TaskHead(Line):
    """Item, situation, applicant; on the right whose it is."""

    DEFAULT_CSS = """
    TaskHead { height: 1; background: $info; color: $oninfo; padding: 0 1 0 2; }
    """

    page: reactive[TaskPage | None] = reactive(None)
    lease: reactive[LeaseWords | None] = reactive(None)

    def build(self, width: int) -> Text:
        page, lease = self.page, self.lease
        if page is None or lease is None:
            return plain("")
        about = (part for part in (page.situation, page.line.applicant) if part)
        left = join([plain(page.line.item, "strong"), *about], "   ")
        return spread(left, lease_text(lease), width)


def lease_text(lease: LeaseWords) -> Text:
    """Loud where it is lost or cannot be kept."""
    family = LEASE_INKS.get(lease.tone)
    return ink.badge(lease.words, family) if family else plain(lease.words)


class StepKeys(Line):
    """The keys that work on this step, three a line."""

    DEFAULT_CSS = "StepKeys { height: auto; padding: 0 1 0 2; }"

    keys: reactive[Sequence[Key]] = reactive((), layout=True)

    def build(self, width: int) -> Text:
        made = [
            pad_text(join([cap(key.cap), plain(f" {key.label}")]), KEY_CELLS) for key in self.keys
        ]
        rows = [made[at : at + KEYS_A_LINE] for at in range(0, len(made), KEYS_A_LINE)]
        return stacked(line for row in rows for line in (join(row), plain("")))


class TaskPanel(Stack):
    """Materials beside the criteria of the one under the cursor, and the step's own keys."""

    DEFAULT_CSS = """
    TaskPanel { background: $desk; }
    TaskPanel Panel { width: 70; }
    TaskPanel .beside { width: 1fr; background: $paper; }
    TaskPanel #criteria { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__(id="task")
        self.head = TaskHead()
        self.materials = TaskMaterials()
        self._left = Panel("材料", self.materials)
        self._title, self._told = PanelHead(), Told()
        self._step, self._keys = PanelHead(), StepKeys()

    def compose(self) -> ComposeResult:
        yield self.head
        beside = Stack(
            self._title,
            Scroll(self._told, classes="inset", id="criteria"),
            self._step,
            self._keys,
            classes="beside",
        )
        yield Row(self._left, Prose(classes="gap"), beside, classes="panes")

    def show(self, page: TaskPage, keys: Sequence[Key]) -> None:
        """A case; `keys` are those that work on it."""
        self.head.page, self.head.lease = page, page.lease
        self.materials.show(page.materials)
        self._left.head.say(f"材料 {len(page.materials)} 项", CHECKED)
        until = f"，到 {page.step_until}" if page.step_until else ""
        self._step.say("我这一步" if page.line.acts else "这一步", f"{page.line.step}{until}")
        self._keys.keys = tuple(keys)
        self.moved(self.materials.here)

    def moved(self, line: MaterialLine | None) -> None:
        """Another material is under the cursor."""
        self._title.say(named(line) if line else "")
        self._told.say(lambda width: criteria_lines(line, width) if line else ())


class Peek(Line):
    """The same in four lines: what it is, whose, the marks, what comes."""

    DEFAULT_CSS = "Peek { height: 4; background: $paper; }"

    page: reactive[TaskPage | None] = reactive(None)
    lease: reactive[LeaseWords | None] = reactive(None)

    def build(self, width: int) -> Text:
        page, lease = self.page, self.lease
        if page is None or lease is None:
            return plain("")
        number = short_here(page.line.short)
        name = plain(f" {number} {page.line.item} {page.situation}", "strong")
        head = spread(name, join([lease_text(lease), plain(" ")]), width)
        head.stylize_before("empty.area")
        return stacked([head, *(join([plain(" "), line]) for line in _peeked(page))])


def _peeked(page: TaskPage) -> Iterator[Text]:
    dates = "".join(f"   {label} {day}" for label, day in page.dates)
    rounds = f"   补正过 {page.rounds} 次" if page.rounds else ""
    yield plain(f"{page.line.applicant}{dates}{rounds}")
    yield join([plain(f"材料 {len(page.materials)} 项   "), *marks_text(page.materials)])
    until = f"，到 {page.step_until}" if page.step_until else ""
    yield plain(f"本步 {page.line.step}{until}；之后 {page.onward}", "muted")


def marks_text(materials: Iterable[MaterialLine]) -> Iterator[Text]:
    """How many of each mark; an open one with its word."""
    rows = list(materials)
    tally = Counter(row.mark for row in rows if row.mark)
    for mark in ink.MARKS:
        if mark is not None and tally[mark]:
            words = next((row.mark_word for row in rows if row.mark == mark and is_open(row)), "")
            yield join([ink.mark(mark), plain(f" {tally[mark]} {words}  ")])


def keys_here(line: TaskLine, keys: Iterable[Key]) -> tuple[Key, ...]:
    """Of some keys those that do something with a task."""
    acts = set(line.acts)
    known = {"onward": bool(acts & {"pass_step", "approve", "register"})}
    known |= {"claim": line.hand == "waiting" and bool(acts)}
    known |= {key: key in acts for key in ("send_back", "refuse_case", "give_back")}
    return tuple(key for key in keys if known.get(key.id, True))
