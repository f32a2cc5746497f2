"""Prints that wait for a person, on a card: tried again, confirmed or set aside by a key each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from textual.widget import Widget

from data.errors import Refusal
from data.rules.numbers import parse_case_number
from screens import keys
from screens.keys import Key
from screens.widgets.card import Acts, Card
from screens.widgets.ink import plain
from screens.widgets.line import Facts, Prose
from screens.widgets.table import Column, ListTable, Row
from screens.work import Failure
from window_app.desk_views import PrintChoice, WaitingPrint

if TYPE_CHECKING:
    from window_app.services.desk.desk import Desk, Person
    from window_app.services.turns import Printed
    from window_app.views import DocumentView

    Answer = DocumentView | Printed | Refusal | None


class Print(Protocol):
    """A row of such a card: the print that waits, and what can be done about it."""

    @property
    def job(self) -> int | None: ...

    @property
    def choices(self) -> tuple[PrintChoice, ...]: ...

    @property
    def is_under_way(self) -> bool: ...


One = TypeVar("One", bound=Print)
Result = TypeVar("Result")
MOST_ROWS = 8
AGAIN_SECONDS = 2.0
BUSY = "正在打印"
TO_FILE = "存成文件"
CHOICE_KEYS: dict[PrintChoice, str] = {
    "retry": "retry_print",
    "confirm": "confirm_print",
    "set_aside": "drop_print",
}


class PrintsCard(Card[Result], Generic[Result, One]):
    """Arrows choose a row. What came of a key is said by the row, read anew."""

    AUTO_FOCUS = "ListTable"
    KEYS = (*CHOICE_KEYS.values(), "back")
    COLUMNS: Sequence[Column] = ()
    NOTHING = ""

    def __init__(self, desk: Desk, person: Person, title: str, *, aside: str = "") -> None:
        super().__init__(title, aside=aside)
        self._desk, self._person = desk, person
        self._ones: dict[str, One] = {}
        self._table = ListTable(self.COLUMNS)
        self._about = Facts()
        self._told = Prose()

    # For subclasses.

    def look_up(self) -> Mapping[str, One]:
        """The rows by their keys; asked in a thread."""
        raise NotImplementedError

    def row_of(self, key: str, one: One) -> Row:
        raise NotImplementedError

    def about(self, one: One) -> list[tuple[str, str]]:
        """The row under the cursor in full."""
        raise NotImplementedError

    def keys_for(self, one: One) -> tuple[Key, ...]:
        """What can be done with a row, beside going back."""
        return keys.resolve(CHOICE_KEYS[choice] for choice in one.choices)

    # What is shown.

    def body(self) -> Iterable[Widget]:
        yield self._table

    def consequences(self) -> Iterable[Widget]:
        yield self._about
        yield self._told

    def acts(self) -> tuple[Key, ...]:
        back = keys.use("back", "返回")
        return (*self.keys_for(self.current), back) if self.current else (back,)

    def on_mount(self) -> None:
        self.query_one("#card-body").can_focus = False
        self._table.styles.height = 2
        self._load()

    def _load(self) -> None:
        self.ask_first(self.look_up, self.show, group="prints")

    def show(self, ones: Mapping[str, One]) -> None:
        """Show these rows; the cursor stays on its row."""
        self._ones = dict(ones)
        self._table.styles.height = min(MOST_ROWS, max(1, len(ones))) + 1
        self._table.show_rows([self.row_of(key, one) for key, one in ones.items()])
        if not ones:
            self._told.say(self.NOTHING)
        self._show_current()
        if any(one.is_under_way for one in ones.values()):
            self.set_timer(AGAIN_SECONDS, self._look_again)

    def _look_again(self) -> None:
        """Papers come out while somebody looks at them."""
        self.ask(self.look_up, self.show, group="prints")

    @property
    def current(self) -> One | None:
        """What is under the cursor."""
        return self._ones.get(self._table.current or "")

    def on_list_table_moved(self, event: ListTable.Moved) -> None:
        self._show_current()

    def _show_current(self) -> None:
        self._about.say(self.about(self.current) if self.current else [])
        for acts in self.query(Acts):
            acts.show_keys(self.acts())

    # Acts.

    def action_retry_print(self) -> None:
        desk, person = self._desk, self._person
        self._choose("retry", lambda job: desk.papers.retry(job, person))

    def action_confirm_print(self) -> None:
        desk, person = self._desk, self._person
        self._choose("confirm", lambda job: desk.papers.confirm(job, person))

    def action_drop_print(self) -> None:
        desk, person = self._desk, self._person
        self._choose("set_aside", lambda job: desk.papers.set_aside(job, person))

    def _choose(self, choice: PrintChoice, do: Callable[[int], Answer]) -> None:
        """Where it is among what can be done with the row under the cursor."""
        one = self.current
        if one is not None and choice in one.choices and (job := one.job) is not None:
            self.do(lambda: do(job))

    def do(self, work: Callable[[], Answer]) -> None:
        """Have something printed or settled, and show the rows anew."""
        self.tell(BUSY, "muted")
        self.ask_first(work, self._done, group="print", failed=self._failed)

    def tell(self, words: str, style: str = "") -> None:
        """What just happened, below the row's own words."""
        self._told.say(words, style=style)

    def _done(self, answer: Answer) -> None:
        if isinstance(answer, Refusal):
            self.tell(f"{answer.message}{answer.hint or ''}", "warn.ink")
        else:
            self.tell("")
        self._load()

    def _failed(self, failure: Failure) -> None:
        self.tell(failure.sentence, "bad.ink")
        self._load()


class WaitingPrints(PrintsCard[str, WaitingPrint]):
    """Every print of this terminal that is not through. Answers with a case that is wanted."""

    COLUMNS = (
        Column("title", "文书", 20, 24),
        Column("case", "办件", 15, 15, quiet=True),
        Column("said", "打印", 20, 24, grow=1, quiet=True),
    )
    NOTHING = "没有等着打印的文书。"

    def __init__(self, desk: Desk, person: Person) -> None:
        super().__init__(desk, person, "等着打印的文书")

    def look_up(self) -> Mapping[str, WaitingPrint]:
        return {str(one.job): one for one in self._desk.papers.waiting()}

    def row_of(self, key: str, one: WaitingPrint) -> Row:
        family = {"failed": "bad", "unconfirmed": "warn"}.get(one.state, "info")
        state = plain(said(one), f"{family}.ink")
        short = parse_case_number(one.case).short
        return Row(key, {"title": one.title, "case": short, "said": state})

    def about(self, one: WaitingPrint) -> list[tuple[str, str]]:
        rows = [
            ("编号", one.paper),
            ("打印机", TO_FILE if one.printer.startswith("file") else one.printer),
            ("打印", said(one)),
            ("要做的", one.todo),
        ]
        return [(label, value) for label, value in rows if value]

    def keys_for(self, one: WaitingPrint) -> tuple[Key, ...]:
        return (*super().keys_for(one), keys.use("open", "看办件"))

    def on_list_table_opened(self, event: ListTable.Opened) -> None:
        if self.current is not None:
            self.dismiss(self.current.case)


def said(one: WaitingPrint) -> str:
    """The state in words with the printer's own reason."""
    return f"{one.word}：{one.reason}" if one.reason else one.word
