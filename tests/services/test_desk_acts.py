"""The acts a case's page offers: fees by the clerk and the cashier, refusals at their field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from data.errors import Refusal
from data.rules.reach import every_situation
from data.store.staff import Account
from window_app.desk_views import Done
from window_app.services.desk.case_acts import CaseActs
from window_app.services.desk.station import Person
from window_app.services.office import Office

ROAD = "L-HOUSING-007"


@pytest.fixture
def acts(office: Office) -> CaseActs:
    return CaseActs(office)


@pytest.fixture
def occupied(filled: Callable[..., Any], submit: Any, shipped: Any) -> str:
    """An accepted application to occupy 20 square metres of road for 3 days, with its fee."""
    item = shipped.item(ROAD)
    for subject, answers in every_situation(item):
        intake = filled(ROAD, answers, subject)
        if {"area", "days"} <= set(intake.document["fields"]):
            intake.document["fields"].update(area="20", days="3")
            number: str = submit(intake).case.number
            return number
    raise AssertionError(ROAD)


def offered(acts: CaseActs, number: str, who: Account) -> list[str]:
    return [act.id for act in acts.offered(number, Person(who))]


def test_a_fee_is_assessed_by_the_window_and_paid_at_the_cashiers(
    acts: CaseActs, occupied: str, staff: dict[str, Account]
) -> None:
    clerk, cashier = staff["窗口员"], staff["收费员"]
    assert "assess_fee" in offered(acts, occupied, clerk)
    assert "pay_fee" not in offered(acts, occupied, cashier), "nothing is assessed yet"
    done = acts.do(occupied, "assess_fee", {}, Person(clerk))
    assert isinstance(done, Done)
    assert [name for name, *_ in done.papers] == ["缴款通知书"], "the new paper alone"
    assert "assess_fee" not in offered(acts, occupied, clerk)
    card = acts.act(occupied, "pay_fee", Person(cashier))
    assert card is not None
    values = {line.key: line.value for line in card.fields}
    assert values == {"amount": "18.00", "receipt": ""}
    wrong = acts.do(
        occupied, "pay_fee", {"amount": "17.00", "receipt": "粤财0042"}, Person(cashier)
    )
    assert isinstance(wrong, Refusal) and wrong.field == "amount", "said at its field"
    paid = acts.do(occupied, "pay_fee", {**values, "receipt": "粤财0042"}, Person(cashier))
    assert isinstance(paid, Done)
    assert "pay_fee" not in offered(acts, occupied, cashier)


def test_the_list_manager_is_offered_nothing(
    acts: CaseActs, occupied: str, staff: dict[str, Account]
) -> None:
    assert offered(acts, occupied, staff["清单员"]) == []
