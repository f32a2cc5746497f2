"""Events as lines on the wire, and back."""

from __future__ import annotations

import json

from data.errors import InputError
from data.exchange.shapes import Line
from data.rules.event import Event
from data.store import signing
from data.store.taken import COLUMNS, Seen


def line_of(event: Event, body: str | None) -> Line:
    """A line of this home's own journal; it was checked when it was written."""
    columns = {name: getattr(event, name) for name in COLUMNS if name != "schema_version"}
    return Line.model_construct(**columns, schema_version=event.schema, previous=None, body=body)


def line_of_seen(seen: Seen, *, with_body: bool = True) -> Line:
    """A line as the hub stored it."""
    columns = dict(zip(COLUMNS, seen.columns, strict=True))
    previous = seen.previous or signing.GENESIS
    body = seen.body if with_body else None
    return Line.model_construct(**columns, previous=previous, body=body)


def event_of(line: Line) -> Event:
    """The event of a line; InputError where its body is no JSON object."""
    columns = {name: getattr(line, name) for name in COLUMNS if name != "schema_version"}
    return Event(**columns, schema=line.schema_version, body=_read(line.body))


def _read(body: str | None) -> dict[str, object] | None:
    """A canonical body; one that is none was not written by a terminal of ours."""
    if body is None:
        return None
    try:
        value = _DECODER.decode(body)
        if not isinstance(value, dict) or not signing.is_canonical(value, body):
            raise ValueError(body)
    except (ValueError, RecursionError) as error:
        raise InputError("body_malformed", "事件内容读不出来。") from error
    return value


def _integer(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ValueError(text)
    return int(text)


def _no_number(text: str) -> None:
    raise ValueError(text)


MOST_DIGITS = 17  # 2^53 and a sign
_DECODER = json.JSONDecoder(parse_float=_no_number, parse_constant=_no_number, parse_int=_integer)
