"""The papers of a case on a card: choose one and print it again, or one that was not printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from screens import keys
from screens.keys import Key
from screens.prints import CHOICE_KEYS, PrintsCard
from screens.widgets.ink import plain
from screens.widgets.table import Column, Row
from window_app.desk_views import PaperLine

if TYPE_CHECKING:
    from window_app.services.desk.desk import Desk, Person

# On the page of a case, where there is less room.
PAPER_COLUMNS = (
    Column("name", "文书", 20, 20),
    Column("made", "出具", 11, 11, quiet=True),
    Column("state", "打印", 4, 4, quiet=True),
)
STATES = {"ok": "", "bad": "没出", "warn": "未定", "info": "在打", "idle": "-", "vow": ""}
EFFECT = "内容和当时一样，印上补打的次数；补打会记入这一件的经过。"


class PapersCard(PrintsCard[None, PaperLine]):
    """F8 prints the paper under the cursor; Enter prints nothing."""

    KEYS = ("print", *CHOICE_KEYS.values(), "back")
    COLUMNS = (
        Column("name", "文书", 20, 22),
        Column("made", "出具", 11, 11, quiet=True),
        Column("said", "打印", 20, 24, grow=1, quiet=True),
    )
    NOTHING = "这一件还没有文书。"

    def __init__(
        self, desk: Desk, person: Person, number: str, *, aside: str, at: str | None = None
    ) -> None:
        """`number` is the case's; `at` the number of the paper the cursor begins on."""
        super().__init__(desk, person, "文书", aside=aside)
        self._number = number
        self._at = at

    def look_up(self) -> Mapping[str, PaperLine]:
        return {paper.number: paper for paper in self._desk.papers.of_case(self._number)}

    def show(self, ones: Mapping[str, PaperLine]) -> None:
        super().show(ones)
        if self._at is not None and self._at in ones:
            self._table.move_cursor(row=[*ones].index(self._at))
            self._at = None

    def row_of(self, key: str, one: PaperLine) -> Row:
        said = plain("已作废", "muted") if one.is_voided else plain(one.said, f"{one.tone}.ink")
        return Row(key, {"name": one.name, "made": one.made, "said": said})

    def about(self, one: PaperLine) -> list[tuple[str, str]]:
        if one.is_voided:
            return [("编号", one.number), ("打印", "已作废，不再打印。")]
        rows = [
            ("编号", one.number),
            ("打印", one.said),
            ("位置", one.place or ""),
            ("要做的", one.todo),
            ("按 F8", "" if one.choices else EFFECT),
        ]
        return [(label, value) for label, value in rows if value]

    def keys_for(self, one: PaperLine) -> tuple[Key, ...]:
        if one.is_voided:
            return ()
        return super().keys_for(one) if one.choices else (keys.use("print", "补打"),)

    def action_print(self) -> None:
        """Print the paper again; one that was never printed is tried again instead."""
        paper = self.current
        if paper is None or paper.is_voided:
            self.tell("这份文书不能打印。" if paper else self.NOTHING)
        elif "retry" in paper.choices:
            self.action_retry_print()
        else:
            desk, person, number = self._desk, self._person, self._number
            self.do(lambda: desk.papers.print_again(number, paper.number, person))


def short_row(paper: PaperLine) -> Row:
    """A paper in one line of the page; the state in one word, nothing where all is well."""
    word = plain("作废", "muted") if paper.is_voided else plain(STATES[paper.tone], paper.tone)
    return Row(paper.number, {"name": paper.name, "made": paper.made, "state": word})
