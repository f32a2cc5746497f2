"""The applicant's slip: goes with the papers of an act where a printer is chosen for it."""

from __future__ import annotations

from datetime import date, datetime

from data.rules.case import Case, MaterialRow, Status
from data.rules.conclusion import Mark
from data.rules.identity import mask_name
from data.rules.item import Need
from data.rules.numbers import DocumentKind
from data.store import printers
from data.store.engine import Unit
from printing import particulars as paper
from printing.slips import SlipData
from window_app.services import scenes
from window_app.services.notices import Plan
from window_app.services.scenes import Scene, day_text, moment_text

GIVEN_WITH = {DocumentKind.ACCEPTANCE, DocumentKind.RECEIPT, DocumentKind.ERRAND}
"""The applicant goes home and waits: with these a slip is of use."""
IS_HERE = scenes.HANDED_IN | {Mark.REUSED, Mark.COMMITTED}


def with_slip(unit: Unit, plans: list[Plan]) -> list[Plan]:
    """An act's papers, and the slip after them where it is printed here."""
    is_given = any(kind in GIVEN_WITH for kind, _make in plans)
    if not is_given or DocumentKind.SLIP not in printers.choices(unit):
        return plans
    return [*plans, SLIP]


def slip(scene: Scene, number: str) -> SlipData:
    """办件查询单 of a case as it stands after the act."""
    case = scene.case
    counted = [row for row in case.materials if _counts(row, case)]
    is_body = case.applicant.id_type == "credit_code"
    return SlipData(
        number=number,
        case_number=case.number,
        query_code=case.query_code,
        item=scenes.item_of(scene),
        hall=scene.terminal.hall,
        window=f"{scene.terminal.terminal}号窗口",
        applicant=case.applicant.name if is_body else mask_name(case.applicant.name),
        received=moment_text(datetime.fromisoformat(case.received_at)),
        handed_in=sum(row.mark in IS_HERE for row in counted),
        wanted=len(counted),
        promised=_promised(case),
        next=_next(scene),
        stands_for=_stands_for(case),
        phone=scenes.progress_of(scene).phone,
    )


SLIP: Plan = (DocumentKind.SLIP, slip)


def _counts(row: MaterialRow, case: Case) -> bool:
    """What was looked at, and before a conclusion what has still to be."""
    is_awaited = case.status is Status.RECEIVED and row.group is None
    return row.mark is not None or (is_awaited and row.need is not Need.OPTIONAL)


def _promised(case: Case) -> paper.Limit | None:
    if case.due is None or not case.ever_accepted:
        return None
    return paper.Limit("", day_text(case.due.promised), case.due.estimated)


def _next(scene: Scene) -> str:
    case = scene.case
    if case.status is Status.SUPPLEMENTING:
        told = case.supplements[-1]
        by = _by(scene, told.told_on, told.deadline)
        return f"{by}补正{len(told.points)}处，见补正告知书"
    if case.is_errand:
        return f"两个工作日内送到{case.carries_to}号站点"
    if case.status is Status.RECEIVED:
        by = _by(scene, case.materials_day, case.notice_deadline)
        return f"{by}告知是否受理"
    return ""


def _by(scene: Scene, since: str, day: str) -> str:
    is_guess = scene.calendar.is_estimated(date.fromisoformat(since), date.fromisoformat(day))
    return f"{day_text(day)}前{'（预计）' if is_guess else ''}"


def _stands_for(case: Case) -> str:
    if case.is_errand:
        return "代办受理单"
    return "受理通知书" if case.status is Status.ACCEPTED else "申请材料接收凭证"
