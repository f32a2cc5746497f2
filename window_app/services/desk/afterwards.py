"""What stands after an act on a case: its new papers, what to do with them, what comes next."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from data.rules.numbers import group_number
from data.rules.words import STATUS_NAMES
from window_app.desk_views import Done
from window_app.services import showing
from window_app.services.cases import find
from window_app.services.desk import home
from window_app.services.desk.pages import paper_name
from window_app.services.office import Office


def done(
    office: Office, number: str, before: Collection[str], *, title: str = "", next_is: str = ""
) -> Done:
    """The case after an act; `before` are the numbers of the papers it had already."""
    with office.store.read() as unit:
        case = find(unit, number)
        papers = [one for one in showing.documents(unit, case) if one.number not in before]
    named = [(paper_name(one.kind), one) for one in papers]
    return Done(
        number=case.number,
        grouped=group_number(case.number),
        query_code=case.query_code,
        title=title or STATUS_NAMES[case.status],
        papers=tuple((name, one.number, one.path or "") for name, one in named),
        next=next_is or _hand_over(name for name, _ in named) + home.next_words(case),
        problems=tuple(f"{name}没有打印：{one.problem}" for name, one in named if one.problem),
    )


def _hand_over(names: Iterable[str]) -> str:
    told = "、".join(dict.fromkeys(names))
    return f"请把{told}交给申请人。" if told else ""
