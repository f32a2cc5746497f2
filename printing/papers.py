"""Every kind of paper at one door: facts -> document -> JSON -> document.

What is kept is the finished document with all its words, not the facts it was made from: a
reprint years later says what the first print said, whatever the wording has become since.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from data.errors import PaperError
from printing import document as paper
from printing.decisions import ApprovalData, RefusalData, approval, refusal
from printing.declines import DeclineData, decline
from printing.deliveries import DeliveryData, delivery
from printing.document import Document
from printing.errands import ErrandData, ProxyData, errand, proxy
from printing.guides import GuideData, guide
from printing.notices import acceptance, receipt
from printing.particulars import AcceptanceData, ReceiptData
from printing.payments import PaymentData, payment
from printing.promises import (
    CommitmentData,
    ToleranceData,
    TolerancePromiseData,
    commitment,
    tolerance,
    tolerance_promise,
)
from printing.returns import WithdrawalData, withdrawal
from printing.slips import SlipData, slip
from printing.supplements import ReturnData, SupplementData, return_list, supplement

PaperData: TypeAlias = (
    AcceptanceData
    | ReceiptData
    | SupplementData
    | ReturnData
    | WithdrawalData
    | DeclineData
    | ToleranceData
    | TolerancePromiseData
    | CommitmentData
    | ErrandData
    | ProxyData
    | GuideData
    | ApprovalData
    | RefusalData
    | DeliveryData
    | PaymentData
    | SlipData
)

PAPERS: dict[type[PaperData], Callable[[Any], Document]] = {
    AcceptanceData: acceptance,
    ReceiptData: receipt,
    SupplementData: supplement,
    ReturnData: return_list,
    WithdrawalData: withdrawal,
    DeclineData: decline,
    ToleranceData: tolerance,
    TolerancePromiseData: tolerance_promise,
    CommitmentData: commitment,
    ErrandData: errand,
    ProxyData: proxy,
    GuideData: guide,
    ApprovalData: approval,
    RefusalData: refusal,
    DeliveryData: delivery,
    PaymentData: payment,
    SlipData: slip,
}

_CLOSED = with_config(ConfigDict(extra="forbid", strict=True))
"""A key this version does not know is a fault: what it says would be lost on the paper."""

for _part in (
    paper.Line,
    paper.Column,
    paper.Table,
    paper.Paragraph,
    paper.Codes,
    paper.Seal,
    paper.Signature,
    paper.Document,
):
    _CLOSED(_part)

_DOCUMENT = TypeAdapter(Document)


def compose(data: PaperData) -> Document:
    """The document that `data` makes."""
    return PAPERS[type(data)](data)


def data_to_json(data: PaperData) -> str:
    """The paper that `data` makes, frozen."""
    return _DOCUMENT.dump_json(compose(data)).decode()


def document_from_json(kind: str, content: str, *, reprint: int = 0) -> Document:
    """The document kept in `content`; reprint: n of 补打第 n 次. Raises PaperError."""
    try:
        document = _DOCUMENT.validate_json(content)
    except ValidationError as error:
        raise _unreadable(error) from error
    if document.kind != kind:
        raise PaperError(
            "paper_of_other_kind",
            f"存档的文书是“{document.title}”（{document.kind}），不是所要的 {kind}。",
            hint="请重新选择要打印的文书。",
            field="kind",
        )
    return replace(document, reprint=reprint)


def _unreadable(error: ValidationError) -> PaperError:
    places = ".".join(str(step) for step in error.errors()[0]["loc"]) or "整份文书"
    return PaperError(
        "paper_unreadable",
        f"存档的文书不能还原，{places} 处不符合本版本的格式。",
        hint="文书可能由更新的版本生成，请升级后再打印；办件本身没有受到影响。",
        field=places,
    )
