"""Contact data put right, and notes beside a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from data.errors import InputError, Refusal
from data.store import people
from data.store.staff import Account
from window_app.services import cases, correcting, handing, keeping
from window_app.services.office import Office

OWNER = "credit_code:91441803MA59L01K99"


@pytest.fixture
def number(catering: Any, submit: Any) -> str:
    taken: str = submit(catering.mark("layout", "missing")).case.number
    return taken


def correct(office: Office, number: str, who: Account, **given: Any) -> Any:
    return correcting.correct(office, number, who, **{"why": "写错", **given})


def test_the_right_phone_is_shown_and_fills_the_next_form(
    number: str, office: Office, clerk: Account, on: Callable[[str], None]
) -> None:
    on("2026-11-24")
    case = correct(office, number, clerk, phone="0763-5899999", address="太和镇新路9号")
    assert case.applicant["phone"].endswith("9999")
    assert {"电话更正过。", "地址更正过。"} <= set(cases.told(office, number))
    with office.store.read() as unit:
        known = people.records_of(unit, OWNER)
    assert (known["entity.phone"], known["entity.address"]) == ("0763-5899999", "太和镇新路9号")
    (line,) = [n for n in cases.history(office, number) if n.kind == "corrected"]
    assert line.note == "写错"
    assert keeping.verify(office, replay=True).problems == ()


WRONG: list[tuple[dict[str, str], str, str]] = [
    ({}, "nothing_to_correct", "--phone"),
    ({"phone": " "}, "nothing_to_correct", "--phone"),
    ({"phone": "abc"}, "phone_wrong", "--phone"),
    ({"address": "路" * 201}, "address_too_long", "--address"),
    ({"phone": "0763-5899999", "why": " "}, "why_missing", "--why"),
]


def test_what_is_wrong_is_named(
    number: str, office: Office, clerk: Account, stored: Callable[[], dict[str, int]]
) -> None:
    before = stored()
    for given, code, field in WRONG:
        with pytest.raises(InputError) as refused:
            correct(office, number, clerk, **given)
        assert (refused.value.code, refused.value.field) == (code, field)
    assert stored() == before


def test_others_correct_nothing(number: str, office: Office, staff: dict[str, Account]) -> None:
    for name in ("代办员", "首席代表", "出件员", "监督员"):
        assert correct(office, number, staff[name], phone="0763-5899999").code == "role_may_not"


def test_an_ended_case_is_not_corrected(number: str, office: Office, clerk: Account) -> None:
    handing.withdraw(office, number, clerk, why="不办了")
    assert correct(office, number, clerk, phone="0763-5899999").code == "not_in_this_state"


@pytest.mark.parametrize("kind", ["withdrawal_asked", "moved", "notified"])
def test_a_note_moves_nothing(number: str, office: Office, clerk: Account, kind: str) -> None:
    before = cases.show(office, number)
    case = correcting.note(office, number, kind, clerk, why="电话告知补正")
    assert not isinstance(case, Refusal)
    assert (case.status, case.holder) == (before.status, before.holder)
    assert cases.history(office, number)[-1].note == "电话告知补正"
    asked = "申请人提出过撤回。" in cases.told(office, number)
    assert asked is (kind == "withdrawal_asked")


def test_not_every_event_is_a_note(number: str, office: Office, clerk: Account) -> None:
    with pytest.raises(InputError) as refused:
        correcting.note(office, number, "accepted", clerk, why="试")
    assert (refused.value.code, refused.value.field) == ("note_unknown", "KIND")
