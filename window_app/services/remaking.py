"""The paper that takes a voided one's place: made from the case as it stands, naming the old."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import cast

from data.errors import Refusal
from data.rules.case import Case, Status
from data.rules.numbers import DocumentKind
from data.store.papers import StoredPaper
from printing.papers import PaperData, document_from_json
from printing.particulars import CasePaper
from window_app.services import decision_notices, later_notices, notices
from window_app.services.notices import Maker, Plan
from window_app.services.scenes import Scene

PROMISE_TITLE = "容缺受理承诺书"
MAKERS: dict[str, Maker] = {
    DocumentKind.ACCEPTANCE: notices.acceptance,
    DocumentKind.DECLINE: notices.decline,
    DocumentKind.APPROVAL: decision_notices.approval,
    DocumentKind.REFUSAL: decision_notices.refusal,
}


def plans(case: Case, paper: StoredPaper) -> tuple[Plan, ...] | Refusal:
    """What to print in the place of a paper.

    Refused for a paper that says what was brought or handed over on its day: that cannot be made
    again from the case.
    """
    maker = _maker(case, paper)
    if maker is None:
        return Refusal(
            "paper_not_remade",
            f"{paper.number} 记的是当天的事，不能照现在的办件重出。",
            hint="不加 --anew 先作废，再重办那一步。",
        )
    return ((DocumentKind(paper.kind), partial(_naming, maker, paper.number)),)


def _maker(case: Case, paper: StoredPaper) -> Maker | None:
    """What makes this kind from the case; None where the case no longer tells it."""
    match paper.kind:
        case DocumentKind.SUPPLEMENT:
            last = next((p for p in reversed(case.papers) if p.kind == paper.kind), None)
            is_open = case.status is Status.SUPPLEMENTING
            is_last = last is not None and last.number == paper.number
            return notices.supplement if is_open and is_last else None
        case DocumentKind.RETURN if case.status is Status.RETURNED:
            return notices.return_list
        case DocumentKind.RETURN if case.status is Status.WITHDRAWN:
            return later_notices.withdrawal
        case DocumentKind.TOLERANCE:
            return notices.tolerance if case.deferred_open else None
        case DocumentKind.COMMITMENT:
            return _promise(case, paper)
    return MAKERS.get(paper.kind)


def _promise(case: Case, paper: StoredPaper) -> Maker | None:
    """容缺受理承诺书 and 告知承诺书 are of one kind; the title tells them apart."""
    if document_from_json(paper.kind, paper.content).title != PROMISE_TITLE:
        return notices.commitment
    return notices.tolerance_promise if case.deferred_open else None


def _naming(maker: Maker, old: str, scene: Scene, number: str) -> PaperData:
    data = maker(scene, number)
    assert isinstance(data, CasePaper)
    return cast(PaperData, dataclasses.replace(data, replaces=old))
