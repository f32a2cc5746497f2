"""apply(case, event): what an event makes of a case. Pure; the journal and replay both use it.

Main-line events change the state and what hangs on it; side notes touch fields of their own
and commute, so a note that arrives late gives the same case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.rules.case import FINAL, Case, Holder, Paper, Status
from data.rules.effects import EFFECTS, nothing, situation, stops_after
from data.rules.event import Event, Kind
from data.rules.lifecycle import TABLE, After, Row
from data.rules.side_notes import noted

Body = Mapping[str, Any]
_FIELDS = frozenset(Case.model_fields)


class NotApplicable(ValueError):
    """The event does not fit the case's state: a defect of its writer, or of the file."""


def apply(case: Case | None, event: Event) -> Case:
    """The case after the event. Raises NotApplicable where the table has no such row."""
    if case is None:
        if event.kind != Kind.RECEIVED:
            raise NotApplicable(f"{event.kind} before received")
        return _received(event)
    if not event.is_main_line:
        return noted(case, event)
    row = TABLE.get((case.status, Kind(event.kind)))
    if row is None:
        raise NotApplicable(f"{event.kind} in {case.status}")
    return _moved(case, event, row)


def next_status(case: Case, kind: Kind, body: Body) -> Status:
    """The state an event leads to; KeyError where the table has no such row."""
    row = TABLE[(case.status, kind)]
    if len(row.to) == 1:
        return row.to[0]
    match kind:
        case Kind.SUPPLEMENT_REQUESTED:
            returns = case.supplement_way == "return"
            return Status.RETURNED if returns else Status.SUPPLEMENTING
        case Kind.SUPPLEMENTED:
            return Status.REVIEWING if case.ever_accepted else Status.RECEIVED
        case Kind.SUSPENDED | Kind.RESUMED:
            stops = stops_after(case, kind, body)
            stopped = any(s.stops_clock and s.until is None for s in stops)
            return Status.SUSPENDED if stopped else Status.REVIEWING
        case Kind.REOPENED:
            return case.before_lapse or Status.SUPPLEMENTING
    raise NotApplicable(f"{kind} has no rule for its next state")


def holder_after(case: Case | None, row: Row, event: Event) -> Holder:
    """Who holds the case once the event stands."""
    body = event.body or {}
    before = case.holder if case else None
    match row.after:
        case After.NOBODY:
            return Holder(kind="none")
        case After.SAME if before is not None:
            return before
        case After.BEFORE if case is not None and case.before_holder is not None:
            return offered_to(case.before_holder.address or f"station:{case.station}")
        case After.ADDRESS if body.get("offer_to"):
            return offered_to(body["offer_to"])
        case After.ADDRESS if event.kind == Kind.SUPPLEMENTED and before is not None:
            return before
    terminal = body["terminal"]
    station = str(terminal).partition("-")[0]
    return Holder(kind="terminal", address=f"station:{station}", terminal=terminal, feed=event.feed)


def offered_to(address: str) -> Holder:
    """The holder of a case that is offered: a task for a department or a station's windows."""
    side = "department" if address.startswith("department:") else "window"
    return Holder(kind="task", address=address, side=side)


def _received(event: Event) -> Case:
    body = event.body or {}
    row = TABLE[(Status.DRAFT, Kind.RECEIVED)]
    frozen = {key: value for key, value in body.items() if key in _FIELDS}
    return Case.model_validate(
        {
            **frozen,
            "case_id": event.case_id,
            "head": event.hash,
            "status": Status.RECEIVED,
            "holder": holder_after(None, row, event),
            "received_at": event.at,
            "received_by": event.actor,
            "papers": tuple(_paper(p, event) for p in body.get("papers", ())),
            "is_errand": bool(body.get("carries_to")),
        }
    )


def _moved(case: Case, event: Event, row: Row) -> Case:
    body = event.body or {}
    kind = Kind(event.kind)
    case = case.model_copy(update=situation(body))
    changes = EFFECTS.get(kind, nothing)(case, event, body)
    papers = case.papers + tuple(_paper(p, event) for p in body.get("papers", ()))
    status = next_status(case, kind, body)
    is_final = status in FINAL
    return case.model_copy(
        update={
            "status": status,
            "holder": Holder(kind="none") if is_final else holder_after(case, row, event),
            "head": event.hash,
            "papers": papers,
            **changes,
        }
    )


def _paper(paper: Mapping[str, Any], event: Event) -> Paper:
    return Paper(kind=paper["kind"], number=paper["number"], event=event.id)
