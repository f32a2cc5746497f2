"""How an item can be typed: the pinyin of its name and aliases, and what typed letters may mean.

Keys are computed once, when a catalogue is imported, because pypinyin is slow to load; they are
plain text, one word a character, the likely reading first: `ceng/zeng jia zhen`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice

from data.rules.item import Department, Item

_GAP = "_"  # stands for a space inside a name, so that words and characters stay aligned
_FIRST_SYMBOL = 0xE000  # a private use character for each syllable
_SEGMENTATIONS = 4
_LONGEST = 6  # letters of the longest syllable (zhuang)


@dataclass(frozen=True, slots=True)
class SearchKeys:
    """The readings of the name and of each alias, a word for every character."""

    name: str
    aliases: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> SearchKeys:
        stored = json.loads(text)
        return cls(name=stored["name"], aliases=tuple(stored["aliases"]))


def search_keys(item: Item) -> SearchKeys:
    """The keys of an item, with every reading of every character."""
    return SearchKeys(readings(item.name), tuple(readings(alias) for alias in item.aliases))


def department_keys(department: Department) -> SearchKeys:
    """The keys of a department: its name, and the short name of its documents."""
    return SearchKeys(readings(department.name), (readings(department.abbr),))


def readings(text: str) -> str:
    """Every character's readings, the one that fits the phrase first."""
    from pypinyin import Style, lazy_pinyin

    folded = fold_text(text)
    likely = lazy_pinyin(folded, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]
    spoken = _spoken()
    words = []
    for character, first in zip(folded, likely, strict=True):
        if first == character:
            words.append(_GAP if character.isspace() else character)
        else:
            words.append("/".join(dict.fromkeys([first, *spoken.get(character, ())])))
    return " ".join(words)


@cache
def _spoken() -> dict[str, dict[str, None]]:
    """The readings of a character that some word has; the dictionaries hold dead ones as well."""
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.contrib.tone_convert import to_normal

    spoken: dict[str, dict[str, None]] = {}
    for phrase, syllables in PHRASES_DICT.items():
        for character, syllable in zip(phrase, syllables, strict=False):
            spoken.setdefault(character, {})[syllable[0]] = None
    plain = {syllable: to_normal(syllable) for own in spoken.values() for syllable in own}
    return {
        character: {plain[syllable]: None for syllable in own} for character, own in spoken.items()
    }


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

    def __init__(self) -> None:
        self._symbols: dict[str, str] = {}
        self._letter: dict[str, str] = {}
        self._likely: dict[str, str] = {}
        self._others: dict[str, list[tuple[str, str]]] = {}
        self._starting: dict[str, frozenset[str]] = {}

    def spelt(self, keys: str) -> tuple[str, str, dict[tuple[str, str], None]]:
        """Letters and symbols of the likely reading; and those with one character otherwise."""
        words = keys.split(" ")
        try:
            letters = "".join([self._letter[word] for word in words])
        except KeyError:
            self._learn(words)
            letters = "".join([self._letter[word] for word in words])
        symbols = "".join([self._likely[word] for word in words])
        others: dict[tuple[str, str], None] = {}
        for number, word in enumerate(words) if "/" in keys else ():
            for letter, symbol in self._others[word] if "/" in word else ():
                before, after = slice(number), slice(number + 1, None)
                spelt = letters[before] + letter + letters[after]
                others[spelt, symbols[before] + symbol + symbols[after]] = None
        return letters, symbols, others

    def _learn(self, words: list[str]) -> None:
        for word in words:
            (letter, symbol), *others = self._readings(word)
            self._letter[word], self._likely[word], self._others[word] = letter, symbol, others

    def _readings(self, word: str) -> tuple[tuple[str, str], ...]:
        """(first letter, symbol) of each reading; a character without pinyin stands for itself."""
        if len(word) == 1 and word not in "aoe":
            return ((word, word),)
        pairs = ((reading[0], self._symbol(fold_syllable(reading))) for reading in word.split("/"))
        return tuple(dict.fromkeys(pairs))

    def _symbol(self, syllable: str) -> str:
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
