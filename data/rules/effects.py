"""What each main-line event writes into a case beside its state and holder.

A later event of the same case sees only what stands here: every value was frozen in the body.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from data.rules.case import Case, Due, MaterialRow, Stop, Supplement
from data.rules.event import Event, Kind

Body = Mapping[str, Any]
Changes = dict[str, Any]
SUPPLEMENT = "补正"  # the special procedure by which a list lets a send-back stop the clock


def situation(body: Body) -> Changes:
    """What a case taken in without a conclusion comes to be once it is concluded."""
    found = body.get("situation") or {}
    return {name: _reader(name).validate_python(value) for name, value in found.items()}


@cache
def _reader(name: str) -> TypeAdapter[Any]:
    annotation: Any = Case.model_fields[name].annotation
    return TypeAdapter(annotation)


def nothing(case: Case, event: Event, body: Body) -> Changes:
    return {}


def _arrived(case: Case, event: Event, body: Body) -> Changes:
    return {
        "materials_day": body["materials_day"],
        "notice_deadline": body["notice_deadline"],
        "is_errand": False,
        "station": str(body["terminal"]).partition("-")[0],
    }


def _asked(case: Case, event: Event, body: Body) -> Changes:
    told = Supplement(
        round=len(case.supplements) + 1,
        told_on=body["told_on"],
        deadline=body["deadline"],
        points=tuple(body["points"]),
    )
    return {"supplements": (*case.supplements, told)}


def _sent_back(case: Case, event: Event, body: Body) -> Changes:
    """The clock runs on, unless the list lets the supplement stop it."""
    changes = _asked(case, event, body)
    changes["materials"] = _merged(case.materials, body.get("materials", ()))
    if any(s.name == SUPPLEMENT and s.stops_clock for s in case.special):
        stop = Stop(name=SUPPLEMENT, since=body["told_on"], stops_clock=True)
        changes["stops"] = (*case.stops, stop)
    return changes


def _supplemented(case: Case, event: Event, body: Body) -> Changes:
    changes: Changes = {
        "materials": _merged(case.materials, body["materials"]),
        "materials_day": body["materials_day"],
    }
    if case.stops:
        changes["stops"] = _ended_stops(case, SUPPLEMENT, body["materials_day"])
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
    return {"stops": stops_after(case, Kind(event.kind), body)}


def stops_after(case: Case, kind: Kind, body: Body) -> tuple[Stop, ...]:
    """The special procedures once one more begins, or ends."""
    if kind is Kind.SUSPENDED:
        stop = Stop(name=body["name"], since=body["since"], stops_clock=body["stops_clock"])
        return (*case.stops, stop)
    return _ended_stops(case, body["name"], body["until"])


def _ended_stops(case: Case, name: str, until: str) -> tuple[Stop, ...]:
    return tuple(
        s.model_copy(update={"until": until}) if s.name == name and s.until is None else s
        for s in case.stops
    )


def _extended(case: Case, event: Event, body: Body) -> Changes:
    return {
        "extended_days": case.extended_days + body["days"],
        "due": Due.model_validate(body["due"]),
    }


def _decided(case: Case, event: Event, body: Body) -> Changes:
    return {
        "decision": event.kind,
        "decided_day": body["decided_day"],
        "refused_for": tuple(body.get("reasons", ())),
    }


def _registered(case: Case, event: Event, body: Body) -> Changes:
    return {"result": body["result"]}


def _delivered(case: Case, event: Event, body: Body) -> Changes:
    told = ("day", "to", "id_number", "how", "courier")
    return {"handed_out": {name: body[name] for name in told if name in body}}


def _declined(case: Case, event: Event, body: Body) -> Changes:
    return {
        "ended_why": body["why"],
        "decline_ground": body["ground"],
        "competent": body.get("competent"),
    }


def _ended(case: Case, event: Event, body: Body) -> Changes:
    return {"ended_why": body.get("why")}


def _voided(case: Case, event: Event, body: Body) -> Changes:
    return {"ended_why": body.get("why"), "replaced_by": body.get("replaced_by")}


def _lapsed(case: Case, event: Event, body: Body) -> Changes:
    return {
        "before_lapse": case.status,
        "before_holder": case.holder,
        "ended_why": body.get("why"),
    }


def _reopened(case: Case, event: Event, body: Body) -> Changes:
    return {"before_lapse": None, "before_holder": None, "ended_why": None}


EFFECTS: dict[Kind, Callable[[Case, Event, Body], Changes]] = {
    Kind.ARRIVED: _arrived,
    Kind.SUPPLEMENT_REQUESTED: _asked,
    Kind.SENT_BACK: _sent_back,
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
    Kind.VOIDED: _voided,
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
