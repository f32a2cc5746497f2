"""The way of each case as rows of a list, and what stands over and below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from screens.case_rows import short_here
from screens.widgets import ink
from screens.widgets.ink import join, plain
from screens.widgets.table import Column, Row
from screens.widgets.told import Lay, prose
from screens.width import wrap
from window_app.desk_views import LineFact, SyncRow

COLUMNS = (
    Column("state", "同步", 8, 8),
    Column("number", "编号", 10, 15, quiet=True),
    Column("applicant", "申请人", 12, 20, grow=2, most=28),
    Column("item", "事项", 20, 24, grow=1, most=44),
    Column("step", "最后一步", 0, 14),
    Column("waiting", "没传", 4, 4, right=True),
    Column("time", "时间", 5, 5),
)
LABEL_CELLS = 6


def sync_row(row: SyncRow) -> Row:
    """A case; only what did not take effect is filled, what has arrived is quiet."""
    draw = ink.badge if row.tone == "bad" else ink.soft_badge
    state = plain(f" {row.state} ", "ok.ink") if row.tone == "ok" else draw(row.state, row.tone)
    return Row(
        row.key,
        {
            "state": state,
            "number": (row.short, short_here(row.short)) if row.short else "-",
            "applicant": row.applicant or "-",
            "item": row.item,
            "step": row.step,
            "waiting": str(row.waiting) if row.waiting else "-",
            "time": row.time,
        },
    )


def facts_lay(facts: Sequence[LineFact]) -> Lay:
    """Labels and sentences; long sentences are broken."""

    def lay(width: int) -> Iterator[Text]:
        for fact in facts:
            style = f"{fact.tone}.ink" if fact.tone else ""
            label = plain(ink.pad_text(plain(fact.label), LABEL_CELLS).plain, "muted")
            for line in wrap(fact.words, width - LABEL_CELLS):
                yield join([label, plain(line, style)])
                label = plain(" " * LABEL_CELLS)

    return lay


def about_lay(row: SyncRow | None) -> Lay:
    """What did not take effect of the row under the cursor, and what to do; else nothing."""

    def lay(width: int) -> Iterator[Text]:
        if row is not None and row.said:
            yield from prose(row.said, width, style="bad.ink")
            yield from prose(f"怎么办：{row.todo}", width)

    return lay
