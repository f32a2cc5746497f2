"""Finds items while a clerk types: by code, name, alias, pinyin, initials or department.

The index is built from stored keys and lives in memory; a keystroke is one search. Nothing here
reads a disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge, nsmallest
from itertools import islice
from typing import Any

from data.rules.listing import Catalogue
from data.store.pinyin_keys import department_keys, search_keys
from data.store.search_entries import Entries, Entry, Filters, Hit
from data.store.search_spelling import DEPARTMENT, Named, Spelling, spell
from data.store.search_strips import Found, Word
from data.store.syllables import fold_text

__all__ = ["Entries", "Entry", "Filters", "Hit", "ItemIndex", "index_of", "spelling_of"]

_ENOUGH = 64  # hits after which a search goes for the better ones only
_USED = 300  # items of this window that are always looked at
_KEPT = 16  # of each sort of thing that is kept for the next keystroke
_TYPED = 60  # characters of a query that count

# Chinese and letters in one word (办jzz): found as words of their own where it is no name.
_MIXED = re.compile(r"[a-z0-9-][^a-z0-9-]|[^a-z0-9-][a-z0-9-]")
_RUNS = re.compile(r"[a-z0-9-]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")


def index_of(catalogue: Catalogue) -> ItemIndex:
    """The index of a catalogue that is not stored; its keys are computed, which is slow."""
    return ItemIndex(
        Entries.of(map(Entry.of, catalogue.items)),
        [department.id for department in catalogue.departments],
        spelling_of(catalogue),
    )


def spelling_of(catalogue: Catalogue) -> Spelling:
    """The strips of a catalogue, its keys computed."""
    return spell(
        (Named(i.code, (i.name, *i.aliases), search_keys(i)) for i in catalogue.items),
        (Named(d.id, (d.name, d.abbr), department_keys(d)) for d in catalogue.departments),
    )


class ItemIndex:
    """The items of a catalogue, in list order, ready to be searched."""

    def __init__(self, entries: Entries, departments: Sequence[str], spelling: Spelling) -> None:
        """`departments`: their ids in list order, as the spelling has them."""
        self._entries = entries
        self._departments = departments
        self._spelling = spelling
        self._foremost = spelling.names, spelling.aliases, spelling.codes
        self._others = spelling.other_names, spelling.other_aliases
        self._numbers = {code: number for number, code in enumerate(entries.codes)}
        self._offices_by_word: dict[str, frozenset[int]] = {}
        self._filtered: dict[Filters, ItemIndex] = {}
        self._parts: dict[tuple[int, ...], ItemIndex] = {}
        offices = {name: number for number, name in enumerate(departments)}
        # item -> number of its department, -1 where not known; and the other way round
        self._office = [offices.get(name, -1) for name in entries.departments]
        self._staff: list[list[int]] = [[] for _ in departments]
        for number, office in enumerate(self._office):
            if office >= 0:
                self._staff[office].append(number)

    def entry(self, code: str) -> Entry:
        """The item with this code; KeyError where there is none."""
        return self._entries[self._numbers[code]]

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
        return [Word(text, self._spelling.syllables) for text in texts]

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
        for strip in self._foremost:
            found = word.everywhere(strip, limit)
            crowded = crowded or len(found) >= limit
            _keep_best(tiers, found)
        if crowded:
            self._add_used(tiers, [word], counts)
        for strip in self._others:
            if len(tiers) < first:
                _keep_best(tiers, word.everywhere(strip, limit))
        if len(tiers) < first:
            for number in islice(self._of_offices(word), limit):
                tiers.setdefault(number, DEPARTMENT.exact)
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
            number = self._numbers[used._entries.codes[own]]
            tiers[number] = min(tier, tiers.get(number, tier))

    def _tier(self, word: Word, number: int) -> int | None:
        """How well one item fits one word; None where it does not."""
        for strips in (self._foremost, self._others):
            found = [hit.tier for strip in strips for hit in word.of_owner(strip, number)]
            if found:
                return min(found)
        return DEPARTMENT.exact if self._office[number] in self._offices_of(word) else None

    def _frequency(self, word: Word) -> int:
        return word.frequency(self._spelling.names)

    def _with(self, word: Word) -> Iterator[int]:
        """Every item that holds a word, some of them twice."""
        for strip in (*self._foremost, *self._others):
            for found in word.all_over(strip):
                yield found.owner
        yield from self._of_offices(word)

    def _offices_of(self, word: Word) -> frozenset[int]:
        """The departments whose names hold the word."""
        if word.text not in self._offices_by_word:
            found = word.everywhere(self._spelling.departments, _ENOUGH)
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
            for strip in (self._spelling.names, self._spelling.other_names):
                found = min(word.of_owner(strip, number), key=lambda f: f.tier, default=None)
                if found is not None:
                    marked.update(range(found.first, found.first + found.length))
                    break
        return Hit(entry.code, entry.name, tuple(sorted(marked)))

    def _narrow(self, filters: Filters) -> ItemIndex:
        """The index of the items that the filters admit, kept for the next keystroke."""
        if filters not in self._filtered:
            admitted = (n for n in range(len(self._entries)) if filters.admit(self._entries[n]))
            _make_room(self._filtered)
            self._filtered[filters] = self._index_of(tuple(admitted))
        return self._filtered[filters]

    def _index_of(self, numbers: tuple[int, ...]) -> ItemIndex:
        """The index of some of the items, kept."""
        if numbers not in self._parts:
            _make_room(self._parts)
            entries, spelling = self._entries.of_items(numbers), self._spelling.of_items(numbers)
            self._parts[numbers] = ItemIndex(entries, self._departments, spelling)
        return self._parts[numbers]


def _keep_best(tiers: dict[int, int], found: Iterable[Found]) -> None:
    for hit in found:
        if hit.tier < tiers.get(hit.owner, 99):
            tiers[hit.owner] = hit.tier


def _make_room(kept: dict[Any, Any]) -> None:
    """Drops the oldest of what is kept when there is enough."""
    if len(kept) >= _KEPT:
        del kept[next(iter(kept))]
