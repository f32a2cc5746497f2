"""Accounts: roles, departments, and a password kept as an argon2id hash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import select, update

from data.rules.words import Role
from data.store.engine import Unit
from data.store.tables import StaffRow
from data.store.work_factor import LANES, MEMORY_KIB, PASSES

STAFF = StaffRow.__table__  # type: ignore[attr-defined]
WRONG_TRIES = 5  # wrong passwords in a row that lock an account
HASHER = PasswordHasher(memory_cost=MEMORY_KIB, time_cost=PASSES, parallelism=LANES)


@dataclass(frozen=True, slots=True)
class Account:
    """A person who works here; `authorised` are departments they may decide for at the window."""

    name: str
    roles: frozenset[Role]
    department: str | None
    authorised: frozenset[str]
    title: str | None
    wrong_tries: int
    is_locked: bool


def hash_password(password: str) -> str:
    """The argon2id hash; slow on purpose, so never inside a unit of work."""
    return HASHER.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether the password gives this hash; slow on purpose."""
    try:
        return HASHER.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False


def add(unit: Unit, account: Account, password_hash: str) -> None:
    unit.insert(
        StaffRow,
        {
            "name": account.name,
            "roles": json.dumps(sorted(account.roles)),
            "department": account.department,
            "authorised": json.dumps(sorted(account.authorised)),
            "title": account.title,
            "password_hash": password_hash,
        },
    )


def find(unit: Unit, name: str) -> tuple[Account, str] | None:
    """The account and its password hash."""
    rows = unit.select(StaffRow, "name = :name", {"name": name})
    return (_account(rows[0]), rows[0]["password_hash"]) if rows else None


def everybody(unit: Unit) -> list[Account]:
    rows = unit.connection.execute(select(STAFF).order_by(STAFF.c.name)).mappings()
    return [_account(row) for row in rows]


def with_hashes(unit: Unit) -> list[tuple[Account, str]]:
    """Everybody with their password hash: for the hub and the terminals where they work."""
    rows = unit.connection.execute(select(STAFF).order_by(STAFF.c.name)).mappings()
    return [(_account(row), row["password_hash"]) for row in rows]


def put(unit: Unit, account: Account, password_hash: str) -> None:
    """An account as the hub has it, new or changed; wrong tries are this terminal's own."""
    known = find(unit, account.name)
    if known is None:
        add(unit, account, password_hash)
    values = {
        "roles": json.dumps(sorted(account.roles)),
        "department": account.department,
        "authorised": json.dumps(sorted(account.authorised)),
        "title": account.title,
        "password_hash": password_hash,
        "is_locked": account.is_locked,
    }
    unit.connection.execute(update(STAFF).where(STAFF.c.name == account.name).values(values))


def note_try(unit: Unit, name: str, *, was_right: bool) -> None:
    """Count a wrong password, or begin counting anew; the fifth in a row locks."""
    if was_right:
        unit.connection.execute(update(STAFF).where(STAFF.c.name == name).values(wrong_tries=0))
        return
    tries = STAFF.c.wrong_tries + 1
    unit.connection.execute(
        update(STAFF)
        .where(STAFF.c.name == name)
        .values(wrong_tries=tries, is_locked=STAFF.c.is_locked | (tries >= WRONG_TRIES))
    )


def set_locked(unit: Unit, name: str, *, is_locked: bool) -> None:
    values = {"is_locked": is_locked, "wrong_tries": 0}
    unit.connection.execute(update(STAFF).where(STAFF.c.name == name).values(values))


def _account(row: Mapping[Any, Any]) -> Account:
    return Account(
        name=row["name"],
        roles=frozenset(Role(role) for role in json.loads(row["roles"])),
        department=row["department"],
        authorised=frozenset(json.loads(row["authorised"])),
        title=row["title"],
        wrong_tries=row["wrong_tries"],
        is_locked=row["is_locked"],
    )
