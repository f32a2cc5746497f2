"""The applicant takes an application back, in writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from data.store.staff import Account
from window_app.services import cases, handing, keeping
from window_app.services.office import Office


@pytest.fixture
def lacking(catering: Any, submit: Any) -> str:
    """A case that the window holds."""
    number: str = submit(catering.mark("layout", "missing")).case.number
    return number


def withdraw(office: Office, number: str, who: Account) -> Any:
    return handing.withdraw(office, number, who, why="不办了")


def test_the_applicant_takes_it_back(lacking: str, office: Office, clerk: Account) -> None:
    case = withdraw(office, lacking, clerk)
    assert (case.status, case.holder.kind) == ("withdrawn", "none")
    again = withdraw(office, lacking, clerk)
    assert again.code == "not_in_this_state"
    assert keeping.verify(office, replay=True).problems == ()


def test_what_stayed_here_goes_back_by_a_list(
    catering: Any, submit: Any, office: Office, clerk: Account, pdf_text: Callable[[str], str]
) -> None:
    """What is missing was never here, what may follow did not come."""
    catering.mark("layout", "missing").mark("rules", "defective", "未盖章")
    number = submit(catering).case.number
    case = withdraw(office, number, clerk)
    (listed,) = [d for d in case.documents if d.kind == "return"]
    assert "退字" in listed.number
    text = pdf_text(listed.path)
    assert "撤回申请" in text and "不办了" in text and "申请人签收" in text
    assert "食品经营许可申请书" in text and "规章制度" in text and "平面图" not in text


def test_an_agent_may_withdraw_what_a_window_holds(
    lacking: str, office: Office, staff: dict[str, Account]
) -> None:
    assert withdraw(office, lacking, staff["代办员"]).status == "withdrawn"


@pytest.mark.parametrize("name", ["承办人", "首席代表", "出件员", "收费员", "监督员", "清单员"])
def test_others_may_not(lacking: str, office: Office, staff: dict[str, Account], name: str) -> None:
    assert withdraw(office, lacking, staff[name]).code == "role_may_not"
    assert cases.show(office, lacking).status == "supplementing"


def test_what_a_department_has_is_not_the_windows_to_withdraw(
    catering: Any, submit: Any, office: Office, clerk: Account, staff: dict[str, Account]
) -> None:
    number = submit(catering).case.number
    assert withdraw(office, number, clerk).code == "role_may_not"
    assert withdraw(office, number, staff["首席代表"]).code == "not_holder"
