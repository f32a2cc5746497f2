"""What is wrong in a catalogue: where, as a path from its root, and a sentence for its editor."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` leads from the catalogue to the value, e.g. `("items", 3, "materials", 0, "when")`."""

    path: Path
    message: str

    def below(self, *prefix: str | int) -> Problem:
        """The same problem seen from further up."""
        return Problem((*prefix, *self.path), self.message)


def repeated(
    values: Iterable[Hashable], path: Path, what: str, key: str | None = "id"
) -> Iterator[Problem]:
    """A problem for each value of a list that stood there before; `key` is where it is written."""
    seen = set()
    for index, value in enumerate(values):
        if value in seen:
            place = (*path, index) if key is None else (*path, index, key)
            yield Problem(place, f"{what}“{value}”重复。")
        seen.add(value)


def listed(names: Iterable[Any]) -> str:
    return "、".join(str(name) for name in names)


def chain(names: Sequence[str]) -> str:
    """A circle as text, its first name again at the end."""
    return " → ".join([*names, names[0]])
