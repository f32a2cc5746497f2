"""apply(case, event): what an event makes of a case. Pure; the journal and replay both use it.

Main-line events change the state and what hangs on it; side notes touch fields of their own
and commute, so a note that arrives late gives the same case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from data.rules.case import (
    FINAL,
    Case,
    Contact,
    Due,
    Holder,
    MaterialRow,
    Paper,
    Status,
    Stop,
    Supplement,
)
from data.rules.event import Event, Kind
from data.rules.lifecycle import TABLE, After, Row

Body = Mapping[str, Any]
Changes = dict[str, Any]


class NotApplicable(ValueError):
    """The event does not fit the case's state: a defect of its writer, or of the file."""


def apply(case: Case | None, event: Event) -> Case:
    """The case after the event. Raises NotApplicable where the table has no such row."""
    if case is None:
        if event.kind != Kind.RECEIVED:
            raise NotApplicable(f"{event.kind} before received")
        return _received(event)
    if not event.is_main_line:
        return _noted(case, event)
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
            stops = _stops(case, kind, body)
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
    frozen = {key: value for key, value in body.items() if key in Case.model_fields}
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
    case = case.model_copy(update=_situation(body))
    changes = _EFFECTS.get(kind, _nothing)(case, event, body)
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


def _situation(body: Body) -> Changes:
    """What a case taken in without a conclusion comes to be once it is concluded."""
    found = body.get("situation") or {}
    return {name: _reader(name).validate_python(value) for name, value in found.items()}


@cache
def _reader(name: str) -> TypeAdapter[Any]:
    annotation: Any = Case.model_fields[name].annotation
    return TypeAdapter(annotation)


def _paper(paper: Mapping[str, Any], event: Event) -> Paper:
    return Paper(kind=paper["kind"], number=paper["number"], event=event.id)


def _nothing(case: Case, event: Event, body: Body) -> Changes:
    return {}


def _arrived(case: Case, event: Event, body: Body) -> Changes:
    return {
        "materials_day": body["materials_day"],
        "notice_deadline": body["notice_deadline"],
        "is_errand": False,
        "station": str(body["terminal"]).partition("-")[0],
    }


def _supplement_requested(case: Case, event: Event, body: Body) -> Changes:
    told = Supplement(
        round=len(case.supplements) + 1,
        told_on=body["told_on"],
        deadline=body["deadline"],
        points=tuple(body["points"]),
    )
    return {"supplements": (*case.supplements, told)}


def _supplemented(case: Case, event: Event, body: Body) -> Changes:
    changes: Changes = {
        "materials": _merged(case.materials, body["materials"]),
        "materials_day": body["materials_day"],
    }
    if "notice_deadline" in body:
        changes["notice_deadline"] = body["notice_deadline"]
    return changes


def _accepted(case: Case, event: Event, body: Body) -> Changes:
    return {
        "accepted_day": body["accepted_day"],
        "accepted_how": body["how"],
        "due": Due.model_validate(body["due"]),
        "materials": _merged(case.materials, body.get("materials", ())),
    }


def _step_passed(case: Case, event: Event, body: Body) -> Changes:
    return {"steps_passed": (*case.steps_passed, body["step"])}


def _stopped(case: Case, event: Event, body: Body) -> Changes:
    return {"stops": _stops(case, Kind(event.kind), body)}


def _stops(case: Case, kind: Kind, body: Body) -> tuple[Stop, ...]:
    if kind is Kind.SUSPENDED:
        stop = Stop(name=body["name"], since=body["since"], stops_clock=body["stops_clock"])
        return (*case.stops, stop)
    return tuple(
        s.model_copy(update={"until": body["until"]})
        if s.name == body["name"] and s.until is None
        else s
        for s in case.stops
    )


def _extended(case: Case, event: Event, body: Body) -> Changes:
    return {
        "extended_days": case.extended_days + body["days"],
        "due": Due.model_validate(body["due"]),
    }


def _decided(case: Case, event: Event, body: Body) -> Changes:
    return {"decision": event.kind, "decided_day": body["decided_day"]}


def _registered(case: Case, event: Event, body: Body) -> Changes:
    return {"result": body["result"]}


def _delivered(case: Case, event: Event, body: Body) -> Changes:
    return {"handed_out": {name: body[name] for name in ("day", "to", "id_number", "how")}}


def _declined(case: Case, event: Event, body: Body) -> Changes:
    return {
        "ended_why": body["why"],
        "decline_ground": body["ground"],
        "competent": body.get("competent"),
    }


def _ended(case: Case, event: Event, body: Body) -> Changes:
    return {"ended_why": body.get("why")}


def _lapsed(case: Case, event: Event, body: Body) -> Changes:
    return {
        "before_lapse": case.status,
        "before_holder": case.holder,
        "ended_why": body.get("why"),
    }


def _reopened(case: Case, event: Event, body: Body) -> Changes:
    return {"before_lapse": None, "before_holder": None, "ended_why": None}


_EFFECTS: dict[Kind, Callable[[Case, Event, Body], Changes]] = {
    Kind.ARRIVED: _arrived,
    Kind.SUPPLEMENT_REQUESTED: _supplement_requested,
    Kind.SENT_BACK: _supplement_requested,
    Kind.SUPPLEMENTED: _supplemented,
    Kind.ACCEPTED: _accepted,
    Kind.STEP_PASSED: _step_passed,
    Kind.SUSPENDED: _stopped,
    Kind.RESUMED: _stopped,
    Kind.EXTENDED: _extended,
    Kind.APPROVED: _decided,
    Kind.REFUSED: _decided,
    Kind.RESULT_REGISTERED: _registered,
    Kind.DELIVERED: _delivered,
    Kind.DECLINED: _declined,
    Kind.WITHDRAWN: _ended,
    Kind.VOIDED: _ended,
    Kind.LAPSED: _lapsed,
    Kind.REOPENED: _reopened,
}


def _merged(
    rows: tuple[MaterialRow, ...], changed: tuple[Mapping[str, Any], ...] | list[Any]
) -> tuple[MaterialRow, ...]:
    """The rows with those replaced that came again; new ones follow."""
    fresh = {row.key: row for row in (MaterialRow.model_validate(c) for c in changed)}
    kept = tuple(fresh.pop(row.key, row) for row in rows)
    return kept + tuple(fresh.values())


def _noted(case: Case, event: Event) -> Case:
    """A side note: each writes only what no main-line event writes."""
    body = event.body or {}
    match event.kind:
        case Kind.DEFERRED_HANDED_IN:
            rows = {(row["id"], row.get("person")) for row in body["materials"]}
            merged = sorted({*case.handed_in, *rows}, key=str)
            return case.model_copy(update={"handed_in": tuple(merged)})
        case Kind.PAPER_VOIDED:
            merged_numbers = sorted({*case.voided_papers, body["number"]})
            return case.model_copy(update={"voided_papers": tuple(merged_numbers)})
        case Kind.CORRECTED:
            return case.model_copy(update={"contact": _corrected(case, event, body)})
        case Kind.WITHDRAWAL_ASKED:
            return case.model_copy(update={"is_withdrawal_asked": True})
        case Kind.BROUGHT_IN:
            days = tuple(sorted({*case.brought_in, body["day"]}))
            return case.model_copy(update={"brought_in": days})
    return case


def _corrected(case: Case, event: Event, body: Body) -> dict[str, Contact]:
    """The contact values; the note latest in (at, feed, number) counts, whenever it comes."""
    contact = dict(case.contact)
    for key, value in body["contact"].items():
        known = contact.get(key)
        if known is None or known.order < event.order:
            contact[key] = Contact(value=value, order=event.order)
    return dict(sorted(contact.items()))
