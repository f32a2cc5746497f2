"""Who is at the terminal: logging in, five wrong passwords, accounts."""

from __future__ import annotations

import re
from collections.abc import Collection

from data.errors import InputError, Refusal
from data.rules.listing import Listing
from data.rules.words import ROLE_NAMES, Role
from data.store import hub_settings, staff
from data.store.engine import Unit
from data.store.staff import WRONG_TRIES, Account
from window_app.services.office import Office

NAME = re.compile(r"^[\w.\-·]{1,30}$")
# A hash to try against where there is no such account: both answers take the same time.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + "A" * 43


def log_in(office: Office, name: str, password: str) -> Account | Refusal:
    """The account, or why not; the fifth wrong password in a row locks it."""
    with office.store.read() as unit:
        found = staff.find(unit, name)
    is_right = staff.matches(found[1] if found else NOBODY, password)
    if found is None:
        return _wrong_password()
    account, _hash = found
    if account.is_locked:
        return _locked()
    if account.wrong_tries or not is_right:
        with office.store.write() as unit:
            staff.note_try(unit, name, was_right=is_right)
            if not is_right and account.wrong_tries + 1 >= WRONG_TRIES:
                office.note(unit, "staff_locked", {"name": name, "why": "wrong_tries"}, name)
    if is_right:
        return account
    return _locked() if account.wrong_tries + 1 >= WRONG_TRIES else _wrong_password()


def add_staff(
    office: Office,
    name: str,
    password: str,
    *,
    roles: Collection[Role],
    department: str | None = None,
    authorised: Collection[str] = (),
    title: str | None = None,
    by: Account,
) -> Account | Refusal:
    """A new account, written down in the journal without its password."""
    if Role.ADMINISTRATOR not in by.roles:
        return not_allowed(by, Role.ADMINISTRATOR, "管理账号")
    account = new_account(name, roles, department, authorised, title)
    check_password(password, field="WINDOW_NEW_PASSWORD")
    password_hash = staff.hash_password(password)
    with office.store.write() as unit:
        elsewhere = _kept_elsewhere(unit)
        if elsewhere is not None:
            return elsewhere
        _check_departments(account, office.live_list(unit))
        if staff.find(unit, name) is not None:
            return Refusal("staff_exists", f"账号“{name}”已经有了。", field="name")
        staff.add(unit, account, password_hash)
        office.note(unit, "staff_added", staff_body(account), by.name)
    return account


def lock_staff(office: Office, name: str, *, is_locked: bool, by: Account) -> Account | Refusal:
    """Lock or unlock an account.

    A terminal that joined a hub undoes only what five wrong passwords have locked there.
    """
    if Role.ADMINISTRATOR not in by.roles:
        return not_allowed(by, Role.ADMINISTRATOR, "管理账号")
    with office.store.write() as unit:
        known = staff.find(unit, name)
        if known is None:
            raise InputError("staff_unknown", f"没有账号“{name}”。", field="name")
        elsewhere = _kept_elsewhere(unit)
        if elsewhere is not None and (is_locked or known[0].wrong_tries < WRONG_TRIES):
            return elsewhere
        staff.set_locked(unit, name, is_locked=is_locked)
        kind = "staff_locked" if is_locked else "staff_changed"
        office.note(unit, kind, {"name": name, "is_locked": is_locked}, by.name)
        found = staff.find(unit, name)
    assert found is not None
    return found[0]


def _kept_elsewhere(unit: Unit) -> Refusal | None:
    """A terminal that joined takes its accounts from the hub; what it changed would not stay."""
    joined = hub_settings.read_joined(unit)
    if joined is None:
        return None
    return Refusal(
        "staff_at_hub",
        f"账号由中心“{joined.hub_name}”统一管理，这里不能改。",
        hint="请中心的系统管理员在中心的数据目录里用 window staff 办，同步以后生效。",
    )


def everybody(office: Office) -> list[Account]:
    with office.store.read() as unit:
        return staff.everybody(unit)


def new_account(
    name: str,
    roles: Collection[Role],
    department: str | None = None,
    authorised: Collection[str] = (),
    title: str | None = None,
) -> Account:
    """A checked account; InputError names what is wrong."""
    if not NAME.fullmatch(name):
        raise InputError(
            "staff_name_wrong",
            f"账号“{name}”只能用文字、数字和 . - _，最多 30 个字。",
            field="name",
        )
    if not roles:
        raise InputError("role_missing", "账号至少要有一个角色。", field="role")
    return Account(name, frozenset(roles), department, frozenset(authorised), title, 0, False)


def check_password(password: str, *, field: str = "WINDOW_PASSWORD") -> None:
    """An empty password is refused; a short one is the administrator's to judge."""
    if not password:
        raise InputError("password_empty", "密码不能是空的。", field=field)


def _check_departments(account: Account, catalogue: Listing | Refusal) -> None:
    """The departments are those of the list in force; without one, any is taken."""
    if isinstance(catalogue, Refusal):
        return
    known = {department.id for department in catalogue.departments}
    for field, named in (
        ("--department", {account.department} - {None}),
        ("--authorised", account.authorised),
    ):
        if not named <= known:
            wrong = "、".join(sorted(str(name) for name in named if name not in known))
            raise InputError(
                "department_unknown",
                f"清单里没有部门：{wrong}",
                hint="可用：" + "、".join(sorted(known)),
                field=field,
            )


def staff_body(account: Account) -> dict[str, object]:
    """What the journal keeps of an account."""
    return {
        "name": account.name,
        "roles": sorted(account.roles),
        "department": account.department,
        "authorised": sorted(account.authorised),
        "title": account.title,
    }


def not_allowed(who: Account, wanted: Role, act: str) -> Refusal:
    mine = "、".join(ROLE_NAMES[role] for role in Role if role in who.roles)
    return Refusal(
        "role_may_not",
        f"您的角色是{mine}，不能{act}。",
        hint=f"由{ROLE_NAMES[wanted]}办理。",
    )


def who_is_missing() -> Refusal:
    return Refusal(
        "administrator_wanted",
        "接管原终端的办件要由系统管理员说明。",
        hint="在命令前面加上 --as 管理员账号。",
        field="--as",
    )


def _wrong_password() -> Refusal:
    return Refusal(
        "wrong_password",
        "用户名或者密码不对。",
        hint=f"连续 {WRONG_TRIES} 次不对会锁定账号。",
        field="--as",
    )


def _locked() -> Refusal:
    return Refusal(
        "account_locked",
        "账号已锁定。",
        hint="请系统管理员执行 window staff unlock 解锁。",
        field="--as",
    )
