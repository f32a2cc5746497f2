"""The papers of a decision: 准予 and 不予, and the 送达回证 of what was handed out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from data.rules.case import Case
from data.rules.deadlines import DELIVERY_DAYS, delivery_deadline
from data.rules.numbers import DocumentKind
from printing import particulars as paper
from printing.decisions import (
    APPROVAL_TITLES,
    RESULT_TITLE,
    ApprovalData,
    Decider,
    Matter,
    RefusalData,
    Result,
    refusal_title,
)
from printing.deliveries import DeliveryData, Served
from window_app.services import notices, scenes
from window_app.services.notices import Plan
from window_app.services.scenes import Scene, day_text

SERVED = {"pickup": "直接送达", "post": "邮寄送达", "electronic": "电子送达"}


def approval(scene: Scene, number: str) -> ApprovalData:
    """准予行政许可决定书 and its like, of the department or of the window in its name."""
    case, item = scene.case, scene.item
    assert case.decided_day is not None
    delivery_by = delivery_deadline(date.fromisoformat(case.decided_day), scene.calendar)
    by_department = case.holder.side == "department"
    return ApprovalData(
        **scenes.head(scene, number),
        matter=Matter(case.item_kind),
        received=notices.received_text(scene),
        accepted=day_text(case.accepted_day or case.decided_day),
        acceptance_number=_acceptance_number(case),
        basis=item.legal_basis,
        decider=Decider.DEPARTMENT if by_department else Decider.WINDOW,
        results=(Result(item.result.name, valid=item.result.valid or ""),),
        hand_over=paper.Limit(
            f"{DELIVERY_DAYS}个工作日", day_text(delivery_by.day), delivery_by.estimated
        ),
        waits_for=tuple(row.name for row in case.deferred_open),
        delivery=scenes.delivery(case, item),
    )


def refusal(scene: Scene, number: str) -> RefusalData:
    """不予行政许可决定书 and its like, with reasons, basis and remedies (XKF 38)."""
    case, department = scene.case, scene.department
    assert case.decided_day is not None
    return RefusalData(
        **scenes.head(scene, number),
        matter=Matter(case.item_kind),
        received=notices.received_text(scene),
        accepted=day_text(case.accepted_day or case.decided_day),
        acceptance_number=_acceptance_number(case),
        basis=scene.item.legal_basis,
        reasons=case.refused_for,
        review_body=department.review_body or "",
        court=department.court or "",
    )


def delivery(scene: Scene, number: str) -> DeliveryData:
    """送达回证 of the decision and, where one was granted, of the result."""
    case = scene.case
    handed = case.handed_out or {}
    return DeliveryData(
        **scenes.head(scene, number),
        served=tuple(_served(case, scene.item.result.name)),
        way=SERVED[handed.get("how", "pickup")],
        place=scenes.progress_of(scene).place,
        served_on=day_text(handed["day"]) if handed.get("how") != "post" else "",
        remark="；".join(_handed_remarks(case, handed)),
    )


APPROVAL: Plan = (DocumentKind.APPROVAL, approval)
REFUSAL: Plan = (DocumentKind.REFUSAL, refusal)
DELIVERY: Plan = (DocumentKind.DELIVERY, delivery)


def _acceptance_number(case: Case) -> str:
    return next((p.number for p in case.papers if p.kind == "acceptance"), "")


def _served(case: Case, result: str) -> Iterator[Served]:
    matter = Matter(case.item_kind)
    titles = {
        "approval": APPROVAL_TITLES.get(matter, RESULT_TITLE),
        "refusal": refusal_title(matter),
    }
    for one in case.papers:
        if one.kind in titles and not case.is_paper_void(one.number):
            yield Served(titles[one.kind], one.number)
    if case.decision == "approved":
        yield Served(result)


def _handed_remarks(case: Case, handed: Mapping[str, str]) -> Iterator[str]:
    """Who fetched it where it was not the applicant, and under which number it was posted."""
    if handed.get("to") != case.applicant.name:
        yield f"领取人：{handed.get('to')}"
    if handed.get("courier"):
        yield f"快递单号：{handed['courier']}"
