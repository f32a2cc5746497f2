"""Voiding a case or a paper: nothing is deleted, nothing void is printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.errors import InputError, Refusal
from data.store.staff import Account
from window_app.services import cases, correcting, handing, keeping, reprinting, voiding
from window_app.services.office import Office

WHY = "收件时选错事项"


@pytest.fixture
def number(catering: Any, submit: Any) -> str:
    taken: str = submit(catering).case.number
    return taken


def code(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_a_supervisor_voids_what_was_taken_in_by_mistake(
    number: str, catering: Any, submit: Any, office: Office, staff: dict[str, Account]
) -> None:
    other = submit(catering).case.number
    case = voiding.void_case(office, number, staff["监督员"], why=WHY, replaced_by=other)
    assert not isinstance(case, Refusal)
    assert (case.status, case.holder.kind) == ("voided", "none")
    assert [d.voided for d in case.documents] == [True]
    assert f"{WHY}。由 {other} 代替。" in cases.told(office, number)
    again = voiding.void_case(office, number, staff["监督员"], why=WHY)
    assert code(again) == "not_in_this_state"
    assert keeping.verify(office, replay=True).problems == ()


def test_nobody_else_voids_a_case(number: str, office: Office, staff: dict[str, Account]) -> None:
    for name in ("窗口员", "首席代表", "清单员", "管理员"):
        assert code(voiding.void_case(office, number, staff[name], why=WHY)) == "role_may_not"
    assert cases.show(office, number).status == "accepted"


def test_a_case_does_not_stand_for_itself(
    number: str, office: Office, staff: dict[str, Account]
) -> None:
    with pytest.raises(InputError) as refused:
        voiding.void_case(office, number, staff["监督员"], why=WHY, replaced_by=number)
    assert refused.value.code == "replaced_by_itself"
    with pytest.raises(InputError) as wrong:
        voiding.void_case(office, number, staff["监督员"], why=WHY, replaced_by="123")
    assert wrong.value.code == "case_number_invalid"


def test_a_void_paper_is_told_and_never_printed_again(
    number: str, office: Office, clerk: Account, tmp_path: Path
) -> None:
    case = voiding.void_paper(office, number, "acceptance", clerk, why="地址印错")
    assert not isinstance(case, Refusal)
    assert [(d.kind, d.voided) for d in case.documents] == [("acceptance", True)]
    target = f"file:{tmp_path / 'again.pdf'}"
    again = reprinting.reprint(office, number, "acceptance", clerk, printer=target)
    assert code(again) == "paper_is_void"
    assert list(tmp_path.glob("again*")) == []
    assert code(voiding.void_paper(office, number, "acceptance", clerk, why="再来")) == (
        "paper_is_void"
    )
    assert keeping.verify(office, replay=True).problems == ()


def test_the_paper_in_its_place_names_it_and_has_what_was_corrected(
    number: str, office: Office, clerk: Account, pdf_text: Callable[[str], str], tmp_path: Path
) -> None:
    correcting.correct(
        office, number, clerk, why="搬迁", address="太和镇新路9号", phone="0763-5800000"
    )
    case = voiding.void_paper(office, number, "acceptance", clerk, why="地址变了", anew=True)
    assert not isinstance(case, Refusal)
    old, new = case.documents
    assert (old.voided, new.voided) == (True, False)
    text = pdf_text(str(new.path))
    assert f"原{old.number}文书作废" in text
    assert "太和镇新路9号" in text and "0763-5800000" in text
    assert "2026年11月23日" in text
    printed = reprinting.reprint(
        office, number, "acceptance", clerk, printer=f"file:{tmp_path / 'again.pdf'}"
    )
    assert not isinstance(printed, Refusal)
    assert printed.number == new.number


def test_a_notice_that_stands_already_may_take_its_place(
    number: str, office: Office, clerk: Account
) -> None:
    case = voiding.void_paper(office, number, "acceptance", clerk, why="试", anew=True)
    assert not isinstance(case, Refusal)
    old, new = (d.number for d in case.documents)
    with pytest.raises(InputError) as refused:
        voiding.void_paper(office, number, new, clerk, why="试", replaced_by=new)
    assert refused.value.code == "replaced_by_itself"
    with pytest.raises(InputError) as unknown:
        voiding.void_paper(office, number, new, clerk, why="试", replaced_by="别的")
    assert (unknown.value.code, unknown.value.field) == ("paper_unknown", "--replaced-by")
    after = voiding.void_paper(office, number, new, clerk, why="试", replaced_by=old)
    assert not isinstance(after, Refusal)
    assert all(d.voided for d in after.documents)


@pytest.mark.parametrize(
    ("marks", "kinds"),
    [
        ({"layout": "missing"}, ["supplement"]),
        ({"manager": "deferred", "rules": "committed"}, ["tolerance", "commitment"]),
    ],
)
def test_papers_that_can_be_made_anew(
    catering: Any,
    submit: Any,
    office: Office,
    clerk: Account,
    pdf_text: Callable[[str], str],
    marks: dict[str, str],
    kinds: list[str],
) -> None:
    for material, mark in marks.items():
        catering.mark(material, mark)
    number = submit(catering).case.number
    for kind in kinds:
        before = [d for d in cases.show(office, number).documents if d.kind == kind]
        for old in before:
            case = voiding.void_paper(office, number, old.number, clerk, why="印错", anew=True)
            assert not isinstance(case, Refusal)
            text, first = pdf_text(str(case.documents[-1].path)), pdf_text(str(old.path))
            assert f"原{old.number}文书作废" in text
            assert text[:4] == first[:4] or _title(first) == _title(text)


def test_a_withdrawal_list_is_made_anew(
    catering: Any, submit: Any, office: Office, clerk: Account, pdf_text: Callable[[str], str]
) -> None:
    number = submit(catering.mark("layout", "missing")).case.number
    handing.withdraw(office, number, clerk, why="不办了")
    case = voiding.void_paper(office, number, "return", clerk, why="漏了一份", anew=True)
    assert not isinstance(case, Refusal)
    text = pdf_text(str(case.documents[-1].path))
    assert "撤回申请" in text and "文书作废" in text


def test_a_receipt_says_what_was_brought_that_day_and_is_not_made_anew(
    catering: Any, submit: Any, office: Office, clerk: Account
) -> None:
    number = submit(catering.set(conclude=False)).case.number
    refusal = voiding.void_paper(office, number, "receipt", clerk, why="印错", anew=True)
    assert code(refusal) == "paper_not_remade"
    case = voiding.void_paper(office, number, "receipt", clerk, why="印错")
    assert not isinstance(case, Refusal)
    assert [d.voided for d in case.documents] == [True]


def test_who_does_not_see_the_case_voids_no_paper(
    number: str, office: Office, staff: dict[str, Account]
) -> None:
    for name in ("清单员", "管理员"):
        answer = voiding.void_paper(office, number, "acceptance", staff[name], why="试")
        assert code(answer) == "role_may_not"


def _title(text: str) -> str:
    return next(word for word in ("承诺书", "补正告知书", "容缺受理通知书") if word in text)
