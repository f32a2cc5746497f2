"""Papers of what comes after the intake: receipts of what follows, withdrawal, payment."""

from __future__ import annotations

from collections.abc import Sequence

from data.rules.case import MaterialRow
from data.rules.numbers import DocumentKind
from printing import particulars as paper
from printing.payments import Charge, PaymentData
from printing.returns import WithdrawalData
from window_app.services import notices, scenes
from window_app.services.notices import Plan
from window_app.services.scenes import Scene, day_text, moment_text

PAY_BEFORE = "领取办理结果以前"
CASHIER = "收费窗口"


def receipt_of(
    rows: Sequence[MaterialRow], lacking: Sequence[str], scene: Scene, number: str
) -> paper.ReceiptData:
    """接收凭证 for what was brought to a case that is accepted: its day stays as it was.

    `lacking` tells what is still to come, a sentence each.
    """
    case = scene.case
    assert case.accepted_day is not None
    return paper.ReceiptData(
        **scenes.head(scene, number),
        received=moment_text(scene.at),
        materials=tuple(scenes.received_material(row) for row in rows),
        progress=scenes.progress_of(scene),
        accepted=day_text(case.accepted_day),
        lacking=tuple(lacking),
    )


def withdrawal(scene: Scene, number: str) -> WithdrawalData:
    """退回清单 of a withdrawn application: everything that stayed here goes back."""
    case = scene.case
    return WithdrawalData(
        **scenes.head(scene, number),
        received=notices.received_text(scene),
        withdrawn=day_text(scene.today),
        reason=case.ended_why or "",
        materials=tuple(
            scenes.received_material(row)
            for row in case.materials_now
            if row.mark in scenes.HANDED_IN and stayed(row)
        ),
    )


def stayed(row: MaterialRow) -> bool:
    """Whether something of it is here: what was only shown went back at once."""
    return bool(row.originals or row.copies or row.surrender or not row.check_original)


def payment(charges: Sequence[Charge], scene: Scene, number: str) -> PaymentData:
    """缴款通知书; the list sets no day, so it is to be paid before the result is fetched."""
    hall = scene.terminal.hall
    return PaymentData(
        **scenes.head(scene, number),
        charges=tuple(charges),
        due=paper.Limit(PAY_BEFORE),
        pay_at=(f"{hall}{CASHIER}",),
    )


WITHDRAWAL: Plan = (DocumentKind.RETURN, withdrawal)
PAYMENT = DocumentKind.PAYMENT
