"""`window staff`: accounts and their roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import InputError, Refusal
from window_app.cli import out
from window_app.cli.asked import AsJson, asked, password

if TYPE_CHECKING:
    from data.rules.words import Role
    from data.store.staff import Account

app = typer.Typer(help="账号：增加、列出、锁定、解锁。", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="账号名。")]


@app.command()
def add(
    context: typer.Context,
    name: Name,
    role: Annotated[str, typer.Option(help="角色，多个用逗号隔开。")],
    department: Annotated[str | None, typer.Option(help="所属部门。")] = None,
    authorised: Annotated[str, typer.Option(help="可以在窗口代为决定的部门，逗号隔开。")] = "",
    title: Annotated[str | None, typer.Option(help="职务。")] = None,
    as_json: AsJson = False,
) -> None:
    """增加一个账号；新密码来自 WINDOW_NEW_PASSWORD，或者现问。"""
    from window_app.services import access

    roles = roles_of(role)
    office, by = asked(context).acting(as_json=as_json)
    answer = access.add_staff(
        office,
        name,
        password("WINDOW_NEW_PASSWORD", "新账号的密码", confirm=True),
        roles=roles,
        department=department,
        authorised=[part for part in authorised.split(",") if part],
        title=title,
        by=by,
    )
    _tell(answer, as_json)


@app.command("list")
def list_staff(context: typer.Context, as_json: AsJson = False) -> None:
    """列出全部账号。"""
    from window_app.services import access

    found = access.everybody(asked(context).office())
    lines = [f"{account.name} {'、'.join(sorted(account.roles))}" for account in found]
    out.answer([_shown(account) for account in found], "\n".join(lines), as_json=as_json)


@app.command()
def lock(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """锁定一个账号。"""
    _set_locked(context, name, as_json, is_locked=True)


@app.command()
def unlock(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """解锁一个账号。"""
    _set_locked(context, name, as_json, is_locked=False)


def roles_of(text: str) -> list[Role]:
    """The roles named; InputError for a word that is none."""
    from data.rules.words import Role

    known = {str(role): role for role in Role if role is not Role.SYSTEM}
    words = [part.strip() for part in text.split(",")]
    if not set(words) <= set(known):
        hint = "可用：" + "、".join(known)
        raise InputError("role_unknown", f"角色不认识：{text}", hint=hint, field="--role")
    return [known[word] for word in words]


def _set_locked(context: typer.Context, name: str, as_json: bool, *, is_locked: bool) -> None:
    from window_app.services import access

    office, by = asked(context).acting(as_json=as_json)
    _tell(access.lock_staff(office, name, is_locked=is_locked, by=by), as_json)


def _tell(answer: Account | Refusal, as_json: bool) -> None:
    if isinstance(answer, Refusal):
        out.refuse(answer, as_json=as_json)
    state = "已锁定" if answer.is_locked else "可用"
    out.answer(_shown(answer), f"{answer.name}：{state}", as_json=as_json)


def _shown(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "roles": sorted(account.roles),
        "department": account.department,
        "authorised": sorted(account.authorised),
        "title": account.title,
        "locked": account.is_locked,
    }
