"""Screens with a list of cases: the next step of the row under the cursor, and what opens it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from screens.case_rows import case_row
from screens.counter import Counter
from screens.widgets.table import ListTable, Row
from window_app.desk_views import CaseLine


class ListsCases(Counter):
    """A screen whose `#cases` is a list of cases."""

    NO_CASE = "先把光标放到一件办件上，再按 F8 补打它的文书。"

    @property
    def table(self) -> ListTable:
        return self.query_one("#cases", ListTable)

    def __init__(self) -> None:
        super().__init__()
        self._case_lines: dict[str, CaseLine] = {}

    def show_cases(
        self, lines: Sequence[CaseLine], *, more: int = 0, before: Iterable[Row] = ()
    ) -> None:
        """Show cases, other rows before them; `more` cases are left out."""
        self._case_lines = {line.number: line for line in lines}
        rows = [*before, *map(case_row, lines)]
        self.table.show_rows(rows, total=len(rows) + more)

    def line_of(self, key: str | None) -> CaseLine | None:
        """The case of a row."""
        return self._case_lines.get(key or "")

    def say_case(self, line: CaseLine) -> None:
        """What happens next with a case."""
        words = f"{line.applicant} {line.item}：{line.next}"
        self.say_next(words, "回车 打开", short=line.next)

    def on_list_table_moved(self, event: ListTable.Moved) -> None:
        line = self.line_of(event.key)
        if line is not None:
            self.say_case(line)

    def on_list_table_opened(self, event: ListTable.Opened) -> None:
        if self.line_of(event.key) is not None:
            self.open_case(event.key)

    def action_print(self) -> None:
        """The papers of the case under the cursor."""
        line = self.line_of(self.table.current)
        if line is None:
            self.tell(self.NO_CASE, "warn", word="打印")
        else:
            self.open_case(line.number, at_papers=True)
