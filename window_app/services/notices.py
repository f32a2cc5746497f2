"""The papers of a window's acts: a stored case becomes the facts of each notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from data.rules.case import MaterialRow
from data.rules.conclusion import Mark
from data.rules.deadlines import carry_up_deadline
from data.rules.numbers import DocumentKind
from printing import particulars as paper
from printing.declines import DeclineData, Ground
from printing.errands import ErrandData
from printing.papers import PaperData
from printing.promises import (
    CommitmentData,
    Committed,
    Deferred,
    Late,
    ToleranceData,
    TolerancePromiseData,
)
from printing.supplements import Ask, HandIn, Point, ReturnData, SupplementData
from window_app.services import scenes
from window_app.services.bodies import SUPPLEMENT_DAYS
from window_app.services.scenes import Scene, day_text, moment_text

ERRAND_AUTHORITY = ("代为提交申请材料", "代为签收文书和办理结果")


def acceptance(scene: Scene, number: str) -> paper.AcceptanceData:
    """受理通知书 of a case that is accepted."""
    case = scene.case
    assert case.due is not None and case.accepted_day is not None
    due, limits = case.due, case.limits
    return paper.AcceptanceData(
        **scenes.head(scene, number),
        received=received_text(scene),
        accepted=day_text(case.accepted_day),
        kind=paper.Acceptance(case.accepted_how),
        promised=scenes.limit(limits, limits.promised, due.promised, due.estimated),
        statutory=scenes.limit(limits, limits.statutory, due.statutory, due.estimated),
        materials=tuple(scenes.material(r) for r in case.materials_now if scenes.is_listed(r)),
        progress=scenes.progress_of(scene),
        delivery=scenes.delivery(case, scene.item),
        special=tuple(scenes.special(s) for s in case.special if s.stops_clock),
        fees=tuple(paper.Fee(fee.name, fee.amount) for fee in case.fees),
        late=scenes.late(case),
    )


def receipt(scene: Scene, number: str) -> paper.ReceiptData:
    """接收凭证 for materials that stay without acceptance."""
    case = scene.case
    points = case.supplements[-1].points if case.supplements else ()
    return paper.ReceiptData(
        **scenes.head(scene, number),
        received=moment_text(scene.at),
        materials=_handed_in(scene),
        progress=scenes.progress_of(scene),
        tell_days=case.accept_days,
        tell_by=day_text(case.notice_deadline),
        tell_by_estimated=_is_estimated(scene, case.materials_day, case.notice_deadline),
        lacking=tuple(point["say"] for point in points),
    )


def supplement(scene: Scene, number: str) -> SupplementData:
    """补正告知书: every point of the round just told."""
    case = scene.case
    told = case.supplements[-1]
    days = case.supplement_days or SUPPLEMENT_DAYS
    earlier = [p.number for p in case.papers if p.kind == "supplement" and p.number != number]
    return SupplementData(
        **scenes.head(scene, number),
        received=received_text(scene),
        points=_points(scene),
        deadline=paper.Limit(
            f"{days}个工作日内",
            day_text(told.deadline),
            _is_estimated(scene, told.told_on, told.deadline),
        ),
        hand_in=_hand_in(scene),
        accepted=day_text(case.accepted_day) if case.accepted_day else "",
        stopped_by=scenes.stopped_by(case),
        earlier=tuple(earlier),
    )


def return_list(scene: Scene, number: str) -> ReturnData:
    """退回清单: everything goes back with all points."""
    return ReturnData(
        **scenes.head(scene, number),
        received=received_text(scene),
        materials=_handed_in(scene),
        points=_points(scene),
        hand_in=_hand_in(scene),
    )


def decline(scene: Scene, number: str) -> DeclineData:
    """不受理 or 不予受理通知书, with the remedies."""
    case, department = scene.case, scene.department
    return DeclineData(
        **scenes.head(scene, number),
        ground=Ground(case.decline_ground),
        received=received_text(scene),
        reason=case.ended_why or "",
        competent=case.competent or "",
        review_body=department.review_body or "",
        court=department.court or "",
        materials=_handed_in(scene),
    )


def tolerance(scene: Scene, number: str) -> ToleranceData:
    """容缺受理通知书: what follows, each by its day."""
    assert scene.case.accepted_day is not None
    return ToleranceData(
        **scenes.head(scene, number),
        accepted=day_text(scene.case.accepted_day),
        deferred=_deferred(scene),
        late=Late(scene.case.deferred_late),
        place=_hand_in(scene).place,
    )


def tolerance_promise(scene: Scene, number: str) -> TolerancePromiseData:
    """容缺受理承诺书, for the applicant to sign."""
    return TolerancePromiseData(
        **scenes.head(scene, number),
        deferred=_deferred(scene),
        late=Late(scene.case.deferred_late),
    )


def commitment(scene: Scene, number: str) -> CommitmentData:
    """告知承诺书, for the applicant to sign."""
    committed = [row for row in scene.case.materials if row.mark is Mark.COMMITTED]
    basis = scenes.item_of(scene).basis
    return CommitmentData(
        **scenes.head(scene, number),
        committed=tuple(
            Committed(
                material=row.name,
                demands=_criteria(scene, row),
                basis=basis,
                whose=row.person_name or "",
            )
            for row in committed
        ),
        check_days=scene.item.check_days,
    )


def errand(scene: Scene, number: str) -> ErrandData:
    """代办受理单: the agent takes the errand; the item's clock begins elsewhere."""
    by = carry_up_deadline(scene.today, scene.calendar)
    village = paper.Office(
        name=scene.terminal.hall or f"{scene.terminal.station}号便民服务站",
        seal="",
        phone="",
        address="",
    )
    return ErrandData(
        **{**scenes.head(scene, number), "office": village},
        received=received_text(scene),
        authority=ERRAND_AUTHORITY,
        carried_to=f"{scene.case.carries_to}号站点",
        carried_by=day_text(by.day),
        carried_by_estimated=by.estimated,
        materials=_handed_in(scene),
    )


Maker = Callable[[Scene, str], PaperData]
Plan = tuple[DocumentKind, Maker]
ACCEPTANCE: Plan = (DocumentKind.ACCEPTANCE, acceptance)
RECEIPT: Plan = (DocumentKind.RECEIPT, receipt)
SUPPLEMENT: Plan = (DocumentKind.SUPPLEMENT, supplement)
RETURN: Plan = (DocumentKind.RETURN, return_list)
DECLINE: Plan = (DocumentKind.DECLINE, decline)
TOLERANCE: Plan = (DocumentKind.TOLERANCE, tolerance)
TOLERANCE_PROMISE: Plan = (DocumentKind.COMMITMENT, tolerance_promise)
COMMITMENT: Plan = (DocumentKind.COMMITMENT, commitment)
ERRAND: Plan = (DocumentKind.ERRAND, errand)


def received_text(scene: Scene) -> str:
    """When the application came, to the minute."""
    return moment_text(datetime.fromisoformat(scene.case.received_at))


def _handed_in(scene: Scene) -> tuple[paper.MaterialRow, ...]:
    rows = scene.case.materials
    return tuple(scenes.received_material(row) for row in rows if row.mark in scenes.HANDED_IN)


def _points(scene: Scene) -> tuple[Point, ...]:
    rows = {row.key: row for row in scene.case.materials}
    told = scene.case.supplements[-1].points
    return tuple(_point(scene, rows[one["material"], one["person"]], one) for one in told)


def _point(scene: Scene, row: MaterialRow, told: Mapping[str, Any]) -> Point:
    return Point(
        ask=Ask.COMPLETE if row.mark is Mark.MISSING else Ask.CORRECT,
        material=row.name,
        whose=row.person_name or "",
        choice=told["choice"],
        faults=row.faults,
        criterion="；".join(_criteria(scene, row)),
        form=scenes.copies_text(row) if row.mark is Mark.MISSING else "",
        new_reason=told.get("new_reason", ""),
    )


def _criteria(scene: Scene, row: MaterialRow) -> tuple[str, ...]:
    material = scene.item.material(row.id)
    return material.criteria if material else ()


def _hand_in(scene: Scene) -> HandIn:
    progress = scenes.progress_of(scene)
    return HandIn(place=progress.place, phone=progress.phone)


def _deferred(scene: Scene) -> tuple[Deferred, ...]:
    return tuple(
        Deferred(
            material=row.name,
            by=day_text(row.later_by or scene.today),
            estimated=_is_estimated(scene, scene.case.accepted_day or "", row.later_by or ""),
            form=scenes.copies_text(row),
            whose=row.person_name or "",
        )
        for row in scene.case.deferred_open
    )


def _is_estimated(scene: Scene, first: str, last: str) -> bool:
    return scene.calendar.is_estimated(date.fromisoformat(first), date.fromisoformat(last))
