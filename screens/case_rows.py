"""Cases and parked intakes as rows of a list: the same columns on every screen."""

from __future__ import annotations

from screens.widgets import ink
from screens.widgets.table import Cell, Column, Row
from window_app.desk_views import CaseLine, ParkedDraft

COLUMNS = (
    Column("light", "灯", 4, 4),
    Column("number", "编号", 10, 15, quiet=True),
    Column("applicant", "申请人", 12, 20, grow=2, most=28),
    Column("item", "事项", 22, 24, grow=1, most=44),
    Column("situation", "情形", 0, 10, grow=3, most=24),
    Column("state", "状态", 8, 8, quiet=True),
    Column("left", "剩余", 6, 6, right=True),
    Column("due", "办结", 0, 5),
    Column("time", "时间", 0, 5),
)
# Where somebody has to act, the state has the colour of that.
STATE_INKS = {"received": "warn", "supplementing": "warn", "ready": "info"}
DRAFT = "draft:"


def case_row(line: CaseLine) -> Row:
    """A case."""
    return Row(
        line.number,
        {
            "light": ink.light(line.light),
            "number": (line.short, short_here(line.short)),
            "applicant": line.applicant,
            "item": line.item,
            "situation": line.situation,
            "state": ink.status(line.status_word, STATE_INKS.get(line.status)),
            "left": left_words(line),
            "due": line.due,
            "time": line.time,
        },
    )


def draft_row(draft: ParkedDraft) -> Row:
    """An intake that waits."""
    day, _, clock = draft.saved_at.partition(" ")
    cells: dict[str, Cell] = {
        "number": ink.plain("草稿", "vow.ink"),
        "applicant": draft.applicant,
        "item": draft.item,
        "situation": (f"停在{draft.step}", draft.step),
        "state": ink.status("暂存", "vow"),
        "left": ink.remaining("-"),
        "due": day,
        "time": clock,
    }
    return Row(f"{DRAFT}{draft.id}", cells)


def short_here(short: str) -> str:
    """`1123-03-00127` on the terminal that gave it: `1123-00127`."""
    day, *_, serial = short.split("-")
    return f"{day}-{serial}"


def left_words(line: CaseLine) -> Cell:
    """The days left: `7天`, `今天`, `超1天`, `停表`, or `-` where nothing is waited for."""
    if line.light == "stopped":
        return ink.remaining("停表")
    if line.left is None:
        return ink.remaining("-")
    if line.left < 0:
        return ink.remaining(f"超{-line.left}天", overdue=True)
    return ink.remaining(f"{line.left}天" if line.left else "今天")
