"""What side notes write into a case: fields that no main-line event touches, in any order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.rules.case import Case, Contact
from data.rules.event import Event, Kind

Body = Mapping[str, Any]


def noted(case: Case, event: Event) -> Case:
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
