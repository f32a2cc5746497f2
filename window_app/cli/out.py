"""How a command answers: one JSON document or plain text; refusals with their exit code.

Exit codes: 0 done; 1 refused by a rule; 2 wrong use or bad input; 3 storage or network trouble.
"""

from __future__ import annotations

import dataclasses
import io
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from data.errors import InputError, Refusal, WindowError

DONE, REFUSED, MISUSED, TROUBLE = 0, 1, 2, 3


class Ended(SystemExit):
    """A command that has answered and ends with a code."""


def speak_utf8() -> None:
    """Answers are UTF-8 whatever the machine's own encoding; what cannot be written becomes ?."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def answer(value: Any, text: str, *, as_json: bool) -> None:
    """Print the answer: as JSON the value, else the text; whoever reads a pipe has it at once."""
    print(to_json(value) if as_json else text, flush=True)


def to_json(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False, indent=2)


def plain(value: Any) -> Any:
    """Dataclasses, enums and tuples as JSON has them."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {field.name: plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def refuse(refusal: Refusal, *, as_json: bool, extra: Mapping[str, Any] | None = None) -> NoReturn:
    """A rule says no: the sentence on standard error, exit 1."""
    _tell(
        _document(refusal.code, refusal.message, refusal.hint, refusal.rule, refusal.field),
        as_json=as_json,
        extra=extra,
    )
    raise Ended(REFUSED)


@contextmanager
def refused_in_words(*, as_json: bool) -> Iterator[None]:
    """What a hub refuses is answered as any refusal is."""
    from data.exchange.refusals import HubRefusal

    try:
        yield
    except HubRefusal as no:
        refuse(Refusal(no.code, no.message, hint=no.hint), as_json=as_json)


def fail(error: WindowError, *, as_json: bool) -> NoReturn:
    """Bad input (exit 2) or trouble (exit 3): the sentence on standard error."""
    document = _document(error.code, error.message, error.hint, error.rule, error.field)
    _tell(document, as_json=as_json)
    raise Ended(MISUSED if isinstance(error, InputError) else TROUBLE)


def faulty(
    error: InputError, lines: list[str], extra: Mapping[str, Any], *, as_json: bool
) -> NoReturn:
    """Bad input with many faults: each on a line of its own, exit 2."""
    document = _document(error.code, error.message, error.hint, error.rule, error.field)
    _tell(document, as_json=as_json, extra=extra)
    for line in lines:
        warn(line)
    raise Ended(MISUSED)


def warn(sentence: str) -> None:
    """Something to know that stops nothing."""
    print(sentence, file=sys.stderr)


def _document(
    code: str, message: str, hint: str | None, rule: str | None, field: str | None
) -> dict[str, Any]:
    return {"code": code, "message": message, "hint": hint, "rule": rule, "field": field}


def _tell(error: dict[str, Any], *, as_json: bool, extra: Mapping[str, Any] | None = None) -> None:
    print(error["message"], file=sys.stderr)
    if error["hint"]:
        print(error["hint"], file=sys.stderr)
    if as_json:
        print(to_json({"error": error, **(extra or {})}))
