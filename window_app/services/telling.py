"""What an event says beside its name, in words for whoever looks at the history."""

from __future__ import annotations

from data.rules.event import Event, Kind


def note(event: Event) -> str:
    """What was told, why, by which number; empty where the kind says all."""
    body = event.body or {}
    match event.kind:
        case Kind.SUPPLEMENT_REQUESTED | Kind.SENT_BACK:
            return "；".join(point_words(point) for point in body["points"])
        case Kind.PRINTED:
            return f"{body['number']}，补打第{body['reprint']}次"
        case Kind.ACCEPTED if body["how"] == "deemed":
            return "期限内没有告知补正，视为受理"
        case Kind.DEFERRED_HANDED_IN:
            names = "、".join(row["name"] for row in body["materials"])
            return f"{names}（逾期）" if body.get("late") else names
        case Kind.FEE_ASSESSED:
            return f"{body['total']}元"
        case Kind.FEE_PAID:
            return f"{body['amount']}元，票据 {body['receipt']}"
        case Kind.PAPER_VOIDED:
            return f"{body['number']}，{body['why']}"
        case Kind.VOIDED if body.get("replaced_by"):
            return f"{body['why']}，由 {body['replaced_by']} 代替"
    return str(body.get("why") or "")


def point_words(point: dict[str, object]) -> str:
    """A point; one that an earlier round could have told says so, with its reason."""
    said = str(point["say"])
    reason = point.get("new_reason")
    return f"【新增】{said}原因：{reason}" if reason else said
