"""Many short texts as one long string, and one word of a query looked for in it.

A strip holds its texts three times, character for character: as written, as first letters, as
syllables (one symbol each). It does not know what the texts belong to beyond an owner's number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from data.store.pinyin_keys import Syllables, Typed

_END = "\n"
_FALSE_STARTS = 50  # places looked at for each hit wanted, where letters fit and syllables do not
_FEW = 8  # syllables that are looked for one by one


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
        self._owners: list[int] = []
        self.heads: dict[str, list[int]] = {}  # first symbol -> where those texts begin
        self._parts: tuple[list[str], list[str], list[str]] = ([], [], [])
        self._length = 1
        self.text = self.letters = self.symbols = ""

    def begin(self) -> None:
        """The texts added from here on are the next owner's."""
        self._spans.append(self._length)

    def add(self, text: str, letters: str, symbols: str) -> None:
        self._starts.append(self._length)
        self.heads.setdefault(symbols[:1], []).append(self._length)
        self._owners.append(len(self._spans) - 1)
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
        return Found(self._owners[number], tier, first, length)


class _Needle(NamedTuple):
    """What to look for: `texts`, any of them, `offset` characters into the word.

    `checks`: what else must hold there: (character of the word, letter or None, symbols or None).
    """

    by_symbol: bool
    texts: tuple[str, ...]
    offset: int
    length: int
    checks: tuple[tuple[int, str | None, frozenset[str] | None], ...]


class Word:
    """One word of a query, ready to be looked for."""

    def __init__(self, text: str, syllables: Syllables) -> None:
        self.text = text
        self.needles = [_needle(meaning) for meaning in syllables.meanings(text)]

    def frequency(self, strip: Strip) -> int:
        """About how often the word stands in the strip."""
        count = strip.text.count(self.text)
        for needle in self.needles:
            text = strip.symbols if needle.by_symbol else strip.letters
            count += sum(text.count(part) for part in needle.texts)
        return count

    def everywhere(self, strip: Strip, limit: int) -> list[Found]:
        """Where the word stands; of more than `limit` places the best, and the first ones."""
        found = list(self.within(strip, 0, len(strip.letters), limit))
        if len(found) >= limit:
            prefixes = list(self._beginnings(strip, "", limit))
            found += prefixes
            if len(prefixes) >= limit:
                found += self._beginnings(strip, _END, limit)
        return found

    def within(self, strip: Strip, low: int, high: int, limit: int) -> Iterator[Found]:
        """Where the word stands in a part of the strip, at most `limit` places a meaning."""
        if strip.written:
            for position in _positions(strip.text, self.text, low, high, limit):
                yield strip.found(position, len(self.text), strip.written)
        if strip.typed:
            for needle in self.needles:
                for position in _fitting(strip, needle, low, high, limit):
                    yield strip.found(position, needle.length, strip.typed)

    def of_owner(self, strip: Strip, owner: int) -> Iterator[Found]:
        yield from self.within(strip, *strip.span(owner), _FALSE_STARTS)

    def _beginnings(self, strip: Strip, after: str, limit: int) -> Iterator[Found]:
        """The word in the texts that begin with it; `after` must follow it there."""
        if strip.written:
            wanted = _END + self.text + after
            for position in _positions(strip.text, wanted, 0, len(strip.text), limit):
                yield strip.found(position + 1, len(self.text), strip.written)
        for needle in self.needles if strip.typed else ():
            if needle.offset == 0:
                for start in _beginnings(strip, needle, after, limit):
                    yield from self._typed_at(strip, needle, start, start + needle.length)

    def _typed_at(self, strip: Strip, needle: _Needle, low: int, high: int) -> Iterator[Found]:
        if strip.typed:
            for position in _fitting(strip, needle, low, high, 1):
                yield strip.found(position, needle.length, strip.typed)


def _positions(text: str, needle: str, low: int, high: int, limit: int) -> Iterator[int]:
    find = text.find
    position = find(needle, low, high)
    while position >= 0 and limit > 0:
        yield position
        limit -= 1
        position = find(needle, position + 1, high)


def _beginnings(strip: Strip, needle: _Needle, after: str, limit: int) -> Iterator[int]:
    """Where texts begin with a needle; `after` must follow where the needle is the whole word."""
    text = strip.symbols if needle.by_symbol else strip.letters
    for part in needle.texts:
        if needle.by_symbol and len(part) == 1 and not after:
            yield from strip.heads.get(part, ())[:limit]
            continue
        wanted = _END + part + (after if len(part) == needle.length else "")
        for position in _positions(text, wanted, 0, len(text), limit):
            yield position + 1


def _fitting(strip: Strip, needle: _Needle, low: int, high: int, limit: int) -> Iterator[int]:
    """Where a needle stands and all that was typed around it too."""
    text = strip.symbols if needle.by_symbol else strip.letters
    letters, symbols, checks = strip.letters, strip.symbols, needle.checks
    end = min(high, len(letters)) - needle.length
    left = limit
    for part in needle.texts:
        for position in _positions(text, part, low, high, _FALSE_STARTS * limit):
            start = position - needle.offset
            if start < low or start > end:
                continue
            for number, letter, allowed in checks:
                at = start + number
                if letter is not None and letters[at] != letter:
                    break
                if allowed is not None and symbols[at] not in allowed:
                    break
            else:
                yield start
                left -= 1
                if not left:
                    return


def _needle(meaning: Typed) -> _Needle:
    """The rarest row of characters that is certain, and the checks for the rest."""
    by_letter = _longest_run(meaning.letters)
    certain = [next(iter(own)) if own and len(own) == 1 else None for own in meaning.symbols]
    by_symbol = _longest_run(certain)
    first = meaning.symbols[0]
    texts: tuple[str, ...]
    if len(certain) == 1 and first is not None and (len(first) <= _FEW or not by_letter[1]):
        offset, texts, symbolic = 0, tuple(sorted(first)), True
    elif 2 * len(by_symbol[1]) >= len(by_letter[1]):
        (offset, text), symbolic = by_symbol, True
        texts = (text,)
    else:
        (offset, text), symbolic = by_letter, False
        texts = (text,)
    inside = range(offset, offset + len(texts[0]))
    checks = tuple(
        (number, letter if allowed is None else None, allowed)
        for number, (letter, allowed) in enumerate(
            zip(meaning.letters, meaning.symbols, strict=True)
        )
        if number not in inside or (allowed is not None and not symbolic)
    )
    return _Needle(symbolic, texts, offset, len(meaning.letters), checks)


def _longest_run(parts: Sequence[str | None]) -> tuple[int, str]:
    """The longest row of characters that are certain: where it begins, and the row."""
    best = (0, "")
    start, run = 0, ""
    for number, part in enumerate(parts):
        if part is None:
            start, run = number + 1, ""
            continue
        run += part
        if len(run) > len(best[1]):
            best = (start, run)
    return best
