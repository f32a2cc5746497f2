"""What goes into the item index and what comes out of it: plain frozen values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.rules.item import Item

_END, _GAP = "\n", " "  # neither stands in a code, a department's id or a line of JSON
_PLAIN = ("name", "department", "theme", "proxy")
_SEVERAL = ("aliases", "life_events", "subjects", "levels")
_BESIDE = ("code", "department")  # stand beside the rest: they are read without it


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as it is found and listed, without what it asks for.

    `promised`: the 承诺时限 in days of `unit`; 0: on the spot. `place` and `phone`: the guide's.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    department: str
    theme: str
    life_events: tuple[str, ...]
    subjects: tuple[str, ...]
    levels: tuple[str, ...]
    proxy: bool = False
    promised: int = 0
    unit: str = "working"
    place: str | None = None
    phone: str | None = None

    @classmethod
    def of(cls, item: Item) -> Entry:
        return cls(
            code=item.code,
            **{name: getattr(item, name) for name in (*_PLAIN, *_SEVERAL)},
            promised=item.limits.promised,
            unit=item.limits.unit,
            place=item.place,
            phone=item.phone,
        )


class Entries:
    """The entries of a list, in list order; each is read when its item is shown.

    A county has thousands of items, and a search shows fifty of them.
    """

    def __init__(self, codes: Sequence[str], departments: Sequence[str], rests: Sequence[str]):
        """`rests`: the JSON of each entry but for its code and department."""
        self.codes = codes
        self.departments = departments
        self._rests = rests
        self._read: dict[int, Entry] = {}

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Entries:
        found = list(entries)
        codes, departments = [e.code for e in found], [e.department for e in found]
        return cls(codes, departments, [_rest(entry) for entry in found])

    def to_text(self) -> str:
        """As stored: all codes in a line, all departments, then a line for each entry."""
        head = _GAP.join(self.codes), _GAP.join(self.departments)
        return _END.join((*head, *self._rests))

    @classmethod
    def from_text(cls, text: str) -> Entries:
        codes, departments, *rests = text.split(_END)
        return cls(codes.split(_GAP), departments.split(_GAP), rests)

    def of_items(self, numbers: Sequence[int]) -> Entries:
        """The entries of some of the items, numbered anew."""
        columns = self.codes, self.departments, self._rests
        return Entries(*([column[number] for number in numbers] for column in columns))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, number: int) -> Entry:
        if number not in self._read:
            values = json.loads(self._rests[number])
            values |= {name: tuple(values[name]) for name in _SEVERAL}
            code, department = self.codes[number], self.departments[number]
            self._read[number] = Entry(code=code, department=department, **values)
        return self._read[number]


def _rest(entry: Entry) -> str:
    """One line: JSON writes what would end it as an escape."""
    values = {name: getattr(entry, name) for name in entry.__slots__ if name not in _BESIDE}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


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
