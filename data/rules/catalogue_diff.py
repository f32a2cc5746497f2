"""What a new catalogue changes, in the words a supervisor reads.

Pure: two catalogues in, changes out, in the order of the new list; what was taken away comes
last. Shared materials are compared where they are used, in the items.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from data.rules.catalogue_wording import days_words, label, material_words, value_words
from data.rules.item import Item, Limits, Material, Model, Question
from data.rules.listing import Bundle, Catalogue, Head

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `about`: item code, bundle id, or empty for the list itself.

    `part` names the key, and the entry where there is one: `limits.promised`, `materials.form`.
    """

    kind: Kind
    about: str
    name: str
    part: str
    message: str

    def __str__(self) -> str:
        return f"{self.name}：{self.message}" if self.part else self.message


def diff(old: Catalogue, new: Catalogue) -> list[Change]:
    """Every change from the old catalogue to the new; empty where both say the same."""
    return [*_of_the_list(old, new), *_of_items(old, new), *_of_bundles(old, new)]


def _of_the_list(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    about = _About("", "清单")
    for key in Head.model_fields:
        yield from about.value(key, getattr(old, key), getattr(new, key))
    for key in ("departments", "themes", "life_events", "calendar"):
        yield from about.entries(key, getattr(old, key), getattr(new, key))


def _of_items(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    before = {item.code: item for item in old.items}
    after = {item.code: item for item in new.items}
    names = _names(old, new)
    for code, item in after.items():
        if code in before:
            if before[code] != item:
                yield from _of_one(Item, before[code], item, _About(code, item.name, names=names))
        else:
            yield Change("added", code, item.name, "", f"新增事项“{item.name}”（{code}）")
    for code, item in before.items():
        if code not in after:
            yield Change("removed", code, item.name, "", f"取消事项“{item.name}”（{code}）")


def _of_bundles(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    before = {bundle.id: bundle for bundle in old.bundles}
    after = {bundle.id: bundle for bundle in new.bundles}
    names = _names(old, new)
    for bundle_id, bundle in after.items():
        if bundle_id in before:
            about = _About(bundle_id, bundle.name, names=names)
            yield from _of_one(Bundle, before[bundle_id], bundle, about)
        else:
            yield Change("added", bundle_id, bundle.name, "", f"新增一件事“{bundle.name}”")
    for bundle_id, bundle in before.items():
        if bundle_id not in after:
            yield Change("removed", bundle_id, bundle.name, "", f"取消一件事“{bundle.name}”")


def _of_one(
    model: type[Item] | type[Bundle], old: Item | Bundle, new: Item | Bundle, about: _About
) -> Iterator[Change]:
    about = replace(about, questions=(*new.questions, *old.questions))
    for key in model.model_fields:
        yield from about.any_value(key, getattr(old, key), getattr(new, key))


def _names(old: Catalogue, new: Catalogue) -> dict[str, dict[str, str]]:
    """The names behind the ids, by the key that holds the id."""
    departments = {d.id: d.name for d in (*old.departments, *new.departments)}
    themes = {t.id: t.name for t in (*old.themes, *new.themes)}
    life_events = {e.id: e.name for e in (*old.life_events, *new.life_events)}
    return {
        "department": departments,
        "lead": departments,
        "theme": themes,
        "life_events": life_events,
    }


@dataclass(frozen=True, slots=True)
class _About:
    """What the changes are about, and the questions that its conditions name."""

    id: str
    name: str
    questions: Sequence[Question] = ()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # key -> id -> name

    def any_value(self, key: str, old: Any, new: Any) -> Iterator[Change]:
        """The changes of one key, whatever it holds."""
        if old == new:
            return
        if isinstance(old, Limits) and isinstance(new, Limits):
            yield from self._limits(old, new)
        elif isinstance(old, tuple) and isinstance(new, tuple):
            entries = any(isinstance(part, Model) for part in (*old, *new))
            yield from (self.entries if entries else self._texts)(key, old, new)
        elif isinstance(old, Model) and type(old) is type(new):
            for name in type(old).model_fields:
                yield from self._inside(key, label(key), name, getattr(old, name), new)
        else:
            yield from self.value(key, old, new)

    def value(self, key: str, old: Any, new: Any, what: str | None = None) -> Iterator[Change]:
        """A value that has become another; `what` names it where its key does not."""
        if old != new:
            before, after = self._words(key, old), self._words(key, new)
            name = what or label(key)
            yield self._change("changed", key, f"{name} 由 {before} 改为 {after}")

    def entries(
        self, key: str, old: Sequence[Any], new: Sequence[Any], within: str = ""
    ) -> Iterator[Change]:
        """The changes of a list whose entries have names: added, changed, taken away, moved."""
        before, after = _by_id(old), _by_id(new)
        word = label(key.rpartition(".")[2])
        for entry_id, entry in after.items():
            part = f"{key}.{entry_id}"
            if entry_id not in before:
                yield self._change("added", part, f"{within}新增{word}{self._shown(entry)}")
            elif before[entry_id] != entry:
                what = f"{within}{word}“{_title(entry)}”的"
                for name in type(entry).model_fields:
                    own = getattr(before[entry_id], name)
                    yield from self._inside(part, what, name, own, entry)
        for entry_id, entry in before.items():
            if entry_id not in after:
                part = f"{key}.{entry_id}"
                yield self._change("removed", part, f"{within}取消{word}“{_title(entry)}”")
        if [e for e in after if e in before] != [e for e in before if e in after]:
            yield self._change("changed", key, f"{within}{word}的顺序有变化")

    def _inside(self, part: str, what: str, name: str, old: Any, entry: Model) -> Iterator[Change]:
        new = getattr(entry, name)
        if any(
            isinstance(inner, Model) for own in (old, new) if type(own) is tuple for inner in own
        ):
            yield from self.entries(
                f"{part}.{name}", old or (), new or (), what.removesuffix("的") + " "
            )
        else:
            yield from self.value(f"{part}.{name}", old, new, f"{what}{label(name)}")

    def _texts(self, key: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
        for text in new:
            if text not in old:
                shown = self._words(key, text)
                yield self._change("added", key, f"{label(key)} 新增“{shown}”")
        for text in old:
            if text not in new:
                shown = self._words(key, text)
                yield self._change("removed", key, f"{label(key)} 取消“{shown}”")
        if set(old) == set(new):
            yield self._change("changed", key, f"{label(key)}的顺序有变化")

    def _limits(self, old: Limits, new: Limits) -> Iterator[Change]:
        for name in ("promised", "statutory", "extension"):
            before, after = (days_words(getattr(own, name), own.unit) for own in (old, new))
            if before != after:
                message = f"{label(name)} 由 {before} 改为 {after}"
                yield self._change("changed", f"limits.{name}", message)

    def _words(self, key: str, value: Any) -> str:
        if isinstance(value, str) and value in self.names.get(key, ()):
            return self.names[key][value]
        return value_words(key.rpartition(".")[2], value, self.questions)

    def _shown(self, entry: Model) -> str:
        if isinstance(entry, Material):
            return f"“{entry.name}”（{material_words(entry, self.questions)}）"
        return f"“{_title(entry)}”"

    def _change(self, kind: Kind, part: str, message: str) -> Change:
        return Change(kind, self.id, self.name, part, message)


def _by_id(entries: Sequence[Any]) -> dict[str, Any]:
    """The entries by what tells them apart; a number is added to those that share it."""
    named: dict[str, Any] = {}
    for entry in entries:
        name = _name(entry)
        count = 2
        while name in named:
            name, count = f"{_name(entry)} {count}", count + 1
        named[name] = entry
    return named


def _name(entry: Any) -> str:
    for key in ("id", "item", "date", "name", "say"):
        if getattr(entry, key, None) is not None:
            return str(getattr(entry, key))
    return value_words("", entry)


def _title(entry: Any) -> str:
    for key in ("name", "label", "ask", "say", "item", "date"):
        if getattr(entry, key, None) is not None:
            return str(getattr(entry, key))
    return _name(entry)
