"""Accounts: argon2id, five wrong passwords in a row lock, the right one counts anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from argon2 import extract_parameters

from data.rules.words import Role
from data.store import staff
from data.store.engine import Store
from data.store.staff import Account

CLERK = Account(
    "窗口员", frozenset({Role.CLERK}), "market", frozenset({"police"}), "科员", 0, False
)


@pytest.fixture(scope="module")
def password_hash() -> str:
    return staff.hash_password("right")


@pytest.fixture
def account(store: Store, password_hash: str) -> Callable[[], Account]:
    with store.write() as unit:
        staff.add(unit, CLERK, password_hash)

    def look() -> Account:
        with store.read() as unit:
            found = staff.find(unit, CLERK.name)
        assert found is not None
        return found[0]

    return look


def tries(store: Store, *rights: bool) -> None:
    for was_right in rights:
        with store.write() as unit:
            staff.note_try(unit, CLERK.name, was_right=was_right)


def test_the_hash_is_argon2id_with_the_named_cost(password_hash: str) -> None:
    found = extract_parameters(password_hash)
    assert found.type.name == "ID"
    assert (found.memory_cost, found.time_cost, found.parallelism) == (19 * 1024, 2, 1)
    assert found.salt_len >= 16
    assert "right" not in password_hash


def test_only_the_password_matches(password_hash: str) -> None:
    assert staff.matches(password_hash, "right")
    assert not staff.matches(password_hash, "Right")
    assert not staff.matches("no hash at all", "right")


def test_an_account_reads_back(store: Store, account: Callable[[], Account]) -> None:
    assert account() == CLERK
    with store.read() as unit:
        assert staff.everybody(unit) == [CLERK]
        assert staff.find(unit, "别人") is None


def test_the_fifth_wrong_password_locks(store: Store, account: Callable[[], Account]) -> None:
    tries(store, *[False] * 4)
    assert (account().wrong_tries, account().is_locked) == (4, False)
    tries(store, False)
    assert (account().wrong_tries, account().is_locked) == (5, True)


def test_the_right_password_begins_the_count_anew(
    store: Store, account: Callable[[], Account]
) -> None:
    tries(store, *[False] * 4, True, *[False] * 4)
    assert (account().wrong_tries, account().is_locked) == (4, False)


def test_a_right_password_unlocks_nothing(store: Store, account: Callable[[], Account]) -> None:
    tries(store, *[False] * 5, True)
    assert account().is_locked


def test_unlocking_begins_anew(store: Store, account: Callable[[], Account]) -> None:
    tries(store, *[False] * 5)
    with store.write() as unit:
        staff.set_locked(unit, CLERK.name, is_locked=False)
    assert (account().wrong_tries, account().is_locked) == (0, False)
    tries(store, *[False] * 4)
    assert not account().is_locked
