"""Whether a catalogue makes sense: everything wrong with it, found in one run.

Pure: a catalogue in, problems out. How it was written down is not known here; each problem's
path leads from the catalogue to the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from data.rules.bundle_check import bundle_problems
from data.rules.item import Item
from data.rules.item_check import item_problems
from data.rules.listing import Catalogue, LightRule
from data.rules.problems import Path, Problem, repeated

__all__ = ["Known", "Problem", "catalogue_problems"]


@dataclass(frozen=True, slots=True)
class Known:
    """The names that may be referred to; None where not all of them could be read."""

    departments: frozenset[str] | None
    themes: frozenset[str] | None
    life_events: frozenset[str] | None
    shared_materials: frozenset[str] | None
    items: frozenset[str] | None

    @classmethod
    def of(cls, catalogue: Catalogue) -> Known:
        return cls(
            departments=frozenset(d.id for d in catalogue.departments),
            themes=frozenset(t.id for t in catalogue.themes),
            life_events=frozenset(e.id for e in catalogue.life_events),
            shared_materials=frozenset(s.id for s in catalogue.shared_materials),
            items=frozenset(i.code for i in catalogue.items),
        )


def catalogue_problems(catalogue: Catalogue, known: Known | None = None) -> list[Problem]:
    """Every problem of a catalogue; `known` where some of its parts could not be read."""
    known = known or Known.of(catalogue)
    return [
        *_head(catalogue),
        *_repeats(catalogue),
        *_items(catalogue, known),
        *_bundles(catalogue, known),
    ]


def _head(catalogue: Catalogue) -> Iterator[Problem]:
    version = (catalogue.version or "").split(".")
    if len(version) > 1 and not 1 <= int(version[1]) <= 12:
        yield Problem(("version",), f"版本里的月份“{version[1]}”不对，应是 01 至 12。")
    for index, rule in enumerate(catalogue.lights or ()):
        yield from _light(rule, ("lights", index, "when"))


def _light(rule: LightRule, path: Path) -> Iterator[Problem]:
    if len(rule.when) != 1 or next(iter(rule.when)) not in ("days_left", "share_used", "overdue"):
        yield Problem(path, "when 只写一项：days_left、share_used 或 overdue。")
        return
    ((key, value),) = rule.when.items()
    place = (*path, key)
    if key == "days_left" and (type(value) is not int or value < 0):
        yield Problem(place, "days_left 应是不小于 0 的整数。")
    elif key == "share_used" and not _is_share(value):
        yield Problem(place, "share_used 应是大于 0、不大于 1 的数，如 0.8。")
    elif key == "overdue" and value is not True:
        yield Problem(place, "overdue 只能是 true。")


def _is_share(value: Any) -> bool:
    return type(value) in (int, float) and 0 < value <= 1


def _repeats(catalogue: Catalogue) -> Iterator[Problem]:
    yield from repeated((d.id for d in catalogue.departments), ("departments",), "部门代号")
    abbreviations = (d.abbr for d in catalogue.departments)
    yield from repeated(abbreviations, ("departments",), "文书字号用的简称", "abbr")
    yield from repeated((t.id for t in catalogue.themes), ("themes",), "主题代号")
    yield from repeated((e.id for e in catalogue.life_events), ("life_events",), "生命周期代号")
    shared = (s.id for s in catalogue.shared_materials)
    yield from repeated(shared, ("shared_materials",), "共用材料代号")
    yield from repeated((i.code for i in catalogue.items), ("items",), "事项代码", "code")
    yield from repeated((b.id for b in catalogue.bundles), ("bundles",), "一件事代号")
    days = (day.date for day in catalogue.calendar)
    yield from repeated(days, ("calendar",), "日期", "date")


def _items(catalogue: Catalogue, known: Known) -> Iterator[Problem]:
    by_code = {item.code: item for item in catalogue.items}
    for index, item in enumerate(catalogue.items):
        for problem in (*item_problems(item), *_outward(item, by_code, known)):
            yield problem.below("items", index)


def _outward(item: Item, by_code: dict[str, Item], known: Known) -> Iterator[Problem]:
    """What the item names outside itself."""
    yield from _unknown(item.department, known.departments, ("department",), "部门")
    yield from _unknown(item.theme, known.themes, ("theme",), "主题")
    for index, event in enumerate(item.life_events):
        yield from _unknown(event, known.life_events, ("life_events", index), "生命周期")
    for index, way_out in enumerate(item.exits):
        if way_out.outcome == "use_item" and way_out.refer is not None:
            yield from _other_item(item, way_out.refer, ("exits", index, "refer"), known)
    for index, material in enumerate(item.materials):
        place: Path = ("materials", index)
        if material.use is not None:
            yield from _unknown(material.use, known.shared_materials, (*place, "use"), "共用材料")
        if material.result_of is not None:
            yield from _other_item(item, material.result_of, (*place, "result_of"), known)
    for index, field in enumerate(item.fields):
        references = field.result_of or ()
        for reference in (references,) if isinstance(references, str) else references:
            place = ("fields", index, "result_of")
            yield from _other_field(item, reference, place, by_code, known)


def _unknown(name: str, known: frozenset[str] | None, path: Path, what: str) -> Iterator[Problem]:
    if known is not None and name not in known:
        yield Problem(path, f"清单里没有{what}“{name}”。")


def _other_item(item: Item, code: str, path: Path, known: Known) -> Iterator[Problem]:
    if code == item.code:
        yield Problem(path, "这里应是另一个事项的代码，不能是本事项。")
    else:
        yield from _unknown(code, known.items, path, "事项")


def _other_field(
    item: Item, reference: str, path: Path, by_code: dict[str, Item], known: Known
) -> Iterator[Problem]:
    code, _, field_id = reference.rpartition(".")
    wrong = list(_other_item(item, code, path, known))
    yield from wrong
    other = by_code.get(code)
    if wrong or other is None:
        return
    field = next((f for f in other.fields if f.id == field_id), None)
    if field is None:
        yield Problem(path, f"“{other.name}”没有字段“{field_id}”。")
    elif not field.result:
        yield Problem(path, f"“{other.name}”的字段“{field_id}”不是办理结果（result: true）。")


def _bundles(catalogue: Catalogue, known: Known) -> Iterator[Problem]:
    by_code = {item.code: item for item in catalogue.items}
    for index, bundle in enumerate(catalogue.bundles):
        lead = list(_unknown(bundle.lead, known.departments, ("lead",), "部门"))
        own: Sequence[Problem] = list(bundle_problems(bundle, by_code, known.items))
        for problem in (*lead, *(p for p in own if not (lead and p.path == ("lead",)))):
            yield problem.below("bundles", index)
