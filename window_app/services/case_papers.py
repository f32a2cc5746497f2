"""Which paper of a case is meant, and whether it still counts."""

from __future__ import annotations

from data.errors import InputError, Refusal
from data.rules.case import Case
from data.store import papers
from data.store.engine import Unit
from data.store.papers import StoredPaper


def named(unit: Unit, case: Case, document: str, *, field: str = "DOCUMENT") -> StoredPaper:
    """The paper with that number, or the newest of that kind; one that counts before a void one."""
    stored = papers.of_case(unit, case.case_id)
    found = [paper for paper in stored if document in (paper.kind, paper.number)]
    if not found:
        kinds = "、".join(dict.fromkeys(paper.kind for paper in stored)) or "没有"
        raise InputError(
            "paper_unknown",
            f"这件没有文书“{document}”。",
            hint=f"现有文书：{kinds}",
            field=field,
        )
    counting = [paper for paper in found if not case.is_paper_void(paper.number)]
    return (counting or found)[-1]


def void_refusal(case: Case, paper: StoredPaper) -> Refusal | None:
    """A void paper is never printed again: nobody may hold it for one that counts."""
    if not case.is_paper_void(paper.number):
        return None
    return Refusal(
        "paper_is_void",
        f"{paper.number} 已经作废，不能打印。",
        hint="代替它的文书用 window case show 查看。",
    )
