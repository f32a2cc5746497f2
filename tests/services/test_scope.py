"""What this window takes, what it carries for another, and where it may decide itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.clock import FixedClock
from data.errors import Refusal
from data.store.staff import Account
from window_app.services import intake
from window_app.services.forms import IntakeForm
from window_app.services.office import Office

Place = Callable[..., None]


@pytest.fixture
def place(office: Office) -> Place:
    def change(**values: Any) -> None:
        office.terminal = office.terminal.model_copy(update=values)

    return change


@pytest.fixture
def refused(
    office: Office, clerk: Account, tmp_path: Path, stored: Callable[[], dict[str, int]]
) -> Callable[[Any], Refusal]:
    """Hand in what must be refused, and stores nothing."""

    def hand_in(given: Any) -> Refusal:
        before = stored()
        answer = intake.submit(office, given.form, clerk, tmp_path)
        assert isinstance(answer, Refusal)
        assert stored() == before
        return answer

    return hand_in


def test_a_subject_that_the_item_does_not_serve(filled: Any, refused: Any) -> None:
    given = filled("L-MARKET-001").set(subject="legal")
    assert refused(given).code == "subject_not_served"


@pytest.mark.parametrize(
    "scope", [{"subjects": ("natural",)}, {"themes": ("medical",)}, {"level": "town"}]
)
def test_what_is_out_of_the_windows_scope_is_told_who_takes_it(
    catering: Any, place: Place, refused: Any, scope: dict[str, Any]
) -> None:
    place(**scope)
    refusal = refused(catering)
    assert (refusal.code, refusal.field) == ("not_taken_here", "item")
    assert "区县" in refusal.message
    assert "0763-5812315" in refusal.hint


def test_a_village_takes_what_names_the_village(filled: Any, place: Place, submit: Any) -> None:
    place(level="village", carries_to="0002")
    answer = submit(filled("L-HEALTH-002"))
    assert answer.case.status == "accepted"


def test_a_village_without_a_carrier_takes_no_errand(
    filled: Any, place: Place, refused: Any
) -> None:
    place(level="village")
    assert refused(filled("L-MARKET-001")).code == "no_carrier"


def test_what_has_no_proxy_is_no_errand(catering: Any, place: Place, refused: Any) -> None:
    place(level="village", carries_to="0002")
    assert refused(catering).code == "not_taken_here"


@pytest.mark.parametrize("name", ["窗口员", "代办员"])
def test_an_errand_is_carried_up_and_offered(
    filled: Any,
    place: Place,
    submit: Any,
    staff: dict[str, Account],
    pdf_text: Callable[[str], str],
    name: str,
) -> None:
    place(level="village", carries_to="0002")
    answer = submit(filled("L-MARKET-001"), staff[name])
    case = answer.case
    assert (case.status, case.accepted) == ("received", None)
    assert (case.holder.kind, case.holder.address) == ("task", "station:0002")
    (errand,) = case.documents
    assert errand.kind == "errand"
    assert "代字〔2026〕" in errand.number
    # Two working days after Monday 11-23.
    assert "2026年11月25日" in pdf_text(errand.path)


def test_an_authorised_clerk_keeps_what_the_window_decides(
    submit: Any, shop: IntakeForm, staff: dict[str, Account]
) -> None:
    answer = submit(shop, staff["授权窗口员"])
    assert answer.case.status == "accepted"
    assert (answer.case.holder.kind, answer.case.holder.terminal) == ("terminal", "0001-03")


def test_another_clerk_offers_it_to_the_department(submit: Any, shop: IntakeForm) -> None:
    answer = submit(shop)
    assert (answer.case.holder.kind, answer.case.holder.address) == ("task", "department:market")


def test_the_authority_is_for_one_department(
    filled: Any, submit: Any, staff: dict[str, Account]
) -> None:
    answer = submit(filled("L-HR-004"), staff["授权窗口员"])
    assert (answer.case.holder.kind, answer.case.holder.address) == ("task", "department:hr")


def test_what_is_not_instant_goes_to_the_department_all_the_same(
    catering: Any, submit: Any, staff: dict[str, Account]
) -> None:
    answer = submit(catering, staff["授权窗口员"])
    assert answer.case.holder.kind == "task"


def test_without_a_list_in_force_nothing_is_taken_in(
    catering: Any, refused: Any, clock: FixedClock
) -> None:
    clock.moment = clock.moment.replace(month=10)
    assert refused(catering).code == "no_list_in_force"
