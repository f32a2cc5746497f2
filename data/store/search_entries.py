"""What goes into the item index and what comes out of it: plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from data.rules.item import Item
from data.store.pinyin_keys import SearchKeys, search_keys


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as the index knows it."""

    code: str
    name: str
    aliases: tuple[str, ...]
    department: str
    theme: str
    life_events: tuple[str, ...]
    subjects: tuple[str, ...]
    levels: tuple[str, ...]
    keys: SearchKeys

    @classmethod
    def of(cls, item: Item, keys: SearchKeys | None = None) -> Entry:
        """The entry of an item; without stored keys they are computed, which is slow."""
        own = {name: getattr(item, name) for name in cls.__slots__ if name != "keys"}
        return cls(**own, keys=keys or search_keys(item))


@dataclass(frozen=True, slots=True)
class Filters:
    """What the items must belong to; None: any."""

    department: str | None = None
    theme: str | None = None
    life_event: str | None = None
    subject: str | None = None
    level: str | None = None

    def admit(self, entry: Entry) -> bool:
        return (
            self.department in (None, entry.department)
            and self.theme in (None, entry.theme)
            and (self.life_event is None or self.life_event in entry.life_events)
            and (self.subject is None or self.subject in entry.subjects)
            and (self.level is None or self.level in entry.levels)
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found; `marked` are the characters of its name that were meant, from 0."""

    code: str
    name: str
    marked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DepartmentEntry:
    """A department as the index knows it."""

    id: str
    name: str
    abbr: str
    keys: SearchKeys
