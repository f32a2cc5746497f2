"""Fees as they are told: before on the 一次性告知书, when accepted on the notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.rules import checklist as lists
from data.rules.listing import Catalogue
from data.rules.reach import every_situation
from data.rules.situation import Facts, resolve
from window_app.services import guiding
from window_app.services.office import Office

DUG = {"work": ["dig"], "surface": ["sidewalk"]}


@pytest.fixture
def told(shipped: Catalogue) -> Callable[..., dict[str, str]]:
    """The fees on the guide of a situation, by name."""

    def fees(code: str, answers: dict[str, list[str]]) -> dict[str, str]:
        item = shipped.item(code)
        assert item is not None
        subject = item.subjects[0]
        found = resolve(item.questions, answers, subject=subject, facts=Facts(), region="441803")
        data = guiding.guide(shipped, lists.build(item, found), date(2026, 11, 23))
        return {fee.name: fee.amount for fee in data.fees}

    return fees


def with_fee(shipped: Catalogue, unit: str) -> str:
    return next(i.code for i in shipped.items if any(f.unit == unit for f in i.fees))


def test_a_fee_for_each_piece(shipped: Catalogue, told: Any) -> None:
    code = with_fee(shipped, "张")
    assert told(code, {"kind": ["lost"]}) == {"社会保障卡补卡换卡工本费": "每张20.00元"}


def test_a_fee_in_yuan_for_a_measure(shipped: Catalogue, told: Any) -> None:
    code = with_fee(shipped, "元/平方米")
    assert told(code, DUG) == {"城市道路挖掘修复费(人行道)": "160.00元/平方米"}


def test_on_the_notice_it_is_what_is_to_be_paid(
    shipped: Catalogue, filled: Any, submit: Any, office: Office, pdf_text: Any
) -> None:
    item = shipped.item(with_fee(shipped, "张"))
    assert item is not None
    lost = (
        (subject, answers)
        for subject, answers in every_situation(item)
        if answers["kind"] == ("lost",)
    )
    subject, answers = next(lost)
    answer = submit(filled(item.code, answers, subject))
    notice = next(d for d in answer.case.documents if d.kind == "acceptance")
    assert "20.00元" in pdf_text(Path(notice.path))
