"""What typed letters may mean: folded syllables, each a character of its own to search by."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

_FIRST_SYMBOL = 0xE000  # a private use character for each syllable
_SEGMENTATIONS = 4
_LONGEST = 6  # letters of the longest syllable (zhuang)


class _Folds(dict[int, str]):
    """Each character folded, worked out once, as `str.translate` wants it."""

    def __missing__(self, point: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(point)).lower()
        self[point] = folded if len(folded) == 1 else chr(point)
        return self[point]


_FOLDS = _Folds()


def fold_text(text: str) -> str:
    """Full-width forms narrowed, case folded, character by character: positions stay."""
    return text.translate(_FOLDS)


def fold_syllable(syllable: str) -> str:
    """What many people do not tell apart becomes one: zh z, ch c, sh s, l n, ing in, eng en."""
    if syllable[1:2] == "h" and syllable[0] in "zcs":
        syllable = syllable[0] + syllable[2:]
    elif syllable[:1] == "l":
        syllable = "n" + syllable[1:]
    if syllable.endswith(("ing", "eng")):
        syllable = syllable[:-1]
    return syllable


@dataclass(frozen=True, slots=True)
class Typed:
    """One meaning of typed letters, a part for each character.

    `letters` are the first letters, None where they may be another (l for n); `symbols` what
    the syllable may be, None where only a letter was typed.
    """

    letters: tuple[str | None, ...]
    symbols: tuple[frozenset[str] | None, ...]


class Syllables:
    """The folded syllables of a catalogue, each a character of its own, to search by."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """`names` in the order in which they got their symbols."""
        self._symbols: dict[str, str] = {}
        self._starting: dict[str, frozenset[str]] = {}
        for name in names:
            self.symbol(name)

    @property
    def names(self) -> list[str]:
        return list(self._symbols)

    def symbol(self, syllable: str) -> str:
        """The character that stands for a folded syllable; a new one gets the next."""
        return self._symbols.setdefault(syllable, chr(_FIRST_SYMBOL + len(self._symbols)))

    def meanings(self, word: str) -> list[Typed]:
        """What typed letters may mean: initials, whole syllables, or a mixture."""
        if not (word.isascii() and word.isalnum()):
            return []
        initials = tuple(word)
        found = [Typed(initials, (None,) * len(word))]
        if word.isalpha() and len(word) > 1:
            split = islice(self._split(word, 0, set()), _SEGMENTATIONS)
            segmentations = dict.fromkeys(split) or {self._greedy(word): None}
            segmentations.pop(initials, None)
            found.extend(typed for tokens in segmentations if (typed := self._typed(tokens)))
        return found

    def _split(self, word: str, start: int, dead: set[int]) -> Iterator[tuple[str, ...]]:
        """Whole syllables, longest first; the last may be only begun. `dead`: no way on there."""
        left, found = len(word) - start, False
        if left <= _LONGEST and self._beginning(word[start:]):
            found = True
            yield (word[start:],)
        for end in range(start + min(_LONGEST, left - 1), start, -1):
            if end not in dead and fold_syllable(word[start:end]) in self._symbols:
                for rest in self._split(word, end, dead):
                    found = True
                    yield (word[start:end], *rest)
        if not found:
            dead.add(start)

    def _greedy(self, word: str) -> tuple[str, ...]:
        """The longest syllable where there is one, else a single letter."""
        tokens: list[str] = []
        while word:
            lengths = range(min(_LONGEST, len(word)), 1, -1)
            length = next((n for n in lengths if fold_syllable(word[:n]) in self._symbols), 1)
            tokens.append(word[:length])
            word = word[length:]
        return tuple(tokens)

    def _typed(self, tokens: tuple[str, ...]) -> Typed | None:
        """The meaning of letters cut into tokens; the last token may be only begun."""
        letters: list[str | None] = []
        symbols: list[frozenset[str] | None] = []
        for number, token in enumerate(tokens):
            folded = fold_syllable(token)
            if len(token) == 1 or (len(folded) == 1 and folded not in self._symbols):
                letters.append(token[0])
                symbols.append(None)
                continue
            letters.append(None if token[0] in "ln" else token[0])
            last = number == len(tokens) - 1
            symbols.append(self._beginning(token) if last else frozenset(self._symbols[folded]))
        return None if frozenset() in symbols else Typed(tuple(letters), tuple(symbols))

    def _beginning(self, token: str) -> frozenset[str]:
        """The symbols of all syllables that begin like this."""
        folded = fold_syllable(token)
        if folded not in self._starting:
            self._starting[folded] = frozenset(
                symbol for name, symbol in self._symbols.items() if name.startswith(folded)
            )
        return self._starting[folded]
