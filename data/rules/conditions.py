"""What a `when` means: it holds, it does not, or it is still open (three values).

Nothing here knows questions or items; an answer is looked up through one function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

# The answer to one question: its chosen ids; None while it is asked and not answered (or it is
# not yet known whether it is asked). A question that is not asked has the empty tuple.
Answer = tuple[str, ...] | None
Lookup = Callable[[str], Answer]

COMBINERS = frozenset({"any", "all", "not"})


def holds(condition: Mapping[str, Any] | None, lookup: Lookup) -> bool | None:
    """True, False, or None while the condition is open. No condition always holds."""
    if condition is None:
        return True
    return _all(_term(key, value, lookup) for key, value in condition.items())


def references(condition: Mapping[str, Any] | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every (question, choices) pair that a condition names, `subject` included."""
    for key, value in (condition or {}).items():
        if key == "not":
            yield from references(value)
        elif key in COMBINERS:
            for part in value:
                yield from references(part)
        else:
            yield key, wanted(value)


def wanted(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """The choices a leaf names, whether written as one id or as a list."""
    return (value,) if isinstance(value, str) else tuple(value)


def _term(key: str, value: Any, lookup: Lookup) -> bool | None:
    if key == "any":
        return _any(holds(part, lookup) for part in value)
    if key == "all":
        return _all(holds(part, lookup) for part in value)
    if key == "not":
        inner = holds(value, lookup)
        return None if inner is None else not inner
    answer = lookup(key)
    return None if answer is None else not set(answer).isdisjoint(wanted(value))


def _all(values: Iterable[bool | None]) -> bool | None:
    seen = set(values)
    return False if False in seen else None if None in seen else True


def _any(values: Iterable[bool | None]) -> bool | None:
    seen = set(values)
    return True if True in seen else None if None in seen else False
