"""The hub's order: which events it took, and which case an address may see since when.

The order number comes from a counter row that is locked until the commit, so whoever has seen a
number has seen every smaller one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from data.rules.event import Event
from data.store.engine import Unit
from data.store.tables import CounterRow

ORDER = "hub/order"
BELL = "hub_news"  # PostgreSQL's channel: other processes of the hub hear of what was taken
COLUMNS = (
    *("id", "feed", "number", "link", "case_id", "base", "kind", "at", "actor"),
    *("schema_version", "body_hash", "hash", "signature"),
)
_EVENT = ", ".join(f"event.{name}" for name in COLUMNS)
_LOCK = "UPDATE counter SET last = last WHERE series = :series RETURNING last"
_KEEP = "UPDATE counter SET last = :last WHERE series = :series"
_LAST = "SELECT last FROM counter WHERE series = :series"
_TOUCHED = """
SELECT DISTINCT scope.address FROM taken JOIN scope ON scope.case_id = taken.case_id
WHERE taken.number > :order
"""
_TAKE = """
INSERT INTO taken (event_id, number, case_id, line, received_at)
VALUES (:event_id, :number, :case_id, :line, :received_at)
"""
_WIDEN = """
INSERT INTO scope (case_id, address, number) VALUES (:case_id, :address, :number)
ON CONFLICT (case_id, address) DO NOTHING
"""
_WITH_BODY = """
JOIN event ON event.id = taken.event_id
LEFT JOIN event AS before ON before.feed = event.feed AND before.number = event.number - 1
LEFT JOIN event_body ON event_body.event_id = event.id
WHERE scope.address = :address AND event.feed <> :feed
    AND event.kind NOT IN ('printed', 'unmasked')
"""
# What came since, on a case already in sight; and all that came before, of a case newly in sight.
_SINCE = f"""
SELECT taken.number, taken.number, {_EVENT}, before.link, event_body.body FROM taken
JOIN scope ON scope.case_id = taken.case_id AND scope.number <= taken.number
{_WITH_BODY} AND taken.number >= :order AND (taken.number > :order OR :within < :order)
UNION ALL
SELECT scope.number, taken.number, {_EVENT}, before.link, event_body.body FROM scope
JOIN taken ON taken.case_id = scope.case_id AND taken.number < scope.number
{_WITH_BODY}
    AND (scope.number > :order OR (scope.number = :order AND taken.number > :within))
ORDER BY 1, 2 LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """An event as an address sees it: since `order`; `within` is the event's own order number.

    `columns` are as in COLUMNS; `previous` is the link before, None at a feed's beginning; `body`
    is canonical JSON, None where it was erased.
    """

    order: int
    within: int
    columns: tuple[Any, ...]
    previous: str | None
    body: str | None

    @property
    def kind(self) -> str:
        return str(self.columns[COLUMNS.index("kind")])


def begin(unit: Unit) -> None:
    """A new hub has taken nothing."""
    unit.insert(CounterRow, {"series": ORDER, "last": 0})


def lock(unit: Unit) -> None:
    """Whoever else wants to take events in waits until this unit is done."""
    _order(unit)


def next_number(unit: Unit) -> int:
    """The next order number; the last of a unit of work is written down at its end."""
    order = _order(unit)
    order.last += 1
    unit.before_commit(ORDER, partial(_write_down, unit, order))
    return order.last


def last_number(unit: Unit) -> int:
    """The order number given last."""
    return int(unit.run(_LAST, {"series": ORDER})[0][0])


def take(unit: Unit, event: Event, number: int, *, received_at: str) -> None:
    """Note that an event applies; two on one head cannot both."""
    line = (event.base or "received") if event.is_main_line else None
    values = {"event_id": event.id, "number": number, "case_id": event.case_id, "line": line}
    unit.run(_TAKE, {**values, "received_at": received_at})


def widen(unit: Unit, case_id: str, addresses: Iterable[str], number: int) -> None:
    """Let more addresses see a case, from this order number on."""
    for address in sorted(set(addresses)):
        unit.run(_WIDEN, {"case_id": case_id, "address": address, "number": number})


def since(
    unit: Unit, addresses: Iterable[str], *, order: int, within: int, not_of: str, most: int
) -> list[Seen]:
    """What these addresses see after a place in the order, without the lines of one feed.

    A case that two of the addresses see may come twice.
    """
    found: list[Seen] = []
    for address in sorted(set(addresses)):
        values = {"address": address, "feed": not_of, "order": order, "within": within}
        rows = unit.run(_SINCE, {**values, "most": most})
        found.extend(Seen(row[0], row[1], tuple(row[2:-2]), row[-2], row[-1]) for row in rows)
    found.sort(key=lambda seen: (seen.order, seen.within))
    return found[:most]


def addresses_since(unit: Unit, order: int) -> set[str]:
    """Whose cases had something taken after an order number."""
    return {row[0] for row in unit.run(_TOUCHED, {"order": order})}


@dataclass(slots=True)
class _Order:
    last: int


def _order(unit: Unit) -> _Order:
    """The counter as this unit of work counts on, and nobody else meanwhile."""
    return unit.keep(ORDER, lambda: _Order(unit.run(_LOCK, {"series": ORDER})[0][0]))


def _write_down(unit: Unit, order: _Order) -> None:
    unit.run(_KEEP, {"series": ORDER, "last": order.last})


def ring(unit: Unit) -> None:
    """With the commit other processes hear that something was taken; SQLite has no such bell."""
    if unit.connection.dialect.name == "postgresql":
        unit.before_commit("ring", lambda: _notify(unit))


def _notify(unit: Unit) -> None:
    unit.run(f"NOTIFY {BELL}", {})
