"""What the window decides itself (即办件), from acceptance to handing out; and late conclusions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.clock import FixedClock
from data.errors import InputError, Refusal
from data.store import people
from data.store.staff import Account
from window_app.services import cases, deciding, keeping, late_concluding
from window_app.services.forms import IntakeForm
from window_app.services.office import Office

RECEIVER = {"to": "龚䶮㛃", "id_number": "441803199001011155", "how": "pickup"}


@pytest.fixture
def decider(staff: dict[str, Account]) -> Account:
    return staff["授权窗口员"]


@pytest.fixture
def held(submit: Any, shop: IntakeForm, decider: Account) -> str:
    """An accepted case that this window may decide."""
    number: str = submit(shop, decider).case.number
    return number


def code(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_granted_registered_and_handed_out(
    held: str, office: Office, decider: Account, staff: dict[str, Account]
) -> None:
    granted = deciding.approve(office, held, decider)
    assert not isinstance(granted, Refusal)
    assert (granted.status, granted.holder.kind) == ("approved", "terminal")
    values = {"registered_name": "清新区示例小店", "licence_date": "2026-11-23"}
    ready = deciding.register(office, held, decider, values)
    assert not isinstance(ready, Refusal)
    assert ready.status == "ready"
    done = deciding.hand_out(office, held, staff["出件员"], **RECEIVER)
    assert not isinstance(done, Refusal)
    assert (done.status, done.holder.kind) == ("delivered", "none")
    assert [d.kind for d in done.documents] == ["acceptance", "approval", "delivery"]
    assert all(d.path for d in done.documents)
    assert keeping.verify(office, replay=True).problems == ()


def test_the_result_fills_the_next_form(held: str, office: Office, decider: Account) -> None:
    deciding.approve(office, held, decider)
    deciding.register(office, held, decider, {"registered_name": "清新区示例小店"})
    with office.store.read() as unit:
        records = people.records_of(unit, "resident_id:441803199001011155")
    assert "清新区示例小店" in records.values()


@pytest.mark.parametrize("name", ["代办员", "承办人", "出件员", "监督员", "管理员"])
def test_others_decide_nothing_here(
    held: str, office: Office, staff: dict[str, Account], name: str
) -> None:
    assert code(deciding.approve(office, held, staff[name])) == "role_may_not"


def test_a_clerk_without_the_departments_authority(
    held: str, office: Office, clerk: Account
) -> None:
    assert code(deciding.approve(office, held, clerk)) == "not_authorised"
    assert cases.show(office, held).status == "accepted"


def test_what_a_department_has_is_not_decided_here(
    catering: Any, submit: Any, office: Office, decider: Account
) -> None:
    number = submit(catering).case.number
    assert code(deciding.approve(office, number, decider)) == "role_may_not"


def test_only_who_applied_or_acts_for_them_fetches_it(
    held: str, office: Office, decider: Account, staff: dict[str, Account]
) -> None:
    deciding.approve(office, held, decider)
    deciding.register(office, held, decider, {})
    for change in ({"to": "别人"}, {"id_number": "441803200411302735"}):
        answer = deciding.hand_out(office, held, staff["出件员"], **{**RECEIVER, **change})
        assert code(answer) == "not_receiver"
    assert code(deciding.hand_out(office, held, decider, **RECEIVER)) == "role_may_not"
    assert cases.show(office, held).status == "ready"


def test_a_result_field_that_is_none(held: str, office: Office, decider: Account) -> None:
    deciding.approve(office, held, decider)
    for values, wrong in (
        ({"colour": "red"}, "field_not_asked"),
        ({"licence_date": "today"}, "field_wrong"),
    ):
        with pytest.raises(InputError) as refused:
            deciding.register(office, held, decider, values)
        assert refused.value.code == wrong
    assert cases.show(office, held).status == "approved"


def test_a_case_taken_in_is_concluded_later(
    catering: Any, submit: Any, office: Office, clerk: Account, clock: FixedClock, tmp_path: Path
) -> None:
    number = submit(catering.set(conclude=False)).case.number
    clock.moment = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
    answer = late_concluding.conclude(office, number, catering.form, clerk, tmp_path)
    assert not isinstance(answer, Refusal)
    assert answer.case.number == number
    assert (answer.case.status, answer.case.accepted) == ("accepted", "2026-11-25")
    # 11-26 is day 1: seven working days end on 12-04, ten on 12-09.
    assert answer.case.due is not None
    assert (answer.case.due.promised, answer.case.due.statutory) == ("2026-12-04", "2026-12-09")
    assert keeping.verify(office, replay=True).problems == ()


def test_a_late_conclusion_tells_what_lacks(
    catering: Any, submit: Any, office: Office, clerk: Account, tmp_path: Path
) -> None:
    number = submit(catering.set(conclude=False)).case.number
    form = catering.mark("layout", "missing").form
    answer = late_concluding.conclude(office, number, form, clerk, tmp_path)
    assert not isinstance(answer, Refusal)
    assert answer.case.status == "supplementing"
    again = late_concluding.conclude(office, number, form, clerk, tmp_path)
    assert code(again) == "not_in_this_state"


@pytest.mark.parametrize("change", [{"name": "另一家公司"}])
def test_a_late_conclusion_is_of_the_same_matter(
    catering: Any,
    submit: Any,
    office: Office,
    clerk: Account,
    stored: Callable[[], dict[str, int]],
    tmp_path: Path,
    change: dict[str, str],
) -> None:
    number = submit(catering.set(conclude=False)).case.number
    before = stored()
    catering.set(applicant={**catering.document["applicant"], **change})
    with pytest.raises(InputError) as refused:
        late_concluding.conclude(office, number, catering.form, clerk, tmp_path)
    assert (refused.value.code, refused.value.field) == ("not_this_case", "applicant.name")
    assert stored() == before
