"""The applicant takes an application back, in writing."""

from __future__ import annotations

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
