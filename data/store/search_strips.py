"""Many short texts as one long string, and one word of a query looked for in it.

A strip holds its texts three times, character for character: as written, as first letters, as
syllables (one symbol each). It does not know what the texts belong to beyond an owner's number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from data.store.pinyin_keys import Syllables, Typed

_END = "\n"
_FALSE_STARTS = 50  # places looked at for each hit wanted, where letters fit and syllables do not
_FEW = 8  # syllables that are looked for one by one
_PAIRS = 2  # rows of syllables that are looked for one by one


Where = Literal["text", "letters", "symbols"]


class Tiers(NamedTuple):
    """How good a hit is, lower is better, by where in the text it stands."""

    exact: int
    prefix: int
    tail: int
    inside: int


class Found(NamedTuple):
    """Where a word stands: whose text, how good a hit, the characters of the text."""

    owner: int
    tier: int
    first: int
    length: int


class Strip:
    """The texts of all owners, in order. `typed` is None where pinyin means nothing (codes)."""

    def __init__(self, written: Tiers | None, typed: Tiers | None) -> None:
        self.written = written
        self.typed = typed
        self._spans: list[int] = []
        self._starts: list[int] = []
        self._heads: dict[str, list[int]] = {}
        self._parts: tuple[list[str], list[str], list[str]] = ([], [], [])
        self._length = 1
        self._alphabets: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        self.text = self.letters = self.symbols = ""

    def begin(self) -> None:
        """The texts added from here on are the next owner's."""
        self._spans.append(self._length)

    def add(self, text: str, letters: str, symbols: str) -> None:
        self._starts.append(self._length)
        texts, initials, syllables = self._parts
        texts.append(text)
        initials.append(letters)
        syllables.append(symbols)
        self._length += len(letters) + 1

    def close(self) -> None:
        self._spans.append(self._length)
        joined = (_END + _END.join(parts) + _END for parts in self._parts)
        self.text, self.letters, self.symbols = joined
        self._parts = ([], [], [])
        for start in self._starts:
            self._heads.setdefault(self.symbols[start], []).append(start)
        self._alphabets = (frozenset(self.text), frozenset(self.letters))

    def beginning_with(self, symbol: str) -> Sequence[int]:
        """Where the texts begin whose first syllable is this."""
        return self._heads.get(symbol, ())

    def lacks(self, where: Where, text: str) -> bool:
        """Whether a text can be nowhere, because one of its characters is not: saves a search."""
        if where == "symbols":
            return False
        return not self._alphabets[where == "letters"].issuperset(text)

    def span(self, owner: int) -> tuple[int, int]:
        """From the separator before the owner's first text to the one after its last."""
        return self._spans[owner] - 1, self._spans[owner + 1]

    def found(self, position: int, length: int, tiers: Tiers) -> Found:
        number = bisect_right(self._starts, position) - 1
        first = position - self._starts[number]
        ends = self.letters[position + length] == _END
        if first == 0:
            tier = tiers.exact if ends else tiers.prefix
        else:
            tier = tiers.tail if ends else tiers.inside
        owner = bisect_right(self._spans, position) - 1
        return Found(owner, tier, first, length)


class _Needle(NamedTuple):
    """What to look for: `texts`, any of them, `offset` characters into the word.

    `checks`: what else must hold there: (character of the word, letter or None, symbols or None).
    """

    where: Where
    texts: tuple[str, ...]
    length: int
    offset: int = 0
    checks: tuple[tuple[int, str | None, frozenset[str] | None], ...] = ()


class Word:
    """One word of a query, ready to be looked for: as written, and as typed letters may mean."""

    def __init__(self, text: str, syllables: Syllables) -> None:
        self.text = text
        self._written = _Needle("text", (text,), len(text))
        self._typed = [_needle(meaning) for meaning in syllables.meanings(text)]

    def frequency(self, strip: Strip) -> int:
        """About how often the word stands in the strip."""
        needles = self._needles(strip)
        return sum(_haystack(strip, n).count(text) for n, _ in needles for text in n.texts)

    def everywhere(self, strip: Strip, limit: int) -> list[Found]:
        """Where the word stands; of more than `limit` places the best, and the first ones."""
        found: list[Found] = []
        for needle, tiers in self._needles(strip):
            places = list(_fitting(strip, needle, 0, len(strip.letters), limit))
            if len(places) >= limit:
                first = list(_beginnings(strip, needle, "", limit))
                whole = _beginnings(strip, needle, _END, limit) if len(first) >= limit else ()
                places += [*first, *whole]
            found += [strip.found(place, needle.length, tiers) for place in places]
        return found

    def within(self, strip: Strip, low: int, high: int, limit: int) -> Iterator[Found]:
        """Where the word stands in a part of the strip, at most `limit` places a meaning."""
        for needle, tiers in self._needles(strip):
            for position in _fitting(strip, needle, low, high, limit):
                yield strip.found(position, needle.length, tiers)

    def of_owner(self, strip: Strip, owner: int) -> Iterator[Found]:
        yield from self.within(strip, *strip.span(owner), _FALSE_STARTS)

    def _needles(self, strip: Strip) -> Iterator[tuple[_Needle, Tiers]]:
        if strip.written and not strip.lacks("text", self.text):
            yield self._written, strip.written
        if strip.typed:
            for needle in self._typed:
                if not strip.lacks(needle.where, needle.texts[0]):
                    yield needle, strip.typed


def _haystack(strip: Strip, needle: _Needle) -> str:
    if needle.where == "text":
        return strip.text
    return strip.letters if needle.where == "letters" else strip.symbols


def _positions(text: str, needle: str, low: int, high: int, limit: int) -> Iterator[int]:
    find = text.find
    position = find(needle, low, high)
    while position >= 0 and limit > 0:
        yield position
        limit -= 1
        position = find(needle, position + 1, high)


def _beginnings(strip: Strip, needle: _Needle, after: str, limit: int) -> Iterator[int]:
    """Where texts begin with a needle; `after` must follow where the needle is the whole word."""
    if needle.offset:
        return
    text = _haystack(strip, needle)
    for part in needle.texts:
        if needle.where == "symbols" and len(part) == 1:
            starts: Iterable[int] = () if after else strip.beginning_with(part)
        else:
            wanted = _END + part + (after if len(part) == needle.length else "")
            starts = (at + 1 for at in _positions(text, wanted, 0, len(text), limit))
        fitting = (start for start in starts if _fits(strip, needle, start))
        yield from islice(fitting, limit)


def _fitting(strip: Strip, needle: _Needle, low: int, high: int, limit: int) -> Iterator[int]:
    """Where a needle stands and all that was typed around it too."""
    text = _haystack(strip, needle)
    end = min(high, len(strip.letters)) - needle.length
    left = limit
    for part in needle.texts:
        for position in _positions(text, part, low, high, _FALSE_STARTS * limit):
            start = position - needle.offset
            if low <= start <= end and (not needle.checks or _fits(strip, needle, start)):
                yield start
                left -= 1
                if not left:
                    return


def _fits(strip: Strip, needle: _Needle, start: int) -> bool:
    for number, letter, allowed in needle.checks:
        if letter is not None and strip.letters[start + number] != letter:
            return False
        if allowed is not None and strip.symbols[start + number] not in allowed:
            return False
    return True


def _needle(meaning: Typed) -> _Needle:
    """The rarest row of characters that is certain, and the checks for the rest."""
    length = len(meaning.letters)
    offset, texts = _longest_run(meaning.symbols)
    letters_at, (letters,) = _longest_run([frozenset(x) if x else None for x in meaning.letters])
    where: Where = "symbols"
    if 2 * len(texts[0]) <= len(letters) or (len(texts) > 1 and len(letters) > 1):
        where, offset, texts = "letters", letters_at, (letters,)
    inside = range(offset, offset + len(texts[0]))
    checks = [
        (number, letter if allowed is None else None, allowed)
        for number, (letter, allowed) in enumerate(
            zip(meaning.letters, meaning.symbols, strict=True)
        )
        if number not in inside or (allowed is not None and where == "letters")
    ]
    return _Needle(where, texts, length, offset, tuple(checks))


def _longest_run(parts: Sequence[frozenset[str] | None]) -> tuple[int, tuple[str, ...]]:
    """The longest row of characters of which few are possible: its beginning, and all readings."""
    best: tuple[int, tuple[str, ...]] = (0, ("",))
    start = 0
    run: tuple[str, ...] = ("",)
    for number, possible in enumerate(parts):
        if not possible or len(possible) > _FEW:
            start, run = number + 1, ("",)
            continue
        if run[0] and len(run) * len(possible) > _PAIRS:
            start, run = number, ("",)
        run = tuple(text + part for text in run for part in sorted(possible))
        if len(run[0]) > len(best[1][0]):
            best = (start, run)
    return best
