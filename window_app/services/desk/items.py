"""Items as the search shows them, with who takes what this window does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.rules.item import Item
from data.rules.listing import Listing
from data.store.settings import Terminal
from window_app.desk_views import ItemLine, ItemPreview
from window_app.services.assessing import Offered, scope_refusal
from window_app.services.scenes import UNITS

if TYPE_CHECKING:
    from data.store.search_entries import Entry

SUBJECTS = {"natural": "个人", "legal": "单位"}


def item_line(
    catalogue: Listing, terminal: Terminal, entry: Entry, marked: tuple[int, ...]
) -> ItemLine:
    """A line of the item finder, from the search index alone."""
    department = catalogue.department(entry.department)
    return ItemLine(
        code=entry.code,
        name=entry.name,
        marked=marked,
        department=department.abbr if department else "",
        kind="即办" if entry.promised == 0 else "承诺",
        limit=_limit_words(entry.promised, entry.unit),
        elsewhere=_elsewhere(catalogue, entry, terminal),
    )


def preview(catalogue: Listing, terminal: Terminal, item: Item) -> ItemPreview:
    department = catalogue.department(item.department)
    return ItemPreview(
        code=item.code,
        name=item.name,
        department=department.name if department else "",
        subjects="、".join(SUBJECTS[s] for s in item.subjects),
        limit=_limit_words(item.limits.promised, item.limits.unit),
        fees="、".join(fee.name for fee in item.fees) or "不收费",
        situations=tuple(question.ask for question in item.questions),
        materials=tuple(material.name for material in item.materials),
        elsewhere=_elsewhere(catalogue, item, terminal),
    )


def _limit_words(promised: int, unit: str) -> str:
    return f"{promised}{UNITS[unit]}" if promised else "当场"


def _elsewhere(catalogue: Listing, item: Offered, terminal: Terminal) -> str | None:
    """Who takes it, where this window does not; the subject is asked for later."""
    subject = next((s for s in item.subjects if s in terminal.subjects), item.subjects[0])
    refusal = scope_refusal(catalogue, item, subject, terminal)
    return refusal.message if refusal else None
