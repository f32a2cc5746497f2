"""The strips of a list, spelt out from its keys once and stored as one text.

Spelling takes longer than reading: a window reads what was spelt when the list was imported.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from data.store.pinyin_keys import SearchKeys
from data.store.search_strips import WHERE, Kind, Spelt, Strip, Tiers
from data.store.syllables import Syllables, fold_syllable, fold_text

_CODE = Tiers(exact=0, prefix=4, tail=4, inside=8)
_NAME = Tiers(exact=0, prefix=4, tail=8, inside=8)
_ALIAS = Tiers(exact=1, prefix=6, tail=9, inside=9)
_NAME_TYPED = Tiers(exact=2, prefix=5, tail=10, inside=10)
_ALIAS_TYPED = Tiers(exact=3, prefix=7, tail=11, inside=11)
_OTHER_READING = Tiers(exact=12, prefix=13, tail=14, inside=14)
DEPARTMENT = Tiers(exact=15, prefix=15, tail=15, inside=15)

KINDS = {
    "names": Kind(_NAME, _NAME_TYPED),
    "aliases": Kind(_ALIAS, _ALIAS_TYPED),
    "codes": Kind(_CODE, None),
    "other_names": Kind(None, _OTHER_READING),
    "other_aliases": Kind(None, _OTHER_READING),
    "departments": Kind(DEPARTMENT, DEPARTMENT),
}


class Named(NamedTuple):
    """What an item or a department can be found by; `texts` are the name and the aliases."""

    code: str
    texts: Sequence[str]
    keys: SearchKeys


class Spelling(NamedTuple):
    """All strips of a list, and the syllables they are written in."""

    syllables: Syllables
    names: Strip
    aliases: Strip
    codes: Strip
    other_names: Strip
    other_aliases: Strip
    departments: Strip

    def of_items(self, numbers: Sequence[int]) -> Spelling:
        """The spelling of some of the items, numbered anew."""
        return self._replace(
            **{
                name: getattr(self, name).of_owners(numbers)
                for name in KINDS
                if name != "departments"
            }
        )

    def to_json(self) -> str:
        strips = {name: _to_parts(getattr(self, name)) for name in KINDS}
        content = {"syllables": self.syllables.names, "strips": strips}
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Spelling:
        stored = json.loads(text)
        strips = (_from_parts(kind, stored["strips"][name]) for name, kind in KINDS.items())
        return cls(Syllables(stored["syllables"]), *strips)


def _to_parts(strip: Strip) -> dict[str, Any]:
    grams = {"pairs": strip.pairs, "openings": strip.openings}
    return {
        "texts": strip.texts,
        "spans": list(strip.spans),
        **{name: {w: sorted(found[w]) for w in WHERE} for name, found in grams.items()},
    }


def _from_parts(kind: Kind, parts: Mapping[str, Any]) -> Strip:
    pairs, openings = (
        {where: frozenset(parts[name][where]) for where in WHERE} for name in ("pairs", "openings")
    )
    return Strip(kind, Spelt(*parts["texts"]), array("I", parts["spans"]), pairs, openings)


def spell(items: Iterable[Named], departments: Iterable[Named]) -> Spelling:
    """The strips of a list's items and departments, in list order."""
    speller = _Speller()
    owners: dict[str, list[list[Spelt]]] = {name: [] for name in KINDS}
    for item in items:
        name, *aliases = speller.both(item)
        code = fold_text(item.code)
        owners["codes"].append([Spelt(code, code, code)])
        owners["names"].append([name[0]])
        owners["other_names"].append(name[1])
        owners["aliases"].append([likely for likely, _ in aliases])
        owners["other_aliases"].append([other for _, others in aliases for other in others])
    for department in departments:
        owners["departments"].append([likely for likely, _ in speller.both(department)])
    strips = (Strip.of(kind, owners[name]) for name, kind in KINDS.items())
    return Spelling(speller.syllables, *strips)


class _Speller:
    """Turns keys into letters and symbols; many items share their aliases."""

    def __init__(self) -> None:
        self.syllables = Syllables()
        self._readings = cache(self._readings_of)
        self._spelt = cache(self._spelt_of)

    def both(self, named: Named) -> Iterator[tuple[Spelt, list[Spelt]]]:
        """Of each text the likely reading, and those with one character read otherwise."""
        for text, keys in zip(named.texts, named.keys.texts, strict=True):
            (letters, symbols), others = self._spelt(keys)
            yield Spelt(fold_text(text), letters, symbols), others

    def _spelt_of(self, keys: str) -> tuple[tuple[str, str], list[Spelt]]:
        words = [self._readings(word) for word in keys.split(" ")]
        letters = "".join([likely[0] for likely, *_ in words])
        symbols = "".join([likely[1] for likely, *_ in words])
        others: dict[Spelt, None] = {}
        for number, (_, *readings) in enumerate(words):
            before, after = slice(number), slice(number + 1, None)
            for letter, symbol in readings:
                spelt = letters[before] + letter + letters[after]
                others[Spelt("", spelt, symbols[before] + symbol + symbols[after])] = None
        return (letters, symbols), list(others)

    def _readings_of(self, word: str) -> tuple[tuple[str, str], ...]:
        """(first letter, symbol) of each reading; a character without pinyin stands for itself."""
        if len(word) == 1 and word not in "aoe":
            return ((word, word),)
        symbol = self.syllables.symbol
        pairs = ((reading[0], symbol(fold_syllable(reading))) for reading in word.split("/"))
        return tuple(dict.fromkeys(pairs))
