"""Looking at cases: by number, the newest, the history. Changes nothing."""

from __future__ import annotations

import secrets

from data.errors import InputError, Refusal
from data.rules.case import Case
from data.rules.numbers import parse_case_number
from data.store import cases, query_tries
from data.store.engine import Unit
from window_app.services import case_facts, showing
from window_app.services.office import Office
from window_app.views import CaseView, HistoryLine


def show(office: Office, number: str) -> CaseView:
    """The case with this number; InputError where there is none."""
    with office.store.read() as unit:
        return showing.case_view(unit, office, find(unit, number))


def newest(office: Office, *, limit: int = 200) -> list[CaseView]:
    """The cases received last, newest first."""
    with office.store.read() as unit:
        return [showing.case_view(unit, office, c) for c in cases.newest(unit, limit=limit)]


def history(office: Office, number: str) -> tuple[HistoryLine, ...]:
    """Every event of a case."""
    with office.store.read() as unit:
        return showing.history(unit, find(unit, number))


def told(office: Office, number: str) -> tuple[str, ...]:
    """What should be known of a case beside its state, a sentence each."""
    with office.store.read() as unit:
        return case_facts.standing(unit, office, find(unit, number))


def progress(office: Office, number: str, code: str) -> CaseView | Refusal:
    """A case for whoever has its number and query code; five wrong tries lock the code."""
    with office.store.write() as unit:
        case = find(unit, number)
        if query_tries.is_locked(unit, case.number):
            return Refusal(
                "query_code_locked",
                "查询码连续输错五次，已锁定。",
                hint="请申请人带有效证件到窗口查询。",
            )
        if not secrets.compare_digest(case.query_code.encode(), code.encode()):
            query_tries.note_wrong(unit, case.number)
            return Refusal("query_code_wrong", "编号或者查询码不对。", field="CODE")
        query_tries.forget(unit, case.number)
        return showing.case_view(unit, office, case)


def find(unit: Unit, number: str) -> Case:
    """The case with a typed or scanned number; InputError says what is wrong with it."""
    parsed = str(parse_case_number(number))
    case = cases.by_number(unit, parsed)
    if case is None:
        raise InputError(
            "case_unknown",
            f"这里没有编号为 {parsed} 的办件。",
            hint="请核对编号；别的站点收的件，同步以后才能看到。",
            field="NUMBER",
        )
    return case
