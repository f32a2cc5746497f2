"""What side notes write into a case: fields that no main-line event touches, in any order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.rules.case import Case
from data.rules.event import Event, Kind
from data.rules.noted import Contact, FeeNotice, HandedIn, Payment

Body = Mapping[str, Any]


def noted(case: Case, event: Event) -> Case:
    """A side note: each writes only what no main-line event writes."""
    body = event.body or {}
    match event.kind:
        case Kind.DEFERRED_HANDED_IN:
            return case.model_copy(update={"handed_in": _handed_in(case, event, body)})
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
        case Kind.FEE_ASSESSED:
            return case.model_copy(update={"fee": _fee(case, event, body)})
        case Kind.FEE_PAID:
            paid = Payment(amount=body["amount"], receipt=body["receipt"], day=body["day"])
            known = sorted({*case.payments, paid}, key=lambda p: (p.day, p.receipt, p.amount))
            return case.model_copy(update={"payments": tuple(known)})
    return case


def _handed_in(case: Case, event: Event, body: Body) -> tuple[HandedIn, ...]:
    """What has followed; of two notes on one material the latest counts."""
    came = {one.key: one for one in case.handed_in}
    for row in body["materials"]:
        one = HandedIn(
            id=row["id"],
            person=row.get("person"),
            mark=row["mark"],
            day=body["day"],
            source=row.get("source"),
            scans=tuple(row.get("scans", ())),
            order=event.order,
        )
        known = came.get(one.key)
        if known is None or known.order < one.order:
            came[one.key] = one
    return tuple(sorted(came.values(), key=lambda one: str(one.key)))


def _fee(case: Case, event: Event, body: Body) -> FeeNotice:
    """The assessment latest in order counts."""
    if case.fee is not None and case.fee.order >= event.order:
        return case.fee
    return FeeNotice(
        total=body["total"],
        day=body["day"],
        paper=body["papers"][0]["number"],
        order=event.order,
    )


def _corrected(case: Case, event: Event, body: Body) -> dict[str, Contact]:
    """The contact values; the note latest in (at, feed, number) counts, whenever it comes."""
    contact = dict(case.contact)
    for key, value in body["contact"].items():
        known = contact.get(key)
        if known is None or known.order < event.order:
            contact[key] = Contact(value=value, order=event.order)
    return dict(sorted(contact.items()))
