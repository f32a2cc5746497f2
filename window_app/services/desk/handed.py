"""The materials of a stored case as its page shows them: what is open, what need not come."""

from __future__ import annotations

from collections import Counter

from data.rules.case import Case, MaterialRow, Status
from data.rules.conclusion import IN_ORDER, Mark
from data.rules.item import Item, Need
from window_app.desk_views import MaterialLine
from window_app.services.desk.showing import LETTERS, NEEDS, WORDS

NOT_NEEDED = "不用交"
NOT_BROUGHT = "没交"
NOT_SEEN = "没看"
CAME_LATER = "已补交"


def materials_of(case: Case, item: Item | None) -> tuple[MaterialLine, ...]:
    """Every line of the list; `settled_by_group` also where an optional one was left out."""
    settled = _settled_groups(case, item)
    came = {one.key for one in case.handed_in}
    return tuple(_line(row, case, settled, row.key in came) for row in case.materials_now)


def _settled_groups(case: Case, item: Item | None) -> frozenset[str]:
    """Groups of which enough members are in order; all of them once the case was accepted."""
    enough = (*IN_ORDER, Mark.DEFERRED)
    fine = Counter(row.group for row in case.materials_now if row.group and row.mark in enough)
    needs = {group.id: group.need for group in item.groups} if item else {}
    named = {row.group for row in case.materials if row.group}
    return frozenset(
        group for group in named if case.ever_accepted or fine[group] >= needs.get(group, 1)
    )


def _line(row: MaterialRow, case: Case, settled: frozenset[str], came_later: bool) -> MaterialLine:
    word = CAME_LATER if came_later else _word(row, case, is_spare=row.group in settled)
    return MaterialLine(
        key=row.key,
        name=row.name,
        person=row.person_name,
        copies="",
        need=NEEDS[row.need],
        group=row.group,
        mark=str(row.mark) if row.mark else None,
        mark_letter=LETTERS[row.mark] if row.mark else "未",
        mark_word=word,
        criteria=(),
        faults=(),
        chosen_faults=row.faults,
        source=row.source or "",
        note=None,
        blank=None,
        sample=None,
        offer=None,
        scans=tuple(scan["name"] for scan in row.scans),
        is_possible=False,
        settled_by_group=word in (NOT_NEEDED, NOT_BROUGHT),
    )


def _word(row: MaterialRow, case: Case, *, is_spare: bool) -> str:
    if row.mark is None:
        is_left_out = row.need is Need.OPTIONAL and case.status is not Status.RECEIVED
        return NOT_NEEDED if is_spare else NOT_BROUGHT if is_left_out else NOT_SEEN
    if row.later_by:
        return f"{row.later_by[5:]}前"
    return WORDS.get(row.mark) or f"{len(row.faults)}处"
