"""Many short texts as one long string, and one word of a query looked for in it.

A strip holds its texts three times, character for character: as written, as first letters, as
syllables (one symbol each). It does not know what the texts belong to beyond an owner's number.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from typing import Literal, NamedTuple

from data.store.syllables import Syllables, Typed

Where = Literal["text", "letters", "symbols"]
WHERE: tuple[Where, ...] = ("text", "letters", "symbols")
_END = "\n"
_FALSE_STARTS = 50  # places looked at for each hit wanted, where letters fit and syllables do not
_FEW = 8  # syllables that are looked for one by one
_PAIRS = 2  # rows of syllables that are looked for one by one


class Tiers(NamedTuple):
    """How good a hit is, lower is better, by where in the text it stands."""

    exact: int
    prefix: int
    tail: int
    inside: int


class Kind(NamedTuple):
    """How hits in a strip count: of words as written, and of typed letters; None: not at all."""

    written: Tiers | None
    typed: Tiers | None


class Spelt(NamedTuple):
    """A text three times: as written, its first letters, its syllables' symbols."""

    text: str
    letters: str
    symbols: str


Grams = Mapping[Where, frozenset[str]]  # rows of two characters, of one where a text is empty


class Found(NamedTuple):
    """Where a word stands: whose text, how good a hit, the characters of the text."""

    owner: int
    tier: int
    first: int
    length: int


class Strip:
    """The texts of all owners, in order, each followed by a line's end."""

    def __init__(
        self, kind: Kind, texts: Spelt, spans: Sequence[int], pairs: Grams, openings: Grams
    ) -> None:
        """`spans`: where each owner's first text begins, and where the last owner's texts end.

        `pairs`: what stands side by side somewhere, `openings`: what a text begins with. Both
        may hold more; what they lack need not be looked for.
        """
        self.kind, self.texts, self.spans = kind, texts, spans
        self.pairs, self.openings = pairs, openings
        self._known = {where: _with_single(pairs[where]) for where in WHERE}
        self._begun = {where: _with_single(openings[where]) for where in WHERE}
        lengths = map(len, texts.letters.split(_END)[1:-1])
        self._starts = array("I", accumulate((n + 1 for n in lengths), initial=1))[:-1]

    @classmethod
    def of(cls, kind: Kind, owners: Iterable[Sequence[Spelt]]) -> Strip:
        """The strip of these owners' texts."""
        texts: list[Spelt] = []
        spans, length = array("I"), 1
        for own in owners:
            spans.append(length)
            texts += own
            length += sum(len(letters) + 1 for _, letters, _ in own)
        spans.append(length)
        joined, pairs, openings = [], {}, {}
        for number, where in enumerate(WHERE):
            parts = [spelt[number] + _END for spelt in texts]
            joined.append(_END + "".join(parts))
            openings[where] = frozenset(part[:2] for part in parts)
            pairs[where] = frozenset(
                part[n : n + 2] for part in set(parts) for n in range(len(part) - 1)
            )
        return cls(kind, Spelt(*joined), spans, pairs, openings)

    def of_owners(self, owners: Sequence[int]) -> Strip:
        """The strip of some of the owners, numbered anew."""
        ends = [(self.spans[owner], self.spans[owner + 1]) for owner in owners]
        cut = (_END + "".join([text[low:high] for low, high in ends]) for text in self.texts)
        spans = array("I", accumulate((high - low for low, high in ends), initial=1))
        return Strip(self.kind, Spelt(*cut), spans, self.pairs, self.openings)

    def has(self, where: Where, text: str) -> bool:
        """Whether a text may be somewhere; False saves looking for it."""
        known = self._known[where]
        if len(text) == 1:
            return text in known
        return all(text[n : n + 2] in known for n in range(len(text) - 1))

    def begins(self, where: Where, text: str) -> bool:
        """Whether a text may stand at a beginning; False saves looking for it."""
        return text[:2] in self._begun[where]

    def span(self, owner: int) -> tuple[int, int]:
        """From the separator before the owner's first text to the one after its last."""
        return self.spans[owner] - 1, self.spans[owner + 1]

    def found(self, position: int, length: int, tiers: Tiers) -> Found:
        number = bisect_right(self._starts, position) - 1
        first = position - self._starts[number]
        ends = self.texts.letters[position + length] == _END
        if first == 0:
            tier = tiers.exact if ends else tiers.prefix
        else:
            tier = tiers.tail if ends else tiers.inside
        owner = bisect_right(self.spans, position) - 1
        return Found(owner, tier, first, length)


def _with_single(pairs: frozenset[str]) -> frozenset[str]:
    """Every pair, and every character that begins one: all there are."""
    return pairs | {pair[0] for pair in pairs}


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
        self._in: dict[Strip, list[tuple[str, _Needle, Tiers]]] = {}

    def frequency(self, strip: Strip) -> int:
        """About how often the word stands in the strip."""
        needles = self._needles(strip)
        return sum(where.count(text) for where, needle, _ in needles for text in needle.texts)

    def everywhere(self, strip: Strip, limit: int) -> list[Found]:
        """Where the word stands; of more than `limit` places the best, and the first ones."""
        found: list[Found] = []
        for _, needle, tiers in self._needles(strip):
            places = list(_fitting(strip, needle, 0, strip.spans[-1], limit))
            if len(places) >= limit:
                first = list(_beginnings(strip, needle, "", limit))
                whole = _beginnings(strip, needle, _END, limit) if len(first) >= limit else ()
                places += [*first, *whole]
            found += [strip.found(place, needle.length, tiers) for place in places]
        return found

    def all_over(self, strip: Strip) -> Iterator[Found]:
        """Every place where the word stands, some of them twice."""
        end = strip.spans[-1]
        for _, needle, tiers in self._needles(strip):
            for position in _fitting(strip, needle, 0, end, end):
                yield strip.found(position, needle.length, tiers)

    def of_owner(self, strip: Strip, owner: int) -> Sequence[Found]:
        """Where the word stands in the texts of one owner."""
        needles = self._needles(strip)
        if not needles:
            return ()
        found: list[Found] = []
        low, high = strip.span(owner)
        for where, needle, tiers in needles:
            if len(needle.texts) == 1 and where.find(needle.texts[0], low, high) < 0:
                continue  # most words are in few texts: what follows costs more
            for position in _fitting(strip, needle, low, high, _FALSE_STARTS):
                found.append(strip.found(position, needle.length, tiers))
        return found

    def _needles(self, strip: Strip) -> list[tuple[str, _Needle, Tiers]]:
        """What to look for in a strip and in which text, without what cannot be there."""
        if strip not in self._in:
            written, typed = strip.kind
            wanted = [(self._written, written), *((needle, typed) for needle in self._typed)]
            self._in[strip] = [
                (_haystack(strip, needle), needle._replace(texts=texts), tiers)
                for needle, tiers in wanted
                if tiers is not None
                if (texts := tuple(t for t in needle.texts if strip.has(needle.where, t)))
            ]
        return self._in[strip]


def _haystack(strip: Strip, needle: _Needle) -> str:
    text: str = getattr(strip.texts, needle.where)
    return text


def _positions(text: str, needle: str, low: int, high: int, limit: int) -> Iterator[int]:
    find = text.find
    position = find(needle, low, high)
    while position >= 0 and limit > 0:
        yield position
        limit -= 1
        position = find(needle, position + 1, high)


def _beginnings(strip: Strip, needle: _Needle, after: str, limit: int) -> Iterator[int]:
    """Where texts begin with a needle; `after` must follow, which only a whole word's can."""
    if needle.offset:
        return
    text = _haystack(strip, needle)
    for part in needle.texts:
        if (after and len(part) < needle.length) or not strip.begins(needle.where, part + after):
            continue
        places = _positions(text, _END + part + after, 0, len(text), _FALSE_STARTS * limit)
        fitting = (place + 1 for place in places if _fits(strip, needle, place + 1))
        yield from islice(fitting, limit)


def _fitting(strip: Strip, needle: _Needle, low: int, high: int, limit: int) -> Iterator[int]:
    """Where a needle stands and all that was typed around it too."""
    text = _haystack(strip, needle)
    end = high - needle.length
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
        if letter is not None and strip.texts.letters[start + number] != letter:
            return False
        if allowed is not None and strip.texts.symbols[start + number] not in allowed:
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
