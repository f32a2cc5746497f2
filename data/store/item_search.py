"""Finds items while a clerk types: by code, name, alias, pinyin, initials or department.

The index is built from stored keys and lives in memory; a keystroke is one search. Nothing here
reads a disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from heapq import merge, nsmallest
from itertools import islice
from typing import Any

from data.rules.item import Catalogue
from data.store.pinyin_keys import (
    SearchKeys,
    Syllables,
    department_keys,
    fold_text,
    search_keys,
)
from data.store.search_entries import DepartmentEntry, Entry, Filters, Hit
from data.store.search_strips import Found, Strip, Tiers, Word

__all__ = [
    "DepartmentEntry",
    "Entry",
    "Filters",
    "Hit",
    "ItemIndex",
    "SearchKeys",
    "department_keys",
    "index_of",
    "search_keys",
]

_ENOUGH = 64  # hits after which a search goes for the better ones only
_USED = 300  # items of this window that are always looked at
_KEPT = 16  # of each sort of thing that is kept for the next keystroke
_TYPED = 60  # characters of a query that count

# Chinese and letters in one word (办jzz): found as words of their own where it is no name.
_MIXED = re.compile(r"[a-z0-9-][^a-z0-9-]|[^a-z0-9-][a-z0-9-]")
_RUNS = re.compile(r"[a-z0-9-]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")

_CODE = Tiers(exact=0, prefix=4, tail=4, inside=8)
_NAME = Tiers(exact=0, prefix=4, tail=8, inside=8)
_ALIAS = Tiers(exact=1, prefix=6, tail=9, inside=9)
_NAME_TYPED = Tiers(exact=2, prefix=5, tail=10, inside=10)
_ALIAS_TYPED = Tiers(exact=3, prefix=7, tail=11, inside=11)
_OTHER_READING = Tiers(exact=12, prefix=13, tail=14, inside=14)
_DEPARTMENT = Tiers(exact=15, prefix=15, tail=15, inside=15)


def index_of(
    catalogue: Catalogue,
    keys: Mapping[str, SearchKeys] | None = None,
    offices: Mapping[str, SearchKeys] | None = None,
) -> ItemIndex:
    """The index of a catalogue; keys stored by item code and department id spare their making."""
    stored, known = keys or {}, offices or {}
    return ItemIndex(
        [Entry.of(item, stored.get(item.code)) for item in catalogue.items],
        [
            DepartmentEntry(d.id, d.name, d.abbr, known.get(d.id) or department_keys(d))
            for d in catalogue.departments
        ],
    )


class ItemIndex:
    """The items of a catalogue, in list order, ready to be searched."""

    def __init__(
        self,
        entries: Sequence[Entry],
        departments: Sequence[DepartmentEntry] = (),
        syllables: Syllables | None = None,
    ) -> None:
        """`syllables`: those of a larger index that this one is a part of."""
        self._entries = entries
        self._offices = departments
        self._numbers = {entry.code: number for number, entry in enumerate(entries)}
        self._syllables = syllables or Syllables()
        self._names = Strip(_NAME, _NAME_TYPED)
        self._aliases = Strip(_ALIAS, _ALIAS_TYPED)
        self._codes = Strip(_CODE, None)
        self._other_names = Strip(None, _OTHER_READING)
        self._other_aliases = Strip(None, _OTHER_READING)
        self._departments = Strip(_DEPARTMENT, _DEPARTMENT)
        self._staff: list[list[int]] = []
        self._office: list[int] = []  # item -> number of its department, -1 where not known
        self._offices_by_word: dict[str, frozenset[int]] = {}
        self._filtered: dict[Filters, ItemIndex] = {}
        self._parts: dict[tuple[int, ...], ItemIndex] = {}
        self._spelt = cache(self._syllables.spelt)  # many items share their aliases
        self._fill()
        del self._spelt

    def search(
        self,
        query: str,
        *,
        first: int = 50,
        used: Mapping[str, int] | None = None,
        filters: Filters | None = None,
    ) -> list[Hit]:
        """The best `first` items; `used`: item code -> how often this window took it."""
        if filters is not None and filters != Filters():
            return self._narrow(filters).search(query, first=first, used=used)
        counts = self._counts(used or {})
        words = self._words(fold_text(query)[:_TYPED].split())
        tiers = self._tiers(words, first, counts)
        if not tiers and any(_MIXED.search(word.text) for word in words):
            words = self._words(_RUNS.findall(fold_text(query)[:_TYPED]))
            tiers = self._tiers(words, first, counts)
        best = nsmallest(first, tiers, key=lambda n: (tiers[n], -counts.get(n, 0), n))
        return [self._hit(number, words) for number in best]

    def _words(self, texts: Iterable[str]) -> list[Word]:
        return [Word(text, self._syllables) for text in texts]

    def _tiers(
        self, words: Sequence[Word], first: int, counts: Mapping[int, int]
    ) -> dict[int, int]:
        """Item number -> how well it fits, for all that may be among the best `first`."""
        if not words:
            return dict.fromkeys([*counts, *range(min(first, len(self._entries)))], 0)
        if len(words) == 1:
            return self._of_word(words[0], first, counts)
        return self._of_words(words, first, counts)

    def _counts(self, used: Mapping[str, int]) -> dict[int, int]:
        numbers = self._numbers
        return {numbers[code]: count for code, count in used.items() if code in numbers}

    def _of_word(self, word: Word, first: int, counts: Mapping[int, int]) -> dict[int, int]:
        """The lower sorts of hits are looked for only when needed."""
        limit = max(first, _ENOUGH)
        tiers: dict[int, int] = {}
        crowded = False
        for strip in (self._names, self._aliases, self._codes):
            found = word.everywhere(strip, limit)
            crowded = crowded or len(found) >= limit
            _keep_best(tiers, found)
        if crowded:
            self._add_used(tiers, [word], counts)
        for strip in (self._other_names, self._other_aliases):
            if len(tiers) < first:
                _keep_best(tiers, word.everywhere(strip, limit))
        if len(tiers) < first:
            for number in islice(self._of_offices(word), limit):
                tiers.setdefault(number, _DEPARTMENT.exact)
        return tiers

    def _of_words(
        self, words: Sequence[Word], first: int, counts: Mapping[int, int]
    ) -> dict[int, int]:
        """Items in which all words are found; the tiers of the words are added."""
        tiers: dict[int, int] = {}
        rarest, *others = sorted(words, key=self._frequency)
        missed: set[int] = set()
        for number in self._with(rarest):
            if number in tiers or number in missed:
                continue
            own = self._tier_of_all([*others, rarest], number)
            if own is None:
                missed.add(number)
                continue
            tiers[number] = own
            if len(tiers) >= max(first, _ENOUGH):
                break
        self._add_used(tiers, words, counts)
        return tiers

    def _tier_of_all(self, words: Sequence[Word], number: int) -> int | None:
        """The sum of the tiers of all words; None as soon as one is not found."""
        total = 0
        for word in words:
            tier = self._tier(word, number)
            if tier is None:
                return None
            total += tier
        return total

    def _add_used(
        self, tiers: dict[int, int], words: Sequence[Word], counts: Mapping[int, int]
    ) -> None:
        """The items of this window: an index of their own finds all of them."""
        numbers = nsmallest(_USED, counts, key=lambda n: (-counts[n], n))
        if not numbers:
            return
        used = self._index_of(tuple(sorted(numbers)))
        for own, tier in used._tiers(words, len(numbers), {}).items():
            number = self._numbers[used._entries[own].code]
            tiers[number] = min(tier, tiers.get(number, tier))

    def _tier(self, word: Word, number: int) -> int | None:
        """How well one item fits one word; None where it does not."""
        for strips in ((self._names, self._aliases, self._codes), self._others()):
            found = [hit.tier for strip in strips for hit in word.of_owner(strip, number)]
            if found:
                return min(found)
        return _DEPARTMENT.exact if self._office[number] in self._offices_of(word) else None

    def _others(self) -> tuple[Strip, Strip]:
        return self._other_names, self._other_aliases

    def _frequency(self, word: Word) -> int:
        return word.frequency(self._names)

    def _with(self, word: Word) -> Iterator[int]:
        """Every item that holds a word, some of them twice."""
        for strip in (self._names, self._aliases, self._codes, *self._others()):
            for found in word.within(strip, 0, len(strip.letters), len(strip.letters)):
                yield found.owner
        yield from self._of_offices(word)

    def _offices_of(self, word: Word) -> frozenset[int]:
        """The departments whose names hold the word."""
        if word.text not in self._offices_by_word:
            found = word.everywhere(self._departments, _ENOUGH)
            _make_room(self._offices_by_word)
            self._offices_by_word[word.text] = frozenset(hit.owner for hit in found)
        return self._offices_by_word[word.text]

    def _of_offices(self, word: Word) -> Iterator[int]:
        """The items of these departments, in list order."""
        return merge(*(self._staff[office] for office in self._offices_of(word)))

    def _hit(self, number: int, words: Iterable[Word]) -> Hit:
        entry = self._entries[number]
        marked: set[int] = set()
        for word in words:
            for strip in (self._names, self._other_names):
                found = min(word.of_owner(strip, number), key=lambda f: f.tier, default=None)
                if found is not None:
                    marked.update(range(found.first, found.first + found.length))
                    break
        return Hit(entry.code, entry.name, tuple(sorted(marked)))

    def _narrow(self, filters: Filters) -> ItemIndex:
        """The index of the items that the filters admit, kept for the next keystroke."""
        if filters not in self._filtered:
            admitted = (n for n, entry in enumerate(self._entries) if filters.admit(entry))
            _make_room(self._filtered)
            self._filtered[filters] = self._index_of(tuple(admitted))
        return self._filtered[filters]

    def _index_of(self, numbers: tuple[int, ...]) -> ItemIndex:
        """The index of some of the items, kept."""
        if numbers not in self._parts:
            entries = [self._entries[number] for number in numbers]
            _make_room(self._parts)
            self._parts[numbers] = ItemIndex(entries, self._offices, self._syllables)
        return self._parts[numbers]

    def _fill(self) -> None:
        numbers = {office.id: number for number, office in enumerate(self._offices)}
        self._office = [numbers.get(entry.department, -1) for entry in self._entries]
        self._staff = [[] for _ in self._offices]
        for number, office in enumerate(self._office):
            if office >= 0:
                self._staff[office].append(number)
        for entry in self._entries:
            self._fill_entry(entry)
        for own in self._offices:
            self._departments.begin()
            self._add_text(own.name, own.keys.name, self._departments)
            self._add_text(own.abbr, own.keys.aliases[0], self._departments)
        for strip in (self._names, self._aliases, self._codes, *self._others(), self._departments):
            strip.close()

    def _fill_entry(self, entry: Entry) -> None:
        for strip in (self._names, self._aliases, self._codes, *self._others()):
            strip.begin()
        code = fold_text(entry.code)
        self._codes.add(code, code, code)
        self._add_text(entry.name, entry.keys.name, self._names, self._other_names)
        for alias, keys in zip(entry.aliases, entry.keys.aliases, strict=True):
            self._add_text(alias, keys, self._aliases, self._other_aliases)

    def _add_text(self, text: str, keys: str, strip: Strip, others: Strip | None = None) -> None:
        letters, symbols, variants = self._spelt(keys)
        strip.add(fold_text(text), letters, symbols)
        if others is not None:
            for variant in variants:
                others.add("", *variant)


def _keep_best(tiers: dict[int, int], found: Iterable[Found]) -> None:
    for hit in found:
        if hit.tier < tiers.get(hit.owner, 99):
            tiers[hit.owner] = hit.tier


def _make_room(kept: dict[Any, Any]) -> None:
    """Drops the oldest of what is kept when there is enough."""
    if len(kept) >= _KEPT:
        del kept[next(iter(kept))]
