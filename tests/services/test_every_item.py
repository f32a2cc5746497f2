"""Every shipped item goes through the store and onto paper, in three situations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.rules.case import Case
from data.rules.listing import Catalogue
from data.store import cases
from data.store.catalogue_files import load_catalogue
from data.store.staff import Account
from window_app import bootstrap
from window_app.services import intake, keeping
from window_app.services.office import Office
from window_app.views import Submitted

CODES = [item.code for item in load_catalogue(bootstrap.shipped_catalogue()).items]
LEADING = {
    "accepted": "acceptance",
    "supplementing": "supplement",
    "returned": "return",
    "declined": "decline",
}


def days_told(case: Case) -> Iterator[str]:
    """The days that the leading paper must name, as it writes them."""
    days = [case.due.promised, case.due.statutory] if case.due else []
    if case.status == "supplementing":
        days.append(case.supplements[-1].deadline)
    for day in map(date.fromisoformat, days):
        yield f"{day.year}年{day.month}月{day.day}日"


@pytest.mark.parametrize("code", CODES)
def test_three_situations_reach_the_store_and_paper(
    code: str,
    three: Callable[[str], list[Any]],
    shipped: Catalogue,
    office: Office,
    clerk: Account,
    tmp_path: Path,
    pdf_text: Callable[[str], str],
) -> None:
    item = shipped.item(code)
    assert item is not None
    level = "county" if "county" in item.levels else item.levels[0]
    office.terminal = office.terminal.model_copy(update={"level": level})
    numbers = set()
    for given in three(code):
        answer = intake.submit(office, given.form, clerk, tmp_path)
        assert isinstance(answer, Submitted), answer
        numbers.add(answer.case.number)
        kind = LEADING[answer.case.status]
        (leading,) = [paper for paper in answer.case.documents if paper.kind == kind]
        assert leading.path is not None, leading.problem
        text = pdf_text(leading.path)
        assert given.document["applicant"]["name"] in text
        assert leading.number in text
        assert answer.case.number in text
        with office.store.read() as unit:
            case = cases.by_number(unit, answer.case.number)
        assert case is not None
        for day in days_told(case):
            assert day in text
    assert len(numbers) == 3
    assert keeping.verify(office, replay=True).problems == ()
