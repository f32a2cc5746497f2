"""Tasks as rows of the list; which of them are shown, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from screens.case_rows import short_here
from screens.widgets import ink
from screens.widgets.table import Cell, Column, Row
from window_app.desk_views import TaskLine

COLUMNS = (
    Column("light", "灯", 4, 4),
    Column("number", "编号", 10, 18, quiet=True),
    Column("item", "事项", 20, 23, grow=1, most=44),
    Column("applicant", "申请人", 12, 22, grow=2, most=28),
    Column("due", "到期", 0, 5),
    Column("step", "步骤", 8, 8, quiet=True),
    Column("left", "剩余", 6, 6, right=True),
    Column("waits", "等待", 0, 13),
)
NO_HURRY = 999
FILTERS: tuple[tuple[str, Callable[[TaskLine], bool]], ...] = (
    ("全部", lambda line: True),
    ("可领", lambda line: line.hand == "waiting"),
    ("我的", lambda line: line.hand == "mine"),
    ("临期", lambda line: line.light == "yellow"),
    ("超期", lambda line: line.light == "red"),
    ("停表", lambda line: line.light == "stopped"),
)
ORDERS: tuple[tuple[str, Callable[[TaskLine], Any]], ...] = (
    ("到期先后", lambda line: (NO_HURRY if line.left is None else line.left, line.order)),
    ("受理先后", lambda line: line.order),
    ("按事项", lambda line: (line.item, line.order)),
)


def chosen(lines: Sequence[TaskLine], shown: int, order: int) -> list[TaskLine]:
    """The tasks that a filter leaves, in an order; both by their places above."""
    return sorted(filter(FILTERS[shown][1], lines), key=ORDERS[order][1])


def task_row(line: TaskLine) -> Row:
    """A task."""
    return Row(
        line.number,
        {
            "light": ink.light(line.light),
            "number": (line.short, short_here(line.short)),
            "item": line.item,
            "applicant": line.applicant,
            "due": line.due,
            "step": ink.status(line.step, "info" if line.hand == "mine" else None),
            "left": left_words(line),
            "waits": waits_words(line),
        },
    )


def left_words(line: TaskLine) -> Cell:
    """`7天`, `今天`, `超1天`, `停表`, or `-` where no clock runs."""
    if line.light == "stopped":
        return ink.remaining("停表")
    if line.left is None:
        return ink.remaining("-")
    if line.left < 0:
        return ink.remaining(f"超{-line.left}天", overdue=True)
    return ink.remaining(f"{line.left}天" if line.left else "今天")


def waits_words(line: TaskLine) -> str:
    """Who has it where that is not this person, else what somebody still has to bring."""
    return f"{line.by}在办" if line.hand == "taken" else line.waits or "-"
