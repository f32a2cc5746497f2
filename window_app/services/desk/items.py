"""Items as the search shows them, with who takes what this window does not."""

from __future__ import annotations

from data.rules.item import Catalogue, Item
from data.store.item_search import Hit
from data.store.settings import Terminal
from window_app.desk_views import ItemLine, ItemPreview
from window_app.services.assessing import scope_refusal
from window_app.services.scenes import UNITS

SUBJECTS = {"natural": "个人", "legal": "单位"}


def item_line(catalogue: Catalogue, terminal: Terminal, hit: Hit) -> ItemLine:
    item = catalogue.item(hit.code)
    assert item is not None  # the index is made of this list
    department = catalogue.department(item.department)
    return ItemLine(
        code=item.code,
        name=item.name,
        marked=hit.marked,
        department=department.abbr if department else "",
        kind="即办" if item.limits.promised == 0 else "承诺",
        limit=limit_words(item),
        elsewhere=_elsewhere(catalogue, item, terminal),
    )


def preview(catalogue: Catalogue, terminal: Terminal, item: Item) -> ItemPreview:
    department = catalogue.department(item.department)
    return ItemPreview(
        code=item.code,
        name=item.name,
        department=department.name if department else "",
        subjects="、".join(SUBJECTS[s] for s in item.subjects),
        limit=limit_words(item),
        fees="、".join(fee.name for fee in item.fees) or "不收费",
        situations=tuple(question.ask for question in item.questions),
        materials=tuple(material.name for material in item.materials),
        elsewhere=_elsewhere(catalogue, item, terminal),
    )


def limit_words(item: Item) -> str:
    if item.limits.promised == 0:
        return "当场"
    return f"{item.limits.promised}{UNITS[item.limits.unit]}"


def _elsewhere(catalogue: Catalogue, item: Item, terminal: Terminal) -> str | None:
    """Who takes it, where this window does not; the subject is asked for later."""
    subjects = [s for s in item.subjects if s in terminal.subjects] or list(item.subjects)
    refusal = scope_refusal(catalogue, item, subjects[0], terminal)
    return refusal.message if refusal else None
