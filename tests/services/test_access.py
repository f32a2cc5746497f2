"""Who may do what: logging in, accounts, and every role at the intake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.errors import InputError, Refusal
from data.rules.words import Role
from data.store import journal
from data.store.staff import Account
from window_app.services import access, intake
from window_app.services.office import Office
from window_app.views import Submitted


def code(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def notes(office: Office, kind: str) -> list[Any]:
    with office.store.read() as unit:
        lines = list(journal.feed_lines(unit, office.signer.feed))
    return [body for event, body in lines if event.kind == kind]


def test_the_right_password_opens(office: Office, password: str) -> None:
    answer = access.log_in(office, "窗口员", password)
    assert isinstance(answer, Account)
    assert answer.roles == {Role.CLERK}


def test_a_wrong_name_and_a_wrong_password_are_told_alike(office: Office, password: str) -> None:
    nobody = access.log_in(office, "没有这人", password)
    wrong = access.log_in(office, "窗口员", "wrong")
    assert nobody == wrong
    assert code(wrong) == "wrong_password"


def test_five_wrong_in_a_row_lock_and_are_written_down(office: Office, password: str) -> None:
    codes = [code(access.log_in(office, "窗口员", "wrong")) for _ in range(5)]
    assert codes == [*["wrong_password"] * 4, "account_locked"]
    assert code(access.log_in(office, "窗口员", password)) == "account_locked"
    (note,) = notes(office, "staff_locked")
    assert "wrong_tries" in note


def test_the_right_one_between_begins_anew(office: Office, password: str) -> None:
    for _ in range(4):
        access.log_in(office, "窗口员", "wrong")
    assert isinstance(access.log_in(office, "窗口员", password), Account)
    for _ in range(4):
        assert code(access.log_in(office, "窗口员", "wrong")) == "wrong_password"


def test_an_administrator_locks_and_unlocks(
    office: Office, staff: dict[str, Account], password: str
) -> None:
    admin = staff["管理员"]
    locked = access.lock_staff(office, "窗口员", is_locked=True, by=admin)
    assert isinstance(locked, Account)
    assert locked.is_locked
    assert code(access.log_in(office, "窗口员", password)) == "account_locked"
    access.lock_staff(office, "窗口员", is_locked=False, by=admin)
    assert isinstance(access.log_in(office, "窗口员", password), Account)


@pytest.mark.parametrize(
    "name", ["窗口员", "代办员", "承办人", "首席代表", "出件员", "收费员", "监督员", "清单员"]
)
def test_nobody_else_keeps_the_accounts(
    office: Office, staff: dict[str, Account], name: str, password: str
) -> None:
    by = staff[name]
    made = access.add_staff(office, "新人", password, roles=[Role.CLERK], by=by)
    assert code(made) == "role_may_not"
    assert code(access.lock_staff(office, "管理员", is_locked=True, by=by)) == "role_may_not"
    assert "新人" not in {account.name for account in access.everybody(office)}


def test_a_name_is_given_once(office: Office, staff: dict[str, Account], password: str) -> None:
    again = access.add_staff(
        office, "窗口员", password, roles=[Role.ADMINISTRATOR], by=staff["管理员"]
    )
    assert code(again) == "staff_exists"
    found = {a.name: a for a in access.everybody(office)}
    assert found["窗口员"].roles == {Role.CLERK}


@pytest.mark.parametrize("name", ["", "有 空格", "a/b", "名" * 31, "new\nline", "a;b"])
def test_a_name_that_cannot_be_one(
    office: Office, staff: dict[str, Account], name: str, password: str
) -> None:
    with pytest.raises(InputError) as refused:
        access.add_staff(office, name, password, roles=[Role.CLERK], by=staff["管理员"])
    assert (refused.value.code, refused.value.field) == ("staff_name_wrong", "name")


def test_no_password_is_written_down(office: Office, staff: dict[str, Account]) -> None:
    secret = "correct horse battery"
    access.add_staff(office, "新人", secret, roles=[Role.CLERK], by=staff["管理员"])
    office.store.close()
    for path in office.home.folder.rglob("*"):
        assert path.is_dir() or secret.encode() not in path.read_bytes()
    assert "新人" in {account.name for account in access.everybody(office)}


CONCLUDE = {"窗口员": None, "授权窗口员": None}
TAKE_IN = {"窗口员": None, "授权窗口员": None, "代办员": None}
EVERYBODY = (
    *("窗口员", "授权窗口员", "代办员", "承办人", "首席代表"),
    *("出件员", "收费员", "监督员", "清单员", "管理员"),
)


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("concludes", [True, False])
def test_who_may_take_a_case_in(
    office: Office,
    staff: dict[str, Account],
    catering: Any,
    stored: Any,
    tmp_path: Path,
    name: str,
    concludes: bool,
) -> None:
    allowed = CONCLUDE if concludes else TAKE_IN
    before = stored()
    form = catering.set(conclude=concludes).form
    answer = intake.submit(office, form, staff[name], tmp_path)
    if name in allowed:
        assert isinstance(answer, Submitted)
    else:
        assert code(answer) == "role_may_not"
        assert stored() == before
