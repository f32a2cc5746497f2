"""How an item can be typed: the pinyin of its name and aliases.

Keys are computed once, when a catalogue is imported, because pypinyin is slow to load; they are
plain text, one word a character, the likely reading first: `ceng/zeng jia zhen`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from data.rules.item import Item
from data.rules.listing import Department
from data.store.syllables import fold_text

_GAP = "_"  # stands for a space inside a name, so that words and characters stay aligned


@dataclass(frozen=True, slots=True)
class SearchKeys:
    """The readings of the name and of each alias, a word for every character."""

    name: str
    aliases: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(self.texts, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> SearchKeys:
        return cls.of(json.loads(text))

    @classmethod
    def of(cls, texts: Sequence[str]) -> SearchKeys:
        """From the name and the aliases in one row, as they are stored."""
        return cls(texts[0], tuple(texts[1:]))

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


def search_keys(item: Item) -> SearchKeys:
    """The keys of an item, with every reading of every character."""
    return SearchKeys(readings(item.name), tuple(readings(alias) for alias in item.aliases))


def department_keys(department: Department) -> SearchKeys:
    """The keys of a department: its name, and the short name of its documents."""
    return SearchKeys(readings(department.name), (readings(department.abbr),))


@lru_cache(maxsize=4096)  # items share their aliases
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
